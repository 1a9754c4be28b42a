"""One thread that ends children whose answer takes too long, and starts the next one beforehand."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Guard:
    """One answer that is waited for.

    Attributes:
        subject: what is answered.
        end: when the waiting is over, on the clock that never goes back.
        kill: what is called then.
        expired: that it was called.
    """

    subject: object
    end: float
    kill: Callable[[], None]
    expired: bool = False


class Keeper:
    """Watches over deadlines; runs small work beside.

    Args:
        chore: called in the keeper's thread after :meth:`nudge`; may take long, so that deadlines
            are met late by as much.
    """

    def __init__(self, chore: Callable[[], None]) -> None:
        self._chore = chore
        self._due: float | None = None
        self._closed = False
        self._guards: dict[int, Guard] = {}
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="documents-keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def nudge(self, seconds: float = 0) -> None:
        """Ask for the chore, in so many seconds; if it was asked for before, the sooner counts."""
        due = time.monotonic() + seconds
        with self._changed:
            self._due = due if self._due is None else min(due, self._due)
            self._changed.notify()

    def close(self) -> None:
        """End the thread and wait for it."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread.ident is not None:
            self._thread.join()

    @contextmanager
    def guard(self, subject: object, kill: Callable[[], None], seconds: float) -> Iterator[Guard]:
        """Call ``kill`` unless the block ends within ``seconds``."""
        guard = Guard(subject, time.monotonic() + seconds, kill)
        with self._changed:
            number = next(self._numbers)
            self._guards[number] = guard
            self._changed.notify()
        try:
            yield guard
        finally:
            with self._changed:
                self._guards.pop(number, None)

    def hurry(self, subject: object, seconds: float) -> None:
        """Wait no longer than ``seconds`` from now, if it is still ``subject`` that is answered."""
        with self._changed:
            for guard in self._guards.values():
                if guard.subject is subject:
                    guard.end = min(guard.end, time.monotonic() + seconds)
            self._changed.notify()

    def _run(self) -> None:
        """Do what is due until closed."""
        while True:
            with self._changed:
                if self._closed:
                    return
                late = self._take_late()
                wanted = self._due is not None and self._due <= time.monotonic()
                if wanted:
                    self._due = None
                if not late and not wanted:
                    self._changed.wait(self._pause())
                    continue
            for guard in late:
                guard.kill()
            if wanted:
                self._chore()

    def _take_late(self) -> list[Guard]:
        """Remove and return what is over, marked."""
        now = time.monotonic()
        late = {number: guard for number, guard in self._guards.items() if guard.end <= now}
        for number, guard in late.items():
            guard.expired = True
            del self._guards[number]
        return list(late.values())

    def _pause(self) -> float | None:
        """Return the seconds until something is due, None if nothing will be."""
        ends = [guard.end for guard in self._guards.values()]
        if self._due is not None:
            ends.append(self._due)
        return max(min(ends) - time.monotonic(), 0) if ends else None

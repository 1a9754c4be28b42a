"""Requests that wait for a child: what is on the screen first, the newest of it before older."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from ui.documents.protocol import Request


class Priority(IntEnum):
    """What goes first.

    ``VISIBLE`` is drawn newest first, for whoever scrolls wants what is there now; the others in order.
    ``AHEAD`` are the small pictures beside the document.
    """

    VISIBLE = 0
    DETAIL = 1
    AHEAD = 2
    BACKGROUND = 3


@dataclass(frozen=True, slots=True)
class Job:
    """A request and its future."""

    request: Request
    priority: Priority
    future: Future[Any] = field(default_factory=Future)


class JobQueue:
    """Waiting jobs of one document; one thread takes them, any thread puts and drops them."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Job]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._closed = False
        self._asleep = False

    def put(self, job: Job) -> None:
        """Let a job wait; its future is cancelled when the queue is closed already."""
        with self._changed:
            if not self._closed:
                number = next(self._numbers)
                order = -number if job.priority is Priority.VISIBLE else number
                heapq.heappush(self._heap, (job.priority, order, job))
                self._changed.notify()
                return
        job.future.cancel()

    def rest(self) -> None:
        """Ask the taking thread to do without its child once nothing waits."""
        with self._changed:
            self._asleep = True
            self._changed.notify()

    def take(self) -> Job | None:
        """Wait for the next job whose future was not cancelled; None: rest, or end when closed."""
        with self._changed:
            while True:
                while self._heap:
                    job = heapq.heappop(self._heap)[2]
                    if not job.future.cancelled():
                        self._asleep = False
                        return job
                if self._closed or self._asleep:
                    self._asleep = False
                    return None
                self._changed.wait()

    def drop(self, stale: Callable[[Job], bool]) -> None:
        """Cancel the waiting jobs for which ``stale`` holds."""
        with self._changed:
            dropped = [entry for entry in self._heap if stale(entry[2])]
            self._heap = [entry for entry in self._heap if not stale(entry[2])]
            heapq.heapify(self._heap)
        for _, _, job in dropped:
            job.future.cancel()

    def close(self) -> None:
        """Take no more jobs, and cancel those that wait."""
        with self._changed:
            self._closed = True
            waiting, self._heap = self._heap, []
            self._changed.notify()
        for _, _, job in waiting:
            job.future.cancel()

    def is_closed(self) -> bool:
        """Say whether the queue was closed; another thread may do so at any time."""
        return self._closed

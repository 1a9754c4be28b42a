"""Runs everything that touches a vault, a file or a key away from the window's thread.

One thread owns the database (a transaction begins and ends inside one job); a small pool does what
needs no vault. Results and errors come back on the window's thread (style.md §3).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from zgc_review.errors import Cancelled, ReviewError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Done = Callable[[Any], None]
Failed = Callable[[ReviewError], None]
Progress = Callable[[int, int], None]
_RETIRED = "retired"
_PAINTED = 6  # ms; Qt paints 5 ms after a window was laid out


def retire(top: QObject) -> None:
    """Let nothing reach an object any more that is about to go, nor anything below it.

    Qt deletes it only when the event loop comes round. Until then a timer could still run out and a job
    could still answer, in a round that was left.
    """
    top.setProperty(_RETIRED, True)
    for timer in top.findChildren(QTimer):
        timer.stop()


def attends(owner: QObject) -> bool:
    """Whether an object lives and neither it nor anything above it was retired."""
    if not shiboken6.isValid(owner):
        return False
    one: QObject | None = owner
    while one is not None:
        if one.property(_RETIRED):
            return False
        one = one.parent()
    return True


class Ticket:
    """One job under way: what it has done so far, and whether it should stop."""

    def __init__(self, on_progress: Progress | None = None) -> None:
        self._stop = threading.Event()
        self._on_progress = on_progress

    def cancel(self) -> None:
        """Ask the job to stop at its next step; nothing of it is kept."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the job to stop."""
        return self._stop.is_set()

    def progress(self, done: int, total: int) -> None:
        """Report work done, in the unit of ``total``; called by services in the job's thread.

        Raises:
            Cancelled: somebody asked the job to stop.
        """
        if self._stop.is_set():
            raise Cancelled
        if self._on_progress is not None:
            self._on_progress(done, total)


@dataclass(frozen=True)
class Outcome:
    """How a job ended, on its way to the window's thread."""

    owner: QObject
    done: Done | None
    failed: Failed | None
    cancelled: Callable[[], None] | None
    value: Any = None
    error: BaseException | None = field(default=None, repr=False)


class Jobs(Protocol):
    """What view-models need of a runner."""

    def run(
        self,
        owner: QObject,
        work: Callable[[Ticket], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], None] | None = None,
        vault: bool = True,
    ) -> Ticket:
        """Run ``work`` elsewhere; call one of the answers on the window's thread while ``owner`` lives."""
        ...

    def close(self) -> None:
        """Wait for what is under way and stop the threads."""
        ...


class JobRunner(QObject):
    """Jobs on threads.

    Signals:
        finished: an :class:`Outcome`, delivered on the window's thread.
        moved: progress of a job: callback, work done, work in all.
        fault: an error that is ours, not the user's (nobody handled it).
    """

    finished = Signal(object)
    moved = Signal(object, object, object)
    fault = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.moved.connect(_report, Qt.ConnectionType.QueuedConnection)
        self._asked: list[Callable[[], None]] = []
        self._laid_out, self._painted = QTimer(self), QTimer(self)
        for timer in (self._laid_out, self._painted):
            timer.setSingleShot(True)
        self._painted.setInterval(_PAINTED)
        self._painted.setTimerType(Qt.TimerType.PreciseTimer)
        self._laid_out.timeout.connect(self._painted.start)
        self._painted.timeout.connect(self._begin)

    @cached_property
    def _vault(self) -> ThreadPoolExecutor:
        """The thread that owns the database, started with the first job."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow import

        return ThreadPoolExecutor(1, thread_name_prefix="vault")

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        """Threads for what touches no vault."""
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow import

        return ThreadPoolExecutor(2, thread_name_prefix="work")

    def run(
        self,
        owner: QObject,
        work: Callable[[Ticket], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], None] | None = None,
        vault: bool = True,
    ) -> Ticket:
        """Run ``work`` on the vault's thread, or on the pool where no vault is touched.

        It begins when what the act changed is laid out and painted: Python computes in one thread at a
        time, so that a page would take twice as long to build and paint beside the job that fills it.
        """
        moved = None if progress is None else _Throttle(progress, self.moved.emit)
        ticket = Ticket(moved)

        def end(ended: Future[Any]) -> None:
            error = ended.exception()
            value = None if error is not None else ended.result()
            self.finished.emit(Outcome(owner, done, failed, cancelled, value, error))

        def begin() -> None:
            (self._vault if vault else self._pool).submit(work, ticket).add_done_callback(end)

        self._asked.append(begin)
        self._laid_out.start()
        return ticket

    def close(self) -> None:
        """Wait for what is asked for and under way, and stop the threads."""
        self._begin()
        for name in ("_vault", "_pool"):
            threads = self.__dict__.get(name)
            if threads is not None:
                threads.shutdown(wait=True)

    def _begin(self) -> None:
        """Hand what was asked for to the threads, in its order."""
        asked, self._asked = self._asked, []
        for begin in asked:
            begin()

    def _deliver(self, outcome: Outcome) -> None:
        """Hand a result or an error to whoever asked, if it still lives."""
        fault = deliver(outcome)
        if fault is not None:
            self.fault.emit(fault)


class InlineJobs(QObject):
    """Jobs done at once on the caller's thread; for tests.

    Signals:
        fault: an error that is ours, not the user's.
    """

    fault = Signal(object)

    def run(
        self,
        owner: QObject,
        work: Callable[[Ticket], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], None] | None = None,
        vault: bool = True,  # noqa: ARG002 - one thread serves both
    ) -> Ticket:
        """Run ``work`` now."""
        ticket = Ticket(progress)
        try:
            outcome = Outcome(owner, done, failed, cancelled, value=work(ticket))
        except Exception as error:  # noqa: BLE001 - sorted by deliver, as on threads
            outcome = Outcome(owner, done, failed, cancelled, error=error)
        fault = deliver(outcome)
        if fault is not None:
            raise fault
        return ticket

    def close(self) -> None:
        """Nothing is ever under way."""


def deliver(outcome: Outcome) -> BaseException | None:
    """Call the answer that fits; return an error that is a bug and nobody's to handle."""
    alive = attends(outcome.owner)
    if outcome.error is None:
        if alive and outcome.done is not None:
            outcome.done(outcome.value)
        return None
    if isinstance(outcome.error, Cancelled):
        if alive and outcome.cancelled is not None:
            outcome.cancelled()
        return None
    if isinstance(outcome.error, ReviewError):
        if alive and outcome.failed is not None:
            outcome.failed(outcome.error)
            return None
        return outcome.error if alive else None
    return outcome.error


class _Throttle:
    """Passes on at most every hundredth part of the work, so that signals never flood the window."""

    def __init__(self, target: Progress, emit: Callable[[object, object, object], None]) -> None:
        self._target = target
        self._emit = emit
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        part = done * 200 // total if total else 0
        if part != self._last:
            self._last = part
            self._emit(self._target, done, total)


def _report(target: Progress, done: int, total: int) -> None:
    """Tell a progress callback on the window's thread."""
    owner = getattr(target, "__self__", None)
    if not isinstance(owner, QObject) or attends(owner):
        target(done, total)

"""The program's window with its threads, offscreen: how long an act takes, and how long it blocks."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from ui import housekeeping
from ui.desktop import make_context
from ui.jobs import JobRunner, Outcome, Ticket
from ui.preferences import Preferences
from ui.viewmodels.home import heads
from ui.views.frame import RoleFrame
from ui.views.program import Program
from ui.views.rooms import Rooms
from ui.views.shell import Shell
from zgc_review.services.desk import Desk

_BEAT = 5  # ms between two looks at the clock
_LATE = 0.003  # seconds of the processor between two beats that tell of work in between
_REST = 0.05  # seconds without work: what was asked is done
_WAIT = 120.0
_SWITCH = sys.getswitchinterval()  # what other measurements are made with


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds until all was painted, and the longest time in which the window took no events.

    Attributes:
        processor, busy: the same in seconds of the processor, which other work does not stretch.
    """

    seconds: float
    processor: float
    blocked: float
    busy: float


class Desktop:
    """A window at a vault, as somebody sits before it.

    Args:
        desk: open; closed with the window.
        folder: for the preferences.
    """

    def __init__(self, desk: Desk, folder: Path, width: int = 1366, height: int = 696) -> None:
        found = QApplication.instance()
        self.app = found if isinstance(found, QApplication) else QApplication([])
        made = make_context(self.app, "zh_CN", Preferences(folder / "preferences.json"))
        made.jobs.close()
        housekeeping.begin()
        self._jobs = _CountedJobs()
        self.context = replace(made, jobs=self._jobs)
        self.shell = Shell(self.context)
        self.program = Program(self.context, self.shell)
        self.shell.resize(width, height)
        self.shell.show()
        self._desk = desk
        self.take(self.program._warm)  # noqa: SLF001 - done while the passphrase is typed
        self.take(self.program._entry.prepare)  # noqa: SLF001 - done while the key is made of it
        self.take(lambda: self.program._enter(desk))  # noqa: SLF001 - the unlock is measured by itself

    @property
    def rooms(self) -> Rooms:
        """The screens of the vault."""
        assert self.program.rooms is not None  # noqa: S101 - the vault was entered
        return self.program.rooms

    @property
    def frame(self) -> RoleFrame:
        """The frame of the office on show."""
        assert isinstance(self.shell.screen, RoleFrame)  # noqa: S101 - an office's round was entered
        return self.shell.screen

    def enter(self) -> Taken:
        """Open the only round of the vault."""
        head = heads(self._desk)[0]
        return self.take(lambda: self.rooms.enter_round(head))

    def take(self, act: Callable[[], object]) -> Taken:
        """Do something, and wait until nothing is under way any more."""
        watch = _Watch(self._jobs, self._hurry)
        if self._jobs.pending:
            watch.wait()
            watch.begin()
        begun, used = time.perf_counter(), time.process_time()
        act()
        self._hurry()
        watch.wait()
        seconds, processor = max(0.0, watch.busy - begun), max(0.0, watch.used - used)
        return Taken(seconds, processor, watch.longest, watch.heaviest)

    def close(self) -> None:
        """Close window and vault."""
        self.take(self.program.lock)
        self.shell.close()
        self.shell.deleteLater()
        self.app.processEvents()
        gc.unfreeze()
        gc.enable()
        sys.setswitchinterval(_SWITCH)

    def _hurry(self) -> bool:
        """Let begin at once what waits for the typing to rest; say whether anything did."""
        screen = self.shell.screen
        waiting = [
            timer
            for timer in (screen.findChildren(QTimer) if screen is not None else ())
            if timer.isSingleShot() and timer.isActive() and timer.interval() > 0
        ]
        for timer in waiting:
            timer.start(0)
        return bool(waiting)


class _CountedJobs(JobRunner):
    """Threads that say how much is under way."""

    def __init__(self) -> None:
        super().__init__()
        self.pending = 0

    def run(self, *args: Any, **kwargs: Any) -> Ticket:
        """Run something elsewhere."""
        self.pending += 1
        return super().run(*args, **kwargs)

    def _deliver(self, outcome: Outcome) -> None:
        self.pending -= 1
        super()._deliver(outcome)


class _Watch:
    """Looks at the clock every few milliseconds from inside the event loop."""

    def __init__(self, jobs: _CountedJobs, hurry: Callable[[], bool]) -> None:
        self._jobs, self._hurry = jobs, hurry
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._beat)
        self.begin()

    def begin(self) -> None:
        """Count from now on."""
        self._last = self.busy = time.perf_counter()
        self._spent = self.used = time.process_time()
        self._end = self._last + _WAIT
        self.longest = self.heaviest = 0.0

    def wait(self) -> None:
        """Return when there was no work for a moment; :attr:`busy`, :attr:`used` say when the last ended."""
        self._timer.start()
        self._loop.exec()
        self._timer.stop()

    def _beat(self) -> None:
        now, spent = time.perf_counter(), time.process_time()
        gap, self._last = now - self._last, now
        used, self._spent = spent - self._spent, spent
        self.longest, self.heaviest = max(self.longest, gap), max(self.heaviest, used)
        if self._jobs.pending or used > _LATE:
            self.busy, self.used = now, spent
        elif now - self.busy > _REST and not self._hurry():
            self._loop.quit()
        if now > self._end:
            self._loop.quit()
            raise TimeoutError("the window")

"""What no walk may meet: an error in a slot or a job, a warning of Qt; and jobs that can be waited for."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler

from ui.jobs import Done, Failed, JobRunner, Outcome, Progress, Ticket

#: What was raised in a slot: Qt goes on after it, a walk does not.
RAISED: list[BaseException] = []


def say(words: str) -> None:
    """Say what the walk does, line by line."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


class Warned(Exception):  # noqa: N818 - what Qt calls it
    """Qt warned: nothing in a window may do what it complains about."""


def stop_at_faults() -> None:
    """Let a walk stop where a slot raised, or where Qt warned."""
    told = sys.excepthook

    def hear(kind: QtMsgType, _where: QMessageLogContext, words: str | None) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}:
            say(f"Qt: {words}")
            RAISED.append(Warned(words))

    qInstallMessageHandler(hear)

    def tell(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        RAISED.append(fault)
        told(kind, fault, trace)

    sys.excepthook = tell


def broke(fault: BaseException) -> None:
    """Tell of a job that broke as of a slot that did."""
    traceback.print_exception(fault)
    RAISED.append(fault)


class Counted(JobRunner):
    """Jobs on threads, with how many are on their way: for whoever waits until nothing moves."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.under_way = 0

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
        """Count and run."""
        self.under_way += 1
        return super().run(owner, work, done, failed, progress=progress, cancelled=cancelled, vault=vault)

    def _deliver(self, outcome: Outcome) -> None:
        try:
            super()._deliver(outcome)
        finally:
            self.under_way -= 1

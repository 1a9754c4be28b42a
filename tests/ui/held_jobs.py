"""Jobs that wait where a test or a picture wants to see what a window says meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from ui.jobs import Done, Failed, InlineJobs, Progress, Ticket


class HeldJobs(InlineJobs):
    """Done at once, until somebody holds them; then they wait to be let go."""

    def __init__(self) -> None:
        super().__init__()
        self._holds = False
        self._waiting: list[Callable[[], Ticket]] = []

    def hold(self) -> None:
        """Let every job wait from here on."""
        self._holds = True

    def let_go(self) -> None:
        """Do what waited, and everything later at once."""
        self._holds = False
        while self._waiting:
            self._waiting.pop(0)()

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
        """Run ``work`` now, or once it is let go."""
        later = partial(
            super().run, owner, work, done, failed, progress=progress, cancelled=cancelled, vault=vault
        )
        if not self._holds:
            return later()
        self._waiting.append(later)
        return Ticket(progress)

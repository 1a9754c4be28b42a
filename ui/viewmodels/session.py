"""An unlocked vault in a window: runs services at its desk and tells when something was kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.jobs import Done, Failed, Progress, Ticket, attends
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import ReviewError
from zgc_review.services.desk import Desk
from zgc_review.services.recent_files import remember_file


@dataclass(frozen=True)
class RoundHead:
    """What the header says about a round."""

    row: RoundRow
    code: str  # this member's code, empty while unknown
    role: str  # expert, chair, secretary, observer; empty while unknown
    gone: bool = False  # the copy of this round was handed back
    sender: str = ""  # who sends its packages: name where the card is known here, else the code


class Session(QObject):
    """One desk, and the round that is open on it.

    Signals:
        kept: something was stored; carries the claimed time ``HH:MM:SS``.
        not_kept: storing failed; carries the :class:`ReviewError`.
        round_changed: another round, or its row was read anew.
    """

    kept = Signal(str)
    not_kept = Signal(object)
    round_changed = Signal()

    def __init__(self, context: Context, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.desk = desk
        self.head: RoundHead | None = None

    @property
    def row(self) -> RoundRow:
        """The round that is open.

        Raises:
            LookupError: none is.
        """
        if self.head is None:
            raise LookupError("no round is open")
        return self.head.row

    @property
    def writable(self) -> bool:
        """Whether this window may change the vault."""
        return self.desk.vault.writable

    def choose(self, head: RoundHead | None) -> None:
        """Make a round the open one."""
        self.head = head
        self.round_changed.emit()

    def renew(self, row: RoundRow) -> None:
        """Take the newer row of the open round."""
        if self.head is not None:
            self.choose(replace(self.head, row=row))

    def read(
        self, owner: QObject, work: Callable[[Desk], Any], done: Done, failed: Failed | None = None
    ) -> Ticket:
        """Run a query at the desk."""
        return self.context.jobs.run(owner, lambda _ticket: work(self.desk), done, failed)

    def act(
        self,
        owner: QObject,
        work: Callable[[Desk], Any],
        done: Done | None = None,
        failed: Failed | None = None,
    ) -> Ticket:
        """Run an act at the desk; the header shows when it was kept, or why it was not."""

        def ended(value: Any) -> None:
            self.kept.emit(self.context.clock.now()[11:19])
            if done is not None and attends(owner):
                done(value)

        def refused(fault: ReviewError) -> None:
            if failed is not None and attends(owner):
                failed(fault)
            else:
                self.not_kept.emit(fault)

        # The session owns the job: whoever asked may be gone, a failed save is told all the same.
        return self.context.jobs.run(self, lambda _ticket: work(self.desk), ended, refused)

    def long_act(
        self,
        owner: QObject,
        work: Callable[[Desk, Progress], Any],
        done: Done,
        failed: Failed,
        progress: Progress,
        cancelled: Callable[[], None],
    ) -> Ticket:
        """Run long work at the desk, with progress and a way to cancel."""
        return self.context.jobs.run(
            owner,
            lambda ticket: work(self.desk, ticket.progress),
            done,
            failed,
            progress=progress,
            cancelled=cancelled,
        )

    def remember(self, path: Path, kind: str, round_id: str = "") -> None:
        """Put a file into the list of recent ones; nobody waits for it; where it fails nothing is lost."""

        def work(_ticket: Ticket) -> None:
            remember_file(self.desk, path, kind, round_id)

        self.context.jobs.run(self, work, None, lambda _fault: None)

    def close(self) -> None:
        """Close the vault; keys leave the memory with it."""
        self.context.jobs.run(self, lambda _ticket: self.desk.vault.close())

"""Opening a sealed result together: shares of officers, the result in memory, verified and exported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.jobs import Ticket
from ui.names_list import write_names
from ui.verifier_process import Verdict, verify
from ui.viewmodels.session import Session
from zgc_review.domain.bodies import NamedPerson
from zgc_review.services import escrow, share_papers
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import NAMES as NAMES_FILE
from zgc_review.services.file_places import RESULT
from zgc_review.services.opened_names import NAMES, open_names
from zgc_review.services.opened_result import (
    HeldShare,
    OpenedResult,
    open_together,
    read_folder,
    read_share,
    typed_share,
)
from zgc_review.services.rounds import state_of
from zgc_review.services.share_papers import ShareWords


class OpeningModel(QObject):
    """Shares as they are brought, and the result they open; the words are forgotten once it is open.

    Signals:
        named: people of a names file by code.
        brought: the shares so far changed.
        opened: an :class:`OpenedResult`.
        failed: a :class:`ReviewError`.
        vault_needed: path of a share file that another officer's vault opens.
    """

    brought = Signal()
    opened = Signal(object)
    named = Signal(object)
    failed = Signal(object)
    vault_needed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.shares: tuple[HeldShare, ...] = ()

    @property
    def needed(self) -> int:
        """How many shares open the result, as the shares themselves say."""
        return max((one.k for one in self.shares), default=2)

    @property
    def is_enough(self) -> bool:
        """Whether as many shares are here as open the result."""
        return len(self.shares) >= self.needed

    def bring(self, path: Path) -> None:
        """Read a share file with the vault of this window; another officer's is asked for."""

        def failed(fault: object) -> None:
            if getattr(fault, "code", "") == "seal.age.not_for_me":
                self.vault_needed.emit(path)
            else:
                self.failed.emit(fault)

        self.session.read(self, lambda desk: read_share(desk, path), self._take, failed)

    def bring_with(self, path: Path, vault: Path, passphrase: str) -> None:
        """Read a share file with another officer's vault, which is closed again at once."""

        def work(_ticket: Ticket) -> HeldShare:
            from ui import bootstrap  # noqa: PLC0415 - slow import

            desk = bootstrap.open_desk(vault, passphrase)
            try:
                return read_share(desk, path)
            finally:
                desk.vault.close()

        self._run(work, self._take)

    def bring_words(self, words: str) -> None:
        """Take a share that is typed from paper."""
        self._run(lambda _ticket: typed_share(words), self._take)

    def drop(self, place: int) -> None:
        """Forget a share."""
        self.shares = tuple(one for n, one in enumerate(self.shares) if n != place)
        self.brought.emit()

    def forget(self) -> None:
        """Forget every share."""
        self.shares = ()
        self.brought.emit()

    def open(self, path: Path) -> None:
        """Open the result file, or the names file, with the shares."""
        row = self.session.head.row if self.session.head is not None else None
        shares = self.shares

        def work(desk: Desk) -> OpenedResult | tuple[NamedPerson, ...]:
            recipient = None
            if row is not None:
                with desk.vault.begin() as uow:
                    recipient = state_of(uow, row).escrow_result
            if path.suffix == NAMES:
                return open_names(desk.suite, path, shares, recipient)
            return open_together(desk.suite, path, shares, recipient)

        def done(opened: OpenedResult | tuple[NamedPerson, ...]) -> None:
            self.forget()
            if isinstance(opened, OpenedResult):
                self.session.remember(path, RESULT, str(opened.message.manifest.round))
            else:
                self.session.remember(path, NAMES_FILE)
            (self.opened if isinstance(opened, OpenedResult) else self.named).emit(opened)

        self.session.read(self, work, done, self.failed.emit)

    def read(self, folder: Path) -> None:
        """Read the folder of a result that was opened and exported earlier."""
        suite = self.session.desk.suite
        self._run(lambda _ticket: read_folder(suite, folder), self.opened.emit)

    def print_words(self, share: HeldShare, target: Path, done: Callable[[object], None]) -> None:
        """Write the words of a share as a sheet, by its officer's own decision."""
        row = self.session.row
        given = ShareWords(share.officer, "escrow_result", share.recipient, share.k, share.words)
        self.session.read(
            self, lambda desk: share_papers.print_words(desk, row, given, target), done, self.failed.emit
        )

    def write_names(self, path: Path, people: Sequence[NamedPerson], done: Callable[[object], None]) -> None:
        """Write codes and people as a table."""
        texts = self.session.context.captions.texts
        self._run(lambda _ticket: write_names(path, texts, people), done)

    def _run(self, work: Callable[[Ticket], object], done: Callable[[object], None]) -> None:
        self.session.context.jobs.run(self, work, done, self.failed.emit, vault=False)

    def _take(self, share: object) -> None:
        if not isinstance(share, HeldShare):
            return
        others = [one for one in self.shares if one.words != share.words]
        self.shares = (*others, share)
        self.brought.emit()


class OpenedModel(QObject):
    """A result that is open: verified, exported.

    Signals:
        verified: a :class:`Verdict`.
        exported: the folder and how many files it holds.
        failed: a :class:`ReviewError`.
    """

    verified = Signal(object)
    exported = Signal(object, int)
    failed = Signal(object)

    def __init__(self, session: Session, opened: OpenedResult, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.opened = opened
        self.verdict: Verdict | None = None

    def verify(self, round_code: str = "", log_head: str = "") -> Ticket:
        """Let the independent verifier recompute everything from the signed files."""
        opened = self.opened

        def work(ticket: Ticket) -> Verdict:
            return verify(opened.payload, round_code, log_head, lambda: ticket.progress(0, 0))

        def done(verdict: Verdict) -> None:
            self.verdict = verdict
            self.verified.emit(verdict)

        return self.session.context.jobs.run(self, work, done, self.failed.emit, vault=False)

    def export(self, folder: Path) -> None:
        """Write the opened result as a folder, by the officers' own decision."""
        opened = self.opened

        def work(_ticket: Ticket) -> int:
            return escrow.unpack(opened.message, folder)

        self.session.context.jobs.run(
            self, work, lambda count: self.exported.emit(folder, count), self.failed.emit, vault=False
        )

"""Score files under escrow: whose are held, who is waited for, the key and the opening (design §4.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.services import escrow, score_escrow, score_escrow_opening, share_files, share_papers, sharing
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import consents_awaited, state_of
from zgc_review.services.score_escrow import Custody, custody_of, custody_stage
from zgc_review.services.score_escrow_opening import OpenedFile


@dataclass(frozen=True, slots=True)
class Kept:
    """Where score files under escrow stand.

    Attributes:
        stage: ``due``, ``held``, ``opened``, ``revoked``; empty without score escrow.
        waited: codes without whose file nothing is opened.
        custody: the held files.
        k, n: shares needed, shares there are.
        can_revoke: whether the key is in force and nothing of the round waits or is sealed.
    """

    stage: str
    waited: tuple[str, ...]
    custody: Custody
    k: int
    n: int
    can_revoke: bool = False


class CustodyModel(QObject):
    """The escrow of score files.

    Signals:
        loaded: a :class:`Kept`.
        prepared: paths of the share files and of the round's definition.
        opened: a tuple of :class:`OpenedFile`.
        revoked: the version that takes the key out of use is signed and waits for its consent.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal(object)
    prepared = Signal(object)
    opened = Signal(object)
    revoked = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def load(self) -> None:
        """Read where the files stand."""
        row = self.session.row
        self.session.read(self, lambda desk: read_custody(desk, row), self.loaded.emit, self.failed.emit)

    def prepare(self, folder: Path) -> None:
        """Make the key; write a share and a blank sheet an officer, and the version that names it."""
        row = self.session.row

        def work(desk: Desk) -> tuple[Path, ...]:
            done = escrow.prepare_scores(desk, row, folder)
            sheets = share_papers.print_blank(desk, row, folder, key="escrow_scores")
            return (*done.shares, *sheets, *sharing.publish_round(desk, row, folder))

        def done(paths: tuple[Path, ...]) -> None:
            self.load()
            self.changed.emit()
            self.prepared.emit(paths)

        self.session.act(self, work, done, self.failed.emit)

    def open(self, paths: Sequence[Path]) -> None:
        """Put the key together and judge every held file."""
        row = self.session.row

        def work(desk: Desk) -> tuple[OpenedFile, ...]:
            recipient, words = share_files.gather_shares(desk, paths)
            return score_escrow_opening.open_scores(desk, row, words, recipient)

        def done(files: tuple[OpenedFile, ...]) -> None:
            self.load()
            self.changed.emit()
            self.opened.emit(files)

        self.session.act(self, work, done, self.failed.emit)

    def revoke(self, reason: str) -> None:
        """Sign the version under which score files are sealed to the secretary's card."""
        row = self.session.row

        def done(_version: object) -> None:
            self.load()
            self.changed.emit()
            self.revoked.emit()

        self.session.act(
            self, lambda desk: score_escrow.revoke_key(desk, row, reason), done, self.failed.emit
        )


def read_custody(desk: Desk, row: RoundRow) -> Kept:
    """Read where score files stand; while version 1 waits nothing is in custody."""
    with desk.vault.begin() as uow:
        try:
            state = state_of(uow, row)
        except PackageError:
            return Kept("", (), Custody(), 0, 0)
        stage, waited = custody_stage(uow, row, state)
        settings = state.settings
        kept = custody_of(uow, row) if stage else Custody()
        can_revoke = (
            state.score_key(state.version_id) is not None
            and not consents_awaited(uow, row)
            and not uow.messages.find(row.round_id, "result")
        )
    return Kept(stage, waited, kept, settings.officers_k, settings.officers_n, can_revoke)

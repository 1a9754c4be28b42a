"""The newest version of the round definition: handing it out, collecting the consents it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.secretary.post import returned_files
from ui.viewmodels.session import Session
from zgc_review.domain.rows import RoundRow
from zgc_review.services import collecting, sharing
from zgc_review.services.collecting import Arrival
from zgc_review.services.desk import Desk
from zgc_review.services.version_view import VersionView, version_view


class VersionModel(QObject):
    """What the members must read and consent to.

    Signals:
        loaded: the version was read.
        handed_out: paths of the files for the members.
        collected: a tuple of :class:`Arrival`.
        changed: the round is not what it was.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    handed_out = Signal(object)
    collected = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.view: VersionView | None = None

    def load(self) -> None:
        """Read the newest version."""
        row = self.session.row

        def work(desk: Desk) -> VersionView:
            with desk.vault.begin() as uow:
                return version_view(uow, row)

        self.session.read(self, work, self._loaded, self.failed.emit)

    def hand_out(self, folder: Path) -> None:
        """Write the file for the members."""
        row = self.session.row

        def done(paths: tuple[Path, ...]) -> None:
            self.load()
            self.handed_out.emit(paths)
            self.changed.emit()

        self.session.act(self, lambda desk: sharing.publish_round(desk, row, folder), done, self.failed.emit)

    def collect(self, paths: Sequence[Path]) -> None:
        """Take in consents."""
        row = self.session.row

        def work(desk: Desk) -> tuple[tuple[Arrival, ...], RoundRow]:
            arrivals = collecting.collect(desk, row, returned_files(paths))
            with desk.vault.begin() as uow:
                return arrivals, uow.rounds.get(row.round_id) or row

        def done(found: tuple[tuple[Arrival, ...], RoundRow]) -> None:
            if found[1] != row:
                self.session.renew(found[1])
            self.load()
            self.collected.emit(found[0])
            self.changed.emit()

        self.session.act(self, work, done, self.failed.emit)

    def _loaded(self, view: VersionView) -> None:
        self.view = view
        self.loaded.emit()

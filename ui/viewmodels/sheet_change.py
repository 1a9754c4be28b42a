"""An application that changed after its sheet was begun: what differs, and the word to go on (rules §6.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.catalogue import Field
from zgc_review.services import sheet_versions
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import catalogue_of, state_of
from zgc_review.services.sheet_versions import SheetChange


@dataclass(frozen=True)
class Difference:
    """What changed, and the fields it names, by id."""

    application_id: str
    change: SheetChange = field(repr=False)
    fields: Mapping[str, Field] = field(repr=False)


class SheetChangeModel(QObject):
    """What the note above a sheet asks.

    Signals:
        read: a :class:`Difference`.
        confirmed: the id of the application whose sheet judges its new version now.
        failed: a :class:`ReviewError`.
    """

    read = Signal(object)
    confirmed = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def look(self, application_id: str) -> None:
        """Compare what the sheet judges with the application in force."""
        row = self._session.row

        def work(desk: Desk) -> Difference:
            change = sheet_versions.change_of(desk, row, application_id)
            with desk.vault.begin() as uow:
                catalogue = catalogue_of(uow, state_of(uow, row))
            return Difference(application_id, change, {one.id: one for one in catalogue.fields})

        self._session.read(self, work, self.read.emit, self.failed.emit)

    def confirm(self, application_id: str) -> None:
        """Let the sheet judge the application in force."""
        row = self._session.row
        self._session.act(
            self,
            lambda desk: sheet_versions.confirm_change(desk, row, application_id),
            lambda _body: self.confirmed.emit(application_id),
            self.failed.emit,
        )

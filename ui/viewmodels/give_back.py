"""Writing the files an expert owes, and taking in what the secretary confirms."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.seal.digits import digits_of
from zgc_review.services import acks, returning
from zgc_review.services.returning import WrittenFile


class GiveBackModel(QObject):
    """The way back.

    Signals:
        written: a tuple of :class:`WrittenFile`, re-read and compared.
        acknowledged: a :class:`TakenAck`.
        failed: a :class:`ReviewError`.
    """

    written = Signal(object)
    acknowledged = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def write(self, folder: Path) -> None:
        """Write everything owed into a folder."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: returning.return_files(desk, row, folder),
            self.written.emit,
            self.failed.emit,
        )

    def take_ack(self, path: Path) -> None:
        """Read an acknowledgement and check every inclusion proof in it."""
        row = self.session.row
        self.session.act(
            self, lambda desk: acks.take_ack(desk, row, path), self.acknowledged.emit, self.failed.emit
        )

    @staticmethod
    def digits(file: WrittenFile) -> str:
        """Return the 6 × 5 digits of a written file, as the secretary reads them aloud."""
        return digits_of(file.sha256)

"""The way back: files an expert owes, F13, F07, acknowledgements, and the copy that goes at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.bootstrap import confirm_passphrase
from ui.viewmodels.session import Session
from ui.viewmodels.settle_data import OwnWork, own_work, read_settling
from zgc_review.seal.digits import digits_of
from zgc_review.services import acks, handing_back, pleas, printing, returning, sheets
from zgc_review.services.ack_standing import AckStanding, ack_standings
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import ACK
from zgc_review.services.handing_back import CopyStanding
from zgc_review.services.pleas import GivenPleas, Plea
from zgc_review.services.returning import WrittenFile


@dataclass(frozen=True)
class GiveBackStanding:
    """What is given and what is left.

    Attributes:
        pleas: F13 as signed last, None while it is missing (shown, not blocking).
        sheets: how many own sheets are signed.
        copy: whether the copy of the round is here and may go.
        acks: what the secretary acknowledged: received, then counted.
        unsettled: gates of 达标即享 that await the own answer (shown, not blocking).
        work: what there is to go back to.
    """

    pleas: GivenPleas | None
    sheets: int
    copy: CopyStanding
    acks: tuple[AckStanding, ...] = ()
    unsettled: int = 0
    work: OwnWork = "sheets"


class GiveBackModel(QObject):
    """The way back.

    Signals:
        loaded: a :class:`GiveBackStanding`.
        written: a tuple of :class:`WrittenFile`, re-read and compared.
        acknowledged: a :class:`TakenAck`.
        printed: path of F07.
        handed_back: the copy is deleted, the act is signed.
        not_handed_back: a :class:`ReviewError`; the copy is whole.
        registered: paths of the signed hand-back and F17.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal(object)
    written = Signal(object)
    acknowledged = Signal(object)
    printed = Signal(object)
    handed_back = Signal()
    not_handed_back = Signal(object)
    registered = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def load(self) -> None:
        """Read what is given and what is left; finish a removal that was stopped."""
        row = self.session.row

        def work(desk: Desk) -> GiveBackStanding:
            handing_back.finish(desk)
            with desk.vault.begin() as uow:
                given = pleas.given_pleas(uow, row)
                signed = len(sheets.newest_sheets(uow, row, row.card_id))
                taken = ack_standings(uow, row)
            return GiveBackStanding(
                given,
                signed,
                handing_back.copy_standing(desk, row),
                taken,
                read_settling(desk, row).unsettled,
                own_work(desk, row),
            )

        self.session.read(self, work, self.loaded.emit, self.failed.emit)

    def write(self, folder: Path) -> None:
        """Write everything owed into a folder."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: returning.return_files(desk, row, folder),
            self.written.emit,
            self.failed.emit,
        )

    def sign_pleas(self, found: Sequence[Plea]) -> None:
        """Sign F13; no plea says that there was none."""
        row, text = self.session.row, pleas.pleas_text(found)

        def done(_message: object) -> None:
            self.load()

        self.session.act(self, lambda desk: pleas.sign_pleas(desk, row, text), done, self.failed.emit)

    def print_sheets(self, target: Path) -> None:
        """Write F07 of the own sheets, by code."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: printing.print_own_sheets(desk, row, target),
            self.printed.emit,
            self.failed.emit,
        )

    def sheets_name(self) -> str:
        """Return the file name proposed for F07."""
        return printing.own_sheets_name(self.session.row)

    def take_ack(self, path: Path) -> None:
        """Read an acknowledgement and check every inclusion proof in it."""
        row = self.session.row

        def done(taken: object) -> None:
            self.session.remember(path, ACK, row.round_id)
            self.acknowledged.emit(taken)
            self.load()

        self.session.act(self, lambda desk: acks.take_ack(desk, row, path), done, self.failed.emit)

    def hand_back(self, media: Sequence[str], reason: str, passphrase: str) -> None:
        """Sign F17 and delete the copy of the round."""
        row = self.session.row

        def work(desk: Desk) -> None:
            confirm_passphrase(desk, passphrase)
            handing_back.hand_back(desk, row, media, reason)

        def done(_value: object) -> None:
            self.handed_back.emit()
            self.load()

        self.session.act(self, work, done, self.not_handed_back.emit)

    def register(self, folder: Path) -> None:
        """Write the signed hand-back and F17 for the secretary."""
        row = self.session.row
        self.session.act(
            self,
            lambda desk: handing_back.write_handback(desk, row, folder),
            self.registered.emit,
            self.failed.emit,
        )

    @staticmethod
    def digits(file: WrittenFile) -> str:
        """Return the 6 × 5 digits of a written file, as the secretary reads them aloud."""
        return digits_of(file.sha256)

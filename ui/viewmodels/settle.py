"""Settling gates of 达标即享 in an expert's window: answers typed, kept, signed (rules §2.2 Q)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.notes import NoteChange, NotePlace, note_in
from ui.viewmodels.one_shown import OneShownModel
from ui.viewmodels.session import Session
from ui.viewmodels.settle_data import GateToSettle, SettleItem, Settling, read_settling
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.errors import ReviewError
from zgc_review.services.unscored import settle_gate

_NOTE: Final = "check"


class SettleModel(OneShownModel[SettleItem]):
    """Applications to be settled, one of them on show.

    Signals:
        signed: an answer was signed; the gate.
    """

    signed = Signal(str)

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(session, saver, parent)
        self.settling = Settling()
        saver.refused.connect(self._refused)

    @property
    def items(self) -> Sequence[SettleItem]:
        """Applications with gates."""
        return self.settling.items

    def load(self, application: str = "") -> None:
        """Read everything anew; then show ``application``, the one before, or the first that waits."""
        row = self.session.row
        self._application = application or self._application
        self.saver.flush()
        self.session.read(self, lambda desk: read_settling(desk, row), self._loaded, self.failed.emit)

    def typed(self, gate: GateToSettle) -> tuple[str, str]:
        """Return answer and grounds as they were typed, else as they were signed, else empty."""
        note = self._note()
        given = gate.given
        answer = note["answers"].get(gate.id, given.answer if given is not None else "")
        return answer, note["texts"].get(gate.id, given.reason if given is not None else "")

    def put(self, gate: str, name: str, value: str) -> None:
        """Take what was chosen (``answers``) or typed (``texts``); it is in the vault within a second."""
        item, note = self.item, self._note()
        if item is None or not self.writable or note[name].get(gate) == value:
            return
        kept = note[name] | {gate: value}
        notes = {key: dict(kinds) for key, kinds in self.settling.notes.items()}
        read = dict(note_in(self.settling.notes, item.application, _NOTE))
        notes.setdefault(item.application, {})[_NOTE] = read | {name: kept}
        self.settling = replace(self.settling, notes=notes)
        self.saver.put(self._place(item), NoteChange(name, kept))

    def settle(self, gate: str, answer: str, reason: str) -> None:
        """Sign an answer to a gate of the application on show."""
        item, row = self.item, self.session.row
        if item is None or not self.writable:
            return
        number = item.number
        self.saver.flush()

        def done(_message: object) -> None:
            self.load()
            self.signed.emit(gate)

        self.session.act(
            self, lambda desk: settle_gate(desk, row, number, gate, answer, reason), done, self.failed.emit
        )

    def _note(self) -> dict[str, dict[str, str]]:
        item = self.item
        if item is None:
            return {"answers": {}, "texts": {}}
        read = dict(note_in(self.settling.notes, item.application, _NOTE))
        return dict(self.saver.overlay(self._place(item), read))

    def _place(self, item: SettleItem) -> NotePlace:
        return NotePlace(self.session.row, item.application, _NOTE)

    def _loaded(self, settling: Settling) -> None:
        self.settling = settling
        self._stay(lambda one: one.unsettled)
        self.loaded.emit()

    def _refused(self, place: object, fault: ReviewError) -> None:
        if isinstance(place, NotePlace) and place.note == _NOTE:
            self.failed.emit(fault)
            self.load()

"""Decisions as they were noted: what the vault had, with what was typed since on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ui.viewmodels.chair.decide_rows import Draft
from ui.viewmodels.notes import NoteChange, NotePlace, note_in
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.services.sitting_notes import NoteKind, Notes

_ADVICE: NoteKind = "advice"
_NOTHING = Draft()


class Drafts:
    """Notes of kind ``advice`` by application; every change is on its way into the vault at once."""

    def __init__(self, session: Session, saver: SheetSaver) -> None:
        self._session, self._saver = session, saver
        self._bodies: dict[str, Mapping[str, Any]] = {}
        self._said: dict[str, Draft] = {}

    def load(self, notes: Notes, applications: Iterable[str]) -> None:
        """Take what was read; what could not be stored yet lies on top."""
        self._bodies, self._said = {}, {}
        for name in applications:
            body = self._saver.overlay(self._place(name), dict(note_in(notes, name, _ADVICE)))
            self._keep(name, body)

    def of(self, application: str) -> Draft:
        """Return what was noted on an application."""
        return self._said.get(application, _NOTHING)

    def all(self) -> Mapping[str, Draft]:
        """Return everything that was noted, as it stands now."""
        return dict(self._said)

    def put(self, application: str, **fields: Any) -> None:
        """Note fields."""
        self._keep(application, {**self._bodies[application], **fields})
        for name, value in fields.items():
            self._saver.put(self._place(application), NoteChange(name, value))

    def drop(self, place: object) -> bool:
        """Forget a note that can never be stored; say whether it is one of these."""
        if not isinstance(place, NotePlace) or place.note != _ADVICE:
            return False
        self._bodies.pop(place.application_id, None)
        self._said.pop(place.application_id, None)
        return True

    def _keep(self, application: str, body: Mapping[str, Any]) -> None:
        self._bodies[application] = body
        draft = Draft(body["decision"], body["amount_fen"])
        if draft == _NOTHING:
            self._said.pop(application, None)
        else:
            self._said[application] = draft

    def _place(self, application: str) -> NotePlace:
        return NotePlace(self._session.row, application, _ADVICE)

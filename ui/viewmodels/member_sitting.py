"""The sitting as an expert answers in it: revise, explain, vote, claim, agree or dissent (rules §8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.member_sitting_data import Heard, HeardItem, read_heard
from ui.viewmodels.notes import NoteChange, NotePlace, note_in
from ui.viewmodels.one_shown import OneShownModel
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.domain.rows import ApplicationRow
from zgc_review.errors import GateError, ReviewError
from zgc_review.services.deliberating_opinions import vote_opinion
from zgc_review.services.desk import Desk
from zgc_review.services.explaining import sign_explanation
from zgc_review.services.revising import start_revision
from zgc_review.services.sitting_notes import NoteKind, empty_note
from zgc_review.services.vetoes_signing import Evidence, claim_veto, vote_veto


class MemberSittingModel(OneShownModel[HeardItem]):
    """What letters told of the sitting, one application of it on show.

    Signals:
        noted: a typed word was taken; kind of the note.
        acted: an act was signed or begun: ``revise``, ``explain``, ``claim``, ``veto``, ``opinion``.
    """

    noted = Signal(str)
    acted = Signal(str)

    def __init__(self, session: Session, saver: SheetSaver, parent: QObject | None = None) -> None:
        super().__init__(session, saver, parent)
        self.heard = Heard()
        saver.refused.connect(self._refused)

    @property
    def items(self) -> Sequence[HeardItem]:
        """Applications letters told of."""
        return self.heard.items

    def load(self, application: str = "") -> None:
        """Read everything anew; then show ``application``, the one before, or the first that waits."""
        row = self.session.row
        self._application = application or self._application
        self.session.read(self, lambda desk: read_heard(desk, row), self._loaded, self.failed.emit)

    def note(self, kind: NoteKind) -> Mapping[str, Any]:
        """Return a note of the application on show, with what is not stored yet on top."""
        item = self.item
        if item is None:
            return empty_note(kind)
        read = dict(note_in(self.heard.notes, item.application, kind))
        found: Mapping[str, Any] = self.saver.overlay(self._place(item, kind), read)
        return found

    def put(self, kind: NoteKind, name: str, value: Any, *, at_once: bool = False) -> None:
        """Take what was typed or chosen; it is in the vault within a second."""
        item = self.item
        if item is None or not self.writable or self.note(kind).get(name) == value:
            return
        notes = {key: dict(kinds) for key, kinds in self.heard.notes.items()}
        kinds = notes.setdefault(item.application, {})
        kinds[kind] = dict(note_in(self.heard.notes, item.application, kind)) | {name: value}
        self.heard = replace(self.heard, notes=notes)
        self.saver.put(self._place(item, kind), NoteChange(name, value))
        if at_once:
            self.saver.flush()
        self.noted.emit(kind)

    def revise(self, reason: str) -> None:
        """Begin the revision of the own sheet, with a reason (rules §6.8)."""
        self._act("revise", lambda desk, name: start_revision(desk, self.session.row, name, reason))

    def explain(self) -> None:
        """Sign the explanation as it is typed (S07)."""
        text, row = str(self.note("explanation")["text"]), self.session.row

        def work(desk: Desk, name: str) -> None:
            with desk.vault.begin() as uow:
                application: ApplicationRow | None = uow.applications.get(name)
            if application is None:
                raise GateError("application.unknown")
            sign_explanation(desk, row, application, text)

        self._act("explain", work)

    def claim(self) -> None:
        """Raise the veto or screening item as it is typed."""
        note, row = self.note("claim"), self.session.row
        evidence = Evidence(note["document"], note["page"], str(note["text"]))
        self._act("claim", lambda desk, name: claim_veto(desk, row, name, str(note["item"]), evidence))

    def vote(self, item: str, answer: Literal["yes", "no"]) -> None:
        """Vote on the claims of an item."""
        self._act("veto", lambda desk, name: vote_veto(desk, self.session.row, name, item, answer))

    def answer(self, answer: Literal["agree", "dissent"]) -> None:
        """Agree to the group's opinion, or dissent in the words that are typed."""
        text, row = str(self.note("dissent")["text"]), self.session.row
        self._act("opinion", lambda desk, name: vote_opinion(desk, row, name, answer, text))

    def _act(self, name: str, work: Callable[[Desk, str], object]) -> None:
        item = self.item
        if item is None or not self.writable:
            return
        application = item.application
        self.saver.flush()

        def done(_value: object) -> None:
            self.load()
            self.acted.emit(name)

        self.session.act(self, lambda desk: work(desk, application), done, self.failed.emit)

    def _place(self, item: HeardItem, kind: NoteKind) -> NotePlace:
        return NotePlace(self.session.row, item.application, kind)

    def _loaded(self, heard: Heard) -> None:
        self.heard = heard
        self._stay(lambda one: one.is_waiting)
        self.loaded.emit()
        self.chosen.emit()

    def _refused(self, place: object, fault: ReviewError) -> None:
        if isinstance(place, NotePlace):
            self.failed.emit(fault)
            self.load()

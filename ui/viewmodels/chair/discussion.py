"""The discussion as the chair leads it: which item, what may be done now, words kept while they are typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.chair.discussion_data import Discussion, Item, read_discussion
from ui.viewmodels.chair.panel import PanelModel
from ui.viewmodels.notes import NoteChange, NotePlace, note_in
from ui.viewmodels.session import Session
from ui.viewmodels.sheet_saver import SheetSaver
from zgc_review.errors import ReviewError
from zgc_review.services import deliberating, returning, sitting_notes
from zgc_review.services.deliberating_opinions import OpinionText, sign_opinion
from zgc_review.services.desk import Desk
from zgc_review.services.file_places import PACKAGE
from zgc_review.services.opening import open_review
from zgc_review.services.recent_files import remember_file
from zgc_review.services.sitting_notes import NoteKind

PANEL_FILE: Final = ".zgcpanel"
PARTS: Final = ("strengths", "weaknesses", "advice")


class DiscussionModel(QObject):
    """The items of the sitting, one of them on show.

    Signals:
        loaded: the items were read anew.
        chosen: another item is on show, or the same one read anew.
        noted: a typed word was taken; kind of the note.
        acted: an act was done: ``clear``, ``open``, ``close``, ``sign``, ``record``, ``ask``, ``take``.
        written: tuple of :class:`WrittenFile`.
        failed: a :class:`ReviewError`.
    """

    loaded = Signal()
    chosen = Signal()
    noted = Signal(str)
    acted = Signal(str)
    written = Signal(object)
    failed = Signal(object)

    def __init__(
        self, session: Session, panel: PanelModel, saver: SheetSaver, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.panel, self.saver = session, panel, saver
        self.discussion = Discussion()
        self.shows_rest = False
        self._application = ""
        saver.refused.connect(self._refused)

    # -- what is shown

    @property
    def agenda(self) -> tuple[Item, ...]:
        """Items there is something to discuss about."""
        return self.discussion.agenda

    @property
    def rest(self) -> tuple[Item, ...]:
        """Everything else the reader may see."""
        return self.discussion.rest

    @property
    def shown(self) -> tuple[Item, ...]:
        """What the list shows."""
        return (*self.agenda, *(self.rest if self.shows_rest else ()))

    @property
    def item(self) -> Item | None:
        """The item on show."""
        return next((one for one in self.shown if one.application == self._application), None)

    @property
    def at(self) -> int:
        """Place of the item on show in the list, -1 without one."""
        names = [one.application for one in self.shown]
        return names.index(self._application) if self._application in names else -1

    @property
    def writable(self) -> bool:
        """Whether this window may change the vault."""
        return self.session.writable

    def load(self) -> None:
        """Read everything anew over the panel that was read."""
        panel = self.panel.panel
        if panel is None:
            return
        row = self.session.row
        self.session.read(
            self, lambda desk: read_discussion(desk, row, panel), self._loaded, self.failed.emit
        )

    def choose(self, application: str) -> None:
        """Show an item; one that is not on the agenda opens the list of the others."""
        if any(one.application == application for one in self.rest):
            self.shows_rest = True
            self.loaded.emit()
        if application != self._application:
            self.saver.flush()
            self._application = application
            self.chosen.emit()

    def step(self, by: int) -> None:
        """Show the next item, or the one before."""
        to = self.at + by
        if 0 <= to < len(self.shown):
            self.choose(self.shown[to].application)

    def show_rest(self, shows: bool) -> None:
        """Show also what nothing points at, or the agenda alone."""
        self.shows_rest = shows
        if self.item is None and self.shown:
            self._application = self.shown[0].application
            self.chosen.emit()
        self.loaded.emit()

    # -- what is typed

    def note(self, kind: NoteKind, item: Item | None = None) -> Mapping[str, Any]:
        """Return a note of an item with what is not stored yet on top."""
        about = item or self.item
        if about is None:
            return sitting_notes.empty_note(kind)
        read = note_in(self.discussion.notes, about.application, kind)
        found: Mapping[str, Any] = self.saver.overlay(self._place(about, kind), dict(read))
        return found

    def put(self, kind: NoteKind, name: str, value: Any, *, at_once: bool = False) -> None:
        """Take what was typed or chosen; it is in the vault within a second."""
        item = self.item
        if item is None or not self.writable or self.note(kind).get(name) == value:
            return
        if kind == "opinion":  # what was signed elsewhere stands in the fields: it is the beginning
            whole = {part: getattr(self.text, part) for part in PARTS} | {name: value}
            for part, words in whole.items():
                self._put(item, kind, part, words)
        else:
            self._put(item, kind, name, value)
        if at_once:
            self.saver.flush()
        self.noted.emit(kind)

    @property
    def text(self) -> OpinionText:
        """The opinion as it stands in the fields: what was typed, else what was signed."""
        note = self.note("opinion")
        if any(note[part] for part in PARTS):
            return OpinionText(*(str(note[part]) for part in PARTS))
        item = self.item
        return item.opinion.text if item is not None and item.opinion is not None else OpinionText("", "", "")

    @property
    def is_complete(self) -> bool:
        """Whether every part of the opinion says something."""
        return all(getattr(self.text, part).strip() for part in PARTS)

    @property
    def is_signed(self) -> bool:
        """Whether the opinion in the fields is the one that was signed."""
        item = self.item
        if item is None or item.opinion is None:
            return False
        signed = item.opinion.text
        return all(getattr(self.text, part).strip() == getattr(signed, part) for part in PARTS)

    def is_cleared(self, item: Item) -> bool:
        """Whether somebody confirmed that just these members left."""
        left = self.note("present", item)["left"]
        return left is not None and tuple(left) == item.codes_leaving

    # -- acts

    def clear(self) -> None:
        """Confirm that who stands aside has left the room."""
        item = self.item
        if item is not None:
            row, application, codes = self.session.row, item.application, item.codes_leaving
            self._act("clear", lambda desk: sitting_notes.clear_room(desk, row, application, codes))

    def open(self) -> None:
        """Open the discussion; the recusal was confirmed before."""
        item = self.item
        if item is not None and self.is_cleared(item):
            row, application = self.session.row, item.application
            self._act("open", lambda desk: deliberating.open_discussion(desk, row, application))

    def close(self) -> None:
        """Close the discussion without an opinion."""
        item = self.item
        if item is not None:
            row, application = self.session.row, item.application
            self._act("close", lambda desk: deliberating.close_discussion(desk, row, application))

    def sign(self) -> None:
        """Sign the opinion in the fields; close the discussion if it is open; go to the next item."""
        item = self.item
        if item is None or not self.is_complete:
            return
        row, application, text = self.session.row, item.application, self.text
        closes, signs = item.line.discussion == "open", not self.is_signed

        def work(desk: Desk) -> None:
            if signs:
                sign_opinion(desk, row, application, text)
            if closes:
                deliberating.close_discussion(desk, row, application)

        self._act("record", work)

    def ask(self, *, asked: bool) -> None:
        """Put the item on the agenda, or take it off."""
        if self.item is not None:
            self.ask_for(self.item.application, asked=asked)

    def ask_for(self, application: str, *, asked: bool) -> None:
        """Put any application on the agenda, or take it off."""
        row = self.session.row
        self._act("ask", lambda desk: sitting_notes.put_on_agenda(desk, row, application, asked=asked))

    def take(self, path: Path) -> None:
        """Take a panel file or a package from the secretary."""
        self.saver.flush()
        if path.suffix == PANEL_FILE:
            self.panel.take(path)
        else:
            self._act("take", lambda desk: _open_letters(desk, path))

    def write(self, folder: Path) -> None:
        """Write the signed acts that no file holds yet."""
        row = self.session.row

        def done(files: object) -> None:
            self.written.emit(files)
            self.load()

        self.session.act(self, lambda desk: returning.return_acts(desk, row, folder), done, self.failed.emit)

    def _act(self, name: str, work: Callable[[Desk], object]) -> None:
        if not self.writable:
            return
        self.saver.flush()

        def done(_value: object) -> None:
            self.panel.load()
            self.acted.emit(name)

        def refused(fault: ReviewError) -> None:
            self.panel.load()  # of two acts the first may have been done
            self.failed.emit(fault)

        self.session.act(self, work, done, refused)

    def _place(self, item: Item, kind: NoteKind) -> NotePlace:
        return NotePlace(self.session.row, item.application, kind)

    def _put(self, item: Item, kind: NoteKind, name: str, value: Any) -> None:
        notes = {key: dict(kinds) for key, kinds in self.discussion.notes.items()}
        kinds = notes.setdefault(item.application, {})
        kinds[kind] = dict(note_in(self.discussion.notes, item.application, kind)) | {name: value}
        self.discussion = replace(self.discussion, notes=notes)
        self.saver.put(self._place(item, kind), NoteChange(name, value))

    def _loaded(self, discussion: Discussion) -> None:
        self.discussion = discussion
        names = [one.application for one in self.shown]
        if self._application not in names:
            self._application = names[0] if names else ""
        self.loaded.emit()
        self.chosen.emit()

    def _refused(self, place: object, fault: ReviewError) -> None:
        """What was typed can never be stored: the application was closed meanwhile."""
        if isinstance(place, NotePlace):
            self.failed.emit(fault)
            self.panel.load()


def _open_letters(desk: Desk, path: Path) -> None:
    """Open a package with later letters, and keep in mind where it lay."""
    opened = open_review(desk, path, None)
    remember_file(desk, path, PACKAGE, opened.row.round_id)

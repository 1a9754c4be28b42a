"""The private lists while they are edited: a complete change is kept at once (rules §4.1.2)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Signal

from ui.viewmodels.list_columns import COLUMNS, ORDER, PERSON, Column, kept, typed
from ui.viewmodels.session import Session
from zgc_review.catalogue import load_shipped
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError, ReviewError
from zgc_review.services import private_lists
from zgc_review.services.desk import Desk

Entry = dict[str, str]
_UNDO = 100
_FORMER = "former_names"
_REST = "+"  # what a kept entry says beyond the columns
_COMMAS = str.maketrans({"；": ";", "，": ";", "、": ";", ",": ";"})


@dataclass
class Sheet:
    """Everything as it is typed.

    Attributes:
        person: the own particulars by field.
        lists: rows by list; None is 未提供, an empty list says that there is nothing of the kind.
    """

    person: Entry = field(default_factory=dict)
    lists: dict[str, list[Entry] | None] = field(default_factory=lambda: dict.fromkeys(ORDER))


@dataclass(frozen=True)
class Found:
    """What the kept lists have in common with the applications of the open round."""

    hits: int
    compared: int


class ListsModel(QObject):
    """The lists of this vault.

    Signals:
        loaded: everything was read or changed as a whole.
        list_changed: name of a list whose rows or state changed.
        kept: what can be kept is in the vault.
        matched: a :class:`Found`, after loading and after each save, where a round is open.
        failed: a :class:`ReviewError`; what was typed stays in the window.
    """

    loaded = Signal()
    list_changed = Signal(str)
    kept = Signal()
    matched = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.sheet = Sheet()
        self._undo: list[Sheet] = []
        self._redo: list[Sheet] = []
        self._saved: dict[str, Any] | None = None
        self.measures: tuple[tuple[str, str, str], ...] = ()

    def load(self) -> None:
        """Read what is kept, and the sub-directions that a person may choose from."""

        def work(desk: Desk) -> tuple[tuple[tuple[str, str, str], ...], dict[str, Any] | None]:
            measures = tuple((one.id, one.zh, one.en) for one in load_shipped().sub_directions)
            with desk.vault.begin() as uow:
                lists = private_lists.saved_lists(uow)
            return measures, None if lists is None else msgspec.to_builtins(lists)

        def done(read: tuple[tuple[tuple[str, str, str], ...], dict[str, Any] | None]) -> None:
            self.measures, kept_lists = read
            self._loaded(kept_lists)

        self.session.read(self, work, done, self.failed.emit)

    @property
    def is_kept(self) -> bool:
        """Whether the vault holds any list."""
        return self._saved is not None

    def rows(self, name: str) -> Sequence[Entry]:
        """Return the rows of a list as typed."""
        return self.sheet.lists[name] or ()

    def state(self, name: str) -> str:
        """Return ``missing``, ``none`` or ``some``."""
        rows = self.sheet.lists[name]
        return "missing" if rows is None else ("some" if rows else "none")

    def fault(self, name: str, row: int) -> str:
        """Return the field that keeps a row from being kept, empty where nothing does."""
        entry = self.rows(name)[row]
        return next((one.field for one in COLUMNS[name] if not _holds(one, entry)), "")

    def incomplete(self, name: str) -> int:
        """Return how many rows are not kept yet."""
        return sum(bool(self.fault(name, row)) for row in range(len(self.rows(name))))

    def add_row(self, name: str) -> int:
        """Add an empty row and return its place; it is kept once it is complete."""
        self._remember()
        self.sheet.lists[name] = [*self.rows(name), {}]
        self.list_changed.emit(name)
        return len(self.rows(name)) - 1

    def set_cell(self, name: str, row: int, field_name: str, text: str) -> None:
        """Take a cell as typed; keep the lists where the row is complete."""
        entry = self.rows(name)[row]
        if entry.get(field_name, "") == text:
            return
        self._remember()
        self.sheet.lists[name] = [
            {**one, field_name: text} if n == row else one for n, one in enumerate(self.rows(name))
        ]
        self._changed(name)

    def remove_rows(self, name: str, places: Sequence[int]) -> None:
        """Remove rows; a list without any is 未提供 until 无 is said."""
        if places:
            self._remember()
            left = [one for n, one in enumerate(self.rows(name)) if n not in set(places)]
            self.sheet.lists[name] = left or None
            self._changed(name)

    def say_none(self, name: str, none: bool) -> None:
        """Say that there is nothing of the kind, or take that back."""
        if not self.rows(name) and (self.state(name) == "none") != none:
            self._remember()
            self.sheet.lists[name] = [] if none else None
            self._changed(name)

    def set_person(self, field_name: str, text: str) -> bool:
        """Take one own particular; return whether it can be kept."""
        column = next(one for one in PERSON if one.field == field_name)
        if self.sheet.person.get(field_name, "") == text:
            return _reads(column, text)
        self._remember()
        self.sheet.person = {**self.sheet.person, field_name: text}
        self._changed("")
        return _reads(column, text)

    def undo(self) -> None:
        """Take the last change back."""
        self._step(self._undo, self._redo)

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self._step(self._redo, self._undo)

    def forget(self) -> None:
        """Delete the lists from the vault."""

        def done(_value: object) -> None:
            self._undo.clear()
            self._redo.clear()
            self._loaded(None)

        self.session.act(self, private_lists.drop_lists, done, self.failed.emit)

    def match(self) -> None:
        """Compare the kept lists with the applications of the open round, if there is one."""
        head = self.session.head
        if head is None or not self.is_kept:
            return

        def work(desk: Desk, row: RoundRow) -> Found | None:
            try:
                matched = private_lists.match_lists(desk, row)
            except GateError:
                return None
            return Found(len(matched.hits), matched.compared)

        def done(found: Found | None) -> None:
            if found is not None:
                self.matched.emit(found)

        self.session.read(self, lambda desk: work(desk, head.row), done, self.failed.emit)

    def value(self) -> dict[str, Any]:
        """Return what can be kept of everything typed."""
        person = {one.field: _kept_person(one.field, self.sheet.person.get(one.field, "")) for one in PERSON}
        found: dict[str, Any] = {name: value for name, value in person.items() if value}
        for name, rows in self.sheet.lists.items():
            if rows is None:
                continue
            whole = [_entry(name, one) for n, one in enumerate(rows) if not self.fault(name, n)]
            if whole or not rows:
                found[name] = whole
        return found

    def _changed(self, name: str) -> None:
        self.list_changed.emit(name)
        value = self.value()
        if value == (self._saved or {}) or not self.session.writable:
            return

        def done(_kept: object) -> None:
            self._saved = value
            self.kept.emit()
            self.match()

        def refused(fault: ReviewError) -> None:
            self._saved = None
            self.failed.emit(fault)

        self.session.act(self, lambda desk: private_lists.save_lists(desk, value), done, refused)

    def _remember(self) -> None:
        self._undo = [*self._undo, deepcopy(self.sheet)][-_UNDO:]
        self._redo.clear()

    def _step(self, source: list[Sheet], target: list[Sheet]) -> None:
        if source:
            target.append(deepcopy(self.sheet))
            self.sheet = source.pop()
            self.loaded.emit()
            self._changed("")

    def _loaded(self, value: dict[str, Any] | None) -> None:
        self._saved = value
        given: Mapping[str, Any] = value or {}
        self.sheet = Sheet(
            {one.field: _typed_person(one.field, given.get(one.field)) for one in PERSON},
            {name: _rows(name, given.get(name)) for name in ORDER},
        )
        self.loaded.emit()
        self.match()


def _rows(name: str, entries: Sequence[Mapping[str, Any]] | None) -> list[Entry] | None:
    """Return kept entries as typed; fields without a column are carried along as JSON."""
    if entries is None:
        return None
    known, rows = {one.field: one for one in COLUMNS[name]}, []
    for entry in entries:
        row = {key: typed(known[key], value) for key, value in entry.items() if key in known}
        rest = {key: value for key, value in entry.items() if key not in known}
        rows.append({**row, _REST: json.dumps(rest)} if rest else row)
    return rows


def _entry(name: str, entry: Entry) -> dict[str, Any]:
    """Return one complete row as it is kept."""
    values = {one.field: kept(one, entry.get(one.field, "")) for one in COLUMNS[name]}
    rest: dict[str, Any] = json.loads(entry.get(_REST, "{}"))
    return rest | {key: value for key, value in values.items() if value is not None and value is not False}


def _holds(column: Column, entry: Entry) -> bool:
    """Say whether a cell can be kept as it is."""
    text = entry.get(column.field, "")
    return _reads(column, text) and (bool(text.strip()) or not column.needed)


def _reads(column: Column, text: str) -> bool:
    try:
        kept(column, text)
    except ValueError:
        return False
    return True


def _kept_person(name: str, text: str) -> Any:
    """Return an own particular as it is kept, None where it cannot be."""
    if name == _FORMER:
        return [one.strip() for one in text.translate(_COMMAS).split(";") if one.strip()]
    column = next(one for one in PERSON if one.field == name)
    return kept(column, text) if _reads(column, text) else None


def _typed_person(name: str, value: Any) -> str:
    if name == _FORMER:
        return "；".join(value or ())
    return "" if value is None else str(value)

"""The queue of applications as a list model: lines, and heads of sub-directions while the strip is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.viewmodels.score_data import Entry

ENTRY = Qt.ItemDataRole.UserRole
_Names: TypeAlias = Mapping[str, tuple[str, str]]
_Index: TypeAlias = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractListModel):
    """Applications in the order they are scored; a row is a place, or the head of a sub-direction."""

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._entries: tuple[Entry, ...] = ()
        self._names: _Names = {}
        self._rows: tuple[int | str, ...] = ()
        self._places: dict[int, int] = {}
        self._is_grouped = False
        self.folded: frozenset[str] = frozenset()
        captions.changed.connect(self._said_anew)

    def set_entries(self, entries: Sequence[Entry], names: _Names | None = None) -> None:
        """Show another queue; ``names`` are those of its sub-directions in Chinese and English."""
        self._entries = tuple(entries)
        self._names = names or {}
        self._arrange()

    def set_entry(self, place: int, entry: Entry) -> None:
        """Show one application anew, and the head above it."""
        entries = list(self._entries)
        entries[place] = entry
        self._entries = tuple(entries)
        if place in self._places:
            index = self.index(self._places[place])
            self.dataChanged.emit(index, index)
        for row, one in enumerate(self._rows):
            if one == entry.direction:
                self.dataChanged.emit(self.index(row), self.index(row))

    def set_grouped(self, grouped: bool) -> None:
        """Show heads of sub-directions, where there is more than one."""
        if grouped != self._is_grouped:
            self._is_grouped = grouped
            self._arrange()

    def toggle(self, direction: str) -> None:
        """Fold or unfold a sub-direction."""
        self.folded ^= {direction}
        self._arrange()

    def row_of(self, place: int) -> int:
        """Return the row of an application; its sub-direction is unfolded for it. -1 where there is none."""
        if place not in self._places and 0 <= place < len(self._entries):
            self.folded -= {self._entries[place].direction}
            self._arrange()
        return self._places.get(place, -1)

    def place_of(self, row: int) -> int:
        """Return the place of an application by its row, -1 for a head."""
        one = self._rows[row] if 0 <= row < len(self._rows) else ""
        return one if isinstance(one, int) else -1

    def head_of(self, row: int) -> str | None:
        """Return the sub-direction whose head a row is, None for a line."""
        one = self._rows[row] if 0 <= row < len(self._rows) else 0
        return one if isinstance(one, str) else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of lines and heads."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The arrows pass over heads."""
        return Qt.ItemFlag.NoItemFlags if self.head_of(index.row()) is not None else super().flags(index)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return place, words for screen readers and tool tips, or the entry itself."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        one = self._rows[index.row()]
        if isinstance(one, str):
            said = {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}
            return self._head(one) if role in said | {Qt.ItemDataRole.ToolTipRole} else None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{one + 1:02d}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self.words(index.row())
        return self._entries[one] if role == ENTRY else None

    def words(self, row: int) -> str:
        """Return what a row says in full: place, number, applicant, status; or a head."""
        one = self._rows[row]
        if isinstance(one, str):
            return self._head(one)
        entry = self._entries[one]
        parts = (f"{one + 1:02d}", entry.number, entry.unit, entry.title, status_words(self._captions, entry))
        return " · ".join(part for part in parts if part)

    def head_parts(self, direction: str) -> tuple[str, str]:
        """Return name and progress of a sub-direction; what is closed counts for nothing (rules §15)."""
        if not direction:
            return self._captions.cap("work.group_closed"), ""
        zh, en = self._names.get(direction, ("", ""))
        scored = [one for one in self._entries if one.direction == direction and not one.is_closed]
        done = sum(not one.is_unfinished for one in scored)
        return f"{direction} {en if self._captions.language == 'en' else zh}", f"{done} / {len(scored)}"

    def _head(self, direction: str) -> str:
        return " ".join(self.head_parts(direction)).strip()

    def _arrange(self) -> None:
        """Put heads above the lines of their sub-directions."""
        self.beginResetModel()
        heads = dict.fromkeys(one.direction for one in self._entries)
        if self._is_grouped and len(heads) > 1:
            rows: list[int | str] = []
            for direction in heads:
                rows.append(direction)
                if direction not in self.folded:
                    rows += [n for n, one in enumerate(self._entries) if one.direction == direction]
            self._rows = tuple(rows)
        else:
            self._rows = tuple(range(len(self._entries)))
        self._places = {one: row for row, one in enumerate(self._rows) if isinstance(one, int)}
        self.endResetModel()

    def _said_anew(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def status_words(captions: Captions, entry: Entry) -> str:
    """Return the status of a line in words."""
    if entry.is_closed and entry.rule:
        return captions.cap(f"score.closed_by.{entry.status}", rule=entry.rule)
    if entry.status == "begun":
        return captions.cap_count("score.lacking", entry.missing)
    return captions.cap(f"score.status.{entry.status}")

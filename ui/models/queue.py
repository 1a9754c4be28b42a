"""The queue of applications as a list model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.viewmodels.score_data import Entry

ENTRY = Qt.ItemDataRole.UserRole


class QueueModel(QAbstractListModel):
    """Applications in the order they are scored."""

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._entries: tuple[Entry, ...] = ()
        captions.changed.connect(self._said_anew)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show another queue."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def set_entry(self, row: int, entry: Entry) -> None:
        """Show one line anew."""
        entries = list(self._entries)
        entries[row] = entry
        self._entries = tuple(entries)
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of applications."""
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return place, words for screen readers and tool tips, or the entry itself."""
        if not index.isValid() or not 0 <= index.row() < len(self._entries):
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{index.row() + 1:02d}"
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self.words(index.row())
        return entry if role == ENTRY else None

    def words(self, row: int) -> str:
        """Return what a line says in full: place, number, applicant, status."""
        entry = self._entries[row]
        parts = (f"{row + 1:02d}", entry.number, entry.unit, entry.title, status_words(self._captions, entry))
        return " · ".join(part for part in parts if part)

    def _said_anew(self) -> None:
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))


def status_words(captions: Captions, entry: Entry) -> str:
    """Return the status of a line in words."""
    if entry.is_closed and entry.rule:
        return captions.cap(f"score.closed_by.{entry.status}", rule=entry.rule)
    if entry.status == "begun":
        return captions.cap_count("score.lacking", entry.missing)
    return captions.cap(f"score.status.{entry.status}")

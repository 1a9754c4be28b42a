"""What Ctrl K found: things by number, code and words, those whose number begins so first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.viewmodels.finding import Findable, fold

_Index = QModelIndex | QPersistentModelIndex


class FoundModel(QAbstractListModel):
    """The things found, all of them while nothing is typed."""

    THING = Qt.ItemDataRole.UserRole

    def __init__(self, things: Sequence[Findable], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = tuple((fold(f"{one.key}\n{one.text}"), one) for one in things)
        self.found: tuple[Findable, ...] = tuple(things)

    def find(self, typed: str) -> None:
        """Keep what holds every word."""
        words = fold(typed).split()
        hits = [(text, one) for text, one in self._all if all(word in text for word in words)]
        if words:
            hits.sort(key=lambda hit: not hit[0].startswith(words[0]))
        self.beginResetModel()
        self.found = tuple(one for _, one in hits)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a thing."""
        return 0 if parent.isValid() else len(self.found)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return number and words, or the thing itself."""
        if not index.isValid():
            return None
        thing = self.found[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{thing.key} {thing.text}".strip()
        return thing if role == self.THING else None

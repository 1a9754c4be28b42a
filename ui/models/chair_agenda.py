"""The agenda of the sitting as a list model: place, applicant, why it is discussed, how that stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.viewmodels.chair.discussion_data import Item

ITEM = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class AgendaList(QAbstractListModel):
    """Items in the order of the sitting; nothing of what is closed to the reader is among them."""

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._items: tuple[Item, ...] = ()
        captions.changed.connect(self._said_anew)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is shown."""
        return self._items

    def show_items(self, items: Sequence[Item]) -> None:
        """Show other items."""
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of items."""
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the applicant, everything the line says, or the item itself."""
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.entry.unit or item.entry.number
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return " · ".join(
                one
                for one in (
                    item.entry.number,
                    place_words(self._captions, item),
                    item.entry.unit,
                    item.entry.title,
                    " ".join(reason_words(self._captions, item)),
                    state_words(self._captions, item),
                )
                if one
            )
        return item if role == ITEM else None

    def _said_anew(self) -> None:
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))


def place_words(captions: Captions, item: Item) -> str:
    """Return the rank among what the reader sees; in a stage, or without a value, the number alone."""
    if item.line.rank is None:
        return item.entry.number
    return captions.cap("discussion.rank", rank=item.line.rank.rank)


def reason_words(captions: Captions, item: Item) -> tuple[str, ...]:
    """Return why an item is discussed, and how many still owe an explanation."""
    words = [captions.cap(f"discussion.reason.{one}") for one in item.reasons]
    if item.claims and "veto" not in item.reasons:
        words.append(captions.cap("discussion.reason.veto"))
    if item.line.owing:
        words.append(captions.cap_count("discussion.owing", len(item.line.owing)))
    return tuple(words)


def state_words(captions: Captions, item: Item) -> str:
    """Return how the discussion stands."""
    return captions.cap(f"discussion.state.{item.line.discussion}")

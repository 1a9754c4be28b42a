"""Tables whose cells are words with an icon, a tone or a tag; rows are handed out as a view asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one cell.

    Attributes:
        icon: name of an icon before the words, empty for none.
        ink: token of words and icon.
        tag: ``plain``, ``ok``, ``warn`` or ``danger``: the words stand on a tint.
        type: type of the words (look.md §3).
        at_right: numbers are aligned to the right.
        tip: tool tip, where it says more than the words.
        wraps: a name that stands in two lines where it is longer than its column.
    """

    words: str
    icon: str = ""
    ink: str = "text1"
    tag: str = ""
    type: str = "small"
    at_right: bool = False
    tip: str = ""
    wraps: bool = False


class CellTable(QAbstractTableModel, Generic[Row]):
    """Rows of any value; subclasses say what stands in a cell.

    ``columns`` are caption keys of the heads, ``at_right`` those of numbers, whose heads stand at the right.
    ``CELL`` is the role under which a delegate finds the cell.
    """

    CELL = Qt.ItemDataRole.UserRole
    columns: tuple[str, ...] = ()
    at_right: frozenset[int] = frozenset()

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.captions = captions
        self.cap = captions.cap
        self.cap_count = captions.cap_count
        self._rows: Sequence[Row] = ()
        self._shown = 0
        captions.changed.connect(self._retell)

    @property
    def rows(self) -> Sequence[Row]:
        """Every row, also those no view has asked for yet."""
        return self._rows

    def cell(self, row: Row, column: int) -> Cell:
        """Return what stands in a cell."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = rows
        self._shown = min(_CHUNK, len(rows))
        self.endResetModel()

    def hand_out(self, index: int) -> None:
        """Hand out rows up to ``index``, so that it can be chosen."""
        while self._shown <= index < len(self._rows):
            self.fetchMore(QModelIndex())

    def row(self, index: int) -> Row:
        """Return the value of a row."""
        return self._rows[index]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows handed out so far."""
        return 0 if parent.isValid() else self._shown

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One column a head."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are rows that no view has asked for yet."""
        return not parent.isValid() and self._shown < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        """Hand out the next rows."""
        more = min(_CHUNK, len(self._rows) - self._shown)
        if parent.isValid() or more <= 0:
            return
        self.beginInsertRows(QModelIndex(), self._shown, self._shown + more - 1)
        self._shown += more
        self.endInsertRows()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words, the tip, or the whole cell."""
        if not index.isValid():
            return None
        if role == self.CELL:
            return self.cell(self._rows[index.row()], index.column())
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.cell(self._rows[index.row()], index.column()).words
        if role == Qt.ItemDataRole.ToolTipRole:
            cell = self.cell(self._rows[index.row()], index.column())
            return cell.tip or cell.words or None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(section):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return self.cap(self.columns[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def _is_number(self, column: int) -> bool:
        """Whether a column's cells stand at the right: said by the class, else seen at the first row."""
        return column in self.at_right or (bool(self._rows) and self.cell(self._rows[0], column).at_right)

    def _retell(self) -> None:
        """The language changed: every word is asked for anew."""
        if self._shown:
            last = self.index(self._shown - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

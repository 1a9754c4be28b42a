"""One worksheet as a table model: rows fetched as they come into view, and what is known of each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.captions import Captions
from ui.documents.protocol import Row

#: Values that stand for an error (ISO/IEC 29500-1, 18.17.2.7), by the last part of their caption.
_ERRORS: Final = {
    "#DIV/0!": "div",
    "#N/A": "na",
    "#NAME?": "name",
    "#NULL!": "null",
    "#NUM!": "num",
    "#REF!": "ref",
    "#VALUE!": "value",
}
_TOLD = 300  # characters of a cell told in one line
Index = QModelIndex | QPersistentModelIndex


class SheetTable(QAbstractTableModel):
    """Rows of one worksheet, fetched as they come into view."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self._count = self._columns = 0
        self._asked = False

    def start(self, count: int, columns: int) -> None:
        """Show another sheet: how many rows and columns it has."""
        self.beginResetModel()
        self._rows, self._count, self._columns, self._asked = [], count, columns, False
        self.endResetModel()

    def extend(self, rows: Sequence[Row]) -> None:
        """Add rows that came."""
        self._asked = False
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def told(self, index: Index, captions: Captions) -> str:
        """Return where a cell stands, its formula, and where the value shown comes from."""
        row, column = self._rows[index.row()], index.column()
        shown = row.cells[column] if column < len(row.cells) else ""
        formula = row.formulas.get(column)
        words = [f"{_letters(column)}{row.number}"]
        if formula is not None:
            words.append(formula[:_TOLD] or captions.cap("viewer.cell.shared"))
        if shown in _ERRORS:
            words.append(captions.cap(f"viewer.error.{_ERRORS[shown]}"))
        elif formula is not None:
            stored = shown != (formula or "=")
            words.append(captions.cap("viewer.cell.stored" if stored else "viewer.cell.none"))
        elif shown:
            words.append(shown[:_TOLD])
        return "\u3000".join(words)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are rows that were not asked for."""
        return not parent.isValid() and len(self._rows) < self._count and not self._asked

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next rows."""
        self.ask()

    def ask(self) -> None:
        """Ask for the next rows, once until they came."""
        if not self._asked:
            self._asked = True
            self.wanted.emit(len(self._rows))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Rows that came so far."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Columns of the widest row."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell as text; its formula as a tool tip."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells[index.column()] if index.column() < len(row.cells) else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.formulas.get(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return column letters and the row numbers of the file."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self._rows[section].number)
        return _letters(section)


def _letters(column: int) -> str:
    """Return the letters of a column: 0 is A."""
    letters, n = "", column
    while n >= 0:
        letters, n = chr(65 + n % 26) + letters, n // 26 - 1
    return letters

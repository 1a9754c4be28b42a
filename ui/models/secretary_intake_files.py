"""Tables of the files of an intake: their columns, and the cells around a wrong one."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from ui.models.cells import Cell, CellTable, Index
from zgc_review.intake.around import Around, letters
from zgc_review.intake.columns import How, SeenColumn

HOW = {
    How.EXACT: ("check-line", "ok"),
    How.SAME: ("check-line", "ok"),
    How.SYNONYM: ("check-line", "ok"),
    How.CHOSEN: ("user-line", "accent"),
    How.LEFT: ("", "text3"),
    How.UNKNOWN: ("question-line", "warn"),
}


class ColumnsTable(CellTable[SeenColumn]):
    """Columns: sheet, letter, header, an example, how its field is known, the field.

    ``labels`` gives the Chinese header of each path, by id of the layout.
    """

    columns = (
        "intake.columns.sheet",
        "intake.columns.letter",
        "intake.columns.header",
        "intake.columns.sample",
        "intake.columns.how",
        "intake.columns.field",
    )
    labels: dict[tuple[str, str], str] = {}  # noqa: RUF012 - replaced as a whole, never changed

    def cell(self, row: SeenColumn, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.sheet, ink="text2", tip=f"{row.source} {row.sheet}")
        if column == 1:
            return Cell(letters(row.index), ink="text2")
        if column == 2:
            return Cell(row.header, type="body")
        if column == 3:
            return Cell(row.sample or "—", ink="text2" if row.sample else "text3")
        if column == 4:
            icon, ink = HOW[row.how]
            return Cell(self.cap(f"intake.columns.known.{row.how}"), icon, ink)
        if row.field is None:
            left = row.how is How.LEFT
            return Cell(self.cap("intake.columns.left" if left else "intake.columns.unread"), ink="text3")
        return Cell(self.labels.get((row.layout, row.field), row.field), type="body")


class AroundTable(QAbstractTableModel):
    """A few columns of the rows around a cell; ``WRONG`` says which cell is meant."""

    WRONG = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._around: Around | None = None
        self._columns: tuple[int, ...] = ()
        self._wrong = -1

    @property
    def columns(self) -> tuple[int, ...]:
        """Indexes of the columns on show, as the sheet counts them."""
        return self._columns

    def show_cells(self, around: Around | None, wrong: int) -> None:
        """Show the key, the column after it and the one that is meant."""
        self.beginResetModel()
        self._around, self._wrong, self._columns = around, wrong, ()
        if around is not None:
            wide = [n for n, header in enumerate(around.headers) if header]
            order = [around.key, wrong, *(n for n in wide if n != around.key)]
            first = [n for n in dict.fromkeys(order) if n >= 0][:3]
            self._columns = tuple(sorted(first))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One to three rows."""
        return 0 if parent.isValid() or self._around is None else len(self._around.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """At most three columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell, or whether it is the one that is meant."""
        if not index.isValid() or self._around is None:
            return None
        column = self._columns[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._around.lines[index.row()].cells[column]
        if role == self.WRONG:
            return index.row() == self._around.at and column == self._wrong
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return letter and header of a column, or the number of a row."""
        if self._around is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self._around.lines[section].number)
        column = self._columns[section]
        return f"{letters(column)} {self._around.headers[column]}"

"""The matrix of experts × applications, the loads, the groups; rows are read as a view asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.models.cells import Cell, CellTable
from ui.viewmodels.secretary.assign import GroupLine
from zgc_review.services.assigning_bench import Bar
from zgc_review.services.assigning_change import Change
from zgc_review.services.assigning_matrix import Matrix, MatrixExpert, MatrixLine

FIRST = 3  # number, applicant, how many
Index = QModelIndex | QPersistentModelIndex
_NOBODY = Change("")


class MatrixTable(QAbstractTableModel):
    """One row an application, one column an expert.

    Under ``KIND`` a cell is ``held``, ``out`` (judges no more), ``recused``, ``waiting``, ``away``, ``add``,
    ``drop`` or empty.
    """

    KIND = Qt.ItemDataRole.UserRole

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self.lines: tuple[MatrixLine, ...] = ()
        self.experts: tuple[MatrixExpert, ...] = ()
        self._bars: Mapping[tuple[str, str], Bar] = {}
        self._change = _NOBODY
        self._held: dict[int, tuple[frozenset[str], frozenset[str]]] = {}
        captions.changed.connect(self._reset)

    @property
    def change(self) -> Change:
        """What is being put together."""
        return self._change

    def show_matrix(self, matrix: Matrix) -> None:
        """Show a matrix; the change that was being put together is forgotten."""
        self.beginResetModel()
        self.lines, self.experts, self._bars = matrix.lines, matrix.experts, matrix.bars
        self._change, self._held = _NOBODY, {}
        self.endResetModel()

    def show_change(self, change: Change) -> None:
        """Show what is being put together."""
        numbers = {self._change.number, change.number}
        self._change = change
        for row, line in enumerate(self.lines):
            if line.number in numbers:
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row an application."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number, applicant, count, then the experts."""
        return 0 if parent.isValid() else FIRST + len(self.experts)

    def holds(self, row: int, expert: str) -> bool:
        """Whether an expert judges an application now."""
        return expert in self._sets(row)[0]

    def kind(self, row: int, column: int) -> str:
        """Return what a cell is."""
        line, expert = self.lines[row], self.experts[column - FIRST]
        held, out = self._sets(row)
        if line.number == self._change.number:
            if expert.number in self._change.add:
                return "add"
            if expert.number in self._change.drop:
                return "drop"
        if expert.number in held:
            return "out" if expert.number in out else "held"
        bar = self._bars.get((line.number, expert.number))
        if bar is not None:
            return "waiting" if bar.waits else "recused"
        return "away" if expert.is_away else ""

    def rule(self, row: int, column: int) -> str:
        """Return the rule that bars an expert, empty where none does."""
        bar = self._bars.get((self.lines[row].number, self.experts[column - FIRST].number))
        return bar.rule if bar is not None else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, what a cell is, or what it says in full."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == self.KIND:
            return self.kind(row, column) if column >= FIRST else ""
        if role == Qt.ItemDataRole.DisplayRole and column < FIRST:
            return self._words(self.lines[row], column)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._spoken(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column; of an expert the value itself under ``KIND``."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if section < FIRST:
            names = ("assign.number", "assign.unit", "assign.count")
            return self._captions.cap(names[section]) if role == Qt.ItemDataRole.DisplayRole else None
        expert = self.experts[section - FIRST]
        if role == self.KIND:
            return expert
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.expert_words(expert)
        return expert.number if role == Qt.ItemDataRole.DisplayRole else None

    def expert_words(self, expert: MatrixExpert) -> str:
        """Return an expert with the load."""
        most = "—" if expert.most is None else f"{expert.most}"
        load = self._captions.cap("assign.load", load=expert.load, most=most)
        return " · ".join(part for part in (expert.number, expert.name, expert.employer, load) if part)

    def _sets(self, row: int) -> tuple[frozenset[str], frozenset[str]]:
        """Return experts of a row, and those of them who stand aside; made once a row is looked at."""
        if row not in self._held:
            line = self.lines[row]
            self._held[row] = (frozenset(line.experts), frozenset(line.out))
        return self._held[row]

    def _words(self, line: MatrixLine, column: int) -> str:
        able = len(line.experts) - len(line.out)
        return (line.number, line.unit, f"{able} / {line.need}")[column]

    def _spoken(self, row: int, column: int) -> str:
        line = self.lines[row]
        if column < FIRST:
            return f"{line.number} {line.unit}"
        kind = self.kind(row, column) or "free"
        words = self._captions.cap(f"assign.cell.{kind}", rule=self.rule(row, column))
        return f"{line.number} · {self.expert_words(self.experts[column - FIRST])} · {words}"

    def _reset(self) -> None:
        if self.lines:
            last = self.index(len(self.lines) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, self.columnCount() - 1))


class LoadsTable(CellTable[MatrixExpert]):
    """Columns: number, name, employer, load, greatest load."""

    columns = ("experts.number", "experts.name", "experts.employer", "assign.held", "assign.most")

    def cell(self, row: MatrixExpert, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.number, ink="text2")
        if column == 1:
            return Cell(row.name or "—", type="body")
        if column == 2:
            return Cell(row.employer or "—", ink="text2")
        if column == 4:
            return Cell("—" if row.most is None else f"{row.most}", ink="text2", at_right=True)
        full = row.most is not None and row.load >= row.most
        if row.is_away:
            return Cell(self.cap("assign.away"), "user-unfollow-line", "text2")
        return Cell(f"{row.load}", ink="warn" if full else "text1", at_right=True)


class GroupsTable(CellTable[GroupLine]):
    """Columns: group, sub-directions, members, applications held, applications to come."""

    columns = ("draw.group", "assign.subs", "assign.members", "assign.held", "assign.coming")

    def cell(self, row: GroupLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(row.id, type="body")
        if column == 1:
            return Cell(" ".join(row.sub_directions), ink="text2")
        if column == 2:
            short = row.members < row.seats
            words = f"{row.members} / {row.seats}"
            return Cell(words, "error-warning-line" if short else "", "warn" if short else "text2")
        count = row.held if column == 3 else row.coming
        return Cell(f"{count:,}", ink="text1" if count else "text3", at_right=True)

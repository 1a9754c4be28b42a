"""The grid applications × rules as a table model; it reads the view-model and owns nothing."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.viewmodels.declare import RULE_IDS, DeclareModel, Line
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import ProgramFault

FIRST_RULE = 2
STATE = FIRST_RULE + len(RULE_IDS)
Index = QModelIndex | QPersistentModelIndex


class DeclareGrid(QAbstractTableModel):
    """Columns: number, applicant, R01 to R18, state."""

    def __init__(self, model: DeclareModel, captions: Captions) -> None:
        super().__init__(model)
        self._model = model
        self._captions = captions
        model.loaded.connect(self._reset)
        model.line_changed.connect(self._line)
        model.matched.connect(lambda _count: self._retell())
        captions.changed.connect(self._retell)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row an application."""
        return 0 if parent.isValid() else len(self._model.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number, applicant, eighteen rules, state."""
        return 0 if parent.isValid() else STATE + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words to show, to say aloud, and the line itself under UserRole."""
        if not index.isValid():
            return None
        line = self._model.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(line, index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 1:
            return "\n".join(filter(None, (line.application.number, line.unit, line.title)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the short caption of a column."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        cap = self._captions.cap
        if section == 0:
            return cap("declare.column.number")
        if section == 1:
            return cap("declare.column.unit")
        if section == STATE:
            return cap("declare.column.state")
        return cap(f"declare.rule.{RULE_IDS[section - FIRST_RULE]}")

    def line(self, row: int) -> Line:
        """Return the line of a row."""
        return self._model.lines[row]

    @staticmethod
    def rule_of(column: int) -> str:
        """Return the rule of a column.

        Raises:
            ProgramFault: the column is none of a rule.
        """
        if not FIRST_RULE <= column < STATE:
            raise ProgramFault("no rule stands in this column")
        return RULE_IDS[column - FIRST_RULE]

    def _words(self, line: Line, row: int, column: int) -> str:
        if column == 0:
            return f"{row + 1:02d}"
        if column == 1:
            return line.unit
        if column == STATE:
            return state_words(self._captions, line)
        cell = line.cell(RULE_IDS[column - FIRST_RULE])
        return self._captions.cap(f"declare.answer.{cell.answer}") if cell is not None else ""

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

    def _retell(self) -> None:
        """Words or marks changed, the lines did not: whoever types stays in the cell."""
        if self._model.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._model.lines) - 1, STATE))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, STATE)

    def _line(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, STATE))


def state_words(captions: Captions, line: Line) -> str:
    """Return the state of a line in words."""
    kind = state_kind(line)
    if kind == "open":
        return captions.cap_count("declare.state.open", len(line.marks.open))
    return captions.cap(f"declare.state.{kind}")


def state_kind(line: Line) -> str:
    """Return ``open``, ``recused``, ``pending`` or ``done``."""
    if line.marks.open and line.application.state != SheetStatus.RECUSED:
        return "open"
    if line.application.state == SheetStatus.RECUSED:
        return "recused"
    if line.closed:
        return "recused" if line.is_hard else "pending"
    return "done"

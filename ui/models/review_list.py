"""The list of own sheets as a table model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.advice_words import advice_words
from ui.captions import Captions
from ui.viewmodels.review import LACKING, LOCKED, READY, RECUSED, ReviewModel, SheetLine
from zgc_review.domain.money import points

NUMBER, UNIT, BANDS, TOTAL, RECOMMENDATION, STATE = range(6)
COLUMNS = 6
Index = QModelIndex | QPersistentModelIndex


class ReviewList(QAbstractTableModel):
    """Columns: number, applicant, bands, total, recommendation, state."""

    def __init__(self, model: ReviewModel, captions: Captions) -> None:
        super().__init__(model)
        self._model = model
        self._captions = captions
        model.loaded.connect(self._reset)
        captions.changed.connect(self._retell)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row an application."""
        return 0 if parent.isValid() else len(self._model.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Six columns."""
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, the line under UserRole."""
        if not index.isValid():
            return None
        line = self._model.lines[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TOTAL and line.before is not None:
            values = {"before": points(line.before), "after": self._words(line, TOTAL)}
            return self._captions.cap("discussion.both", **values)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() in {UNIT, STATE}:
            return self._words(line, index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the caption of a column; that of the figures stands at the right, as they do."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == TOTAL:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = ("number", "unit", "bands", "total", "recommendation", "state")
        return self._captions.cap(f"review.column.{names[section]}")

    def line(self, row: int) -> SheetLine:
        """Return the line of a row."""
        return self._model.lines[row]

    def _words(self, line: SheetLine, column: int) -> str:
        if column == NUMBER:
            return line.application.number
        if column == UNIT:
            return "" if line.kind == RECUSED else line.unit
        if column == BANDS:
            return " ".join(one or "·" for one in line.bands)
        if column == TOTAL:
            return points(line.total) if line.total is not None else "—"
        if column == RECOMMENDATION:
            return self.recommendation(line)
        return self.state(line)

    def recommendation(self, line: SheetLine) -> str:
        """Return the recommendation in words; unknown is a word."""
        if not line.bands:
            return ""
        return advice_words(self._captions, line.stage, line.recommendation)

    def state(self, line: SheetLine) -> str:
        """Return the state in words, with what is missing."""
        if line.kind == LACKING:
            return self._captions.cap_count("review.lacking", len(line.lacking))
        if line.phase == "revision" and line.kind in {READY, LOCKED}:
            return self._captions.cap(
                "review.state.revised" if line.kind == LOCKED else "review.state.revising"
            )
        if line.kind == LOCKED:
            return self._captions.cap("review.state.locked")
        return self._captions.cap(f"review.state.{line.kind}")

    def _retell(self) -> None:
        """The language changed; the line that is chosen stays."""
        if self._model.lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._model.lines) - 1, COLUMNS - 1))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)

    def _reset(self) -> None:
        self.beginResetModel()
        self.endResetModel()

"""Findings as a list, and the tables of rulings, missing lists and pleas."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.captions import Captions
from ui.viewmodels.secretary.conflicts import Case

Index = QModelIndex | QPersistentModelIndex

#: Icon and tag of a level, and of how a finding stands.
LEVEL_LOOKS = {"H": ("forbid-2-line", "danger"), "V": ("question-line", "warn"), "D": ("eye-line", "plain")}
STATUS_LOOKS = {
    "recused": ("forbid-2-line", "danger"),
    "dismissed": ("check-line", "ok"),
    "disclosed": ("eye-line", "text2"),
    "referred": ("discuss-line", "warn"),
}


class CaseList(QAbstractListModel):
    """Findings, two lines each; rows are values, so ten thousand cost nothing until they are painted."""

    CASE = Qt.ItemDataRole.UserRole

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._cases: tuple[Case, ...] = ()
        captions.changed.connect(self._retell)

    @property
    def cases(self) -> Sequence[Case]:
        """The findings on show."""
        return self._cases

    def show_cases(self, cases: Sequence[Case]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._cases = tuple(cases)
        self.endResetModel()

    def put(self, case: Case) -> None:
        """Show one finding as it stands now."""
        row = self.row_of(case.id)
        if row >= 0:
            self._cases = (*self._cases[:row], case, *self._cases[row + 1 :])
            self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, finding: str) -> int:
        """Return the row of a finding, -1 where it is not on show."""
        return next((n for n, one in enumerate(self._cases) if one.id == finding), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a finding."""
        return 0 if parent.isValid() else len(self._cases)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a row, or the finding."""
        if not index.isValid():
            return None
        case = self._cases[index.row()]
        if role == self.CASE:
            return case
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.words(case)
        if role == Qt.ItemDataRole.ToolTipRole:
            return case.unit
        return None

    def words(self, case: Case) -> str:
        """Return a finding as one line, for the tool tip and for who cannot see it."""
        cap = self._captions.cap
        level = cap(f"conflicts.level.{case.shown_level}")
        state = case.found.status if case.found.status != "open" else case.state
        said = cap(f"conflicts.state.{state}")
        return f"{level} {case.found.row.rule} {case.expert} {case.number} {case.unit} {said}"

    def _retell(self) -> None:
        if self._cases:
            self.dataChanged.emit(self.index(0), self.index(len(self._cases) - 1))

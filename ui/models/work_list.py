"""The work list as a table: heads of sub-directions and lines of applications, all rows at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from ui.advice_words import advice_words
from ui.captions import Captions
from ui.finding_words import finding_words
from ui.models.cells import Cell, CellTable, Index
from ui.models.queue import status_words
from ui.viewmodels.work_list import SKIPPED, Group, Mark, Row, Wanted, Work, WorkLine, arrange
from zgc_review.domain.money import points

NUMBER, UNIT, TITLE, STATE, FIRST_MARK = range(5)
_BEFORE = ("number", "unit", "title", "state")
_AFTER = ("total", "recommendation")
_LOOKS = {
    "untouched": ("", "text3"),
    "begun": ("draft-line", "warn"),
    "done": ("check-line", "ok"),
    "locked": ("lock-fill", "ok"),
    "pending": ("question-line", "warn"),
    "recused": ("forbid-2-line", "text3"),
}


class WorkTable(CellTable[Row]):
    """Columns: number, applicant, title, state, one a criterion, total, recommendation.

    ``ROW`` is the role under which a delegate finds the row itself.
    """

    ROW = CellTable.CELL + 1

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self.work = Work(is_declared=True)
        self.wanted = Wanted()
        self.columns = _BEFORE + _AFTER

    @property
    def marks(self) -> int:
        """How many criteria have a column."""
        return len(self.columns) - len(_BEFORE) - len(_AFTER)

    @property
    def total(self) -> int:
        """The column of the total; that of the recommendation follows."""
        return FIRST_MARK + self.marks

    def show_work(self, work: Work, wanted: Wanted) -> None:
        """Show a list in a view of it."""
        self.work, self.wanted = work, wanted
        columns = (*_BEFORE, *(f"K{n}" for n in range(1, work.criteria + 1)), *_AFTER)
        self.beginResetModel()
        self.columns = columns
        self._rows = arrange(work, wanted)
        self._shown = len(self._rows)
        self.endResetModel()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows as they are, all handed out at once: a head must reach its last line."""
        self.beginResetModel()
        self._rows, self._shown = rows, len(rows)
        self.endResetModel()

    def sort_key(self, column: int) -> str | int:
        """Return what :class:`Wanted` calls a column."""
        return column - FIRST_MARK if FIRST_MARK <= column < self.total else self.columns[column]

    def place_of(self, application_id: str) -> int:
        """Return the row of an application, -1 where it is not shown."""
        rows = enumerate(self._rows)
        hit = (
            n for n, one in rows if isinstance(one, WorkLine) and one.entry.application_id == application_id
        )
        return next(hit, -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, tip or cell; or the row itself."""
        if role == self.ROW and index.isValid():
            return self._rows[index.row()]
        return super().data(index, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column, with an arrow where the lines are sorted by it."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole and FIRST_MARK <= section <= self.total:
            side = Qt.AlignmentFlag.AlignRight if section == self.total else Qt.AlignmentFlag.AlignHCenter
            return side | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if not 0 <= section < len(self.columns):
            return None
        arrow = ""
        if self.sort_key(section) == self.wanted.column:
            arrow = " ↓" if self.wanted.down else " ↑"
        return self.column_words(section) + arrow

    def column_words(self, section: int) -> str:
        """Return what a column is called."""
        name = self.columns[section]
        return name if FIRST_MARK <= section < self.total else self.cap(f"work.column.{name}")

    def cell(self, row: Row, column: int) -> Cell:
        """Return what stands in a cell."""
        if isinstance(row, Group):
            return Cell(self.group_words(row) if column == NUMBER else "", type="small")
        if column < FIRST_MARK:
            return self._before(row, column)
        if column < self.total:
            return self._mark(row, column - FIRST_MARK)
        if column == self.total:
            shown = "" if row.entry.is_closed else "—" if row.total is None else points(row.total)
            return Cell(shown, ink="text1" if row.total is not None else "text3", type="head", at_right=True)
        if row.entry.is_closed:
            return Cell("")
        ink = "text1" if row.recommendation else "text3"
        return Cell(advice_words(self.captions, self.work.stage, row.recommendation), ink=ink)

    def group_words(self, group: Group) -> str:
        """Return what the head of a sub-direction says."""
        if not group.direction:
            return self.cap("work.group_closed", count=group.count)
        name = self.direction_words(group.direction)
        return self.cap("work.group", name=name, done=group.finished, count=group.count)

    def direction_words(self, direction: str) -> str:
        """Return id and name of a sub-direction."""
        zh, en = self.work.names.get(direction, ("", ""))
        return f"{direction} {en if self.captions.language == 'en' else zh}".strip()

    def _before(self, row: WorkLine, column: int) -> Cell:
        entry = row.entry
        if column == NUMBER:
            return Cell(entry.number, ink="text3" if entry.is_closed else "text2")
        if column in {UNIT, TITLE}:
            words = entry.unit if column == UNIT else entry.title
            return Cell(words, type="body" if column == UNIT else "small", tip=words)
        icon, ink = _LOOKS[entry.status]
        words = status_words(self.captions, entry)
        tip = "\n".join(self._said(row))
        if not entry.changed:
            return Cell(words, icon, ink, tip=tip)
        return Cell(self.cap("work.changed", state=words), "refresh-line", tag="warn", tip=tip)

    def _said(self, row: WorkLine) -> list[str]:
        """Return what a sheet lacks, with the criteria by name, and that the application changed."""
        said = [finding_words(self.captions, one, row.criteria) for one in row.lacking]
        return [self.cap("work.changed_tip"), *said] if row.entry.changed else said

    def _mark(self, row: WorkLine, place: int) -> Cell:
        if place >= len(row.marks):
            return Cell("")
        mark: Mark = row.marks[place]
        names = row.criteria[place]
        tip = f"K{place + 1} {names[2] or names[1] if self.captions.language == 'en' else names[1]}"
        words = str(mark.percent) if mark.percent is not None else mark.band or "·"
        if mark.band == SKIPPED:
            tip = f"{tip} · {self.cap('score.not_applicable')}"
        return Cell(words, ink="text3", at_right=True, tip=tip)

"""Sheets of one application beside each other as a table: criteria down, experts by code across."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.advice_words import advice_words
from ui.captions import Captions
from ui.viewmodels.chair.discussion_data import Column, Item
from ui.viewmodels.chair.grid import band_of as heat_band
from zgc_review.catalogue.model import Criterion
from zgc_review.domain.bodies import SheetBody
from zgc_review.domain.money import points
from zgc_review.domain.settings import Bands
from zgc_review.scoring.totals import band_of

Index = QModelIndex | QPersistentModelIndex
NAME, WEIGHT, FIRST = 0, 1, 2
CELL = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class SheetCell:
    """What stands in one cell.

    Attributes:
        letter: band shown as a chip, empty where there is none.
        words: percent, total or recommendation that counts.
        earlier: the same before the revision, where it was another one.
        hollow: ``high`` or ``low`` where S01 drops the total.
        band: of a dropped total, which colours its outline as in the heat map (look.md §2).
        is_flagged: S07 points at this expert.
        is_bold: totals, and what speaks against.
        type: of the words (look.md §3).
        tone: ink of the words.
    """

    words: str
    letter: str = ""
    earlier: str = ""
    hollow: str = ""
    band: str = ""
    is_flagged: bool = False
    is_bold: bool = False
    type: str = "small"
    tone: str = "text1"


class SheetsTable(QAbstractTableModel):
    """One row a criterion, then totals, then recommendations."""

    CELL: Final = CELL

    def __init__(self, captions: Captions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._captions = captions
        self._item: Item | None = None
        self._bands: Bands | None = None
        captions.changed.connect(self._said_anew)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Criteria on show."""
        return self._item.criteria if self._item is not None else ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Experts on show."""
        return self._item.columns if self._item is not None else ()

    def is_revised(self, row: int) -> bool:
        """Whether a row holds a value beside the one before a revision."""
        return any(self._cell(row, column).earlier for column in range(FIRST, self.columnCount()))

    def show_item(self, item: Item | None, bands: Bands) -> None:
        """Show the sheets of another item."""
        self.beginResetModel()
        self._item, self._bands = item, bands
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Criteria, total, recommendation."""
        return 0 if parent.isValid() or self._item is None else len(self.criteria) + 2

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Name, weight, one column an expert."""
        return 0 if parent.isValid() else FIRST + len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words, the whole cell, or what a screen reader says."""
        if not index.isValid() or self._item is None:
            return None
        cell = self._cell(index.row(), index.column())
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(cell, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._code(index.column())} {self._tip(cell, index.column())}".strip()
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the heads: the own column says so below the code."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == NAME else Qt.AlignmentFlag.AlignHCenter
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIRST:
            return self._captions.cap(
                "discussion.head.criterion" if section == NAME else "discussion.head.weight"
            )
        column = self.columns[section - FIRST]
        return f"{column.code}\n{self._captions.cap('discussion.own')}" if column.is_own else column.code

    def criterion_name(self, row: int) -> str:
        """Return place and name of a criterion."""
        one = self.criteria[row]
        return f"K{row + 1}  {one.en if self._captions.language == 'en' and one.en else one.zh}"

    def _code(self, column: int) -> str:
        return self.columns[column - FIRST].code if column >= FIRST else ""

    def _tip(self, cell: SheetCell, column: int) -> str:
        """Say both values where a sheet was revised."""
        if column < FIRST:
            return cell.words
        words = f"{cell.letter} {cell.words}".strip()
        if not cell.earlier:
            return words
        return self._captions.cap("discussion.both", before=cell.earlier, after=words)

    def _cell(self, row: int, column: int) -> SheetCell:
        count = len(self.criteria)
        if column >= FIRST:
            one = self.columns[column - FIRST]
            if row < count:
                return self._percent(one, self.criteria[row].id)
            return self._total(one) if row == count else self._recommendation(one)
        if row < count:
            if column == WEIGHT:
                return SheetCell(str(self.criteria[row].weight), tone="text2")
            name = self.criterion_name(row)
            if not self._is_below_floor(self.criteria[row].id):
                return SheetCell(name)
            return SheetCell(f"{self._captions.cap('discussion.reason.floor')} {name}", tone="danger")
        if row == count:
            weight = sum(one.weight for one in self.criteria)
            words = self._captions.cap("discussion.head.total") if column == NAME else str(weight)
            return SheetCell(words, is_bold=column == NAME, tone="text1" if column == NAME else "text2")
        return SheetCell(
            self._captions.cap("discussion.head.recommend") if column == NAME else "", tone="text2"
        )

    def _is_below_floor(self, criterion: str) -> bool:
        """Whether the mean percent of a criterion is below its floor (S09)."""
        lines = self._item.line.line.after.criteria if self._item is not None else ()
        return any(one.criterion == criterion and one.below_floor for one in lines)

    def _percent(self, one: Column, criterion: str) -> SheetCell:
        now, before = self._words(one.counting, criterion), self._words(one.initial, criterion)
        mark = one.counting.percents.get(criterion) if one.counting is not None else None
        letter = band_of(mark, self._bands) if mark is not None and self._bands is not None else ""
        earlier = before if one.revision is not None and before != now else ""
        return SheetCell(now, letter, earlier, is_flagged=one.is_flagged)

    def _words(self, body: SheetBody | None, criterion: str) -> str:
        if body is None:
            return "–"
        if criterion in body.not_applicable:
            return self._captions.cap("discussion.not_applicable")
        return str(body.percents.get(criterion, "–"))

    def _total(self, one: Column) -> SheetCell:
        now = points(one.after.total) if one.after is not None else "–"
        before = points(one.before.total) if one.before is not None else "–"
        hollow = one.after.trimmed if one.after is not None else ""
        earlier = before if one.revision is not None else ""
        band = heat_band(one.after.total, self._bands) if one.after is not None and self._bands else ""
        return SheetCell(now, "", earlier, hollow, band, one.is_flagged, is_bold=True, type="body")

    def _recommendation(self, one: Column) -> SheetCell:
        now, before = self._advice(one.counting), self._advice(one.initial)
        against = one.counting is not None and one.counting.recommendation == "NOT_SUPPORT"
        earlier = before if one.revision is not None and before != now else ""
        tone = "danger" if against else "text2"
        return SheetCell(now, "", earlier, is_flagged=one.is_flagged, is_bold=against, tone=tone)

    def _advice(self, body: SheetBody | None) -> str:
        given = body.recommendation if body is not None else None
        if not given or self._item is None:
            return "–"
        return advice_words(self._captions, self._item.stage, given, short=True)

    def _said_anew(self) -> None:
        rows, columns = self.rowCount(), self.columnCount()
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, columns - 1))
        if columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, columns - 1)

"""The heat map: one table with its delegate; its first columns stay in view when the cells scroll."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.context import Context
from ui.models.chair_overview import AFTER, FROZEN, RANK, UNIT, OverviewTable
from ui.viewmodels.chair.grid import Row
from ui.widgets.frozen import FrozenColumns
from ui.widgets.heat_cell import OverviewCell

# Pixels at 100 %; unit, strip and notes give way in this order: notes, strip, unit (look.md §9).
_RANK, _UNIT, _UNIT_LEAST, _CODE = 46, 200, 150, 52
_STRIPS = ((132, _UNIT), (90, _UNIT_LEAST))  # a strip, and the unit beside it at least
_FIXED = {"final": 68, "votes": 84, "amount": 154}
_NOTES_LEAST, _NOTES_TIGHT = 112, 88  # two words; one, and how many more


class HeatTable(QTableView):
    """Cells are reached by arrows.

    Signals:
        asked: row and column whose number is to be explained.
        chosen: the row with the application in view changed.
        marked: row of an application for the agenda.
    """

    asked = Signal(int, int)
    chosen = Signal(int)
    marked = Signal(int)

    def __init__(self, context: Context, model: OverviewTable, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._table = model
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(OverviewCell(context, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setProperty("type", "micro")
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(0)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.frozen = FrozenColumns(self, FROZEN, heads=True)
        self.frozen.horizontalHeader().setProperty("type", "micro")
        for view in (self, self.frozen):
            view.clicked.connect(self._clicked)
        model.modelReset.connect(self.fit)
        self.selectionModel().currentChanged.connect(self._moved)
        context.theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Share the width out: the cells keep theirs, notes take the rest, strip and unit give way."""
        px, has_line = self._context.theme.px, self._table.grid.has_line
        codes = len(self._table.grid.codes)
        room = self.viewport().width()
        named = {name: px(width) for name, width in _FIXED.items()}
        if not has_line:  # a stage has no ranks; what it comes to has longer names than an amount
            named["amount"] = self._outcome_width()
        rank = px(_RANK) if has_line else 0
        others = rank + codes * px(_CODE) + sum(named.values()) + px(_NOTES_LEAST)
        strip = next((one for one, unit in _STRIPS if others + px(unit) + px(one) <= room), 0)
        unit = max(px(_UNIT_LEAST), min(px(_UNIT), room - others - px(strip)))
        notes = px(_NOTES_LEAST) + room - others - px(strip) - unit
        if notes < px(_NOTES_TIGHT):
            notes = px(_NOTES_LEAST)  # the cells scroll either way
        extra = max(0, min(notes - px(_NOTES_LEAST), px(90))) // 2  # long names use some of what is left over
        widths = {RANK: px(_RANK), UNIT: unit + extra}
        widths |= {FROZEN + n: px(_CODE) for n in range(codes)}
        named |= {"strip": px(strip), "notes": notes - extra}
        widths |= {self._table.column(name): named[name] for name in AFTER}
        hidden = {self._table.column("strip")} if strip == 0 else set()
        hidden |= set() if has_line else {RANK}
        for column, width in widths.items():
            self.setColumnHidden(column, column in hidden)
            self.setColumnWidth(column, width)
        self.frozen.setColumnHidden(RANK, RANK in hidden)
        self.verticalHeader().setDefaultSectionSize(px("rowDense"))
        self.horizontalHeader().setFixedHeight(px(34))
        self.frozen.place()

    def _outcome_width(self) -> int:
        """Return the room of the longest word of what a stage comes to."""
        theme, table = self._context.theme, self._table
        column, small = table.column("amount"), QFontMetrics(theme.font("small"))
        said = {str(table.index(row, column).data()) for row in range(table.rowCount())}
        words = max((small.horizontalAdvance(one) for one in said), default=0)
        head = str(table.headerData(column, Qt.Orientation.Horizontal))
        least = QFontMetrics(theme.font("micro")).horizontalAdvance(head)
        return max(words, least) + theme.px(18)

    def choose(self, row: int, column: int = UNIT) -> None:
        """Go to a cell."""
        if 0 <= row < self._table.rowCount():
            self.setCurrentIndex(self._table.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter explains, Space puts on the agenda; letters belong to the page."""
        index, key = self.currentIndex(), event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self._ask(index)
        elif key == Qt.Key.Key_Space and not event.modifiers():
            if index.isValid() and isinstance(self._table.row(index.row()), Row):
                self.marked.emit(index.row())
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A table with the focus has a cell that shows it."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self.fit()

    def _clicked(self, index: QModelIndex) -> None:
        """A number that is clicked says how it came; names are only chosen."""
        if index.column() != UNIT:
            self._ask(index)

    def _ask(self, index: QModelIndex) -> None:
        if index.isValid():
            self.asked.emit(index.row(), index.column())

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        """The tint of a row goes with the current cell."""
        self.viewport().update()
        self.frozen.viewport().update()
        if now.row() != before.row():
            self.chosen.emit(now.row())

"""A quiet table of lines: hairlines, an icon before words, tags; no boxes (look.md §1, §4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import nlargest
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.context import Context
from ui.models.cells import Cell, CellTable
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.hairline import line_below
from ui.widgets.lines_of_words import broken, paint_lines

# So many of the longest words are measured: of five thousand numbers each takes 10 µs.
_MEASURED = 24
_LEAST = 3  # lines a table shows at the least
# States and figures repeat: of five thousand rows about so many are looked at, each takes 3 µs a column.
_LOOKED = 400
TAGS = {"plain": ("bg2", "text2"), "ok": ("okSoft", "ok"), "warn": ("warnSoft", "warn")}
TAGS["danger"] = ("dangerSoft", "danger")


class LineCell(QStyledItemDelegate):
    """Paints one :class:`Cell`."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.first = 0  # the column in which a chosen row has its bar

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(60), self._context.theme.px("rowFinding"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, icon, words and the hairline below."""
        cell: Cell = index.data(CellTable.CELL)
        theme, box = self._context.theme, QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        if chosen:
            bar_at_left(painter, theme, box, index.column() - self.first)
        painter.setFont(theme.font(cell.type))
        inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
        ink = cell.ink
        if cell.tag:
            inner, ink = self._tag(painter, inner, cell)
        if cell.icon:
            inner = self._icon(painter, inner, cell.icon, ink)
        painter.setPen(theme.colour(ink))
        self._words(painter, inner, cell)
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        """Paint the words: a long name in two lines of the smaller type, all else in one."""
        metrics = painter.fontMetrics()
        if cell.wraps and metrics.horizontalAdvance(cell.words) > box.width():
            font = self._context.theme.font("small")
            painter.setFont(font)
            paint_lines(painter, box, broken(cell.words, font, box.width()))
            return
        side = Qt.AlignmentFlag.AlignRight if cell.at_right else Qt.AlignmentFlag.AlignLeft
        words = metrics.elidedText(cell.words, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, words)

    def _tag(self, painter: QPainter, box: QRectF, cell: Cell) -> tuple[QRectF, str]:
        """Paint the tint behind a tag; return the room for its words and their ink."""
        theme = self._context.theme
        ground, ink = TAGS[cell.tag]
        width = painter.fontMetrics().horizontalAdvance(cell.words) + theme.px(16)
        if cell.icon:
            width += theme.px(20)
        tall = theme.px(26)
        tint = QRectF(box.left(), box.center().y() - tall / 2, min(width, box.width()), tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground))
        painter.drawRoundedRect(tint, 4, 4)
        return tint.adjusted(theme.px(8), 0, -theme.px(4), 0), ink

    def _icon(self, painter: QPainter, box: QRectF, icon: str, ink: str) -> QRectF:
        """Paint the icon; return the room right of it."""
        side = self._context.theme.px(16)
        place = QRectF(box.left(), box.center().y() - side / 2, side, side)
        self._context.icons.paint(painter, icon, place, ink)
        return box.adjusted(side + self._context.theme.px(4), 0, 0, 0)


class LineTable(QTableView):
    """A table of :class:`CellTable` rows; one row is chosen at a time.

    ``widths`` gives pixels at 100 % by column; a column that is not named takes the rest.
    """

    def __init__(
        self, context: Context, model: CellTable[Any], widths: Mapping[int, int], *, name: str
    ) -> None:
        super().__init__()
        self._context = context
        self._widths = widths
        self._wide: Mapping[int, int] = {}
        self._held: tuple[int, ...] = ()
        self._table = model
        self.setObjectName(name)
        self.setModel(model)
        self._cells = LineCell(context, self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setProperty("type", "micro")
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideRight)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(24)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in range(model.columnCount()):
            fixed = column in widths
            head.setSectionResizeMode(
                column, QHeaderView.ResizeMode.Fixed if fixed else QHeaderView.ResizeMode.Stretch
            )
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        context.theme.changed.connect(self._resize)
        context.captions.changed.connect(self._hold)
        self._resize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J and K move as the arrows do; every other letter is the screen's (look.md §8)."""
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers():
            self.choose(self.currentIndex().row() + step)
            return
        if event.text().isprintable() and event.text().strip() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A table with the focus has a row that shows it."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A chosen row that stood in sight stays there when the table gets lower."""
        chosen = self.visualRect(self.currentIndex())
        seen = 0 <= chosen.top() < event.oldSize().height()
        super().resizeEvent(event)
        if seen and event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def minimumSizeHint(self) -> QSize:
        """Return the room of the head and a few lines: a page with less than that scrolls as a whole."""
        head, line = self.horizontalHeader().sizeHint().height(), self.verticalHeader().defaultSectionSize()
        return QSize(super().minimumSizeHint().width(), head + _LEAST * line)

    def choose(self, row: int) -> None:
        """Choose a row if there is one."""
        if 0 <= row < self.model().rowCount():
            self.setCurrentIndex(self.model().index(row, self._cells.first))

    def hide_columns(self, columns: Collection[int], wide: Mapping[int, int] | None = None) -> None:
        """Hide these columns and show all others; the arrows start at the first that is shown.

        Args:
            columns: their numbers.
            wide: pixels at 100 % of columns that take the room of those.
        """
        every = range(self.model().columnCount())
        for column in every:
            self.setColumnHidden(column, column in columns)
        self._cells.first = next((column for column in every if column not in columns), 0)
        self._wide = wide or {}
        self._resize()

    def hold_words(self, columns: Collection[int]) -> None:
        """Make these columns as wide as what stands in them: states are never cut off (look.md §7)."""
        self._held = tuple(columns)
        self._hold()

    def room_for(self, words: str, *, kind: str = "small", icon: bool = True) -> int:
        """Return the width in which words stand, with an icon before them."""
        theme = self._context.theme
        beside = theme.px(16) + (theme.px(20) if icon else 0) + 2
        return QFontMetrics(theme.font(kind)).horizontalAdvance(words) + beside

    def _hold(self) -> None:
        for column in self._held:
            self.setColumnWidth(column, self._held_width(column))

    def _held_width(self, column: int) -> int:
        """Return the room of what stands in a column and of its head."""
        said: dict[tuple[str, bool], set[str]] = {}
        rows = self._table.rows
        for row in (*rows[:: max(1, len(rows) // _LOOKED)], *rows[-1:]):
            cell = self._table.cell(row, column)
            said.setdefault((cell.type, bool(cell.icon)), set()).add(cell.words)
        head = str(self._table.headerData(column, Qt.Orientation.Horizontal))
        said.setdefault(("micro", False), set()).add(head)
        return max(
            self.room_for(words, kind=kind, icon=icon)
            for (kind, icon), every in said.items()
            for words in longest(every)
        )

    def _resize(self) -> None:
        px = self._context.theme.px
        for column, width in {**self._widths, **self._wide}.items():
            self.setColumnWidth(column, px(width))
        self._hold()
        self.verticalHeader().setDefaultSectionSize(px("rowFinding"))
        self.horizontalHeader().setFixedHeight(px(34))


def longest(words: Iterable[str]) -> list[str]:
    """Return the words that may need the most room: those of the most letters, wide ones counted twice."""
    return nlargest(_MEASURED, words, key=lambda one: len(one) + sum(letter > "\u2e80" for letter in one))

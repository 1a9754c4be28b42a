"""The table of sheets beside each other: chips, percents, totals hollow where S01 drops them (look.md §2)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.context import Context
from ui.models.chair_sheets import CELL, FIRST, NAME, WEIGHT, SheetCell, SheetsTable
from ui.theme.theme import Theme
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.hairline import line_below
from ui.widgets.lines_of_words import broken, paint_lines
from ui.widgets.marks import paint_chip

ROW: Final = 34
TALL: Final = 42  # where a value before a revision stands below
_LEAST, _ROOMY = 62, 72  # of a percent with its chip; of a dropped total in its frame
_NAME_LEAST, _NAME_LINES = 128, 3
_BESIDE_NAME = 24  # pixels at both sides of a name together


class SheetTable(QTableView):
    """Experts across, criteria down; the chosen row is the criterion whose comments stand below."""

    def __init__(self, context: Context, model: SheetsTable) -> None:
        super().__init__()
        self._context = context
        self._sheets = model
        self.setObjectName("sheetTable")
        self.setModel(model)
        self.setItemDelegate(_Cell(context, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setMinimumSectionSize(16)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setProperty("type", "micro")
        head.setProperty("edge", "page")  # the names begin where the words of the page do
        head.setHighlightSections(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(24)
        model.modelReset.connect(self.fit)
        context.theme.changed.connect(self.fit)
        context.captions.changed.connect(self.fit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; letters and digits go to the page."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the width; a narrow one has its names in more lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def choose(self, row: int) -> None:
        """Choose a criterion if there is one."""
        if 0 <= row < len(self._sheets.criteria):
            self.setCurrentIndex(self._sheets.index(row, NAME))

    def fit(self) -> None:
        """Take the height of the rows."""
        px = self._context.theme.px
        self._share()
        heights = [self._height(row) for row in range(self._sheets.rowCount())]
        for row, tall in enumerate(heights):
            self.verticalHeader().resizeSection(row, tall)
        head = px(40) if any(one.is_own for one in self._sheets.columns) else px(34)
        self.horizontalHeader().setFixedHeight(head)
        bar = px(12) if self.horizontalHeader().length() > self.viewport().width() else 0
        self.setFixedHeight(head + sum(heights) + bar + 2)

    def _height(self, row: int) -> int:
        """Return the height of a row: of a value before a revision, of a name in several lines."""
        theme = self._context.theme
        tall = theme.px(TALL if self._sheets.is_revised(row) else ROW)
        cell = self._sheets.index(row, NAME).data(CELL)
        font, lines = name_lines(theme, cell, self.columnWidth(NAME) - theme.px(_BESIDE_NAME))
        return max(tall, len(lines) * QFontMetrics(font).lineSpacing() + theme.px(6))

    def _share(self) -> None:
        """Give the experts what the names leave; beyond nine the cells scroll."""
        px, count = self._context.theme.px, len(self._sheets.columns)
        head = self.horizontalHeader()
        if self._sheets.columnCount() < FIRST:
            return
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        room = self.viewport().width() - px(48) - px(_NAME_LEAST)
        each = max(px(_LEAST), min(self._widest(), room // count)) if count else 0
        head.resizeSection(WEIGHT, px(48))
        for column in range(FIRST, FIRST + count):
            head.resizeSection(column, each)
        head.resizeSection(NAME, max(px(_NAME_LEAST), self.viewport().width() - px(48) - each * count))

    def _widest(self) -> int:
        """Return the width at which an expert's column holds everything; criteria have longer names."""
        theme, last = self._context.theme, self._sheets.rowCount() - 1
        most = theme.px(_ROOMY)
        for column in range(FIRST, self._sheets.columnCount()):
            cell = self._sheets.index(last, column).data(CELL)
            metrics = QFontMetrics(theme.font(cell.type, bold=cell.is_bold))
            most = max(most, metrics.horizontalAdvance(cell.words) + theme.px(10))
        return most


def name_lines(theme: Theme, cell: SheetCell, width: float) -> tuple[QFont, tuple[str, ...]]:
    """Return a name in one line, or in up to three of the smaller type, with its letters."""
    font = theme.font("body", bold=cell.is_bold)
    if QFontMetrics(font).horizontalAdvance(cell.words) > width:
        font = theme.font("small", bold=cell.is_bold)
    return font, broken(cell.words, font, width, _NAME_LINES)


class _Cell(QStyledItemDelegate):
    """Paints one cell."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(_LEAST), self._context.theme.px(ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, chip or words, the value before a revision, the hairline below."""
        cell = index.data(CELL)
        if not isinstance(cell, SheetCell):
            return
        theme, px, box = self._context.theme, self._context.theme.px, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = "warnSoft" if cell.is_flagged else "accentSoft" if chosen else "bg1"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour(ground))
        if chosen:
            bar_at_left(painter, theme, box, index.column())
        if cell.is_flagged:
            self._dot(painter, box)
        if index.column() < FIRST:
            self._words(painter, box, cell, at_right=index.column() == WEIGHT)
        else:
            spare = max(0.0, box.height() - px(TALL)) / 2  # both values stay together in a higher row
            pair = box.adjusted(0, spare, 0, -spare)
            main = pair.adjusted(0, px(1), 0, -px(16)) if cell.earlier else box
            if cell.letter:
                self._percent(painter, main, cell)
            else:
                self._value(painter, main, cell)
            if cell.earlier:
                self._earlier(painter, pair, cell)
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _dot(self, painter: QPainter, box: QRectF) -> None:
        """Mark what deviates by a dot, as the heat map does (look.md §2)."""
        px = self._context.theme.px
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("warn"))
        painter.drawEllipse(QRectF(box.left() + px(5), box.top() + px(5), px(6), px(6)))

    def _words(self, painter: QPainter, box: QRectF, cell: SheetCell, *, at_right: bool) -> None:
        theme, px = self._context.theme, self._context.theme.px
        painter.setFont(theme.font("body", bold=cell.is_bold))
        painter.setPen(theme.colour(cell.tone))
        if at_right:
            painter.drawText(box.adjusted(px(4), 0, -px(8), 0), Qt.AlignmentFlag.AlignCenter, cell.words)
            return
        inner = box.adjusted(px(16), 0, px(16) - px(_BESIDE_NAME), 0)
        font, lines = name_lines(theme, cell, inner.width())
        painter.setFont(font)
        paint_lines(painter, inner, lines)

    def _percent(self, painter: QPainter, box: QRectF, cell: SheetCell) -> None:
        """Paint the band's chip and the percent, together in the middle of the cell."""
        theme, px = self._context.theme, self._context.theme.px
        painter.setFont(theme.font("body"))
        wide = painter.fontMetrics().horizontalAdvance(cell.words)
        side, gap = px(22), px(6)
        left = box.center().x() - (side + gap + wide) / 2
        paint_chip(painter, theme, QRectF(left, box.center().y() - side / 2, side, side), cell.letter)
        painter.setPen(theme.colour("text1"))
        painter.setFont(theme.font("body"))
        words = QRectF(left + side + gap, box.top(), wide + 2, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, cell.words)

    def _value(self, painter: QPainter, box: QRectF, cell: SheetCell) -> None:
        """Paint a total, hollow with its triangle where it is dropped, or a recommendation."""
        theme, px = self._context.theme, self._context.theme.px
        painter.setFont(theme.font(cell.type, bold=cell.is_bold))
        painter.setPen(theme.colour(cell.tone))
        wide = painter.fontMetrics().horizontalAdvance(cell.words)
        mark = px(10) if cell.hollow else 0
        left = box.center().x() - (wide + mark) / 2
        room = QRectF(box.left() + 2, box.top(), box.width() - 4, box.height())
        if cell.hollow:
            painter.setPen(QPen(theme.colour(f"band{cell.band}" if cell.band else "border"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            tall = min(px(26), int(box.height()) - 2)
            frame = QRectF(left - px(5), box.center().y() - tall / 2, wide + mark + px(10), tall)
            painter.drawRoundedRect(frame.intersected(room), 4, 4)
            self._triangle(painter, left + wide + px(3), box.center().y(), cell.hollow)
        painter.setPen(theme.colour(cell.tone))
        shown = painter.fontMetrics().elidedText(cell.words, Qt.TextElideMode.ElideRight, int(room.width()))
        if cell.hollow:
            painter.drawText(
                QRectF(left, box.top(), wide + 2, box.height()), Qt.AlignmentFlag.AlignVCenter, shown
            )
        else:
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)

    def _triangle(self, painter: QPainter, left: float, middle: float, hollow: str) -> None:
        px = self._context.theme.px
        wide, tall = px(8), px(6)
        up = hollow == "high"
        base, tip = (middle + tall / 2, middle - tall / 2) if up else (middle - tall / 2, middle + tall / 2)
        corners = [QPointF(left, base), QPointF(left + wide, base), QPointF(left + wide / 2, tip)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("text1"))
        painter.drawPolygon(QPolygonF(corners))

    def _earlier(self, painter: QPainter, box: QRectF, cell: SheetCell) -> None:
        """Paint the value before the revision below the one that counts."""
        theme, px = self._context.theme, self._context.theme.px
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("text3"))
        words = self._context.captions.cap("discussion.before", value=cell.earlier)
        place = QRectF(box.left() + 1, box.bottom() - px(17), box.width() - 2, px(16))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shown)

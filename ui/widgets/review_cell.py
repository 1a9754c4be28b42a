"""Paints the rows of the review list: band chips, totals, states."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.context import Context
from ui.models.review_list import BANDS, NUMBER, STATE, TOTAL
from ui.viewmodels.review import LACKING, LOCKED, PENDING, READY, RECUSED, SheetLine
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.hairline import line_below
from ui.widgets.marks import paint_chip

_ICONS = {
    READY: ("check-line", "ok"),
    LACKING: ("error-warning-line", "warn"),
    LOCKED: ("lock-fill", "accent"),
    RECUSED: ("forbid-2-line", "danger"),
    PENDING: ("question-line", "warn"),
}


class ReviewCell(QStyledItemDelegate):
    """The delegate of the review list."""

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(60), self._context.theme.px(34))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        line: SheetLine = index.data(Qt.ItemDataRole.UserRole)
        theme = self._context.theme
        box = QRectF(option.rect)
        state = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ground = "accentSoft" if chosen else "warnSoft" if line.kind == LACKING else "bg1"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour(ground))
        if line.kind == RECUSED:
            painter.fillRect(box, QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        column = index.column()
        if column == BANDS:
            self._bands(painter, box, line)
        elif column == STATE:
            self._state(painter, box, line, str(index.data()))
        else:
            self._words(painter, box, line, str(index.data()), column)
        if chosen:
            bar_at_left(painter, theme, box, column)
        line_below(painter, box, theme.colour("line"))
        painter.restore()

    def _bands(self, painter: QPainter, box: QRectF, line: SheetLine) -> None:
        theme = self._context.theme
        side, gap = theme.px(22), theme.px(12)
        for n, letter in enumerate(line.bands):
            left = box.left() + theme.px(8) + n * (side + gap)
            chip = QRectF(left, box.center().y() - side / 2, side, side)
            if letter == "–":
                painter.setPen(theme.colour("text3"))
                painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, letter)
            else:
                paint_chip(painter, theme, chip, letter)

    def _words(self, painter: QPainter, box: QRectF, line: SheetLine, words: str, column: int) -> None:
        theme = self._context.theme
        right = column == TOTAL
        painter.setFont(theme.font("head" if right else "small" if column == NUMBER else "body"))
        faint = column == NUMBER or line.kind in {RECUSED, PENDING}
        unchosen = words and not line.recommendation and column not in {NUMBER, TOTAL} and column != 1
        painter.setPen(
            theme.colour("warn" if unchosen and line.kind == LACKING else "text3" if faint else "text1")
        )
        inner = box.adjusted(theme.px(16 if column == NUMBER else 8), 0, -theme.px(8 if right else 4), 0)
        flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | flag, shown)

    def _state(self, painter: QPainter, box: QRectF, line: SheetLine, words: str) -> None:
        theme = self._context.theme
        icon, tone = _ICONS[line.kind]
        side = theme.px(16)
        place = QRectF(box.left() + theme.px(8), box.center().y() - side / 2, side, side)
        self._context.icons.paint(painter, icon, place, tone)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour(tone))
        inner = box.adjusted(side + theme.px(16), 0, -theme.px(4), 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

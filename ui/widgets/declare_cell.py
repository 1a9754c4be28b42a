"""Paints the cells of the declaration grid: answers, hits, recused rows, state."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.context import Context
from ui.models.declare_grid import FIRST_RULE, STATE, DeclareGrid, state_kind
from ui.viewmodels.declare import Line, hits_of
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.hairline import line_below, line_right

_TONES = {"open": "text2", "done": "ok", "recused": "danger", "pending": "warn"}
_ICONS = {"done": "check-line", "recused": "forbid-2-line"}
# Groups of rules are divided by a hairline (look, picture b).
_DIVIDED = frozenset({7, 10, 12, 14, 17})


class DeclareCell(QStyledItemDelegate):
    """The delegate of the grid."""

    def __init__(self, context: Context, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(self._context.theme.px(35), self._context.theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        line: Line = index.data(Qt.ItemDataRole.UserRole)
        box = QRectF(option.rect)
        theme = self._context.theme
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("accentSoft" if current else "bg1"))
        column = index.column()
        if FIRST_RULE <= column < STATE:
            self._rule(painter, box, line, index)
            if column - FIRST_RULE + 1 in _DIVIDED:
                line_right(painter, box, theme.colour("line"))
        elif column == STATE:
            self._state(painter, box, line, str(index.data()))
        else:
            self._words(painter, box, line, str(index.data()), column)
        if current:
            bar_at_left(painter, theme, box, column)
        line_below(painter, box, theme.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 4, 4)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, line: Line, words: str, column: int) -> None:
        theme = self._context.theme
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text3" if line.closed or column == 0 else "text1"))
        inner = box.adjusted(theme.px(16 if column == 0 else 0), 0, -theme.px(8), 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _rule(
        self, painter: QPainter, box: QRectF, line: Line, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._context.theme
        rule = DeclareGrid.rule_of(index.column())
        cell = line.cell(rule)
        if line.closed:
            painter.fillRect(box, QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        if cell is None and not line.closed:
            self._unanswered(painter, box, bool(hits_of(line, rule)))
        elif cell is not None and cell.answer in {"yes", "unsure"}:
            self._said(painter, box, str(index.data()), cell.answer, lacking=rule in line.marks.open)
        elif cell is not None and not line.closed:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index.data()))
            if hits_of(line, rule):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("warn"))
                aside = theme.px(8)
                painter.drawEllipse(box.topRight() + QPointF(-aside, aside), theme.px(3), theme.px(3))

    def _unanswered(self, painter: QPainter, box: QRectF, hit: bool) -> None:
        """A small ring; a magnifier where the private lists found something."""
        theme = self._context.theme
        if hit:
            side = theme.px(16)
            centre = box.center()
            icon = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            self._context.icons.paint(painter, "search-line", icon, "warn")
            return
        painter.setPen(QPen(theme.colour("text3"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.center(), theme.px(4), theme.px(4))

    def _said(self, painter: QPainter, box: QRectF, words: str, answer: str, *, lacking: bool) -> None:
        """A tag: yes in danger, unsure in warn; a dashed edge while its reason is missing."""
        theme = self._context.theme
        tone = "danger" if answer == "yes" else "warn"
        side = theme.px(28)
        centre = box.center()
        tag = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        style = Qt.PenStyle.DashLine if lacking else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(tone), 1, style))
        painter.setBrush(theme.colour(f"{tone}Soft"))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setFont(theme.font("small", bold=True))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, words[:3])

    def _state(self, painter: QPainter, box: QRectF, line: Line, words: str) -> None:
        theme = self._context.theme
        kind = state_kind(line)
        tone = _TONES[kind]
        painter.setFont(theme.font("small"))
        left = box.left() + theme.px(12)
        width = painter.fontMetrics().horizontalAdvance(words) + 2
        icon = theme.px(16)
        if kind in {"recused", "pending"}:
            start = icon + theme.px(4) if kind in _ICONS else 0
            ground = QRectF(left - 6, box.center().y() - theme.px(11), width + start + 12, theme.px(22))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"{tone}Soft"))
            painter.drawRoundedRect(ground, 4, 4)
        if kind in _ICONS:
            place = QRectF(left, box.center().y() - icon / 2, icon, icon)
            self._context.icons.paint(painter, _ICONS[kind], place, tone)
            left += icon + theme.px(4)
        painter.setPen(theme.colour(tone))
        painter.drawText(
            QRectF(left, box.top(), width, box.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )

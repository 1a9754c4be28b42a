"""Paints the matrix of experts × applications: who judges, who may not, what is about to change."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.context import Context
from ui.models.secretary_assign import FIRST, MatrixTable
from ui.widgets.hairline import line_below, line_right
from ui.widgets.upright_header import paint_upright
from zgc_review.services.assigning_matrix import MatrixExpert

_TALL = 128
_ICONS = {
    "held": ("check-line", "ok"),
    "recused": ("forbid-2-line", "text3"),
    "out": ("subtract-line", "text3"),
    "waiting": ("question-line", "warn"),
    "add": ("add-line", "accent"),
    "drop": ("close-line", "danger"),
}
_HATCHED = frozenset({"recused", "away"})


class MatrixCell(QStyledItemDelegate):
    """The delegate of the matrix."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Cells have a fixed size."""
        return QSize(self._context.theme.px(36), self._context.theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        theme, box = self._context.theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("bg1"))
        if index.column() < FIRST:
            self._words(painter, box, str(index.data() or ""), index.column())
        else:
            self._mark(painter, box, str(index.data(MatrixTable.KIND)))
        line_below(painter, box, theme.colour("line"))
        if index.column() >= FIRST:
            line_right(painter, box, theme.colour("line"))
        if chosen and index.column() >= FIRST:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 3, 3)
        painter.restore()

    def _words(self, painter: QPainter, box: QRectF, words: str, column: int) -> None:
        theme = self._context.theme
        painter.setFont(theme.font("small" if column == 2 else "body"))
        painter.setPen(theme.colour("text2" if column != 1 else "text1"))
        inner = box.adjusted(theme.px(12 if column == 0 else 4), 0, -theme.px(4), 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _mark(self, painter: QPainter, box: QRectF, kind: str) -> None:
        theme = self._context.theme
        if kind in _HATCHED:
            painter.fillRect(box, QBrush(theme.colour("line"), Qt.BrushStyle.BDiagPattern))
        if kind in {"held", "add", "drop"}:
            tint = {"held": "okSoft", "add": "accentSoft", "drop": "dangerSoft"}[kind]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(tint))
            side = theme.px(26)
            centre = box.center()
            painter.drawRoundedRect(QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side), 4, 4)
        if kind in _ICONS:
            icon, ink = _ICONS[kind]
            side = theme.px(16)
            centre = box.center()
            place = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
            self._context.icons.paint(painter, icon, place, ink)


class MatrixHeader(QHeaderView):
    """Names upright, below them number and load."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """Tall enough for a name, the number and the load."""
        return QSize(super().sizeHint().width(), self._context.theme.px(_TALL))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one head."""
        theme = self._context.theme
        painter.save()
        painter.fillRect(rect, theme.colour("bg2"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        expert = self.model().headerData(section, Qt.Orientation.Horizontal, MatrixTable.KIND)
        if isinstance(expert, MatrixExpert):
            self._expert(painter, rect, expert)
        else:
            words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
            painter.setFont(theme.font("micro"))
            painter.setPen(theme.colour("text3"))
            box = rect.adjusted(theme.px(12 if section == 0 else 4), 0, 0, -theme.px(6))
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()

    def _expert(self, painter: QPainter, rect: QRect, expert: MatrixExpert) -> None:
        theme = self._context.theme
        full = expert.most is not None and expert.load >= expert.most
        load = QRectF(rect.left(), rect.bottom() - theme.px(20), rect.width(), theme.px(18))
        number = load.translated(0, -theme.px(18))
        painter.setFont(theme.font("micro", bold=True))
        painter.setPen(theme.colour("warn" if full else "text1"))
        words = f"{expert.load}/{expert.most}" if full else f"{expert.load}"
        painter.drawText(load, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("text3"))
        shown = painter.fontMetrics().elidedText(expert.number, Qt.TextElideMode.ElideLeft, rect.width())
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, shown)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        head = QRectF(rect.left(), rect.top() + 2, rect.width(), number.top() - rect.top() - 4)
        paint_upright(painter, head, expert.name or expert.number)

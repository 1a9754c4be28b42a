"""Paints a name at the left and its state at the right, in rows of the height of look.md §4."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.context import Context

STATE = Qt.ItemDataRole.UserRole + 1


class NameWithState(QStyledItemDelegate):
    """The delegate of a list of names; the state stands under :data:`STATE`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(0, self._context.theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        theme, chosen = self._context.theme, bool(option.state & QStyle.StateFlag.State_Selected)
        box, edge = QRectF(option.rect), theme.px(16)
        painter.save()
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), theme.colour("accent"))
        inside = box.adjusted(edge, 0, -edge, 0)
        state = str(index.data(STATE) or "")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text3"))
        painter.drawText(inside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
        taken = painter.fontMetrics().horizontalAdvance(state) + theme.px(8)
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.colour("text1"))
        room = inside.adjusted(0, 0, -taken, 0)
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

"""A box to choose from a list, with its arrow (a style sheet alone paints none)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.context import Context


class ChoiceBox(QComboBox):
    """A combo box whose width does not follow its longest entry; without ``letters`` it does."""

    def __init__(self, context: Context, *, name: str, letters: int = 12) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.setMinimumContentsLength(letters)
        adjust = QComboBox.SizeAdjustPolicy
        self.setSizeAdjustPolicy(
            adjust.AdjustToMinimumContentsLengthWithIcon if letters else adjust.AdjustToContents
        )
        context.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return the room of the box, with that of its arrow."""
        hint = super().sizeHint()
        return hint if self.minimumContentsLength() else hint + QSize(self._context.theme.px(12), 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, as much of its words as fits, and the arrow."""
        painter, box = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(box)
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, box, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        room = field.width() - self._context.theme.px(4)
        box.currentText = self.fontMetrics().elidedText(box.currentText, Qt.TextElideMode.ElideRight, room)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, box)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, box)
        side = self._context.theme.px(18)
        place = QRectF(self.width() - side - 6, (self.height() - side) / 2, side, side)
        ink = "text2" if self.isEnabled() else "text3"
        self._context.icons.paint(painter, "arrow-down-s-line", place, ink)

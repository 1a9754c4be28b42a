"""A box to choose from a list, with its arrow (a style sheet alone paints none)."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from ui.context import Context


class ChoiceBox(QComboBox):
    """A combo box whose width does not follow its longest entry."""

    def __init__(self, context: Context, *, name: str, letters: int = 12) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.setMinimumContentsLength(letters)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        context.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the arrow over the box."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = self._context.theme.px(18)
        place = QRectF(self.width() - side - 6, (self.height() - side) / 2, side, side)
        ink = "text2" if self.isEnabled() else "text3"
        self._context.icons.paint(painter, "arrow-down-s-line", place, ink)

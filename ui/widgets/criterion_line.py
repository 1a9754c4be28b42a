"""A line of words that ends in an ellipsis where the room ends; the whole stands in its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.context import Context


class ElidedLine(QWidget):
    """One line of text."""

    def __init__(
        self, context: Context, kind: str = "body", tone: str = "text1", *, name: str = "", bold: bool = False
    ) -> None:
        super().__init__()
        self._context = context
        self._kind, self._tone, self._bold = kind, tone, bold
        self._words = ""
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.updateGeometry)

    def setText(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def text(self) -> str:
        """Return the whole words."""
        return self._words

    def sizeHint(self) -> QSize:
        """One line of its type."""
        return QSize(self._context.theme.px(60), self._context.theme.line(self._kind))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.setFont(theme.font(self._kind, bold=self._bold or None))
        painter.setPen(theme.colour(self._tone))
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)

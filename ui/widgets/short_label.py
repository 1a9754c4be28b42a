"""A label that gives way: its words end in an ellipsis where the room ends, the whole is its tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ShortLabel(QLabel):
    """One line of plain text; ``text`` returns all of it."""

    def __init__(self, *, kind: str = "body", tone: str = "", name: str = "") -> None:
        super().__init__()
        self._tip = ""
        self.setObjectName(name)
        self.setProperty("type", kind)
        self.setProperty("tone", tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str, tip: str = "") -> None:
        """Show words; ``tip`` says more than they do."""
        self._tip = tip
        self.setText(words)
        self._say_tip()

    def minimumSizeHint(self) -> QSize:
        """No width is too small."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the whole where it does not fit any more."""
        super().resizeEvent(event)
        self._say_tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint as much as fits."""
        painter = QPainter(self)
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        ink = self.palette().color(self.foregroundRole())
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _say_tip(self) -> None:
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        parts = [self.text() if cut else "", self._tip]
        self.setToolTip("\n".join(one for one in parts if one))

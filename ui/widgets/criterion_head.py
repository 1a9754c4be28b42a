"""One closed line of the rubric: number, name, band, percent, points; or what is still missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.context import Context
from ui.widgets.marks import paint_chip


@dataclass(frozen=True)
class Part:
    """A thing at the right of the line.

    Attributes:
        kind: ``text``, ``chip`` (words: the letter), ``tag`` or ``icon`` (words: its name).
        words: what it shows.
        tone: colour of text or icon; for a tag ``warn`` or ``plain``.
        width: px at 100 % that it takes at least, aligned to the right.
        font: type of the text.
    """

    kind: str
    words: str
    tone: str = "text1"
    width: int = 0
    font: str = "body"


class CriterionHead(QAbstractButton):
    """A line of 36 px that opens its criterion."""

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._lead = ""
        self._icon = ""
        self._words = ""
        self._parts: Sequence[Part] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        context.theme.changed.connect(self.updateGeometry)

    def show_line(self, lead: str, words: str, parts: Sequence[Part], said: str, icon: str = "") -> None:
        """Show a number or an icon, a name, things at the right; ``said`` is for screen readers."""
        self._lead, self._icon, self._words, self._parts = lead, icon, words, tuple(parts)
        self.setAccessibleName(said)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._context.theme.px(240), self._context.theme.px("row"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint from the right to the left; the name takes what is left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        px = theme.px
        if self.underMouse() or self.isDown():
            painter.fillRect(self.rect(), theme.colour("bg2"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        right = float(self.width() - px(16))
        for part in reversed(self._parts):
            right = self._paint_part(painter, part, right) - px(8)
        if self._icon:
            side = px(16)
            box = QRectF(px(14), (self.height() - side) / 2, side, side)
            self._context.icons.paint(painter, self._icon, box, "text2")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text2"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(px(16), 0, px(20), self.height()), flags, self._lead)
        painter.setPen(theme.colour("text1"))
        room = right - px(38)
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(px(38), 0, room, self.height()), flags, shown)

    def _paint_part(self, painter: QPainter, part: Part, right: float) -> float:
        """Paint one thing that ends at ``right``; return where it begins."""
        theme = self._context.theme
        if part.kind in {"chip", "icon"}:
            side = theme.px(22 if part.kind == "chip" else 16)
            box = QRectF(right - side, (self.height() - side) / 2, side, side)
            if part.kind == "chip":
                paint_chip(painter, theme, box, part.words)
            else:
                self._context.icons.paint(painter, part.words, box, part.tone)
            return box.left()
        painter.setFont(theme.font(part.font if part.kind == "text" else "small"))
        needed = painter.fontMetrics().horizontalAdvance(part.words) + 1
        if part.kind == "tag":
            tall = theme.px(24)
            box = QRectF(right - needed - theme.px(12), (self.height() - tall) / 2, 0, tall)
            box.setRight(right)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("warnSoft" if part.tone == "warn" else "bg2"))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(theme.colour("warn" if part.tone == "warn" else "text2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, part.words)
            return box.left()
        width = max(theme.px(part.width), needed)
        painter.setPen(theme.colour(part.tone))
        box = QRectF(right - width, 0, width, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, part.words)
        return box.left()

"""Own totals as dots on a line, with the two published bounds (look, picture d)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.context import Context
from ui.widgets.marks import band_of
from zgc_review.domain.money import points

_LOW, _HIGH = 40, 100
_BANDS = (90, 75, 60)


class ScoreStrip(QWidget):
    """Dots that stack where totals fall together; nothing is rounded but the place of a dot."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._totals: tuple[int, ...] = ()
        self._marks: tuple[tuple[int, str], ...] = ()
        self.setObjectName("scoreStrip")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Three rows of dots and the scale."""
        return QSize(self._context.theme.px(400), self._context.theme.px(96))

    def show_totals(self, totals: Sequence[int], marks: Sequence[tuple[int, str]]) -> None:
        """Show totals (points × 100) and named bounds."""
        self._totals = tuple(sorted(totals))
        self._marks = tuple(marks)
        self.setAccessibleName(" ".join(map(points, self._totals)))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scale, bounds and dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        left, right = theme.px(24), self.width() - theme.px(24)
        base = self.height() - theme.px(24)
        low = min(_LOW * 100, *(self._totals or (_LOW * 100,))) // 1000 * 10
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        self._scale(painter, low, left, right, base)
        radius = theme.px(5)
        stacked: list[float] = []  # of each row, where its last dot stands
        for total in self._totals:
            x = left + (right - left) * (total / 100 - low) / (_HIGH - low)
            free = (n for n, last in enumerate(stacked) if x - last > 2 * radius)
            level = next(free, len(stacked))
            stacked[level : level + 1] = [x]
            band = band_of(total // 100, _BANDS)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(f"band{band}"))
            painter.drawEllipse(QPointF(x, base - radius - 3 - level * (2 * radius + 1)), radius, radius)

    def _scale(self, painter: QPainter, low: int, left: float, right: float, base: float) -> None:
        theme = self._context.theme
        painter.setFont(theme.font("micro"))
        for value in range(low, _HIGH + 1, 10):
            x = left + (right - left) * (value - low) / (_HIGH - low)
            painter.setPen(theme.colour("border"))
            painter.drawLine(QPointF(x, base), QPointF(x, base + 4))
            painter.setPen(theme.colour("text3"))
            box = QRectF(x - 20, base + 4, 40, theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(value))
        for bound, words in self._marks:
            x = left + (right - left) * (bound / 100 - low) / (_HIGH - low)
            painter.setPen(QPen(theme.colour("text3"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, theme.px(6)), QPointF(x, base))
            painter.setPen(theme.colour("text2"))
            width = painter.fontMetrics().horizontalAdvance(words) + 8
            box = QRectF(x - width, theme.px(2), width - 4, theme.px(18))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

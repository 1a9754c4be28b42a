"""What the colours and marks of the heat map mean, in one line."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.context import Context
from zgc_review.domain.settings import Bands

_SWATCH, _GAP = 22, 14


class HeatLegend(QWidget):
    """Bands with their bounds, who stands aside, what is trimmed, what deviates."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._bands = Bands()
        self.setObjectName("heatLegend")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.captions.changed.connect(self._say)
        context.theme.changed.connect(self.updateGeometry)
        self._say()

    def show_bands(self, bands: Bands) -> None:
        """Show the bounds of a round."""
        self._bands = bands
        self._say()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self._context.theme.px(400), self._context.theme.px(22))

    def minimumSizeHint(self) -> QSize:
        """A narrow window cuts the line at its end."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint swatch and words of each entry, as many as fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        left, tall = 0.0, theme.px(16)
        top = (self.height() - tall) / 2
        for kind, words in self._entries():
            painter.setFont(theme.font("micro"))
            width = painter.fontMetrics().horizontalAdvance(words) + 2
            if left + theme.px(_SWATCH) + theme.px(6) + width > self.width():
                return
            self._swatch(painter, QRectF(left, top, theme.px(_SWATCH), tall), kind)
            left += theme.px(_SWATCH) + theme.px(6)
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(left, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, words)
            left += width + theme.px(_GAP)

    def _entries(self) -> tuple[tuple[str, str], ...]:
        cap, bands = self._context.captions.cap, self._bands
        return (
            ("A", f"≥{bands.A}"),
            ("B", f"{bands.B}–{bands.A}"),
            ("C", f"{bands.C}–{bands.B}"),
            ("D", f"<{bands.C}"),
            ("recused", cap("chair.aside.recused")),
            ("high", cap("chair.legend.high")),
            ("low", cap("chair.legend.low")),
            ("flag", cap("chair.legend.flag")),
        )

    def _swatch(self, painter: QPainter, box: QRectF, kind: str) -> None:
        theme = self._context.theme
        painter.setPen(Qt.PenStyle.NoPen)
        if kind in "ABCD":
            painter.setBrush(theme.colour(f"heat{kind}"))
            painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        elif kind == "recused":
            painter.setBrush(QBrush(theme.colour("border"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, theme.px(3), theme.px(3))
        elif kind == "flag":
            painter.setBrush(theme.colour("warn"))
            painter.drawEllipse(box.center(), theme.px(3), theme.px(3))
        else:
            painter.setPen(QPen(theme.colour("text2"), 2))  # in the table the outline has its band's colour
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), theme.px(3), theme.px(3))
            self._mark(painter, box, kind)

    def _mark(self, painter: QPainter, box: QRectF, kind: str) -> None:
        """Paint the polygon of a trimmed score."""
        side, middle = self._context.theme.px(6), box.center()
        up = -1 if kind == "high" else 1
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("text2"))
        tip = QPointF(middle.x(), middle.y() + up * side / 2)
        foot = middle.y() - up * side / 2
        painter.drawPolygon(
            QPolygonF([QPointF(middle.x() - side / 2, foot), QPointF(middle.x() + side / 2, foot), tip])
        )

    def _say(self) -> None:
        self.setAccessibleName(" · ".join(words for _, words in self._entries()))
        self.update()

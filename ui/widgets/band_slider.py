"""A slider for a percent with the marks of the bands; without a percent it has no handle."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from ui.context import Context

_HANDLE = 8  # half of its width


class BandSlider(QSlider):
    """0–100 with a mark at the lowest percent of each band.

    Signals:
        moved: the person asks for a percent.
    """

    moved = Signal(int)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._context = context
        self._marks: tuple[int, ...] = ()
        self._step = 1
        self.has_value = False
        self.setObjectName(name)
        self.setRange(0, 100)
        self.setPageStep(5)
        self.setTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme.changed.connect(self.updateGeometry)

    def set_scale(self, marks: tuple[int, ...], step: int) -> None:
        """Set the marks of the bands and the step of the round."""
        self._marks, self._step = marks, step
        self.setSingleStep(step)
        self.setPageStep(max(5 // step, 1) * step)
        self.update()

    def show_value(self, value: int | None) -> None:
        """Show a percent, or that there is none."""
        self.has_value = value is not None
        self.blockSignals(True)
        self.setValue(value or 0)
        self.blockSignals(False)
        self.update()

    def sizeHint(self) -> QSize:
        """A line with room for the numbers below it."""
        return QSize(self._context.theme.px(160), self._context.theme.px(40))

    def minimumSizeHint(self) -> QSize:
        """Narrow where words beside it are long."""
        return QSize(self._context.theme.px(80), self._context.theme.px(40))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the mouse points."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._ask(self._percent_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._ask(self._percent_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The mouse let go where it was."""
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the panel, never the score."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows and page keys, once there is a percent."""
        keys = Qt.Key
        steps = {
            keys.Key_Up: self.singleStep(),
            keys.Key_Right: self.singleStep(),
            keys.Key_Down: -self.singleStep(),
            keys.Key_Left: -self.singleStep(),
            keys.Key_PageUp: self.pageStep(),
            keys.Key_PageDown: -self.pageStep(),
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            event.ignore()
        elif self.has_value:
            self._ask(min(100, max(0, self.value() + by)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line, what is filled of it, the marks and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        middle, thick = self._middle(), theme.px(4)
        left, right = self._x(0), self._x(100)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg3"))
        painter.drawRoundedRect(QRectF(left, middle - thick / 2, right - left, thick), thick / 2, thick / 2)
        if self.has_value:
            painter.setBrush(theme.colour("accent"))
            filled = QRectF(left, middle - thick / 2, self._x(self.value()) - left, thick)
            painter.drawRoundedRect(filled, thick / 2, thick / 2)
        painter.setFont(theme.font("micro"))
        painter.setPen(theme.colour("text3"))
        for mark in self._marks:
            box = QRectF(self._x(mark) - theme.px(16), middle + theme.px(7), theme.px(32), theme.px(17))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, str(mark))
        if self.has_value:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(theme.colour("bg1"))
            radius = theme.px(_HANDLE)
            painter.drawEllipse(QPointF(self._x(self.value()), middle), radius, radius)

    def _ask(self, value: int) -> None:
        if not self.has_value or value != self.value():
            self.moved.emit(value)

    def _middle(self) -> float:
        return self._context.theme.px(14)

    def _x(self, value: int) -> float:
        edge = self._context.theme.px(_HANDLE + 1)
        return edge + (self.width() - 2 * edge) * value / 100

    def _percent_at(self, x: float) -> int:
        edge = self._context.theme.px(_HANDLE + 1)
        exact = (x - edge) * 100 / max(1, self.width() - 2 * edge)
        return min(100, max(0, round(exact / self._step) * self._step))

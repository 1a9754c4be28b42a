"""A picture drawn elsewhere, shown as pixels: what stands where is known, so mouse and keys find it.

No drawing library is imported here (docs/adr/0020): a job draws, this widget paints one image.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.context import Context
from ui.widgets.focus_ring import OWN_FOCUS
from zgc_review.export.charts import Drawn, Spot

_SETTLED = 120  # ms without another size before a picture is drawn anew
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_J: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_K: -1,
}


class FigureView(QWidget):
    """One page of a picture.

    Signals:
        fitted: the size changed and has settled; somebody should draw anew.
        stepped: place of the spot that the arrows came to, or -1.
        asked: place of the spot that was pressed, or chosen by Enter.
        left: the arrows went past the first (-1) or the last (1) spot.
    """

    fitted = Signal()
    stepped = Signal(int)
    asked = Signal(int)
    left = Signal(int)

    def __init__(self, context: Context, words: Callable[[Spot], str], *, name: str) -> None:
        super().__init__()
        self._context = context
        self._words = words
        self._image = QImage()
        self.spots: tuple[Spot, ...] = ()
        self.at = -1
        self.setObjectName(name)
        self.setProperty(OWN_FOCUS, True)  # the frame round what is chosen shows it
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED)
        self._settle.timeout.connect(self.fitted)

    def minimumSizeHint(self) -> QSize:
        """Room for a few rows."""
        return QSize(self._context.theme.px(320), self._context.theme.px(200))

    @property
    def is_settling(self) -> bool:
        """Whether the size changed just now; ``fitted`` follows."""
        return self._settle.isActive()

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height in the screen's own pixels, which a picture should have."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def show_drawn(self, drawn: Drawn | None, at: int = -1) -> None:
        """Show a page, or nothing; ``at``: the spot that is chosen."""
        self._image = QImage()
        self.spots = ()
        if drawn is not None:
            form = QImage.Format.Format_RGBA8888
            # The copy owns its bytes: what was drawn may go.
            self._image = QImage(drawn.pixels, drawn.width, drawn.height, 4 * drawn.width, form).copy()
            self.spots = drawn.spots
        self.at = at if at < len(self.spots) else -1
        self.update()

    def choose(self, at: int) -> None:
        """Choose a spot and say so."""
        self.at = at
        self.setAccessibleDescription(self._words(self.spots[at]) if at >= 0 else "")
        self.stepped.emit(at)
        self.update()

    def spot_at(self, place: QPointF) -> int:
        """Return the smallest spot under a place of the widget, -1 for none; the last of equals is on top."""
        ratio = self._ratio()
        x, y = place.x() * ratio, place.y() * ratio
        under = [
            n for n, one in enumerate(self.spots) if one.left <= x <= one.right and one.top <= y <= one.bottom
        ]
        return min(under, key=lambda n: (_far(self.spots[n], x, y), -n), default=-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, J and K step; Enter goes to the row; Home and End to the ends."""
        key, count = Qt.Key(event.key()), len(self.spots)
        if event.modifiers() not in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            super().keyPressEvent(event)
        elif key in _STEPS and count:
            to = self.at + _STEPS[key] if self.at >= 0 or _STEPS[key] > 0 else count - 1
            if 0 <= to < count:
                self.choose(to)
            else:
                self.left.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and count:
            self.choose(0 if key == Qt.Key.Key_Home else count - 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.at >= 0:
            self.asked.emit(self.at)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press on something goes to its row."""
        at = self.spot_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.choose(at)
            self.asked.emit(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that something can be pressed."""
        there = self.spot_at(event.position()) >= 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.spot_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(self.spots[at]) if at >= 0 else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """With the focus something is chosen."""
        super().focusInEvent(event)
        if self.at < 0 and self.spots:
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another picture once the size has settled; until then the old one is shown smaller."""
        super().resizeEvent(event)
        self._settle.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the picture, and a frame around what is chosen."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("bg1"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._place(), self._image)
        if 0 <= self.at < len(self.spots):
            one, ratio = self.spots[self.at], self._ratio()
            box = QRectF(one.left, one.top, one.right - one.left, one.bottom - one.top)
            box = QRectF(box.x() / ratio, box.y() / ratio, box.width() / ratio, box.height() / ratio)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(2, 1, -2, -1), 4, 4)

    def _place(self) -> QRectF:
        """Return where the picture stands: its letters are never pressed flat."""
        size = QSizeF(self._image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(QPointF(0, 0), size)

    def _ratio(self) -> float:
        """Return how many pixels of the picture make one of the widget."""
        return self._image.width() / max(1.0, self._place().width()) if not self._image.isNull() else 1.0


def index_of(spots: Sequence[Spot], application: str, code: str = "") -> int:
    """Return the place of an application, and of an expert's dot on it where one is named, else -1."""
    return next(
        (n for n, one in enumerate(spots) if one.application == application and code in {"", one.code}), -1
    )


def _far(spot: Spot, x: float, y: float) -> float:
    """Return how far the middle of a small spot is; a row is everywhere in itself."""
    if not spot.code:
        return 0.0
    return abs((spot.left + spot.right) / 2 - x) + abs((spot.top + spot.bottom) / 2 - y)

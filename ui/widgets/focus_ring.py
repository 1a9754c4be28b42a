"""The focus ring: one overlay of a window, 2 px outside what has the focus (look.md §4)."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.theme import Theme

#: Property of other widgets that show the focus themselves.
OWN_FOCUS = "ownFocus"
# Fields draw their own edge; item views paint the current cell themselves. By name: to import them is slow.
_OWN = ("QLineEdit", "QPlainTextEdit", "QSpinBox", "QComboBox", "QAbstractItemView")


class FocusRing(QWidget):
    """Draws a ring round the focused widget after Tab, an arrow or a shortcut; never takes the mouse."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._whole = QRect()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("focusRing")
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
        theme.changed.connect(self.update)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the target when it moves, and note how the focus came."""
        if event.type() in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        elif event.type() in {QEvent.Type.Hide, QEvent.Type.MouseButtonPress}:
            self.hide()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring along the edge of this overlay."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.drawRoundedRect(self._whole.translated(-self.pos()).adjusted(1, 1, -1, -1), 8, 8)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Take the newly focused widget as target, unless it shows the focus itself."""
        for one in self._watched:
            if shiboken6.isValid(one):
                one.removeEventFilter(self)
        self._watched = []
        self._target = now
        by_mouse = bool(QApplication.mouseButtons())
        if now is None or by_mouse or now.window() is not self.window() or _draws_itself(now):
            self._target = None
            self.hide()
            return
        # A layout moves an ancestor without telling the focused widget: all of them are watched.
        step: QWidget | None = self._target
        while step is not None and step is not self.window():
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def _place(self) -> None:
        """Lay the overlay round its target."""
        if self._target is None or not shiboken6.isValid(self._target) or not self._target.isVisible():
            self.hide()
            return
        corner = self._target.mapTo(self.window(), QPoint(0, 0))
        seen = self._target.visibleRegion().boundingRect()
        if seen.isEmpty():  # scrolled out of view
            self.hide()
            return
        self._whole = QRect(corner, self._target.size()).adjusted(-4, -4, 4, 4)
        self.setGeometry(_uncut(seen, self._target.rect()).translated(corner))
        self.update()
        self.raise_()
        self.show()


def _uncut(seen: QRect, whole: QRect) -> QRect:
    """Return what is seen of a widget, with the room of the ring at the edges that are not scrolled away."""
    left, top = (-4 if edge else 0 for edge in (seen.left() == whole.left(), seen.top() == whole.top()))
    right, below = (
        4 if edge else 0 for edge in (seen.right() == whole.right(), seen.bottom() == whole.bottom())
    )
    return seen.adjusted(left, top, right, below)


def _draws_itself(widget: QWidget) -> bool:
    """Whether a widget needs no ring: it shows the focus itself, or is a page that only takes the keys."""
    own = bool(widget.property(OWN_FOCUS)) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus
    return own or any(widget.inherits(name) for name in _OWN)

"""Notices that somebody is there: keys, mouse and wheel in any window of the program (look.md §6)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Presence(QObject):
    """Watches each window of the program once it had the focus.

    The windows of the system see every key and every move before any widget does. A filter on the whole
    program would see every event of every widget, and a page would take half as long again to build.

    Signals:
        touched: somebody pressed, moved or typed.
    """

    touched = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())
        # Words that an input method writes reach no window as keys; the cursor moves all the same.
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self.touched)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell of a touch; nothing is held back."""
        if event.type() in _TOUCHES:
            self.touched.emit()
        return super().eventFilter(watched, event)

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

"""The focus stays on the page when what had it goes: a button that is pressed, then waits or disappears."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.views.screen import Screen


class KeptFocus(QObject):
    """Gives the focus to the page of a control that can no longer have it.

    Qt would hand it to the next control of the window, often in the header: Space pressed again would do
    something else there, and the letters of the page were dead.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._last: QWidget | None = None  # what had the focus in this window, dialogs left aside
        self._home: Screen | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Remember what has the focus; whether it was taken from what had it shows once that is disabled."""
        if now is None or now.window() is not self._window:
            return
        last, home = self._last, self._home
        self._last, self._home = now, _home(now)
        if last is not None and last is not now:
            QTimer.singleShot(0, self, partial(self._keep, last, home))

    def _keep(self, before: QWidget, home: Screen | None) -> None:
        """Give the focus back to the page, if the control is gone and nobody chose another on the page."""
        while home is not None and not (shiboken6.isValid(home) and home.isVisible()):
            home = _home(home) if shiboken6.isValid(home) else None
        gone = not shiboken6.isValid(before) or not before.isEnabled() or not before.isVisible()
        focus = QApplication.focusWidget()
        if home is None or not gone or focus is None or focus.window() is not self._window:
            return
        if not home.isAncestorOf(focus):
            home.setFocus()


def _home(widget: QWidget) -> Screen | None:
    """Return the page a control stands on."""
    step = widget.parentWidget()
    while step is not None and not isinstance(step, Screen):
        step = step.parentWidget()
    return step

"""What has the focus is in sight: it comes into view wherever it stands in something that scrolls."""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


class SeenFocus(QObject):
    """Scrolls to what has the focus, if nothing of it is seen.

    Qt does so only while Tab stays within one scrolling part: where it comes in from a header or a footer,
    it may land above or below what is on show.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def _moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Look once everything has its place: a page that was just put on show is not laid out yet."""
        if now is not None:
            QTimer.singleShot(0, self, partial(self._show, now))

    def _show(self, now: QWidget) -> None:
        if not shiboken6.isValid(now) or not now.hasFocus() or not now.visibleRegion().isEmpty():
            return
        step = now.parentWidget()
        while step is not None:
            if isinstance(step, QScrollArea):
                step.ensureWidgetVisible(now)
            step = step.parentWidget() if not step.isWindow() else None

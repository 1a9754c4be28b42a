"""The room of a page: where a page needs more of it than the window has, the page scrolls (look.md §11)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class PageRoom(QScrollArea):
    """Scrolls the page on show of a stack, both ways, and only as far as its layout cannot be squeezed.

    At 200 % in a small window a layout would else be given less than its minimum, and Qt then lets lines
    overlap. The stack stays what its owner turns.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        self._fitting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(stack)
        stack.installEventFilter(self)
        stack.currentChanged.connect(self._turned)

    def minimumSizeHint(self) -> QSize:
        """Return nothing: what does not fit scrolls."""
        return QSize(0, 0)

    def sizeHint(self) -> QSize:
        """Return what the stack asks for."""
        return self._stack.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow a page that grew or shrank."""
        if watched is self._stack and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window."""
        super().resizeEvent(event)
        self._fit()

    def _turned(self, _at: int) -> None:
        self._fit()
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.setValue(0)

    def _fit(self) -> None:
        page = self._stack.currentWidget()
        if page is None or self._fitting:
            return
        self._fitting = True
        try:
            whole, beside = self.maximumViewportSize(), self.verticalScrollBar().sizeHint().width()
            size = _room_of(page, whole)
            if size.height() > whole.height():
                size = _room_of(page, QSize(whole.width() - beside, whole.height()))
            self._stack.resize(size)
        finally:
            self._fitting = False


def _room_of(page: QWidget, least: QSize) -> QSize:
    """Return the size a page is given: at least ``least``, more where its layout needs more."""
    layout = page.layout()
    if layout is None:
        return least
    small = layout.totalMinimumSize()
    wide = max(least.width(), small.width())
    tall = layout.totalMinimumHeightForWidth(wide) if layout.hasHeightForWidth() else small.height()
    return QSize(wide, max(least.height(), tall))

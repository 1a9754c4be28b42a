"""A scrolling column that is as high as its wrapped words need for its width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class TallScroll(QScrollArea):
    """Scrolls downwards only.

    Qt gives the widget of a scroll area its minimum height, and that of wrapped labels is a few lines
    whatever the width is: without this they are squeezed where the content grows.
    """

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow content that came or went."""
        if watched is self._inside and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
            self._later.start()  # cards inside lay themselves out after this event
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self._inside.layout()
        if layout is not None:
            width = self.viewport().width()
            needed = max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
            self._inside.setMinimumHeight(needed)

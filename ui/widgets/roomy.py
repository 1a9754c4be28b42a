"""The room between the heading and the buttons of a dialog: as high as its words need, else it scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.widgets.controls import tight

_FRAME = 48  # px a title bar takes of the screen


class RoomyColumn(QScrollArea):
    """A column of widgets; :meth:`fit` gives the dialog around it the right height.

    Qt asks a wrapped label how high it is for a width, but never a dialog: without this, words are
    squeezed where a dialog is made or grows.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inside = QWidget()
        self.column = QVBoxLayout(self._inside)
        tight(self.column, 0, 12)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def minimumSizeHint(self) -> QSize:
        """Return no height: what does not fit scrolls."""
        return QSize(self._inside.minimumSizeHint().width(), 0)

    def fit(self, dialog: QDialog, shown: QWidget | None = None) -> None:
        """Give the dialog the height its words need, at most the screen's; scroll to ``shown``."""
        layout = dialog.layout()
        if layout is None or not dialog.isVisible():
            return
        self.column.activate()
        layout.activate()
        margins = layout.contentsMargins()
        beside = margins.left() + margins.right()
        screen = dialog.screen().availableGeometry()
        least = self._inside.minimumSizeHint().width() + beside
        whole = min(max(dialog.width(), least), screen.width() - _FRAME)
        width = whole - beside
        needed = max(self.column.totalHeightForWidth(width), self.column.totalMinimumSize().height())
        around = layout.totalMinimumHeightForWidth(whole)
        around = max(around, layout.totalMinimumSize().height())
        tall = screen.height() - _FRAME
        if around + needed > tall:  # the scroll bar stands beside the words, not over them
            least += self.verticalScrollBar().sizeHint().width()
            whole = min(max(whole, least), screen.width() - _FRAME)
        # A bar that stood there makes the words narrower, hence higher, and would keep itself in place.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        dialog.resize(whole, min(around + needed, tall))
        layout.activate()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if shown is not None:
            self.ensureWidgetVisible(shown)

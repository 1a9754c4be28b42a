"""A dialog that shows and does one thing: a heading, words, room, an error in place, a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.kept_text import stays
from ui.views.rehearsal import mark_rehearsal
from ui.widgets.controls import button, label, tight
from ui.widgets.notices import ErrorPane
from ui.widgets.reading_order import first_field, in_reading_order
from ui.widgets.roomy import RoomyColumn
from zgc_review.errors import ReviewError

_EDGE = 48  # px of the screen beside the widest dialog


class PlainDialog(QDialog):
    """Subclasses fill ``body`` and may put buttons left of the way back into ``row``."""

    def __init__(self, context: Context, title: str, text: str, parent: QWidget, *, name: str) -> None:
        super().__init__(parent)
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(context.captions.cap("shell.window"))
        column = QVBoxLayout(self)
        tight(column, 24, 12)
        self.title = label("page", name=f"{name}Title", wrap=True)
        self.title.setText(title)
        self.text = label("body", "second", name=f"{name}Text", wrap=True)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.body = QVBoxLayout()
        tight(self.body, 0, 8)
        self.error = ErrorPane(context)
        self.row = QHBoxLayout()
        tight(self.row, 0, 8)
        self.row.addStretch(1)
        self.back = button(self.reject, name=f"{name}Close")
        self.back.setText(context.captions.cap("common.close"))
        self.back.setAutoDefault(False)
        self.row.addWidget(self.back)
        column.addWidget(self.title)
        self.room = RoomyColumn()
        for one in (self.text, self.error):
            self.room.column.addWidget(one)
        self.room.column.insertLayout(1, self.body)
        column.addWidget(self.room, 1)
        column.addSpacing(4)
        column.addLayout(self.row)
        self.setMinimumWidth(context.theme.px(560))

    def showEvent(self, event: QShowEvent) -> None:
        """Give the words the room they need; Tab goes down, and no act has the focus unasked."""
        mark_rehearsal(self.context, self)
        for one in self.findChildren(QPushButton):
            if one.property("kind") != "primary":  # Enter in a field does the act or nothing
                one.setAutoDefault(False)
        in_reading_order(self)
        if self.focusWidget() is None:
            (first_field(self) or self.back).setFocus()
        super().showEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes nothing away that was typed."""
        if not stays(self, self.back, event):
            super().keyPressEvent(event)

    def refuse(self, fault: ReviewError) -> None:
        """Say in place why it could not be done."""
        self.error.show_error(fault)
        self.room.fit(self, self.error)

    def widen(self, pixels: int) -> None:
        """Be at least so wide at 100 %, but never wider than the screen."""
        room = self.screen().availableGeometry().width() - _EDGE
        self.setMinimumWidth(min(self.context.theme.px(pixels), room))

    def tall(self, pixels: int) -> int:
        """Return a height given at 100 %, at most a third of the screen: what is below stays in view."""
        return min(self.context.theme.px(pixels), self.screen().availableGeometry().height() // 3)

    def fit(self) -> None:
        """Follow words that came or went."""
        self.room.fit(self)

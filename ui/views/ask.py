"""A question as title, what follows from it, answers as buttons; the act stands last (look.md §7)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.sentences import unbroken
from ui.views.kept_text import stays
from ui.views.rehearsal import mark_rehearsal
from ui.widgets.controls import button, label, tight
from ui.widgets.reading_order import in_reading_order
from ui.widgets.roomy import RoomyColumn


class Question(QDialog):
    """Asks before an act that cannot be taken back by one key.

    Signals:
        agreed: the act was chosen.
    """

    agreed = Signal()

    def __init__(
        self, context: Context, title: str, text: str, act: str, parent: QWidget, kind: str = "primary"
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("question")
        self.setWindowTitle(context.captions.cap("shell.window"))
        column = QVBoxLayout(self)
        tight(column, 24, 12)
        self.title = label("page", name="questionTitle", wrap=True)
        self.title.setText(title)
        words = label("body", "second", name="questionText", wrap=True)
        words.setText(unbroken(text))
        column.addWidget(self.title)
        self.room = RoomyColumn()
        self.room.column.addWidget(words)
        self.body = QVBoxLayout()
        self.room.column.addLayout(self.body)
        column.addWidget(self.room, 1)
        row = QHBoxLayout()
        tight(row, 0, 32)
        self.back = button(self.reject, name="questionBack")
        self.back.setText(context.captions.cap("common.back"))
        self.act = button(self._agree, kind, name="questionAct")
        self.act.setText(act)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.act)
        column.addLayout(row)
        self.setMinimumWidth(context.theme.px(560))
        self.back.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Give the words the room they need; Tab goes down."""
        mark_rehearsal(self._context, self)
        in_reading_order(self)
        super().showEvent(event)
        self.room.fit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes nothing away that was typed; Enter in a field leads on to the act and never does it."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if isinstance(self.focusWidget(), QLineEdit) and self.act.isEnabled():
                self.act.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not stays(self, self.back, event):
            super().keyPressEvent(event)

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

"""The sheet of keys and the box that says which versions this is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.rehearsal import mark_rehearsal
from ui.views.screen import Hint
from ui.widgets.controls import button, label, rule, tag, tight
from ui.widgets.roomy import RoomyColumn
from zgc_review.version import __version__

EVERYWHERE = (
    ("F1", "help.keys"),
    ("Ctrl K", "find.key"),
    ("Ctrl L", "help.lock"),
    ("Ctrl Z", "help.undo"),
    ("F6", "help.pane"),
    ("F10", "help.menu"),
    ("Esc", "help.back"),
    ("Ctrl + - 0", "help.size"),
)


class HelpDialog(QDialog):
    """Keys of the screen in view, keys that work everywhere, versions."""

    def __init__(self, context: Context, hints: Sequence[Hint], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("help")
        cap = context.captions.cap
        self.setWindowTitle(cap("help.title"))
        column = QVBoxLayout(self)
        tight(column, 24, 12)
        self.room = RoomyColumn()
        keys_of = self.room.column
        if hints:
            keys_of.addWidget(_head(cap("help.here")))
            keys_of.addLayout(_table(hints))
            keys_of.addWidget(rule())
        keys_of.addWidget(_head(cap("help.everywhere")))
        keys_of.addLayout(_table([(keys, cap(key)) for keys, key in EVERYWHERE]))
        keys_of.addWidget(rule())
        about = label("small", "second", name="helpAbout", wrap=True)
        about.setText(cap("help.about", version=__version__))
        keys_of.addWidget(about)
        secret = label("small", "second", wrap=True)
        secret.setText(cap("entry.secrets"))
        keys_of.addWidget(secret)
        column.addWidget(self.room, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button(self.close, "primary", name="helpClose")
        close.setText(cap("help.close"))
        row.addWidget(close)
        column.addLayout(row)
        self.setMinimumWidth(context.theme.px(520))
        mark_rehearsal(context, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys the room they need, at most the screen's."""
        super().showEvent(event)
        self.room.fit(self)


def _head(words: str) -> QWidget:
    made = label("head")
    made.setText(words)
    return made


def _table(hints: Sequence[Hint]) -> QGridLayout:
    """Lay keys and captions out in two columns."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    for index, (keys, caption) in enumerate(hints):
        shown = tag("key")
        shown.setText(keys)
        words = label("small", wrap=True)
        words.setText(caption)
        row, column = divmod(index, 2)
        grid.addWidget(shown, row, column * 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(words, row, column * 2 + 1)
    return grid

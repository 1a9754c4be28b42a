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
        everywhere = [(keys, cap(key)) for keys, key in EVERYWHERE]
        here = [one for one in hints if one not in everywhere]
        grid = _grid()
        if here:
            _add(grid, cap("help.here"), here)
        _add(grid, cap("help.everywhere"), everywhere)
        keys_of.addLayout(grid)
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
        self.setMinimumWidth(context.theme.px(560))
        mark_rehearsal(context, self)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the keys the room they need, at most the screen's."""
        super().showEvent(event)
        self.room.fit(self)


def _grid() -> QGridLayout:
    """Return the four columns of the sheet: keys and captions, twice."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    return grid


def _add(grid: QGridLayout, title: str, hints: Sequence[Hint]) -> None:
    """Add keys and captions below what stands in the columns already, so that all of them are in line."""
    if grid.count():
        grid.setRowMinimumHeight(grid.rowCount(), 16)
        grid.addWidget(rule(), grid.rowCount(), 0, 1, 4)
    head = label("head")
    head.setText(title)
    head.setContentsMargins(0, 6, 0, 0)
    first = grid.rowCount()
    grid.addWidget(head, first, 0, 1, 4)
    for index, (keys, caption) in enumerate(hints):
        shown = tag("key")
        shown.setText(keys)
        words = label("small", wrap=True)
        words.setText(caption)
        row, column = divmod(index, 2)
        grid.addWidget(shown, first + 1 + row, column * 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(words, first + 1 + row, column * 2 + 1)

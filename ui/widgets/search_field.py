"""A field to search a list in: Ctrl F goes there, Esc empties it, typing waits a moment (look.md §8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.context import Context
from ui.widgets.field_button import ClearButton

Row = TypeVar("Row")

_TYPING = 120  # ms without a key before the list follows


class SearchField(QLineEdit):
    """Asks for rows that hold some words.

    Signals:
        sought: the words, once typing rests.
        left: Enter or the down arrow: on to the list.
    """

    sought = Signal(str)
    left = Signal()

    def __init__(self, context: Context, owner: QWidget, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("tool", "true")
        self._emptied = ClearButton(context, self)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING)
        self._typing.timeout.connect(lambda: self.sought.emit(self.text()))
        self.textChanged.connect(lambda _text: self._typing.start())
        shortcut = QShortcut(QKeySequence("Ctrl+F"), owner)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, Enter and the arrow go on to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.finish()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def say(self, words: str) -> None:
        """Set place holder and accessible name."""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def finish(self) -> None:
        """Seek at once what is being typed."""
        if self._typing.isActive():
            self._typing.stop()
            self.sought.emit(self.text())

    def rest(self) -> None:
        """Seek nothing after the page is left."""
        self._typing.stop()

    def _enter(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


def holding(rows: Sequence[Row], texts: Sequence[str], sought: str) -> Sequence[Row]:
    """Return the rows whose text (in lower case) holds every word that is sought."""
    words = sought.casefold().split()
    if not words:
        return rows
    return tuple(row for row, text in zip(rows, texts, strict=True) if all(word in text for word in words))

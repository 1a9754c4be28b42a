"""The recovery key in lines of five groups, as it is shown to be written down and as it is typed back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from ui.context import Context

_A_LINE: Final = 5  # groups; more may be too wide, and a key must not wrap by its letters
_LINES: Final = 3  # of them, all 13 groups
_MARGIN: Final = 6
_EDGES: Final = 8  # px above and below together, as of every field of several lines


def in_lines(key: str) -> str:
    """Return a key, or what is typed of one so far, in lines of five groups, to be compared line by line."""
    return "\n".join(_broken(line) for line in key.replace("-\n", "-").split("\n"))


def _broken(line: str) -> str:
    """Break one line behind the dash of every fifth group."""
    groups = line.split("-")
    return "-\n".join("-".join(groups[at : at + _A_LINE]) for at in range(0, len(groups), _A_LINE))


class RecoveryField(QPlainTextEdit):
    """Takes a recovery key from paper; every group of it is in view, in the lines of the paper."""

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._length = 0
        self.setObjectName(name)
        self.setProperty("type", "body")
        self.setTabChangesFocus(True)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.document().setDocumentMargin(_MARGIN)
        self.textChanged.connect(self._break)
        context.theme.changed.connect(self._resize)
        self._resize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lines end by themselves: Enter adds none that would push a group out of view."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _break(self) -> None:
        """Break what was added at the end into lines; who deletes or corrects inside is left alone."""
        text, cursor = self.toPlainText(), self.textCursor()
        grew, self._length = len(text) > self._length, len(text)
        lines = in_lines(text)
        if not grew or not cursor.atEnd() or lines == text:
            return
        cursor.joinPreviousEditBlock()  # one undo takes back what was typed with its line
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(lines)
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _resize(self) -> None:
        lines = _LINES * QFontMetrics(self._context.theme.font("body")).lineSpacing()
        self.setFixedHeight(lines + 2 * _MARGIN + _EDGES)

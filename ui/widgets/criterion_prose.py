"""A field for sentences: counts characters, never disturbs an input method, leaves undo to the sheet."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit

from ui.context import Context

MOST: Final = 20_000  # characters of a text on a sheet (docs/bodies.md)


class ProseField(QPlainTextEdit):
    """Grows with its text between two numbers of lines.

    Signals:
        edited: the text as it stands, without what an input method has not committed yet.
        left: the focus went elsewhere.
        left_forward: Ctrl Enter.
        cancelled: Escape.
    """

    edited = Signal(str)
    left = Signal()
    left_forward = Signal()
    cancelled = Signal()

    def __init__(self, context: Context, *, name: str, least: int = 2, most: int = 7) -> None:
        super().__init__()
        self._context = context
        self._least, self._most = least, most
        self._known = ""
        self._composing = False
        self._later: str | None = None
        self.setObjectName(name)
        self.setProperty("type", "body")
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(6)
        self.textChanged.connect(self._changed)
        context.theme.changed.connect(self._grow)
        self._grow()

    def show_text(self, text: str) -> None:
        """Show a text; while an input method composes, after it has ended."""
        if self._composing:
            self._later = text
            return
        if text == self.toPlainText():
            self._known = text
            return
        self._known = text
        place = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.toPlainText())))
        self.setTextCursor(cursor)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the sheet."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undoes(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl Enter goes on, Escape goes back; everything else is typed."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.left_forward.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif _undoes(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method is at work; its letters are not the person's text yet."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._composing and self._later is not None:
            later, self._later = self._later, None
            if not event.commitString():
                self.show_text(later)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        self._composing = False
        super().focusOutEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines break anew."""
        super().resizeEvent(event)
        self._grow()

    def _changed(self) -> None:
        text = self.toPlainText()
        kept = storable(text)
        if kept != text:
            self.show_text(kept)
        self._grow()
        if kept != self._known:
            self._known = kept
            self.edited.emit(kept)

    def _grow(self) -> None:
        """Take the height of the text, within the two bounds."""
        line = self.fontMetrics().lineSpacing()
        wanted = round(self.document().size().height())  # in lines, for plain text
        lines = min(self._most, max(self._least, wanted))
        self.setFixedHeight(lines * line + 2 * round(self.document().documentMargin()) + 8)
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            bar.ScrollBarAsNeeded if wanted > self._most else bar.ScrollBarAlwaysOff
        )


def storable(text: str) -> str:
    """Return a text without what no sheet may hold: controls, halves of characters, more than fits."""
    kept = "".join(one for one in text if one in "\n\t" or (one.isprintable() or ord(one) > 0x9F))
    return kept.encode("utf-8", "ignore").decode("utf-8")[:MOST]


def _undoes(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)

"""The field of a percent: takes digits, refuses precisely, passes letters on (look.md §8, acceptance U5)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from ui.context import Context
from ui.widgets.controls import label, restyle
from zgc_review.errors import ScoringError
from zgc_review.scoring.percents import parse_percent

_GROWS: Final = 250  # ms that a number which could go on with another digit waits for it
_STEPS: Final = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 5,
    Qt.Key.Key_PageDown: -5,
}


class PercentField(QLineEdit):
    """A whole percent 0–100.

    Signals:
        given: a whole percent was typed.
        emptied: the field was emptied.
        refused: a :class:`ScoringError` that says what is wrong with the text; None when nothing is.
        stepped: an arrow or page key asks for so many percents more.
        left_forward: Enter.
        cancelled: Escape.
        begun: what is typed from here on begins anew: the field was left, or all of it is replaced.
    """

    given = Signal(int)
    emptied = Signal()
    refused = Signal(object)
    stepped = Signal(int)
    left_forward = Signal()
    cancelled = Signal()
    begun = Signal()

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._value: int | None = None
        self._typed_since = False
        self.setObjectName(name)
        self.setProperty("type", "page")
        self.setMaxLength(16)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self._sign = label("body", "hint")
        self._sign.setParent(self)
        self._sign.setText("%")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_GROWS)
        self._patience.timeout.connect(self.commit)
        self.textEdited.connect(self._typed)
        context.theme.changed.connect(self._resize)
        self._resize()

    def show_value(self, value: int | None) -> None:
        """Show a percent, unless the text says it already or is still being typed."""
        if value == self._value and (value is None or self._read() == value):
            return
        self._value = value
        self._typed_since = False
        self._patience.stop()
        self.setText("" if value is None else str(value))
        self.say_fault(faulty=False)

    def forget(self) -> None:
        """Empty the field for another criterion or another band; nobody is told."""
        self._patience.stop()
        self._value = None
        self._typed_since = False
        self.clear()
        self.say_fault(faulty=False)

    def say_fault(self, *, faulty: bool) -> None:
        """Draw the edge of a refused text, or the usual one."""
        if (self.property("state") == "error") != faulty:
            restyle(self, state="error" if faulty else "")

    def commit(self) -> None:
        """Give what was typed since, without waiting for a further digit."""
        self._patience.stop()
        if not self._typed_since:
            return
        self._typed_since = False
        typed = self.text()
        if not typed.strip():
            self.refused.emit(None)
            if self._value is not None:
                self.emptied.emit()
            return
        try:
            value = parse_percent(typed)
        except ScoringError as fault:
            self.refused.emit(fault)
            return
        self.refused.emit(None)
        self.given.emit(value)

    def event(self, event: QEvent) -> bool:
        """Leave letters, undo and redo to the screen."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _foreign(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits and what is wrong between them; steps, Enter and Escape have their own meaning."""
        key = Qt.Key(event.key())
        if self.hasSelectedText() and self.selectedText() == self.text():
            self.commit()
            self.begun.emit()
        if _foreign(event):
            event.ignore()
        elif key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.commit()
            self.stepped.emit(_STEPS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.commit()
            self.left_forward.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give what was typed when the field is left."""
        self.commit()
        super().focusOutEvent(event)
        self.begun.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sign at the right."""
        super().resizeEvent(event)
        self._place()

    def _typed(self, text: str) -> None:
        """A number that could go on waits a moment: 8 is no score while 85 is being typed."""
        self._typed_since = True
        if text.strip() in {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}:
            self._patience.start()
        else:
            self.commit()

    def _read(self) -> int | None:
        try:
            return parse_percent(self.text())
        except ScoringError:
            return None

    def _resize(self) -> None:
        px = self._context.theme.px
        self.setFixedSize(px(92), px(40))
        # The sheet keeps 9 px at every size; the cursor stands free of the sign.
        self.setTextMargins(0, 0, px(26) - 9, 0)
        self._place()

    def _place(self) -> None:
        px = self._context.theme.px
        self._sign.setGeometry(self.width() - px(24), px(3), px(20), self.height() - px(6))


def _foreign(event: QKeyEvent) -> bool:
    """Say whether a key belongs to the screen: letters, and the stack of undo that the sheet keeps."""
    if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
        return True
    plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain and (event.text().isalpha() or event.text() in {"\\", " "})

"""What was typed in a dialog is not lost by one key: Esc goes to the way back first (look.md §8)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget


def stays(dialog: QDialog, back: QWidget, event: QKeyEvent) -> bool:
    """Let Esc go to the way back where something was typed; there Esc or Enter takes it.

    Returns:
        Whether the dialog stays, so that nothing else is to be done with the key.
    """
    if event.key() != Qt.Key.Key_Escape or dialog.focusWidget() is back or not _holds_text(dialog):
        return False
    back.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True


def _holds_text(dialog: QDialog) -> bool:
    """Say whether there is text that somebody typed here; a passphrase goes with its dialog."""
    fields: list[QLineEdit | QPlainTextEdit] = [
        *(one for one in dialog.findChildren(QLineEdit) if one.isModified() and one.text().strip()),
        *(one for one in dialog.findChildren(QPlainTextEdit) if one.toPlainText().strip()),
    ]
    secret = Qt.InputMethodHint.ImhSensitiveData
    return any(
        one.isVisible() and not one.isReadOnly() and not one.inputMethodHints() & secret for one in fields
    )

"""The violet bar over dialogs: a rehearsal is unmistakable on every screen and dialog (look.md §6)."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from ui.context import Context
from ui.widgets.marks import RehearsalBar

_SHOWN = "rehearsal"


def say_rehearsal(window: QObject, shown: bool) -> None:
    """Note on a window whether a rehearsal is open in it."""
    window.setProperty(_SHOWN, shown)


def mark_rehearsal(context: Context, dialog: QDialog) -> None:
    """Put the bar over a dialog whose window shows a rehearsal; its layout is made, its size not yet."""
    one, layout = dialog.parent(), dialog.layout()
    while one is not None and not one.property(_SHOWN):
        one = one.parent()
    if one is None or layout is None or isinstance(layout.menuBar(), RehearsalBar):
        return
    # The place of a menu bar: over the whole width, above the margins.
    bar = RehearsalBar(context)
    layout.setMenuBar(bar)
    bar.show()
    if dialog.windowTitle() == context.captions.cap("shell.window"):
        dialog.setWindowTitle(context.captions.cap("shell.window_rehearsal"))

"""Says that the program itself failed: what is safe, and the place in the code, never any content."""

from __future__ import annotations

import traceback
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.rehearsal import mark_rehearsal
from ui.widgets.controls import button, label, tight

_LINES = 8


class FaultDialog(QDialog):
    """Shown for a bug; the window goes on."""

    def __init__(self, context: Context, fault: BaseException, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("fault")
        cap = context.captions.cap
        self.setWindowTitle(cap("shell.window"))
        column = QVBoxLayout(self)
        tight(column, 24, 12)
        title = label("page", wrap=True)
        title.setText(cap("shell.fault_title"))
        words = label("body", "second", wrap=True)
        words.setText(cap("shell.fault_text"))
        place = label("small", "hint", name="faultPlace", wrap=True)
        place.setText(where(fault))
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for one in (title, words, place):
            column.addWidget(one)
        row = QHBoxLayout()
        row.addStretch(1)
        close = button(self.close, "primary", name="faultClose")
        close.setText(cap("help.close"))
        row.addWidget(close)
        column.addLayout(row)
        self.setMinimumWidth(context.theme.px(560))
        mark_rehearsal(context, self)


def where(fault: BaseException) -> str:
    """Return the kind of a fault and the last places in the code; messages may hold content and stay out."""
    frames = traceback.extract_tb(fault.__traceback__)[-_LINES:]
    places = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    return f"{type(fault).__name__}  {places}".strip()

"""The line at the foot: which keys do what on this screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.context import Context
from ui.views.screen import Hint
from ui.widgets.controls import drain, label, tag, tight


class StatusBar(QWidget):
    """Keys with their captions, and a note at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("statusBar")
        self.setProperty("pane", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        tight(self._row, 0, 6)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._note = label("micro", "hint", name="statusNote")
        context.theme.changed.connect(self._resize)
        self._resize()

    def show_hints(self, hints: Sequence[Hint], note: str) -> None:
        """Show the keys of a screen; those that do not fit at the right are cut off, F1 has all."""
        drain(self._row)
        for key, caption in hints:
            self._row.addWidget(_keys(key))
            words = label("micro", "second")
            words.setText(caption)
            words.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            self._row.addWidget(words)
            self._row.addSpacing(8)
        self._row.addStretch(1)
        self._note = label("micro", "hint", name="statusNote")
        self._note.setText(note)
        self._row.addWidget(self._note)

    def _resize(self) -> None:
        self.setFixedHeight(self._context.theme.px("status"))


def _keys(words: str) -> QLabel:
    """Return the picture of a key."""
    made = tag("key")
    made.setText(words)
    return made

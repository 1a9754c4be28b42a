"""The line at the foot: which keys do what on this screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.context import Context
from ui.views.screen import Hint
from ui.widgets.controls import drain, label, tag, tight

_INSIDE, _BETWEEN = 4, 8  # from a key to its words, and more than that from the words to the next key
_HELP = "F1"


class StatusBar(QWidget):
    """Keys with their captions, and a note at the right."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("statusBar")
        self.setProperty("pane", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        tight(self._row, 0, _INSIDE)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._note = label("micro", "hint", name="statusNote")
        self._hints: tuple[Hint, ...] | None = None
        self._pairs: list[tuple[QLabel, QLabel]] = []
        context.theme.changed.connect(self._resize)
        self._resize()

    def show_hints(self, hints: Sequence[Hint], note: str) -> None:
        """Show the keys of a screen; those that do not fit are left out, F1 has all and stays."""
        if tuple(hints) == self._hints:  # the note changes with every stored version, the keys do not
            self._note.setText(note)
            self._fit()
            return
        drain(self._row)
        self._hints, self._pairs = tuple(hints), []
        for key, caption in hints:
            shown, words = _keys(key), label("micro", "second")
            words.setText(caption)
            words.setContentsMargins(0, 0, _BETWEEN, 0)
            words.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
            self._row.addWidget(shown)
            self._row.addWidget(words)
            self._pairs.append((shown, words))
        self._row.addStretch(1)
        self._note = label("micro", "hint", name="statusNote")
        self._note.setText(note)
        self._row.addWidget(self._note)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many keys as fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide the keys for which there is no room: half a word says nothing."""
        room = self.width() - 48 - self._note.sizeHint().width()
        first = sorted(self._pairs, key=lambda pair: pair[0].text() != _HELP)  # the way to all the others
        for pair in first:
            room -= sum(one.sizeHint().width() + self._row.spacing() for one in pair)
            for one in pair:
                one.setVisible(room >= 0)

    def _resize(self) -> None:
        self.setFixedHeight(self._context.theme.px("status"))


def _keys(words: str) -> QLabel:
    """Return the picture of a key."""
    made = tag("key")
    made.setText(words)
    return made

"""One answer of several as radio buttons; plain words once the sheet is locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import label, tight


class ChoiceRow(QWidget):
    """A caption and its answers.

    Signals:
        chosen: the value of an answer.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, values: Sequence[Any], *, name: str) -> None:
        super().__init__()
        self._context = context
        self._values = tuple(values)
        self._shown: Any = None
        self.caption = label("small", "second", wrap=True)
        self.words = label("body", name=f"{name}Words")
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        column = QVBoxLayout(self)
        tight(column, 0, 2)
        column.addWidget(self.caption)
        row = QHBoxLayout()
        tight(row, 0, 16)
        for index, _value in enumerate(self._values):
            one = QRadioButton()
            one.setObjectName(f"{name}{index}")
            self._group.addButton(one, index)
            self.buttons.append(one)
            row.addWidget(one)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.words)
        self._group.idClicked.connect(lambda index: self.chosen.emit(self._values[index]))

    def say(self, caption: str, answers: Sequence[str]) -> None:
        """Set caption and answers."""
        self.caption.setText(caption)
        for one, words in zip(self.buttons, answers, strict=True):
            one.setText(words)
            one.setAccessibleName(f"{caption} {words}")
        self._say_words()

    def show_value(self, value: Any) -> None:
        """Show an answer; one that is not listed checks none."""
        self._shown = value
        self._group.setExclusive(False)
        for one, answer in zip(self.buttons, self._values, strict=True):
            one.setChecked(answer == value and value is not None)
        self._group.setExclusive(True)
        self._say_words()

    def set_editable(self, editable: bool) -> None:
        """Show answers to choose from, or the one that was chosen."""
        for one in self.buttons:
            one.setVisible(editable)
        self.words.setVisible(not editable)

    def take_focus(self) -> None:
        """Put the focus on the chosen answer, else on the first."""
        checked = next((one for one in self.buttons if one.isChecked()), self.buttons[0])
        checked.setFocus()

    def _say_words(self) -> None:
        listed = self._shown is not None and self._shown in self._values
        index = self._values.index(self._shown) if listed else -1
        unanswered = self._context.captions.cap("score.unanswered")
        self.words.setText(self.buttons[index].text() if index >= 0 else unanswered)

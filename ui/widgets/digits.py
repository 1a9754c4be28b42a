"""Digits that people read aloud: six numbered groups, large; each can be ticked once it was heard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import label, tight

GROUPS = 6


def in_eights(digest: str) -> str:
    """Return a digest in groups of eight characters, as it is compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


class DigitGroups(QWidget):
    """Six groups of five digits.

    Signals:
        ticked: how many groups were heard.
    """

    ticked = Signal(int)

    def __init__(self, context: Context, *, name: str, columns: int = 3, ticks: bool = False) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.boxes: list[QCheckBox] = []
        self._numbers: list[QLabel | QCheckBox] = []
        self._groups: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for n in range(GROUPS):
            grid.addWidget(self._group(n, name, ticks=ticks), n // columns, n % columns)
        context.captions.changed.connect(self._say)
        self._say()

    def _group(self, n: int, name: str, *, ticks: bool) -> QWidget:
        """Return one group: its number, which may be ticked, and its digits."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        tight(column)
        number: QLabel | QCheckBox
        if ticks:
            number = QCheckBox()
            number.setObjectName(f"{name}Heard{n + 1}")
            number.toggled.connect(lambda _on: self.ticked.emit(self.heard))
            self.boxes.append(number)
        else:
            number = label("small", "second")
        shown = label("digits", name=f"{name}{n + 1}")
        self._numbers.append(number)
        self._groups.append(shown)
        column.addWidget(number)
        column.addWidget(shown)
        return holder

    @property
    def heard(self) -> int:
        """How many groups were ticked."""
        return sum(one.isChecked() for one in self.boxes)

    def show_digits(self, digits: str, *, ticked: bool = False) -> None:
        """Show six groups, all of them ticked or none; an empty text shows dashes."""
        parts: Sequence[str] = digits.replace("-", " ").split() or ["–"] * GROUPS
        for shown, part in zip(self._groups, parts, strict=True):
            shown.setText(part)
        for one in self.boxes:
            one.setChecked(ticked)
        self._say()

    def tick(self, n: int) -> None:
        """Tick a group or take the tick back; the first one is 1."""
        if 1 <= n <= len(self.boxes):
            self.boxes[n - 1].toggle()

    def _say(self) -> None:
        for n, (number, shown) in enumerate(zip(self._numbers, self._groups, strict=True), 1):
            words = self._context.captions.cap("entry.card.group", n=n)
            number.setText(words)
            spoken = " ".join(shown.text())
            number.setAccessibleName(f"{words} {spoken}")
            shown.setAccessibleName(f"{words} {spoken}")

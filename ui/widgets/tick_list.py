"""A list whose lines are ticked: rows high enough to hit, an edge as every field has (look.md §4)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from ui.context import Context

_ROW = 32  # px at 100 %: nothing smaller can be clicked


class TickList(QListWidget):
    """Lines with a box each; ``rows`` of them are in sight, the others scroll."""

    def __init__(self, context: Context, *, rows: int = 4) -> None:
        super().__init__()
        self._context = context
        self._rows = rows
        self.setProperty("kind", "field")
        context.theme.changed.connect(self._fit)
        self._fit()

    def add(self, words: str) -> QListWidgetItem:
        """Add a line that is not ticked."""
        item = QListWidgetItem(words, self)
        flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item.setFlags(flags)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, self._context.theme.px(_ROW)))
        return item

    def _fit(self) -> None:
        row = self._context.theme.px(_ROW)
        for n in range(self.count()):
            self.item(n).setSizeHint(QSize(0, row))
        self.setMaximumHeight(self._rows * row + 2 * self.frameWidth() + 2)

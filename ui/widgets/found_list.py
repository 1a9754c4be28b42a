"""A list with its search field: thousands of rows, found by any words in them; one row is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.cells import CellTable
from ui.widgets.controls import tight
from ui.widgets.line_table import LineTable
from ui.widgets.search_field import SearchField, holding


class FoundList(QWidget):
    """Rows of any value in a table, above it the search field and, at its right, what ``beside`` holds.

    Signals:
        chosen: the value of the row that is chosen now, None where none is.
    """

    chosen = Signal(object)

    def __init__(
        self,
        context: Context,
        model: CellTable[Any],
        widths: Mapping[int, int],
        key: Callable[[Any], object],
        *,
        name: str,
        owner: QWidget,
    ) -> None:
        super().__init__()
        self._key = key
        self._rows: Sequence[Any] = ()
        self._texts: Sequence[str] = ()
        self.model = model
        self.search = SearchField(context, owner, name=f"{name}Search")
        self.table = LineTable(context, model, widths, name=name)
        self.beside = QHBoxLayout()
        tight(self.beside, 0, 8)
        above = QHBoxLayout()
        above.setSpacing(8)
        above.setContentsMargins(12, 10, 12, 8)
        above.addWidget(self.search, 1)
        above.addLayout(self.beside)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(above)
        column.addWidget(self.table, 1)
        self.search.sought.connect(lambda _text: self._find())
        self.search.left.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))

    @property
    def current(self) -> Any:
        """The value of the row that is chosen, None where none is."""
        row = self.table.currentIndex().row()
        return self.model.row(row) if 0 <= row < len(self.model.rows) else None

    def show_rows(self, rows: Sequence[Any], texts: Sequence[str]) -> None:
        """Show rows; ``texts`` is what the search looks through, in lower case. The choice stays."""
        self._rows, self._texts = rows, texts
        self._find()

    def choose(self, key: object) -> None:
        """Choose the row of a key, though the search would hide it."""
        if all(self._key(one) != key for one in self.model.rows):
            self.search.setText("")
            self.search.finish()
        place = next((n for n, one in enumerate(self.model.rows) if self._key(one) == key), -1)
        self.model.hand_out(place)
        self.table.choose(place)

    def _find(self) -> None:
        before = self.table.currentIndex().row()
        key = self._key(self.current) if self.current is not None else None
        rows = holding(self._rows, self._texts, self.search.text())
        self.model.show_rows(rows)
        place = next((n for n, one in enumerate(rows) if self._key(one) == key), before)
        place = min(max(place, 0), len(rows) - 1)
        self.model.hand_out(place)
        self.table.choose(place)
        if not rows:
            self.chosen.emit(None)

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.chosen.emit(self.model.row(row))

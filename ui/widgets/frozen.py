"""Keeps the first columns of a table in view while the others scroll (look.md §9)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView


class FrozenColumns(QTableView):
    """A second view on the same model and selection, laid over the first columns of ``table``.

    ``heads``: the heads of those columns stay as well.
    """

    def __init__(self, table: QTableView, count: int, *, heads: bool = False) -> None:
        super().__init__(table)
        self._table = table
        self._count = count
        self._heads = heads
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(table.itemDelegate())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().hide()
        self.horizontalHeader().setVisible(heads)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.hide_rest()
        table.model().modelReset.connect(self.hide_rest)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(table.verticalScrollBar().setValue)
        table.horizontalScrollBar().rangeChanged.connect(lambda _low, high: self._need(high))
        table.horizontalHeader().sectionResized.connect(lambda *_sizes: self.place())
        table.verticalHeader().sectionResized.connect(lambda *_sizes: self.place())
        table.viewport().installEventFilter(self)
        self.hide()

    def hide_rest(self) -> None:
        """Show the first columns only, also after the table was filled anew."""
        for column in range(self._table.model().columnCount()):
            self.setColumnHidden(column, column >= self._count)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the size of the table."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return False

    def place(self) -> None:
        """Lay the view over the first columns."""
        table = self._table
        self.verticalHeader().setDefaultSectionSize(table.verticalHeader().defaultSectionSize())
        width = 0
        for column in range(self._count):
            self.setColumnWidth(column, table.columnWidth(column))
            width += table.columnWidth(column)
        viewport = table.viewport().geometry()
        above = table.horizontalHeader().height() if self._heads else 0
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().height())
        self.setGeometry(viewport.left(), viewport.top() - above, width, viewport.height() + above)

    def _need(self, high: int) -> None:
        """Stand over the table only while there is something to scroll."""
        self.place()
        self.setVisible(high > 0)

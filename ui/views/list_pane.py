"""The rows of one private list: a table edited by keyboard, and the deliberate 无."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.private_list import PrivateList
from ui.viewmodels.list_columns import COLUMNS, ORDER, RULES
from ui.viewmodels.lists import ListsModel
from ui.widgets.controls import button, label, restyle, tight
from ui.widgets.list_cell import ListCell
from ui.widgets.tall_scroll import TallScroll

_NARROW = {"flag": 88, "share": 88, "year": 80, "day": 116, "choice": 104, "text": 128, "measure": 200}

_WIDE = 120  # px at 100 % that a wide column keeps
_LEAST = 150  # px at 100 % of a table: below, the page scrolls


class EntryTable(QTableView):
    """The table; Insert adds a row, Delete removes the chosen ones, Enter edits."""

    def __init__(self, pane: ListPane) -> None:
        super().__init__()
        self._pane = pane

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._pane.share_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the list."""
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # Enter goes to the open editor first and then comes here
        elif key == Qt.Key.Key_Insert:
            self._pane.add_row()
        elif key == Qt.Key.Key_Delete:
            self._pane.remove_rows()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ListPane(QWidget):
    """One list."""

    def __init__(self, context: Context, model: ListsModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self.setObjectName("listPane")
        self.name = ORDER[0]
        self.rows = PrivateList(context, model, self.name)
        self.table = EntryTable(self)
        self.title = label("head", name="listTitle")
        self.lead = label("small", "second", name="listLead", wrap=True)
        self.state = label("small", "warn", name="listState", wrap=True)
        self.none = QCheckBox()
        self.none.setObjectName("listNone")
        self.add = button(self.add_row, name="listAdd")
        self.remove = button(self.remove_rows, "quiet", name="listRemove")
        self._set_up()
        self._lay_out()
        self.none.clicked.connect(lambda ticked: self._model.say_none(self.name, bool(ticked)))
        model.loaded.connect(self.retranslate)
        model.list_changed.connect(lambda _name: self._follow())
        context.captions.changed.connect(self.retranslate)
        context.theme.changed.connect(self.share_width)
        self.retranslate()

    def _set_up(self) -> None:
        table = self.table
        table.setObjectName("listTable")
        table.setProperty("cells", "typed")  # words begin below those of the heads
        table.setModel(self.rows)
        table.setItemDelegate(ListCell(self._context, self._model, self.rows, table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        table.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        table.setTabKeyNavigation(False)
        table.setMinimumHeight(self._context.theme.px(_LEAST))
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        table.horizontalHeader().setProperty("type", "micro")
        table.horizontalHeader().setHighlightSections(False)
        table.verticalHeader().setHighlightSections(False)

    def _lay_out(self) -> None:
        ground = QWidget()
        column = QVBoxLayout(ground)
        tight(column, 16, 8)
        column.addWidget(self.title)
        column.addWidget(self.lead)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addSpacing(16)
        row.addWidget(self.none)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.state)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(TallScroll(ground))

    def show_list(self, name: str) -> None:
        """Show another list."""
        self.name = name
        self.rows.show_list(name)
        self.retranslate()

    def add_row(self) -> None:
        """Add a row and begin to type in it."""
        if self.add.isEnabled():
            self.settle()
            place = self._model.add_row(self.name)
            first = self.rows.index(place, 0)
            self.table.setCurrentIndex(first)
            self.table.setFocus()
            self.table.edit(first)

    def remove_rows(self) -> None:
        """Remove the chosen rows; Ctrl Z brings them back."""
        if self.remove.isEnabled():
            places = sorted({index.row() for index in self.table.selectedIndexes()})
            self._model.remove_rows(self.name, places)
            self.table.setFocus()

    def settle(self) -> None:
        """Take what is typed in an open cell."""
        current = self.table.currentIndex()
        if self.table.state() == QAbstractItemView.State.EditingState and current.isValid():
            # Choosing another cell commits the open editor, as leaving it by key would.
            self.table.setCurrentIndex(self.rows.index(-1, -1))
            self.table.setCurrentIndex(current)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        self.title.setText(cap(f"lists.name.{self.name}"))
        self.lead.setText(f"{cap(f'lists.lead.{self.name}')}　{' '.join(RULES[self.name])}")
        self.add.setText(cap("lists.add"))
        self.remove.setText(cap("lists.remove"))
        self.none.setText(cap("lists.none"))
        self.table.setAccessibleName(cap(f"lists.name.{self.name}"))
        self._follow()
        self.share_width()

    def _follow(self) -> None:
        """Show what may be done and what is not kept yet."""
        cap, count = self._context.captions, len(self._model.rows(self.name))
        writable = self._model.session.writable
        self.add.setEnabled(writable)
        self.remove.setEnabled(writable and count > 0)
        self.none.setEnabled(writable and not count)
        self.none.setChecked(self._model.state(self.name) == "none")
        lacking = self._model.incomplete(self.name)
        if lacking:
            said = cap.cap_count("lists.incomplete", lacking)
        else:
            said = "" if count else cap.cap(f"lists.empty.{self._model.state(self.name)}")
        self.state.setText(said)
        restyle(self.state, tone="warn" if lacking else "second")

    def share_width(self) -> None:
        """Give wide columns what the narrow ones leave."""
        px, head = self._context.theme.px, self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        columns = COLUMNS[self.name]
        shares = sum(one.wide for one in columns)
        narrow = sum(px(_NARROW[one.kind]) for one in columns if not one.wide)
        free = self.table.viewport().width() - narrow
        for place, one in enumerate(columns):
            wide = max(px(_WIDE), free * one.wide // shares) if one.wide else px(_NARROW[one.kind])
            head.resizeSection(place, wide)
        head.setFixedHeight(px(34))
        self.table.verticalHeader().setDefaultSectionSize(px(40))

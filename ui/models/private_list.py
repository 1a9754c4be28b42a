"""One private list as a table model; rows and rules stand in the view-model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.context import Context
from ui.viewmodels.list_columns import COLUMNS, Column
from ui.viewmodels.lists import ListsModel

Index = QModelIndex | QPersistentModelIndex


class PrivateList(QAbstractTableModel):
    """Rows of the list on show; cells that keep a row from being kept are coloured."""

    def __init__(self, context: Context, model: ListsModel, name: str) -> None:
        super().__init__(model)
        self._context = context
        self._model = model
        self.name = name
        self._count = len(model.rows(name))
        model.loaded.connect(self._reset)
        model.list_changed.connect(self._changed)
        context.captions.changed.connect(self._retell)

    def show_list(self, name: str) -> None:
        """Show another list."""
        self.beginResetModel()
        self.name = name
        self._count = len(self._model.rows(name))
        self.endResetModel()

    def column(self, section: int) -> Column:
        """Return what a column holds."""
        return COLUMNS[self.name][section]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row an entry."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """The columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS[self.name])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are edited where they stand; a flag is a box."""
        flags = super().flags(index)
        if not index.isValid() or not self._model.session.writable:
            return flags
        if self.column(index.column()).kind == "flag":
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return words to show and to edit."""
        if not index.isValid():
            return None
        column, text = self.column(index.column()), self._text(index)
        if column.kind == "flag":
            return self._flag(column, text, role)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(column, text)
        wrong = self._model.fault(self.name, index.row()) == column.field
        if role == Qt.ItemDataRole.BackgroundRole and wrong:
            return self._context.theme.colour("warnSoft")
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._context.captions.cap(f"lists.wrong.{column.kind}") if wrong else text
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed or ticked."""
        if role == Qt.ItemDataRole.CheckStateRole:
            value = "1" if Qt.CheckState(value) == Qt.CheckState.Checked else ""
        elif role != Qt.ItemDataRole.EditRole:
            return False
        self._model.set_cell(self.name, index.row(), self.column(index.column()).field, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the caption of a column, or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return section + 1
        return self._context.captions.cap(f"lists.column.{self.column(section).label}")

    def _text(self, index: Index) -> str:
        return self._model.rows(self.name)[index.row()].get(self.column(index.column()).field, "")

    def _words(self, column: Column, text: str) -> str:
        """Return the words for a cell: choices and sub-directions have names."""
        cap = self._context.captions
        if column.kind == "choice" and text in column.choices:
            return cap.cap(f"lists.choice.{text}")
        if column.kind == "measure":
            return measure_words(self._model, cap.language, text)
        return f"{text} %" if column.kind == "share" and text else text

    def _flag(self, column: Column, text: str, role: int) -> object:
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if text else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = "yes" if text else "no"
            return f"{self._context.captions.cap(f'lists.column.{column.label}')} {self._said(said)}"
        return None

    def _said(self, word: str) -> str:
        return self._context.captions.cap(f"lists.said.{word}")

    def _retell(self) -> None:
        """The language changed; the cell that is chosen stays."""
        last = self.columnCount() - 1
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def _reset(self) -> None:
        self.beginResetModel()
        self._count = len(self._model.rows(self.name))
        self.endResetModel()

    def _changed(self, name: str) -> None:
        """Follow rows that came or went; cells of the others are painted anew."""
        if name != self.name:
            return
        now = len(self._model.rows(self.name))
        if now == self._count + 1:
            self.beginInsertRows(QModelIndex(), self._count, self._count)
            self._count = now
            self.endInsertRows()
        elif now != self._count:
            self._reset()
        elif now:
            self.dataChanged.emit(self.index(0, 0), self.index(now - 1, self.columnCount() - 1))


def measure_words(model: ListsModel, language: str, text: str) -> str:
    """Return a sub-direction with its name where the catalogue knows it."""
    for one, zh, en in model.measures:
        if one == text:
            return f"{one} {zh if language == 'zh_CN' else en}"
    return text

"""Editors of the cells of a private list: a line to type in, or a choice."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.context import Context
from ui.models.private_list import PrivateList, measure_words
from ui.viewmodels.lists import ListsModel

Index = QModelIndex | QPersistentModelIndex


class ListCell(QStyledItemDelegate):
    """The delegate of the table."""

    def __init__(self, context: Context, model: ListsModel, table: PrivateList, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model
        self._table = table

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return what a cell is typed in."""
        column = self._table.column(index.column())
        caption = self._context.captions.cap(f"lists.column.{column.label}")
        if column.kind not in {"choice", "measure"}:
            line = QLineEdit(parent)
            line.setProperty("cell", "true")
            line.setMaxLength(column.most)
            line.setAccessibleName(caption)
            return line
        box = QComboBox(parent)
        box.setProperty("cell", "true")
        box.setAccessibleName(caption)
        if column.kind == "choice":
            for one in column.choices:
                box.addItem(self._context.captions.cap(f"lists.choice.{one}"), one)
        else:
            box.setEditable(True)
            box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line_of_box = box.lineEdit()
            if line_of_box is not None:
                line_of_box.setAccessibleName(caption)
            for one, _zh, _en in self._model.measures:
                box.addItem(measure_words(self._model, self._context.captions.language, one), one)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show the cell as it was typed."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QLineEdit):
            editor.setText(text)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
            if editor.isEditable() and editor.currentIndex() < 0:
                editor.setEditText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand over what was typed or chosen."""
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())
        elif isinstance(editor, QComboBox):
            place = editor.findText(editor.currentText())
            chosen = editor.itemData(place) if place >= 0 else None
            if chosen is not None or editor.isEditable():
                model.setData(index, chosen if chosen is not None else editor.currentText().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Fill the cell."""
        editor.setGeometry(option.rect)

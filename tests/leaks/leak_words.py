"""Everything a window says, to the eye, to the ear or under the mouse, shown or hidden."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QWidget

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)
_SAYS = (
    "text",
    "toPlainText",
    "title",
    "placeholderText",
    "currentText",
    "toolTip",
    "statusTip",
    "whatsThis",
    "accessibleName",
    "accessibleDescription",
    "windowTitle",
)


def all_words(window: QWidget) -> str:
    """Return every text of a window and of what is in it; hidden parts too: they come back."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # screens that were left
    said: list[str] = []
    for one in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        for name in _SAYS:
            text = getattr(one, name, None)
            said.append(str(text()) if callable(text) else "")
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            said += _cells(one)
    return "\n".join(said)


def _cells(view: QAbstractItemView) -> list[str]:
    """Return every text of the cells and captions of a list."""
    model = view.model()
    is_list = isinstance(model, QAbstractListModel)  # has one column and no word for it
    rows, columns = model.rowCount(QModelIndex()), 1 if is_list else model.columnCount(QModelIndex())
    said = [
        str(model.data(model.index(row, column), role) or "")
        for row in range(rows)
        for column in range(columns)
        for role in _ROLES
    ]
    sides = ((Qt.Orientation.Horizontal, columns), (Qt.Orientation.Vertical, rows))
    return said + [
        str(model.headerData(place, side, role) or "")
        for side, count in sides
        for place in range(count)
        for role in _ROLES
    ]

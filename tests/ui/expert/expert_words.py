"""Everything a window says, to compare two states of it; and where Tab leads."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_ROWS = 40


def words_of(root: QWidget) -> dict[str, str]:
    """Return every text on show below a widget: by place in the tree, kind of text."""
    found: dict[str, str] = {}
    for place, one in _shown(root, ""):
        for kind, text in _texts(one):
            if text:
                found[f"{place}/{kind}"] = text
    return found


def _shown(widget: QWidget, place: str) -> Iterator[tuple[str, QWidget]]:
    """Walk the widgets on show; those of one class are counted, so that places are the same in a new tree."""
    yield place or type(widget).__name__, widget
    counted: dict[str, int] = {}
    for one in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not one.isVisible() or one.isWindow():
            continue
        name = one.objectName() or type(one).__name__
        counted[name] = counted.get(name, 0) + 1
        yield from _shown(one, f"{place}/{name}{counted[name]}")


def _texts(one: QWidget) -> Iterator[tuple[str, str]]:
    yield "name", one.accessibleName()
    yield "tip", one.toolTip()
    if isinstance(one, QLabel | QAbstractButton):
        yield "text", one.text()
    if isinstance(one, QLineEdit | QPlainTextEdit):
        yield "hint", one.placeholderText()
    if isinstance(one, QTabBar):
        yield "tabs", " | ".join(one.tabText(n) + one.tabToolTip(n) for n in range(one.count()))
    if isinstance(one, QComboBox):
        yield "items", " | ".join(one.itemText(n) for n in range(one.count()))
    elif isinstance(one, QAbstractItemView) and one.model() is not None:
        yield "model", _model(one.model())


def _model(model: QAbstractItemModel) -> str:
    """Return heads and cells of a model as they are drawn and as they are told."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    said = [
        str(model.headerData(n, side, role) or "")
        for side, count in (
            (Qt.Orientation.Horizontal, columns),
            (Qt.Orientation.Vertical, min(_ROWS, model.rowCount(QModelIndex()))),
        )
        for n in range(count)
        for role in roles
    ]
    said += [
        str(model.index(row, column).data(role) or "")
        for row in range(min(_ROWS, model.rowCount(QModelIndex())))
        for column in range(columns)
        for role in roles
    ]
    return " | ".join(said)


def tab_stops(root: QWidget) -> list[QWidget]:
    """Return what takes the focus by Tab below a widget, on show and able."""
    return [
        one
        for one in root.findChildren(QWidget)
        # First the name: Qt for Python takes the proxy of a viewport for its child, and lets both go.
        if not one.objectName().startswith("qt_")
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisible()
        and one.isEnabled()
        and one.focusProxy() is None
    ]


def walked(window: QWidget, most: int = 200) -> list[QWidget]:
    """Press Tab until the focus comes round; return where it was, in order."""
    seen: list[QWidget] = []
    for _ in range(most):
        now = QApplication.focusWidget()
        if now is None or now in seen:
            return seen
        seen.append(now)
        window.focusNextChild()
    return seen

"""Whether everything on show has the room it needs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLabel,
    QScrollArea,
    QToolButton,
    QWidget,
)

from ui.views.frame import RoleFrame
from ui.views.tabs import TabbedPage

WIDE = 1366
LEAST_HIGH = 696  # what title bar and task bar leave of 768 (look.md §9)


def name(one: QWidget) -> str:
    return one.objectName() or type(one).__name__


def on_show(root: QWidget) -> Iterator[QWidget]:
    for one in root.findChildren(QWidget):
        if one.isVisible() and one.window() is root.window() and not name(one).startswith("qt_"):
            yield one


def cut(root: QWidget) -> list[str]:
    """Return labels and buttons with less room than their words need, unless a tool tip has the words."""
    found = []
    for one in on_show(root):
        if not isinstance(one, QAbstractButton | QLabel) or not one.text() or not one.rect().isValid():
            continue
        icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
        if isinstance(one, QToolButton) and one.toolButtonStyle() == icon_only:
            continue
        if isinstance(one, QLabel) and one.wordWrap():
            need = one.heightForWidth(one.width())
            if need > one.height() + 2:
                found.append(f"{name(one)}: {one.height()} of {need} high: {one.text()[:40]}")
        elif one.minimumSizeHint().width() > one.width() + 1 and "…" not in one.text():
            words = f"{one.width()} of {one.minimumSizeHint().width()} wide: {one.text()[:40]}"
            found.append(f"{name(one)}: {words}")
        elif one.height() + 2 < one.minimumSizeHint().height():
            found.append(f"{name(one)}: {one.height()} of {one.minimumSizeHint().height()} high")
    return found


def scrolled(one: QWidget) -> bool:
    """Say whether a widget stands in something that scrolls to it."""
    parent = one.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def outside(root: QWidget) -> list[str]:
    """Return controls that reach beyond a parent, but for what scrolls."""
    found = []
    for one in on_show(root):
        if one.focusPolicy() == Qt.FocusPolicy.NoFocus or scrolled(one):
            continue
        parent = one.parentWidget()
        while parent is not None and parent is not root.parentWidget():
            place = QRect(one.mapTo(parent, QPoint(0, 0)), one.size())
            if not parent.rect().adjusted(-1, -1, 1, 1).contains(place):
                found.append(f"{name(one)} {place.getRect()} in {name(parent)} {parent.size().toTuple()}")
                break
            if parent.isWindow():
                break
            parent = parent.parentWidget()
    return found


def overlapping(root: QWidget) -> list[str]:
    """Return controls of one parent that lie on each other."""
    found = []
    controls = [one for one in on_show(root) if isinstance(one, QAbstractButton | QLabel) and one.text()]
    for n, one in enumerate(controls):
        for other in controls[n + 1 :]:
            if one.parentWidget() is other.parentWidget():
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > 2 and shared.height() > 2:
                    found.append(f"{name(one)} and {name(other)}")
    return found


def too_wide(root: QWidget) -> list[str]:
    """Return panes that scroll sideways, but for lists and pages."""
    return [
        f"{name(one)}: {one.horizontalScrollBar().maximum()} px"
        for one in on_show(root)
        if isinstance(one, QScrollArea)
        and not isinstance(one, QAbstractItemView)
        and one.widget() is not None
        and one.widget().width() > one.viewport().width() + 1
    ]


def troubles(root: QWidget) -> list[str]:
    for _ in range(4):
        QApplication.processEvents()
    return [*cut(root), *outside(root), *overlapping(root), *too_wide(root)]


def fail_with(found: dict[str, list[str]]) -> None:
    words = [f"{place}: {one}" for place, some in found.items() for one in some]
    if words:
        pytest.fail("\n".join(words))


def every_page(frame: RoleFrame) -> Iterator[str]:
    """Turn to every page and tab of an office, one after another; yield its name when it is on show."""
    for key in frame.pages:
        frame.turn(key)
        page = frame.page
        if not isinstance(page, TabbedPage):
            yield key
            continue
        for n in range(page.tabs.count()):
            page.turn(n)
            yield f"{key} {n + 1}"


def page_troubles(frame: RoleFrame) -> list[str]:
    """Return what is cut or lies on something else on the page on show, which itself may scroll."""
    for _ in range(4):
        QApplication.processEvents()
    return [*cut(frame.page), *overlapping(frame.page)]

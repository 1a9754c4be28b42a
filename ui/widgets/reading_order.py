"""Where Tab and F6 go: through a page as it is read, left to right and top to bottom in each pane."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QSplitter,
    QWidget,
)

#: What has parts of its own that Tab never goes to one by one.
_WHOLE = (QComboBox, QAbstractScrollArea)


def in_reading_order(root: QWidget) -> None:
    """Let Tab go through what stands below a widget now in the order of its layouts.

    Qt goes in the order in which widgets were made: a table made before the field above it comes first,
    a row that comes later is the last of the window.
    """
    for one, other in pairwise(each for each in _read(root) if each is not None):
        QWidget.setTabOrder(one, other)


def first_field(root: QWidget) -> QWidget | None:
    """Return what is read first below a widget and takes the focus now; None where that is a button."""
    first = next((pane[0] for pane in panes_of(root)), None)
    return None if isinstance(first, QAbstractButton) else first


def panes_of(root: QWidget) -> Sequence[Sequence[QWidget]]:
    """Return what takes the focus now below a widget, by pane: between upright hairlines and splitters."""
    found: list[list[QWidget]] = [[]]
    for one in _read(root):
        if one is None:
            found.append([])
        elif one.isVisibleTo(root) and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found[-1].append(one)
    return [pane for pane in found if pane]


def next_pane(regions: Iterable[QWidget], *, back: bool = False) -> None:
    """Give the focus to the pane after the one that has it: to its list, else to what is read first."""
    panes = [pane for region in regions for pane in panes_of(region) if region.isVisible()]
    if not panes:
        return
    now = QApplication.focusWidget()
    at = next((n for n, pane in enumerate(panes) if now in pane), -1 if not back else 0)
    pane = panes[(at + (-1 if back else 1)) % len(panes)]
    list_ = next((one for one in pane if isinstance(one, QAbstractItemView)), pane[0])
    list_.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _read(root: QWidget) -> Iterator[QWidget | None]:
    """Go through what may take the focus; None stands between two panes."""
    if root.focusPolicy() != Qt.FocusPolicy.NoFocus and root.focusProxy() is None:
        yield root
    layout = root.layout()
    if isinstance(root, QSplitter):
        for n, part in enumerate(root.widget(n) for n in range(root.count())):
            yield from [None] if n else []
            yield from _read(part) if part is not None else ()
    elif isinstance(root, QScrollArea):
        inside = root.widget()
        yield from _read(inside) if inside is not None else ()
    elif layout is not None and not isinstance(root, _WHOLE):
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget | None]:
    for n in _places(layout):
        item = layout.itemAt(n)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None and widget.property("rule") == "v":
            yield None
        elif widget is not None:
            yield from _read(widget)
        elif inner is not None:
            yield from _laid_out(inner)


def _places(layout: QLayout) -> Sequence[int]:
    """Return the items of a layout as they are read; a grid keeps them as they were put in."""
    places = range(layout.count())
    if isinstance(layout, QGridLayout):
        return sorted(places, key=lambda n: layout.getItemPosition(n)[:2])  # type: ignore[index]
    return places

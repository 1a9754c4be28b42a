"""A page of several panes under tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.views.later import Pages
from ui.views.screen import Hint, Screen
from ui.widgets.controls import pane, tight
from ui.widgets.page_room import PageRoom
from ui.widgets.tab_bar import TabBar


@dataclass(frozen=True)
class Tab:
    """A pane that is built when its tab is first turned to; ``place`` is the caption of the tab."""

    place: str
    make: Callable[[], Screen]


class TabbedPage(Screen):
    """Panes under tabs, the first on show.

    Signals:
        turned: another pane is on show.
    """

    turned = Signal()

    def __init__(self, context: Context, tabs: Sequence[Tab], *, name: str, place: str) -> None:
        super().__init__(context, name=name)
        self.place = place
        self._places = tuple(tab.place for tab in tabs)
        self.tabs = TabBar()
        self.tabs.setObjectName(f"{name}Tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stack = QStackedWidget()
        self.pages = Pages({n: tab.make for n, tab in enumerate(tabs)}, self.stack)
        for _ in tabs:
            self.tabs.addTab("")
        bar = pane("bar")
        row = QHBoxLayout(bar)
        tight(row)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(bar)
        column.addWidget(PageRoom(self.stack), 1)
        self.tabs.currentChanged.connect(self._turned)
        self.retranslate()

    @property
    def shown(self) -> Screen:
        """The pane on show, built now if it never was."""
        return self.pages[self.tabs.currentIndex()]

    @property
    def panes(self) -> tuple[Screen, ...]:
        """Every pane; those that were never shown are built."""
        return tuple(self.pages.values())

    def turn(self, index: int) -> None:
        """Show a pane."""
        self.tabs.setCurrentIndex(index)

    def choose(self, index: int) -> None:
        """Let a pane be the one that is shown when the page is entered."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(False)

    def retranslate(self) -> None:
        """Set every text anew."""
        for n, place in enumerate(self._places):
            self.tabs.setTabText(n, self.cap(place))
        self.tabs.setAccessibleName(self.cap(self.place))

    def entered(self) -> None:
        """The page was put on show."""
        self._show()
        self.shown.entered()

    def settle(self) -> None:
        """Every pane stores what it has."""
        for one in self.pages.built:
            one.settle()

    def pieces(self) -> Iterator[Screen]:
        """Every pane that is there, its own pieces first."""
        for one in self.pages.built:
            yield from one.pieces()
            yield one

    def regions(self) -> Iterator[QWidget]:
        """The tabs, then the pane on show."""
        yield self.tabs
        yield from self.shown.regions()

    def hints(self) -> Sequence[Hint]:
        """Keys of the pane on show."""
        return self.shown.hints()

    def note(self) -> str:
        """Words of the pane on show."""
        return self.shown.note()

    def _show(self) -> None:
        """Show the chosen pane; the one that is left keeps nothing open."""
        before, shown = self.stack.currentWidget(), self.shown
        if isinstance(before, Screen) and before is not shown:
            before.settle()
        self.stack.setCurrentWidget(shown)

    def _turned(self, _index: int) -> None:
        self._show()
        self.turned.emit()
        self.shown.entered()

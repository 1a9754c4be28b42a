"""A page of several panes under tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout

from ui.context import Context
from ui.views.screen import Hint, Screen
from ui.widgets.controls import pane, tight


class TabbedPage(Screen):
    """Panes under tabs; each pane's ``place`` is the caption of its tab.

    Signals:
        turned: another pane is on show.
    """

    turned = Signal()

    def __init__(self, context: Context, panes: Sequence[Screen], *, name: str, place: str) -> None:
        super().__init__(context, name=name)
        self.place = place
        self.panes = tuple(panes)
        self.tabs = QTabBar()
        self.tabs.setObjectName(f"{name}Tabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.stack = QStackedWidget()
        for one in self.panes:
            self.tabs.addTab("")
            self.stack.addWidget(one)
        bar = pane("bar")
        row = QHBoxLayout(bar)
        tight(row)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(bar)
        column.addWidget(self.stack, 1)
        self.tabs.currentChanged.connect(self._turned)
        self.retranslate()

    @property
    def shown(self) -> Screen:
        """The pane on show."""
        return self.panes[self.stack.currentIndex()]

    def turn(self, index: int) -> None:
        """Show a pane."""
        self.tabs.setCurrentIndex(index)

    def retranslate(self) -> None:
        """Set every text anew."""
        for n, one in enumerate(self.panes):
            self.tabs.setTabText(n, self.cap(one.place))
        self.tabs.setAccessibleName(self.cap(self.place))

    def entered(self) -> None:
        """The page was put on show."""
        self.shown.entered()

    def settle(self) -> None:
        """Every pane stores what it has."""
        for one in self.panes:
            one.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of the pane on show."""
        return self.shown.hints()

    def note(self) -> str:
        """Words of the pane on show."""
        return self.shown.note()

    def _turned(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.turned.emit()
        self.shown.entered()

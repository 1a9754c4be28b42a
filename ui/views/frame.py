"""The window of an office: navigation at the left, one page at a time (look.md §9, pictures e and h)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.context import Context
from ui.viewmodels.finding import Findable
from ui.views.later import Given, Pages
from ui.views.screen import Hint, Screen
from ui.widgets.controls import rule, tight
from ui.widgets.navigation import Navigation, Place
from ui.widgets.page_room import PageRoom

_COMPACT = 1200


class RoleFrame(Screen):
    """Pages beside each other; Ctrl 1–9 goes to one, Ctrl Enter to the next act.

    The first page is built with the frame, each other one when it is first shown.

    Signals:
        turned: key of the page that is on show now.
        next_asked: Ctrl Enter.
        home_asked: back to the list of rounds.
    """

    turned = Signal(str)
    next_asked = Signal()
    home_asked = Signal()

    def __init__(
        self,
        context: Context,
        name: str,
        pages: Mapping[str, tuple[Place, Given]],
        links: Sequence[tuple[Place, Callable[[], None]]] = (),
    ) -> None:
        super().__init__(context, name=name)
        places = tuple(place for place, _ in pages.values())
        self.navigation = Navigation(context, places, self.home_asked.emit, links)
        self.stack = QStackedWidget()
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self.navigation)
        row.addWidget(rule("v"))
        row.addWidget(PageRoom(self.stack), 1)
        self.pages = Pages({key: page for key, (_, page) in pages.items()}, self.stack)
        self.stack.setCurrentWidget(self.pages[places[0].key])
        self.navigation.chosen.connect(self.turn)
        for n, key in enumerate(self.pages, 1):
            QShortcut(QKeySequence(f"Ctrl+{n}"), self).activated.connect(lambda key=key: self.turn(key))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.next_asked)
        context.theme.changed.connect(self._fit)
        self.navigation.choose(next(iter(self.pages)))
        self.place = self.page.place

    @property
    def page(self) -> Screen:
        """The page on show."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Screen) else next(iter(self.pages.values()))

    def turn(self, key: str) -> None:
        """Show a page."""
        if self.page is not self.pages[key]:
            self.page.settle()
        self.stack.setCurrentWidget(self.pages[key])
        self.navigation.choose(key)
        self._fit()
        self.place = self.page.place
        self.turned.emit(key)
        self.page.entered()

    def entered(self) -> None:
        """The frame was put on show."""
        self._fit()
        self.page.entered()

    def settle(self) -> None:
        """Every page stores what it has."""
        for page in self.pages.built:
            page.settle()

    def pieces(self) -> Iterator[Screen]:
        """Every page that is there, its own pieces first."""
        for page in self.pages.built:
            yield from page.pieces()
            yield page

    def regions(self) -> Iterator[QWidget]:
        """The navigation, then the page."""
        yield self.navigation
        yield from self.page.regions()

    def hints(self) -> Sequence[Hint]:
        """Keys of the frame, then those of the page."""
        count = len(self.pages)
        return (
            *([(f"Ctrl 1–{count}", self.cap("frame.hint.page"))] if count > 1 else ()),
            ("Ctrl Enter", self.cap("frame.hint.next")),
            *self.page.hints(),
            ("F1", self.cap("help.keys")),
        )

    def findable(self) -> Sequence[Findable] | None:
        """What the page finds."""
        return self.page.findable()

    def go_to(self, target: str) -> bool:
        """Show what was found on the page on view, else on the first that can."""
        if self.page.go_to(target):
            return True
        key = next((key for key, page in self.pages.items() if page.go_to(target)), "")
        if key:
            self.turn(key)
        return bool(key)

    def note(self) -> str:
        """What the page says at the right end of the status bar."""
        return self.page.note()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows show icons alone."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < self.context.theme.px(_COMPACT)
        self.navigation.set_narrow(narrow or self.page.wants_room)

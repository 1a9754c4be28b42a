"""Draw and assignment: who is drawn, who gets which application."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.context import Context
from ui.viewmodels.secretary.assign import AssignModel
from ui.viewmodels.secretary.draw import DrawModel
from ui.viewmodels.secretary.version import VersionModel
from ui.viewmodels.session import Session
from ui.views.secretary.assign import AssignPane
from ui.views.secretary.draw import DrawPane
from ui.views.tabs import Tab, TabbedPage

DRAW, ASSIGN = range(2)


class DrawPage(TabbedPage):
    """The draw and what follows from it.

    Signals:
        changed: the round is not what it was.
        cards_asked: to the cards.
    """

    changed = Signal()
    cards_asked = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        self.draw = DrawModel(session)
        self.assign = AssignModel(session)
        self.version = VersionModel(session)
        tabs = (
            Tab(DrawPane.place, lambda: self._draw(context)),
            Tab(AssignPane.place, lambda: self._assign(context)),
        )
        super().__init__(context, tabs, name="drawPage", place="draw.page")
        for model in (self.draw, self.assign, self.version):
            model.setParent(self)
            model.changed.connect(self.changed)
        self.version.changed.connect(self.draw.load)
        self.draw.loaded.connect(self.turned)  # the keys of another step are other keys

    @property
    def draw_pane(self) -> DrawPane:
        """The draw."""
        return self.pages.of(DRAW, DrawPane)

    @property
    def assign_pane(self) -> AssignPane:
        """The assignment."""
        return self.pages.of(ASSIGN, AssignPane)

    def _draw(self, context: Context) -> DrawPane:
        made = DrawPane(context, self.draw, self.version)
        made.cards_asked.connect(self.cards_asked)
        return made

    def _assign(self, context: Context) -> AssignPane:
        made = AssignPane(context, self.assign)
        self.assign.loaded.connect(self.turned)  # after the pane: the matrix it then shows has other keys
        return made

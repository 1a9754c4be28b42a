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
from ui.views.tabs import TabbedPage

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
        self.draw_pane = DrawPane(context, self.draw, self.version)
        self.assign_pane = AssignPane(context, self.assign)
        super().__init__(context, (self.draw_pane, self.assign_pane), name="drawPage", place="draw.page")
        for model in (self.draw, self.assign, self.version):
            model.setParent(self)
            model.changed.connect(self.changed)
        self.version.changed.connect(self.draw.load)
        self.draw_pane.cards_asked.connect(self.cards_asked)
        self.draw.loaded.connect(self.turned)  # the keys of another step are other keys

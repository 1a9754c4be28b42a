"""Experts and cards: roster, cards, changes during the round."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.context import Context
from ui.viewmodels.secretary.cards import CardsModel
from ui.viewmodels.secretary.changes import ChangesModel
from ui.viewmodels.secretary.experts import ExpertsModel
from ui.viewmodels.secretary.version import VersionModel
from ui.viewmodels.session import Session
from ui.views.secretary.cards import CardsPane
from ui.views.secretary.changes import ChangesPane
from ui.views.secretary.experts import RosterPane
from ui.views.tabs import TabbedPage

ROSTER, CARDS, CHANGES = range(3)


class ExpertsPage(TabbedPage):
    """People of a round.

    Signals:
        changed: the round is not what it was.
        pack_asked: to the page where letters are written.
    """

    changed = Signal()
    pack_asked = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        self.experts = ExpertsModel(session)
        self.cards = CardsModel(session)
        self.changes = ChangesModel(session)
        self.version = VersionModel(session)
        self.roster_pane = RosterPane(context, self.experts)
        self.cards_pane = CardsPane(context, self.cards)
        self.changes_pane = ChangesPane(context, self.changes, self.version)
        super().__init__(
            context,
            (self.roster_pane, self.cards_pane, self.changes_pane),
            name="expertsPage",
            place="experts.page",
        )
        for model in (self.experts, self.cards, self.changes, self.version):
            model.setParent(self)
            model.changed.connect(self.changed)
        self.version.changed.connect(self.changes.load)
        self.changes_pane.cards_asked.connect(lambda: self.turn(CARDS))
        self.changes_pane.pack_asked.connect(self.pack_asked)

    def go_to(self, target: str) -> bool:
        """Show an expert who was found by number (Ctrl K)."""
        if not any(one.number == target for one in self.experts.lines):
            return False
        self.turn(ROSTER)
        self.roster_pane.search.setText(target)
        return True

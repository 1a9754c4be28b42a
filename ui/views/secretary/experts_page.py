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
from ui.views.tabs import Tab, TabbedPage

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
        tabs = (
            Tab(RosterPane.place, lambda: RosterPane(context, self.experts)),
            Tab(CardsPane.place, lambda: CardsPane(context, self.cards)),
            Tab(ChangesPane.place, lambda: self._changes(context)),
        )
        super().__init__(context, tabs, name="expertsPage", place="experts.page")
        for model in (self.experts, self.cards, self.changes, self.version):
            model.setParent(self)
            model.changed.connect(self.changed)
        self.version.changed.connect(self.changes.load)

    @property
    def roster_pane(self) -> RosterPane:
        """The roster."""
        return self.pages.of(ROSTER, RosterPane)

    @property
    def cards_pane(self) -> CardsPane:
        """The cards."""
        return self.pages.of(CARDS, CardsPane)

    @property
    def changes_pane(self) -> ChangesPane:
        """Changes during the round."""
        return self.pages.of(CHANGES, ChangesPane)

    def go_to(self, target: str) -> bool:
        """Show an expert who was found by number (Ctrl K)."""
        if not any(one.number == target for one in self.experts.lines):
            return False
        self.turn(ROSTER)
        self.roster_pane.search.setText(target)
        return True

    def _changes(self, context: Context) -> ChangesPane:
        made = ChangesPane(context, self.changes, self.version)
        made.cards_asked.connect(lambda: self.turn(CARDS))
        made.pack_asked.connect(self.pack_asked)
        return made

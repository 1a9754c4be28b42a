"""Conflicts of interest under one page: findings, rulings and void sheets, missing lists and pleas."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.context import Context
from ui.viewmodels.secretary.conflicts import ConflictsModel
from ui.viewmodels.secretary.rulings import RulingsModel
from ui.viewmodels.session import Session
from ui.views.secretary.conflicts import FindingsPane
from ui.views.secretary.pleas import PleasPane
from ui.views.secretary.rulings import RulingsPane
from ui.views.tabs import Tab, TabbedPage

FINDINGS, RULINGS, PLEAS = range(3)


class ConflictsPage(TabbedPage):
    """The page of the navigation.

    Signals:
        changed: the round is not what it was.
        collect_asked: the second signature of a ruling comes as a file.
    """

    changed = Signal()
    collect_asked = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        self.conflicts = ConflictsModel(session)
        self.rulings = RulingsModel(session)
        tabs = (
            Tab(FindingsPane.place, lambda: FindingsPane(context, self.conflicts)),
            Tab(RulingsPane.place, lambda: self._rulings(context)),
            Tab(PleasPane.place, lambda: PleasPane(context, self.rulings)),
        )
        super().__init__(context, tabs, name="conflictsPage", place="conflicts.page")
        for model in (self.conflicts, self.rulings):
            model.setParent(self)
            model.changed.connect(self.changed)

    @property
    def findings(self) -> FindingsPane:
        """Findings of screening."""
        return self.pages.of(FINDINGS, FindingsPane)

    @property
    def rulings_pane(self) -> RulingsPane:
        """Rulings and void sheets."""
        return self.pages.of(RULINGS, RulingsPane)

    @property
    def pleas_pane(self) -> PleasPane:
        """Missing lists and pleas."""
        return self.pages.of(PLEAS, PleasPane)

    def go_to(self, target: str) -> bool:
        """Show the findings about an application or an expert that was found (Ctrl K)."""
        self.turn(FINDINGS)
        self.findings.list.search.setText(target)
        return True

    def _rulings(self, context: Context) -> RulingsPane:
        made = RulingsPane(context, self.rulings)
        made.collect_asked.connect(self.collect_asked)
        return made

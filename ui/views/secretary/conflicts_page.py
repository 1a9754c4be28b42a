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
from ui.views.tabs import TabbedPage


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
        self.findings = FindingsPane(context, self.conflicts)
        self.rulings_pane = RulingsPane(context, self.rulings)
        self.pleas_pane = PleasPane(context, self.rulings)
        panes = (self.findings, self.rulings_pane, self.pleas_pane)
        super().__init__(context, panes, name="conflictsPage", place="conflicts.page")
        for model in (self.conflicts, self.rulings):
            model.setParent(self)
            model.changed.connect(self.changed)
        self.rulings_pane.collect_asked.connect(self.collect_asked)

    def go_to(self, target: str) -> bool:
        """Show the findings about an application or an expert that was found (Ctrl K)."""
        self.turn(0)
        self.findings.list.search.setText(target)
        return True

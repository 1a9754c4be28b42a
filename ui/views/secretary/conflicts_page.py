"""Everything about conflicts of interest under one page: findings, rulings and void sheets, missing and pleas."""

from __future__ import annotations

from ui.context import Context
from ui.viewmodels.secretary.conflicts import ConflictsModel
from ui.viewmodels.session import Session
from ui.views.secretary.conflicts import FindingsPane
from ui.views.tabs import TabbedPage


class ConflictsPage(TabbedPage):
    """The page of the navigation."""

    def __init__(self, context: Context, session: Session) -> None:
        self.conflicts = ConflictsModel(session)
        self.findings = FindingsPane(context, self.conflicts)
        super().__init__(context, (self.findings,), name="conflictsPage", place="conflicts.page")
        self.conflicts.setParent(self)

"""The page 导入: import, formal check, 达标即享, 名单, integrity and ethics, side by side as tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.context import Context
from ui.viewmodels.secretary.intake import IntakeModel
from ui.viewmodels.secretary.intake_gates import GatesModel
from ui.viewmodels.secretary.intake_lists import ListsModel
from ui.viewmodels.session import Session
from ui.views.screen import Screen
from ui.views.secretary.gates import GatesPane
from ui.views.secretary.intake import ImportPane
from ui.views.secretary.integrity import IntegrityPane
from ui.views.secretary.unscored import ChecklistPane, NamelistPane, UnscoredPane
from ui.views.tabs import Tab, TabbedPage

FORMAL = 1


class ImportPage(TabbedPage):
    """Everything between a folder that an office sends and applications that are eligible.

    Signals:
        changed: the round is not what it was.
    """

    changed = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        intake, check, lists = IntakeModel(session), GatesModel(session), ListsModel(session)
        tabs = (
            Tab(ImportPane.place, lambda: ImportPane(context, intake)),
            Tab(GatesPane.place, lambda: GatesPane(context, check)),
            Tab(ChecklistPane.place, lambda: self._led(ChecklistPane(context, lists))),
            Tab(NamelistPane.place, lambda: self._led(NamelistPane(context, lists))),
            Tab(IntegrityPane.place, lambda: self._led(IntegrityPane(context, lists))),
        )
        super().__init__(context, tabs, name="importPage", place="secretary.page.import")
        self.intake, self.check, self.lists = intake, check, lists
        for model in (self.intake, self.check, self.lists):
            model.setParent(self)
            model.changed.connect(self.changed)

    @property
    def gates_pane(self) -> GatesPane:
        """The formal check."""
        return self.pages.of(FORMAL, GatesPane)

    def _led(self, pane: UnscoredPane | IntegrityPane) -> Screen:
        """Let a pane lead to the gates it speaks of."""
        pane.gate_asked.connect(self._go)
        return pane

    def _go(self, number: str, gate: str) -> None:
        """Show a gate of an application where it is answered."""
        self.turn(FORMAL)
        self.gates_pane.go(number, gate)

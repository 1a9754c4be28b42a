"""The page 导入: import, formal check, 达标即享, 名单, integrity and ethics, side by side as tabs."""

from __future__ import annotations

from PySide6.QtCore import Signal

from ui.context import Context
from ui.viewmodels.secretary.intake import IntakeModel
from ui.viewmodels.secretary.intake_gates import GatesModel
from ui.viewmodels.secretary.intake_lists import ListsModel
from ui.viewmodels.session import Session
from ui.views.secretary.gates import GatesPane
from ui.views.secretary.intake import ImportPane
from ui.views.secretary.integrity import IntegrityPane
from ui.views.secretary.unscored import ChecklistPane, NamelistPane
from ui.views.tabs import TabbedPage

FORMAL = 1


class ImportPage(TabbedPage):
    """Everything between a folder that an office sends and applications that are eligible.

    Signals:
        changed: the round is not what it was.
    """

    changed = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        intake, check, lists = IntakeModel(session), GatesModel(session), ListsModel(session)
        gates = GatesPane(context, check)
        beside = (
            ChecklistPane(context, lists),
            NamelistPane(context, lists),
            IntegrityPane(context, lists),
        )
        panes = (ImportPane(context, intake), gates, *beside)
        super().__init__(context, panes, name="importPage", place="secretary.page.import")
        self.intake, self.check, self.lists = intake, check, lists
        self.gates_pane = gates
        for model in (self.intake, self.check, self.lists):
            model.setParent(self)
            model.changed.connect(self.changed)
        for pane in beside:
            pane.gate_asked.connect(self._go)

    def _go(self, number: str, gate: str) -> None:
        """Show a gate of an application where it is answered."""
        self.turn(FORMAL)
        self.gates_pane.go(number, gate)

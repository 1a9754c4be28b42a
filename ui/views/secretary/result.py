"""The page of results: combining, decisions, sealing, forms under tabs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ui.context import Context
from ui.viewmodels.secretary.forms import FormsModel
from ui.viewmodels.secretary.result import ResultModel
from ui.viewmodels.secretary.sealing import Outcome, SealModel
from ui.viewmodels.session import Session
from ui.views.secretary.aggregate import AggregatePane
from ui.views.secretary.decisions import DecisionsPane
from ui.views.secretary.forms import FormsPane
from ui.views.secretary.seal import SealPane
from ui.views.tabs import TabbedPage

AGGREGATE, DECISIONS, SEAL, FORMS = range(4)


class ResultPage(TabbedPage):
    """Four panes over three view-models.

    Signals:
        changed: the round is not what it was.
        collect_asked: take in decisions or signatures, on the page of returns.
        open_asked: open a sealed result together.
    """

    changed = Signal()
    collect_asked = Signal()
    open_asked = Signal()

    def __init__(self, context: Context, session: Session) -> None:
        self.result = ResultModel(session)
        self.sealing = SealModel(session)
        self.printing = FormsModel(session)
        self.aggregate = AggregatePane(context, self.result)
        self.decisions = DecisionsPane(context, self.result)
        self.seal = SealPane(context, self.sealing)
        self.forms = FormsPane(context, self.printing)
        panes = (self.aggregate, self.decisions, self.seal, self.forms)
        super().__init__(context, panes, name="resultPage", place="result.page")
        models: tuple[QObject, ...] = (self.result, self.sealing, self.printing)
        for model in models:
            model.setParent(self)
        self.result.changed.connect(self.changed)
        self.sealing.changed.connect(self.changed)
        self.sealing.sealed.connect(self._sealed)
        self.decisions.collect_asked.connect(self.collect_asked)
        self.seal.collect_asked.connect(self.collect_asked)
        self.seal.open_asked.connect(self.open_asked)
        self.seal.back_asked.connect(lambda: self.turn(DECISIONS))
        self.seal.forms_asked.connect(self._show_form)
        self.seal.noted.connect(self.turned)

    def _show_form(self, form: str) -> None:
        self.turn(FORMS)
        self.forms.show_form(form)

    def _sealed(self, outcome: Outcome) -> None:
        """F18 lists the file that was written."""
        self.forms.sealed_into(outcome.result)

    def _turned(self, index: int) -> None:
        """A pane that is left keeps nothing open."""
        self.shown.settle()
        super()._turned(index)

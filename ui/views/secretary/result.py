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
from ui.views.tabs import Tab, TabbedPage

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
        tabs = (
            Tab(AggregatePane.place, lambda: AggregatePane(context, self.result)),
            Tab(DecisionsPane.place, lambda: self._decisions(context)),
            Tab(SealPane.place, lambda: self._seal(context)),
            Tab(FormsPane.place, lambda: FormsPane(context, self.printing)),
        )
        super().__init__(context, tabs, name="resultPage", place="result.page")
        models: tuple[QObject, ...] = (self.result, self.sealing, self.printing)
        for model in models:
            model.setParent(self)
        self.result.changed.connect(self.changed)
        self.sealing.changed.connect(self.changed)
        self.sealing.sealed.connect(self._sealed)

    @property
    def aggregate(self) -> AggregatePane:
        """Combining."""
        return self.pages.of(AGGREGATE, AggregatePane)

    @property
    def decisions(self) -> DecisionsPane:
        """Decisions."""
        return self.pages.of(DECISIONS, DecisionsPane)

    @property
    def seal(self) -> SealPane:
        """Sealing."""
        return self.pages.of(SEAL, SealPane)

    @property
    def forms(self) -> FormsPane:
        """Forms."""
        return self.pages.of(FORMS, FormsPane)

    def _decisions(self, context: Context) -> DecisionsPane:
        made = DecisionsPane(context, self.result)
        made.collect_asked.connect(self.collect_asked)
        return made

    def _seal(self, context: Context) -> SealPane:
        made = SealPane(context, self.sealing)
        made.collect_asked.connect(self.collect_asked)
        made.open_asked.connect(self.open_asked)
        made.back_asked.connect(lambda: self.turn(DECISIONS))
        made.forms_asked.connect(self._show_form)
        made.noted.connect(self.turned)
        return made

    def _show_form(self, form: str) -> None:
        self.turn(FORMS)
        self.forms.show_form(form)

    def _sealed(self, outcome: Outcome) -> None:
        """F18 lists the file that was written."""
        self.forms.sealed_into(outcome.result)

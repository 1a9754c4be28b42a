"""What belongs to the sheet as a whole: opinion, recommendation, integrity, claims, amount."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.advice_words import advice_words
from ui.context import Context
from ui.viewmodels.sheet import SheetModel
from ui.views.rubric_budget import BudgetPane
from ui.views.rubric_claims import ClaimList, OnView
from ui.widgets.controls import label, tight
from ui.widgets.criterion_box import ProseBox
from ui.widgets.criterion_choice import ChoiceRow
from ui.widgets.criterion_links import Link, PageLinks
from ui.widgets.marks import IconLabel
from zgc_review.domain.bodies import CitedPage, Recommendation


class OpinionPane(QWidget):
    """The last part of the rubric.

    Signals:
        followed: a cited page to show.
        forward: Ctrl Enter in the opinion.
    """

    followed = Signal(object)
    forward = Signal()

    def __init__(
        self, context: Context, model: SheetModel, on_view: OnView, wording: Callable[[CitedPage], str]
    ) -> None:
        super().__init__()
        self._context, self._model, self._wording = context, model, wording
        self.setObjectName("opinionPane")
        self.title = label("head")
        self.overall = ProseBox(context, name="overall", least=3, most=10)
        self.links = PageLinks(context, name="overallLinks")
        self.recommend = ChoiceRow(context, get_args(Recommendation), name="recommend")
        self.doubt_icon = IconLabel(context, "error-warning-line", "warn", 16)
        self.doubt = label("small", "warn", name="contradiction", wrap=True)
        self.integrity = ChoiceRow(context, (False, True), name="integrity")
        self.claims = ClaimList(context, model, on_view, wording)
        self.budget = BudgetPane(context, model)
        self.reason = ProseBox(context, name="revisionReason", least=1, most=4)
        self._lay_out()
        self._wire()
        context.captions.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what the sheet says now."""
        model = self._model
        if not model.is_open:
            return
        captions, body, editable = self._context.captions, model.body, model.is_editable
        cap = captions.cap
        self.title.setText(cap("score.opinion.title"))
        self.overall.say(cap("score.opinion.overall"), cap("score.opinion.hint"))
        self.overall.set_minimum(model.content.settings.comment_overall_min)
        self.overall.set_editable(editable)
        self.overall.show_text(body.overall)
        self.links.show_links([Link(one, self._wording(one)) for one in model.pages("")], editable=editable)
        stage = model.content.rubric.stage
        answers = [advice_words(captions, stage, name) for name in get_args(Recommendation)]
        self.recommend.say(cap("score.recommend.title"), answers)
        self.recommend.show_value(body.recommendation)
        self.recommend.set_editable(editable)
        self.integrity.say(
            cap("score.integrity.title"), (cap("score.integrity.none"), cap("score.integrity.found"))
        )
        self.integrity.show_value(body.integrity)
        self.integrity.set_editable(editable)
        self._say_doubt()
        self.claims.refresh()
        self.budget.refresh()
        self.reason.say(cap("score.opinion.reason"))
        self.reason.set_minimum(1)
        self.reason.set_editable(editable)
        self.reason.show_text(body.reason)
        self.reason.setVisible(model.content.phase == "revision" or bool(body.reason))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the accent at the left edge and the hairline below."""
        painter = QPainter(self)
        theme = self._context.theme
        painter.fillRect(self.rect(), theme.colour("bg1"))
        painter.fillRect(0, 0, 3, self.height(), theme.colour("accent"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))

    def _say_doubt(self) -> None:
        """Say quietly that total and recommendation contradict one another; it blocks nothing."""
        captions = self._context.captions
        gap = " " if captions.language == "en" else ""
        words = gap.join(gap.join(captions.finding(one)) for one in self._model.warnings())
        self.doubt.setText(words)
        for one in (self.doubt, self.doubt_icon):
            one.setVisible(bool(words))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 10)
        column.setContentsMargins(16, 10, 16, 12)
        column.addWidget(self.title)
        column.addWidget(self.overall)
        column.addWidget(self.links)
        column.addWidget(self.recommend)
        row = QHBoxLayout()
        tight(row, 0, 6)
        row.addWidget(self.doubt_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.doubt, 1)
        column.addLayout(row)
        for one in (self.integrity, self.claims, self.budget, self.reason):
            column.addWidget(one)

    def _wire(self) -> None:
        put = self._model.put
        self.overall.edited.connect(lambda text: put("overall", "", text, at_once=False))
        self.reason.edited.connect(lambda text: put("reason", "", text, at_once=False))
        for box in (self.overall, self.reason):
            box.left.connect(self._model.store)
            box.field.left_forward.connect(self.forward)
            box.field.cancelled.connect(self.recommend.take_focus)
        self.recommend.chosen.connect(lambda value: put("recommend", "", value))
        self.integrity.chosen.connect(lambda value: put("integrity", "", value))
        self.links.followed.connect(self.followed)
        self.links.removed.connect(self._model.uncite)
        self.claims.followed.connect(self.followed)

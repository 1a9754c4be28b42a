"""One decision: what it rests on, how firmly, the word and the amount, and what speaks against it."""

from __future__ import annotations

from msgspec import UNSET
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.firmness_words import margin_words, move_words, rule_words, smallest, without_words
from ui.viewmodels.chair.decide import DecideModel
from ui.viewmodels.chair.decide_rows import DecideRow
from ui.views.rubric_budget import AmountField
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.notices import ErrorPane
from zgc_review.aggregation.derivation import votes
from zgc_review.domain.money import Amount, points
from zgc_review.errors import GateError

WIDTH, NARROW = 348, 300
_MOVES = 3


class DecideDetail(QWidget):
    """The pane beside the table.

    Signals:
        discussion_asked: id of the application on show.
    """

    discussion_asked = Signal(str)

    def __init__(self, context: Context, model: DecideModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._cap = context.captions.cap
        self._row: DecideRow | None = None
        self._is_narrow = False
        self.setObjectName("decideDetail")
        self.title = label("head", name="decideName", wrap=True)
        self.facts = label("small", "second", name="decideFacts", wrap=True)
        self.established = label("small", "danger", name="decideEstablished", wrap=True)
        self.how = button(lambda: None, "quiet", name="decideHowRow")
        self.discuss = button(self._discuss, "quiet", name="decideDiscuss")
        self.word_caption = label("small", "second")
        self.word = ChoiceBox(context, name="decideWord", letters=10)
        self.amount_caption = label("small", "second")
        self.amount = AmountField(context, name="decideAmount")
        self.most = label("small", "second", name="decideMost", wrap=True)
        self.cuts = label("small", "second", name="decideCuts", wrap=True)
        self.objection = ErrorPane(context, name="decideObjection")
        self.parted = label("small", "second", name="decideParted", wrap=True)
        self.firm_title = label("head")
        self.firm = label("small", "second", name="decideFirm", wrap=True)
        self._lay_out()
        self.word.activated.connect(self._choose)
        self.amount.given.connect(self._recommend)
        self.amount.editingFinished.connect(model.settle)
        context.theme.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        inside = pane("plain")
        column = QVBoxLayout(inside)
        tight(column, 16, 6)
        column.addWidget(self.title)
        column.addWidget(self.facts)
        column.addWidget(self.established)
        how = QHBoxLayout()
        tight(how, 0, 8)
        how.addWidget(self.how)
        how.addWidget(self.discuss)
        how.addStretch(1)
        column.addLayout(how)
        shown = (self.word_caption, self.word, self.amount_caption, self.amount)
        for one in (*shown, self.most, self.cuts, self.objection, self.parted, self.firm_title, self.firm):
            column.addWidget(one)
        column.addStretch(1)
        self.word_caption.setBuddy(self.word)
        self.amount_caption.setBuddy(self.amount)
        self.more = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows read on where it is cut off
        scroll.setObjectName("decideMore")
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap, texts = self._cap, self._context.captions.texts
        self.word_caption.setText(cap("decide.word"))
        self.word.setAccessibleName(cap("decide.word"))
        self.amount_caption.setText(cap("decide.amount"))
        self.amount.setAccessibleName(cap("decide.amount"))
        self.firm_title.setText(cap("decide.firm.title"))
        self.how.setText(cap("decide.how"))
        self.how.setToolTip(f"{cap('chair.hint.explain')}  Enter")
        self.how.setAccessibleName(cap("chair.hint.explain"))
        self.discuss.setText(cap("decide.discuss"))
        self.more.setAccessibleName(cap("decide.firm.title"))
        self.word.clear()
        for n, word in enumerate(self._model.conclusions, 1):
            self.word.addItem(f"{n}　{texts.get(f'form.word.decision.{word}')}", word)
        self.show_row(self._row)

    def show_row(self, row: DecideRow | None) -> None:
        """Show a row, or nothing."""
        self._row = row
        self.setEnabled(row is not None)
        if row is None:
            return
        if self.word.count() != len(self._model.conclusions):
            self._row = row
            self.retranslate()
            return
        writable = self._model.writable
        self.title.setText(f"{row.entry.number}　{row.entry.unit}")
        self.facts.setText(self._fact_words(row))
        self.established.setText(self._established_words(row))
        self.established.setVisible(bool(self.established.text()))
        self.word.setCurrentIndex(self.word.findData(row.decision))
        self.word.setEnabled(writable)
        self._show_amount(row, writable)
        self._show_objection(row)
        self.parted.setText(self._parted_words(row))
        self.parted.setVisible(bool(self.parted.text()))
        self.firm.setText(self._firm_words(row))
        is_ranked = row.place is not None
        self.firm_title.setVisible(is_ranked)
        self.firm.setVisible(is_ranked)

    def _show_amount(self, row: DecideRow, writable: bool) -> None:
        cap, entry = self._cap, row.entry
        has_amount = self._model.has_line
        for one in (self.amount_caption, self.amount, self.most):
            one.setVisible(has_amount)
        self.amount.show_fen(row.amount_fen)
        self.amount.setEnabled(writable and row.takes_money)
        words = []
        if entry.requested_fen is not None:
            words.append(cap("decide.asked", amount=Amount(entry.requested_fen)))
        if entry.ceiling_fen is not None:
            words.append(cap("decide.most", amount=Amount(entry.ceiling_fen)))
        if entry.requested_fen is not None and row.amount_fen not in {None, entry.requested_fen}:
            words.append(cap("decide.less", amount=Amount(entry.requested_fen - (row.amount_fen or 0))))
        self.most.setText(" · ".join(words) or cap("decide.no_amount"))
        self.cuts.setText(self._cut_words(row) if has_amount else "")
        self.cuts.setVisible(bool(self.cuts.text()))

    def _show_objection(self, row: DecideRow) -> None:
        if row.objection is None:
            self.objection.clear()
            return
        most, given = row.entry.ceiling_fen, row.amount_fen
        amounts = {"amount": Amount(given or 0), "most": Amount(most or 0)}
        self.objection.show_error(GateError(row.objection, number=row.entry.number, count=1, **amounts))

    def _fact_words(self, row: DecideRow) -> str:
        """Say final value, recommendations and what the numbers suggest."""
        line, cap = row.line.line, self._cap
        texts = self._context.captions.texts
        value = line.after.value
        words = [
            cap("decide.no_value") if value is None else cap("decide.final", value=points(value)),
            self._advice_words(row),
            cap("decide.suggested", word=texts.get(f"form.word.decision.{line.suggestion}")),
        ]
        if row.reserve is not None:
            words.append(cap("decide.reserve.nth", n=row.reserve))
        if row.is_signed:
            words.append(cap("decide.signed_word"))
        return " · ".join(words)

    def _advice_words(self, row: DecideRow) -> str:
        """Say how many sheets recommend what; where applications are ranked, which are votes in favour (S06).

        A stage after the grant counts no votes: there the recommendations stand alone.
        """
        support, revised, against = votes(row.line.standing)
        if not self._model.has_line:
            said = f"derivation.step.votes_{self._model.stage}"
            texts = self._context.captions.texts
            return texts.get(said, support=support, revised=revised, against=against)
        after = row.line.line.after
        counts = {"yes": after.yes_votes, "all": len(after.marks)}
        return self._cap("decide.votes", support=support, revised=revised, **counts)

    def _established_words(self, row: DecideRow) -> str:
        """Say which items were established in a stage: one of them decides, whatever the value (§2.4)."""
        found, panel = row.line.line.established, self._model.panel.panel
        if found is UNSET or panel is None:
            return ""
        names, english = panel.items(row.entry), self._context.captions.language == "en"
        said = ((item, names.get(item, (item, item))[english]) for item in found)
        return "\n".join(self._cap("decide.established", item=item, name=name) for item, name in said)

    def _parted_words(self, row: DecideRow) -> str:
        """Say what put it behind its equal, or that nothing does."""
        if row.parted_by:
            key = self._cap(f"decide.key.{row.parted_by}")
            return self._cap("decide.parted", number=row.beside, key=key)
        tied = row.place is not None and row.place.tied
        return self._cap("decide.tied") if tied else ""

    def _cut_words(self, row: DecideRow) -> str:
        """Say what the finance experts would cut, item by item."""
        said = []
        for sheet in row.line.standing.counting:
            budget = sheet.body.budget
            if budget is None:
                continue
            words = [self._cap("decide.cut.amount", code=sheet.code, amount=Amount(budget.amount_fen))]
            words += [
                self._cap("decide.cut.item", item=cut.item, amount=Amount(cut.amount_fen), reason=cut.reason)
                for cut in budget.cuts
            ]
            said.append("\n".join(words))
        return "\n".join(said)

    def _firm_words(self, row: DecideRow) -> str:
        """Say how far from the line, on whom it hangs, what other rules say, whose total would do."""
        found, texts, cap = row.firmness, self._context.captions.texts, self._cap
        if self._model.sheet.is_what_if:
            return cap("decide.firm.trial")
        if found is None:
            view = self._model.view
            is_known = view is not None and view.is_weighed
            return cap("decide.firm.far" if is_known else "decide.firm.waiting")
        words = [cap("decide.firm.margin", margin=margin_words(texts, found))]
        words += [without_words(texts, one) for one in found.without]
        words += [rule_words(texts, one) for one in found.alternatives if one.flips or one.why]
        if found.is_firm:
            words.append(cap("decide.firm.near"))
        moves = smallest(found)[:_MOVES]
        if moves:
            listed = "　".join(move_words(texts, one) for one in moves)
            words.append(cap("decide.firm.moves", moves=listed))
        return "\n".join(words)

    def _discuss(self) -> None:
        if self._row is not None:
            self.discussion_asked.emit(self._row.application)

    def _choose(self, at: int) -> None:
        if self._row is not None:
            self._model.decide(self._row.application, self.word.itemData(at))

    def _recommend(self, fen: int | None) -> None:
        if self._row is not None and self._row.takes_money:
            self._model.recommend(self._row.application, fen)

    def fit(self, *, narrow: bool) -> None:
        """Take less room where there is little."""
        self._is_narrow = narrow
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self._context.theme.px(NARROW if self._is_narrow else WIDTH))

"""Above the decisions: which ranking, its budget and its fund, and what another budget would give."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.decide import DecideModel
from ui.viewmodels.chair.decide_rows import RESERVE, Sheet
from ui.views.chair.decide_words import page_name
from ui.views.rubric_budget import AmountField
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, restyle, tag, tight
from zgc_review.aggregation.derivation_line import granted_in
from zgc_review.domain.money import Amount, points


class DecideBar(QWidget):
    """Two lines, and a third while something is tried."""

    def __init__(self, context: Context, model: DecideModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._cap = context.captions.cap
        self.title = label("title", name="decideTitle")
        self.seen = tag("plain", name="decideSeen")
        self.which = ChoiceBox(context, name="decideWhich", letters=10)
        self.tries = button(self.toggle, "choice", name="decideTry")
        self.tries.setCheckable(True)
        self.ties = button(lambda: None, name="decideTies")
        self.take = button(lambda: None, name="decideImport")
        self.give = button(lambda: None, name="decideExport")
        self.line = label("body", "second", name="decideLine", wrap=True)
        self.how = button(model.explain_line, "quiet", name="decideHow")
        self.only = ChoiceBox(context, name="decideOnly", letters=7)
        self._offered: tuple[tuple[str, int], ...] = ()
        self.fund = label("small", "second", name="decideFund", wrap=True)
        self.budget = AmountField(context, name="tryBudget")
        self.least = QLineEdit()
        self.least.setObjectName("tryPass")
        self.least.setMaxLength(6)
        self.rule = ChoiceBox(context, name="tryRule", letters=8)
        self.reset = button(self._reset, "quiet", name="tryReset")
        self.captions = {name: label("small", "second") for name in ("budget", "pass", "rule")}
        self.lead = label("small", "warn", name="tryLead", wrap=True)
        self._lay_out()
        self.which.activated.connect(lambda at: model.choose(self.which.itemData(at)))
        self.only.activated.connect(lambda at: model.show_only(self.only.itemData(at)))
        self.budget.given.connect(lambda fen: model.try_pool(budget_fen=fen))
        self.least.textEdited.connect(self._typed)
        self.rule.activated.connect(lambda at: model.try_pool(rule=self.rule.itemData(at)))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        tight(column, 0, 6)
        self._first = first = BreakingRow()
        tight(first, 0, 8)
        for one in (self.title, self.seen, self.which):
            first.addWidget(one)
        first.addStretch(1)
        for act in (self.tries, self.ties, self.take, self.give):
            first.addWidget(act)
        column.addLayout(first)
        self._second = second = BreakingRow()
        tight(second, 0, 8)
        words = QVBoxLayout()
        tight(words, 0, 2)
        words.addWidget(self.line)
        words.addWidget(self.fund)
        second.addLayout(words, 1)
        second.addWidget(self.how)
        second.addWidget(self.only)
        column.addLayout(second)
        self.strip = pane("warn", name="tryStrip")
        row = BreakingRow(self.strip)
        tight(row, 0, 8)
        row.setContentsMargins(12, 6, 12, 6)
        row.addWidget(self.lead, 1)
        for name, field in (("budget", self.budget), ("pass", self.least), ("rule", self.rule)):
            self.captions[name].setBuddy(field)
            pair = QHBoxLayout()  # words stay beside their field
            tight(pair, 0, 8).addWidget(self.captions[name])
            pair.addWidget(field)
            row.addLayout(pair)
        row.addWidget(self.reset)
        column.addWidget(self.strip)
        self.strip.hide()
        self._fit()
        self._context.theme.changed.connect(self._fit)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._cap
        self.seen.setText(cap("chair.seen"))
        self.seen.setToolTip(cap("chair.seen_tip"))
        self.tries.setText(cap("decide.try.open"))
        self.ties.setText(cap("decide.ties.open"))
        self.how.setText(cap("decide.how"))
        self.how.setToolTip(f"{cap('decide.how_line')}  L")
        self.how.setAccessibleName(cap("decide.how_line"))
        self.only.setAccessibleName(cap("decide.only.name"))
        self._offered = ()
        self.take.setText(cap("decide.import"))
        self.give.setText(cap("decide.export"))
        self.lead.setText(cap("decide.try.lead"))
        self.reset.setText(cap("decide.try.reset"))
        self.which.setAccessibleName(cap("pictures.which"))
        for name, words in self.captions.items():
            words.setText(cap(f"decide.try.{name}"))
        for field, name in ((self.budget, "budget"), (self.least, "pass"), (self.rule, "rule")):
            field.setAccessibleName(cap(f"decide.try.{name}"))
        self.rule.clear()
        for rule in ("strict", "skip"):
            self.rule.addItem(cap(f"decide.try.{rule}"), rule)
        self.offer()

    def offer(self) -> None:
        """Offer the rankings there are."""
        scopes = self._model.scopes
        self.which.clear()
        for one in scopes:
            key = "pictures.choice" if one.pool else "pictures.choice_group"
            params = {"group": one.group, "pool": one.pool} if one.pool else {"group": one.group}
            self.which.addItem(self._cap(key, **params), one)
        scope = self._model.scope
        self.which.setCurrentIndex(scopes.index(scope) if scope in scopes else -1)
        self.which.setVisible(len(scopes) > 1)

    def toggle(self) -> None:
        """Try something, or stop trying."""
        self.tries.setChecked(self.strip.isHidden())
        self.strip.setVisible(self.strip.isHidden())
        if self.strip.isHidden():
            self._model.reset()
        else:
            self.budget.setFocus()

    def show_sheet(self, sheet: Sheet) -> None:
        """Say how the line and the fund stand."""
        pool, cap = sheet.pool, self._cap
        there = bool(sheet.rows)
        self.title.setText(cap(page_name(self._model)))
        for one in (self.tries, self.ties, self.line, self.fund, self.how):
            one.setVisible(there and pool is not None)
        self._offer_words(sheet)
        self._put_only(has_line=self._model.has_line)
        self.take.setVisible(there)
        self.give.setVisible(there)
        self.seen.setVisible(there)
        self.take.setEnabled(self._model.writable)
        self.ties.setEnabled(bool(sheet.tied))
        if pool is None:
            self.strip.hide()
            return
        self.line.setText(self._line_words(sheet))
        restyle(self.line, tone="warn" if sheet.is_what_if else "second")
        self.fund.setText(self._fund_words(sheet))
        restyle(self.fund, tone="second" if sheet.fund is None or sheet.fund.within else "danger")
        self.budget.show_fen(pool.budget_fen)
        if not self.least.hasFocus():
            self.least.setText(points(pool.pass_line))
            restyle(self.least, state="")
        self.rule.setCurrentIndex(self.rule.findData(pool.rule))
        self.tries.setChecked(not self.strip.isHidden())
        self.reset.setEnabled(sheet.is_what_if)
        self.fund.setToolTip(cap("decide.fund.tip"))

    def _put_only(self, *, has_line: bool) -> None:
        """Let the choice of rows stand beside what is said of the line, without a line in the first row."""
        row, other = (self._second, self._first) if has_line else (self._first, self._second)
        if row.indexOf(self.only) < 0:
            other.removeWidget(self.only)
            row.insertWidget(row.count() if has_line else row.indexOf(self.take), self.only)
            QWidget.setTabOrder(self.how if has_line else self.which, self.only)

    def _offer_words(self, sheet: Sheet) -> None:
        """Offer to see the rows with one decision alone, each with its count."""
        counts = Counter(row.decision for row in sheet.rows)
        offered = tuple((word, counts[word]) for word in self._model.conclusions if counts[word])
        if offered != self._offered:
            self._offered = offered
            texts = self._context.captions.texts
            self.only.clear()
            self.only.addItem(self._cap("decide.only.all", count=len(sheet.rows)), "")
            for word, count in offered:
                name = texts.get(f"form.word.decision.{word}")
                self.only.addItem(self._cap("decide.only.word", word=name, count=count), word)
        self.only.setCurrentIndex(max(0, self.only.findData(self._model.only)))
        self.only.setVisible(bool(sheet.rows))

    def _reserve_words(self, sheet: Sheet, left: int | None) -> str:
        """Say what the reserve list holds, and whether its first would fit into what is left."""
        listed = [row for row in sheet.rows if row.decision == RESERVE]
        first = next((one.most_fen for one in listed), None)
        words = self._context.captions.cap_count("decide.reserve.list", len(listed))
        if left is None or first is None:
            return words
        return words + self._cap("decide.reserve.next", left=Amount(left), next=Amount(first))

    def _line_words(self, sheet: Sheet) -> str:
        """Say how much is within, what is left, and what does not fit any more."""
        pool, cap = sheet.pool, self._cap
        places = [one.place for one in sheet.rows if one.place is not None]
        inside = [one for one in places if one.line == "within"]
        taken = max((one.running_fen for one in inside), default=0)
        budget = None if pool is None else pool.budget_fen
        if self._model.only == RESERVE:
            return self._reserve_words(sheet, None if budget is None else budget - taken)
        words = [cap("decide.line.what_if")] if sheet.is_what_if else []
        if budget is None:
            words.append(cap("decide.line.open"))
        else:
            words.append(cap("decide.line.budget", amount=Amount(budget)))
        words.append(
            self._context.captions.cap_count("decide.line.within", len(inside), amount=Amount(taken))
        )
        if budget is not None:
            left = Amount(budget - taken)
            tied = sum(one.line == "tie_open" for one in places)
            after = next((one.amount_fen for one in places if one.line == "beyond_budget"), None)
            if tied:  # they stand before what is beyond the budget, and may still fit
                words.append(self._context.captions.cap_count("decide.line.tied", tied, amount=left))
            elif after is None:
                words.append(cap("decide.line.left", amount=left))
            else:
                words.append(cap("decide.line.short", amount=left, next=Amount(after)))
        return " · ".join(words)

    def _fund_words(self, sheet: Sheet) -> str:
        """Say what the fund would spend, of what the reader sees."""
        fund = sheet.fund
        if fund is None:
            return ""
        total = {"fund": fund.fund, "total": Amount(fund.total_fen)}
        if fund.annual_fen is None:
            return self._cap("decide.fund.open", **total)
        annual = Amount(fund.annual_fen)
        if fund.within:
            return self._cap("decide.fund.within", annual=annual, **total)
        return self._cap("decide.fund.over", annual=annual, pools=self._pool_words(sheet, fund.fund), **total)

    def _pool_words(self, sheet: Sheet, fund: str) -> str:
        """Name the pools of a fund with what each adds (rules §9)."""
        lines = {one.application: one for one in sheet.lines}
        return " · ".join(
            self._cap("decide.fund.pool", pool=table.pool, amount=Amount(granted_in(table, lines)[2]))
            for table in sheet.drawn.pools
            if table.fund == fund
        )

    def _typed(self, text: str) -> None:
        value = read_points(text)
        restyle(self.least, state="error" if value is None else "")
        if value is not None:
            self._model.try_pool(pass_line=value)

    def _reset(self) -> None:
        self._model.reset()

    def _fit(self) -> None:
        px = self._context.theme.px
        self.budget.setFixedWidth(px(128))
        self.least.setFixedWidth(px(84))


def read_points(text: str) -> int | None:
    """Return points × 100 from what was typed, None where it is no number of points from 0 to 100."""
    whole, _, rest = text.strip().translate(_DIGITS).partition(".")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= 3) or len(rest) > 2:
        return None
    if rest and not (rest.isascii() and rest.isdigit()):
        return None
    value = int(whole) * 100 + int(rest.ljust(2, "0") or "0")
    return value if value <= 10_000 else None


_DIGITS = str.maketrans("０１２３４５６７８９．。", "0123456789..")

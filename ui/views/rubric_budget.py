"""Opinion on the amount: what a finance expert would grant and cut; no part of the score (rules §6.11)."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.sheet import SheetModel
from ui.widgets.controls import IconButton, button, drain, label, restyle, tight
from ui.widgets.criterion_box import ProseBox
from ui.widgets.criterion_prose import storable
from zgc_review.domain.bodies import BudgetCut, BudgetOpinion
from zgc_review.domain.money import Amount, wan_yuan

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): ".", ord("，"): ","}
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,6})?")
_MOST = 10**15


class BudgetPane(QWidget):
    """Amount and cuts, folded away until somebody has an opinion on them."""

    def __init__(self, context: Context, model: SheetModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self._asked = False
        self.rows: list[_CutRow] = []
        self.ask = button(self._open, "quiet", name="budgetAsk")
        self.caption = label("small", "second")
        self.amount = AmountField(context, name="budgetAmount")
        self.caption.setBuddy(self.amount)
        self.words = label("body", name="budgetWords")
        self.add = button(self._add, "quiet", name="cutAdd")
        self._cuts = QVBoxLayout()
        tight(self._cuts, 0, 6)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.caption)
        column.addWidget(self.amount)
        column.addWidget(self.words)
        column.addLayout(self._cuts)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.amount.given.connect(self._give)

    def forget(self) -> None:
        """Fold away: another sheet is on show."""
        self._asked = False
        self.refresh()

    def refresh(self) -> None:
        """Show the opinion as the sheet has it."""
        cap, editable = self._context.captions.cap, self._model.is_editable
        budget = self._model.body.budget
        shown = budget is not None or (self._asked and editable)
        self.ask.setText(cap("score.budget.ask"))
        # A stage after the grant has no amount; what a sheet says of one all the same can be taken away.
        self.ask.setVisible(editable and not shown and self._model.content.rubric.stage == "proposal")
        self.caption.setText(cap("score.budget.amount"))
        self.caption.setVisible(shown)
        self.amount.setAccessibleName(cap("score.budget.amount"))
        self.amount.setVisible(shown and editable)
        self.amount.show_fen(None if budget is None else budget.amount_fen)
        self.words.setText("" if budget is None else cap("score.money", amount=Amount(budget.amount_fen)))
        self.words.setVisible(shown and not editable)
        self.add.setText(cap("score.budget.add"))
        self.add.setVisible(editable and budget is not None)
        cuts = () if budget is None else budget.cuts
        if len(self.rows) != len(cuts):
            drain(self._cuts)
            self.rows = [_CutRow(self._context, self._model, n) for n in range(len(cuts))]
            for row in self.rows:
                self._cuts.addWidget(row)
        for row in self.rows:
            row.refresh()

    def _open(self) -> None:
        self._asked = True
        self.refresh()
        self.amount.setFocus()

    def _give(self, fen: int | None) -> None:
        budget = self._model.body.budget
        if fen is None:
            if budget is not None and not budget.cuts:
                self._asked = True
                self._model.put("budget", "", None)
            return
        after = BudgetOpinion(amount_fen=fen) if budget is None else replace(budget, amount_fen=fen)
        self._model.put("budget", "", after, at_once=False)

    def _add(self) -> None:
        budget = self._model.body.budget
        if budget is not None:
            cut = BudgetCut(item="", amount_fen=0, reason="")
            self._model.put("budget", "", replace(budget, cuts=(*budget.cuts, cut)))
            self.rows[-1].item.setFocus()


class AmountField(QLineEdit):
    """An amount in 万元.

    Signals:
        given: the amount in 分, None for an empty field; nothing is given while the text is no amount.
    """

    given = Signal(object)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.setMaxLength(24)
        self.textEdited.connect(self._typed)

    def show_fen(self, fen: int | None) -> None:
        """Show an amount, unless the text says it already or is no amount yet."""
        refused = self.property("state") == "error"
        if read_wan(self.text()) == fen and bool(self.text().strip()) == (fen is not None):
            return
        if not (refused and self.hasFocus()):
            self.setText("" if fen is None else wan_yuan(fen))
            restyle(self, state="")

    def _typed(self, text: str) -> None:
        fen = read_wan(text)
        bad = fen is None and bool(text.strip())
        restyle(self, state="error" if bad else "")
        refusal = self._context.captions.cap("score.budget.refused") if bad else ""
        self.setToolTip(refusal)
        self.setAccessibleDescription(refusal)
        if not bad:
            self.given.emit(fen)


class _CutRow(QWidget):
    """One item a finance expert would cut."""

    def __init__(self, context: Context, model: SheetModel, index: int) -> None:
        super().__init__()
        self._context, self._model, self._index = context, model, index
        self.item = QLineEdit()
        self.item.setObjectName(f"cutItem{index}")
        self.item.setMaxLength(500)
        self.amount = AmountField(context, name=f"cutAmount{index}")
        self.amount.setMaximumWidth(context.theme.px(120))
        self.words = label("body", wrap=True)
        self.remove = IconButton(context, "delete-bin-line", self._remove, name=f"cutRemove{index}")
        self.reason = ProseBox(context, name=f"cutReason{index}", least=1, most=4, has_caption=False)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        row = QHBoxLayout()
        tight(row, 0, 8)
        for one in (self.item, self.words, self.amount, self.remove):
            row.addWidget(one)
        row.setStretch(0, 1)
        row.setStretch(1, 1)
        column.addLayout(row)
        column.addWidget(self.reason)
        self.item.textEdited.connect(lambda text: self._put(item=storable(text)[:500]))
        self.amount.given.connect(self._give)
        self.reason.edited.connect(lambda text: self._put(reason=text))
        self.reason.left.connect(model.store)

    def refresh(self) -> None:
        """Show the cut as the sheet has it."""
        budget, editable = self._model.body.budget, self._model.is_editable
        if budget is None:
            return
        cut, cap = budget.cuts[self._index], self._context.captions.cap
        if self.item.text() != cut.item:
            self.item.setText(cut.item)
        self.item.setPlaceholderText(cap("score.budget.item"))
        self.item.setAccessibleName(cap("score.budget.item"))
        self.amount.show_fen(cut.amount_fen)
        self.amount.setAccessibleName(cap("score.budget.cut"))
        self.words.setText(f"{cut.item} {cap('score.money', amount=Amount(cut.amount_fen))}")
        self.remove.say(cap("score.budget.remove"))
        self.reason.say(cap("score.budget.reason"), cap("score.budget.reason"))
        self.reason.set_editable(editable)
        self.reason.show_text(cut.reason)
        for one in (self.item, self.amount, self.remove):
            one.setVisible(editable)
        self.words.setVisible(not editable)

    def _give(self, fen: int | None) -> None:
        self._put(amount_fen=fen or 0)

    def _put(self, **fields: object) -> None:
        budget = self._model.body.budget
        if budget is None:
            return
        cuts = list(budget.cuts)
        cuts[self._index] = replace(cuts[self._index], **fields)
        self._model.put("budget", "", replace(budget, cuts=tuple(cuts)), at_once=False)

    def _remove(self) -> None:
        budget = self._model.body.budget
        if budget is not None:
            cuts = [cut for n, cut in enumerate(budget.cuts) if n != self._index]
            self._model.put("budget", "", replace(budget, cuts=tuple(cuts)))


def read_wan(text: str) -> int | None:
    """Return the 分 that an amount in 万元 says; None where it is none."""
    typed = text.strip().translate(_FULL_WIDTH).replace(",", "")
    if not typed.isascii() or not _AMOUNT.fullmatch(typed):
        return None
    fen = Decimal(typed) * 1_000_000
    return int(fen) if fen <= _MOST else None

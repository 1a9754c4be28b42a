"""The right side of the discussion page: recusal card, state, conclusion, the group's opinion, votes."""

from __future__ import annotations

from functools import partial
from typing import get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.chair.discussion import PARTS, DiscussionModel
from ui.views.chair.opinion_recusal import RecusalCard
from ui.views.chair.opinion_votes import VotesPane
from ui.views.rubric_budget import AmountField
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.criterion_box import ProseBox
from ui.widgets.notices import ErrorPane
from zgc_review.aggregation.outcomes import DECISIONS
from zgc_review.domain.bodies import Decision, Outcome
from zgc_review.domain.money import Amount

WIDTH = 352


class OpinionPane(QWidget):
    """What the chair settles about the item on show.

    Signals:
        main_asked: the one prominent act.
        other_asked: the other act beside it.
        left: Escape in a field.
    """

    main_asked = Signal()
    other_asked = Signal()
    left = Signal()

    def __init__(self, context: Context, model: DiscussionModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self.setObjectName("groupOpinion")
        self.backward = button(lambda: None, "quiet", name="opinionBackward")
        self.title = label("head", name="opinionTitle")
        self.stand = label("small", "second", name="discussionState")
        self.error = ErrorPane(context, name="discussionError")
        self.recusal = RecusalCard(context, model)
        self.conclusion_caption = label("small", "second")
        self.conclusion = ChoiceBox(context, name="conclusion")
        self.amount_caption = label("small", "second")
        self.amount = AmountField(context, name="recommendedAmount")
        self.cut = label("small", "second", name="amountCut")
        self.boxes = {part: ProseBox(context, name=f"opinion:{part}", least=2, most=6) for part in PARTS}
        self.votes = VotesPane(context)
        self.hint = label("small", "second", name="opinionHint", wrap=True)
        self.main = button(self.main_asked.emit, "primary", name="discussionMain")
        self.other = button(self.other_asked.emit, name="discussionOther")
        self._shown = ""
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(self._scroll, 1)
        inside = QWidget()
        self._scroll.setWidget(inside)
        column = QVBoxLayout(inside)
        tight(column, 0, 8)
        column.setContentsMargins(18, 14, 18, 12)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.title, 1)
        head.addWidget(self.stand)
        head.addWidget(self.backward)
        column.addLayout(head)
        column.addWidget(self.error)
        column.addWidget(self.recusal)
        self._noting = QWidget()
        noting = QVBoxLayout(self._noting)
        tight(noting, 0, 4)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for at, (caption, widget) in enumerate(
            ((self.conclusion_caption, self.conclusion), (self.amount_caption, self.amount))
        ):
            grid.addWidget(caption, 0, at)
            grid.addWidget(widget, 1, at)
            grid.setColumnStretch(at, 1)
        noting.addLayout(grid)
        noting.addWidget(self.cut)
        column.addWidget(self._noting)
        for box in self.boxes.values():
            column.addWidget(box)
        column.addWidget(self.votes)
        column.addStretch(1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._footer())
        self.conclusion_caption.setBuddy(self.conclusion)
        self.amount_caption.setBuddy(self.amount)

    def _footer(self) -> QWidget:
        foot = pane("footer")
        inner = QVBoxLayout(foot)
        tight(inner, 14, 8)
        inner.addWidget(self.hint)
        row = QHBoxLayout()
        tight(row, 0, 16)
        row.addWidget(self.other)
        row.addStretch(1)
        row.addWidget(self.main)
        inner.addLayout(row)
        return foot

    def _wire(self) -> None:
        self.recusal.confirmed.connect(self._model.clear)
        self._model.noted.connect(lambda _kind: self.say_acts())
        self.conclusion.activated.connect(self._conclude)
        self.amount.given.connect(lambda fen: self._model.put("advice", "amount_fen", fen))
        self.amount.given.connect(lambda _fen: self._say_amount())
        self.amount.editingFinished.connect(self._model.saver.flush)
        for part, box in self.boxes.items():
            box.edited.connect(partial(self._model.put, "opinion", part))
            box.left.connect(self._model.saver.flush)
            box.field.left_forward.connect(self.main_asked)
            box.field.cancelled.connect(self.left)
        self._context.theme.changed.connect(self._fit)
        self._fit()

    def write(self) -> None:
        """Put the focus where the opinion is written: into its first empty part."""
        empty = (box for box in self.boxes.values() if not box.field.toPlainText().strip())
        box = next(empty, self.boxes[PARTS[0]])
        if not box.isHidden():
            box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._scroll.ensureWidgetVisible(box)

    def take_focus(self) -> None:
        """Put the focus on the first thing to do here."""
        card = self.recusal.confirm
        (card if card.isVisible() and card.isEnabled() else self.conclusion).setFocus()

    def refresh(self) -> None:
        """Show everything anew; texts are left alone where they say it already."""
        cap, model, item = self._context.captions.cap, self._model, self._model.item
        self.title.setText(cap("discussion.opinion.title"))
        self.backward.setText(cap("discussion.to_agenda"))
        self.stand.setText(cap(f"discussion.state.{item.line.discussion}") if item is not None else "")
        self.recusal.refresh()
        self._noting.setVisible(item is not None)
        name = item.application if item is not None else ""
        if name != self._shown:
            self._shown = name
            self._scroll.verticalScrollBar().setValue(0)
        self._show_advice()
        writable = model.writable and item is not None
        for part, box in self.boxes.items():
            box.setVisible(item is not None)
            box.say(cap(f"discussion.opinion.{part}"), cap(f"discussion.opinion.{part}_hint"))
            box.set_editable(writable)
            box.show_text(getattr(model.text, part))
        self.votes.show_item(item)
        self.say_acts()

    def say_acts(self) -> None:
        """Say what may be done now: one act is prominent, what is missing stands beside it."""
        cap, model, item = self._context.captions.cap, self._model, self._model.item
        for one in (self.main, self.other, self.hint):
            one.setVisible(item is not None)
        if item is None:
            return
        main, other, hint, can = self._acts()
        self.main.setText(cap(f"discussion.act.{main}"))
        self.main.setEnabled(can and (model.writable or main == "next"))
        self.other.setText(cap(f"discussion.act.{other}") if other else "")
        self.other.setVisible(bool(other))
        self.other.setEnabled(model.writable)
        self.hint.setText(cap(f"discussion.hint.{hint}") if hint else "")
        self.hint.setVisible(bool(hint))
        restyle(self.main, kind="primary" if model.is_cleared(item) else "")

    @property
    def main_act(self) -> str:
        """``open``, ``close_signed``, ``sign`` or ``next``; empty without an item."""
        return self._acts()[0] if self._model.item is not None else ""

    @property
    def other_act(self) -> str:
        """``close``, ``reopen`` or empty."""
        return self._acts()[1] if self._model.item is not None else ""

    def _acts(self) -> tuple[str, str, str, bool]:
        """Return the prominent act, the other one, the hint, and whether the first may be done."""
        model, item = self._model, self._model.item
        if item is None:
            return "", "", "", False
        stand, complete = item.line.discussion, model.is_complete
        if stand == "none":
            cleared = model.is_cleared(item)
            return "open", "", "" if cleared else "clear_first", cleared
        if stand == "open":
            return "close_signed", "close", "" if complete else "write_first", complete
        if model.is_signed:
            return "next", "reopen", "signed", model.at + 1 < len(model.shown)
        return "sign", "reopen", "changed" if item.opinion is not None else "", complete

    def _show_advice(self) -> None:
        """Show conclusion and amount as noted for the page where decisions are signed."""
        cap, texts, item = self._context.captions.cap, self._context.captions.texts, self._model.item
        if item is None:
            return
        panel = self._model.panel.panel
        stage = panel.settings.stage if panel is not None else "proposal"
        note = self._model.note("advice")
        self.conclusion_caption.setText(cap("discussion.opinion.conclusion"))
        self.conclusion.setAccessibleName(cap("discussion.opinion.conclusion"))
        self.conclusion.clear()
        self.conclusion.addItem(cap("discussion.opinion.no_conclusion"), None)
        for word in (*get_args(Decision), *get_args(Outcome)):
            if word in DECISIONS[stage]:
                self.conclusion.addItem(texts.get(f"form.word.decision.{word}"), word)
        self.conclusion.setCurrentIndex(max(0, self.conclusion.findData(note["decision"])))
        self.conclusion.setEnabled(self._model.writable)
        self.amount_caption.setText(cap("discussion.opinion.amount"))
        self.amount.setAccessibleName(cap("discussion.opinion.amount"))
        self.amount.show_fen(note["amount_fen"])
        self.amount.setReadOnly(not self._model.writable)
        self.amount_caption.setVisible(stage == "proposal")
        self.amount.setVisible(stage == "proposal")
        for one in (self.conclusion, self.amount):
            one.setToolTip(cap("discussion.opinion.noted"))
        self._say_amount()

    def _say_amount(self) -> None:
        """Say what would be cut, or that the amount is more than may be granted."""
        cap, item = self._context.captions.cap, self._model.item
        fen = self._model.note("advice")["amount_fen"]
        if item is None or fen is None:
            most = item.entry.ceiling_fen if item is not None else None
            self._say_cut("" if most is None else cap("discussion.opinion.most", amount=Amount(most)))
            return
        most, asked = item.entry.ceiling_fen, item.entry.requested_fen
        if most is not None and fen > most:
            self._say_cut(cap("discussion.opinion.over", amount=Amount(most)), "danger")
        elif asked is not None:
            self._say_cut(cap("discussion.opinion.cut", amount=Amount(asked - fen)))
        else:
            self._say_cut("")

    def _say_cut(self, words: str, tone: str = "second") -> None:
        self.cut.setText(words)
        self.cut.setVisible(bool(words) and not self.amount.isHidden())
        restyle(self.cut, tone=tone)

    def _conclude(self, _index: int) -> None:
        self._model.put("advice", "decision", self.conclusion.currentData(), at_once=True)

    def _fit(self) -> None:
        self.setFixedWidth(self._context.theme.px(WIDTH))

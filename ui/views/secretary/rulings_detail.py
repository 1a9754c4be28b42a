"""One circumstance that waits for a ruling: what is said, who signs, who is counted then, the two answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.rulings import Answer
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, drain, label, pane, tight
from ui.widgets.marks import IconLabel
from zgc_review.conflicts.rules import BY_ID
from zgc_review.services.ruling_view import RulingBook, WaitingRuling


class RulingDetail(QWidget):
    """Signals come with the circumstance, the rule named and the answer.

    Signals:
        answered: a :class:`WaitingRuling`, the rule, ``open`` or ``closed``.
    """

    answered = Signal(object, str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._shown: WaitingRuling | None = None
        self._book: RulingBook | None = None
        self._writable = True
        self.setObjectName("rulingDetail")
        self.title = label("title", name="rulingTitle", wrap=True)
        self.unit = label("small", "second", wrap=True)
        self._said = QVBoxLayout()
        tight(self._said, 0, 6)
        self.who = label("small", "second", name="rulingWho", wrap=True)
        self.heads_words = label("head")
        self.heads = label("body", "second", name="rulingHeads", wrap=True)
        self.few = label("small", "warn", name="rulingFew", wrap=True)
        self.rule_words = label("small", "second")
        self.rule = ChoiceBox(context, name="rulingRule", letters=10)
        self.closed = button(lambda: self._answer("closed"), name="rulingClosed")
        self.open = button(lambda: self._answer("open"), name="rulingOpen")
        self._lay_out()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        column.addWidget(self.title)
        column.addWidget(self.unit)
        column.addLayout(self._said)
        column.addWidget(self.who)
        column.addSpacing(8)
        column.addWidget(self.heads_words)
        column.addWidget(self.heads)
        column.addWidget(self.few)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        foot = pane("footer")
        low = QVBoxLayout(foot)
        tight(low, 0, 8)
        low.setContentsMargins(20, 10, 20, 10)
        choice = QHBoxLayout()
        tight(choice, 0, 8)
        choice.addWidget(self.rule_words)
        choice.addWidget(self.rule, 1)
        low.addLayout(choice)
        answers = QHBoxLayout()
        tight(answers, 0, 8)
        answers.addWidget(self.closed, 1)
        answers.addWidget(self.open, 1)
        low.addLayout(answers)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll, 1)
        outer.addWidget(foot)

    def show_waiting(self, one: WaitingRuling | None, book: RulingBook | None, *, writable: bool) -> None:
        """Show a circumstance of a book."""
        self._shown, self._book, self._writable = one, book, writable
        self.rule.clear()
        for name in dict.fromkeys(one.waiting.rules) if one is not None else ():
            self.rule.addItem(name, name)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text anew."""
        cap, one = self._context.captions.cap, self._shown
        self.rule_words.setText(cap("conflicts.rulings.rule"))
        self.rule_words.setBuddy(self.rule)
        self.rule.setAccessibleName(self.rule_words.text())
        self.closed.setText(cap("conflicts.rulings.sign.closed"))
        self.open.setText(cap("conflicts.rulings.sign.open"))
        self.heads_words.setText(cap("conflicts.rulings.heads_title"))
        if one is None or self._book is None:
            return
        self.title.setText(cap("conflicts.rulings.about", code=one.waiting.code, number=one.number))
        self.unit.setText(one.unit)
        self._say_rules(one)
        me, second = self._book.secretary, one.second or cap("conflicts.rulings.nobody")
        said = [
            cap(
                f"conflicts.rulings.{'who_second' if me in one.waiting.signed else 'who'}",
                me=me,
                second=second,
            )
        ]
        if one.second == self._book.observer:
            said.append(cap("conflicts.rulings.read_out", id=one.waiting.application))
        self.who.setText("\n".join(said))
        heads = one.heads
        shown = {"sheets": heads.sheets, "open": heads.with_member, "closed": heads.without_member}
        self.heads.setText(cap("conflicts.rulings.heads", now=heads.now, **shown))
        few = heads.without_member < heads.least
        self.few.setText(cap("conflicts.rulings.few", least=heads.least) if few else "")
        self.few.setVisible(few)
        for button_ in (self.closed, self.open):
            button_.setEnabled(self._writable and self.rule.count() > 0)

    def _say_rules(self, one: WaitingRuling) -> None:
        """Say each rule with what it is about and the short reason."""
        drain(self._said)
        chinese = self._context.captions.language == "zh_CN"
        for name, reason in zip(one.waiting.rules, one.waiting.reasons, strict=True):
            holder = QWidget()
            row = QHBoxLayout(holder)
            tight(row, 0, 8)
            icon = IconLabel(self._context, "question-line", "warn", 16, beside="body")
            row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            words = label("body", wrap=True)
            situation = BY_ID[name].zh if chinese else BY_ID[name].en
            words.setText(f"{name}　{situation}" + (f"\n{reason}" if reason else ""))
            row.addWidget(words, 1)
            self._said.addWidget(holder)

    def _answer(self, answer: Answer) -> None:
        if self._shown is not None and self.rule.currentData():
            self.answered.emit(self._shown, str(self.rule.currentData()), answer)

"""The cell in view: the rule, what the private lists say, three answers, the reason."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.declare import DeclareModel, hits_of
from ui.widgets.controls import button, drain, label, pane, restyle, rule, tag, tight
from ui.widgets.marks import IconLabel
from zgc_review.conflicts.hits import Hit
from zgc_review.conflicts.rules import BY_ID

_ANSWERS = (("yes", "1"), ("no", "2"), ("unsure", "3"))


class DeclareDetail(QWidget):
    """Everything about one cell.

    Signals:
        chosen: ``yes``, ``no`` or ``unsure`` by button.
    """

    chosen = Signal(str)

    def __init__(self, context: Context, model: DeclareModel) -> None:
        super().__init__()
        self._context = context
        self._model = model
        self._row = -1
        self._rule: str | None = None
        self.setObjectName("declareDetail")
        self.whose = label("small", "second", name="detailWhose", wrap=True)
        self.title = label("title", name="detailTitle", wrap=True)
        self.text = label("body", "second", name="detailText", wrap=True)
        self.evidence = QVBoxLayout()
        self.ask = label("head", wrap=True)
        self.buttons = {
            answer: button(partial(self.chosen.emit, answer), name=f"detail:{answer}")
            for answer, _key in _ANSWERS
        }
        self.reason = QPlainTextEdit()
        self.reason.setObjectName("detailReason")
        self.reason.setTabChangesFocus(True)
        self.reason_label = label("small", "second", wrap=True)
        self.foot = label("small", "second", wrap=True)
        self._lay_out()
        self.reason.textChanged.connect(self._typed)
        context.captions.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        tight(column, 20, 8)
        for one in (self.whose, self.title, self.text):
            column.addWidget(one)
        column.addWidget(rule())
        tight(self.evidence, 0, 8)
        column.addLayout(self.evidence)
        column.addWidget(self.ask)
        for answer, key in _ANSWERS:
            line = QHBoxLayout()
            tight(line, 0, 8)
            line.addWidget(self.buttons[answer], 1)
            shown = tag("key")
            shown.setText(key)
            line.addWidget(shown)
            column.addLayout(line)
        column.addWidget(self.reason_label)
        self.reason.setFixedHeight(self._context.theme.px(84))
        column.addWidget(self.reason)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll, 1)
        foot = pane("footer")
        inner = QVBoxLayout(foot)
        tight(inner, 16, 0)
        inner.setContentsMargins(20, 16, 20, 16)
        inner.addWidget(self.foot)
        outer.addWidget(foot)

    def show_cell(self, row: int, rule_id: str | None) -> None:
        """Show another cell; without a rule only whose line it is."""
        self._row, self._rule = row, rule_id
        self.refresh()

    def refresh(self) -> None:
        """Show the cell as it is now."""
        cap = self._context.captions.cap
        known = 0 <= self._row < len(self._model.lines)
        self.foot.setText(cap("declare.foot"))
        drain(self.evidence)
        for one in (self.ask, self.text, self.reason, self.reason_label, *self.buttons.values()):
            one.setVisible(known and self._rule is not None)
        if not known:
            self.whose.setText("")
            self.title.setText("")
            return
        line = self._model.lines[self._row]
        self.whose.setText(f"{self._row + 1:02d}　{line.unit}")
        if self._rule is None:
            self.title.setText(line.title)
            return
        told = BY_ID[self._rule]
        chinese = self._context.captions.language == "zh_CN"
        self.title.setText(f"{told.id}　{told.zh if chinese else told.en}")
        self.text.setText(self._window_words(told.look_back, told.years))
        for hit in hits_of(line, told.id):
            self.evidence.addWidget(_Evidence(self._context, hit))
        self.ask.setText(cap("declare.ask"))
        cell = line.cell(told.id)
        for answer, _key in _ANSWERS:
            self._show_answer(answer, chosen=getattr(cell, "answer", "") == answer)
        self._show_reason(cell)

    def ask_reason(self) -> None:
        """Put the cursor where the reason goes."""
        if self.reason.isVisibleTo(self):
            self.reason.setFocus()

    def say_rest(self, count: int) -> None:
        """Say how many cells a key answered at once."""
        self.foot.setText(self._context.captions.cap_count("declare.rest_done", count))

    def _window_words(self, look_back: str, years: int | None) -> str:
        cap = self._context.captions.cap
        if look_back == "years" and years is not None:
            return cap("declare.window.years", years=years)
        return cap(f"declare.window.{look_back or 'any'}")

    def _show_answer(self, answer: str, *, chosen: bool) -> None:
        """Show an answer to choose, with a tick where it was chosen."""
        one = self.buttons[answer]
        one.setText(self._context.captions.cap(f"declare.choose.{answer}"))
        side = self._context.theme.px(16)
        one.setIconSize(QSize(side, side))
        one.setIcon(self._context.icons.icon("check-line", "accent") if chosen else QIcon())
        restyle(one, kind="outline" if chosen else "")
        one.setEnabled(self._model.session.writable)

    def _show_reason(self, cell: object) -> None:
        said = getattr(cell, "answer", "") in {"yes", "unsure"}
        self.reason.setVisible(said)
        self.reason_label.setVisible(said)
        least = self._model.other_least if self._rule == "R18" else 2
        self.reason_label.setText(self._context.captions.cap("declare.reason", least=least))
        self.reason.setAccessibleName(self.reason_label.text())
        words = getattr(cell, "reason", "")
        if said and self.reason.toPlainText() != words:
            self.reason.blockSignals(True)
            self.reason.setPlainText(words)
            self.reason.blockSignals(False)

    def _typed(self) -> None:
        if self._rule is not None and self._row >= 0:
            self._model.set_reason(self._row, self._rule, self.reason.toPlainText())


class _Evidence(QWidget):
    """What an own list and the application have in common, both texts as typed."""

    def __init__(self, context: Context, hit: Hit) -> None:
        super().__init__()
        self.setProperty("pane", "warn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        cap = context.captions.cap
        column = QVBoxLayout(self)
        tight(column, 12, 4)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(IconLabel(context, "search-line", "warn"))
        title = label("head", wrap=True)
        title.setText(cap("declare.found"))
        head.addWidget(title, 1)
        column.addLayout(head)
        for words, text in ((cap("declare.your_list"), hit.left), (cap("declare.application"), hit.right)):
            caption = label("micro", "second")
            caption.setText(words)
            shown = label("body", wrap=True)
            shown.setText(text)
            column.addWidget(caption)
            column.addWidget(shown)
        why = label("small", "second", wrap=True)
        why.setText(context.captions.texts.get(f"conflicts.reason.{hit.reason}", **hit.params))
        column.addWidget(why)

"""One gate that experts settle: clause, values it asks about, yes or no with grounds (rules §2.2 Q)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.settle import SettleModel
from ui.viewmodels.settle_data import GateToSettle
from ui.widgets.controls import button, label, pane, restyle, tag, tight
from ui.widgets.criterion_box import ProseBox
from zgc_review.services.gates import LEAST, MOST
from zgc_review.services.record_words import field_name, value_words

ANSWERS = ("yes", "no")
_TAGS = {"yes": "ok", "no": "danger"}


class GateCard(QWidget):
    """A gate in full; the act stands last.

    Signals:
        asked: gate, answer, grounds: to be signed.
    """

    asked = Signal(str, str, str)

    def __init__(self, context: Context, model: SettleModel, gate: GateToSettle) -> None:
        super().__init__()
        self.context, self.model, self.gate = context, model, gate
        self.cap = context.captions.cap
        name = f"settle:{gate.id}"
        self.setObjectName(name)
        self.state = tag("plain", name=f"{name}:state")
        self.id = label("small", "second")
        self.question = label("head", name=f"{name}:question", wrap=True)
        self.evidence = label("small", "second", wrap=True)
        self.values = label("body", name=f"{name}:values", wrap=True)
        self.given = label("body", name=f"{name}:given", wrap=True)
        self.open = button(self._open, "quiet", name=f"{name}:open")
        self.choices = QButtonGroup(self)
        self.choice_words = label("small", "second")
        self.grounds = ProseBox(context, name=f"{name}:grounds", least=2, most=6)
        self.note = label("small", "hint", name=f"{name}:note", wrap=True)
        self.act = button(self._ask, name=f"{name}:sign")
        self.form = QWidget()
        self._lay_out(name)
        self.choices.idClicked.connect(self._chose)
        self.grounds.edited.connect(self._typed)
        self.grounds.left.connect(model.saver.flush)
        self.grounds.field.left_forward.connect(self.go_on)
        self.grounds.field.cancelled.connect(self._leave_text)
        answer, text = model.typed(gate)
        if answer in ANSWERS:
            self.choices.button(ANSWERS.index(answer)).setChecked(True)
        self.grounds.show_text(text)
        self.form.setVisible(gate.awaits or gate.given is not None or bool(answer or text))
        self.retranslate()

    def _lay_out(self, name: str) -> None:
        ground = pane("card")
        column = QVBoxLayout(ground)
        tight(column, 14, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.state)
        head.addWidget(self.id)
        head.addStretch(1)
        column.addLayout(head)
        for one in (self.question, self.evidence, self.values, self.given):
            column.addWidget(one)
        row = QHBoxLayout()
        tight(row)
        row.addWidget(self.open)
        row.addStretch(1)
        column.addLayout(row)
        form = QVBoxLayout(self.form)
        tight(form, 0, 6)
        both = QHBoxLayout()
        tight(both, 0, 8)
        for n, answer in enumerate(ANSWERS):
            choice = button(lambda: None, "choice", name=f"{name}:{answer}")
            choice.setCheckable(True)
            self.choices.addButton(choice, n)
            both.addWidget(choice, 1)
        last = QHBoxLayout()
        tight(last, 0, 8)
        last.addWidget(self.note, 1)
        last.addWidget(self.act)
        form.addLayout(both)
        form.addWidget(self.grounds)
        form.addLayout(last)
        column.addWidget(self.form)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(ground)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap, captions, gate = self.cap, self.context.captions, self.gate
        rule = gate.line.gate
        zh = captions.language == "zh_CN"
        self.id.setText(rule.id)
        self.question.setText(rule.zh if zh else rule.en or rule.zh)
        self.evidence.setText(cap("settle.evidence", evidence=rule.evidence))
        self.evidence.setVisible(bool(rule.evidence))
        said = (
            cap(
                "settle.value",
                field=field_name(captions.texts, field, name),
                value=value_words(captions.texts, field, value),
            )
            for name, field, value in gate.values
        )
        self.values.setText("\n".join(said))
        self.values.setVisible(bool(gate.values))
        self._say_state()
        for n, answer in enumerate(ANSWERS):
            one = self.choices.button(n)
            one.setText(cap(f"settle.answer.{answer}"))
            one.setAccessibleName(cap("settle.answer_name", gate=rule.id, answer=one.text()))
        self.grounds.say(cap("settle.grounds"), cap("settle.grounds_hint"))
        self.grounds.field.setAccessibleName(cap("settle.grounds_name", gate=rule.id))
        self.open.setText(cap("settle.open"))
        self.open.setAccessibleName(cap("settle.open_name", gate=rule.id))
        self._follow()

    def _say_state(self) -> None:
        """Say what the program left open or answered, and what was signed when."""
        cap, gate = self.cap, self.gate
        given = gate.given
        if given is not None:
            restyle(self.state, tag=_TAGS[given.answer])
            self.state.setText(cap("settle.state.signed"))
            answer = cap(f"settle.answer.{given.answer}")
            key = "settle.given_written" if given.is_written else "settle.given"
            at = given.at[:16].replace("T", " ")
            self.given.setText(cap(key, answer=answer, at=at, reason=given.reason))
        else:
            restyle(self.state, tag="warn" if gate.awaits else "plain")
            key = "awaits" if gate.awaits else f"program_{gate.line.machine}"
            self.state.setText(cap(f"settle.state.{key}"))
        self.given.setVisible(given is not None)

    def choose(self, n: int) -> None:
        """Answer by a key, and wait for the grounds."""
        if self.model.writable:
            self.form.show()
            self.choices.button(n).setChecked(True)
            self._chose(n)
            self.grounds.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_on(self) -> None:
        """Sign if nothing is missing, else give the focus to what is."""
        if self.act.isEnabled():
            self._ask()
        elif self.form.isHidden() or not self.model.writable:
            self.open.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            target = self.grounds.field if self._answer() else self.choices.button(0)
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave_text(self) -> None:
        """Let single keys work again; the text stays."""
        self.choices.button(max(0, self.choices.checkedId())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open(self) -> None:
        """Show where a gate that the program answered can be settled all the same."""
        self.form.show()
        self._follow()
        self.choices.button(0).setFocus()

    def _chose(self, n: int) -> None:
        self.model.put(self.gate.id, "answers", ANSWERS[n])
        self._follow()

    def _typed(self, text: str) -> None:
        self.model.put(self.gate.id, "texts", text)
        self._follow()

    def _follow(self) -> None:
        """Say what is still needed, and whether there is anything new to sign."""
        answer, text, given = self._answer(), self._text(), self.gate.given
        new = given is None or (answer, text) != (given.answer, given.reason)
        if not answer:
            need = "choose"
        elif len(text) < LEAST:
            need = "grounds"
        else:
            need = "shorter" if len(text) > MOST else ""
        writable = self.model.writable
        for one in self.choices.buttons():
            one.setEnabled(writable)
        self.grounds.set_editable(writable)
        self.act.setEnabled(writable and new and not need)
        self.act.setText(self.cap("settle.again" if given is not None else "settle.sign"))
        self.act.setAccessibleName(self.cap("settle.sign_name", act=self.act.text(), gate=self.gate.id))
        self.note.setText(self.cap(f"settle.need.{need}", most=MOST) if need and writable else "")
        self.open.setVisible(self.form.isHidden() and writable)

    def _answer(self) -> str:
        n = self.choices.checkedId()
        return ANSWERS[n] if n >= 0 else ""

    def _text(self) -> str:
        return self.model.typed(self.gate)[1].strip()

    def _ask(self) -> None:
        self.asked.emit(self.gate.id, self._answer(), self._text())

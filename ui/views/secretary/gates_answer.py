"""One gate in full: what it asks, what the program says, a person's answer beside it (rules §2.2)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.secretary.intake_gates import Sight
from ui.widgets.controls import button, label, restyle, tag, tight
from zgc_review.services.gates import LEAST, MOST
from zgc_review.services.gates_hits import FIELD
from zgc_review.services.gates_record import GateLine, fields_of
from zgc_review.services.record_words import field_name

ANSWERS = ("yes", "no", "not_applicable", "unverified")
_TAGS = {"yes": "ok", "no": "danger", "not_applicable": "plain", "unverified": "warn"}


class GateAnswer(QWidget):
    """Answers one gate; ``1``–``4`` choose outside the text fields.

    Signals:
        answer_asked: gate, answer, reason, evidence.
    """

    answer_asked = Signal(str, str, str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sight: Sight | None = None
        self._line: GateLine | None = None
        self._may = False
        self.setObjectName("gateAnswer")
        self.counts = tag("plain", name="gateCounts")
        self.id = label("small", "second", name="gateId")
        self.question = label("head", name="gateQuestion", wrap=True)
        self.evidence_due = label("small", "second", name="gateEvidenceDue", wrap=True)
        self.machine = label("body", "second", name="gateMachine", wrap=True)
        self.person = label("body", "second", name="gatePerson", wrap=True)
        self.hits = label("small", "danger", name="gateHits", wrap=True)
        self.choices = QButtonGroup(self)
        self.reason_words = label("small", "second", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("gateReason")
        self.evidence_words = label("small", "second")
        self.evidence = QLineEdit()
        self.evidence.setObjectName("gateEvidence")
        self.note = label("small", "hint", name="gateNote", wrap=True)
        self.act = button(self.ask, "primary", name="gateAct")
        self._lay_out()
        self.choices.idClicked.connect(lambda _n: self._can())
        for one in (self.reason, self.evidence):
            one.setMaxLength(MOST)
            one.textChanged.connect(lambda _text: self._can())
        self.reason.returnPressed.connect(self.evidence.setFocus)
        self.evidence.returnPressed.connect(self.ask)
        context.captions.changed.connect(self.say)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 20, 8)
        head = QHBoxLayout()
        tight(head, 0, 8)
        head.addWidget(self.counts)
        head.addWidget(self.id)
        head.addStretch(1)
        column.addLayout(head)
        for one in (self.question, self.evidence_due, self.machine, self.person, self.hits):
            column.addWidget(one)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        tight(form, 0, 4)
        grid = QGridLayout()
        grid.setSpacing(6)
        for n, answer in enumerate(ANSWERS):
            choice = button(lambda: None, "choice", name=f"gateAnswer:{answer}")
            choice.setCheckable(True)
            self.choices.addButton(choice, n)
            grid.addWidget(choice, n // 2, n % 2)
        form.addLayout(grid)
        form.addSpacing(4)
        for each in (self.reason_words, self.reason, self.evidence_words, self.evidence, self.note):
            form.addWidget(each)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addStretch(1)
        row.addWidget(self.act)
        form.addSpacing(4)
        form.addLayout(row)
        column.addWidget(self._form)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def show_gate(self, sight: Sight | None, line: GateLine | None, may: bool) -> None:
        """Show a gate; what is being typed stays while it is the same one."""
        same = self._name(self._sight, self._line) == self._name(sight, line)
        stands = same and self._line == line
        self._sight, self._line, self._may = sight, line, may
        if not stands:
            self._clear(line)
        self.say()

    def choose(self, n: int) -> bool:
        """Choose the ``n``-th answer; False where nothing can be answered."""
        one = self.choices.button(n)
        if not self._form.isVisible() or not one.isEnabled():
            return False
        one.setChecked(True)
        self._can()
        self.reason.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose an answer."""
        digit = event.key() - Qt.Key.Key_1
        if not event.modifiers() and 0 <= digit < len(ANSWERS) and self.choose(digit):
            return
        super().keyPressEvent(event)

    def ask(self) -> None:
        """Hand on what was answered."""
        line = self._line
        if line is not None and self.act.isEnabled():
            self.act.setEnabled(False)  # one press, one answer
            answer = ANSWERS[self.choices.checkedId()]
            self.answer_asked.emit(line.gate.id, answer, self.reason.text(), self.evidence.text())

    def idle(self) -> None:
        """An answer was refused: it may be given again."""
        self._can()

    def _name(self, sight: Sight | None, line: GateLine | None) -> tuple[str, str]:
        number = sight.view.application.number if sight is not None else ""
        return number, line.gate.id if line is not None else ""

    def _clear(self, line: GateLine | None) -> None:
        """Begin with the answer that stands."""
        self.choices.setExclusive(False)
        for one in self.choices.buttons():
            one.setChecked(False)
        self.choices.setExclusive(True)
        given = line.person if line is not None else None
        if given is not None:
            self.choices.button(ANSWERS.index(given.answer)).setChecked(True)
        self.reason.setText(given.reason if given is not None else "")
        self.evidence.setText(given.evidence if given is not None else "")

    def _stands(self, line: GateLine, answer: str) -> bool:
        """Say whether just this was answered before: the log needs it once."""
        given = line.person
        typed = (answer, self.reason.text().strip(), self.evidence.text().strip())
        return given is not None and typed == (given.answer, given.reason, given.evidence)

    def _can(self) -> None:
        """Say what is still needed (rules §2.2)."""
        line = self._line
        if line is None:
            return
        checked = self.choices.checkedId()
        answer = ANSWERS[checked] if checked >= 0 else ""
        differs = bool(answer) and line.machine not in {"unverified", answer}
        reason = len(self.reason.text().strip()) >= LEAST
        evidence = len(self.evidence.text().strip()) >= LEAST
        need = "choose" if not answer else ""
        if (differs or answer == "not_applicable") and not reason:
            need = need or "reason"
        if differs and not evidence:
            need = need or "evidence"
        need = need or ("same" if self._stands(line, answer) else "")
        self.act.setEnabled(self._may and not need)
        cap = self._context.captions.cap
        self.note.setText(cap(f"intake.answer.need_{need}") if need else "")
        self.note.setVisible(bool(need))
        self.act.setText(cap("intake.answer.overrule" if differs else "intake.answer.act"))

    def say(self) -> None:
        """Set every text."""
        sight, line = self._sight, self._line
        self.setVisible(line is not None)
        if sight is None or line is None:
            return
        cap = self._context.captions.cap
        zh = self._context.captions.language == "zh_CN"
        restyle(self.counts, tag=_TAGS[line.counts])
        self.counts.setText(cap(f"secretary.gates.answer.{line.counts}"))
        kind = cap("intake.answer.blocking" if line.gate.blocking else "intake.answer.warning")
        self.id.setText(f"{line.gate.id} · {kind}")
        self.question.setText(line.gate.zh if zh else line.gate.en or line.gate.zh)
        self.evidence_due.setText(cap("intake.answer.due", evidence=line.gate.evidence))
        self.evidence_due.setVisible(bool(line.gate.evidence))
        self.machine.setText(self._machine(sight, line))
        self.person.setText(self._person(line))
        self.person.setVisible(bool(self.person.text()))
        asks = any(leaf.field == FIELD for leaf in fields_of(line.gate.test))
        self.hits.setVisible(asks and bool(sight.view.hits))
        self.hits.setText("\n".join(self._hit(one.entry) for one in sight.view.hits))
        self._say_form()

    def _machine(self, sight: Sight, line: GateLine) -> str:
        """Return what the program says, and what it lacks to say more."""
        cap = self._context.captions.cap
        said = cap("intake.answer.machine", answer=cap(f"secretary.gates.answer.{line.machine}"))
        if line.lacking:
            texts = self._context.captions.texts
            names = (field_name(texts, sight.fields.get(name), name) for name in line.lacking)
            said += f" {cap('intake.answer.lacking', fields='、'.join(names))}"
        return said

    def _person(self, line: GateLine) -> str:
        """Return the newest answer of a person, or the word that carries the gate."""
        cap = self._context.captions.cap
        given = line.person
        if given is not None:
            said = cap(
                "intake.answer.person",
                answer=cap(f"secretary.gates.answer.{given.answer}"),
                by=given.by,
                at=given.at[:10],
            )
            return f"{said} {cap('intake.answer.outdated')}" if line.outdated else said
        if line.word is not None:
            return cap("intake.answer.word", reason=line.word.reason)
        return ""

    def _hit(self, entry: object) -> str:
        """Return an entry of the 不良信用记录 list in one line."""
        found = entry if isinstance(entry, dict) else {}
        parts = [str(found.get(name, "")) for name in ("name", "category", "decision_no")]
        span = f"{found.get('from', '')}–{found.get('to', '')}"
        return " · ".join(part for part in (*parts, span.strip("–")) if part)

    def _say_form(self) -> None:
        cap = self._context.captions.cap
        self._form.setVisible(self._may)
        for n, answer in enumerate(ANSWERS):
            one = self.choices.button(n)
            words = cap(f"secretary.gates.answer.{answer}")
            one.setText(f"{words}  {n + 1}")
            one.setAccessibleName(words)
        self.reason_words.setText(cap("intake.answer.reason"))
        self.reason_words.setBuddy(self.reason)
        self.reason.setAccessibleName(self.reason_words.text())
        self.evidence_words.setText(cap("intake.answer.evidence"))
        self.evidence_words.setBuddy(self.evidence)
        self.evidence.setAccessibleName(self.evidence_words.text())
        self._can()

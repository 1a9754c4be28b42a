"""One application beside the matrix: its experts, what is about to change, the rule that would break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import button, label, rule, tight
from ui.widgets.notices import ErrorPane
from zgc_review.services.assigning_change import Change, Weighed
from zgc_review.services.assigning_matrix import MatrixExpert, MatrixLine

_LEAST = 2
_SIZE, _LOAD = "assign.size", "assign.load"


class AssignChange(QWidget):
    """The change that is being put together.

    Signals:
        weigh_asked: a :class:`Change` to be judged.
        act_asked: a :class:`Change` to be made.
        dropped: forget what was put together.
    """

    weigh_asked = Signal(object)
    act_asked = Signal(object)
    dropped = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._line: MatrixLine | None = None
        self._change = Change("")
        self._weighed: Weighed | None = None
        self._people: Mapping[str, MatrixExpert] = {}
        self._writable = True
        self._asks_size = self._asks_most = False
        self.setObjectName("assignChange")
        self.title = label("title", name="changeTitle", wrap=True)
        self.unit = label("small", "second", name="changeUnit", wrap=True)
        self.experts = label("body", name="changeExperts", wrap=True)
        self.hint = label("small", "hint", wrap=True)
        self.pending = label("body", "accent", name="changePending", wrap=True)
        self.verdict = label("body", "ok", name="changeVerdict", wrap=True)
        self.warnings = label("small", "warn", name="changeWarnings", wrap=True)
        self.error = ErrorPane(context, name="changeError")
        self.reason_words = label("small", "second")
        self.reason = self._field("changeReason", 500)
        self.odd_words = label("small", "second", wrap=True)
        self.odd = self._field("changeSizeReason", 500)
        self.most_words = label("small", "second", wrap=True)
        self.most = self._field("changeMost", 5)
        self.lacking = label("small", "hint", name="changeLacking", wrap=True)
        self.forget = button(self.dropped.emit, "quiet", name="changeForget")
        self.act = button(self._act, "primary", name="changeAct")
        self._lay_out()
        self.reason.textChanged.connect(lambda _text: self.follow())
        for one in (self.odd, self.most):
            one.textChanged.connect(lambda _text: self._rewritten())

    def _field(self, name: str, most: int) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(name)
        made.setMaxLength(most)
        return made

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 16, 6)
        for one in (self.title, self.unit, self.experts, self.hint, rule(), self.pending, self.verdict):
            column.addWidget(one)
        column.addWidget(self.warnings)
        column.addWidget(self.error)
        for words, field in (
            (self.odd_words, self.odd),
            (self.most_words, self.most),
            (self.reason_words, self.reason),
        ):
            words.setBuddy(field)
            column.addWidget(words)
            column.addWidget(field)
        column.addWidget(self.lacking)
        acts = QHBoxLayout()
        tight(acts, 0, 8)
        acts.addWidget(self.forget)
        acts.addStretch(1)
        acts.addWidget(self.act)
        column.addLayout(acts)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(scroll)

    def show_line(
        self, line: MatrixLine | None, people: Mapping[str, MatrixExpert], change: Change, *, writable: bool
    ) -> None:
        """Show an application and what is being put together for it."""
        if self._line is None or line is None or line.number != self._line.number:
            self._asks_size = self._asks_most = False
            for one in (self.reason, self.odd, self.most):
                one.clear()
        self._line, self._people, self._change, self._writable = line, people, change, writable
        self._weighed = None
        self.error.clear()
        if change.add or change.drop:
            self.weigh_asked.emit(self.wanted())
        self.retranslate()

    def show_weighed(self, found: Weighed) -> None:
        """Show what the change would break; a reason or a bound that is asked for gets its field."""
        self._weighed = found
        code = found.refusal.code if found.refusal is not None else ""
        self._asks_size = self._asks_size or code == _SIZE
        self._asks_most = self._asks_most or code == _LOAD
        if found.refusal is not None:
            self.error.show_error(found.refusal)
        else:
            self.error.clear()
        self.retranslate()

    def wanted(self) -> Change:
        """Return the change with its reasons."""
        most = self.most.text().strip()
        return replace(
            self._change,
            reason=self.reason.text().strip(),
            size_reason=self.odd.text().strip(),
            most=int(most) if most.isdecimal() and self._asks_most else None,
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        line = self._line
        self.hint.setText(self.cap("assign.change.hint"))
        self.reason_words.setText(self.cap("assign.change.reason"))
        self.odd_words.setText(self.cap("assign.size_reason"))
        self.most_words.setText(self.cap("assign.change.most"))
        for words, field in (
            (self.reason_words, self.reason),
            (self.odd_words, self.odd),
            (self.most_words, self.most),
        ):
            field.setAccessibleName(words.text())
        self.forget.setText(self.cap("assign.change.forget"))
        self.act.setText(self.cap("assign.change.act"))
        if line is None:
            self.title.setText(self.cap("assign.change.none"))
            self.unit.setText("")
            self.experts.setText("")
        else:
            self.title.setText(line.number)
            self.unit.setText(f"{line.unit} · {line.sub_direction}")
            named = [self._named(one, out=one in line.out) for one in line.experts]
            self.experts.setText("\n".join(named) or self.cap("assign.change.nobody"))
        added = [f"+ {self._named(one)}" for one in self._change.add]
        dropped = [f"− {self._named(one)}" for one in self._change.drop]
        self.pending.setText("\n".join((*added, *dropped)))
        self.follow()

    def follow(self) -> None:
        """Say whether the change can be made."""
        begun = bool(self._change.add or self._change.drop)
        found = self._weighed
        fine = begun and found is not None and found.refusal is None
        for one in (self.pending, self.reason_words, self.reason, self.act, self.forget):
            one.setVisible(begun)
        self.hint.setVisible(self._line is not None and self._line.may_change and not begun)
        for one, shown in (
            (self.odd_words, self._asks_size),
            (self.odd, self._asks_size),
            (self.most_words, self._asks_most),
            (self.most, self._asks_most),
        ):
            one.setVisible(begun and shown)
        self.verdict.setVisible(fine)
        if fine and found is not None:
            self.verdict.setText(self.cap("assign.change.fine", experts=" ".join(found.experts)))
        said = [" ".join(self._context.captions.finding(one)) for one in found.findings] if found else []
        self.warnings.setText("\n".join(said))
        self.warnings.setVisible(begun and bool(said))
        typed = len(self.reason.text().strip()) >= _LEAST
        self.lacking.setText(self.cap("assign.change.reason_lacking"))
        self.lacking.setVisible(fine and not typed)
        self.act.setEnabled(fine and typed and self._writable)

    def _named(self, number: str, *, out: bool = False) -> str:
        expert = self._people.get(number)
        words = f"{number} {expert.name}".strip() if expert is not None else number
        return f"{words}（{self.cap('assign.out')}）" if out else words

    def _rewritten(self) -> None:
        """A reason for the size or another bound: judge anew."""
        if self._change.add or self._change.drop:
            self.weigh_asked.emit(self.wanted())

    def _act(self) -> None:
        self.act_asked.emit(self.wanted())

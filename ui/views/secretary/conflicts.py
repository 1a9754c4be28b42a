"""The conflict desk: findings at the left, both texts and the decision at the right (picture g)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.context import Context
from ui.viewmodels.secretary.conflicts import ACTS, Case, ConflictsModel, next_due
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.conflicts_decision import DecisionCard
from ui.views.secretary.conflicts_dialogs import SourceDialog, UndoQuestion
from ui.views.secretary.conflicts_evidence import EvidencePane
from ui.views.secretary.conflicts_list import CasesPane
from ui.widgets.controls import button, label, rule, tight
from ui.widgets.notices import ErrorPane
from zgc_review.errors import ReviewError
from zgc_review.services.conflict_desk_sources import Evidence
from zgc_review.services.screening import Screened

_LOW = 500
_KEYS = {getattr(Qt.Key, f"Key_{n}"): act for n, act in enumerate(ACTS, 1)}


class FindingsPane(Screen):
    """Findings of screening, decided one by one."""

    place = "conflicts.tab.findings"

    def __init__(self, context: Context, model: ConflictsModel) -> None:
        super().__init__(context, name="findings")
        self.model = model
        self._evidence: Evidence | None = None
        self._begun = ""
        self._sums: Screened | None = None
        self._seeks = False
        self.list = CasesPane(context, model, self)
        self.evidence = EvidencePane(context)
        self.decision = DecisionCard(context)
        self.error = ErrorPane(context)
        self.empty = label("title", name="conflictsEmpty", wrap=True)
        self.empty_text = label("body", "second", wrap=True)
        self.first = button(self._ask_screen, "primary", name="conflictsFirst")
        self.undone = button(self.undo, "quiet", name="conflictsUndo")
        self.lacking = label("small", "hint", name="conflictsLacking")
        self.save = button(self.keep, "primary", name="conflictsSave")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._nothing = QWidget()
        nothing = QVBoxLayout(self._nothing)
        tight(nothing, 24, 12)
        for one in (self.empty, self.empty_text):
            nothing.addWidget(one)
        nothing.addWidget(self.first, 0, Qt.AlignmentFlag.AlignLeft)
        nothing.addStretch(1)
        right = QWidget()
        column = QVBoxLayout(right)
        tight(column)
        errors = QVBoxLayout()
        errors.setContentsMargins(24, 8, 24, 0)
        errors.addWidget(self.error)
        column.addLayout(errors)
        column.addWidget(self._nothing, 1)
        column.addWidget(self.evidence, 1)
        foot = QVBoxLayout()
        tight(foot, 0, 10)
        foot.setContentsMargins(24, 0, 24, 12)
        foot.addWidget(self.decision)
        bar = QHBoxLayout()
        tight(bar, 0, 12)
        bar.addWidget(self.undone)
        bar.addStretch(1)
        bar.addWidget(self.lacking)
        bar.addWidget(self.save)
        foot.addLayout(bar)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        column.addWidget(self._foot)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self.list)
        row.addWidget(rule("v"))
        row.addWidget(right, 1)

    def _wire(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.screen_asked.connect(self._ask_screen)
        self.model.loaded.connect(self._loaded)
        self.model.explained.connect(self._explain)
        self.model.decided.connect(self._decided)
        self.model.failed.connect(self._refused)
        self.model.screened.connect(self._screened)
        self.model.cancelled.connect(self._stopped)
        self.model.moved.connect(self.list.progress.move_on)
        self.decision.changed.connect(self._follow)
        self.context.theme.changed.connect(self._fit)
        for n, act in enumerate(ACTS, 1):
            QShortcut(QKeySequence(f"Alt+{n}"), self).activated.connect(partial(self._answer, act))

    def entered(self) -> None:
        """Read the findings anew."""
        self.error.clear()
        self._seek()
        self.model.load()

    def settle(self) -> None:
        """No search after the page is left."""
        self.list.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (
            ("1–4", self.cap("conflicts.hint.choose")),
            ("Enter", self.cap("conflicts.hint.save")),
            ("J / K", self.cap("conflicts.hint.move")),
            ("U", self.cap("conflicts.hint.undo")),
            ("O", self.cap("conflicts.hint.source")),
            ("Ctrl F", self.cap("secretary.hint.find")),
        )

    def note(self) -> str:
        """How many are decided."""
        asked, due = self.model.asked, self.model.due
        return self.cap("conflicts.progress", done=f"{asked - due:,}", all=f"{asked:,}") if asked else ""

    def retranslate(self) -> None:
        """Set every text anew."""
        self.list.retranslate()
        self.first.setText(self.cap("conflicts.screen"))
        self.undone.setText(self.cap("conflicts.undo"))
        self.save.setText(self.cap("conflicts.save"))
        self.decision.say()
        self._follow()
        self._say_screened()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose, Enter saves, U undoes, O opens; text fields take their letters themselves."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            super().keyPressEvent(event)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif key in _KEYS:
            self._answer(_KEYS[key])
        elif key == Qt.Key.Key_U:
            self.undo()
        elif key == Qt.Key.Key_O:
            self.open_source()
        elif key in {Qt.Key.Key_J, Qt.Key.Key_K}:
            self.list.view.setFocus()
            self.list.view.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def keep(self) -> None:
        """Keep the decision and go to the next finding that is due."""
        case, act = self.list.case, self.decision.act
        if case is None or case.state == "decided" or not self.model.session.writable:
            return self._go_on(case)
        if self.decision.lacks() == "reason":
            self.decision.reason.setFocus()
        elif act is not None and not self.decision.lacks() and not self._begun:
            self.decision.error.clear()
            self._begun = case.id
            self._follow()
            self.model.decide(case, act, self.decision.text)
        return None

    def undo(self) -> None:
        """Ask why the decision on this finding, or the last one of this sitting, is taken back."""
        case = self._undoable()
        if case is None or not self.model.session.writable:
            return
        self.list.choose(case.id)
        question = UndoQuestion(self.context, case, self)
        question.undone.connect(partial(self.model.undo, case))
        question.open()

    def open_source(self) -> None:
        """Show everything both sides handed in."""
        case = self.list.case
        if case is not None and self._evidence is not None and self._evidence.found.row.finding_id == case.id:
            SourceDialog(self.context, case, self._evidence, self).open()

    def _undoable(self) -> Case | None:
        case = self.list.case
        if case is not None and case.found.status != "open":
            return case
        return self.model.last_decided()

    def _answer(self, act: str) -> None:
        """Choose an answer; where it needs a reason, that comes next."""
        for one in ACTS:
            if one == act and self.decision.choose(one) and self.decision.lacks() == "reason":
                self.decision.reason.setFocus()

    def _enter(self) -> None:
        """Enter saves; on another button it presses that."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and focus not in self.decision.buttons.values():
            focus.click()
        else:
            self.keep()

    def _go_on(self, case: Case | None) -> None:
        """Choose the next finding that is due."""
        rows = self.list.cases.cases
        here = self.list.cases.row_of(case.id) if case is not None else -1
        self.list.view.choose(next_due(rows, here))
        self.list.view.setFocus()

    def _fit(self) -> None:
        px = self.context.theme.px
        self.list.setFixedWidth(px(296))
        self.decision.set_low(self.height() < px(_LOW))

    def _choose(self, case: Case | None) -> None:
        self.decision.show_case(case, writable=self.model.session.writable)
        if case is not None:
            self.evidence.follow(case)
            if self._evidence is None or self._evidence.found.row.finding_id != case.id:
                self.model.explain(case)
        self._follow()

    def _explain(self, evidence: Evidence) -> None:
        case = self.list.case
        if case is not None and case.id == evidence.found.row.finding_id:
            self._evidence = evidence
            self.evidence.show_case(case, evidence)

    def _decided(self, case: Case) -> None:
        """A decision was kept: the next one; a decision was taken back: stay."""
        begun, self._begun = self._begun, ""
        if begun == case.id and case.found.status != "open":
            self._go_on(case)
        self._follow()

    def _follow(self) -> None:
        """Say what may be pressed now, and what is missing."""
        case, cases = self.list.case, self.model.cases
        for one in (self.list, self.evidence, self._foot):
            one.setVisible(bool(cases))
        self._nothing.setVisible(not cases)
        self.evidence.setVisible(case is not None)
        writable = self.model.session.writable
        for one in (self.first, self.list.again):
            one.setEnabled(writable)
        decided = case is not None and case.state == "decided"
        lacks = self.decision.lacks() if case is not None and not decided else ""
        self.lacking.setText(self.cap(f"conflicts.lacks.{lacks}") if lacks and writable else "")
        self.save.setText(self.cap("conflicts.next" if decided else "conflicts.save"))
        self.save.setEnabled(case is not None and (decided or (not lacks and writable and not self._begun)))
        self.undone.setEnabled(self._undoable() is not None and writable)

    def _seek(self) -> None:
        """Go to the findings; they may be on their way still."""
        self._seeks = True
        self._go()

    def _loaded(self) -> None:
        """Findings were read: who came for them goes to them, unless a search is being typed."""
        self._follow()
        if self._seeks:
            self._seeks = False
            if not self.list.search.hasFocus():
                self._go()

    def _go(self) -> None:
        (self.list.view if self.model.cases else self.first).setFocus()

    def _ask_screen(self) -> None:
        """Ask before everything is compared anew."""
        question = Question(
            self.context,
            self.cap("conflicts.screen_question"),
            self.cap("conflicts.screen_ask"),
            self.cap("conflicts.screen"),
            self,
        )
        question.agreed.connect(self._screen)
        question.open()

    def _screen(self) -> None:
        self.error.clear()
        self.list.again.setEnabled(False)
        self.first.setEnabled(False)
        self.list.setVisible(True)
        self.list.progress.start(self._compared)
        self.list.progress.attach(self.model.screen())

    def _compared(self, done: int, total: int) -> str:
        return f"{done:,} / {total:,}"

    def _screened(self, sums: Screened) -> None:
        self.list.progress.finish()
        self._evidence = None
        self._follow()
        self._sums = sums
        self._say_screened()
        self._seek()

    def _say_screened(self) -> None:
        """Say what the last screening of this sitting found, or what screening is."""
        self.empty.setText(self.cap("conflicts.none"))
        self.empty_text.setText(self.cap("conflicts.lead"))
        if self._sums is not None:
            sums = self._sums
            counts = {"found": sums.found, "new": sums.new, "gone": sums.gone, "due": sums.due}
            told = self.cap("conflicts.screened", **counts)
            self.lacking.setText(told)
            self.empty.setText(
                self.cap("conflicts.found_none", experts=sums.experts, count=sums.applications)
            )
            self.empty_text.setText(told)

    def _stopped(self) -> None:
        self.list.progress.finish()
        self._follow()
        self.lacking.setText(self.cap("conflicts.stopped"))

    def _refused(self, fault: ReviewError) -> None:
        self.list.progress.finish()
        begun, self._begun = self._begun, ""
        (self.decision.error if begun else self.error).show_error(fault)
        self._follow()

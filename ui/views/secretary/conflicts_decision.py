"""The decision on one finding: four answers with keys, a reason where the rules ask for one (picture g)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.viewmodels.secretary.conflicts import ACTS, Case
from ui.widgets.controls import button, label, pane, tag, tight
from ui.widgets.notices import ErrorPane
from zgc_review.services.conflict_desk import LEAST_REASON, Act, allowed_acts, needs_reason

MOST_REASON = 500


class DecisionCard(QWidget):
    """The answers to one finding.

    Signals:
        changed: another answer or another reason.
    """

    changed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._case: Case | None = None
        self._drafts: dict[str, tuple[Act | None, str]] = {}
        self._writable = True
        self._low = False
        self.title = label("head")
        self.group = QButtonGroup(self)
        self.group.setExclusive(False)
        self.buttons: dict[Act, QPushButton] = {}
        for act in ACTS:
            one = button(partial(self.choose, act), "choice", name=f"decide:{act}")
            one.setCheckable(True)
            self.group.addButton(one)
            self.buttons[act] = one
        self.hint = label("small", "second", name="decideHint", wrap=True)
        self.reason_words = label("small", "second")
        self.count = label("small", "hint", name="decideCount")
        self.reason = QLineEdit()
        self.reason.setObjectName("decideReason")
        self.reason.setMaxLength(MOST_REASON)
        self.done = label("body", name="decideDone", wrap=True)
        self.error = ErrorPane(context)
        self._lay_out()
        self.reason.textChanged.connect(self._typed)

    def _lay_out(self) -> None:
        card = pane("card")
        column = QVBoxLayout(card)
        tight(column, 18, 8)
        column.setContentsMargins(18, 12, 18, 14)
        column.addWidget(self.title)
        column.addWidget(self.done)
        self._answers = QWidget()
        self._grid = QGridLayout(self._answers)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._columns = 0
        for n, act in enumerate(ACTS, 1):
            self._answer(act, n)
        self._arrange(len(ACTS))
        column.addWidget(self._answers)
        column.addWidget(self.hint)
        self._why = QWidget()
        why = QVBoxLayout(self._why)
        tight(why, 0, 4)
        self._why_head = QWidget()
        head = QHBoxLayout(self._why_head)
        tight(head)
        head.addWidget(self.reason_words, 1)
        head.addWidget(self.count)
        why.addWidget(self._why_head)
        why.addWidget(self.reason)
        column.addWidget(self._why)
        column.addWidget(self.error)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four answers in a row where there is room, else two and two."""
        super().resizeEvent(event)
        needed = sum(one.sizeHint().width() + 8 for one in self.buttons.values())
        inside = self.width() - 36
        self._arrange(len(ACTS) if inside >= needed else 2)

    def set_low(self, low: bool) -> None:
        """In a low window the texts above fields go, so that the evidence keeps its room."""
        self._low = low
        self.say()

    def _arrange(self, columns: int) -> None:
        if columns != self._columns:
            self._columns = columns
            for n, one in enumerate(self.buttons.values()):
                self._grid.addWidget(one, n // columns, n % columns)

    def _answer(self, act: Act, n: int) -> None:
        """Put the key into a button."""
        one = self.buttons[act]
        key = tag("key")
        key.setText(str(n))
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(one)
        row.setContentsMargins(0, 0, 8, 0)
        row.addStretch(1)
        row.addWidget(key)

    @property
    def act(self) -> Act | None:
        """The answer that is chosen."""
        return next((act for act, one in self.buttons.items() if one.isChecked()), None)

    @property
    def text(self) -> str:
        """The reason as it would be kept."""
        return self.reason.text().strip()

    def show_case(self, case: Case | None, *, writable: bool) -> None:
        """Show the finding to decide; what was begun on another stays with that one."""
        if self._case is not None and (case is None or case.id != self._case.id):
            self._drafts[self._case.id] = (self.act, self.reason.text())
        fresh = case is not None and (self._case is None or case.id != self._case.id)
        self._case, self._writable = case, writable
        if case is not None and (fresh or case.found.status != "open"):
            self.error.clear()
            act, reason = self._drafts.pop(case.id, (None, ""))
            for name, one in self.buttons.items():
                one.setChecked(name == act)
            self.reason.setText(reason)
        self.say()

    def choose(self, act: Act) -> bool:
        """Choose an answer if the level allows it; say whether it does."""
        if self._case is None or not self.buttons[act].isEnabled():
            self._say_hint()
            return False
        for name, one in self.buttons.items():
            one.setChecked(name == act)
        self.error.clear()
        self._follow()
        return True

    def lacks(self) -> str:
        """Return what is still missing: ``act``, ``reason`` or nothing."""
        if self._case is None or self.act is None:
            return "act"
        if needs_reason(self._case.found, self.act) and len(self.text) < LEAST_REASON:
            return "reason"
        return ""

    def say(self) -> None:
        """Set every text anew."""
        cap, case = self._context.captions.cap, self._case
        self.setVisible(case is not None)
        self.reason.setAccessibleName(cap("conflicts.reason_free"))
        if case is None:
            return
        self.title.setText(cap("conflicts.decision"))
        doubt = case.found.row.rule == "R15"
        for n, (act, one) in enumerate(self.buttons.items(), 1):
            words = cap(f"conflicts.doubt.{act}" if doubt else f"conflicts.act.{act}")
            one.setText(f"{words}        ")
            one.setAccessibleName(f"{words}, {n}")
        decided = case.state == "decided"
        self.title.setVisible(not self._low)
        self._why_head.setVisible(not self._low)
        self._answers.setVisible(not decided)
        self._why.setVisible(not decided)
        self.done.setVisible(decided)
        allowed = allowed_acts(case.found)
        for act, one in self.buttons.items():
            one.setEnabled(self._writable and act in allowed and case.found.is_current)
            one.setToolTip("" if act in allowed else cap(f"conflicts.only.{self._level()}"))
        if decided:
            self._say_done(case)
        self._follow()

    def _say_done(self, case: Case) -> None:
        """Say what was decided, when, by whom, why."""
        cap, decided = self._context.captions.cap, case.found.decided
        if decided is None:
            self.done.setText(cap("conflicts.ruled"))
            return
        status = cap(f"conflicts.state.{case.found.status}")
        by = decided.by or cap("conflicts.by_rule")
        said = cap("conflicts.decided", status=status, by=by, at=f"{decided.at[:10]} {decided.at[11:16]}")
        if decided.reason:
            said += cap("conflicts.decided_reason", reason=decided.reason)
        self.done.setText(said)

    def _level(self) -> str:
        if self._case is None:
            return "H"
        return "R15" if self._case.found.row.rule == "R15" else self._case.found.row.level

    def _typed(self) -> None:
        self.error.clear()
        self._follow()

    def _follow(self) -> None:
        """Say whether a reason is needed and how long it is."""
        cap, case = self._context.captions.cap, self._case
        if case is None:
            return
        needed = self.act is not None and needs_reason(case.found, self.act)
        self.reason_words.setText(cap("conflicts.reason_needed" if needed else "conflicts.reason_free"))
        self.reason_words.setBuddy(self.reason)
        self.reason.setAccessibleName(self.reason_words.text())
        self.reason.setPlaceholderText(self.reason_words.text() if self._low else "")
        self.count.setText(cap("conflicts.letters", count=len(self.text)))
        self._say_hint()
        self.changed.emit()

    def _say_hint(self) -> None:
        """Say which answers the level has, or what an answer leads to."""
        cap, case = self._context.captions.cap, self._case
        if case is None:
            return
        self.hint.setVisible(case.state != "decided" and not self._low)
        if not case.found.is_current:
            self.hint.setText(cap("conflicts.gone"))
        elif self.act is None:
            self.hint.setText(cap(f"conflicts.only.{self._level()}"))
        else:
            self.hint.setText(cap(f"conflicts.follows.{self.act}"))

"""Formal check and eligibility: gates answered by program and person, moves, F01, amendments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.secretary_intake import ApplicationsTable
from ui.viewmodels.secretary.intake_gates import GatesModel, Sight
from ui.views.ask import Question
from ui.views.first_start import documents_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.gates_answer import ANSWERS
from ui.views.secretary.gates_foot import GatesFoot
from ui.views.secretary.gates_sight import SightView
from ui.widgets.breaking_row import BreakingRow
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.found_list import FoundList
from ui.widgets.line_table import longest
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.reading_order import in_reading_order
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.states import State
from zgc_review.errors import ReviewError
from zgc_review.services.gates_deciding import Decided

_LISTED = 12
_NARROW_STATE = 116  # px that the state may take of a narrow window
_UNIT = 136  # px of an applicant: nine characters, names begin alike


class GatesPane(Screen):
    """Every application with its gates."""

    place = "secretary.tab.gates"

    def __init__(self, context: Context, model: GatesModel) -> None:
        super().__init__(context, name="gates")
        self.model = model
        self._sight: Sight | None = None
        self._beside: SightView | None = None
        self._asked = ""
        self._low = False
        self.applications = ApplicationsTable(context.captions, self)
        self.found = FoundList(
            context,
            self.applications,
            {0: 88, 2: 104},
            lambda one: one.number,
            name="gatesApplications",
            owner=self,
        )
        self.list = self.found.table
        self.title = label("title", name="gatesTitle", wrap=True)
        self.sum = label("small", "second", name="gatesSum", wrap=True)
        self.error = ErrorPane(context)
        self.empty = label("body", "second", name="gatesEmpty", wrap=True)
        self.decide = button(self._ask_decide, name="gatesDecide")
        self.forms = button(lambda: None, "quiet", name="gatesForms")
        menu = QMenu(self.forms)
        self.print_one = menu.addAction("", partial(self._choose_print, False))
        self.print_all = menu.addAction("", partial(self._choose_print, True))
        self.forms.setMenu(menu)
        self.progress = ProgressBar(context, name="gatesProgress")
        # What stands with nobody yet belongs to the page: a widget without a parent may go in any thread.
        holder = QWidget(self)
        holder.hide()
        self.head = QWidget(holder)
        self.foot = GatesFoot(context)
        for one in (self.foot, self.forms):
            one.setParent(holder)
        self._lay_out()
        self._wire()
        self.retranslate()

    @property
    def sight(self) -> SightView:
        """What stands beside the list, built when there is an application to show."""
        if self._beside is None:
            self._beside = made = SightView(self.context, self.head, self.foot, self)
            made.bar.addWidget(self.forms)
            made.retranslate()
            self._right.addWidget(made, 1)
            made.answer_asked.connect(self._answer)
            made.fill_asked.connect(self._fill_field)
            in_reading_order(self)
        return self._beside

    @property
    def reason(self) -> QLineEdit:
        """The field of the reason for an admission."""
        return self.foot.reason

    @property
    def one(self) -> QPushButton:
        """The button that admits one."""
        return self.foot.one

    def _lay_out(self) -> None:
        self._left = pane("plain")
        right = QVBoxLayout()
        tight(right)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self._left)
        self._line = rule("v")
        row.addWidget(self._line)
        row.addLayout(right, 1)
        tight(QVBoxLayout(self._left)).addWidget(self.found)
        top = QVBoxLayout(self.head)
        tight(top, 0, 4)
        top.setContentsMargins(16, 10, 16, 0)
        first = BreakingRow()
        tight(first, 0, 8)
        first.addWidget(self.title, 1)
        first.addWidget(self.decide)
        top.addLayout(first)
        for one in (self.sum, self.error, self.progress):
            top.addWidget(one)
        self._bar = self.foot
        self.empty.setContentsMargins(16, 16, 16, 16)
        right.addWidget(self.empty)
        self._right = right

    def _wire(self) -> None:
        model = self.model
        model.listed.connect(self._fill)
        model.viewed.connect(self._show)
        model.admitted.connect(lambda _count: self.foot.reason.clear())
        model.decided.connect(self._told)
        model.failed.connect(self._refused)
        model.moved.connect(self.progress.move_on)
        model.printed.connect(self._printed)
        model.cancelled.connect(self._stopped)
        self.found.chosen.connect(self._look)
        self.foot.changed.connect(self._follow)
        self.foot.admit_asked.connect(self._ask)
        self.foot.reject_asked.connect(self._ask_reject)
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the applications."""
        self.error.clear()
        self.model.load()
        self.give_focus(self.list)

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (
            ("J K", self.cap("secretary.hint.application")),
            ("1–4", self.cap("intake.hint.answer")),
            ("Ctrl F", self.cap("secretary.hint.find")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        self.list.setAccessibleName(self.cap("secretary.gates.applications"))
        self.empty.setText(self.cap("secretary.gates.empty"))
        self.found.search.say(self.cap("intake.search_applications"))
        self.forms.setText(self.cap("intake.print.open"))
        self.print_one.setText(self.cap("intake.print.one"))
        self.print_all.setText(self.cap("intake.print.all"))
        if self._beside is not None:
            self._beside.retranslate()
        self._fill()
        self._say()
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits answer the gate on show, outside text fields."""
        digit = event.key() - Qt.Key.Key_1
        if not event.modifiers() and 0 <= digit < len(ANSWERS) and self.sight.choose_answer(digit):
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list its share."""
        super().resizeEvent(event)
        self._fit()

    def go(self, number: str, gate: str = "") -> None:
        """Show one application, and one of its gates."""
        self.sight.want(gate)
        self._asked = ""
        self.found.choose(number)
        if self._asked != number:
            self._asked = number
            self.model.view(number)

    def received(self) -> tuple[str, ...]:
        """Return the numbers of the applications that wait for the formal check."""
        return self.model.list.received

    def _fit(self) -> None:
        px = self.context.theme.px
        wide = self.width() >= px(1180)
        state = self._state_width()
        stated = wide or state <= px(_NARROW_STATE)
        number = self._number_width()
        self.list.setColumnWidth(0, number)
        self._left.setFixedWidth(
            number + px(_UNIT) + state if wide else number + px(12) + state if stated else px(150)
        )
        self.list.setColumnHidden(1, not wide)
        self.list.setColumnHidden(2, not stated)
        self.list.horizontalHeader().setStretchLastSection(not stated)
        rest = QHeaderView.ResizeMode.Fixed if wide else QHeaderView.ResizeMode.Stretch
        self.list.horizontalHeader().setSectionResizeMode(2, rest)
        self.list.setColumnWidth(2, state)
        self._low = self.height() < px(420)
        if self._beside is not None:
            self._beside.fit(px(332) if wide else px(312), narrow=not wide)
        self._say()

    def _number_width(self) -> int:
        """Return what the longest number needs, with the mark of an amendment before it."""
        numbers = (one.number for one in self.model.list.applications)
        head = self.list.room_for(self.cap("secretary.gates.number"), kind="micro", icon=False)
        return max(head, max(map(self.list.room_for, longest(numbers)), default=0))

    def _state_width(self) -> int:
        """Return what the longest word for a state needs: states are never cut off."""
        theme, get = self.context.theme, self.context.captions.texts.get
        metrics = QFontMetrics(theme.font("small"))
        states = {one.state for one in self.model.list.applications} or {State.RECEIVED.value}
        return max(metrics.horizontalAdvance(get(f"cli.state.{one}")) for one in states) + theme.px(44)

    def _fill(self) -> None:
        found = self.model.list
        self.applications.amended = found.amended
        get = self.context.captions.texts.get
        kinds = {one.state for one in found.applications}
        states = {state: get(f"cli.state.{state}").casefold() for state in kinds}
        rows = zip(found.applications, found.sought, strict=True)
        texts = tuple(f"{sought} {states[one.state]}" for one, sought in rows)
        there = bool(found.applications)
        for one in (self._left, self._line):
            one.setVisible(there)
        if there or self._beside is not None:
            self.sight.setVisible(there)
        self.empty.setVisible(not there)
        self.found.show_rows(found.applications, texts)
        self._follow()
        self._fit()

    def _look(self, one: ApplicationRow | None) -> None:
        if one is not None:
            self._asked = one.number
            self.model.view(self._asked)

    def _show(self, sight: Sight) -> None:
        # Whoever moves fast through the list sees the application the row stands on, not one before it.
        if sight.view.application.number != self._asked:
            return
        self._sight = sight
        self.sight.show_sight(sight, self.model.session.writable)
        self._say()
        self._follow()

    def _say(self) -> None:
        """Set every text that depends on the application."""
        sight = self._sight
        if sight is None:
            self.title.setText("")
            self.sum.setText("")
            return
        view = sight.view
        application = view.application
        self.title.setText(f"{application.number}　{application.record.get('unit_name', '')}")
        passed = sum(line.passes for line in view.lines)
        # Every open gate, as the table shows them: also those that do not block.
        unsure = sum(line.counts == "unverified" for line in view.lines)
        counts = {"passed": passed, "all": len(view.lines), "open": unsure}
        said = [self.context.captions.texts.get(f"cli.state.{application.state}")]
        said.append(self.cap("secretary.gates.sum", **counts))
        if view.hits:
            said.append(self.cap("secretary.gates.hits", count=len(view.hits)))
        if sight.corrections:
            said.append(self.cap_count("intake.corrections", len(sight.corrections)))
        if self._low and not self._is_one_line(" · ".join(said)):
            del said[1]
        self.sum.setText(" · ".join(said))
        self.sum.setToolTip(application.reason)

    def _is_one_line(self, words: str) -> bool:
        """Whether words need one line only between the list and what is told in full."""
        side = self._beside.side.minimumWidth() if self._beside is not None else 0
        room = self.width() - self._left.minimumWidth() - side - 34  # margins and hairlines
        return QFontMetrics(self.context.theme.font("small")).horizontalAdvance(words) <= room

    def _follow(self) -> None:
        """Say what may be pressed now."""
        received = self.received()
        number = self._sight.view.application.number if self._sight is not None else ""
        writable = self.model.session.writable
        self.foot.follow(received, number, writable)
        waiting = self.model.list.waiting
        self.decide.setText(self.cap_count("intake.decide.act", len(waiting)))
        self.decide.setEnabled(writable and bool(waiting))

    def _ask(self, everybody: bool) -> None:
        """Ask with the count and the numbers: there is no way back from the formal check."""
        received = self.received()
        numbers = received if everybody or self._sight is None else (self._asked,)
        reason = self.foot.reason.text().strip()
        self._question(
            self.cap_count("secretary.gates.question", len(numbers)),
            f"{self.cap('secretary.gates.ask', reason=reason)}\n{self._listed(numbers)}",
            self.cap_count("secretary.gates.admit", len(numbers)),
            partial(self.model.admit, numbers, reason),
        )

    def _ask_reject(self) -> None:
        reason = self.foot.reason.text().strip()
        self._question(
            self.cap("intake.reject.question", number=self._asked),
            self.cap("intake.reject.ask", reason=reason),
            self.cap("intake.reject.act"),
            partial(self.model.reject, self._asked, reason),
            "danger",
        )

    def _ask_decide(self) -> None:
        waiting = self.model.list.waiting
        self._question(
            self.cap_count("intake.decide.question", len(waiting)),
            f"{self.cap('intake.decide.ask')}\n{self._listed(waiting)}",
            self.cap_count("intake.decide.act", len(waiting)),
            partial(self.model.decide, ()),
        )

    def _question(
        self, title: str, text: str, act: str, agreed: Callable[[], object], kind: str = "primary"
    ) -> None:
        question = Question(self.context, title, text, act, self, kind)
        question.agreed.connect(self.error.clear)
        question.agreed.connect(agreed)
        question.open()

    def _listed(self, numbers: Sequence[str]) -> str:
        listed = " · ".join(numbers[:_LISTED])
        more = len(numbers) - _LISTED
        return f"{listed} {self.cap('secretary.more', count=more)}" if more > 0 else listed

    def _told(self, decided: Decided) -> None:
        """Say what moved and who waits; each one's own row says why."""
        waits = self.cap_count("intake.decide.waiting", len(decided.waiting))
        self.foot.tell(f"{self.cap_count('intake.decide.moved', len(decided.moved))} · {waits}")

    def _answer(self, gate: str, answer: str, reason: str, evidence: str) -> None:
        self.error.clear()
        self.model.answer(self._asked, gate, answer, reason, evidence)

    def _fill_field(self, field: str, value: str) -> None:
        self.error.clear()
        self.model.fill(self._asked, field, value)

    def _choose_print(self, everybody: bool) -> None:
        words = self.cap(f"intake.print.{'all' if everybody else 'one'}")
        chosen = QFileDialog.getExistingDirectory(self, words, str(documents_folder()))
        if chosen:
            self.print(Path(chosen), everybody)

    def print(self, folder: Path, everybody: bool) -> None:
        """Write F01 into a folder."""
        self.error.clear()
        self.progress.start(lambda done, total: f"{done:,} / {total:,}")
        self.progress.attach(self.model.print(folder, () if everybody else (self._asked,)))

    def _printed(self, paths: Sequence[Path]) -> None:
        self.progress.finish()
        folder = str(paths[0].parent) if paths else ""
        self.foot.tell(self.cap_count("intake.print.done", len(paths), folder=folder))

    def _stopped(self) -> None:
        self.progress.finish()
        self.foot.tell(self.cap("intake.print.stopped"))

    def _refused(self, fault: ReviewError) -> None:
        self.progress.finish()
        self.sight.idle()
        if self.isVisible():
            self.error.show_error(fault)

"""Formal check and eligibility: gates with their answers, to read; admission by a person's word."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import ApplicationsTable, GatesTable
from ui.viewmodels.secretary.intake import IntakeModel
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.domain.states import State
from zgc_review.errors import ReviewError
from zgc_review.services.gates import LEAST, MOST, GateView

_LISTED = 12


class GatesPane(Screen):
    """Every application with its gates."""

    place = "secretary.tab.gates"

    def __init__(self, context: Context, model: IntakeModel) -> None:
        super().__init__(context, name="gates")
        self.model = model
        self._view: GateView | None = None
        self._asked = ""
        self.applications = ApplicationsTable(context.captions, self)
        self.list = LineTable(context, self.applications, {0: 104, 2: 140}, name="gatesApplications")
        self.title = label("title", name="gatesTitle", wrap=True)
        self.sum = label("small", "second", name="gatesSum", wrap=True)
        self.gates = GatesTable(context.captions, self)
        self.table = LineTable(context, self.gates, {1: 96, 2: 96, 3: 104}, name="gatesTable")
        self.error = ErrorPane(context)
        self.empty = label("body", "second", name="gatesEmpty", wrap=True)
        self.reason_words = label("small", "second")
        self.reason = QLineEdit()
        self.reason.setObjectName("admitReason")
        self.reason.setMaxLength(MOST)
        self.one = button(partial(self._ask, False), "primary", name="admitOne")
        self.all = button(partial(self._ask, True), name="admitAll")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._left = pane("plain")
        left = QVBoxLayout(self._left)
        tight(left)
        left.addWidget(self.list)
        right = QWidget()
        column = QVBoxLayout(right)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 4)
        top.setContentsMargins(16, 12, 16, 8)
        for one in (self.title, self.sum, self.empty, self.error):
            top.addWidget(one)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot())
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(self._left)
        row.addWidget(rule("v"))
        row.addWidget(right, 1)

    def _foot(self) -> QWidget:
        """Return the reason and the two ways to admit."""
        self._bar = pane("footer")
        column = QVBoxLayout(self._bar)
        tight(column, 0, 4)
        column.setContentsMargins(16, 8, 16, 10)
        column.addWidget(self.reason_words)
        row = QHBoxLayout()
        tight(row, 0, 8)
        row.addWidget(self.reason, 1)
        row.addWidget(self.all)
        row.addWidget(self.one)
        column.addLayout(row)
        return self._bar

    def _wire(self) -> None:
        self.model.listed.connect(self._fill)
        self.model.viewed.connect(self._show)
        self.model.admitted.connect(lambda _count: self.reason.clear())
        self.model.failed.connect(self._refused)
        self.reason.textChanged.connect(self._follow)
        self.list.selectionModel().currentRowChanged.connect(lambda now, _before: self._look(now.row()))
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the applications."""
        self.error.clear()
        self.model.load()
        self.list.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.application")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.list.setAccessibleName(self.cap("secretary.gates.applications"))
        self.table.setAccessibleName(self.cap("secretary.gates.gates"))
        self.empty.setText(self.cap("secretary.gates.empty"))
        self.reason_words.setText(self.cap("secretary.gates.reason"))
        self.reason_words.setBuddy(self.reason)
        self.reason.setAccessibleName(self.reason_words.text())
        self._say()
        self._follow()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list its share."""
        super().resizeEvent(event)
        self._fit()

    def received(self) -> tuple[str, ...]:
        """Return the numbers of the applications that wait for the formal check."""
        return tuple(one.number for one in self.applications.rows if one.state == State.RECEIVED)

    def _fit(self) -> None:
        px = self.context.theme.px
        wide = self.width() >= px(1000)
        self._left.setFixedWidth(px(420) if wide else px(300))
        self.list.setColumnHidden(1, not wide)
        rest = QHeaderView.ResizeMode.Fixed if wide else QHeaderView.ResizeMode.Stretch
        self.list.horizontalHeader().setSectionResizeMode(2, rest)
        self.list.setColumnWidth(2, px(140))

    def _fill(self) -> None:
        chosen = self.list.currentIndex().row()
        self.applications.show_rows(self.model.applications)
        there = bool(self.model.applications)
        for one in (self._left, self.table, self._bar):
            one.setVisible(there)
        self.empty.setVisible(not there)
        self.list.choose(min(max(chosen, 0), len(self.applications.rows) - 1))
        self._follow()

    def _look(self, row: int) -> None:
        if 0 <= row < len(self.applications.rows):
            self._asked = self.applications.row(row).number
            self.model.view(self._asked)

    def _show(self, view: GateView) -> None:
        # Whoever moves fast through the list sees the application the row stands on, not one before it.
        if view.application.number != self._asked:
            return
        self._view = view
        self.gates.show_rows(view.lines)
        self._say()
        self._follow()

    def _say(self) -> None:
        """Set every text that depends on the application."""
        view = self._view
        if view is None:
            self.title.setText("")
            self.sum.setText("")
            return
        application = view.application
        self.title.setText(f"{application.number}　{application.record.get('unit_name', '')}")
        passed = sum(line.passes for line in view.lines)
        counts = {"passed": passed, "all": len(view.lines), "open": len(view.open_lines)}
        said = self.cap("secretary.gates.sum", **counts)
        if view.hits:
            said += f" · {self.cap('secretary.gates.hits', count=len(view.hits))}"
        self.sum.setText(said)

    def _follow(self) -> None:
        """Say what may be pressed now."""
        received = self.received()
        number = self._view.application.number if self._view is not None else ""
        ready = len(self.reason.text().strip()) >= LEAST and self.model.session.writable
        self.one.setText(self.cap("secretary.gates.admit_one"))
        self.one.setEnabled(ready and number in received)
        self.all.setText(self.cap_count("secretary.gates.admit_all", len(received)))
        self.all.setEnabled(ready and bool(received))
        self._bar.setVisible(bool(received))

    def _ask(self, everybody: bool) -> None:
        """Ask with the count and the numbers: there is no way back from the formal check."""
        received = self.received()
        numbers = received if everybody or self._view is None else (self._view.application.number,)
        listed = " · ".join(numbers[:_LISTED])
        if len(numbers) > _LISTED:
            listed += f" {self.cap('secretary.more', count=len(numbers) - _LISTED)}"
        question = Question(
            self.context,
            self.cap_count("secretary.gates.question", len(numbers)),
            f"{self.cap('secretary.gates.ask', reason=self.reason.text().strip())}\n{listed}",
            self.cap_count("secretary.gates.admit", len(numbers)),
            self,
        )
        question.agreed.connect(partial(self._admit, numbers))
        question.open()

    def _admit(self, numbers: Sequence[str]) -> None:
        self.error.clear()
        self.model.admit(numbers, self.reason.text().strip())

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)

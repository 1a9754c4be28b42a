"""Who judges what: groups and their applications, or the matrix of experts × applications (rules §3)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_assign import GroupsTable
from ui.viewmodels.secretary.assign import AssignModel
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.assign_matrix import AssignMatrix
from ui.widgets.controls import button, label, pane, restyle, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane, ProgressBar
from ui.widgets.reading_order import in_reading_order
from zgc_review.errors import ReviewError
from zgc_review.services.assigning import Order, Outcome
from zgc_review.services.assigning_change import Change, Changes

_LISTED = 12


class AssignPane(Screen):
    """Gives applications to groups, or experts to applications."""

    place = "draw.tab.assign"

    def __init__(self, context: Context, model: AssignModel) -> None:
        super().__init__(context, name="assign")
        self.model = model
        self._busy = False
        self._matrix: AssignMatrix | None = None
        self.title = label("title", name="assignTitle")
        self.lead = label("small", "second", name="assignLead", wrap=True)
        self.error = ErrorPane(context)
        self.progress = ProgressBar(context)
        self.told = label("small", "ok", name="assignTold", wrap=True)
        self.groups = GroupsTable(context.captions)
        self.table = LineTable(context, self.groups, {0: 72, 2: 96, 3: 88, 4: 88}, name="assignGroups")
        self.waiting = label("body", "second", name="assignWaiting", wrap=True)
        self.lacking = label("small", "hint", name="assignLacking", wrap=True)
        self.solve = button(self._ask_run, name="assignSolve")
        self.act = button(self._ask_give, "primary", name="assignAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        tight(top, 0, 4)
        top.setContentsMargins(20, 12, 20, 8)
        for one in (self.title, self.lead, self.error, self.waiting):
            top.addWidget(one)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        foot = pane("footer")
        row = QHBoxLayout(foot)
        tight(row, 0, 16)
        row.setContentsMargins(20, 10, 20, 10)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.told)
        words.addWidget(self.lacking)
        row.addLayout(words, 1)
        row.addWidget(self.progress, 1)
        row.addWidget(self.solve)
        row.addWidget(self.act)
        column.addWidget(foot)

    def _wire(self) -> None:
        model = self.model
        model.loaded.connect(self._show)
        model.solved.connect(self._was_solved)
        model.made.connect(self._was_changed)
        model.given.connect(self._was_given)
        model.moved.connect(self.progress.move_on)
        model.cancelled.connect(self._stopped)
        model.failed.connect(self._refused)

    @property
    def matrix(self) -> AssignMatrix:
        """The matrix, built when a round of single assignment first asks for it."""
        if self._matrix is None:
            self._matrix = made = AssignMatrix(self.context, self)
            self._column.insertWidget(self._column.indexOf(self._gap), made, 1)
            self.model.weighed.connect(made.change.show_weighed)
            made.change.weigh_asked.connect(self.model.weigh)
            made.change.act_asked.connect(self._ask_change)
            made.run_asked.connect(self._run)
            forget = QShortcut(QKeySequence(Qt.Key.Key_Escape), made)
            forget.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            forget.activated.connect(made.forget)
            made.fit(self.width())
            in_reading_order(self)
        return self._matrix

    def entered(self) -> None:
        """Read the page."""
        self.error.clear()
        self.told.setText("")
        self.model.load()
        self._focus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        if self._has_matrix:
            return (
                ("↑ ↓ ← →", self.cap("assign.hint.move")),
                ("Space", self.cap("assign.hint.toggle")),
                ("Esc", self.cap("assign.hint.forget")),
            )
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.table.setAccessibleName(self.cap("assign.groups"))
        self.solve.setText(self.cap("assign.solve"))
        if self._matrix is not None:
            self._matrix.retranslate()
        self._say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail follows the room."""
        super().resizeEvent(event)
        if self._matrix is not None:
            self._matrix.fit(self.width())

    @property
    def _has_matrix(self) -> bool:
        """Whether the matrix is what this pane shows."""
        return self._matrix is not None and self._matrix.isVisibleTo(self)

    def _focus(self) -> None:
        """Give the focus to the table on show."""
        if self.isVisible():
            shown = self.matrix.table if self._has_matrix else self.table
            (shown if shown.isVisibleTo(self) else self.act).setFocus()

    def _show(self) -> None:
        page = self.model.page
        if page is None:
            return
        self.table.setVisible(not page.is_single)
        self.groups.show_rows(page.groups)
        if page.matrix is not None or self._matrix is not None:
            self.matrix.setVisible(page.matrix is not None)
        self._gap.setVisible(page.is_single and page.matrix is None)
        if page.matrix is not None:
            self.matrix.show_matrix(page.matrix, writable=self.model.session.writable)
        self._say()

    def _say(self) -> None:
        """Set every text that depends on the round."""
        page = self.model.page
        ready = page.ready if page is not None else ()
        single = page is not None and page.is_single
        self.title.setText(self.cap("assign.title_single" if single else "assign.title_group"))
        self.lead.setText(self.cap("assign.lead_single" if single else "assign.lead_group"))
        self.solve.setVisible(single and page is not None and page.matrix is not None)
        fresh = page is not None and page.matrix is not None and not page.matrix.acts
        restyle(self.solve, kind="primary" if fresh else "")
        self.act.setVisible(bool(ready) or not single)
        self.act.setText(self.cap_count("assign.give", len(ready)))
        self.told.setVisible(bool(self.told.text()))
        self.waiting.setVisible(single and page is not None and page.matrix is None)
        lacking = ""
        if page is not None:
            if page.matrix is None and page.obstacle is not None:
                said = self.context.captions.error(page.obstacle)
                self.waiting.setText(f"{said.title}　{said.reason}")
            if page.awaits:
                lacking = self.cap("assign.waits", codes=" · ".join(page.awaits))
            elif page.obstacle is not None and not single:
                said = self.context.captions.error(page.obstacle)
                lacking = f"{said.title}　{said.reason}"
            elif not ready:
                lacking = self.cap("assign.nothing")
            if page.matrix is not None and page.matrix.acts and not page.matrix.is_in_force:
                lacking = self.cap("assign.planned" if not page.matrix.is_seated else "assign.not_in_force")
        can = page is not None and self.model.session.writable and not self._busy
        blocked = page is None or bool(page.awaits)
        self.lacking.setText(lacking)
        self.act.setEnabled(can and bool(ready) and not blocked)
        self.solve.setEnabled(can and not blocked)

    def _ask_give(self) -> None:
        """Ask with the count and the numbers."""
        page = self.model.page
        if page is None:
            return
        listed = " · ".join(page.ready[:_LISTED])
        if len(page.ready) > _LISTED:
            listed += f" {self.cap('secretary.more', count=len(page.ready) - _LISTED)}"
        text = " · ".join(f"{one.id} {one.coming}" for one in page.groups if one.coming)
        question = Question(
            self.context,
            self.cap_count("assign.question", len(page.ready)),
            "\n".join(part for part in (text, listed) if part),
            self.act.text(),
            self,
        )
        question.agreed.connect(self._give)
        question.open()

    def _give(self) -> None:
        self.error.clear()
        self.model.give()

    def _ask_run(self) -> None:
        page = self.model.page
        if page is not None and page.matrix is not None:
            self.matrix.ask_run(page.matrix)

    def _run(self, order: Order) -> None:
        """Run the solver; nothing of it is kept if it is stopped."""
        self.error.clear()
        self.told.setText("")
        self._busy = True
        self._say()
        self.progress.start(lambda done, _total: self.cap("assign.solving", count=done))
        self.progress.attach(self.model.solve(order))

    def _was_solved(self, outcome: Outcome) -> None:
        self._end()
        self.matrix.show_outcome(outcome)
        if outcome.made is None:
            self.told.setText("")
            return
        pairs = sum(len(one.added) for one in outcome.made.changes)
        counts = {"pairs": f"{pairs:,}", "least": outcome.made.least, "most": outcome.made.most}
        words = self.cap_count("assign.solved", len(outcome.made.changes), **counts)
        key = "assign.version" if outcome.version is not None else "assign.plan_kept"
        self.told.setText(f"{words} {self.cap(key)}")
        self._say()

    def _ask_change(self, wanted: Change) -> None:
        """Ask with who comes and who goes."""
        come, go = " ".join(wanted.add) or "—", " ".join(wanted.drop) or "—"
        text = self.cap("assign.change.ask", come=come, go=go, reason=wanted.reason)
        question = Question(
            self.context,
            self.cap("assign.change.question", number=wanted.number),
            text,
            self.cap("assign.change.act"),
            self,
        )
        question.agreed.connect(partial(self._change, wanted))
        question.open()

    def _change(self, wanted: Change) -> None:
        self.error.clear()
        self.model.change(wanted)

    def _was_changed(self, changes: Changes) -> None:
        key = "assign.version" if changes.version is not None else "assign.plan_kept"
        self.told.setText(self.cap("assign.changed", experts=" ".join(changes.experts)) + " " + self.cap(key))
        self._say()

    def _was_given(self, count: int) -> None:
        self.told.setText(self.cap_count("assign.given", count))
        self._say()

    def _stopped(self) -> None:
        self._end()
        self.told.setText(self.cap("assign.stopped"))
        self._say()

    def _end(self) -> None:
        self._busy = False
        self.progress.finish()
        self._say()

    def _refused(self, fault: ReviewError) -> None:
        self._end()
        if fault.code == "round.chain.observer":
            self.waiting.setText(self.cap("draw.early"))
            self.waiting.show()
        elif self.isVisible():
            self.error.show_error(fault)

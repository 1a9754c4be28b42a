"""Decisions: lists for the chairs, what they signed, what cannot stand, confirmation with amounts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui.context import Context
from ui.models.result_tables import DecisionsTable
from ui.sentences import joined
from ui.viewmodels.secretary.result import ResultModel, Written
from ui.views.ask import Question
from ui.views.folders import ask_folder
from ui.views.screen import Hint, Screen
from ui.views.secretary.aggregate import listed
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from zgc_review.domain.money import Amount
from zgc_review.errors import GateError, ReviewError

_SPARE = frozenset({3, 7})  # the line, who signed
_WORDS = (0, 2, 4, 5, 6, 8)  # of a narrow window: all it shows but the applicant


class DecisionsPane(Screen):
    """What the chairs decided, before it counts.

    Signals:
        collect_asked: take in signed decisions, on the page of returns.
    """

    place = "result.tab.decisions"
    collect_asked = Signal()

    def __init__(self, context: Context, model: ResultModel) -> None:
        super().__init__(context, name="decisions")
        self.model = model
        self._folder: Path | None = None
        self.title = label("title")
        self.facts = label("body", "second", name="decisionsFacts", wrap=True)
        self.group_words = label("small", "second")
        self.group = ChoiceBox(context, name="decisionsGroup", letters=6)
        self.list = button(self._choose_list, name="decisionsList")
        self.collect = button(self.collect_asked.emit, name="decisionsCollect")
        self.error = ErrorPane(context)
        self.rows = DecisionsTable(context.captions, self)
        widths = {0: 104, 2: 68, 3: 132, 4: 108, 5: 108, 6: 108, 7: 72, 8: 176}
        self.table = LineTable(context, self.rows, widths, name="decisionsTable")
        self.empty = label("body", "second", name="decisionsEmpty", wrap=True)
        self.detail = label("small", "danger", name="decisionsDetail", wrap=True)
        self.done = label("small", "ok", name="decisionsDone", wrap=True)
        self.lacking = label("small", "hint", name="decisionsLacking")
        self.act = button(self._ask, "primary", name="decisionsAct")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        tight(top, 24, 6)
        top.setContentsMargins(24, 16, 24, 12)
        head = QHBoxLayout()
        tight(head, 0, 12)
        head.addWidget(self.title, 1)
        head.addWidget(self.group_words)
        head.addWidget(self.group)
        head.addWidget(self.list)
        head.addWidget(self.collect)
        top.addLayout(head)
        for one in (self.facts, self.error, self.empty):
            top.addWidget(one)
        self.detail.setContentsMargins(24, 6, 24, 6)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 16)
        bar.setContentsMargins(24, 12, 24, 12)
        bar.addWidget(self.done, 1)
        bar.addWidget(self.lacking)
        bar.addWidget(self.act)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addWidget(foot)

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.written.connect(self._written)
        self.model.confirmed.connect(self._confirmed)
        self.model.failed.connect(self._refused)
        self.table.selectionModel().currentRowChanged.connect(lambda now, _before: self._explain(now.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the width."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """A narrow window does without the line and without who signed, a stage without line and amount.

        There words have the room they take, and the applicant has the rest.
        """
        found = self.model.overview
        narrow = self.width() < self.context.theme.px(960)
        gone = _SPARE if narrow else frozenset[int]()
        self.table.hold_words(_WORDS if narrow else ())
        if found is None or found.is_ranked:
            self.table.hide_columns(gone)
        else:
            self.table.hide_columns(gone | self.rows.of_line, self.rows.outcomes)

    def entered(self) -> None:
        """Read what was signed."""
        self.error.clear()
        self.model.load()
        (self.act if self.act.isEnabled() else self.table).setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("result.decisions.title"))
        self.group_words.setText(self.cap("result.decisions.group"))
        self.group_words.setBuddy(self.group)
        self.group.setAccessibleName(self.group_words.text())
        self.list.setText(self.cap("result.decisions.list"))
        self.collect.setText(self.cap("result.decisions.collect"))
        self.empty.setText(self.cap("result.decisions.empty"))
        self.table.setAccessibleName(self.title.text())
        self._show()

    def _show(self) -> None:
        found = self.model.overview
        if found is None:
            return
        if self.rows.rows is not found.lines:
            at = self.table.currentIndex().row()
            self.rows.show_rows(found.lines)
            self.table.choose(max(at, 0))
        self._fit_columns()
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines)
        groups = list(dict.fromkeys(one.group for one in found.readers if one.refusal is None))
        if [self.group.itemText(n) for n in range(self.group.count())] != groups:
            self.group.clear()
            self.group.addItems(groups)
        one_group = len(groups) < 2
        self.group.setVisible(not one_group)
        self.group_words.setVisible(not one_group)
        self.list.setEnabled(bool(groups) and not found.is_sealed)
        self.collect.setEnabled(self.model.session.writable and bool(found.lines))
        self._follow()
        self._explain(self.table.currentIndex().row())

    def _follow(self) -> None:
        """Say how many are signed, and what is missing before they may be confirmed."""
        found, due = self.model.overview, self.model.confirming()
        signed = sum(one.signed is not None for one in found.lines) if found is not None else 0
        total = len(found.lines) if found is not None else 0
        counts = {"signed": signed, "all": total, "objected": len(due.objected)}
        self.facts.setText(self.cap("result.decisions.facts", **counts) if total else "")
        lacking = ""
        if due.objected:
            lacking = self.cap_count("result.decisions.objected", len(due.objected))
        elif not due.ready and due.waiting:
            lacking = self.cap("result.decisions.unsigned")
        elif due.waiting:
            lacking = self.cap_count("result.decisions.waiting", len(due.waiting))
        self.lacking.setText(lacking)
        self.act.setText(self.cap_count("result.decisions.act", len(due.ready)))
        self.act.setVisible(bool(due.ready or due.waiting or due.objected))
        can = bool(due.ready) and not due.objected and self.model.session.writable
        self.act.setEnabled(can)

    def _choose_list(self) -> None:
        folder = ask_folder(self, self.cap("result.decisions.list"), self._folder)
        if folder is not None:
            self.write_list(folder)

    def write_list(self, folder: Path) -> None:
        """Write the list of the chosen group into a folder."""
        self._folder = folder
        self.error.clear()
        self.model.write_list(self.group.currentText(), folder)

    def _ask(self) -> None:
        """Ask with counts, numbers and amounts per pool."""
        due = self.model.confirming()
        numbers = [one.number for one in due.ready]
        said = [self.cap("result.decisions.ask"), listed(self, numbers)]
        for pool, fen in due.totals.items():
            said.append(self.cap("result.decisions.total", pool=pool, amount=Amount(fen)))
        if due.waiting:
            waiting = listed(self, due.waiting)
            said.append(self.cap_count("result.decisions.left", len(due.waiting), numbers=waiting))
        question = Question(
            self.context,
            self.cap_count("result.decisions.question", len(due.ready)),
            "\n".join(said),
            self.act.text(),
            self,
        )
        question.agreed.connect(self._confirm)
        question.open()

    def _confirm(self) -> None:
        self.error.clear()
        self.model.confirm()

    def _confirmed(self, done: int, waiting: int) -> None:
        self.done.setText(self.cap_count("result.decisions.done", done, waiting=waiting))

    def _written(self, written: Written) -> None:
        words = self.cap("result.written", names=listed(self, [path.name for path in written.paths]))
        if written.left_out:
            words += self.cap_count("result.decisions.left_out", written.left_out)
        self.done.setText(words)

    def _explain(self, row: int) -> None:
        """Say why a decision cannot stand, and what to do."""
        there = 0 <= row < len(self.rows.rows)
        code = self.rows.row(row).objection if there else ""
        self.detail.setVisible(bool(code))
        if code:
            number = self.rows.row(row).number
            said = self.context.captions.error(GateError(code, number=number, count=1))
            self.detail.setText(f"{number}　{joined(said.reason, said.remedy)}")

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)

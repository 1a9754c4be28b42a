"""A result that is open: totals, ranking and decisions, log, forms; nothing can be changed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.result_tables import OpenedTable, amount_words, decision_order, decision_word
from ui.models.secretary_log import LogTable
from ui.verifier_process import Verdict
from ui.viewmodels.opened import OpenedModel
from ui.views.ask import Question
from ui.views.folders import ask_folder
from ui.views.list_dialog import ListDialog
from ui.views.opened.forms import OpenedFormsPane
from ui.views.screen import Hint, Screen
from ui.views.tabs import Tab, TabbedPage
from ui.widgets.controls import button, label, pane, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.seal_cards import Group, SummaryCard, VerdictCard
from ui.widgets.tall_scroll import TallScroll
from zgc_review.errors import ReviewError
from zgc_review.services.opened_result import OpenedResult

_VERDICT = 1


def ranking_place(opened: OpenedResult) -> str:
    """Return the caption of the first tab: a stage ranks nothing (rules §2.4)."""
    return "opened.tab.ranking" if opened.is_ranked else "opened.tab.outcomes"


class RankingPane(Screen):
    """Counts, totals, and every application with its place and decision."""

    def __init__(self, context: Context, opened: OpenedResult) -> None:
        super().__init__(context, name="openedRanking")
        self.place = ranking_place(opened)
        self._opened = opened
        self.summary = SummaryCard(context, self._open_list, name="openedSummary")
        self.rows = OpenedTable(context.captions, opened)
        self.rows.setParent(self)
        widths = {0: 60, 1: 52, 2: 100, 4: 76, 5: 76, 6: 104, 7: 128, 8: 116}
        self.table = LineTable(context, self.rows, widths, name="openedTable")
        if not opened.is_ranked:
            self.table.hide_columns(self.rows.of_line, self.rows.outcomes)
        self.table.hold_words((2, 6, 7, 8) if opened.is_ranked else (2, 7))
        column = QVBoxLayout(self)
        tight(column, 0, 12)
        top = QVBoxLayout()
        top.setContentsMargins(24, 16, 24, 0)
        top.addWidget(self.summary)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self.retranslate()

    def entered(self) -> None:
        """The table comes first."""
        self.table.setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        self.table.setAccessibleName(self.cap(self.place))
        self.summary.show_groups(self._groups())

    def _groups(self) -> list[Group]:
        """Return the decisions with their numbers, and what each fund spends."""
        captions, opened = self.context.captions, self._opened
        numbers: dict[str, list[str]] = {}
        known = opened.applications
        for line in sorted(opened.aggregate.applications, key=lambda one: known[one.application].number):
            numbers.setdefault(line.decision or "", []).append(known[line.application].number)
        groups = [
            Group(decision_word(captions, code), str(len(found)), tuple(found))
            for code, found in sorted(numbers.items(), key=lambda one: decision_order(one[0]))
        ]
        results = Counter(one.result for one in opened.aggregate.unscored)
        groups += [
            Group(captions.texts.get(f"form.word.check_result.{code}"), str(count))
            for code, count in results.items()
        ]
        groups += [
            Group(self.cap("opened.fund", fund=fund.fund), amount_words(captions, fund.total_fen))
            for fund in opened.aggregate.funds
        ]
        return groups

    def _open_list(self, group: Group) -> None:
        ListDialog(self.context, group.caption, group.numbers, self).open()


class VerdictPane(Screen):
    """The independent verifier recomputes everything; equal or not, in its own words."""

    place = "opened.tab.verdict"

    def __init__(self, context: Context, model: OpenedModel) -> None:
        super().__init__(context, name="openedVerdict")
        self.model = model
        self._busy = False
        self.lead = label("body", "second", wrap=True)
        self.code_words, self.head_words = label("small", "second"), label("small", "second")
        self.code, self.head = QLineEdit(), QLineEdit()
        self.code.setObjectName("openedCode")
        self.head.setObjectName("openedHead")
        self.act = button(self.verify, "primary", name="openedVerify")
        self.error = ErrorPane(context)
        self.verdict = VerdictCard(context, name="openedVerdictCard")
        self._lay_out()
        model.verified.connect(self._show)
        model.failed.connect(self._refused)
        for field in (self.code, self.head):
            field.returnPressed.connect(self.verify)
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        tight(column, 24, 8)
        column.addWidget(self.lead)
        row = QHBoxLayout()
        tight(row, 0, 12)
        for words, field in ((self.code_words, self.code), (self.head_words, self.head)):
            part = QVBoxLayout()
            tight(part, 0, 4)
            part.addWidget(words)
            part.addWidget(field)
            row.addLayout(part, 1)
        row.addWidget(self.act, 0, Qt.AlignmentFlag.AlignBottom)  # in line with its fields
        column.addLayout(row)
        column.addWidget(self.error)
        card = pane("card")
        within = QVBoxLayout(card)
        tight(within, 16)
        within.addWidget(self.verdict)
        column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        tight(outer)
        outer.addWidget(TallScroll(inside))

    def entered(self) -> None:
        """The digits on paper come first."""
        self.code.setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.lead.setText(self.cap("opened.verdict.lead"))
        self.code_words.setText(self.cap("opened.verdict.code"))
        self.head_words.setText(self.cap("opened.verdict.head"))
        for words, field in ((self.code_words, self.code), (self.head_words, self.head)):
            words.setBuddy(field)
            field.setAccessibleName(words.text())
        self.act.setText(self.cap("opened.verdict.act"))

    def verify(self) -> None:
        """Run the verifier with the digits that were typed; once at a time, and the focus stays."""
        if self._busy:
            return
        self._busy = True
        self.error.clear()
        self.verdict.wait()
        self.model.verify(self.code.text().strip(), self.head.text().strip())

    def _show(self, verdict: Verdict) -> None:
        self._busy = False
        self.verdict.show_verdict(verdict)

    def _refused(self, fault: ReviewError) -> None:
        self._busy = False
        self.verdict.forget()
        self.error.show_error(fault)


class OpenedLogPane(Screen):
    """The events that the result holds."""

    place = "opened.tab.log"

    def __init__(self, context: Context, opened: OpenedResult) -> None:
        super().__init__(context, name="openedLog")
        self._opened = opened
        self.head = label("small", "second", name="openedLogHead")
        self.events = LogTable(context.captions)
        self.events.setParent(self)
        self.table = LineTable(context, self.events, {0: 64, 1: 168, 2: 88}, name="openedEvents")
        names = {one.application: one.number for one in opened.applications.values()}
        self.events.show_log(tuple(reversed(opened.lines)), names)
        column = QVBoxLayout(self)
        tight(column)
        top = QVBoxLayout()
        top.setContentsMargins(24, 12, 24, 8)
        top.addWidget(self.head)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self.retranslate()

    def entered(self) -> None:
        """The table comes first."""
        self.table.setFocus()

    def retranslate(self) -> None:
        """Set every text anew."""
        self.table.setAccessibleName(self.cap("opened.tab.log"))
        size = f"{self._opened.log_size:,}"
        self.head.setText(self.cap("opened.log_head", digits=self._opened.log_digits, count=size))


class OpenedScreen(Screen):
    """The opened result under tabs; leaving it closes it.

    Signals:
        back_asked: close the result.
    """

    place = "opened.place"
    back_asked = Signal()

    def __init__(self, context: Context, model: OpenedModel) -> None:
        super().__init__(context, name="opened")
        self.model = model
        model.setParent(self)
        opened = model.opened
        self.title = label("title", name="openedTitle")
        self.about = label("small", "second", name="openedNote", wrap=True)
        self.error = ErrorPane(context)
        self.done = label("small", "ok", name="openedDone", wrap=True)
        self.export = button(self._choose, name="openedExport")
        self.close_it = button(self.back_asked.emit, name="openedClose")
        tabs = (
            Tab(ranking_place(opened), lambda: RankingPane(context, opened)),
            Tab(VerdictPane.place, lambda: VerdictPane(context, model)),
            Tab(OpenedLogPane.place, lambda: OpenedLogPane(context, opened)),
            Tab(OpenedFormsPane.place, lambda: OpenedFormsPane(context, opened)),
        )
        self.pages = TabbedPage(context, tabs, name="openedPages", place="opened.place")
        self._lay_out()
        model.exported.connect(self._exported)
        model.failed.connect(self._refused)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._escape)
        self.retranslate()

    def _escape(self) -> None:
        """Leave a field for the tabs, and the result from anywhere else: it takes shares to open it again."""
        if isinstance(QApplication.focusWidget(), QLineEdit):
            self.pages.tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.back_asked.emit()

    def _lay_out(self) -> None:
        head = pane("plain")
        row = QHBoxLayout(head)
        tight(row, 0, 12)
        row.setContentsMargins(24, 10, 24, 10)
        words = QVBoxLayout()
        tight(words)
        for one in (self.title, self.about, self.done):
            words.addWidget(one)
        row.addLayout(words, 1)
        row.addWidget(self.export)
        row.addWidget(self.close_it)
        column = QVBoxLayout(self)
        tight(column)
        column.addWidget(head)
        column.addWidget(self.error)
        column.addWidget(self.pages, 1)

    def entered(self) -> None:
        """Verify at once, without the digits that stand on paper only."""
        if self.model.verdict is None:
            self.pages.pages.of(_VERDICT, VerdictPane).verify()
        self.pages.entered()

    def settle(self) -> None:
        """Close what the panes hold open."""
        self.pages.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of the pane on show."""
        return (*self.pages.hints(), ("Esc", self.cap("opened.close")))

    def retranslate(self) -> None:
        """Set every text anew."""
        opened = self.model.opened
        self.title.setText(opened.title)
        rehearsal = f"{self.cap('shell.rehearsal_tag')}　" if opened.rehearsal else ""
        self.about.setText(rehearsal + self.cap("opened.note", code=opened.codes[0]))
        self.export.setText(self.cap("opened.export"))
        self.close_it.setText(self.cap("opened.close"))

    def _choose(self) -> None:
        folder = ask_folder(self, self.cap("opened.export"))
        if folder is not None:
            self.ask_export(folder)

    def ask_export(self, folder: Path) -> None:
        """Ask before plain text is written: it is the officers' own decision."""
        question = Question(
            self.context,
            self.cap("opened.export_question"),
            self.cap("opened.export_ask", folder=str(folder)),
            self.cap("opened.export"),
            self,
        )
        question.agreed.connect(lambda: self._export(folder))
        question.open()

    def _export(self, folder: Path) -> None:
        self.error.clear()
        self.model.export(folder)

    def _exported(self, folder: Path, count: int) -> None:
        self.done.setText(self.cap_count("opened.exported", count, folder=str(folder)))

    def _refused(self, fault: ReviewError) -> None:
        self.error.show_error(fault)

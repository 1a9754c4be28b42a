"""Rulings by two people and sheets declared void: what waits, what follows, the signature (rules §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_rulings import RuledTable, VoidTable, WaitingTable
from ui.viewmodels.secretary.rulings import Answer, RulingsModel
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.rulings_detail import RulingDetail
from ui.views.secretary.rulings_void import VoidDialog
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.line_table import LineTable
from ui.widgets.notices import ErrorPane
from ui.widgets.tab_bar import TabBar
from zgc_review.errors import ReviewError
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.ruling_view import RulingBook, WaitingRuling

_TABS = ("waiting", "ruled", "voids")


class RulingsPane(Screen):
    """What secretary and chair, or observer, sign together.

    Signals:
        collect_asked: the second signature comes as a file.
    """

    place = "conflicts.tab.rulings"
    collect_asked = Signal()

    def __init__(self, context: Context, model: RulingsModel) -> None:
        super().__init__(context, name="rulings")
        self.model = model
        self._book: RulingBook | None = None
        self.tabs = TabBar()
        self.tabs.setObjectName("rulingsTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.waiting = WaitingTable(context.captions, self)
        self.ruled = RuledTable(context.captions, self)
        self.voids = VoidTable(context.captions, self)
        wide = {0: 108, 1: 80}
        self.waiting_table = LineTable(context, self.waiting, wide | {2: 80, 3: 96}, name="rulingsWaiting")
        self.ruled_table = LineTable(context, self.ruled, wide | {2: 120, 3: 72}, name="rulingsRuled")
        self.voids_table = LineTable(context, self.voids, wide | {2: 72, 3: 96, 4: 128}, name="rulingsVoids")
        self.stack = QStackedWidget()
        self.empty = label("body", "second", name="rulingsEmpty", wrap=True)
        self.detail = RulingDetail(context)
        self.error = ErrorPane(context)
        self.told = label("small", "second", name="rulingsTold", wrap=True)
        self.collect = button(self.collect_asked.emit, "quiet", name="rulingsCollect")
        self.void = button(self._ask_void, name="rulingsVoid")
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        left = pane("plain")
        column = QVBoxLayout(left)
        tight(column)
        for _ in _TABS:
            self.tabs.addTab("")
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 4)
        head.addWidget(self.tabs)
        head.addStretch(1)
        column.addLayout(head)
        errors = QVBoxLayout()
        errors.setContentsMargins(16, 0, 16, 8)
        errors.addWidget(self.error)
        self.empty.setContentsMargins(4, 0, 0, 0)  # below the words of the tabs
        errors.addWidget(self.empty)
        column.addLayout(errors)
        for table in (self.waiting_table, self.ruled_table, self.voids_table):
            self.stack.addWidget(table)
        column.addWidget(self.stack, 1)
        self._gap = QWidget()
        column.addWidget(self._gap, 1)
        foot = pane("footer")
        bar = QHBoxLayout(foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(16, 10, 16, 10)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.collect)
        bar.addWidget(self.void)
        column.addWidget(foot)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(left, 1)
        self._edge = rule("v")
        row.addWidget(self._edge)
        row.addWidget(self.detail)

    def _wire(self) -> None:
        self.model.loaded.connect(self._show)
        self.model.signed.connect(self._signed)
        self.model.failed.connect(self._refused)
        self.tabs.currentChanged.connect(lambda _n: self._turned())
        self.waiting_table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self._look(now.row())
        )
        self.detail.answered.connect(self._ask)
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read what waits."""
        self.error.clear()
        self.model.load()
        self._table().setFocus()

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")),)

    def retranslate(self) -> None:
        """Set every text anew."""
        names = {name: self.cap(f"conflicts.rulings.tab.{name}") for name in _TABS}
        for table, name in zip((self.waiting_table, self.ruled_table, self.voids_table), _TABS, strict=True):
            table.setAccessibleName(names[name])
        self.tabs.setAccessibleName(self.cap("conflicts.tab.rulings"))
        self.collect.setText(self.cap("conflicts.rulings.collect"))
        self.void.setText(self.cap("conflicts.rulings.void_act"))
        self.detail.retranslate()
        self._say()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The detail keeps its width; in a narrow window the list gives way."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        self.detail.setFixedWidth(px(400) if self.width() >= px(1000) else px(330))
        self.waiting_table.setColumnHidden(3, self.width() < px(1000))
        self.voids_table.setColumnHidden(2, self.width() < px(760))

    def _table(self) -> LineTable:
        return (self.waiting_table, self.ruled_table, self.voids_table)[max(0, self.tabs.currentIndex())]

    def _turned(self) -> None:
        self.stack.setCurrentIndex(self.tabs.currentIndex())
        self._say()

    def _show(self, book: RulingBook) -> None:
        chosen = self.waiting_table.currentIndex().row()
        self._book = book
        self.waiting.secretary = book.secretary
        self.waiting.show_rows(sorted(book.waiting, key=lambda one: (one.number, one.waiting.code)))
        self.ruled.show_rows(book.ruled)
        self.voids.show_rows(book.voids)
        self.waiting_table.choose(min(max(chosen, 0), len(book.waiting) - 1))
        self._look(self.waiting_table.currentIndex().row())
        self._say()

    def _look(self, row: int) -> None:
        shown = self.waiting.row(row) if 0 <= row < len(self.waiting.rows) else None
        self.detail.show_waiting(shown, self._book, writable=self.model.session.writable)

    def _say(self) -> None:
        """Set every text that depends on what was read."""
        book = self._book
        counts = (len(book.waiting), len(book.ruled), len(book.voids)) if book is not None else (0, 0, 0)
        for n, (name, count) in enumerate(zip(_TABS, counts, strict=True)):
            self.tabs.setTabText(n, f"{self.cap(f'conflicts.rulings.tab.{name}')} {count:,}")
        at = max(0, self.tabs.currentIndex())
        self.empty.setText(self.cap(f"conflicts.rulings.empty.{_TABS[at]}"))
        self.empty.setVisible(book is not None and not counts[at])
        self.stack.setVisible(bool(counts[at]))
        self._gap.setVisible(not counts[at])
        there = at == 0 and bool(counts[0])
        had: QWidget | None = self.window().focusWidget()
        if not there and had is not None and self.detail.isAncestorOf(had):
            self.tabs.setFocus()  # nothing waits any more: the pane that asked goes, the focus stays
        for one in (self._edge, self.detail):
            one.setVisible(there)
        writable = self.model.session.writable
        self.void.setEnabled(book is not None and bool(book.experts) and writable)

    def _ask(self, one: WaitingRuling, rule_id: str, answer: Answer) -> None:
        """Ask before signing: whose, on what, what follows."""
        heads = one.heads
        after = heads.with_member if answer == "open" else heads.without_member
        text = self.cap(
            f"conflicts.rulings.ask.{answer}",
            code=one.waiting.code,
            second=one.second or self.cap("conflicts.rulings.nobody"),
            after=after,
            least=heads.least,
        )
        question = Question(
            self.context,
            self.cap(f"conflicts.rulings.question.{answer}", code=one.waiting.code, number=one.number),
            f"{one.number}　{one.unit}　{rule_id}\n{text}",
            self.cap(f"conflicts.rulings.sign.{answer}").rstrip("…"),
            self,
        )
        question.agreed.connect(
            partial(self.model.rule, one.waiting.application, one.waiting.code, rule_id, answer)
        )
        self.error.clear()
        question.open()

    def _ask_void(self) -> None:
        if self._book is not None:
            self.error.clear()
            VoidDialog(self.context, self.model, self._book.experts, self).open()

    def _signed(self, act: SignedAct) -> None:
        changed = len(act.changed)
        said = self.cap("conflicts.rulings.signed_now")
        if changed:
            said += self.context.captions.cap_count("conflicts.rulings.changed", changed)
        self.told.setText(said)

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible() and not any(one.isVisible() for one in self.findChildren(VoidDialog)):
            self.error.show_error(fault)

"""The 不良信用记录 list and whom it concerns; ethics of every application with its approval (rules §9)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake_lists import STANDINGS, EthicsTable, HitsTable
from ui.viewmodels.secretary.intake_lists import EthicsRow, HitRow, Integrity, ListsModel
from ui.views.screen import Hint, Screen
from ui.views.secretary.integrity_detail import IntegrityDetail
from ui.views.secretary.list_file import ListFile
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import label, pane, rule, tight
from ui.widgets.dropped import dropped
from ui.widgets.found_list import FoundList
from ui.widgets.tab_bar import TabBar
from zgc_review.errors import ReviewError

_WARNED = ("expired", "lacking", "unknown")


class IntegrityPane(Screen):
    """Hits first, then ethics.

    Signals:
        gate_asked: number of an application and id of a gate: on to its answer.
    """

    place = "intake.page.integrity"
    gate_asked = Signal(str, str)

    def __init__(self, context: Context, model: ListsModel) -> None:
        super().__init__(context, name="integrity")
        self.model = model
        self._found = Integrity(None, (), ())
        self._filled = True  # the ethics of what was found stand in their list
        self.setAcceptDrops(True)
        self.file = ListFile(context, "integrity", model.try_integrity, model.take_integrity)
        self.tabs = TabBar()
        self.tabs.setObjectName("integrityTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.standing = ChoiceBox(context, name="ethicsStanding", letters=0)
        self.standing.setProperty("tool", "true")
        self.hits = HitsTable(context.captions, self)
        self.ethics = EthicsTable(context.captions, self)
        self.hit_page, self.ethics_page = QWidget(), QWidget()
        self.hit_list = FoundList(
            context,
            self.hits,
            {0: 104, 2: 92, 3: 168, 5: 100},
            lambda one: (one.number, one.hit.entry.get("decision_no"), one.hit.subject),
            name="hits",
            owner=self.hit_page,
        )
        self.ethics_list = FoundList(
            context,
            self.ethics,
            {0: 104, 2: 148, 3: 180, 4: 100, 5: 128},
            lambda one: one.number,
            name="ethics",
            owner=self.ethics_page,
        )
        self.ethics_list.beside.addWidget(self.standing)
        self.empty = label("body", "second", name="hitsEmpty", wrap=True)
        self.detail = IntegrityDetail(context)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _lay_out(self) -> None:
        left = pane("plain")
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(left, 1)
        row.addWidget(rule("v"))
        row.addWidget(self.detail)
        self.column = QVBoxLayout(left)
        tight(self.column)
        self.column.addWidget(self.file)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 0, 12, 0)
        bar.addWidget(self.tabs)
        bar.addStretch(1)
        self.column.addLayout(bar)
        self.stack = QStackedWidget()
        self.column.addWidget(self.stack, 1)
        for page, inside in ((self.hit_page, self.hit_list), (self.ethics_page, self.ethics_list)):
            self.stack.addWidget(page)
            column = QVBoxLayout(page)
            tight(column)
            if inside is self.hit_list:
                self.empty.setContentsMargins(12, 12, 12, 12)
                column.addWidget(self.empty)
                self._gap = QWidget()
                column.addWidget(self._gap, 1)
            column.addWidget(inside, 1)

    def _wire(self) -> None:
        self.model.integrity.connect(self._show)
        self.model.tried.connect(self.file.show_trial)
        self.model.taken.connect(self.file.show_taken)
        self.model.failed.connect(self._refused)
        self.model.changed.connect(self._changed)
        self.file.shown.connect(lambda shown: self.column.setStretch(0, 1 if shown else 0))
        self.tabs.currentChanged.connect(self._turn)
        self.hit_list.chosen.connect(self._look_hit)
        self.ethics_list.chosen.connect(self._look_ethics)
        self.standing.activated.connect(lambda _index: self._fill_ethics())
        self.detail.gate_asked.connect(self.gate_asked)
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Compare anew: the day counts."""
        self.file.follow(self.model.session.writable)
        self.model.load_integrity()
        self.give_focus(self._list().table, self.file.choose)

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (("J K", self.cap("secretary.hint.row")), ("Ctrl F", self.cap("secretary.hint.find")))

    def retranslate(self) -> None:
        """Set every text anew."""
        if not self.tabs.count():
            for _ in range(2):
                self.tabs.addTab("")
        chosen = max(0, self.standing.currentIndex())
        self.standing.clear()
        self.standing.addItem(self.cap("intake.ethics.any"), "")
        for name in STANDINGS:
            self.standing.addItem(self.cap(f"intake.ethics.standings.{name}"), name)
        self.standing.setCurrentIndex(chosen)
        self.standing.setAccessibleName(self.cap("intake.ethics.standing"))
        for one in (self.hit_list, self.ethics_list):
            one.search.say(self.cap("intake.search_units"))
        self.hit_list.table.setAccessibleName(self.cap("intake.hits.name"))
        self.ethics_list.table.setAccessibleName(self.cap("intake.ethics.name"))
        self.tabs.setAccessibleName(self.cap("intake.page.integrity"))
        self.file.follow(self.model.session.writable)
        self.detail.say()
        self._show(self._found)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the detail its share."""
        super().resizeEvent(event)
        self._fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one workbook that is dropped; of anything else it is said why not."""
        if event.mimeData().hasUrls() and self.file.takes:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self.file.drop(dropped(event))

    def _fit(self) -> None:
        px = self.context.theme.px
        wide = self.width() >= px(1100)
        self.detail.setFixedWidth(px(340) if wide else px(300))
        for table in (self.hit_list.table, self.ethics_list.table):
            table.setColumnHidden(2, not wide)
        self.ethics_list.table.setColumnHidden(3, not wide)
        self.hit_list.table.setColumnHidden(4, not wide)

    def _list(self) -> FoundList:
        return self.ethics_list if self.tabs.currentIndex() == 1 else self.hit_list

    def _turn(self, index: int) -> None:
        if index == 1 and not self._filled:
            self._fill_ethics()
        self.stack.setCurrentIndex(index)
        one = self._list().current
        (self._look_ethics if index == 1 else self._look_hit)(one)

    def _changed(self) -> None:
        if self.isVisible():
            self.model.load_integrity()

    def _show(self, found: Integrity) -> None:
        self._found = found
        self.file.lead_on(found.entries is None)
        there = bool(found.hits)
        self.hit_list.setVisible(there)
        self.empty.setVisible(not there)
        self._gap.setVisible(not there)
        if found.entries is None:
            self.empty.setText(self.cap("intake.hits.no_list"))
        else:
            self.empty.setText(self.cap_count("intake.hits.none", found.entries))
        texts = [_sought(one) for one in found.hits]
        warned = sum(one.ethics.standing in _WARNED for one in found.ethics)
        self.tabs.setTabText(0, f"{self.cap('intake.hits.tab')} {len(found.hits):,}")
        self.tabs.setTabText(1, f"{self.cap('intake.ethics.tab')} {warned:,}")
        self.hit_list.show_rows(found.hits, texts)
        self.hit_list.table.hold_words((0,))
        self._filled = False
        if self.tabs.currentIndex() == 1:
            self._fill_ethics()

    def _fill_ethics(self) -> None:
        """Show the rows of one standing."""
        self._filled = True
        wanted = str(self.standing.currentData() or "")
        rows = tuple(one for one in self._found.ethics if not wanted or one.ethics.standing == wanted)
        order = {name: n for n, name in enumerate(("lacking", "expired", "unknown", "valid", "none"))}
        rows = tuple(sorted(rows, key=lambda one: (order[one.ethics.standing], one.number)))
        texts = [
            f"{one.number} {one.unit} {one.ethics.approval_no} {one.ethics.committee}".casefold()
            for one in rows
        ]
        self.ethics_list.show_rows(rows, texts)
        self.ethics_list.table.hold_words((0,))

    def _look_hit(self, one: HitRow | None) -> None:
        if self.tabs.currentIndex() == 0:
            self.detail.show_hit(one)

    def _look_ethics(self, one: EthicsRow | None) -> None:
        if self.tabs.currentIndex() == 1:
            self.detail.show_ethics(one)

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.file.refuse(fault)


def _sought(one: HitRow) -> str:
    """Return what the search looks through."""
    entry = one.hit.entry
    parts = (one.number, one.unit, entry.get("name", ""), entry.get("decision_no", ""))
    return " ".join(map(str, parts)).casefold()

"""The two ways without scores: 达标即享 as a checklist, 免申即享 compared with the 名单 (rules §2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake_lists import ChecklistTable, NamelistTable
from ui.viewmodels.secretary.intake_lists import ListsModel, Mode, UnscoredRow, UnscoredSight
from ui.views.ask import Question
from ui.views.screen import Hint, Screen
from ui.views.secretary.list_file import ListFile
from ui.views.secretary.unscored_detail import UnscoredDetail
from ui.widgets.choice import ChoiceBox
from ui.widgets.controls import button, label, pane, restyle, rule, tight
from ui.widgets.dropped import dropped
from ui.widgets.found_list import FoundList
from ui.widgets.notices import ErrorPane
from zgc_review.domain.states import State
from zgc_review.errors import ReviewError
from zgc_review.services.gates_deciding import Decided

_OPEN = {State.RECEIVED, State.FORMAL_OK, State.ELIGIBLE, State.CHECKED}


class UnscoredPane(Screen):
    """Applications of one way with their results; the gates that decide stand beside them.

    Signals:
        gate_asked: number of an application and id of a gate: on to its answer.
    """

    mode: ClassVar[Mode]
    results: ClassVar[tuple[str, ...]]
    roomy: ClassVar[tuple[int, ...]] = ()  # columns that go where there is no room
    gate_asked = Signal(str, str)

    def __init__(self, context: Context, model: ListsModel, *, name: str) -> None:
        super().__init__(context, name=name)
        self.model = model
        self._rows: Sequence[UnscoredRow] = ()
        self._asked = ""
        self.result = ChoiceBox(context, name=f"{name}Result", letters=0)
        self.result.setProperty("tool", "true")
        self.cells = self._table()
        widths = self._widths()
        self.found = FoundList(
            context, self.cells, widths, lambda one: one.number, name=f"{name}List", owner=self
        )
        self.found.beside.addWidget(self.result)
        self.sum = label("small", "second", name=f"{name}Sum", wrap=True)
        self.told = label("small", "second", name=f"{name}Told", wrap=True)
        self.empty = label("body", "second", name=f"{name}Empty", wrap=True)
        self.error = ErrorPane(context)
        self.decide = button(self._ask_decide, "primary", name=f"{name}Decide")
        self.detail = UnscoredDetail(context, name=name)
        self._lay_out()
        self._wire()
        self.retranslate()

    def _table(self) -> ChecklistTable:
        return ChecklistTable(self.context.captions, self)

    def _widths(self) -> dict[int, int]:
        return {0: 112, 2: 150}

    def above(self) -> QWidget | None:
        """Return what stands above the list, None for nothing."""
        return None

    def _lay_out(self) -> None:
        left = pane("plain")
        self.column = QVBoxLayout(left)
        tight(self.column)
        above = self.above()
        if above is not None:
            self.column.addWidget(above)
        words = QVBoxLayout()
        tight(words, 0, 4)
        words.setContentsMargins(12, 8, 12, 0)
        for one in (self.sum, self.empty, self.error):
            words.addWidget(one)
        self.column.addLayout(words)
        self.column.addWidget(self.found, 1)
        self._gap = QWidget()
        self.column.addWidget(self._gap, 1)
        self._foot = pane("footer")
        bar = QHBoxLayout(self._foot)
        tight(bar, 0, 12)
        bar.setContentsMargins(12, 10, 12, 10)
        bar.addWidget(self.told, 1)
        bar.addWidget(self.decide)
        self.column.addWidget(self._foot)
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(left, 1)
        row.addWidget(rule("v"))
        row.addWidget(self.detail)

    def _wire(self) -> None:
        self.model.unscored.connect(self._read)
        self.model.seen.connect(self._show)
        self.model.decided.connect(self._decided)
        self.model.failed.connect(self._refused)
        self.model.changed.connect(self._changed)
        self.result.activated.connect(lambda _index: self._fill())
        self.found.chosen.connect(self._look)
        self.detail.gate_asked.connect(lambda gate: self.gate_asked.emit(self._asked, gate))
        self.context.theme.changed.connect(self._fit)

    def entered(self) -> None:
        """Read the applications of this way."""
        self.error.clear()
        self.model.load_unscored(self.mode)
        self.give_focus(self.found.table)

    def hints(self) -> Sequence[Hint]:
        """Keys of this pane."""
        return (
            ("J K", self.cap("secretary.hint.application")),
            ("Ctrl F", self.cap("secretary.hint.find")),
        )

    def retranslate(self) -> None:
        """Set every text anew."""
        chosen = max(0, self.result.currentIndex())
        self.result.clear()
        self.result.addItem(self.cap("intake.unscored.any"), "")
        get = self.context.captions.texts.get
        for name in self.results:
            self.result.addItem(get(f"cli.gates.result_word.{name}"), name)
        self.result.addItem(self.cap("intake.unscored.without"), "-")
        self.result.setCurrentIndex(chosen)
        self.result.setAccessibleName(self.cap("intake.unscored.result"))
        self.found.search.say(self.cap("intake.search_units"))
        self.found.table.setAccessibleName(self.cap(f"intake.unscored.name.{self.mode}"))
        self.empty.setText(self.cap(f"intake.unscored.empty.{self.mode}"))
        self.detail.say()
        self._fill()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the detail its share."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        px = self.context.theme.px
        wide = self.width() >= px(1100)
        self.detail.setFixedWidth(px(440) if wide else px(328))
        for column in self.roomy:
            self.found.table.setColumnHidden(column, not wide)

    def _read(self, mode: str, rows: Sequence[UnscoredRow]) -> None:
        if mode == self.mode:
            self._rows = rows
            self._fill()

    def _changed(self) -> None:
        if self.isVisible():
            self.model.load_unscored(self.mode)

    def _fill(self) -> None:
        """Show the rows of one result that hold what is sought."""
        wanted = str(self.result.currentData() or "")
        rows = [one for one in self._rows if not wanted or (one.result or "-") == wanted]
        get = self.context.captions.texts.get
        texts = [
            f"{one.number} {one.unit} {one.sub_direction} {get(f'cli.state.{one.state}')}".casefold()
            for one in rows
        ]
        there = bool(self._rows)
        for one in (self.found, self.detail, self._foot):
            one.setVisible(there)
        self._gap.setVisible(not there)
        self.empty.setVisible(not there)
        self.found.show_rows(tuple(rows), texts)
        self.found.table.hold_words((0,))
        waiting = self._waiting()
        self.decide.setText(self.cap_count("intake.decide.act", len(waiting)))
        self.decide.setEnabled(bool(waiting) and self.model.session.writable)
        self._say_sum()

    def _waiting(self) -> tuple[str, ...]:
        return tuple(one.number for one in self._rows if State(one.state) in _OPEN)

    def _say_sum(self) -> None:
        """Say how many there are of each result."""
        get = self.context.captions.texts.get
        results = [one.result for one in self._rows]
        said = [self.cap_count("intake.unscored.count", len(self._rows))]
        said += [
            f"{get(f'cli.gates.result_word.{name}')} {results.count(name):,}"
            for name in self.results
            if name in results
        ]
        self.sum.setText(" · ".join(said) if self._rows else "")
        self.sum.setVisible(bool(self._rows))

    def _look(self, one: UnscoredRow | None) -> None:
        if one is None:
            self.detail.show_sight(None)
        elif self.isVisible():
            self._asked = one.number
            self.model.look(one.number)

    def _show(self, sight: UnscoredSight) -> None:
        if self.isVisible() and sight.row.number == self._asked:
            self.detail.show_sight(sight)

    def _ask_decide(self) -> None:
        waiting = self._waiting()
        question = Question(
            self.context,
            self.cap_count("intake.decide.question", len(waiting)),
            self.cap(f"intake.unscored.decide.{self.mode}"),
            self.cap_count("intake.decide.act", len(waiting)),
            self,
        )
        question.agreed.connect(self.error.clear)
        question.agreed.connect(lambda: self.model.decide(self.mode))
        question.open()

    def _decided(self, decided: Decided) -> None:
        if self.isVisible():
            moved = self.cap_count("intake.decide.moved", len(decided.moved))
            waits = self.cap_count("intake.decide.waiting", len(decided.waiting))
            more = [self.context.captions.finding(one)[0] for one in decided.findings[:3]]
            self.told.setText(" · ".join((moved, waits, *more)))

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible():
            self.error.show_error(fault)


class ChecklistPane(UnscoredPane):
    """达标即享: the measure's blocking gates decide; what is open experts settle by yes or no."""

    place = "intake.page.checklist"
    mode: ClassVar[Mode] = "on_qualification"
    results: ClassVar[tuple[str, ...]] = ("MET", "NOT_MET", "MANUAL")

    def __init__(self, context: Context, model: ListsModel) -> None:
        super().__init__(context, model, name="checklist")


class NamelistPane(UnscoredPane):
    """免申即享: rows of the 名单 compared with applications, with consent and payment data."""

    place = "intake.page.namelist"
    mode: ClassVar[Mode] = "no_application"
    results: ClassVar[tuple[str, ...]] = ("LISTED", "INFO_MISSING", "DECLINED")
    roomy: ClassVar[tuple[int, ...]] = (3, 4)

    def __init__(self, context: Context, model: ListsModel) -> None:
        self.file = ListFile(context, "namelist", model.try_namelist, model.take_namelist)
        super().__init__(context, model, name="namelist")
        self.setAcceptDrops(True)
        self.column.setStretch(0, 0)

    def above(self) -> QWidget | None:
        """The file that is taken in."""
        return self.file

    def _table(self) -> ChecklistTable:
        return NamelistTable(self.context.captions, self)

    def _widths(self) -> dict[int, int]:
        return {0: 112, 2: 92, 3: 92, 4: 88, 5: 160}

    def _wire(self) -> None:
        super()._wire()
        self.model.tried.connect(self.file.show_trial)
        self.model.taken.connect(self.file.show_taken)
        self.file.shown.connect(self._give_room)

    def retranslate(self) -> None:
        """Set every text anew."""
        super().retranslate()
        self.file.follow(self.model.session.writable)

    def entered(self) -> None:
        """Read the applications of this way."""
        self.file.follow(self.model.session.writable)
        super().entered()
        self.give_focus(self.found.table, self.file.choose)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one workbook that is dropped; of anything else it is said why not."""
        if event.mimeData().hasUrls() and self.file.takes:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self.file.drop(dropped(event))

    def _fill(self) -> None:
        """Show the rows; without any the list comes first."""
        self.file.lead_on(not self._rows)
        super()._fill()

    def _give_room(self, shown: bool) -> None:
        """What was found in the file takes half of the room; its act is the prominent one."""
        self.column.setStretch(0, 1 if shown else 0)
        restyle(self.decide, kind="" if self.file.act.isVisibleTo(self.file) else "primary")

    def _refused(self, fault: ReviewError) -> None:
        if self.isVisible() and self.file.busy:
            self.file.refuse(fault)
        else:
            super()._refused(fault)

"""One application: its gates, the secretary's fields and its amendments, each in full beside the table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_intake import GatesTable
from ui.models.secretary_intake_lists import Change, ChangesTable, FieldsTable
from ui.viewmodels.secretary.intake_gates import Sight
from ui.views.secretary.gates_answer import GateAnswer
from ui.views.secretary.gates_more import ChangeDetail, FieldForm
from ui.widgets.controls import rule, tight
from ui.widgets.line_table import LineTable
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.states import State

_ANSWERABLE = {State.RECEIVED, State.FORMAL_FIX, State.FORMAL_OK, State.ELIGIBLE, State.CHECKED}
_TABS = ("gates", "fields", "changes")
_AMOUNT = 128  # px of CNY 10,000,000.00
_AFTER = 148  # px of that, or of a size with what became of the document


class SightView(QWidget):
    """Tables at the left, the row that is chosen at the right.

    ``above`` and ``below`` stand over and under the tables.

    Signals:
        answer_asked: gate, answer, reason, evidence.
        fill_asked: field id and the text typed.
    """

    answer_asked = Signal(str, str, str, str)
    fill_asked = Signal(str, str)

    def __init__(
        self, context: Context, above: QWidget, below: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._sight: Sight | None = None
        self._may = False
        self._narrow = False
        self._wanted = ""
        self.tabs = TabBar()
        self.tabs.setObjectName("gatesTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.gates = GatesTable(context.captions, self)
        self.table = LineTable(context, self.gates, {1: 72, 2: 72, 3: 96}, name="gatesTable")
        self.fields = FieldsTable(context.captions, self)
        self.fields_table = LineTable(context, self.fields, {1: 180}, name="fieldsTable")
        self.changes = ChangesTable(context.captions, self)
        self.changes_table = LineTable(context, self.changes, {0: 40}, name="changesTable")
        self.answer = GateAnswer(context)
        self.field = FieldForm(context)
        self.change = ChangeDetail(context)
        self._lay_out(above, below)
        self.tabs.currentChanged.connect(self._turn)
        for table in self._tables():
            table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._explain())
        # The list takes the keys back first: whoever presses Enter twice answers once.
        self.answer.answer_asked.connect(self.table.setFocus)
        self.field.fill_asked.connect(self.fields_table.setFocus)
        self.answer.answer_asked.connect(self.answer_asked)
        self.field.fill_asked.connect(self.fill_asked)

    def _lay_out(self, above: QWidget, below: QWidget) -> None:
        # From outside inwards: what is put in with much below it is styled anew with all of it.
        self.stack, self.side = QStackedWidget(), QStackedWidget()
        middle = QWidget()
        both = QHBoxLayout(self)
        tight(both)
        both.addWidget(middle, 1)
        both.addWidget(rule("v"))
        both.addWidget(self.side)
        column = QVBoxLayout(middle)
        tight(column)
        self.bar = QHBoxLayout()
        tight(self.bar, 0, 4)
        self.bar.setContentsMargins(16, 0, 16, 0)
        self.bar.addWidget(self.tabs)
        self.bar.addStretch(1)
        column.addWidget(above)
        column.addLayout(self.bar)
        column.addWidget(self.stack, 1)
        column.addWidget(below)
        for table in self._tables():
            self.stack.addWidget(table)
        for one in (self.answer, self.field, self.change):
            holder = QWidget()
            self.side.addWidget(holder)
            tight(QVBoxLayout(holder)).addWidget(one)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        if not self.tabs.count():
            for _ in _TABS:
                self.tabs.addTab("")
        self.table.setAccessibleName(cap("secretary.gates.gates"))
        self.fields_table.setAccessibleName(cap("intake.tabs.fields"))
        self.changes_table.setAccessibleName(cap("intake.tabs.changes"))
        self.tabs.setAccessibleName(cap("intake.tabs.name"))
        self._say()

    def show_sight(self, sight: Sight | None, may: bool) -> None:
        """Show an application; the rows that are chosen stay while it is the same one."""
        before = self._sight.view.application.number if self._sight is not None else ""
        same = sight is not None and sight.view.application.number == before
        places = [table.currentIndex().row() if same else 0 for table in self._tables()]
        self._sight, self._may = sight, may
        if sight is not None:
            places[0] = self._meant(sight, places[0])
            record = sight.view.application.record
            self.gates.show_rows(sight.view.lines)
            self.fields.show_rows(tuple((field, record.get(field.id)) for field in sight.fillable))
            self.changes.show_rows(changes_of(sight))
        self._fit_changes()
        for table, place in zip(self._tables(), places, strict=True):
            table.choose(max(0, place))
        self._say()
        self._explain()

    def idle(self) -> None:
        """What was asked for was refused: it may be asked for again."""
        self.answer.idle()
        self.field.idle()

    def want(self, gate: str) -> None:
        """Choose a gate of the application that is shown next."""
        self._wanted = gate
        self.tabs.setCurrentIndex(0)

    def choose_answer(self, n: int) -> bool:
        """Choose the ``n``-th answer to the gate on show; False where there is none."""
        return self.tabs.currentIndex() == 0 and self.answer.choose(n)

    def fit(self, width: int, *, narrow: bool) -> None:
        """Give what is in full its width; without room it alone tells both answers."""
        self.side.setFixedWidth(width)
        self._narrow = narrow
        self._say()
        for column in (1, 2):
            self.table.setColumnHidden(column, narrow)
        self._fit_changes()

    def _fit_changes(self) -> None:
        """Amounts and states are never cut off; the field is told in full beside."""
        narrow = self._narrow
        # Without a second amendment its number says nothing.
        lone = self._sight is not None and len(self._sight.amendments) < 2
        self.changes_table.hide_columns({0} if narrow and lone else ())
        head = self.changes_table.horizontalHeader()
        mode = QHeaderView.ResizeMode.Fixed if narrow else QHeaderView.ResizeMode.Stretch
        for column, width in ((2, _AMOUNT), (3, _AFTER if lone else _AMOUNT)):
            head.setSectionResizeMode(column, mode)
            if narrow:
                head.resizeSection(column, self._context.theme.px(width))

    def _tables(self) -> tuple[LineTable, ...]:
        return (self.table, self.fields_table, self.changes_table)

    def _meant(self, sight: Sight, place: int) -> int:
        """Return the row of the gate that was asked for."""
        ids = [line.gate.id for line in sight.view.lines]
        wanted, self._wanted = self._wanted, ""
        return ids.index(wanted) if wanted in ids else place

    def _turn(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.side.setCurrentIndex(index)
        self._explain()

    def _explain(self) -> None:
        """Show the row that is chosen, in full."""
        sight = self._sight
        if sight is None:
            self.answer.show_gate(None, None, may=False)
            return
        gate, field, change = (table.currentIndex().row() for table in self._tables())
        state, lines = State(sight.view.application.state), sight.view.lines
        line = lines[gate] if 0 <= gate < len(lines) else None
        self.answer.show_gate(sight, line, self._may and state in _ANSWERABLE)
        known = self.fields.row(field) if 0 <= field < len(self.fields.rows) else None
        can = self._may and state in _ANSWERABLE - {State.CHECKED}
        self.field.show_field(known[0] if known else None, known[1] if known else None, can)
        there = 0 <= change < len(self.changes.rows)
        self.change.show_change(sight, self.changes.row(change) if there else None)

    def _say(self) -> None:
        """Set the words of the tabs."""
        sight = self._sight
        counts: Sequence[int] = (0, 0, 0)
        if sight is not None:
            counts = (len(sight.view.lines), len(sight.fillable), len(sight.amendments))
        for n, name in enumerate(_TABS):
            count = "" if self._narrow else f" {counts[n]}"
            self.tabs.setTabText(n, self._context.captions.cap(f"intake.tabs.{name}") + count)
        self.tabs.setTabVisible(2, counts[2] > 0)


def changes_of(sight: Sight) -> tuple[Change, ...]:
    """Return the differences of every amendment, the newest first, fields before documents."""
    found: list[Change] = []
    for one in sight.amendments:
        found += [
            Change(one.n, sight.fields.get(each.field), each.field, each.before, each.after)
            for each in one.fields
        ]
        found += [Change(one.n, None, paper.label, None, None, paper) for paper in one.papers]
    return tuple(found)

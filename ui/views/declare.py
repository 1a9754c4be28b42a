"""The grid of R01–R18 for all applications, with the cell in view at the right (look.md §9)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.declare_grid import FIRST_RULE, STATE, DeclareGrid
from ui.viewmodels.declare import RULE_IDS, DeclareModel
from ui.views.ask import Question
from ui.views.declare_detail import DeclareDetail
from ui.views.screen import Hint, Screen
from ui.widgets.controls import button, label, pane, rule, tight
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.declare_cell import DeclareCell
from ui.widgets.frozen import FrozenColumns
from ui.widgets.notices import ErrorPane
from ui.widgets.upright_header import UprightHeader

_KEYS = {Qt.Key.Key_1: "yes", Qt.Key.Key_2: "no", Qt.Key.Key_3: "unsure"}
_WIDE = 1280
_TALL = 760
_FLAT = 340
_ANY = 16_777_215  # Qt's largest size


class GridView(QTableView):
    """The table; digits answer, Shift Space answers the rest of a row.

    Signals:
        answered: row, column, answer.
        rest_asked: row.
        late_asked: row.
    """

    answered = Signal(int, int, str)
    rest_asked = Signal(int)
    late_asked = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of look.md §8."""
        index = self.currentIndex()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if index.isValid() and event.key() in _KEYS and not event.modifiers():
            self.answered.emit(index.row(), index.column(), _KEYS[Qt.Key(event.key())])
        elif index.isValid() and event.key() == Qt.Key.Key_Space and shift:
            self.rest_asked.emit(index.row())
        elif index.isValid() and event.key() == Qt.Key.Key_R and not event.modifiers():
            self.late_asked.emit(index.row())
        else:
            super().keyPressEvent(event)


class DeclareScreen(Screen):
    """Answers for every application before any document opens.

    Signals:
        done: the declaration was signed.
        lists_asked: the person wants to keep or change the private lists.
        late_asked: a conflict came up after the declaration was signed; id of the application in view.
    """

    place = "declare.place"
    done = Signal()
    lists_asked = Signal()
    late_asked = Signal(str)

    def __init__(self, context: Context, model: DeclareModel) -> None:
        super().__init__(context, name="declare")
        self.model = model
        self.grid = DeclareGrid(model, context.captions)
        self.table = GridView()
        self.detail = DeclareDetail(context, model)
        self.error = ErrorPane(context)
        self.title = label("title")
        self.lead = ElidedLine(context, "body", "text2")
        self.count = label("head", name="declareCount")
        self.summary = label("small", "second", name="declareSummary", wrap=True)
        self.lists = button(self.lists_asked.emit, "quiet", name="declareLists")
        self.rest = button(self._ask_rest, name="declareRest")
        self.sign = button(self._ask_sign, "primary", name="declareSign")
        self._set_up_table()
        self._lay_out()
        self._wire()
        self.retranslate()

    def _set_up_table(self) -> None:
        table = self.table
        table.setObjectName("declareGrid")
        table.setModel(self.grid)
        table.setItemDelegate(DeclareCell(self.context, table))
        table.setHorizontalHeader(UprightHeader(self.context.theme, range(FIRST_RULE, STATE), table))
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setMinimumSectionSize(16)
        self.frozen = FrozenColumns(table, FIRST_RULE, heads=True)
        self.frozen.setHorizontalHeader(UprightHeader(self.context.theme, range(0), self.frozen))
        self.frozen.hide_rest()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        tight(column)
        head = QHBoxLayout()
        tight(head, 0, 16)
        head.setContentsMargins(16, 12, 16, 4)
        head.addWidget(self.title)
        head.addWidget(self.lead, 1)
        head.addWidget(self.lists)
        column.addLayout(head)
        column.addWidget(self.error)
        column.addWidget(self.table, 1)
        column.addWidget(self._footer())
        self._row = QHBoxLayout(self)
        tight(self._row)
        self._row.addWidget(left, 1)
        self._row.addWidget(rule("v"))
        self._row.addWidget(self.detail)

    def _footer(self) -> QWidget:
        foot = pane("footer")
        self._foot = QHBoxLayout(foot)
        tight(self._foot, 0, 16)
        words = QVBoxLayout()
        tight(words)
        words.addWidget(self.count)
        words.addWidget(self.summary)
        acts = QHBoxLayout()
        tight(acts, 0, 16)
        acts.addStretch(1)
        acts.addWidget(self.rest)
        acts.addWidget(self.sign)
        self._foot.addLayout(words, 1)
        self._foot.addLayout(acts)
        return foot

    def _wire(self) -> None:
        self.table.answered.connect(self._answer)
        self.table.rest_asked.connect(self._rest_of_line)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.grid.modelReset.connect(self._keep_place)
        self.detail.chosen.connect(self._answer_here)
        self.model.loaded.connect(self._follow)
        self.model.line_changed.connect(lambda _n: self._follow())
        self.model.matched.connect(lambda _n: self._follow())
        self.model.failed.connect(self.error.show_error)
        self.model.declared.connect(self.done)
        self.context.theme.changed.connect(self._resize)
        self.table.late_asked.connect(self._ask_late)
        for keys, act in (("Ctrl+Z", self.model.undo), ("Ctrl+Shift+Z", self.model.redo)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def entered(self) -> None:
        """Read everything; the first open cell has the focus."""
        self.model.load()
        self.model.match()
        self._resize()
        self._first_open()
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the grid; a reason that was typed is kept."""
        if event.key() == Qt.Key.Key_Escape and not self.table.hasFocus():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().keyPressEvent(event)

    def settle(self) -> None:
        """Store what is being typed."""
        self.model.settle()

    def hints(self) -> Sequence[Hint]:
        """Keys of this screen."""
        cap = self.cap
        return (
            ("↑↓←→", cap("declare.hint.move")),
            ("1", cap("declare.hint.yes")),
            ("2", cap("declare.hint.no")),
            ("3", cap("declare.hint.unsure")),
            ("Shift Space", cap("declare.hint.rest")),
            *((("R", cap("declare.hint.late")),) if self.model.has_declared else ()),
            ("Ctrl Z", cap("declare.hint.undo")),
            ("F1", cap("help.keys")),
        )

    def note(self) -> str:
        """Which rules these are."""
        return self.cap("declare.note")

    def retranslate(self) -> None:
        """Set every text anew."""
        self.title.setText(self.cap("declare.title"))
        self.lead.setText(self.cap("declare.lead"))
        self.lists.setText(self.cap("declare.lists"))
        self.sign.setText(self.cap("declare.sign"))
        self.table.setAccessibleName(self.cap("declare.title"))
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below 1280 px the detail goes under the grid, or becomes narrower where there is no height."""
        super().resizeEvent(event)
        self._resize()

    def _resize(self) -> None:
        px = self.context.theme.px
        head = self.table.horizontalHeader()
        self._flatten(flat=self.height() < px(_FLAT))
        wide = self.width() >= px(_WIDE)
        below = not wide and self.height() >= px(_TALL)
        self._row.setDirection(
            QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        )
        self.detail.setMinimumWidth(0 if below else px(328 if wide else 288))
        self.detail.setMaximumWidth(_ANY if below else px(328 if wide else 288))
        self.detail.setMaximumHeight(px(260) if below else _ANY)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        taken = 0 if below else self.detail.maximumWidth()
        free = self.width() - taken - px(52 + 35 * len(RULE_IDS) + 104) - px(12)
        for section in range(STATE + 1):
            head.resizeSection(section, px(35))
        head.resizeSection(0, px(52))
        head.resizeSection(1, max(px(150), free))
        head.resizeSection(STATE, px(104))
        self.table.verticalHeader().setDefaultSectionSize(px("row"))

    def _flatten(self, *, flat: bool) -> None:
        """Where there is little height the lines come first: codes as heads, a foot of one line."""
        head = self.table.horizontalHeader()
        if isinstance(head, UprightHeader):
            head.set_flat(flat)
        self.summary.setVisible(not flat)
        self._foot.setDirection(
            QBoxLayout.Direction.TopToBottom if flat else QBoxLayout.Direction.LeftToRight
        )
        self._foot.setSpacing(4 if flat else 16)
        edge = 6 if flat else 12
        self._foot.setContentsMargins(16, edge, 16, edge)

    def _first_open(self) -> None:
        """Go to the first cell that needs an answer."""
        for row, line in enumerate(self.model.lines):
            if line.marks.open:
                column = FIRST_RULE + RULE_IDS.index(line.marks.open[0])
                self.table.setCurrentIndex(self.grid.index(row, column))
                return
        self.table.setCurrentIndex(self.grid.index(0, FIRST_RULE))

    def _keep_place(self) -> None:
        if not self.table.currentIndex().isValid():
            self._first_open()

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        head = self.table.horizontalHeader()
        if isinstance(head, UprightHeader):
            head.set_current(now.column())
        if now.isValid() and FIRST_RULE <= now.column() < STATE:
            self.detail.show_cell(now.row(), DeclareGrid.rule_of(now.column()))
        elif now.isValid():
            self.detail.show_cell(now.row(), None)

    def _answer(self, row: int, column: int, answer: str) -> None:
        if not FIRST_RULE <= column < STATE:
            return
        self.error.clear()
        self.model.set_cell(row, DeclareGrid.rule_of(column), answer)
        self.detail.refresh()
        if answer == "no":
            self._next(row, column)
        else:
            self.detail.ask_reason()

    def _answer_here(self, answer: str) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self._answer(index.row(), index.column(), answer)

    def _next(self, row: int, column: int) -> None:
        """Go on to the next open cell of the line, else to the next line."""
        later = [
            FIRST_RULE + RULE_IDS.index(one)
            for one in self.model.lines[row].marks.open
            if FIRST_RULE + RULE_IDS.index(one) > column
        ]
        if later:
            self.table.setCurrentIndex(self.grid.index(row, later[0]))
        elif row + 1 < len(self.model.lines):
            self.table.setCurrentIndex(self.grid.index(row + 1, FIRST_RULE))

    def _rest_of_line(self, row: int) -> None:
        count = self.model.rest_of_line(row)
        self.detail.say_rest(count)
        if row + 1 < len(self.model.lines):
            self.table.setCurrentIndex(self.grid.index(row + 1, FIRST_RULE))

    def _ask_late(self, row: int) -> None:
        """A late conflict is one act of its own; before signing, the grid is the place."""
        if self.model.has_declared and self.model.session.writable:
            self.late_asked.emit(self.model.lines[row].application.application_id)

    def _follow(self) -> None:
        """Show how much is left and what the buttons would do."""
        left = self.model.open_cells
        self.count.setText(self.cap_count("declare.left", left) if left else self.cap("declare.complete"))
        self.summary.setText(
            self.cap(
                "declare.summary",
                applications=len(self.model.lines),
                rules=len(RULE_IDS),
                recused=self.model.closed_count,
                waiting=self.model.waiting_count,
            )
        )
        empty = sum(
            line.cell(one) is None and not line.closed for line in self.model.lines for one in RULE_IDS
        )
        self.rest.setText(self.cap_count("declare.rest", empty))
        self.rest.setEnabled(bool(empty) and self.model.session.writable)
        self.sign.setEnabled(not left and bool(self.model.lines) and self.model.session.writable)
        self.sign.setToolTip("" if not left else self.cap_count("declare.left", left))
        self.detail.refresh()

    def _ask_rest(self) -> None:
        empty = sum(
            line.cell(one) is None and not line.closed for line in self.model.lines for one in RULE_IDS
        )
        question = Question(
            self.context,
            self.cap_count("declare.rest_question", empty),
            self.cap("declare.rest_text"),
            self.cap_count("declare.rest_act", empty),
            self,
        )
        question.agreed.connect(self._rest_of_all)
        question.open()

    def _rest_of_all(self) -> None:
        """Answer the rest; the focus goes to the grid: beside the button that goes stand answers."""
        self.model.rest_of_all()
        self.table.setFocus()

    def _ask_sign(self) -> None:
        question = Question(
            self.context,
            self.cap("declare.sign_question"),
            self.cap(
                "declare.sign_text",
                applications=len(self.model.lines),
                recused=self.model.closed_count,
                waiting=self.model.waiting_count,
            ),
            self.cap("declare.sign"),
            self,
        )
        question.agreed.connect(self.model.declare)
        question.open()

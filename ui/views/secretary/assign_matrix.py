"""The matrix with its loads, what the rules say, and the application that is being changed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.secretary_assign import FIRST, LoadsTable, MatrixTable
from ui.models.secretary_draw import WarningsTable
from ui.viewmodels.secretary.assign import toggled
from ui.views.secretary.assign_change import AssignChange
from ui.views.secretary.assign_run import AssignRunDialog
from ui.widgets.controls import rule, tight
from ui.widgets.frozen import FrozenColumns
from ui.widgets.line_table import LineTable
from ui.widgets.matrix_cell import MatrixCell, MatrixHeader
from ui.widgets.tab_bar import TabBar
from zgc_review.domain.findings import Finding
from zgc_review.services.assigning import Outcome
from zgc_review.services.assigning_change import Change
from zgc_review.services.assigning_matrix import Matrix, MatrixExpert, MatrixLine

_WIDTHS = (116, 176, 56)
_DETAIL_FROM = 900


class AssignMatrix(QWidget):
    """Experts × applications.

    Signals:
        run_asked: an ``assigning.Order``.
    """

    run_asked = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.cap, self.cap_count = context.captions.cap, context.captions.cap_count
        self._matrix: Matrix | None = None
        self._said: Sequence[Finding] = ()
        self._people: dict[str, MatrixExpert] = {}
        self._writable = True
        self.setObjectName("assignMatrixPane")
        self.tabs = TabBar()
        self.tabs.setObjectName("assignTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.model = MatrixTable(context.captions, self)
        self.table = QTableView()
        self.frozen = self._table()
        self.loads = LoadsTable(context.captions)
        self.loads_table = LineTable(context, self.loads, {0: 104, 1: 128, 3: 96, 4: 96}, name="assignLoads")
        self.findings = WarningsTable(context.captions)
        self.findings_table = LineTable(context, self.findings, {}, name="assignFindings")
        self.change = AssignChange(context)
        self._lay_out()
        self._wire()

    def _table(self) -> FrozenColumns:
        """Set the table up; return the view over its first columns."""
        table = self.table
        table.setObjectName("assignMatrix")
        table.setHorizontalHeader(MatrixHeader(self._context, table))
        table.setModel(self.model)
        table.setItemDelegate(MatrixCell(self._context, table))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().hide()
        return FrozenColumns(table, FIRST)

    def _lay_out(self) -> None:
        left = QWidget()
        row = QHBoxLayout(self)
        tight(row)
        row.addWidget(left, 1)
        self._line = rule("v")
        row.addWidget(self._line)
        row.addWidget(self.change)
        column = QVBoxLayout(left)
        tight(column)
        column.addWidget(self.tabs)
        column.addWidget(rule())
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        for one in (self.table, self.loads_table, self.findings_table):
            self.stack.addWidget(one)
            self.tabs.addTab("")

    def _wire(self) -> None:
        self.tabs.currentChanged.connect(self.stack.setCurrentIndex)
        self.table.selectionModel().currentChanged.connect(lambda now, _before: self._look(now))
        self.table.clicked.connect(self._toggle)
        toggle = QShortcut(QKeySequence(Qt.Key.Key_Space), self.table)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.activated.connect(lambda: self._toggle(self.table.currentIndex()))
        self.change.dropped.connect(self.forget)
        self._context.theme.changed.connect(self._size)

    @property
    def line(self) -> MatrixLine | None:
        """The application the chosen cell is about."""
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def show_matrix(self, matrix: Matrix, *, writable: bool) -> None:
        """Show a matrix; the application that was chosen stays chosen."""
        before, at = self.line, self.table.currentIndex()
        self._matrix, self._writable = matrix, writable
        self._people = {one.number: one for one in matrix.experts}
        self._said = matrix.findings
        self.model.show_matrix(matrix)
        for column in range(FIRST, self.model.columnCount()):
            self.frozen.setColumnHidden(column, True)
        self.loads.show_rows(matrix.experts)
        self._size()
        row = next((n for n, one in enumerate(matrix.lines) if before and one.number == before.number), 0)
        column = at.column() if at.column() >= FIRST else FIRST
        if matrix.lines and matrix.experts:
            self.table.setCurrentIndex(self.model.index(row, min(column, self.model.columnCount() - 1)))
        self.retranslate()

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what the rules say of an answer, or why there is none."""
        self._said = outcome.findings
        self.retranslate()
        if outcome.made is None:
            self.tabs.setCurrentIndex(2)

    def ask_run(self, matrix: Matrix) -> None:
        """Ask for bounds and reasons before the solver runs."""
        waiting = matrix.waiting if matrix.is_seated else len(matrix.lines)
        dialog = AssignRunDialog(self._context, matrix, waiting, self)
        dialog.agreed.connect(self.run_asked)
        dialog.open()

    def forget(self) -> None:
        """Forget the change that was put together."""
        self.model.show_change(Change(""))
        self._look(self.table.currentIndex())

    def retranslate(self) -> None:
        """Set every text anew."""
        self.findings.show_rows(self._said)
        self.tabs.setTabText(0, self.cap("assign.tab.matrix"))
        self.tabs.setTabText(1, self.cap("assign.tab.loads"))
        self.tabs.setTabText(2, self.cap("assign.tab.findings", count=len(self._said)))
        self.tabs.setAccessibleName(self.cap("assign.title_single"))
        self.table.setAccessibleName(self.cap("assign.tab.matrix"))
        self.loads_table.setAccessibleName(self.cap("assign.tab.loads"))
        self.findings_table.setAccessibleName(self.cap("draw.says"))
        self.change.retranslate()

    def fit(self, width: int) -> None:
        """The detail takes its share; in narrow windows the applicant's name goes."""
        px = self._context.theme.px
        self.change.setFixedWidth(px(320) if width >= px(_DETAIL_FROM) else px(248))
        self.table.setColumnHidden(1, width < px(_DETAIL_FROM))

    def _size(self) -> None:
        px = self._context.theme.px
        self.table.horizontalHeader().setDefaultSectionSize(px(36))
        for column, width in enumerate(_WIDTHS):
            self.table.setColumnWidth(column, px(width))
        self.table.verticalHeader().setDefaultSectionSize(px("row"))
        self.frozen.place()

    def _look(self, index: QModelIndex) -> None:
        """Show the application of a cell; what was put together for another one is forgotten."""
        if not index.isValid():
            return
        line = self.model.lines[index.row()]
        change = self.model.change
        if change.number and change.number != line.number:
            self.model.show_change(Change(""))
            change = self.model.change
        self.change.show_line(line, self._people, change, writable=self._writable)

    def _toggle(self, index: QModelIndex) -> None:
        """Put an expert in or take one out, for a look at what the rules say."""
        if not index.isValid() or index.column() < FIRST or not self._writable:
            return
        line = self.model.lines[index.row()]
        if not line.may_change:
            return
        expert = self.model.experts[index.column() - FIRST].number
        change = self.model.change
        if change.number != line.number:
            change = Change(line.number)
        change = toggled(change, expert, holds=self.model.holds(index.row(), expert))
        self.model.show_change(change if change.add or change.drop else Change(""))
        self._look(index)

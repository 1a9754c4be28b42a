"""Everything the windows paint themselves, in one small widget each, with made-up content."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from painted_parts import PARTS
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.cells import Cell, CellTable
from ui.models.chair_overview import Banner, Heat, Notes, OverviewTable, Strip, Votes
from ui.models.secretary_assign import FIRST, MatrixTable
from ui.viewmodels.chair.grid import Score
from ui.viewmodels.score_data import Entry
from ui.widgets.band_slider import BandSlider
from ui.widgets.focus_ring import FocusRing
from ui.widgets.heat_cell import OverviewCell
from ui.widgets.heat_legend import HeatLegend
from ui.widgets.line_table import LineTable
from ui.widgets.marked_text import MarkedText
from ui.widgets.marks import BandChip, Mark, RehearsalBar, Steps
from ui.widgets.matrix_cell import MatrixCell
from ui.widgets.page_overlay import paint_tags
from ui.widgets.queue_strip import QueueStrip
from ui.widgets.score_strip import ScoreStrip
from ui.widgets.step_line import StepLine, StepMark
from ui.widgets.upright_header import UprightHeader

Make = Callable[[Context], QWidget]


def _score(total: int | None, band: str = "", kind: str = "total", **more: Any) -> Score:
    return Score("专家01", kind, total, band, **more)  # type: ignore[arg-type]


HEAT = (
    Heat(_score(9410, "A"), "94.10"),
    Heat(_score(8430, "B"), "84.30"),
    Heat(_score(6912, "C"), "69.12"),
    Heat(_score(5210, "D"), "52.10"),
    Heat(_score(8836, "B", trimmed="high"), "88.36"),
    Heat(_score(5810, "D", trimmed="low", flagged=True), "58.10"),
    Heat(_score(7500, "B", flagged=True), "75.00"),
    Heat(_score(None, kind="recused"), "回避"),
    Heat(_score(None, kind="none"), ""),
)
_TOTALS = tuple(
    _score(total, "B", trimmed=trimmed)
    for total, trimmed in ((5810, "low"), (7100, ""), (7700, ""), (8000, ""), (9410, "high"))
)


class _Grid(QTableView):
    """A table without heads in which one delegate paints every cell."""

    def __init__(
        self, rows: Sequence[Sequence[object]], role: int, delegate: QAbstractItemDelegate, wide: int
    ) -> None:
        super().__init__()
        model = QStandardItemModel(len(rows), len(rows[0]), self)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                item = QStandardItem()
                item.setData(value, role)
                model.setItem(r, c, item)
        self.setModel(model)
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setMinimumSectionSize(8)
        self.horizontalHeader().setDefaultSectionSize(wide)
        self.verticalHeader().setDefaultSectionSize(32)
        self.resize(wide * len(rows[0]) + 2, 32 * len(rows) + 2)


def heat_of(context: Context, cells: Sequence[Heat]) -> QWidget:
    """Cells of the overview in one row, each 56 × 32."""
    return _Grid([cells], OverviewTable.CELL, OverviewCell(context), 56)


def heat(context: Context) -> QWidget:
    """Bands, trimmed, flagged, recused, never judged."""
    return heat_of(context, HEAT)


def totals(context: Context) -> QWidget:
    """The strip of totals, votes, tags, and the line of a budget across them."""
    strip = Strip(_TOTALS, 7600, 7000, 5000)
    notes = Notes((("warn", "偏差"), ("plain", "近线"), ("danger", "否决")))
    line = Banner("预算线 1,500.00 万元", line=True)
    rows: list[list[object]] = [[strip, Votes((2, 3, 1)), notes], [line, line, line]]
    return _Grid(rows, OverviewTable.CELL, OverviewCell(context), 150)


def legend(context: Context) -> QWidget:
    """What the heat map's colours and marks mean."""
    made = HeatLegend(context)
    made.resize(620, 22)
    return made


STEPS = (
    StepMark("定义", "done", "第 2 版"),
    StepMark("抽取", "problem", problem="没有记录"),
    StepMark("收回", "now", "3 / 7"),
    StepMark("封存", "todo"),
)


def steps_of(context: Context, marks: Sequence[StepMark]) -> QWidget:
    """Steps on one line, each 120 wide."""
    made = StepLine(context)
    made.set_steps(marks)
    made.resize(120 * len(marks), 76)
    return made


def steps(context: Context) -> QWidget:
    """Done, not as it should be, under way, to come."""
    return steps_of(context, STEPS)


def numbered(context: Context) -> QWidget:
    """Numbered steps on one line."""
    made = Steps(context)
    made.set_steps(("候选池", "词语", "抽取"), 1)
    made.resize(420, 40)
    return made


def chips(context: Context) -> QWidget:
    """The mark, four bands, none."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.addWidget(Mark(context.theme))
    for letter in ("A", "B", "C", "D", ""):
        row.addWidget(BandChip(context.theme, letter))
    holder.resize(240, 44)
    return holder


def sliders(context: Context) -> QWidget:
    """A percent with its handle, and none."""
    holder = QWidget()
    column = QVBoxLayout(holder)
    for value in (82, None):
        one = BandSlider(context, name="slider")
        one.set_scale((60, 75, 90), 1)
        one.show_value(value)
        column.addWidget(one)
    holder.resize(300, 108)
    return holder


TOTALS = (5390, 6710, 6990, 7010, 7180, 8082, 8830, 9114)


def strip(context: Context) -> QWidget:
    """Own totals as dots that stack, two bounds."""
    made = ScoreStrip(context)
    made.show_totals(TOTALS, ((6000, "备选"), (7000, "支持")))
    made.resize(420, 96)
    return made


def queue(context: Context) -> QWidget:
    """Applications with every status, one chosen."""
    statuses = ("done", "locked", "begun", "untouched", "recused", "pending")
    entries = [Entry(f"{n:032x}", f"ZGC-{n:04d}", one, "单位", "项目") for n, one in enumerate(statuses, 1)]
    holder = QWidget()
    made = QueueStrip(context, holder)
    made.model.set_entries(entries)
    made.set_finished(2, 5)
    made.select(0)
    made.setGeometry(0, 0, 60, 260)
    holder.resize(60, 260)
    return holder


def bar(context: Context) -> QWidget:
    """The violet bar of a rehearsal."""
    made = RehearsalBar(context)
    made.resize(420, 32)
    return made


def upright(context: Context) -> QWidget:
    """Heads of rules, one of them current."""
    view = QTableView()
    model = QStandardItemModel(0, 4, view)
    model.setHorizontalHeaderLabels(["申报单位", "R01\n本人参与", "R08\n共同项目论文", "R10\nDispute"])
    view.setModel(model)
    head = UprightHeader(context.theme, range(1, 4), view)
    head.set_current(2)
    view.setHorizontalHeader(head)
    head.setDefaultSectionSize(60)
    view.setColumnWidth(0, 96)
    view.verticalHeader().hide()
    view.resize(280, 160)
    return view


def matrix(context: Context) -> QWidget:
    """Who judges, who may not, what is about to change."""
    kinds = ("held", "", "recused", "away", "waiting", "out", "add", "drop")
    row = [None] * FIRST + list(kinds)
    made = _Grid([row], int(MatrixTable.KIND), MatrixCell(context), 36)
    for column in range(FIRST):
        made.hideColumn(column)
    made.resize(36 * len(kinds) + 2, 34)
    return made


class _Page(QWidget):
    """A page with tags of criteria that cite it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._theme = context.theme

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("desk"))
        paper = QRectF(40, 8, 160, 100)
        painter.fillRect(paper, self._theme.colour("paper"))
        paint_tags(painter, self._theme, paper, ("K1", "K2"))


def tags(context: Context) -> QWidget:
    """Tags at a cited page."""
    made = _Page(context)
    made.resize(220, 116)
    return made


class _Lines(CellTable[tuple[Cell, ...]]):
    columns = ("work.title", "work.title", "work.title")

    def cell(self, row: tuple[Cell, ...], column: int) -> Cell:
        return row[column]


def lines(context: Context) -> QWidget:
    """Lines with icons, tags, numbers at the right."""
    rows = _Lines(context.captions)
    made = LineTable(context, rows, {1: 120, 2: 80}, name="lines")
    rows.setParent(made)
    rows.show_rows(
        [
            (Cell("ZGC-0001", type="body"), Cell("已收回", "check-line", "ok"), Cell("84.30", at_right=True)),
            (Cell("ZGC-0002"), Cell("没有核对", "error-warning-line", tag="warn"), Cell("—", at_right=True)),
            (Cell("ZGC-0003"), Cell("阻断", "forbid-2-line", tag="danger"), Cell("7", at_right=True)),
        ]
    )
    made.choose(1)
    made.resize(400, 160)
    return made


def marked(context: Context) -> QWidget:
    """Text in which a run agrees with the other side."""
    made = MarkedText(context, "head")
    made.show_text("北京示例智控科技有限公司", ((2, 8),))
    made.resize(260, 36)
    return made


def ring(context: Context) -> QWidget:
    """The ring round what has the focus."""
    holder = QWidget()
    one = QPushButton("封存", holder)
    one.setGeometry(30, 20, 90, 36)
    made = FocusRing(holder, context.theme)
    holder.resize(150, 76)
    made._target = one
    holder.ensurePolished()
    made._whole = QRect(one.pos(), one.size()).adjusted(-4, -4, 4, 4)
    made.setGeometry(made._whole)
    made.show()
    return holder


_MADE: tuple[Make, ...] = (
    *(heat, totals, legend, steps, numbered, chips, sliders, strip),
    *(queue, bar, upright, matrix, tags, lines, marked, ring),
    *PARTS,
)
SAMPLES = {made.__name__: made for made in _MADE}

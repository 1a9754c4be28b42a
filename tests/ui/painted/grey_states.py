"""Whatever the windows paint or style in one state or another: each state as a picture, words kept equal.

Words that name a state are left out where the painting allows it: what is looked at is the shape.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from painted_samples import HEAT, heat_of, steps_of
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from ui.context import Context
from ui.models.cells import Cell, CellTable
from ui.models.chair_sheets import CELL as SHEET_CELL
from ui.models.chair_sheets import SheetCell
from ui.models.declare_grid import FIRST_RULE
from ui.models.review_list import NUMBER
from ui.models.review_list import STATE as REVIEW_STATE
from ui.models.secretary_assign import FIRST, MatrixTable
from ui.models.secretary_conflicts import CaseList
from ui.models.secretary_intake_files import AroundTable
from ui.models.work_list import WorkTable
from ui.viewmodels.declare import Line
from ui.viewmodels.finding import Findable
from ui.viewmodels.review import LACKING, LOCKED, PENDING, READY, RECUSED, SheetLine
from ui.viewmodels.score_data import Entry
from ui.viewmodels.secretary.conflicts import Case
from ui.viewmodels.work_list import Group
from ui.views.chair.agenda import _Steps
from ui.views.chair.sheets_beside_cells import _Cell as SheetCells
from ui.views.find_dialog import FoundModel, _FoundCell
from ui.widgets.band_slider import BandSlider
from ui.widgets.case_cell import CaseCell
from ui.widgets.cells_around import _AroundCell
from ui.widgets.controls import IconButton, button
from ui.widgets.criterion_bands import BandRows
from ui.widgets.declare_cell import DeclareCell
from ui.widgets.line_table import LineCell
from ui.widgets.marks import Steps
from ui.widgets.matrix_cell import MatrixCell, MatrixHeader
from ui.widgets.name_with_state import STATE, NameWithState
from ui.widgets.navigation import NavButton, Place
from ui.widgets.passphrase import NewPassphrase
from ui.widgets.queue_strip import QueueStrip
from ui.widgets.review_cell import ReviewCell
from ui.widgets.step_line import StepMark
from ui.widgets.work_cell import WorkCell
from zgc_review.domain.rows import ApplicationRow, FindingRow
from zgc_review.domain.states import SheetStatus
from zgc_review.services.assigning_matrix import MatrixExpert
from zgc_review.services.conflict_desk_findings import DeskFinding
from zgc_review.services.declaring_marks import Mark, judged

Pictures = Mapping[str, Image.Image]
Make = Callable[[Context], Pictures]
_USER = int(Qt.ItemDataRole.UserRole)
_SAME = "文字"


def picture(widget: QWidget) -> Image.Image:
    """Return what a widget paints."""
    widget.ensurePolished()
    return _image(widget.grab())


def _image(taken: QPixmap) -> Image.Image:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    assert taken.save(held, "PNG")
    return Image.open(io.BytesIO(bytes(held.data().data()))).convert("L")


def painted(
    delegate: QStyledItemDelegate,
    data: Mapping[int, object],
    *,
    column: int = 0,
    size: tuple[int, int] = (160, 40),
    chosen: bool = False,
) -> Image.Image:
    """Return one cell as a delegate paints it."""
    model = QStandardItemModel(1, column + 1)
    item = QStandardItem(_SAME)
    for role, value in data.items():
        item.setData(value, role)
    model.setItem(0, column, item)
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, *size)
    option.state = QStyle.StateFlag.State_Enabled
    if chosen:
        option.state |= QStyle.StateFlag.State_Selected
    pixmap = QPixmap(*size)
    pixmap.fill(Qt.GlobalColor.white)
    painter = QPainter(pixmap)
    delegate.paint(painter, option, model.index(0, column))
    painter.end()
    return _image(pixmap)


def _chosen_or_not(delegate: QStyledItemDelegate, data: Mapping[int, object], **more: Any) -> Pictures:
    return {name: painted(delegate, data, chosen=name == "chosen", **more) for name in ("plain", "chosen")}


def _application(state: str = "OPEN") -> ApplicationRow:
    return ApplicationRow("a" * 32, "r" * 32, "ZGC-0001", "1.1", None, state, "", {}, "", None, None)


def lines(context: Context) -> Pictures:
    return _chosen_or_not(LineCell(context), {_USER: Cell(_SAME)})


def review_rows(context: Context) -> Pictures:
    line = {_USER: SheetLine(_application(), READY)}
    return _chosen_or_not(ReviewCell(context), line, column=NUMBER)


def review_states(context: Context) -> Pictures:
    kinds = (READY, LACKING, LOCKED, RECUSED, PENDING)
    rows = {kind: SheetLine(_application(), kind) for kind in kinds}
    return {
        kind: painted(ReviewCell(context), {_USER: row}, column=REVIEW_STATE) for kind, row in rows.items()
    }


def _declared(answer: str, reason: str = "同一单位在职") -> Line:
    cells = {"R02": Mark(answer, reason)} if answer else {}
    return Line(_application(SheetStatus.OPEN), judged(cells, 10), {})


def declared_cells(context: Context) -> Pictures:
    states = {
        "unanswered": _declared(""),
        "no": _declared("no", ""),
        "yes": _declared("yes"),
        "unsure": _declared("unsure"),
        "yes, no reason": _declared("yes", ""),
    }
    words = {"unanswered": "", "no": "无", "yes": "有", "unsure": "？", "yes, no reason": "有"}
    return {
        name: painted(
            DeclareCell(context),
            {_USER: line, int(Qt.ItemDataRole.DisplayRole): words[name]},
            column=FIRST_RULE + 1,
            size=(36, 36),
        )
        for name, line in states.items()
    }


def declared_rows(context: Context) -> Pictures:
    return _chosen_or_not(DeclareCell(context), {_USER: _declared("")}, column=0)


def found(context: Context) -> Pictures:
    view = QTableView()
    delegate = _FoundCell(context, view)  # type: ignore[arg-type] - any view holds it
    return _chosen_or_not(delegate, {int(FoundModel.THING): Findable("ZGC-0001", _SAME, "a")})


def names(context: Context) -> Pictures:
    return _chosen_or_not(NameWithState(context, QTableView()), {STATE: ""})


def beside(context: Context) -> Pictures:
    cells = {
        "plain": SheetCell("82.00"),
        "flagged": SheetCell("82.00", is_flagged=True),
        "high": SheetCell("82.00", hollow="high"),
        "low": SheetCell("82.00", hollow="low"),
        "low, flagged": SheetCell("82.00", hollow="low", is_flagged=True),
    }
    delegate = SheetCells(context, QTableView())
    return {
        name: painted(delegate, {int(SHEET_CELL): cell}, column=3, size=(120, 40))
        for name, cell in cells.items()
    }


def beside_rows(context: Context) -> Pictures:
    return _chosen_or_not(SheetCells(context, QTableView()), {int(SHEET_CELL): SheetCell(_SAME)})


def around(context: Context) -> Pictures:
    delegate = _AroundCell(context, QTableView())
    return {str(wrong): painted(delegate, {int(AroundTable.WRONG): wrong}) for wrong in (False, True)}


def matrix(context: Context) -> Pictures:
    kinds = ("held", "", "recused", "away", "waiting", "out", "add", "drop")
    delegate = MatrixCell(context)
    made = {
        kind: painted(delegate, {int(MatrixTable.KIND): kind}, column=FIRST, size=(36, 34)) for kind in kinds
    }
    data = {int(MatrixTable.KIND): "held"}
    return made | {"chosen": painted(delegate, data, column=FIRST, size=(36, 34), chosen=True)}


def matrix_heads(context: Context) -> Pictures:
    """Whose load is full; the number itself is the same."""
    made = {}
    for name, most in (("free", 6), ("full", 5), ("no bound", None)):
        view = QTableView()
        model = QStandardItemModel(0, 1, view)
        head = QStandardItem("张明远")
        head.setData(MatrixExpert("E-001", "张明远", "", 5, most, is_away=False), int(MatrixTable.KIND))
        model.setHorizontalHeaderItem(0, head)
        view.setModel(model)
        view.setHorizontalHeader(MatrixHeader(context, view))
        view.horizontalHeader().setDefaultSectionSize(48)
        view.verticalHeader().hide()
        view.resize(52, 140)
        made[name] = picture(view)
    del made["no bound"]  # looks like a free one: there is no bound to reach
    return made


def _case(status: str, level: str = "V", **more: Any) -> Case:
    row = FindingRow("f" * 32, "r" * 32, "e", "a", "d", "R02", level, "2026-11-22", {})
    kept: dict[str, Any] = {"decided": None, "acts": 0, "before": None} | more
    return Case(
        DeskFinding(row, is_current=True, status=status, **kept),
        "专家01",
        "ZGC-0001",
        _SAME,
        False,
        "",  # type: ignore[arg-type]
    )


def case_states(context: Context) -> Pictures:
    states = ("open", "recused", "dismissed", "disclosed", "referred")
    made = {one: painted(CaseCell(context), {CaseList.CASE: _case(one)}, size=(240, 61)) for one in states}
    ruled = replace(_case("open"), ruled=True)
    return made | {"ruled": painted(CaseCell(context), {CaseList.CASE: ruled}, size=(240, 61))}


def case_rows(context: Context) -> Pictures:
    return _chosen_or_not(CaseCell(context), {CaseList.CASE: _case("open")}, size=(240, 61))


def work_rows(context: Context) -> Pictures:
    table = QTableView()
    rows = WorkTable(context.captions, table)
    table.setModel(rows)
    delegate = WorkCell(context, table, rows)
    head = {int(WorkTable.ROW): Group("1.1", 1, 3, is_folded=False)}
    made = {f"head {name}": one for name, one in _chosen_or_not(delegate, head).items()}
    folded = {int(WorkTable.ROW): Group("1.1", 1, 3, is_folded=True)}
    cell = {int(CellTable.CELL): Cell(_SAME), int(WorkTable.ROW): None}
    lines_of = {f"line {name}": one for name, one in _chosen_or_not(delegate, cell).items()}
    return made | {"head folded": painted(delegate, folded)} | lines_of


def heat(context: Context) -> Pictures:
    """What differs from a counted score of the same number and band."""
    one = HEAT[1]
    kinds = {
        "counted": one,
        "high": replace(one, score=replace(one.score, trimmed="high")),
        "low": replace(one, score=replace(one.score, trimmed="low")),
        "flagged": replace(one, score=replace(one.score, flagged=True)),
        "recused": replace(HEAT[7], words=""),
        "none": HEAT[8],
    }
    blank = HEAT[8]
    return {name: picture(heat_of(context, (blank, cell))) for name, cell in kinds.items()}


def steps(context: Context) -> Pictures:
    states = ("done", "problem", "now", "todo")
    return {one: picture(steps_of(context, (StepMark(_SAME, one),))) for one in states}  # type: ignore[arg-type]


def numbered(context: Context) -> Pictures:
    made = {}
    for at in range(3):
        one = Steps(context)
        one.set_steps((_SAME, _SAME, _SAME), at)
        one.resize(420, 40)
        made[str(at)] = picture(one)
    return made


def sitting(context: Context) -> Pictures:
    """Items of a sitting: to come, done, on view."""
    made = {}
    for name, states, at in (
        ("to come", ("open", "none"), 0),
        ("done", ("open", "closed"), 0),
        ("on view", ("open", "none"), 1),
        ("all done, second on view", ("closed", "closed"), 1),
    ):
        one = _Steps(context)
        one._states, one._at = states, at
        one.resize(80, one.height())
        made[name] = picture(one)
    return made


def queue(context: Context) -> Pictures:
    statuses = ("done", "locked", "begun", "untouched", "recused", "pending")
    made = {}
    for status in statuses:
        for chosen in (False, True):
            holder = QWidget()
            strip = QueueStrip(context, holder)
            strip.model.set_entries(
                [Entry("0" * 32, "", "untouched", "", ""), Entry("1" * 32, "ZGC-0002", status, "", "")]
            )
            strip.select(1 if chosen else 0)
            strip.setGeometry(0, 0, 60, 160)
            holder.resize(60, 160)
            made[f"{status}{' chosen' if chosen else ''}"] = picture(holder).crop((0, 90, 60, 160))
    for status in ("begun chosen", "untouched chosen"):  # one that is being filled is one that was begun
        made.pop(status)
    return made


def bands(context: Context) -> Pictures:
    made = {}
    for chosen in ("", "A", "B"):
        rows = BandRows(context)
        for letter in "ABCD":
            rows.set_words(letter, _SAME, 0, 100)
        rows.set_chosen(chosen)
        rows.resize(300, 150)
        made[chosen] = picture(rows)
    return made


def sliders(context: Context) -> Pictures:
    made = {}
    for value in (None, 0, 82):
        one = BandSlider(context, name="slider")
        one.set_scale((60, 75, 90), 1)
        one.show_value(value)
        one.resize(300, 40)
        made[str(value)] = picture(one)
    return made


def navigation(context: Context) -> Pictures:
    place = Place("board", "secretary.page.board", "layout-2-line", "layout-2-fill")
    made = {}
    for narrow in (False, True):
        for name in ("plain", "chosen", "badge"):
            one = NavButton(context, place, 1)
            one.set_narrow(narrow)
            one.setChecked(name == "chosen")
            one.set_badge(3 if name == "badge" else 0)
            one.resize(one.sizeHint())
            made[f"{name}{' narrow' if narrow else ''}"] = picture(one)
    return made


def choices(context: Context) -> Pictures:
    """Buttons that stay pressed."""
    made = {}
    for checked in (False, True):
        one = button(lambda: None, "choice")
        one.setText(_SAME)
        one.setCheckable(True)
        one.setChecked(checked)
        one.resize(120, 38)
        made[str(checked)] = picture(one)
    return made


def toggles(context: Context) -> Pictures:
    made = {}
    for checked in (False, True):
        one = IconButton(context, "search-line", lambda: None)
        one.setCheckable(True)
        one.setChecked(checked)
        one.resize(34, 34)
        made[str(checked)] = picture(one)
    return made


def boxes(context: Context) -> Pictures:
    made = {}
    for kind in (QCheckBox, QRadioButton):
        for checked in (False, True):
            for enabled in (False, True):
                one = kind(_SAME)
                one.setChecked(checked)
                one.setEnabled(enabled)
                one.resize(120, 36)
                made[f"{kind.__name__} {checked} {enabled}"] = picture(one)
    # What is off is told by words beside it (look.md §4); what is ticked is told by the tick.
    return {name: one for name, one in made.items() if name.endswith("True")}


def ticked_and_off(context: Context) -> Pictures:
    made = {}
    for checked in (False, True):
        one = QCheckBox(_SAME)
        one.setChecked(checked)
        one.setEnabled(False)
        one.resize(120, 36)
        made[str(checked)] = picture(one)
    return made


def tabs(context: Context) -> Pictures:
    made = {}
    for at in (0, 1):
        bar = QTabBar()
        bar.addTab(_SAME)
        bar.addTab(_SAME)
        bar.setCurrentIndex(at)
        bar.resize(bar.sizeHint())
        made[str(at)] = picture(bar)
    return made


def fields(context: Context) -> Pictures:
    made = {}
    for state in ("", "error"):
        one = QLineEdit(_SAME)
        one.setProperty("state", state)
        one.resize(120, 36)
        made[state] = picture(one)
    return made


def lists(context: Context) -> Pictures:
    made = {}
    for row in (-1, 0):
        one = QListWidget()
        one.addItems([_SAME])
        one.setCurrentRow(row)
        one.resize(160, 60)
        made[f"list {row}"] = picture(one)
        tree = QTreeWidget()
        tree.setHeaderHidden(True)
        item = QTreeWidgetItem([_SAME])
        tree.addTopLevelItem(item)
        tree.setRootIsDecorated(False)
        if row == 0:
            tree.setCurrentItem(item)
        tree.resize(200, 60)
        made[f"tree {row}"] = picture(tree)
    return made


def passphrases(context: Context) -> Pictures:
    made = {}
    for name, first, second in (
        ("empty", "", ""),
        ("short", "abc", ""),
        ("enough", "a" * 12, "a" * 12),
        ("other", "a" * 12, "b" * 12),
    ):
        one = NewPassphrase(context, 12)
        one.first.setText(first)
        one.second.setText(second)
        one.resize(420, 220)
        made[name] = picture(one)
    return made


MADE: tuple[Make, ...] = (
    *(lines, review_rows, review_states, declared_cells, declared_rows, found, names, beside, beside_rows),
    *(around, matrix, matrix_heads, case_states, case_rows, work_rows, heat, steps, numbered, sitting),
    *(queue, bands, sliders, navigation, choices, toggles, boxes, ticked_and_off, tabs, fields, lists),
    passphrases,
)
STATES = {made.__name__: made for made in MADE}

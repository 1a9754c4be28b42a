"""More of what the windows paint themselves: parts of navigation, rubric and matrix."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QTableView, QVBoxLayout, QWidget

from ui.context import Context
from ui.models.secretary_assign import MatrixTable
from ui.widgets.choice import ChoiceBox
from ui.widgets.criterion_bands import BandRows
from ui.widgets.criterion_head import CriterionHead, Part
from ui.widgets.criterion_line import ElidedLine
from ui.widgets.criterion_links import Link, PageLinks
from ui.widgets.matrix_cell import MatrixHeader
from ui.widgets.name_with_state import STATE, NameWithState
from ui.widgets.navigation import NavButton, Place
from zgc_review.services.assigning_matrix import MatrixExpert


def _stacked(parts: list[QWidget], width: int, height: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    holder.resize(width, height)
    return holder


def navigation(context: Context) -> QWidget:
    """The chosen page, one with a count, a narrow one with a dot."""
    place = Place("board", "secretary.page.board", "layout-2-line", "layout-2-fill")
    chosen, counted, narrow = (NavButton(context, place, n) for n in (1, 2, 3))
    chosen.setChecked(True)
    counted.set_badge(1204)
    narrow.set_badge(3)
    narrow.set_narrow(True)
    return _stacked([chosen, counted, narrow], 196, 148)


def choice(context: Context) -> QWidget:
    """A box whose words do not fit, and one that is off."""
    boxes = [ChoiceBox(context, name=f"box{n}") for n in range(2)]
    for box in boxes:
        box.addItem("申报编号、申报单位与项目名称")
    boxes[1].setEnabled(False)
    return _stacked([*boxes], 200, 100)


def names(context: Context) -> QWidget:
    """Names with their states, one chosen."""
    view = QListView()
    model = QStandardItemModel(view)
    for name, state in (("项目申报书", "12 页"), ("一个名称长得一行放不下的附件", "打不开"), ("预算表", "")):
        item = QStandardItem(name)
        item.setData(state, STATE)
        model.appendRow(item)
    view.setModel(model)
    view.setItemDelegate(NameWithState(context, view))
    view.setCurrentIndex(model.index(0, 0))
    view.resize(240, 112)
    return view


def bands(context: Context) -> QWidget:
    """Bands with descriptions that break, the second chosen."""
    made = BandRows(context)
    words = "与本轮支持方向一致，技术路线完整，指标可以考核，风险有应对。"
    for n, letter in enumerate("ABCD"):
        made.set_words(letter, words * (2 if n == 0 else 1), 75 - 25 * n, 100 - 25 * n)
    made.set_chosen("B")
    made.resize(360, 236)
    return made


def heads(context: Context) -> QWidget:
    """Closed criteria: judged, without a reason, a name that does not fit."""
    lines = [CriterionHead(context, name=f"head{n}") for n in range(3)]
    chip, percent = Part("chip", "B"), Part("text", "82 %", width=48)
    lines[0].show_line("1", "技术先进性", (chip, percent, Part("text", "24.60", width=48, font="head")), "")
    lines[1].show_line("2", "团队", (Part("tag", "没有评语", tone="warn"), Part("chip", "D"), percent), "")
    lines[2].show_line(
        "3", "一个名称长得怎么排都不能在一行里放下的评审指标", (Part("icon", "check-line", "ok"),), ""
    )
    return _stacked([*lines], 330, 148)


def elided(context: Context) -> QWidget:
    """Words that fit, and words that do not."""
    shown = [
        ElidedLine(context, "head", bold=True, name="a"),
        ElidedLine(context, "small", "text3", name="b"),
    ]
    shown[0].setText("北京示例智控科技有限公司")
    shown[1].setText("面向复杂工况的一体化智能控制系统研制与验证")
    return _stacked([*shown], 220, 72)


def links(context: Context) -> QWidget:
    """Cited pages in rows that break."""
    holder = QWidget()
    made = PageLinks(context, name="links")
    column = QVBoxLayout(holder)
    column.addWidget(made)
    words = ("申报书 第 3 页", "预算表 第 1 页", "附件二 第 12 页")
    made.show_links([Link(n, one) for n, one in enumerate(words)], editable=True)
    holder.resize(300, 86)
    return holder


def people(context: Context) -> QWidget:
    """Heads of the matrix: free, full, a Latin name."""
    view = QTableView()
    model = QStandardItemModel(0, 4, view)
    model.setHorizontalHeaderItem(0, QStandardItem("申报编号"))
    for n, (name, load) in enumerate((("张明远", 3), ("欧阳若兰", 5), ("Emma Wood", 0)), 1):
        item = QStandardItem(name)
        item.setData(MatrixExpert(f"E-{n:03d}", name, "", load, 5, is_away=False), int(MatrixTable.KIND))
        model.setHorizontalHeaderItem(n, item)
    view.setModel(model)
    head = MatrixHeader(context, view)
    view.setHorizontalHeader(head)
    head.setDefaultSectionSize(48)
    view.setColumnWidth(0, 96)
    view.verticalHeader().hide()
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.resize(244, 140)
    return view


PARTS = (navigation, choice, names, bands, heads, elided, links, people)

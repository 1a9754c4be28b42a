"""达标即享 as a checklist, the 名单 compared, the 不良信用记录 list and whom it concerns, ethics."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from gates_harness import open_record
from intake_bench import Desk, drop, listing_file, namelist_file
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabBar
from pytestqt.modeltest import ModelTester

from ui.views.secretary.integrity import IntegrityPane
from ui.views.secretary.unscored import ChecklistPane, NamelistPane
from ui.widgets.choice import ChoiceBox
from zgc_review.domain.states import State

DeskAt = Callable[[str], Desk]


@pytest.fixture
def desk(desk_at: DeskAt) -> Desk:
    return desk_at("taken")


def test_the_checklist_gives_results_by_gates_and_leads_to_them(
    desk: Desk, qtmodeltester: ModelTester
) -> None:
    """Rules §2.2 Q: all pass → MET, any no → NOT_MET, else MANUAL."""
    desk.page.turn(2)
    pane = desk.page.shown
    assert isinstance(pane, ChecklistPane)
    assert [one.number for one in pane.cells.rows] == ["Q-1", "Q-2"]
    world = desk.world
    for number in ("Q-1", "Q-2"):
        world.pass_common(number)
    for line in world.lines("Q-1").values():
        if line.gate.measure and line.gate.blocking and line.counts == "unverified":
            world.answer("Q-1", line.gate.id, "yes")
    desk.click("checklistDecide")
    assert "达标" in desk.agree()
    results = {one.number: one.result for one in pane.cells.rows}
    assert results == {"Q-1": "MET", "Q-2": "MANUAL"}
    assert world.state("Q-1") == State.CHECKED
    assert "达标 1" in desk.text("checklistSum")
    qtmodeltester.check(pane.cells)
    pane.found.choose("Q-2")
    assert desk.text("checklistDetailResult") == "需人工认定"
    assert "两位专家" in desk.text("checklistDetailManual")
    assert "333.00 万元" in desk.text("checklistDetailAbout")
    box = desk.find(ChoiceBox, "checklistResult")
    box.setCurrentIndex(box.findData("MET"))
    box.activated.emit(box.currentIndex())
    assert [one.number for one in pane.cells.rows] == ["Q-1"]
    gate = pane.detail.checks.row(pane.detail.table.currentIndex().row()).gate.id
    desk.click("checklistGo")
    assert desk.page.shown is desk.page.gates_pane
    assert "Q-1" in desk.text("gatesTitle")
    assert desk.text("gateId").startswith(gate)


def test_a_list_is_read_on_trial_then_taken_in_and_compared(desk: Desk) -> None:
    """Rules §2.2 N: the row is compared; what the unit declines is DECLINED, what lacks INFO_MISSING."""
    desk.page.turn(3)
    pane = desk.page.shown
    assert isinstance(pane, NamelistPane)
    assert [one.number for one in pane.cells.rows] == ["N-1", "N-2"]
    drop(pane, namelist_file(desk.world, 3, 4, payee=""))
    assert "可采用 2 行" in desk.text("namelistWords")
    assert len(pane.cells.rows) == 2
    desk.click("namelistAct")
    desk.back()
    assert len(pane.cells.rows) == 2
    desk.click("namelistAct")
    assert "导入名单 2 行" in desk.agree()
    assert [one.number for one in pane.cells.rows] == ["N-1", "N-2", "N-3", "N-4"]
    assert "已采用 2 行" in desk.text("namelistWords")
    desk.click("namelistClose")
    desk.world.answer("N-1", "M01-G6", "yes")
    desk.click("namelistDecide")
    desk.agree()
    results = {one.number: one.result for one in pane.cells.rows}
    assert results == {"N-1": "LISTED", "N-2": "DECLINED", "N-3": "INFO_MISSING", "N-4": "INFO_MISSING"}
    pane.found.choose("N-1")
    assert "示例银行" in desk.text("namelistDetailPay")
    assert pane.cells.index(0, 2).data() == "一致"


def test_a_file_that_is_no_list_says_so_in_place(desk: Desk) -> None:
    desk.page.turn(3)
    pane = desk.page.shown
    assert isinstance(pane, NamelistPane)
    path = desk.world.folder / "名单坏.xlsx"
    path.write_bytes(b"no workbook")
    pane.file.read(path)
    assert pane.file.table.isVisible()
    assert pane.file.findings.rows[0].level == "error"
    assert not pane.file.act.isEnabled()
    pane.file.read(desk.world.folder / "gone.xlsx")
    assert pane.file.error.fault is not None


def test_a_round_without_such_a_way_says_what_to_do(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    for n, name in ((2, "checklist"), (3, "namelist")):
        desk.page.turn(n)
        assert "还没有" in desk.text(f"{name}Empty")


def test_hits_stand_with_their_entry_and_lead_to_the_gate(desk: Desk, qtmodeltester: ModelTester) -> None:
    """Rules §9: a current hit blocks; the secretary sees the entry and answers CG05."""
    desk.page.turn(4)
    pane = desk.page.shown
    assert isinstance(pane, IntegrityPane)
    assert [one.number for one in pane.hits.rows] == ["O-1"]
    assert desk.text("integrityTag") == "在期，名称相同"
    assert "京科信" in desk.text("integrityText")
    qtmodeltester.check(pane.hits)
    desk.click("integrityGo")
    assert desk.page.shown is desk.page.gates_pane
    assert desk.text("gateId").startswith("CG05")
    desk.page.turn(4)
    pane.file.read(listing_file(desk.world, open_record(2)["unit_name"], open_record(3)["unit_name"]))
    assert "可采用 2 行" in desk.text("integrityWords")
    assert [one.number for one in pane.hits.rows] == ["O-1"]
    desk.click("integrityAct")
    desk.agree()
    assert {one.number for one in pane.hits.rows} == {"O-2", "O-3"}
    pane.file.close_list()
    pane.file.read(listing_file(desk.world, "北京无关企业有限公司"))
    desk.click("integrityAct")
    desk.agree()
    assert "没有一条涉及" in desk.text("hitsEmpty")


def test_ethics_show_what_is_touched_and_which_approval_is_missing(
    desk: Desk, qtmodeltester: ModelTester
) -> None:
    """Rules §9: any yes needs an approval with number and validity."""
    desk.page.turn(4)
    pane = desk.page.shown
    assert isinstance(pane, IntegrityPane)
    desk.find(QTabBar, "integrityTabs").setCurrentIndex(1)
    assert pane.ethics.rows[0].number == "O-2"
    assert {one.number for one in pane.ethics.rows} == {"O-1", "O-2", "O-3", "Q-1", "Q-2"}  # not 免申即享
    qtmodeltester.check(pane.ethics)
    pane.ethics_list.table.choose(0)
    assert desk.text("integrityTag") == "缺批件"
    assert "人类受试者" in desk.text("integrityText")
    assert "批件号：未提供" in desk.text("integrityText")  # unknown is a word, not a blank (look.md §7)
    box = desk.find(ChoiceBox, "ethicsStanding")
    box.setCurrentIndex(box.findData("none"))
    box.activated.emit(box.currentIndex())
    assert "O-2" not in {one.number for one in pane.ethics.rows}
    desk.press(pane.ethics_list.table, Qt.Key.Key_F, "ctrl")
    assert pane.ethics_list.search.hasFocus()
    desk.click("integrityGo")
    assert desk.text("gateId").startswith("CG06")


def test_without_a_list_nothing_is_known(desk_at: DeskAt) -> None:
    desk = desk_at("defined")
    desk.page.turn(4)
    assert "CG05 待核实" in desk.text("hitsEmpty")
    assert desk.find(QPushButton, "integrityChoose").property("kind") == "primary"


def test_every_tab_speaks_both_languages(desk: Desk) -> None:
    for n in range(5):
        desk.page.turn(n)
    desk.context.captions.set_language("en")
    assert [desk.page.tabs.tabText(n) for n in range(5)][2:] == [
        "Qualification",
        "Name list",
        "Integrity, ethics",
    ]
    assert desk.text("integrityTag") == "current, same name"

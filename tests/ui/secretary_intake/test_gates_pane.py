"""Gates answered and overruled with reason, fields filled, moves, F01, what changed when received again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gates_harness import open_record
from intake_bench import Desk, intake_folder
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabBar
from pytestqt.modeltest import ModelTester

from ui.views.secretary.gates import GatesPane
from ui.widgets.search_field import SearchField
from zgc_review.domain.states import State
from zgc_review.services import taking_in

DeskAt = Callable[[str], Desk]


@pytest.fixture
def desk(desk_at: DeskAt) -> Desk:
    made = desk_at("taken")
    made.page.turn(1)
    return made


def pane_of(desk: Desk) -> GatesPane:
    return desk.page.gates_pane


def show(desk: Desk, number: str, gate: str) -> None:
    pane_of(desk).go(number, gate)
    assert number in desk.text("gatesTitle")
    assert desk.text("gateId").startswith(gate)


def test_an_open_gate_is_answered_by_keys(desk: Desk) -> None:
    show(desk, "O-2", "CG01")
    pane = pane_of(desk)
    desk.press(pane.sight.table, Qt.Key.Key_1)
    assert desk.find(QLineEdit, "gateReason").hasFocus()
    assert desk.find(QPushButton, "gateAct").text() == "记下回答"
    desk.click("gateAct")
    assert desk.world.lines("O-2")["CG01"].counts == "yes"
    assert "答：是" in desk.text("gatePerson")


def test_what_is_open_is_counted_as_the_table_shows_it(desk: Desk) -> None:
    show(desk, "O-1", "CG05")
    lines = pane_of(desk).sight.gates.rows
    unsure = [line for line in lines if line.counts == "unverified"]
    assert any(not line.gate.blocking for line in unsure)  # a gate that does not block is open as well
    passed = sum(line.passes for line in lines)
    told = desk.text("gatesSum").replace("\u00a0", " ")
    assert f"通过 {passed} / {len(lines)} 项 · 待核实 {len(unsure)} 项" in told


def test_overruling_needs_reason_and_evidence_and_both_answers_stay(desk: Desk) -> None:
    show(desk, "O-1", "CG05")  # a current entry of the list concerns the unit
    assert "程序答：否" in desk.text("gateMachine")
    assert "京科信" in desk.text("gateHits")
    desk.click("gateAnswer:yes")
    assert desk.find(QPushButton, "gateAct").text() == "改判并记下"
    assert not desk.find(QPushButton, "gateAct").isEnabled()
    desk.type("gateReason", "同名不同主体，已核对信用代码")
    assert "依据文件" in desk.text("gateNote")
    desk.type("gateEvidence", "信用代码证复印件")
    desk.click("gateAct")
    line = desk.world.lines("O-1")["CG05"]
    assert (line.machine, line.counts) == ("no", "yes")
    assert line.person.evidence == "信用代码证复印件"
    assert b"gates.answered" in desk.world.events()[-1]


def test_an_answer_typed_halfway_goes_with_its_gate(desk: Desk) -> None:
    show(desk, "O-1", "CG05")
    desk.type("gateReason", "半句")
    show(desk, "O-2", "CG05")
    assert desk.find(QLineEdit, "gateReason").text() == ""


def test_a_field_is_filled_and_taken_back_and_a_wrong_value_is_refused_in_place(desk: Desk) -> None:
    show(desk, "O-2", "CG01")
    pane = pane_of(desk)
    desk.find(QTabBar, "gatesTabs").setCurrentIndex(1)
    ids = [field.id for field, _ in pane.sight.fields.rows]
    pane.sight.fields_table.choose(ids.index("audited_spending"))
    desk.type("fieldValue", "很多")
    desk.click("fieldAct")
    assert pane.error.fault is not None
    assert pane.error.fault.code == "gates.value.money"
    desk.type("fieldValue", "120.00万元")
    desk.click("fieldAct")
    assert not pane.error.isVisible()
    assert desk.world.row("O-2").record["audited_spending"] == 120_000_000
    assert "120.00 万元" in desk.text("fieldNow")
    desk.click("fieldAct")
    assert "audited_spending" not in desk.world.row("O-2").record


def test_gates_decide_after_a_question_with_count_and_numbers(desk: Desk) -> None:
    desk.world.pass_common("O-3")
    pane_of(desk).entered()
    desk.click("gatesDecide")
    desk.back()
    assert desk.world.state("O-3") == State.RECEIVED
    desk.click("gatesDecide")
    said = desk.agree()
    assert "O-3" in said
    assert "份申报" in said
    assert desk.world.state("O-3") == State.ELIGIBLE
    assert desk.world.state("O-2") == State.FORMAL_FIX  # an approval of ethics is due and missing
    assert "移动" in desk.text("gatesTold")


def test_a_person_ends_an_application_with_a_reason(desk: Desk) -> None:
    pane = pane_of(desk)
    pane.go("O-3")
    assert not desk.find(QPushButton, "rejectOne").isEnabled()
    desk.type("admitReason", "超过截止日期")
    desk.click("rejectOne")
    assert "O-3" in desk.agree()
    assert desk.world.state("O-3") == State.FORMAL_FAIL
    assert desk.world.row("O-3").reason == "超过截止日期"


def test_f01_of_one_and_of_all(desk: Desk, tmp_path: Path) -> None:
    pane = pane_of(desk)
    pane.go("O-2")
    pane.print(tmp_path / "one", False)
    (one,) = (tmp_path / "one").iterdir()
    assert one.name.endswith("F01-O-2.pdf")
    assert "1 份 F01" in desk.text("gatesTold")
    pane.print(tmp_path / "all", True)
    assert len(list((tmp_path / "all").iterdir())) == len(pane.model.list.applications)


def test_what_changed_when_received_again_is_shown_field_by_field(
    desk: Desk, qtmodeltester: ModelTester
) -> None:
    world = desk.world
    folder = intake_folder(world, range(2, 3))
    papers = sorted((folder / "O-2").iterdir())
    papers[0].unlink()
    (folder / "O-2" / "补充材料.txt").write_text("新", "utf-8")
    assert taking_in.take_in(world.secretary.desk, world.secretary.round, folder).amended == ("O-2",)
    pane = pane_of(desk)
    pane.entered()
    pane.go("O-2")
    tabs = desk.find(QTabBar, "gatesTabs")
    assert tabs.isTabVisible(2)
    tabs.setCurrentIndex(2)
    rows = pane.sight.changes.rows
    assert {one.name for one in rows} >= {"ethics_humans", "补充材料.txt", papers[0].name}
    qtmodeltester.check(pane.sight.changes)
    place = next(n for n, one in enumerate(rows) if one.name == "ethics_humans")
    pane.sight.changes_table.choose(place)
    assert (desk.text("changeBefore"), desk.text("changeAfter")) == ("是", "否")
    assert "旧的记录" in desk.text("changeKept")
    table = pane.sight.changes_table
    pane.sight.fit(312, narrow=True)
    for column in (2, 3):  # look.md §7: numbers never end in an ellipsis
        assert table.columnWidth(column) >= table.room_for("CNY 10,000,000.00", icon=False)
    pane.go("O-3")
    assert not tabs.isTabVisible(2)


def test_the_search_finds_by_any_words_and_by_state(desk: Desk) -> None:
    pane = pane_of(desk)
    desk.press(pane.list, Qt.Key.Key_F, "ctrl")
    field = desk.find(SearchField, "gatesApplicationsSearch")
    assert field.hasFocus()
    desk.qtbot.keyClicks(field, "q-")
    desk.press(field, Qt.Key.Key_Down)
    assert {one.number for one in pane.applications.rows} == {"Q-1", "Q-2"}
    assert pane.list.hasFocus()
    desk.press(field, Qt.Key.Key_Escape)
    field.finish()
    assert len(pane.applications.rows) == len(pane.model.list.applications)


def test_a_vault_that_can_only_be_read_lets_nobody_answer(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = pane_of(desk)
    monkeypatch.setattr(type(pane.model.session), "writable", property(lambda _self: False))
    pane.go("O-2", "CG01")
    pane.entered()
    assert not desk.find(QPushButton, "gateAct").isVisible()
    assert not pane.decide.isEnabled()
    assert not pane.reason.isVisible()
    assert open_record(2)["unit_name"] in desk.text("gatesTitle")

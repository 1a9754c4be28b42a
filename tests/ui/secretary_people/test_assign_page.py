"""The matrix in the window: who may not, the rule that breaks, solving, stopping (rules §3, P01–P05)."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from assigning_harness import Single
from people_bench import Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context
from ui.jobs import InlineJobs, Ticket
from ui.models.secretary_assign import FIRST
from ui.views.secretary.assign import AssignPane
from ui.views.secretary.assign_run import AssignRunDialog
from zgc_review.services.assigning_matrix import Matrix, MatrixExpert, MatrixLine
from zgc_review.services.assigning_record import assignments_of

Open = Callable[[str], Office]


def opened(office: Office) -> AssignPane:
    office.rooms.go("distribute")
    return office.draw.assign_pane


def cell(pane: AssignPane, kind: str, row: int = 0) -> int:
    """Return the first column of a row whose cell is of a kind."""
    model = pane.matrix.model
    return next(c for c in range(FIRST, model.columnCount()) if model.kind(row, c) == kind)


def press(office: Office, pane: AssignPane, row: int, column: int) -> None:
    """Put an expert in or out by the keyboard."""
    pane.matrix.table.setFocus()
    pane.matrix.table.setCurrentIndex(pane.matrix.model.index(row, column))
    office.qtbot.keyClick(pane.matrix.table, Qt.Key.Key_Space)


def acts(office: Office) -> int:
    with office.desk.vault.begin() as uow:
        return len(assignments_of(uow, office.rooms.board.session.row))


def test_the_matrix_shows_loads_and_who_judges(office_at: Open, qtmodeltester: ModelTester) -> None:
    office = office_at("planned")
    pane = opened(office)
    model = pane.matrix.model
    assert (model.rowCount(), model.columnCount()) == (4, FIRST + 6)
    held = [
        sum(model.kind(row, column) == "held" for row in range(4))
        for column in range(FIRST, model.columnCount())
    ]
    assert held == [one.load for one in model.experts] == [2] * 6
    loads = pane.matrix.loads
    assert [str(loads.index(n, 3).data()) for n in range(6)] == ["2"] * 6
    assert pane.lacking.text() == "已分配，落座时写进轮次定义"
    assert not pane.act.isVisible()
    qtmodeltester.check(model)


def test_the_matrix_has_its_own_keys_though_it_is_built_after_the_pane_was_entered(office_at: Open) -> None:
    office = office_at("planned")
    opened(office)
    told = [one.text() for one in office.rooms.shell.status.findChildren(QLabel)]
    assert "加入或去掉" in told


def test_p03_and_the_load_are_said_at_once_and_a_change_needs_a_reason(office_at: Open) -> None:
    office = office_at("planned")
    pane = opened(office)
    change = pane.matrix.change
    column = cell(pane, "")
    press(office, pane, 0, column)
    assert pane.matrix.model.kind(0, column) == "add"
    assert change.error.fault is not None
    assert change.error.fault.code == "assign.load"
    assert not change.act.isEnabled()
    change.most.setText("3")
    assert change.error.fault is not None
    assert change.error.fault.code == "assign.size"
    change.odd.setText("试评审，四人")
    assert change.error.fault is None
    assert change.verdict.isVisible()
    assert change.lacking.text() == "还没有写理由"
    assert not change.act.isEnabled()
    change.reason.setText("专业更合适")
    before = acts(office)
    office.click("changeAct")
    assert "专业更合适" in office.agree()
    assert acts(office) == before + 1
    assert pane.matrix.model.kind(0, column) == "held"
    assert pane.told.text().startswith("现在的专家：")


def test_a_recused_expert_is_hatched_and_cannot_be_put_in(office_at: Open) -> None:
    office = office_at("planned")
    single = Single(office.world)
    number = single.outside("ZGC-0001")[0]
    single.tie(number, employer=single.unit("ZGC-0001"))
    pane = opened(office)
    column = next(n for n, one in enumerate(pane.matrix.model.experts, FIRST) if one.number == number)
    assert pane.matrix.model.kind(0, column) == "recused"
    assert "须回避" in str(pane.matrix.model.index(0, column).data(Qt.ItemDataRole.ToolTipRole))
    press(office, pane, 0, column)
    assert pane.matrix.change.error.fault is not None
    assert pane.matrix.change.error.fault.code == "assign.recused"


def test_a_change_is_forgotten_by_escape_and_by_going_elsewhere(office_at: Open) -> None:
    office = office_at("planned")
    pane = opened(office)
    model = pane.matrix.model
    press(office, pane, 0, cell(pane, ""))
    office.qtbot.keyClick(pane.matrix.table, Qt.Key.Key_Escape)
    assert model.change.number == ""
    press(office, pane, 0, cell(pane, "held"))
    assert model.change.drop
    pane.matrix.table.setCurrentIndex(model.index(2, FIRST))
    assert model.change.number == ""
    assert not pane.matrix.change.act.isVisible()


def test_assigning_again_needs_a_reason_and_bounds_are_kept(office_at: Open) -> None:
    office = office_at("planned")
    pane = opened(office)
    office.click("assignSolve")
    dialog = office.dialog(AssignRunDialog)
    assert not dialog.act.isEnabled()
    dialog.reason.setText("换一种负荷")
    dialog.odd.setText("试评审，三人即可")
    dialog.least.setText("1")
    dialog.most.setText("3")
    office.click("runAct")
    assert "每位 1–3 份" in pane.told.text()
    assert acts(office) == 2
    assert pane.progress.isHidden()


def page_matrix(pane: AssignPane) -> Matrix:
    """Return the matrix that was read last."""
    page = pane.model.page
    assert page is not None
    assert page.matrix is not None
    return page.matrix


def test_tables_of_bounds_and_affinities_are_taken_from_files(office_at: Open, tmp_path: Path) -> None:
    office = office_at("planned")
    pane = opened(office)
    matrix = page_matrix(pane)
    first, expert = matrix.lines[0].number, matrix.experts[0].number
    loads, wishes, broken = tmp_path / "loads.csv", tmp_path / "wishes.csv", tmp_path / "broken.csv"
    loads.write_text(f"expert_number,least,most\n{expert},1,1\n", "utf-8")
    wishes.write_text(f"application_number,expert_number,affinity\n{first},{expert},1000\n", "utf-8")
    broken.write_text(f"expert_number,least,most\n{expert},1,1\n{expert},1,2\n", "utf-8")
    office.click("assignSolve")
    dialog = office.dialog(AssignRunDialog)
    assert "expert_number、least、most" in dialog._told["loads"].text()
    dialog.take("loads", broken)
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "assign.table"
    assert dialog.error.fault.params["row"] == 3
    dialog.take("loads", loads)
    assert dialog.error.fault is None
    dialog.take("affinity", wishes)
    assert dialog._told["loads"].text() == "1 位专家另有上下限"
    assert dialog._told["affinity"].text() == "1 对有匹配度，其余为 0"
    dialog.reason.setText("按专长重新分配")
    office.click("runAct")
    made = page_matrix(pane)
    chosen = next(one for one in made.experts if one.number == expert)
    assert chosen.load == 1
    column = made.experts.index(chosen) + FIRST
    assert pane.matrix.model.kind(0, column) == "held"
    # Without a table again everybody is bounded alike.
    office.click("assignSolve")
    again = office.dialog(AssignRunDialog)
    again.take("loads", loads)
    office.click("run:loads:none")
    assert again.tables.loads == {}
    again.reject()


def test_why_there_is_no_assignment_is_listed(office_at: Open) -> None:
    office = office_at("planned")
    pane = opened(office)
    office.click("assignSolve")
    dialog = office.dialog(AssignRunDialog)
    dialog.reason.setText("上限太小")
    dialog.most.setText("1")
    office.click("runAct")
    assert pane.told.text() == ""
    assert pane.matrix.tabs.currentIndex() == 2
    assert pane.matrix.findings.rowCount() > 1
    assert acts(office) == 1


class Impatient(InlineJobs):
    """Jobs whose long work is stopped at its first step, as by the cancel button."""

    def run(self, owner: Any, work: Any, done: Any = None, failed: Any = None, **more: Any) -> Ticket:
        if more.get("progress") is None:
            return super().run(owner, work, done, failed, **more)

        def stopped(ticket: Ticket) -> object:
            ticket.cancel()
            return work(ticket)

        return super().run(owner, stopped, done, failed, **more)


def test_solving_can_be_stopped_and_keeps_nothing(
    context: Context, qtbot: QtBot, world_at: Callable[[str], World]
) -> None:
    office = Office(replace(context, jobs=Impatient()), qtbot, world_at("planned"))
    pane = opened(office)
    office.click("assignSolve")
    dialog = office.dialog(AssignRunDialog)
    dialog.reason.setText("再分一次")
    office.click("runAct")
    assert pane.told.text() == "已停下，没有保存任何内容。"
    assert pane.solve.isEnabled()
    assert acts(office) == 1
    office.program.lock()


def test_seated_changes_wait_for_the_round_chair(office_at: Open) -> None:
    office = office_at("seated")
    pane = opened(office)
    column = cell(pane, "")
    press(office, pane, 0, column)
    change = pane.matrix.change
    change.most.setText("4")
    change.odd.setText("多一位专家")
    change.reason.setText("跨学科")
    office.click("changeAct")
    office.agree()
    assert "等待总组长同意" in pane.told.text()
    assert pane.lacking.text() == "新的分配还没有生效"
    office.rooms.go("consent")
    assert office.experts.changes_pane.version.title.text() == "第 3 版等待同意"


def test_a_large_matrix_is_shown_at_once(office_at: Open) -> None:
    office = office_at("planned")
    pane = opened(office)
    experts = tuple(MatrixExpert(f"E{n:04d}", f"专家{n}", "", 25, 26, False) for n in range(1000))
    lines = tuple(
        MatrixLine(
            f"Z{n:05d}",
            "单位",
            "M01-1",
            "ELIGIBLE",
            5,
            tuple(f"E{(n + k) % 1000:04d}" for k in range(5)),
            (),
            True,
        )
        for n in range(5000)
    )
    begun = time.perf_counter()
    pane.matrix.show_matrix(Matrix(experts, lines, {}, 0, (), True, True, ()), writable=True)
    pane.matrix.table.setCurrentIndex(pane.matrix.model.index(4999, FIRST + 999))
    office.shell.repaint()
    assert time.perf_counter() - begun < 4
    assert pane.matrix.model.kind(4999, FIRST + 999) == "held"
    assert not pane.matrix.frozen.isColumnHidden(0)
    assert pane.matrix.frozen.isColumnHidden(FIRST)


def test_before_the_draw_it_says_what_is_missing(office_at: Open) -> None:
    office = office_at("taken")
    pane = opened(office)
    assert pane.table.isVisible()
    assert not pane.solve.isVisible()
    assert pane.lacking.text().startswith("没有")
    office.program.context.captions.set_language("en")
    for one in pane.findChildren(QAbstractButton):
        if one.isVisibleTo(pane) and one.objectName():
            assert one.text() or one.accessibleName()

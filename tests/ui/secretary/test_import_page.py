"""Import and gates through the window: a dry run, then what can be taken in; admission with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from services_harness import World, new_world

from ui.widgets.line_table import LineTable
from zgc_review.domain.states import State

if TYPE_CHECKING:
    from conftest import Sitting


@pytest.fixture
def defined(tmp_path: Path) -> Iterator[World]:
    """Return a round that was defined and holds nothing yet."""
    world = new_world(tmp_path / "world")
    world.define()
    yield world
    world.close()


def states(world: World) -> list[str]:
    with world.secretary.desk.vault.begin() as uow:
        return [one.state for one in uow.applications.all(world.secretary.round.round_id)]


def spoil(folder: Path) -> None:
    """Give the second application the number of the first."""
    book = openpyxl.load_workbook(folder / "申报.xlsx")
    sheet = book.worksheets[0]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "ZGC-0001")
    places = [cell for row in sheet.iter_rows() for cell in row if cell.value == "ZGC-0002"]
    assert places[0].column == column
    places[0].value = "ZGC-0001"
    book.save(folder / "申报.xlsx")


def test_a_dry_run_keeps_nothing_and_the_import_asks_with_the_numbers(
    sit: Callable[[World], Sitting], defined: World
) -> None:
    opened = sit(defined)
    opened.click("nextAct")
    pane = opened.rooms.import_page.panes[0]
    assert opened.rooms.import_page.shown is pane
    pane.check(defined.intake())  # type: ignore[attr-defined]
    assert states(defined) == []
    assert opened.find(QLabel, "importSum").text() == "3 份可以导入"
    opened.click("importAct")
    said = opened.agree()
    assert "导入 3 份申报？" in said
    assert "ZGC-0002" in said
    assert states(defined) == [State.RECEIVED] * 3
    assert opened.find(QLabel, "importSum").text().startswith("新增 3 份")
    assert opened.frame.navigation.buttons["import"].badge == 3


def test_going_back_from_the_question_imports_nothing(
    sit: Callable[[World], Sitting], defined: World
) -> None:
    opened = sit(defined)
    opened.rooms.go("import")
    opened.rooms.import_page.panes[0].check(defined.intake())  # type: ignore[attr-defined]
    opened.click("importAct")
    opened.back()
    assert states(defined) == []


def test_findings_say_row_column_and_remedy_and_what_is_fine_can_come_in(
    sit: Callable[[World], Sitting], defined: World, qtmodeltester: ModelTester
) -> None:
    folder = defined.intake()
    spoil(folder)
    opened = sit(defined)
    opened.rooms.go("import")
    pane = opened.rooms.import_page.panes[0]
    pane.check(folder)  # type: ignore[attr-defined]
    table = opened.find(LineTable, "findingsTable").model()
    assert table.index(0, 0).data() == "阻断"
    assert str(table.index(0, 1).data()).isdigit()
    assert all(table.index(0, column).data() for column in (2, 4, 5))
    assert opened.find(QLabel, "findingRemedy").text()
    assert opened.find(QLabel, "findingWhere").text().startswith("申报.xlsx")
    assert "阻断" in opened.find(QLabel, "importSum").text()
    qtmodeltester.check(table)
    pane.levels.setCurrentIndex(1)  # type: ignore[attr-defined]
    assert {table.index(row, 0).data() for row in range(table.rowCount())} == {"阻断"}


def test_a_folder_that_is_none_is_refused_in_place(
    sit: Callable[[World], Sitting], defined: World, tmp_path: Path
) -> None:
    opened = sit(defined)
    opened.rooms.go("import")
    pane = opened.rooms.import_page.panes[0]
    pane.check(tmp_path / "nowhere")  # type: ignore[attr-defined]
    report = pane._report  # type: ignore[attr-defined]
    fault = pane.error.fault  # type: ignore[attr-defined]
    assert fault is not None or (report is not None and report.errors)


def received(sit: Callable[[World], Sitting], world: World) -> Sitting:
    """Open the window of a round whose applications were just imported."""
    opened = sit(world)
    opened.rooms.go("import")
    opened.rooms.import_page.panes[0].check(world.intake())  # type: ignore[attr-defined]
    opened.click("importAct")
    opened.agree()
    opened.rooms.go("check")
    return opened


def test_gates_are_listed_with_their_answers(
    sit: Callable[[World], Sitting], defined: World, qtmodeltester: ModelTester
) -> None:
    opened = received(sit, defined)
    assert "ZGC-0001" in opened.find(QLabel, "gatesTitle").text()
    table = opened.find(LineTable, "gatesTable").model()
    assert table.rowCount() >= 10
    assert str(table.index(0, 0).data()).startswith("CG01")
    assert {table.index(row, 3).data() for row in range(table.rowCount())} >= {"是", "待核实"}
    qtmodeltester.check(table)
    qtmodeltester.check(opened.find(LineTable, "gatesApplications").model())
    opened.find(LineTable, "gatesApplications").choose(2)
    assert "ZGC-0003" in opened.find(QLabel, "gatesTitle").text()


def test_admission_needs_a_reason_and_asks_with_the_numbers(
    sit: Callable[[World], Sitting], defined: World
) -> None:
    opened = received(sit, defined)
    pane = opened.rooms.import_page.panes[1]
    assert not pane.one.isEnabled()  # type: ignore[attr-defined]
    pane.reason.setText("材料齐全，已核对原件")  # type: ignore[attr-defined]
    opened.click("admitOne")
    said = opened.agree()
    assert "ZGC-0001" in said
    assert "ZGC-0002" not in said
    assert states(defined) == [State.ELIGIBLE, State.RECEIVED, State.RECEIVED]
    pane.reason.setText("材料齐全，已核对原件")  # type: ignore[attr-defined]
    opened.click("admitAll")
    assert "认定 2 份申报通过核验？" in opened.agree()
    assert states(defined) == [State.ELIGIBLE] * 3
    assert opened.frame.navigation.buttons["import"].badge == 0
    assert not pane._bar.isVisible()  # type: ignore[attr-defined]


def test_screening_begins_on_the_board_once_the_roster_is_there(
    sit: Callable[[World], Sitting], defined: World
) -> None:
    defined.take_in()
    opened = sit(defined)
    assert opened.rooms.board_page.next.act.text() == "筛查利害关系"
    opened.click("nextAct")
    assert opened.frame.page is opened.rooms.conflicts_page
    opened.click("conflictsFirst")
    opened.agree()
    opened.frame.turn("board")
    board = opened.rooms.board.board
    assert board is not None
    assert board.progress.act.code == "draw"
    opened.click("nextAct")
    assert opened.frame.page is opened.rooms.draw_page

"""The heat map: cells, order, line, filters, keys, and how every number came (issue 5; look.md §9 h)."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from chair_bench import ChairBench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.modeltest import ModelTester
from services_harness import SUB, level
from sitting_harness import Sitting, locked

from ui.cli.main import main
from ui.cli.session import Session
from ui.models.chair_overview import FROZEN, RANK, UNIT, Banner, OverviewTable
from ui.theme.tokens import PROJECTOR
from ui.viewmodels.chair.grid import BudgetLine, Row, Wanted
from ui.views.chair.derivation import DerivationDialog
from ui.views.chair.overview import OverviewPage
from ui.widgets.heat_table import HeatTable
from zgc_review.domain.money import points


def cells(page: OverviewPage, name: str) -> list[str]:
    """Return the words of a column behind the experts, by row."""
    column = page.cells.column(name)
    return [str(page.cells.index(row, column).data()) for row in range(page.cells.rowCount())]


def units(page: OverviewPage) -> list[str]:
    """Return the numbers of the applications on show, in their order."""
    return [row.entry.number for row in page.model.grid.rows if isinstance(row, Row)]


def asked(bench: ChairBench, row: int, column: int) -> DerivationDialog:
    """Press Enter on a cell and return the dialog."""
    page = bench.rooms.overview_page
    page.table.choose(row, column)
    bench.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    return next(one for one in bench.shell.findChildren(DerivationDialog) if one.isVisible())


def command(sitting: Sitting, person: Any, *words: str, as_json: bool = False) -> str:
    """Return what a command prints at somebody's vault."""
    session, out = Session(), io.StringIO()
    session.adopt(person.desk)
    argv = [*words, "--vault", str(person.vault), "--lang", "zh_CN", *(["--json"] if as_json else [])]
    with contextlib.redirect_stdout(out):
        assert main(argv, session) == 0
    return out.getvalue()


def aggregate_of(sitting: Sitting) -> dict[str, Any]:
    """Return aggregate.json of the folder that the verifier has just judged."""
    (folder,) = [path.parent for path in sitting.world.folder.glob("acts*/manifest.json")]
    body = json.loads((folder / "manifest.json").read_bytes())["body"]
    (name,) = [part["file"] for part in body["parts"] if part["role"] == "aggregate"]
    found: dict[str, Any] = json.loads((folder / name).read_bytes())
    return found


@pytest.fixture
def five(chair_at: Callable[..., ChairBench]) -> ChairBench:
    """Five experts, three applications: 66 to 82 rising by two; nobody stands aside."""
    return chair_at("five")


def test_s01_cells_are_ranked_trimmed_and_coloured(five: ChairBench, qtmodeltester: ModelTester) -> None:
    """Totals 62, 66, 70, 74, 78 rise by two with each application; the ends fall away (S01)."""
    page = five.rooms.overview_page
    qtmodeltester.check(page.cells)
    assert units(page) == ["ZGC-0003", "ZGC-0002", "ZGC-0001"]
    assert cells(page, "final") == ["74.00", "72.00", "70.00"]
    first = next(row for row in page.model.grid.rows if isinstance(row, Row))
    by_total = {one.total: one for one in first.scores}
    assert (by_total[6600].trimmed, by_total[8200].trimmed) == ("low", "high")
    assert {one.total: one.band for one in first.scores} == {
        6600: "C", 7000: "C", 7400: "C", 7800: "B", 8200: "B",
    }  # fmt: skip
    words = {str(page.cells.index(0, FROZEN + n).data()) for n in range(5)}
    assert words == {"66.00▼", "70.00", "74.00", "78.00", "82.00▲"}
    assert page.cells.headerData(FROZEN, Qt.Orientation.Horizontal) == "专家01"
    assert five.find(QLabel, "overviewSeen").text() == "可见范围内"


def test_filters_search_and_order(five: ChairBench) -> None:
    page = five.rooms.overview_page
    five.qtbot.keyClick(page.table, Qt.Key.Key_F)
    flagged = [row.entry.number for row in page.model.grid.rows if isinstance(row, Row) and row.reasons]
    assert page.model.wanted.flagged
    assert units(page) == flagged
    assert "ZGC-0001" in flagged, "70.00 lies on the pass line"
    five.qtbot.keyClick(page.table, Qt.Key.Key_F)
    assert len(units(page)) == 3
    page.model.show_scope("measure:M01")
    assert len(units(page)) == 3
    page.model.show_scope("fund:F5")
    assert units(page) == []
    page.model.want(Wanted(by="number"))
    assert units(page) == ["ZGC-0001", "ZGC-0002", "ZGC-0003"]
    search = five.find(QLineEdit, "overviewSearch")
    five.qtbot.keyClicks(search, "0002")
    five.qtbot.keyClick(search, Qt.Key.Key_Return)
    assert units(page) == ["ZGC-0002"]
    assert page.go_to(five.sitting.id(0)), "what keeps it from view is taken back"
    assert units(page)[page.table.currentIndex().row()] == "ZGC-0001"


def test_keys_move_mark_and_enlarge(five: ChairBench) -> None:
    page = five.rooms.overview_page
    table = five.find(HeatTable, "heat")
    table.choose(0, RANK)
    five.qtbot.keyClick(table, Qt.Key.Key_Down)
    five.qtbot.keyClick(table, Qt.Key.Key_Right)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, UNIT)
    five.qtbot.keyClick(table, Qt.Key.Key_J)
    assert table.currentIndex().row() == 2
    five.qtbot.keyClick(table, Qt.Key.Key_K)
    with five.qtbot.waitSignal(page.panel.agenda_asked) as sent:
        five.qtbot.keyClick(table, Qt.Key.Key_Space)
    assert sent.args == [five.sitting.id(1)]
    five.frame.turn("overview")
    five.qtbot.keyClick(table, Qt.Key.Key_P)
    assert five.context.theme.factor == PROJECTOR
    five.qtbot.keyClick(table, Qt.Key.Key_P)
    assert five.context.theme.factor == 1.0


def test_the_window_says_how_a_number_came_in_the_lines_of_the_command(five: ChairBench) -> None:
    """One derivation: of the application by any of its numbers, of a sheet by its cell."""
    printed = command(five.sitting, five.person, "panel", "explain", "ZGC-0003").splitlines()
    final = asked(five, 0, five.rooms.overview_page.cells.column("final"))
    said = final.words().splitlines()
    assert said == [line.strip() for line in printed[1:]]
    assert "去掉最高：" in final.words()
    assert "222.00 ÷ 3 = 74" in final.words()
    final.close()
    cell = asked(five, 0, FROZEN)
    printed = command(
        five.sitting, five.person, "panel", "explain", "ZGC-0003", "--code", "专家01"
    ).splitlines()
    assert cell.words().splitlines() == [line.strip() for line in printed[1:]]
    assert "总体意见：" in cell.words()


def test_a_click_on_a_number_explains_it_and_one_on_the_name_chooses_the_row(five: ChairBench) -> None:
    page = five.rooms.overview_page

    def click(row: int, column: int) -> None:
        box = page.table.visualRect(page.cells.index(row, column))
        five.qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())

    click(1, UNIT)
    assert page.table.currentIndex().row() == 1
    assert five.shell.findChildren(DerivationDialog) == []
    click(1, page.cells.column("strip"))
    assert [one.isVisible() for one in five.shell.findChildren(DerivationDialog)] == [True]


def test_another_language_retells_everything(five: ChairBench) -> None:
    page = five.rooms.overview_page
    five.context.captions.set_language("en")
    assert page.cells.headerData(page.cells.column("final"), Qt.Orientation.Horizontal) == "Final"
    assert five.find(QLabel, "overviewTitle").text() == "Overview of G01"
    dialog = asked(five, 0, FROZEN)
    assert "initial sheet" in dialog.words()


def test_a_revision_shows_both_values_and_keeps_the_row_in_view(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    """Rules §7: both finals stay, the second counts."""
    sitting = sitting_at("five")
    sitting.aggregate()
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    sitting.discuss(1)
    member = sitting.member(3)
    sitting.revise(member, 88, 1)
    sitting.give_back(member)
    page.table.choose(1, FROZEN)
    page.panel.take(sitting.panel_file())
    row = page.model.grid.rows[page.table.currentIndex().row()]
    assert isinstance(row, Row)
    assert row.entry.number == "ZGC-0002", "the same application stays chosen"
    assert (row.earlier, row.value) == (7200, 7333)
    score = next(one for one in row.scores if one.code == member.code)
    assert (score.total, score.earlier) == (8800, 7600)
    here = page.table.currentIndex().row()
    assert "已修改" in cells(page, "notes")[here]
    said = asked(bench, here, page.cells.column("final")).words()
    assert "合议前的最终分" in said
    assert "合议后的最终分" in said
    assert "72.00" in said
    assert "220.00 ÷ 3 = 73.333333…" in said
    assert "73.333333… 四舍五入到两位 → 73.33" in said


def test_the_budget_line_stands_behind_the_last_within(
    chair_at: Callable[..., ChairBench], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """S08 and rules §13: strict; two of three fit into 320 万元."""
    pool = {"id": "P1", "fund": "F1", "sub_directions": [SUB], "budget_fen": 320_000_000}
    marks = [level(90 - n) for n in range(3)]
    settings = {"min_effective": 2, "pools": [pool]}
    stepped = [lambda k, n=n: level(90 - n - 4 * k)(k) for n in range(3)]
    del marks
    world = locked(tmp_path_factory.mktemp("budget") / "w", stepped, settings=settings)
    sitting = Sitting(world)
    sitting.aggregate()
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    kinds = [type(row) for row in page.model.grid.rows]
    assert kinds == [Row, Row, BudgetLine, Row]
    line = page.model.grid.rows[2]
    assert isinstance(line, BudgetLine)
    shown = page.cells.index(2, 0).data(OverviewTable.CELL)
    assert isinstance(shown, Banner)
    assert shown.words.startswith("预算线　320.00 万元")
    assert f"余 {(line.left_fen) // 1_000_000}" in shown.words
    assert line.next_fen is not None
    bench.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    world.close()


def test_figures_of_window_command_and_result_are_the_same_bytes(
    chair_at: Callable[..., ChairBench], sitting_at: Callable[[str], Sitting]
) -> None:
    """What the verifier recomputes from the signed files is what the screen and the command said."""
    sitting = sitting_at("five")
    sitting.aggregate()
    bench = chair_at(sitting=sitting)
    page = bench.rooms.overview_page
    screen = {
        row.entry.application: (
            cells(page, "final")[n],
            str(page.cells.index(n, RANK).data()),
            sorted(str(page.cells.index(n, FROZEN + m).data()) for m in range(5)),
        )
        for n, row in enumerate(page.model.grid.rows)
        if isinstance(row, Row)
    }
    printed = json.loads(command(sitting, sitting.chair, "panel", "show", as_json=True))
    explained = {
        number: json.loads(command(sitting, sitting.secretary, "aggregate", "explain", number, as_json=True))
        for number in ("ZGC-0001", "ZGC-0002", "ZGC-0003")
    }
    sitting.collect(*sitting.decide())
    sitting.confirm()
    assert sitting.verified()
    result = aggregate_of(sitting)
    assert len(result["applications"]) == len(screen) == 3
    places = {line["application"]: str(line["rank"]) for pool in result["pools"] for line in pool["lines"]}
    told = {said["line"]["application"]: said for said in printed["applications"]}
    for one in result["applications"]:
        said = told[one["application"]]
        assert one["after"] == said["line"]["after"]
        name, final = one["application"], points(one["after"]["value"])
        ends = {"high": "▲", "low": "▼", "": ""}
        marks = [points(mark["total"]) + ends[mark["trimmed"]] for mark in one["after"]["marks"]]
        assert screen[name] == (final, places[name], sorted(marks))
        steps = explained[said["number"]]["steps"]
        assert [step["value"] for step in steps if step["key"] == "value"] == [final]
        assert [step["rank"] for step in steps if step["key"] == "rank"] == [places[name]]

"""The chair's pages in a mid-term check and an acceptance: outcomes; no rank, line or amount (§2.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from stage_harness import StageBases, StageSitting

from ui.models.chair_decide import AMOUNT, DECISION, FIRM, PLACE, RANK, RUNNING
from ui.models.chair_overview import RANK as ORDER
from ui.views.chair.derivation import DerivationDialog
from ui.widgets.navigation import NavButton
from zgc_review.services import deciding

if TYPE_CHECKING:
    from chair_bench import ChairBench

Open = Callable[..., "ChairBench"]
STAGES = ("midterm", "acceptance")
OUTCOMES = {
    "midterm": ["继续执行", "整改后继续", "不通过（建议暂停拨付或终止）"],
    "acceptance": ["通过验收", "整改后通过", "不通过验收"],
}
OF_MONEY = ("预算", "名次", "金额", "万元", "备选", "并列", "试算", "距线")


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> StageBases:
    return StageBases(tmp_path_factory.mktemp("stage-rounds"))


@pytest.fixture
def stage_at(stages: StageBases, tmp_path: Path) -> Iterator[Callable[[str], StageSitting]]:
    """Return a function that gives an own copy of a round of a stage, combined."""
    given: list[StageSitting] = []

    def copy(stage: str) -> StageSitting:
        given.append(stages.copy(stage, tmp_path / stage))
        given[-1].aggregate()
        return given[-1]

    yield copy
    for one in given:
        one.world.close()


def turned(bench: ChairBench, key: str) -> None:
    bench.rooms.go(key)
    assert bench.frame.page is bench.frame.pages[key]


def shown(bench: ChairBench) -> str:
    """Return every word in view: labels, heads of navigation, hints."""
    words = [one.text() for one in bench.shell.findChildren(QLabel) if one.isVisible()]
    words += [one.text() for one in bench.shell.findChildren(NavButton)]
    words += [said for _, said in bench.frame.hints()]
    return " | ".join(words)


@pytest.mark.parametrize("stage", STAGES)
def test_2_4_conclusions_of_a_stage_know_no_money(
    stage: str, chair_at: Open, stage_at: Callable[[str], StageSitting], tmp_path: Path
) -> None:
    sitting = stage_at(stage)
    sitting.panel()
    sitting.discuss(2)  # below a floor: nothing stands before it was discussed (S09)
    bench = chair_at(sitting=sitting)
    turned(bench, "decide")
    page = bench.rooms.decide_page
    rows = page.model.sheet.rows
    told = [page.rows.index(n, DECISION).data() for n in range(3)]
    assert told == [f"{word} · 拟" for word in OUTCOMES[stage]]
    assert [page.rows.index(n, PLACE).data() for n in range(3)] == OUTCOMES[stage]
    assert all(page.table.isColumnHidden(column) for column in (FIRM, AMOUNT, RUNNING))
    heads = [page.rows.headerData(n, Qt.Orientation.Horizontal) for n in (RANK, PLACE)]
    assert heads == ["签署", "按规则"]
    assert [page.rows.index(n, RANK).data() for n in range(3)] == ["", "", ""]
    assert page.bar.title.text() == "结论"
    assert bench.frame.navigation.buttons["decide"].text() == "结论"
    said = shown(bench)
    assert [word for word in OF_MONEY if word in said] == []
    # What the line of a pool would answer to does nothing here; a press on the band explains the row.
    for key in (Qt.Key.Key_L, Qt.Key.Key_R, Qt.Key.Key_W, Qt.Key.Key_E, Qt.Key.Key_M):
        bench.qtbot.keyClick(page.table, key)
    assert not page.findChildren(DerivationDialog)
    page._ask_how(page.rows.index(0, PLACE))
    dialog = page.findChild(DerivationDialog)
    assert dialog is not None
    assert sitting.application(0).number in dialog.title.text()
    dialog.reject()
    # An outcome that the bands do not give is refused in place; deferring is not.
    assert page.go_to(rows[1].application)
    bench.qtbot.keyClick(page.table, Qt.Key.Key_5)
    assert page.model.sheet.rows[1].objection == "decide.outcome"
    assert page.detail.objection.isVisible()
    assert not page.act.isEnabled()
    at = page.model.conclusions.index("DEFER")
    bench.qtbot.keyClick(page.table, Qt.Key(Qt.Key.Key_1 + at))
    stick = tmp_path / "stick"
    page.ask(stick)
    asked = bench.agree()
    assert "万元" not in asked
    written = sorted(stick.glob("*.zgccons"))
    assert len(written) == 3
    sitting.collect(*written)
    assert deciding.check_decisions(sitting.secretary.desk, sitting.secretary.round) == ()
    decisions = [sitting.line(n).decision for n in range(3)]
    assert decisions == [rows[0].decision, "DEFER", rows[2].decision]


@pytest.mark.parametrize("stage", STAGES)
def test_2_4_overview_pictures_and_discussion_of_a_stage(
    stage: str, chair_at: Open, stage_at: Callable[[str], StageSitting]
) -> None:
    bench = chair_at(sitting=stage_at(stage))
    overview = bench.rooms.overview_page
    cells = overview.cells
    last = cells.column("amount")
    assert cells.headerData(last, Qt.Orientation.Horizontal) == "按规则"
    assert [cells.index(n, last).data() for n in range(3)] == OUTCOMES[stage]
    assert overview.table.isColumnHidden(ORDER)
    assert overview.table.frozen.isColumnHidden(ORDER)
    assert [overview.bar.order.itemText(n) for n in range(2)] == ["按分数", "按编号"]
    assert [word for word in OF_MONEY if word in shown(bench)] == []
    turned(bench, "pictures")
    pictures = bench.rooms.pictures_page
    bench.qtbot.waitUntil(lambda: len(pictures.figure.spots) > 0, timeout=20_000)
    assert [pictures.tabs.isTabVisible(n) for n in range(3)] == [True, True, False]
    bench.qtbot.keyClick(pictures, Qt.Key.Key_3)
    assert pictures.tabs.currentIndex() == 0
    assert "1–2" in [keys for keys, _ in pictures.hints()]
    turned(bench, "discussion")
    bench.rooms.discussion_page.model.choose(bench.sitting.id(2))
    assert [word for word in OF_MONEY if word in shown(bench)] == []
    for page in ("forms", "definitions"):
        turned(bench, page)


def test_2_4_a_screening_item_that_decides_is_named(
    chair_at: Open, stage_at: Callable[[str], StageSitting]
) -> None:
    """80 points and yet not passed: the page says which item decided, in the language of the window."""
    sitting = stage_at("acceptance")
    sitting.claim(sitting.member(1), "SA-S1")
    sitting.vote("SA-S1", dict.fromkeys(range(4), "yes"))
    sitting.panel()
    sitting.discuss(2)
    bench = chair_at(sitting=sitting)
    overview = bench.rooms.overview_page.cells
    votes = overview.column("votes")
    assert overview.headerData(votes, Qt.Orientation.Horizontal) == "过·改·否"
    tip = overview.index(0, votes).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "建议通过验收 5 · 建议整改后通过 0 · 建议不通过 0"
    turned(bench, "discussion")
    bench.rooms.discussion_page.model.choose(sitting.id(0))
    assert "专家建议" in table_words(bench)
    assert "通过" in table_words(bench)
    turned(bench, "decide")
    page = bench.rooms.decide_page
    assert page.go_to(sitting.id(0))
    assert page.detail.established.text().startswith("已认定：SA-S1 提供的验收文件")
    assert "按规则：不通过验收" in page.detail.facts.text()
    bench.context.captions.set_language("en")
    page.retranslate()
    assert page.detail.established.text() == "Established: SA-S1 False papers or data"
    assert page.go_to(sitting.id(1))
    assert not page.detail.established.isVisible()
    # Nothing is said of a line, so the rows' choice stands in the first row, and comes first by Tab.
    page.bar.only.setFocus()
    bench.qtbot.keyClick(page.bar.only, Qt.Key.Key_Tab)
    assert page.bar.take.hasFocus()
    assert abs(page.bar.only.geometry().center().y() - page.bar.take.geometry().center().y()) <= 1


def table_words(bench: ChairBench) -> list[str]:
    """Return the words of the sheets on show."""
    cells = bench.rooms.discussion_page.beside.sheets
    every = (
        cells.index(row, column) for row in range(cells.rowCount()) for column in range(cells.columnCount())
    )
    return [str(one.data()) for one in every]


def test_a_round_with_a_line_keeps_its_words(chair_at: Open) -> None:
    bench = chair_at("five")
    overview = bench.rooms.overview_page
    assert not overview.table.isColumnHidden(ORDER)
    assert overview.bar.order.itemText(0) == "按名次"
    assert bench.frame.navigation.buttons["decide"].text() == "预算与结论"
    turned(bench, "decide")
    assert "试算" in shown(bench)
    bar = bench.rooms.decide_page.bar
    assert bar.only.geometry().top() > bar.take.geometry().bottom()
    votes = overview.cells.column("votes")
    assert overview.cells.headerData(votes, Qt.Orientation.Horizontal) == "支·改·否"

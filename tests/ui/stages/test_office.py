"""The secretary's pages of results and an opened result in a stage: no rank, line or amount (rules §2.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of
from services_harness import PASSPHRASE
from stage_harness import StageSitting

from ui.context import Context
from ui.views.opened.together import OpenTogether
from ui.views.opened.viewer import OpenedScreen, RankingPane
from ui.widgets.line_table import LineTable

At = Callable[[str], StageSitting]
GONE = {"池", "名次", "界线", "万元"}


def heads(table: LineTable) -> list[str]:
    """Return the heads in view."""
    model = table.model()
    return [
        str(model.headerData(n, Qt.Orientation.Horizontal))
        for n in range(model.columnCount())
        if not table.isColumnHidden(n)
    ]


def keys_move(bench: Bench, table: LineTable) -> None:
    """Arrows and letters go from row to row though the first columns are hidden."""
    table.choose(0)
    table.setFocus()
    bench.qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    bench.qtbot.keyClick(table, Qt.Key.Key_K)
    assert table.currentIndex().row() == 0
    assert not table.isColumnHidden(table.currentIndex().column())


@pytest.mark.parametrize("stage", ["midterm", "acceptance"])
def test_2_4_values_and_decisions_of_a_stage_know_no_money(
    stage: str, context: Context, qtbot: QtBot, stage_at: At
) -> None:
    sitting = stage_at(stage)
    sitting.aggregate()
    sitting.panel()
    sitting.discuss(2)
    sitting.collect(*sitting.decide())
    bench = bench_of(context, qtbot, sitting.world, sitting.secretary)
    page = bench.page
    aggregate = page.aggregate
    assert not GONE & set(heads(aggregate.table))
    assert "按规则" in heads(aggregate.table)
    assert aggregate.ranking.text() == "写出结论表…"
    keys_move(bench, aggregate.table)
    page.turn(1)
    decisions = page.decisions
    assert not GONE & set(heads(decisions.table))
    outcome = decisions.table.fontMetrics().horizontalAdvance("不通过（建议暂停拨付或终止）")
    assert decisions.table.columnWidth(4) >= outcome
    decisions.resize(700, 600)
    assert not GONE & set(heads(decisions.table))
    context.captions.set_language("en")
    assert aggregate.ranking.text() == "Write outcomes…"


def test_2_4_an_opened_result_of_a_stage_shows_outcomes(context: Context, qtbot: QtBot, stage_at: At) -> None:
    sitting = stage_at("acceptance")
    sitting.aggregate()
    sitting.panel()
    sitting.discuss(2)
    sitting.collect(*sitting.decide())
    sitting.confirm()
    world = sitting.world
    sealed = world.seal()
    bench = bench_of(context, qtbot, world, world.secretary)
    assert bench.program.rooms is not None
    bench.program.rooms.show_opening()
    together = bench.shell.screen
    assert isinstance(together, OpenTogether)
    together.choose_file(sealed.result)
    for code in ("秘书01", "监督01"):
        together.bring_share(next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
    world.observer.close()
    together.vault.choose_vault(world.observer.vault)
    together.vault.passphrase.setText(PASSPHRASE)
    together.vault.act.click()
    together.act.click()
    qtbot.waitUntil(lambda: isinstance(bench.shell.screen, OpenedScreen), timeout=20_000)
    opened = bench.shell.screen
    assert isinstance(opened, OpenedScreen)
    pane = opened.pages.pages.of(0, RankingPane)
    assert heads(pane.table) == ["编号", "申报单位", "合议前", "最终分", "结论"]
    assert opened.pages.tabs.tabText(0) == "结论"
    assert [pane.rows.index(n, 7).data() for n in range(3)] == ["通过验收", "整改后通过", "不通过验收"]
    keys_move(bench, pane.table)

"""Combining and deciding through the window: what is missing, panel files, objections, confirmation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from result_bench import Bench
from services_harness import World

from ui.context import Context
from ui.views.chair.derivation import DerivationDialog
from ui.views.secretary.aggregate import listed
from ui.views.secretary.result import DECISIONS
from zgc_review.domain.states import State
from zgc_review.services import aggregating, deciding, sharing, tables_out
from zgc_review.services.consents import sign_consent
from zgc_review.services.panel_taking import take_panel

Open = Callable[[str], Bench]


def decide(world: World, answer: str, amount: int | None) -> None:
    """Let the chair sign one answer for every application, and collect it."""
    chair = world.experts[0]
    paths = []
    for application in world.ids():
        values = {"amount_fen": amount}
        message = sign_consent(
            chair.desk, chair.round, "decision", answer, application=application, values=values
        )
        paths.append(sharing.write_to_secretary(chair.desk, chair.round, message, world.folder / "decisions"))
    assert {one.outcome for one in world.collect(paths)} == {"new"}


def test_before_everything_is_in_nothing_can_be_combined_and_who_is_missing_is_named(sitting: Open) -> None:
    bench = sitting("opened")
    pane = bench.page.aggregate
    assert not pane.act.isVisible()
    assert "还缺 5 位" in pane.missing.text()
    assert "专家05" in pane.missing.text()
    assert "还在评 3 份" in pane.facts.text()
    assert not pane.write.isEnabled()


def test_a_long_list_counts_experts_as_people_and_applications_as_papers(sitting: Open) -> None:
    pane = sitting("opened").page.aggregate
    codes = [f"专家{n:02d}" for n in range(1, 16)]
    assert listed(pane, codes, experts=True).endswith("专家12 另 3 位")
    assert listed(pane, codes).endswith("专家12 另 3 份")


def test_in_a_low_window_what_was_counted_stands_beside_the_heading(sitting: Open) -> None:
    pane = sitting("opened").page.aggregate
    assert pane.facts.y() > pane.title.y()
    pane.resize(pane.width(), pane.context.theme.px(480))
    pane.layout().activate()
    assert abs(pane.facts.geometry().center().y() - pane.title.geometry().center().y()) <= 2


def test_combining_fills_the_table_and_panel_files_open_at_their_reader(
    sitting: Open, tmp_path: Path
) -> None:
    bench = sitting("locked")
    pane = bench.page.aggregate
    assert pane.act.text() == "汇总 3 份申报"
    bench.click("aggregateAct")
    said = bench.agree()
    assert "不再收初评评分单" in said
    assert bench.states() == {State.AGGREGATED}
    assert pane.values.rowCount() == 3
    assert [pane.values.index(row, 1).data() for row in range(3)] == ["1", "2", "3"]
    assert pane.values.index(0, 5).data() > pane.values.index(2, 5).data()
    wide = pane.table.columnWidth(8)
    bench.shell.resize(920, 696)
    assert pane.table.isColumnHidden(0)  # one pool: it tells nothing apart
    assert pane.table.columnWidth(8) < wide
    bench.shell.resize(1366, 696)
    assert not pane.table.isColumnHidden(0)
    assert pane.table.columnWidth(8) == wide
    assert not pane.act.isVisible()
    pane.ask_panels(tmp_path / "usb")
    assert "写 1 份合议材料？" in bench.agree()
    (path,) = (tmp_path / "usb").glob("*.zgcpanel")
    chair = bench.world.experts[0]
    assert take_panel(chair.desk, chair.round, path).applications == 3
    assert pane.readers.index(0, 3).data() != "没有"


def test_every_number_is_computed_anew_and_shows_its_derivation_by_key(sitting: Open) -> None:
    bench = sitting("decided")
    pane = bench.page.aggregate
    pane.table.choose(1)
    bench.qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    dialog = bench.find(DerivationDialog, "derivation")
    assert "ZGC-0002" in dialog.title.text()
    assert "74.38" in dialog.words()
    dialog.reject()
    before = bench.page.result.overview
    bench.page.result.load()  # nothing happened since
    assert bench.page.result.overview is before
    bench.click("aggregateAgain")
    assert bench.page.result.overview is not before
    assert pane.table.currentIndex().row() == 1


def test_decisions_are_listed_confirmed_with_counts_numbers_and_amounts(
    sitting: Open, tmp_path: Path
) -> None:
    bench = sitting("locked")
    world = bench.world
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    page = bench.page
    page.turn(DECISIONS)
    pane = page.decisions
    assert pane.lacking.text() == "还没有签署的结论"
    assert not pane.act.isEnabled()
    pane.write_list(tmp_path / "usb")
    (path,) = (tmp_path / "usb").glob("*.csv")
    assert len(tables_out.read_decisions(path)) == 3
    decide(world, "SUPPORT", 100_000_000)
    page.result.load()
    assert pane.act.text() == "确认 3 份结论"
    bench.click("decisionsAct")
    said = bench.agree()
    assert "ZGC-0002" in said
    assert "池 M01：建议金额 300.00 万元" in said
    assert bench.states() == {State.DELIBERATED}
    assert pane.done.text() == "已确认 3 份，还等 0 份"
    assert not pane.act.isVisible()


def test_a_decision_that_cannot_stand_is_shown_with_its_remedy_and_stops_the_confirmation(
    sitting: Open,
) -> None:
    bench = sitting("locked")
    world = bench.world
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    decide(world, "VETOED", None)
    page = bench.page
    page.turn(DECISIONS)
    pane = page.decisions
    assert len(deciding.check_decisions(world.secretary.desk, world.secretary.round)) == 3
    assert pane.rows.index(0, 8).data() == "一票否决没有成立"
    assert "没有成立的否决条款" in pane.detail.text()
    assert pane.lacking.text() == "3 份不能成立，改签以后才能确认"
    assert not pane.act.isEnabled()


def test_only_support_shows_an_amount_as_the_aggregate_counts_it(sitting: Open) -> None:
    """A chair may sign another decision with an amount; it grants nothing (bodies.md, ``amount_fen``)."""
    bench = sitting("locked")
    world = bench.world
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    decide(world, "VOID", 50_000_000)
    page = bench.page
    page.turn(DECISIONS)
    rows = page.decisions.rows
    assert [rows.index(row, 6).data() for row in range(3)] == ["—"] * 3
    with world.secretary.desk.vault.begin() as uow:
        lines = aggregating.current_aggregate(uow, world.secretary.round).applications
    assert {line.amount_fen for line in lines} == {None}


def test_going_back_from_the_question_changes_nothing(sitting: Open) -> None:
    bench = sitting("locked")
    assert bench.page.aggregate.act.isVisible()
    bench.click("aggregateAct")
    bench.question().reject()
    assert bench.states() == {State.LOCKED}


def test_a_refusal_stands_in_place(sitting: Open) -> None:
    """Somebody else combined meanwhile: refused with its code, and the page still works."""
    bench = sitting("locked")
    pane = bench.page.aggregate
    aggregating.aggregate_round(bench.world.secretary.desk, bench.world.secretary.round)
    bench.click("aggregateAct")
    bench.agree()
    fault = pane.error.fault
    assert fault is not None
    assert fault.code == "aggregate.nothing"


def test_the_language_turns_and_the_tables_are_sound(
    sitting: Open, context: Context, qtmodeltester: ModelTester
) -> None:
    bench = sitting("decided")
    page = bench.page
    for model in (page.aggregate.values, page.aggregate.readers, page.decisions.rows):
        qtmodeltester.check(model)
    context.captions.set_language("en")
    assert page.aggregate.title.text() == "Combine score sheets"
    page.turn(DECISIONS)
    assert (
        page.decisions.rows.headerData(5, page.decisions.table.horizontalHeader().orientation()) == "Decision"
    )
    assert page.tabs.tabText(2) == "Seal"
    context.captions.set_language("zh_CN")


def test_a_read_only_vault_offers_nothing(sitting: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from ui.viewmodels.session import Session  # noqa: PLC0415 - patched here only

    monkeypatch.setattr(Session, "writable", property(lambda _self: False))
    bench = sitting("locked")
    page = bench.page
    assert not page.aggregate.act.isEnabled()
    assert not page.aggregate.write.isEnabled()
    page.turn(DECISIONS)
    assert not page.decisions.collect.isEnabled()
    page.turn(2)
    assert not page.seal.act.isEnabled()
    assert not page.seal.signatures.prepare.isEnabled()


def test_collecting_is_one_step_away(sitting: Open) -> None:
    bench = sitting("locked")
    world = bench.world
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    page = bench.page
    page.turn(DECISIONS)
    bench.click("decisionsCollect")
    assert bench.rooms.frame.page is bench.rooms.post_page

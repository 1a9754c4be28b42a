"""Decisions through the window: noted, tried, refused, ordered, signed as one list, read by the secretary."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from sitting_harness import Sitting

from ui.cli.main import main
from ui.models.chair_decide import DECISION, DecideTable
from ui.viewmodels.chair.decide_rows import DecideRow
from ui.views.ask import Question
from ui.views.chair.decide import DecidePage
from ui.views.chair.decide_bar import read_points
from ui.views.chair.ties import TiesDialog
from zgc_review.domain.results import RankLine
from zgc_review.services import deciding
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.deliberating_ties import tied_groups

if TYPE_CHECKING:
    from chair_bench import ChairBench

Open = Callable[..., "ChairBench"]
WAN = 1_000_000


def opened(bench: ChairBench) -> DecidePage:
    """Go to the decisions."""
    number = list(bench.frame.pages).index("decide") + 1
    bench.qtbot.keyClick(bench.frame, f"{number}", Qt.KeyboardModifier.ControlModifier)
    page = bench.rooms.decide_page
    assert bench.frame.page is page
    return page


def row(page: DecidePage, application: str) -> DecideRow:
    found = page.model.sheet.row(application)
    assert found is not None
    return found


def at(page: DecidePage, application: str) -> None:
    """Choose the row of an application."""
    assert page.go_to(application)


def press(bench: ChairBench, page: DecidePage, key: Qt.Key) -> None:
    bench.qtbot.keyClick(page.table, key)


def typed(bench: ChairBench, name: str, text: str) -> None:
    field = bench.find(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    bench.qtbot.keyClicks(field, text)


def test_what_is_proposed_follows_value_and_line(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    rows = page.model.sheet.rows
    assert [one.place.rank for one in rows if one.place is not None] == [1, 2, 3]
    assert {one.decision for one in rows} == {"SUPPORT"}
    assert {one.origin for one in rows} == {"proposed"}
    assert "（拟）" in str(page.rows.index(0, DECISION).data())
    assert "签署 3 项结论" in page.act.text()


def test_digits_decide_and_the_note_is_in_the_vault(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    application = bench.sitting.id(0)
    at(page, application)
    press(bench, page, Qt.Key.Key_3)
    assert (row(page, application).decision, row(page, application).origin) == ("RESERVE", "noted")
    assert row(page, application).amount_fen is None
    bench.frame.turn("overview")
    bench.enter()
    again = opened(bench)
    assert row(again, application).decision == "RESERVE"


def test_amounts_keep_to_the_ceiling_and_move_the_line(chair_at: Open) -> None:
    """§9: never above the ceiling; the line uses the recommended amount."""
    bench = chair_at("five")
    page = opened(bench)
    application = bench.sitting.id(2)
    at(page, application)
    most = row(page, application).entry.ceiling_fen
    assert most is not None
    taken = page.bar.line.text()
    press(bench, page, Qt.Key.Key_M)
    typed(bench, "decideAmount", f"{most // WAN + 1}")
    assert row(page, application).objection == "decide.ceiling"
    assert page.detail.objection.isVisible()
    assert bench.sitting.application(2).number in page.lacking.text()
    assert not page.act.isEnabled()
    typed(bench, "decideAmount", "1.5")
    assert row(page, application).amount_fen == 1_500_000
    assert row(page, application).objection is None
    assert page.act.isEnabled()
    assert page.bar.line.text() != taken
    assert "核减" in page.detail.most.text()


def test_a_veto_that_nobody_established_is_refused_in_place(chair_at: Open, tmp_path: Path) -> None:
    bench = chair_at("five")
    page = opened(bench)
    application = bench.sitting.id(1)
    at(page, application)
    press(bench, page, Qt.Key.Key_5)
    assert (row(page, application).decision, row(page, application).objection) == ("VETOED", "decide.veto")
    assert row(page, application).place is None
    page.ask(tmp_path)
    assert not [one for one in page.findChildren(Question) if one.isVisible()]
    # What is left out of the list stands in nobody's way.
    at(page, application)
    press(bench, page, Qt.Key.Key_Space)
    assert page.act.isEnabled()
    assert "签署 2 项结论" in page.act.text()


def test_what_if_redraws_the_line_and_stores_nothing(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    asked = [one.amount_fen or 0 for one in page.model.sheet.rows]
    press(bench, page, Qt.Key.Key_W)
    assert page.bar.strip.isVisible()
    typed(bench, "tryBudget", f"{(asked[0] + asked[1]) // WAN}")
    places = [one.place.line for one in page.model.sheet.rows if one.place is not None]
    assert places == ["within", "within", "beyond_budget"]
    assert "试算" in page.bar.line.text()
    assert not page.act.isEnabled()
    assert [one.decision for one in page.model.sheet.rows] == ["SUPPORT"] * 3
    typed(bench, "tryPass", "73")
    assert [one.place.line for one in page.model.sheet.rows if one.place is not None] == [
        "within",
        "reserve",
        "reserve",
    ]
    bench.click("tryReset")
    assert {one.place.line for one in page.model.sheet.rows if one.place is not None} == {"within"}
    assert page.act.isEnabled()
    press(bench, page, Qt.Key.Key_W)
    assert not page.bar.strip.isVisible()
    with bench.person.desk.vault.begin() as uow:
        assert uow.notes.all_newest(bench.person.round.round_id) == ()


def test_signing_asks_with_counts_numbers_and_amount_and_cancel_changes_nothing(
    chair_at: Open, tmp_path: Path
) -> None:
    """U7: the dialog lists count, ids and total amount; cancel changes nothing."""
    bench = chair_at("five")
    sitting, page = bench.sitting, opened(bench)
    at(page, sitting.id(0))
    press(bench, page, Qt.Key.Key_4)
    total = sum(one.amount_fen or 0 for one in page.model.sheet.rows)
    page.ask(tmp_path / "out")
    bench.back()
    assert not (tmp_path / "out").exists()
    assert not any(one.is_signed for one in page.model.sheet.rows)
    page.ask(tmp_path / "out")
    said = bench.agree()
    assert "签署 3 项结论？" in said
    assert "建议支持 2 份" in said
    assert "不建议支持 1 份" in said
    assert all(sitting.application(n).number in said for n in range(3))
    assert f"{total // WAN:,}.00 万元" in said
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 3
    assert "已签署 3 项" in page.done.text()
    assert all(one.is_signed for one in page.model.sheet.rows)
    assert not page.act.isEnabled()
    sitting.collect(*files)
    secretary = sitting.secretary
    assert deciding.check_decisions(secretary.desk, secretary.round) == ()
    assert sitting.confirm() == (3, 0)
    assert sitting.line(0).decision == "NOT_SUPPORT"


def test_a_list_goes_out_and_comes_back(chair_at: Open, tmp_path: Path) -> None:
    bench = chair_at("five")
    page = opened(bench)
    path = tmp_path / "list.csv"
    page.model.write_list(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {one["decision"] for one in lines} == {"SUPPORT"}
    lines[0] |= {"decision": "RESERVE", "amount_fen": ""}
    write(path, lines)
    page.model.read_list(path)
    assert row(page, lines[0]["application"]).decision == "RESERVE"
    assert "清单填入 3 项" in page.done.text()
    for change, code in (({"application": "0" * 32}, "decide.list"), ({"decision": "MAYBE"}, "decide.word")):
        write(path, [lines[1] | {"decision": "NOT_SUPPORT"}, lines[2] | change])
        page.model.read_list(path)
        fault = page.error.fault
        assert fault is not None
        assert fault.code == code
        assert row(page, lines[1]["application"]).decision == "SUPPORT"


def write(path: Path, lines: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def test_the_round_chair_orders_equals(chair_at: Open, tmp_path: Path) -> None:
    """S10: nothing separates them but the round chair's word, which the secretary's ranking then follows."""
    bench = chair_at("equal")
    sitting, page = bench.sitting, opened(bench)
    groups = page.model.sheet.tied
    assert [len(group) for group in groups] == [2]
    assert "没有一条公布的规则" in detail(page, groups[0][0].application)
    press(bench, page, Qt.Key.Key_E)
    dialog = page.findChild(TiesDialog)
    assert dialog is not None
    first = dialog.order()
    bench.qtbot.keyClick(dialog.lists[0], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    turned = dialog.order()
    assert turned == (first[1], first[0])
    dialog.reject()
    page.order(turned, "", tmp_path / "out")
    (path,) = (tmp_path / "out").iterdir()
    assert [one.application for one in page.model.sheet.rows if one.application in turned] == list(turned)
    assert "总组长裁定" in detail(page, turned[1])
    sitting.collect(path)
    secretary = sitting.secretary
    with secretary.desk.vault.begin() as uow:
        assert len(tied_groups(uow, secretary.round, "M01")) == 1
    listed = [one.application for one in sitting_ranking(sitting) if one.application in turned]
    assert listed == list(turned)


def sitting_ranking(sitting: Sitting) -> tuple[RankLine, ...]:
    with sitting.secretary.desk.vault.begin() as uow:
        return current_aggregate(uow, sitting.secretary.round).pools[0].lines


def detail(page: DecidePage, application: str) -> str:
    """Return what the pane says of an application's place among equals."""
    at(page, application)
    return page.detail.parted.text()


def test_robustness_stands_beside_each_row(chair_at: Open) -> None:
    """A13: on whom it hangs, what other rules say, one expert's change."""
    bench = chair_at("five")
    page = opened(bench)
    application = bench.sitting.id(0)  # 70.00 on the pass line
    at(page, application)
    found = row(page, application).firmness
    assert found is not None
    assert found.is_near
    words = page.detail.firm.text()
    assert "距线 −0.01 分" in words
    for one in found.without:
        assert f"不计{one.code}" in words
    assert "一位专家改动即过线" in words


def test_nothing_of_what_the_chair_is_recused_on(
    chair_at: Open, sitting_at: Callable[[str], Sitting], tmp_path: Path
) -> None:
    made = sitting_at("aside")
    made.aggregate()
    bench = chair_at(sitting=made)
    page = opened(bench)
    assert {one.application for one in page.model.sheet.rows} == {made.id(1), made.id(2)}
    assert [one.place.rank for one in page.model.sheet.rows if one.place is not None] == [1, 2]
    page.model.write_list(tmp_path / "list.csv")
    assert made.id(0) not in (tmp_path / "list.csv").read_text("utf-8-sig")
    assert page.model.view is not None
    assert made.id(0) not in page.model.view.grounds
    assert made.id(0) not in page.model.view.firmness


def test_language_and_mode_change_in_place(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    bench.context.captions.set_language("en")
    assert page.bar.title.text() == "Budget and decisions"
    assert "Sign 3 decisions" in page.act.text()
    assert "support (proposed)" in str(page.rows.index(0, DECISION).data())
    bench.context.theme.set_mode("dark")
    assert bench.find(QLabel, "decideName").text()


def test_the_model_of_the_table(chair_at: Open, qtmodeltester: object) -> None:
    bench = chair_at("five")
    table: DecideTable = opened(bench).rows
    qtmodeltester.check(table)  # type: ignore[attr-defined]


def test_a_read_only_window_shows_and_signs_nothing(chair_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = chair_at("five")
    page = opened(bench)
    bench.person.desk.vault.writable = False
    page.model.refresh()
    application = bench.sitting.id(0)
    at(page, application)
    press(bench, page, Qt.Key.Key_4)
    assert row(page, application).origin == "proposed"
    assert not page.act.isEnabled()
    assert not page.detail.word.isEnabled()
    assert not bench.find(QAbstractButton, "decideImport").isEnabled()


@pytest.mark.parametrize(
    ("text", "value"),
    [("70", 7000), ("69.5", 6950), ("７１．２５", 7125), ("100", 10_000), ("0", 0)],
)
def test_points_as_typed(text: str, value: int) -> None:
    assert read_points(text) == value


@pytest.mark.parametrize("text", ["", "101", "70.123", "-1", "x", "7e1", "70.x", "1000"])
def test_what_is_no_number_of_points(text: str) -> None:
    assert read_points(text) is None


def test_the_commands_of_this_page_exist(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["decisions", "sign"], ["tie", "sign"], ["panel", "robustness"], ["panel", "what-if"]):
        assert main([*words, "--help"]) == 0
    assert "CSV" in capsys.readouterr().out.upper()

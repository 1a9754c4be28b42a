"""Decisions through the window: noted, tried, refused, ordered, signed as one list, read by the secretary."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from sitting_harness import CONFLICT, Sitting

from ui.cli.main import main
from ui.derivation_words import headings
from ui.models.chair_decide import DECISION, PLACE, UNIT, DecideTable
from ui.viewmodels.chair import decide
from ui.viewmodels.chair.decide_rows import DecideRow
from ui.views.ask import Question
from ui.views.chair.decide import DecidePage
from ui.views.chair.decide_bar import read_points
from ui.views.chair.derivation import DerivationDialog
from ui.views.chair.ties import TiesDialog
from zgc_review.aggregation.steps import Step
from zgc_review.domain.results import RankLine
from zgc_review.services import deciding
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.deliberating_ties import tied_groups
from zgc_review.services.derivation import Derivation
from zgc_review.services.derivation_line import explain_pool
from zgc_review.services.late_conflict import declare_late

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
    assert " · 拟" in str(page.rows.index(0, DECISION).data())
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


def test_a_tie_before_the_line_is_named_and_nothing_said_not_to_fit(chair_at: Open) -> None:
    """S02: equal ones wait for the round chair; what comes after them is not what the rest is short for."""
    bench = chair_at("five")
    page = opened(bench)
    sheet = page.model.sheet
    rows = [replace(one, place=one.place) for one in sheet.rows]
    lines = ("within", "tie_open", "beyond_budget")
    for n, line in enumerate(lines):
        place = rows[n].place
        assert place is not None
        rows[n] = replace(rows[n], place=msgspec.structs.replace(place, line=line))
    assert sheet.pool is not None
    pool = msgspec.structs.replace(sheet.pool, budget_fen=1_000 * WAN)
    page.bar.show_sheet(replace(sheet, rows=tuple(rows), pool=pool))
    assert "1 份并列待总组长裁定" in page.bar.line.text()
    assert "不够下一份" not in page.bar.line.text()


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
    heads = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert "第 1 组 · 最终分 70.00 · 全部平均 70.00" in heads, "every published key, none of which parts them"
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
    assert "一位专家改动即越过界线" in words
    assert "严苛度校正：未做（人人评过全部申报" in words


def said_in(page: DecidePage) -> str:
    """Return what the derivation on show says, and close it."""
    dialog = next(one for one in page.findChildren(DerivationDialog) if one.isVisible())
    words = f"{dialog.title.text()}\n{dialog.words()}"
    dialog.reject()
    return words


def test_enter_says_how_the_numbers_of_a_row_came(chair_at: Open) -> None:
    """Every number opens its derivation: value, rank and place as this page has them."""
    bench = chair_at("five")
    page = opened(bench)
    application = bench.sitting.id(0)
    at(page, application)
    press(bench, page, Qt.Key.Key_4)
    press(bench, page, Qt.Key.Key_Return)
    words = said_in(page)
    assert bench.sitting.application(0).number in words
    assert "四舍五入到两位 → 70.00" in words
    assert "未设预算：不支持" in words
    bench.click("decideHowRow")
    assert said_in(page) == words


def test_the_budget_line_opens_how_it_came(chair_at: Open) -> None:
    """S08, §9: amount by amount, and the fund; the same as the command says."""
    bench = chair_at("five")
    page = opened(bench)
    press(bench, page, Qt.Key.Key_L)
    words = said_in(page)
    total = sum(one.amount_fen or 0 for one in page.model.sheet.rows)
    assert "M01 池的预算线怎么算出来" in words
    assert f"线内 3 份合计 {total // WAN:,}.00 万元" in words
    assert "只按可见范围内的 3 份计算" in words
    assert "基金合计" in words
    desk, row = bench.person.desk, bench.person.round
    steps = explain_pool(desk, row, "M01").steps
    told = [line for _, lines in headings(bench.context.captions.texts, of_pool(steps)) for line in lines]
    assert all(line in words for line in told)
    press(bench, page, Qt.Key.Key_W)
    typed(bench, "tryBudget", f"{(total - WAN) // WAN}")
    bench.click("decideHow")
    tried = said_in(page)
    assert f"> {(total - WAN) // WAN:,}.00 → 超出预算" in tried
    page.table.setFocus()
    page.table.setCurrentIndex(page.rows.index(0, PLACE))
    press(bench, page, Qt.Key.Key_Return)
    assert said_in(page) == tried


def of_pool(steps: tuple[Step, ...]) -> Derivation:
    return Derivation("M01", "", steps, {}, {}, is_whole=False, subject="pool")


def test_the_reserve_list_stands_by_itself_in_order(chair_at: Open) -> None:
    """S08: 备选 in order of rank, with what is left for the first of it."""
    bench = chair_at("five")
    page = opened(bench)
    for n in (0, 1):
        at(page, bench.sitting.id(n))
        press(bench, page, Qt.Key.Key_3)
    assert [row(page, bench.sitting.id(n)).reserve for n in (0, 1, 2)] == [2, 1, None]
    assert str(page.rows.index(1, DECISION).data()) == "备选 1"
    press(bench, page, Qt.Key.Key_R)
    assert [one.application for one in page.rows.rows] == [bench.sitting.id(1), bench.sitting.id(0)]
    assert "备选名单 2 份" in page.bar.line.text()
    assert "备选名单第 1" in page.detail.facts.text()
    assert "签署 3 项结论" in page.act.text(), "what is signed does not depend on what is shown"
    assert page.go_to(bench.sitting.id(2)), "what is gone to is shown again"
    assert len(page.rows.rows) == 3
    assert page.bar.only.itemText(page.bar.only.currentIndex()) == "全部 3"
    press(bench, page, Qt.Key.Key_R)
    for n in (0, 1):
        at(page, bench.sitting.id(n))
        press(bench, page, Qt.Key.Key_1)
    assert len(page.rows.rows) == 3, "an empty list is never left on show"
    press(bench, page, Qt.Key.Key_R)
    assert len(page.rows.rows) == 3


def test_a_fund_over_its_year_names_its_pools(chair_at: Open) -> None:
    """Rules §9: over the year, naming the pools."""
    bench = chair_at("five")
    page = opened(bench)
    sheet = page.model.sheet
    assert sheet.fund is not None
    over = msgspec.structs.replace(sheet.fund, annual_fen=1, within=False)
    page.bar.show_sheet(replace(sheet, fund=over))
    total = sum(one.amount_fen or 0 for one in sheet.rows)
    assert f"M01 池 {total // WAN:,}.00 万元" in page.bar.fund.text()
    assert page.bar.fund.property("tone") == "danger"


def test_from_a_decision_to_its_discussion(chair_at: Open) -> None:
    bench = chair_at("five")
    page = opened(bench)
    at(page, bench.sitting.id(1))
    bench.click("decideDiscuss")
    assert bench.frame.page is bench.rooms.discussion_page
    item = bench.rooms.discussion.item
    assert item is not None
    assert item.application == bench.sitting.id(1)


def test_nothing_is_signed_while_something_is_under_way(chair_at: Open, tmp_path: Path) -> None:
    bench = chair_at("five")
    page = opened(bench)
    page.model.is_signing = True
    page.model.changed.emit()
    assert not page.act.isEnabled()
    assert "正在签署" in page.lacking.text()
    page.model.sign(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    page.model.is_signing = False
    page.model.changed.emit()
    assert page.act.isEnabled()


def test_a_large_panel_is_worked_out_as_a_job(chair_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing holds the window: the same numbers, and nothing is signed before they are there."""
    bench = chair_at("five")
    page = opened(bench)
    whole = page.model.sheet
    monkeypatch.setattr(decide, "AT_ONCE", 0)
    page.model.refresh()
    assert page.model.sheet == whole
    monkeypatch.setattr(bench.context.jobs, "run", lambda *_given, **_more: None)
    page.model.refresh()
    assert page.model.is_busy
    page.model.changed.emit()
    assert not page.act.isEnabled()


def test_c7_what_closes_meanwhile_leaves_the_page_at_once(chair_at: Open) -> None:
    """Rules §15, §4.2: a late conflict of the chair; before the page is read anew or even shown."""
    bench = chair_at("five")
    page = opened(bench)
    gone = bench.sitting.id(1)
    at(page, gone)
    bench.frame.turn("overview")
    declare_late(bench.person.desk, bench.person.round, gone, CONFLICT)
    bench.rooms.panel.load()
    assert page.model.sheet.rows == ()
    assert page.rows.rowCount() == 0
    again = opened(bench)
    assert {one.application for one in again.model.sheet.rows} == {bench.sitting.id(0), bench.sitting.id(2)}
    number = bench.sitting.application(1).number
    assert not [one for one in page.findChildren(QLabel) if number in one.text()]


def test_every_column_has_its_room(chair_at: Open) -> None:
    """States and numbers never end in an ellipsis, in English at 150 % neither (look.md §7)."""
    bench = chair_at("five")
    page = opened(bench)
    bench.context.captions.set_language("en")
    for factor, hidden in ((1.0, 0), (1.5, 4)):
        bench.context.theme.set_factor(factor)
        bench.qtbot.waitUntil(lambda: page.table.viewport().width() > 0)
        page.resizeEvent(QResizeEvent(page.size(), page.size()))
        head = page.table.horizontalHeader()
        assert head.hiddenSectionCount() == hidden
        assert head.length() == page.table.viewport().width()
        metrics = QFontMetrics(bench.context.theme.font("small"))
        words = bench.context.captions.texts.get("cli.line.beyond_budget")
        room = head.sectionSize(PLACE) - bench.context.theme.px(16)
        assert metrics.horizontalAdvance(words) <= room
        proposed = str(page.rows.index(0, DECISION).data())
        assert metrics.horizontalAdvance(proposed) <= head.sectionSize(DECISION) - bench.context.theme.px(16)


def test_the_applicant_has_the_room_that_states_leave(chair_at: Open) -> None:
    """A long name shows at 100 %, and at 150 % a name is there as long as it says anything."""
    bench = chair_at("five")
    page = opened(bench)
    head = page.table.horizontalHeader()
    needed = QFontMetrics(bench.context.theme.font("body")).horizontalAdvance("北京示例深海探测有限公司")
    bench.qtbot.waitUntil(lambda: head.sectionSize(UNIT) - bench.context.theme.px(16) >= needed)
    bench.context.theme.set_factor(1.5)
    page.resizeEvent(QResizeEvent(page.size(), page.size()))
    assert not page.table.isColumnHidden(UNIT)
    assert head.length() == page.table.viewport().width()


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
    assert "support · proposed" in str(page.rows.index(0, DECISION).data())
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
    for words in (["decisions", "sign"], ["tie", "sign"], ["panel", "robustness"], ["panel", "line"]):
        assert main([*words, "--help"]) == 0
    for words in (["panel", "what-if"], ["panel", "forms"], ["panel", "pictures"]):
        assert main([*words, "--help"]) == 0
    assert "CSV" in capsys.readouterr().out.upper()

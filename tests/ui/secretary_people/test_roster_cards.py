"""The roster with its findings and list hits; cards taken, compared, missing (rules §3.1, design §4.1)."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from people_bench import NAMES, Office, read_only, roster_record
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import World, new_person

from ui.context import Context
from ui.viewmodels.secretary.experts import fits
from ui.views.secretary.experts_import import ListImportDialog
from zgc_review.catalogue import load_shipped
from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.services import drawing
from zgc_review.services.roster_view import RosterLine

Open = Callable[[str], Office]


def workbook(folder: Path, records: list[dict[str, object]], kind: int = 1) -> Path:
    """Write a roster (1) or a list of bad credit records (2)."""
    path = folder / f"表{kind}-{len(records)}.xlsx"
    write_workbook(path, layouts(load_shipped(), ["M01-1"])[kind], records)
    return path


def listed(folder: Path, name: str) -> Path:
    """Write a list with one current entry under a name."""
    entry = {"name": name, "decision_no": "2026-7", "from": "2026-01-01"}
    return workbook(folder, [entry], 2)


def test_a_workbook_is_checked_first_and_kept_only_then(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("roster")
    pane = office.experts.roster_pane
    assert pane.people.rowCount() == 10
    records = [{**roster_record(n), "roster_no": f"N{n}"} for n in (1, 2)] + [{"roster_no": "N3"}]
    pane.check(workbook(tmp_path, records), "roster")
    dialog = office.dialog(ListImportDialog)
    assert "2 行可以导入，1 行阻断" in dialog.sum.text()
    table = dialog.findings
    assert str(table.index(0, 0).data()) == "阻断"
    assert str(table.index(0, 1).data()) == "5"
    assert dialog.text.text()
    assert dialog.remedy.text()
    assert len(office.experts.experts.lines) == 10
    office.click("listAct")
    assert "已导入 2 行，1 行没有导入" in dialog.sum.text()
    assert not dialog.act.isVisible()
    dialog.reject()
    assert pane.people.rowCount() == 12


def test_a_file_that_is_no_workbook_is_refused_in_place(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("roster")
    broken = tmp_path / "名册.xlsx"
    broken.write_bytes(b"PK\x03\x04 no workbook")
    office.experts.roster_pane.check(broken, "roster")
    dialog = office.dialog(ListImportDialog)
    assert not dialog.act.isEnabled()
    assert dialog.error.isVisible() or dialog.findings.rowCount()
    dialog.reject()


def test_the_roster_is_searched_and_filtered(office_at: Open) -> None:
    office = office_at("seated")
    office.rooms.go("roster")
    pane = office.experts.roster_pane
    pane.search.setText("第3所")
    pane.search.finish()
    assert [one.number for one in pane.people.rows] == ["E003"]
    pane.search.clear()
    pane.search.finish()
    pane.filter.setCurrentIndex(1)
    assert len(pane.people.rows) == 6
    loads = [str(pane.people.index(n, 4).data()) for n in range(6)]
    assert set(loads) == {"G01 · 2 份"}
    assert {str(pane.people.index(n, 5).data()) for n in range(6)} == {"1"}
    pane.filter.setCurrentIndex(2)
    assert len(pane.people.rows) == 2
    assert pane.count.text() == "2 / 8 位"


def test_five_thousand_people_are_filtered_within_100_ms(office_at: Open) -> None:
    office = office_at("taken")
    office.rooms.go("roster")
    model, pane = office.experts.experts, office.experts.roster_pane
    model.lines = tuple(
        RosterLine(f"E{n:05d}", f"专家{n}", f"第 {n % 97} 所", ("tech",), True, False, (), 0, 0, 0, 0)
        for n in range(5000)
    )
    model._texts = tuple(f"{one.number}\n{one.name}\n{one.employer}".casefold() for one in model.lines)
    begun = time.perf_counter()
    pane._fill()
    pane.search.setText("第 13 所")
    pane._fill()
    assert time.perf_counter() - begun < 0.2
    assert len(pane.people.rows) == 52
    assert pane.people.rowCount() == 52


def test_p10_a_namesake_on_the_list_is_cleared_with_a_reason(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("roster")
    pane = office.experts.roster_pane
    pane.check(listed(tmp_path, NAMES[2]), "integrity")
    office.click("listAct")
    office.dialog(ListImportDialog).reject()
    pane.filter.setCurrentIndex(3)
    assert [one.number for one in pane.people.rows] == ["E003"]
    assert pane.people.cell(pane.people.rows[0], 6).words == "不良记录 1 条"
    assert "E003" in pane.hit_words.text()
    assert not pane.clear.isEnabled()
    pane.reason.setText("出生年份不同")
    office.click("rosterClear")
    assert pane.told.text() == "已写明 E003 不是名单上的人"
    assert pane.people.cell(pane.people.rows[0], 6).words == "同名，已排除"
    assert not pane._bar.isVisible()


@pytest.mark.parametrize(
    ("kept", "numbers"),
    [("all", "abcd"), ("seated", "a"), ("free", "bcd"), ("hits", "bc"), ("out", "bd")],
)
def test_what_a_filter_keeps(kept: str, numbers: str) -> None:
    lines = [
        RosterLine("a", "", "", (), True, False, ("G01",), 1, 1, 0, 0),
        RosterLine("b", "", "", (), True, False, (), 0, 0, 2, 1),
        RosterLine("c", "", "", (), True, False, (), 0, 0, 1, 0),
        RosterLine("d", "", "", (), True, True, (), 0, 0, 0, 0),
    ]
    assert "".join(one.number for one in lines if fits(one, kept)) == numbers


def test_a_card_is_trusted_by_six_ticks_and_a_key(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("cards")
    bench = office.experts.cards_pane.bench
    person = new_person(tmp_path / "new", "n", "新来的人")
    path = tmp_path / "新.zgccard"
    path.write_bytes(person.card.payload)
    person.close()
    bench.take_in([path])
    assert bench.card is not None
    assert (bench.card.name, bench.card.trusted_at) == ("新来的人", None)
    digits = "".join(office.find(QLabel, f"checkGroup{n}").text() for n in range(1, 7))
    assert digits == person.card.fingerprint.replace(" ", "")
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_S):
        office.qtbot.keyClick(bench.check.digits.boxes[0], key)
    assert bench.card.trusted_at is None
    assert bench.check.lacking.text() == "还有 1 组没有核对"
    office.qtbot.keyClick(bench.check.digits.boxes[0], Qt.Key.Key_6)
    office.qtbot.keyClick(bench.check.digits.boxes[0], Qt.Key.Key_S)
    assert bench.card.trusted_at is not None
    assert bench.check.title.text() == "数字已核对"
    assert bench.told.text() == "新来的人 的键卡已核对"


def test_after_a_comparison_the_next_card_that_waits_is_on_show(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("cards")
    bench = office.experts.cards_pane.bench
    paths = []
    for name in ("甲先生", "乙女士"):
        person = new_person(tmp_path / name, "n", name)
        paths.append(tmp_path / f"{name}.zgccard")
        paths[-1].write_bytes(person.card.payload)
        person.close()
    bench.take_in(paths)
    compared = []
    for _ in paths:
        assert bench.card is not None
        compared.append(bench.card.name)
        assert not any(box.isChecked() for box in bench.check.digits.boxes)
        for key in (*range(Qt.Key.Key_1, Qt.Key.Key_6 + 1), Qt.Key.Key_S):
            office.qtbot.keyClick(bench.check.digits.boxes[0], Qt.Key(key))
        assert bench.told.text() == f"{compared[-1]} 的键卡已核对"
    assert sorted(compared) == ["乙女士", "甲先生"]
    assert bench.card is not None
    assert (bench.card.name, bench.card.trusted_at is not None) == (compared[-1], True)


def test_digits_that_differ_leave_the_card_out_even_if_ticked_after_it(
    office_at: Open, tmp_path: Path
) -> None:
    office = office_at("taken")
    office.rooms.go("cards")
    bench = office.experts.cards_pane.bench
    person = new_person(tmp_path / "new", "n", "新来的人")
    path = tmp_path / "新.zgccard"
    path.write_bytes(person.card.payload)
    person.close()
    bench.take_in([path])
    office.qtbot.keyClick(bench.check.digits.boxes[0], Qt.Key.Key_D)
    assert bench.check.stop.isVisible()
    for key in (
        Qt.Key.Key_1,
        Qt.Key.Key_2,
        Qt.Key.Key_3,
        Qt.Key.Key_4,
        Qt.Key.Key_5,
        Qt.Key.Key_6,
        Qt.Key.Key_S,
    ):
        office.qtbot.keyClick(bench.check.agree, key)
    assert bench.card is not None
    assert bench.card.trusted_at is None


def test_cards_are_dropped_and_what_is_no_card_is_named(office_at: Open, tmp_path: Path) -> None:
    office = office_at("taken")
    office.rooms.go("cards")
    bench = office.experts.cards_pane.bench
    person = new_person(tmp_path / "new", "n", "新来的人")
    folder = tmp_path / "usb"
    folder.mkdir()
    (folder / "好.zgccard").write_bytes(person.card.payload)
    (folder / "坏.zgccard").write_bytes(b"no card")
    person.close()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder))])
    act, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), act, data, button, none)
    bench.dragEnterEvent(entering)
    assert entering.isAccepted()
    bench.dropEvent(QDropEvent(QPointF(9, 9), act, data, button, none))
    assert bench.told.text() == "收下 1 张新键卡 · 1 个文件不是键卡"
    assert bench.error.isVisible()
    bench.take_in([folder / "好.zgccard", tmp_path / "没有.zgccard"])
    assert bench.told.text() == "收下 0 张新键卡 · 1 张已经收过 · 1 个文件不是键卡"


def test_after_the_draw_the_missing_cards_are_listed(office_at: Open) -> None:
    office = office_at("taken")
    office.rooms.go("cards")
    pane = office.experts.cards_pane
    assert not pane.missing_title.isVisible()
    row = office.rooms.board.session.row
    drawing.begin(office.desk, row)
    drawing.say_words(office.desk, row, "secretary", "中关村 西山")
    drawing.say_words(office.desk, row, "observer", "立冬 2026 梧桐")
    drawing.run(office.desk, row)
    pane.entered()
    assert pane.missing_title.text() == "入选专家的键卡都已核对"
    with office.desk.vault.begin() as uow:
        first = pane.model.due.owners[0].cards[0].card_id
    database = office.world.secretary.store.database
    with database.begin() as connection:
        connection.exec_driver_sql("UPDATE known_cards SET trusted_at = NULL WHERE card_id = ?", (first,))
        connection.commit()
    assert uow is not None
    pane.entered()
    assert pane.missing_title.text() == "1 位入选专家还缺键卡"
    assert pane.missing.cell(pane.missing.rows[0], 3).words == "没有核对"
    pane.bench.table.choose(3)
    office.qtbot.mouseClick(
        pane.table.viewport(),
        Qt.MouseButton.LeftButton,
        pos=pane.table.visualRect(pane.missing.index(0, 1)).center(),
    )
    assert pane.bench.card is not None
    assert pane.bench.card.card_id == first


def test_a_vault_that_can_only_be_looked_at_offers_no_act(
    context: Context, qtbot: QtBot, world_at: Callable[[str], World]
) -> None:
    world = world_at("taken")
    desk = read_only(world)
    office = Office(context, qtbot, world, desk)
    for code, names in (
        ("roster", ("rosterTake", "rosterListed")),
        ("cards", ("cardsTake",)),
        ("draw", ("poolBegin",)),
        ("distribute", ("assignAct",)),
        ("consent", ("caseAct:card", "caseAct:absent", "versionWrite")),
    ):
        office.rooms.go(code)
        for name in names:
            assert not office.find(QAbstractButton, name).isEnabled(), name
    office.program.lock()
    desk.vault.close()


def test_models_hold_what_qt_asks_of_them(office_at: Open, qtmodeltester: ModelTester) -> None:
    office = office_at("taken")
    office.rooms.go("roster")
    office.rooms.go("cards")
    qtmodeltester.check(office.experts.roster_pane.people)
    qtmodeltester.check(office.experts.cards_pane.bench.cards)

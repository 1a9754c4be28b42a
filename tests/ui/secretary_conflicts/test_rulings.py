"""Rulings by two, void sheets, missing lists and pleas, each at the secretary's desk (rules §4.2, F13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from services_harness import Person, World

from ui.views.secretary.rulings_void import VoidDialog
from zgc_review.domain.states import SheetStatus
from zgc_review.services.members import closed_to
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling_signing import sign_ruling
from zgc_review.services.voiding import sign_void, void_sheets

if TYPE_CHECKING:
    from conftest import Bench

Seat = Callable[..., "Bench"]


@pytest.fixture
def desk(seat: Seat, waiting: World) -> Bench:
    """Return the window at the rulings of that round."""
    bench = seat(waiting.secretary.desk)
    bench.page.turn(1)
    return bench


def told(table: object) -> list[list[str]]:
    """Return every cell of a table."""
    return [
        [str(table.index(row, column).data()) for column in range(table.columnCount())]  # type: ignore[attr-defined]
        for row in range(table.rowCount())  # type: ignore[attr-defined]
    ]


def closed(world: World, person: Person) -> dict[str, SheetStatus]:
    """Return what is closed to a member."""
    with world.secretary.desk.vault.begin() as uow:
        row = world.secretary.round
        return closed_to(uow, row, state_of(uow, row), person.code)


def ruled_by_chair(world: World, answer: str, person: Person) -> None:
    """Let the chair sign a ruling and the secretary collect it."""
    chair = world.experts[0]
    act = sign_ruling(
        chair.desk,
        chair.round,
        world.ids()[0],
        person.code,
        "R12",
        answer,
        world.folder / "rulings",  # type: ignore[arg-type]
    )
    assert act.path is not None
    (arrival,) = world.collect([act.path])
    assert arrival.outcome == "new", arrival.error


def test_what_waits_says_rule_reason_who_signs_and_who_judges_then(desk: Bench, waiting: World) -> None:
    pane, unsure, chair = desk.page.rulings_pane, waiting.experts[1], waiting.experts[0]
    (row,) = told(pane.waiting)
    assert row[:3] == ["ZGC-0001", unsure.code, "R12"]
    assert row[4] == f"秘书01 · {chair.code}"
    said = " ".join(one.text() for one in pane.detail.findChildren(QLabel))
    assert "参与过指南讨论，请裁定" in said
    assert f"由 秘书01 和 {chair.code} 两人签署" in said
    assert "现在 4 人评审，计入评分单 1 份。\n准予参加后 5 人，回避后 4 人。" in said
    assert pane.tabs.tabText(0) == "等待裁定 1"


def test_what_waits_is_listed_by_number(desk: Bench) -> None:
    """The ids of applications are random: their order would tell nothing."""
    pane = desk.page.rulings_pane
    assert pane._book is not None
    (one,) = pane._book.waiting
    pane._show(replace(pane._book, waiting=(replace(one, number="ZGC-0009"), one)))
    assert [row[0] for row in told(pane.waiting)] == ["ZGC-0001", "ZGC-0009"]


def test_a_ruling_is_asked_signed_and_waits_for_the_second(desk: Bench, waiting: World) -> None:
    pane, unsure, chair = desk.page.rulings_pane, waiting.experts[1], waiting.experts[0]
    desk.click("rulingClosed")
    said = desk.agree()
    assert f"裁定 {unsure.code} 回避 ZGC-0001？" in said
    assert "剩 4 人（最低 3 人）" in said
    (row,) = told(pane.waiting)
    assert row[3:] == ["秘书01", chair.code]
    assert "秘书01 已签署" in desk.find(QLabel, "rulingWho").text()
    assert closed(waiting, unsure) == {waiting.ids()[0]: SheetStatus.PENDING}
    ruled_by_chair(waiting, "closed", unsure)
    desk.page.rulings.load()
    assert told(pane.waiting) == []
    assert pane.empty.isVisible()
    pane.tabs.setCurrentIndex(1)
    (line,) = told(pane.ruled)
    assert line[:4] == ["ZGC-0001", unsure.code, "回避", "R12"]
    assert closed(waiting, unsure) == {waiting.ids()[0]: SheetStatus.RECUSED}


def test_where_two_differ_it_is_a_recusal_and_open_needs_both(desk: Bench, waiting: World) -> None:
    unsure = waiting.experts[1]
    ruled_by_chair(waiting, "open", unsure)
    desk.page.rulings.load()
    desk.click("rulingOpen")
    desk.agree()
    assert closed(waiting, unsure) == {}
    desk.page.rulings_pane.tabs.setCurrentIndex(1)
    assert told(desk.page.rulings_pane.ruled)[0][2] == "准予参加"


def test_going_back_signs_nothing(desk: Bench, waiting: World) -> None:
    desk.click("rulingOpen")
    desk.question().reject()
    assert told(desk.page.rulings_pane.waiting)[0][3] == "—"


def test_the_second_signature_is_collected_elsewhere(desk: Bench) -> None:
    asked: list[bool] = []
    desk.page.collect_asked.connect(lambda: asked.append(True))
    desk.click("rulingsCollect")
    assert asked == [True]


def test_a_sheet_is_declared_void_by_both_and_only_then(desk: Bench, waiting: World) -> None:
    pane, scored, chair = desk.page.rulings_pane, waiting.experts[2], waiting.experts[0]
    desk.click("rulingsVoid")
    dialog = next(one for one in desk.shell.findChildren(VoidDialog) if one.isVisible())
    assert not dialog.look.isEnabled()
    assert not dialog.act.isVisible()
    dialog.number.setText("ZGC-0002")
    dialog.code.setCurrentText(waiting.experts[3].code)
    desk.click("voidLook")
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "void.sheet"
    dialog.code.setCurrentText(scored.code)
    desk.click("voidLook")
    said = desk.find(QLabel, "voidFollows").text()
    assert "现在计入 1 份评分单" in said
    assert "计入 0 份" in said
    assert "不足最低 3 份" in said
    assert dialog.act.x() - dialog.back.geometry().right() - 1 == pane.context.theme.px(32)  # look.md §1
    dialog.ground.setCurrentIndex(1)
    desk.click("voidAct")
    assert not dialog.isVisible()
    pane.tabs.setCurrentIndex(2)
    assert not pane._edge.isVisible()  # no line beside nothing
    (line,) = told(pane.voids)
    assert line[:4] == ["ZGC-0002", scored.code, "初评", "诚信作废"]
    assert line[5] == f"等待 {chair.code}"
    row, desk_ = waiting.secretary.round, waiting.secretary.desk
    with desk_.vault.begin() as uow:
        assert void_sheets(uow, row, state_of(uow, row)) == {}
    act = sign_void(
        chair.desk, chair.round, waiting.ids()[1], scored.code, pane.voids.row(0).sheet, "integrity",
        waiting.folder / "voids",
    )  # fmt: skip
    assert act.path is not None
    waiting.collect([act.path])
    desk.page.rulings.load()
    assert told(pane.voids)[0][5] == "已作废"


def test_missing_lists_and_pleas_of_everybody(desk: Bench, waiting: World) -> None:
    desk.page.turn(2)
    pane = desk.page.pleas_pane
    missing = told(pane.missing)
    assert {one[0] for one in missing} == {"专家", "申报"}
    assert "未提供不等于没有关系" in desk.find(QLabel, "missingLists").text()
    pleas = {one[0]: one for one in told(pane.pleas)}
    assert len(pleas) == 5
    scored = waiting.experts[2]
    assert pleas[scored.code][1] == "有请托"
    assert [one[1] for code, one in pleas.items() if code != scored.code] == ["未交"] * 4
    assert desk.find(QLabel, "pleasCount").text() == "已交 1 / 5 · 有请托 1"
    pane.pleas_table.choose([one[0] for one in told(pane.pleas)].index(scored.code))
    assert "电话打听评分" in desk.find(QLabel, "pleasText").text()


def test_f04_to_f06_are_printed_into_a_folder(desk: Bench, waiting: World, tmp_path: Path) -> None:
    desk.page.turn(2)
    pane = desk.page.pleas_pane
    pane.print_into(tmp_path / "forms")
    forms = sorted(one.name for one in (tmp_path / "forms").iterdir())
    assert f"F04-{waiting.experts[1].code}.pdf" in forms
    assert any(one.startswith("F05-") for one in forms)
    assert f"已打印 {len(forms)} 份" in desk.find(QLabel, "formsTold").text()
    blocked = tmp_path / "file"
    blocked.write_text("x")
    pane.print_into(blocked)
    assert pane.error.isVisible()


def test_a_vault_that_can_only_be_read_signs_nothing(
    seat: Seat, waiting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = seat(waiting.secretary.desk)
    monkeypatch.setattr(type(bench.session), "writable", property(lambda _self: False))
    bench.page.turn(1)
    pane = bench.page.rulings_pane
    assert not pane.detail.open.isEnabled()
    assert not pane.detail.closed.isEnabled()
    assert not pane.void.isEnabled()


def test_the_language_changes_every_word(desk: Bench) -> None:
    desk.session.context.captions.set_language("en")
    pane = desk.page.rulings_pane
    assert pane.tabs.tabText(0) == "Waiting 1"
    assert "Reviewing now: 4" in desk.find(QLabel, "rulingHeads").text()
    desk.page.turn(2)
    assert desk.find(QLabel, "pleasCount").text() == "1 of 5 given · 1 reported"


def test_every_control_of_every_tab_has_a_name_in_both_languages(desk: Bench) -> None:
    for language in ("en", "zh_CN"):
        desk.session.context.captions.set_language(language)
        for n in range(3):
            desk.page.turn(n)
            for one in desk.page.findChildren(QWidget):
                if isinstance(one, QAbstractButton) and one.isVisibleTo(desk.page):
                    assert one.accessibleName() or one.text(), one.objectName()
                if isinstance(one, QAbstractItemView | QLineEdit | QComboBox) and one.objectName():
                    assert one.accessibleName() or one.window() is not desk.shell, one.objectName()

"""An expert's whole way by keys alone (U4, look.md §8): package, declaration, sheets, lock, return."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from key_tours import answer, round_act, said
from keys_bench import Seat, take_seat
from keys_only import CTRL, SHIFT, Key, faults
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, Person, World

import ui.media
from ui.context import Context
from ui.views.declare import DeclareScreen
from ui.views.score import ScoreScreen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[[Person], Seat]
OPINION = "该项目技术路线清楚，团队配置完整，市场前景较好，建议在合同中明确阶段指标与经费用途。"
COMMENT = "有第三方检测报告和用户证明支撑，依据充分。"


@pytest.fixture
def opened(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens an expert's window, at rounds and packages."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Seat] = []

    def give(person: Person) -> Seat:
        made.append(take_seat(context, qtbot, person.desk))
        return made[-1]

    yield give
    for one in made:
        one.program.lock()


def declare(seat: Seat) -> None:
    """Answer line by line: one is left to the key for the rest, one is a conflict with its reason."""
    keys = seat.keys
    shown = seat.program.shell.screen
    assert isinstance(shown, DeclareScreen)
    assert keys.focus.objectName() == "declareGrid"
    assert faults(keys.shell) == []
    keys.to("declareGrid")
    keys.press(Key.Key_Home, held=CTRL)
    keys.press(Key.Key_Right, Key.Key_Right)
    keys.press(Key.Key_2, Key.Key_2)
    keys.press(Key.Key_Space, held=SHIFT)
    keys.press(Key.Key_1)
    assert keys.focus.objectName() == "detailReason"
    keys.type("2025 年为其做过检测咨询")
    assert keys.press(Key.Key_Escape).objectName() == "declareGrid", "Esc goes back, the reason stays"
    keys.press(Key.Key_Space, held=SHIFT)
    keys.act("declareRest")
    keys.agree()
    assert keys.focus.objectName() in {"declareGrid", "declareSign"}
    keys.act("declareSign")
    assert keys.press(Key.Key_Escape).objectName() == "declareSign"
    keys.press(Key.Key_Return)
    keys.agree()


def fill(seat: Seat, percents: tuple[int | None, ...]) -> None:
    """Fill the sheet on show: percents, comments where they are due, a criterion that does not apply."""
    keys = seat.keys
    for percent in percents:
        if percent is None:
            keys.press(Key.Key_X)
            keys.type("不涉及")
            keys.press(Key.Key_Return, held=CTRL)
            continue
        assert keys.focus.objectName() == "percent"
        keys.spell(str(percent))
        if percent >= 90:
            assert keys.press(Key.Key_M).objectName() == "comment"
            keys.type(COMMENT)
            keys.press(Key.Key_Escape)
        keys.press(Key.Key_Return)
    assert keys.focus.objectName() == "overall"
    keys.type(OPINION)
    assert keys.press(Key.Key_Escape).objectName() == "recommend0"
    keys.press(Key.Key_Space)
    keys.to("integrity0")
    keys.press(Key.Key_Space)


def cite(seat: Seat) -> None:
    """Turn to the second document and cite its page for the open criterion; go back to it by G."""
    shown = seat.program.shell.screen
    assert isinstance(shown, ScoreScreen)
    keys = seat.keys
    seat.wait(lambda: shown.documents.current() is not None)
    keys.press(Key.Key_2, held=CTRL)
    seat.wait(lambda: shown.documents.current() is not None and shown.documents.current()[0] == 2)  # type: ignore[index]
    keys.press(Key.Key_Q)
    (page,) = shown.model.sheet.body.pages
    assert page.document == shown.model.sheet.content.documents[1].plain
    keys.press(Key.Key_G)


def test_u4_an_expert_goes_from_the_package_to_the_return_by_keys_alone(
    opened: Open, at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = at("packed")
    person = world.experts[1]
    seat = opened(person)
    keys = seat.keys
    assert keys.focus.objectName() == "homeChoose"
    answer(monkeypatch, world.package)
    assert keys.press(Key.Key_Return).objectName() == "codeField"
    assert faults(keys.shell) == []
    keys.to("codeField")
    code = world.code(2)
    keys.spell(code[:-1] + str((int(code[-1]) + 1) % 10))
    assert keys.press(Key.Key_Return).objectName() == "codeField", "to be put right"
    assert len(said(keys)) == 1
    keys.spell(code)
    assert keys.press(Key.Key_Return).objectName() == "openedEnter"
    keys.press(Key.Key_Return)
    assert seat.screen == "pledge"
    assert keys.shell.isAncestorOf(keys.focus)
    assert keys.focus.objectName() == "pledgeSign"
    assert faults(keys.shell) == []
    keys.act("pledgeSign")
    declare(seat)
    assert seat.screen == "score"
    assert keys.focus.objectName() == "percent"
    cite(seat)
    fill(seat, (85, 95, 70, None, 77))
    keys.press(Key.Key_N)
    fill(seat, (80, 78, 70, 66, 77))
    late(seat)
    finish(seat, tmp_path, monkeypatch)


def late(seat: Seat) -> None:
    """A conflict comes up late, at the sheet on show: its reason is typed, Esc loses nothing, it closes."""
    keys = seat.keys
    assert keys.focus.objectName() == "integrity0"
    keys.press(Key.Key_R)
    assert keys.window.objectName() == "lateConflict"
    assert faults(keys.window) == []
    keys.pick("late:rule", "R09")
    keys.to("late:yes")
    keys.press(Key.Key_Right)
    assert keys.focus.objectName() == "late:unsure"
    keys.press(Key.Key_Left)
    field = keys.to("lateReason")
    keys.type("2025 年为其做过检测咨询")
    assert isinstance(field, QPlainTextEdit)
    assert keys.press(Key.Key_Escape).objectName() == "questionBack"
    assert field.toPlainText()
    keys.act("questionAct")
    assert keys.window is keys.shell


def finish(seat: Seat, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check, lock by passphrase, say that nobody asked a favour, write the files."""
    keys = seat.keys
    if seat.screen == "score":
        seat.press(Key.Key_Tab)
        keys.act("nextApplication")
    assert seat.screen == "review"
    assert keys.focus.objectName() == "reviewList"
    assert faults(keys.shell) == []
    keys.to("reviewList")
    keys.press(Key.Key_V)
    assert keys.press(Key.Key_Escape).objectName() == "reviewList"
    assert keys.act("reviewLockAll").objectName() == "signPassphrase"
    assert faults(keys.window) == []
    keys.to("signPassphrase")
    keys.type(PASSPHRASE)
    assert keys.press(Key.Key_Return).objectName() == "questionAct", "Enter leads on and locks nothing"
    keys.press(Key.Key_Return)
    assert seat.screen == "giveBack"
    assert keys.focus.objectName() == "returnWrite"
    assert faults(keys.shell) == []
    keys.act("returnPleasAct")
    assert faults(keys.window) == []
    assert keys.to("pleasNone").objectName() == "pleasNone"
    keys.press(Key.Key_Space)
    keys.act("questionAct")
    assert keys.focus.objectName() == "returnPleasAct"
    stick = folder / "U盘"
    stick.mkdir()
    answer(monkeypatch, stick)
    assert keys.act("returnWrite").objectName() == "returnWrite"
    assert list(stick.glob("*.zgcscore"))
    assert said(keys) == []


def test_u4_pleas_are_told_by_keys_alone_and_no_key_loses_them(
    opened: Open, at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Enter in a line goes on to the act, Esc to the way back: neither takes away what was told."""
    world = at("written")
    seat = opened(world.experts[1])
    keys = seat.keys
    keys.to(round_act(keys))
    seat.press(Key.Key_Return)
    seat.press(Key.Key_Tab)
    keys.act("nextApplication")
    keys.act("reviewLockAll")
    assert seat.screen == "giveBack"
    keys.act("returnPleasAct")
    keys.to("pleasNone")
    keys.press(Key.Key_Space)
    assert keys.press(Key.Key_Down).objectName() == "pleasSome"
    keys.press(Key.Key_Space)
    assert faults(keys.window) == []
    keys.to("plea:at:1")
    keys.type("2026-11-20 晚")
    keys.press(Key.Key_Tab)
    keys.type("电话")
    assert keys.press(Key.Key_Return).objectName() == "plea:means:1", "nothing may be signed yet"
    keys.to("pleaContent1")
    keys.type("打听评审专家名单")
    assert keys.press(Key.Key_Escape).objectName() == "questionBack"
    keys.to("pleasAdd")
    assert keys.press(Key.Key_Return).objectName() == "plea:at:2"
    assert faults(keys.window) == []
    keys.to("pleaContent2")
    keys.type("再次打听")
    keys.to("plea:person:2")
    keys.type("某单位")
    assert keys.press(Key.Key_Return).objectName() == "questionAct"
    assert keys.press(Key.Key_Return).objectName() == "returnPleasAct"
    answer(monkeypatch, tmp_path / "sheets.pdf")
    keys.act("returnSheetsAct")
    assert (tmp_path / "sheets.pdf").read_bytes().startswith(b"%PDF")


def test_u4_a_locked_sheet_is_opened_again_by_keys_alone(opened: Open, at: Callable[[str], World]) -> None:
    """By the menu of the sheet; Esc keeps the reason until it is left twice."""
    seat = opened(at("written").experts[1])
    keys = seat.keys
    keys.to(round_act(keys))
    seat.press(Key.Key_Return)
    shown = seat.program.shell.screen
    assert isinstance(shown, ScoreScreen)
    assert shown.model.sheet.content.is_locked
    seat.press(Key.Key_Tab)
    keys.to("sheetMenu")
    seat.press(Key.Key_Return)
    menu = QApplication.activePopupWidget()
    assert menu is not None, "Enter opens the menu as Space does"
    for key in (Key.Key_Down, Key.Key_Return):
        seat.qtbot.keyClick(menu, key)
    keys.settle()
    assert keys.focus.objectName() == "reopenReason"
    assert faults(keys.window) == []
    keys.to("reopenReason")
    keys.type("复核后改正")
    assert keys.press(Key.Key_Escape).objectName() == "reopenBack"
    keys.act("reopenAct")
    assert not shown.model.sheet.content.is_locked
    assert keys.focus.objectName() == "overall", "nothing is missing: the opinion is open"

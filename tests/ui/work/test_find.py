"""Ctrl K: from every screen of a round to an application (look.md §8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import World
from work_window import Window

from ui.context import Context
from ui.models.found import FoundModel
from ui.viewmodels.finding import Findable
from ui.viewmodels.home import heads
from ui.views.declare import DeclareScreen
from ui.views.find_dialog import FindDialog
from ui.views.frame import RoleFrame
from ui.views.program import Program
from ui.views.review import ReviewScreen
from ui.views.score import ScoreScreen
from ui.views.shell import Shell
from ui.views.work_list import WorkListScreen

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def palette(shell: Shell) -> FindDialog:
    return next(one for one in shell.findChildren(FindDialog) if one.isVisible())


def call(window: Window) -> FindDialog:
    window.shell.activateWindow()
    window.qtbot.waitUntil(window.shell.isActiveWindow)
    window.press(KEY.Key_K, CTRL)
    return palette(window.shell)


def test_a_few_letters_and_enter_open_the_sheet(window: Window) -> None:
    found = call(window)
    assert found.found.rowCount() == 24
    window.qtbot.keyClicks(found.field, "00022")
    assert [one.key for one in found.found.found] == ["ZGC-00022"]
    window.press(KEY.Key_Return)
    shown = window.screen(ScoreScreen).model.current
    assert shown is not None
    assert shown.number == "ZGC-00022"


def test_arrows_choose_while_the_field_keeps_the_focus(window: Window) -> None:
    found = call(window)
    found.field.setText("芯片")
    assert found.found.rowCount() > 2
    window.press(KEY.Key_Down)
    window.press(KEY.Key_Down)
    assert found.field.hasFocus()
    wanted = found.found.found[2].target
    window.press(KEY.Key_Enter)
    shown = window.screen(ScoreScreen).model.current
    assert shown is not None
    assert shown.application_id == wanted


def test_it_opens_inside_a_text_and_the_text_stays(window: Window) -> None:
    screen = window.screen(ScoreScreen)
    window.press(KEY.Key_M)
    window.qtbot.keyClicks(QApplication.focusWidget(), "abc")
    call(window)
    window.press(KEY.Key_Escape)
    assert screen.rubric.pane.comment.field.toPlainText() == "abc"
    assert window.screen(ScoreScreen) is screen


def test_a_second_press_opens_no_second_palette(window: Window) -> None:
    call(window)
    window.press(KEY.Key_K, CTRL)
    assert len(window.shell.findChildren(FindDialog)) == 1


def test_a_closed_application_is_found_by_number_alone(window: Window) -> None:
    found = call(window)
    found.field.setText("00006")
    (only,) = found.found.found
    assert (only.key, only.text) == ("ZGC-00006", "")
    window.press(KEY.Key_Return)
    assert not window.screen(ScoreScreen).model.sheet.is_open


def test_nothing_found_is_said_and_enter_does_nothing(window: Window) -> None:
    found = call(window)
    found.field.setText("没有这样的")
    assert found.none.isVisible()
    window.press(KEY.Key_Return)
    assert found.isVisible()
    window.press(KEY.Key_Escape)
    window.qtbot.waitUntil(lambda: not window.shell.findChildren(FindDialog))


def test_the_list_and_the_check_go_to_their_own_row(window: Window) -> None:
    window.press(KEY.Key_L)
    found = call(window)
    found.field.setText("00015")
    window.press(KEY.Key_Return)
    page = window.screen(WorkListScreen)
    assert page.open.text().endswith("ZGC-00015")
    window.rooms.show_review()
    found = call(window)
    found.field.setText("00015")
    window.press(KEY.Key_Return)
    review = window.screen(ReviewScreen)
    row = review.table.currentIndex().row()
    assert review.model.lines[row].application.number == "ZGC-00015"


def test_a_screen_without_a_list_of_its_own_leaves_for_the_sheet(window: Window) -> None:
    window.rooms.show_give_back()
    found = call(window)
    found.field.setText("00010")
    window.press(KEY.Key_Return)
    shown = window.screen(ScoreScreen).model.current
    assert shown is not None
    assert shown.number == "ZGC-00010"


def test_before_the_declaration_nothing_is_found(open_vault: Callable[..., Window]) -> None:
    """Acceptance C8: without a declaration no content opens."""
    window = open_vault(declared=False)
    window.rooms.session.choose(heads(window.desk)[0])
    window.rooms.show_declare()
    window.screen(DeclareScreen)
    found = call(window)
    assert found.found.rowCount() == 0
    assert found.none.text() == window.context.captions.cap("find.here")


def test_outside_a_round_it_does_nothing(open_vault: Callable[..., Window]) -> None:
    window = open_vault()
    window.press(KEY.Key_K, CTRL)
    assert window.shell.findChildren(FindDialog) == []


def test_locking_takes_it_away_with_its_names(window: Window) -> None:
    call(window)
    window.program.lock()
    window.qtbot.waitUntil(lambda: not window.shell.findChildren(FindDialog))


def test_the_secretary_finds_applications_and_codes(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    """Rules §15: experts appear by code."""
    world = at("packed")
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    desk = world.secretary.desk
    program._enter(desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(desk)[0])
    with desk.vault.begin() as uow:
        names = [one.name for one in uow.seats.all(world.secretary.round.round_id)]
    qtbot.keyClick(shell, KEY.Key_K, CTRL)
    found = palette(shell)
    said = " ".join(f"{one.key} {one.text}" for one in found.found.found)
    assert "专家01" in said
    assert "ZGC-0001" in said
    assert names
    assert not any(name in said for name in names)
    found.field.setText("专家02")
    qtbot.keyClick(found.field, KEY.Key_Return)
    frame = shell.screen
    assert isinstance(frame, RoleFrame)
    assert frame.page is frame.pages["conflicts"]
    program.lock()


def test_ten_thousand_things_are_found_while_typing(qtmodeltester: ModelTester) -> None:
    things = [Findable(f"ZGC-{n:05d}", f"北京示例{n % 97}有限公司", str(n)) for n in range(10_000)]
    model = FoundModel(things)
    model.find("示例96 zgc-00")
    assert all("示例96" in one.text for one in model.found)
    model.find("ZGC-00")
    assert model.found[0].key.startswith("ZGC-00")
    model.find("zgc-0012")
    assert model.rowCount() == 10
    qtmodeltester.check(model)

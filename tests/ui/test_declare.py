"""Pledge and declaration through the windows, by keyboard (rules §4.1, look.md §8)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context
from ui.models.declare_grid import FIRST_RULE, STATE
from ui.views.declare import DeclareScreen
from ui.views.pledge import PledgeScreen
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services import declaring


@pytest.fixture
def program(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Program:
    """Return a program in which an expert has opened the package and entered the round."""
    shell = Shell(context)
    qtbot.addWidget(shell)
    made = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    made._enter(at("opened").experts[1].desk)
    button = next(one for one in shell.findChildren(QPushButton) if one.objectName().startswith("round:"))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return made


def declare_screen(program: Program, qtbot: QtBot) -> DeclareScreen:
    pledge = program.shell.screen
    assert isinstance(pledge, PledgeScreen)
    qtbot.keyClick(pledge.sign, Qt.Key.Key_Space)
    screen = program.shell.screen
    assert isinstance(screen, DeclareScreen)
    return screen


def agree(program: Program, qtbot: QtBot) -> None:
    dialog = next(one for one in program.shell.findChildren(QDialog, "question") if one.isVisible())
    act = dialog.findChild(QPushButton, "questionAct")
    assert act is not None
    qtbot.mouseClick(act, Qt.MouseButton.LeftButton)


def test_the_pledge_comes_first_and_the_grid_starts_unanswered(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    assert screen.model.open_cells == 3 * 18
    assert not screen.sign.isEnabled()
    assert screen.table.currentIndex().column() == FIRST_RULE


def test_digits_answer_and_shift_space_answers_the_rest(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    qtbot.keyClick(screen.table, Qt.Key.Key_2)
    assert screen.model.open_cells == 53
    assert screen.table.currentIndex().column() == FIRST_RULE + 1
    qtbot.keyClick(screen.table, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert screen.model.open_cells == 36
    assert screen.table.currentIndex().row() == 1
    qtbot.keyClick(screen, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert screen.model.open_cells == 53


def test_another_language_and_the_lists_leave_cell_and_reason_where_they_are(
    program: Program, qtbot: QtBot
) -> None:
    """Words change and what the private lists say arrives: neither takes the field away from who types."""
    screen = declare_screen(program, qtbot)
    screen.table.setCurrentIndex(screen.grid.index(1, FIRST_RULE + 3))
    qtbot.keyClick(screen.table, Qt.Key.Key_1)
    qtbot.keyClicks(screen.detail.reason, "half a rea")
    for change in (program.shell.header.language.click, screen.model.match):
        change()
        here = screen.table.currentIndex()
        assert (here.row(), here.column()) == (1, FIRST_RULE + 3)
        assert program.shell.focusWidget() is screen.detail.reason
        qtbot.keyClicks(screen.detail.reason, "x")
    assert screen.detail.reason.toPlainText() == "half a reaxx"


def test_yes_asks_for_a_reason_and_closes_after_signing(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    screen.table.setCurrentIndex(screen.grid.index(0, FIRST_RULE + 1))
    qtbot.keyClick(screen.table, Qt.Key.Key_1)
    reason = screen.detail.reason
    assert isinstance(reason, QPlainTextEdit)
    assert reason.isVisible()
    reason.setPlainText("同一单位在职")
    screen.settle()
    assert screen.model.closed_count == 1
    qtbot.mouseClick(screen.rest, Qt.MouseButton.LeftButton)
    agree(program, qtbot)
    assert screen.model.open_cells == 0
    qtbot.mouseClick(screen.sign, Qt.MouseButton.LeftButton)
    agree(program, qtbot)
    session = program.session
    assert session is not None
    with session.desk.vault.begin() as uow:
        assert declaring.has_declared(uow, session.row)
        states = sorted(one.state for one in uow.applications.all(session.row.round_id))
    assert states == ["OPEN", "OPEN", "RECUSED"]


def test_answers_survive_leaving_the_screen(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    qtbot.keyClick(screen.table, Qt.Key.Key_2)
    assert program.rooms is not None
    program.rooms.show_declare()
    again = program.shell.screen
    assert isinstance(again, DeclareScreen)
    assert again.model.open_cells == 53


def test_the_grid_is_a_sound_model(program: Program, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    screen = declare_screen(program, qtbot)
    qtmodeltester.check(screen.grid)
    assert screen.grid.columnCount() == STATE + 1


def test_everything_has_a_name(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    nameless = [
        one.objectName() or type(one).__name__
        for one in screen.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and one.isVisible()
        and not one.accessibleName()
        and not (isinstance(one, QPushButton) and one.text())
    ]
    assert nameless == []


def test_look_9_head_and_first_two_columns_stay_when_the_grid_scrolls(program: Program, qtbot: QtBot) -> None:
    screen = declare_screen(program, qtbot)
    program.context.theme.set_factor(2.0)
    try:
        program.shell.resize(1366, 696)
        qtbot.waitUntil(screen.frozen.isVisible)
        bar = screen.table.horizontalScrollBar()
        bar.setValue(bar.maximum())
        head, frozen = screen.table.horizontalHeader(), screen.frozen
        assert frozen.horizontalHeader().isVisible()
        assert frozen.horizontalHeader().height() == head.height()
        assert [frozen.isColumnHidden(n) for n in range(4)] == [False, False, True, True]
        qtbot.waitUntil(lambda: frozen.geometry().top() == head.geometry().top(), timeout=2000)
        assert frozen.geometry().top() + frozen.horizontalHeader().height() == head.geometry().bottom() + 1
        # Where there is little height the lines come first.
        tall = screen.table.rowHeight(0)
        qtbot.waitUntil(lambda: screen.table.viewport().height() // tall >= 3, timeout=2000)
    finally:
        program.context.theme.set_factor(1.0)

"""The window notices who is there, and locks when nobody is (look.md §6); it tidies up in pauses."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui import housekeeping
from ui.context import Context
from ui.views.ask import Question
from ui.views.screen import Screen
from ui.views.shell import Shell


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context)
    qtbot.addWidget(made)
    made.put(Screen(context, name="plain"))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.watch_idle(True)
    return made


def test_keys_and_mouse_in_the_window_are_presence(shell: Shell, qtbot: QtBot) -> None:
    window = shell.windowHandle()
    for touch in (
        lambda: QTest.keyClick(window, Qt.Key.Key_A),
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(9, 9)),
        lambda: QTest.mouseMove(window, QPoint(90, 90)),
    ):
        with qtbot.waitSignal(shell.presence.touched):
            touch()


def test_a_dialog_above_the_window_counts_too(shell: Shell, context: Context, qtbot: QtBot) -> None:
    question = Question(context, "one", "two", "three", shell)
    question.open()
    qtbot.waitUntil(question.isActiveWindow)
    with qtbot.waitSignal(shell.presence.touched):
        QTest.keyClick(question.windowHandle(), Qt.Key.Key_A)


def test_words_of_an_input_method_count_too(shell: Shell, qtbot: QtBot) -> None:
    assert shell.screen is not None
    field = QLineEdit(shell.screen)
    field.show()
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString("评审")
    with qtbot.waitSignal(shell.presence.touched):
        QApplication.sendEvent(field, event)
    assert field.text() == "评审"


def test_a_touch_puts_the_lock_off(shell: Shell, qtbot: QtBot) -> None:
    shell._idle.setInterval(150)
    with qtbot.assertNotEmitted(shell.lock_asked):
        for _ in range(6):
            qtbot.wait(50)
            shell.presence.touched.emit()
    with qtbot.waitSignal(shell.lock_asked, timeout=2_000):
        pass


def test_nobody_there_locks(context: Context, qtbot: QtBot) -> None:
    made = Shell(context, idle_minutes=0)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.lock_asked, timeout=2_000):
        made.watch_idle(True)


def test_quiet_is_a_window_that_nobody_touched_or_that_holds_no_vault(shell: Shell) -> None:
    shell.presence.touched.emit()
    assert not shell.is_quiet()
    shell._seen -= 3
    assert shell.is_quiet()
    shell.presence.touched.emit()
    shell.watch_idle(False)
    assert shell.is_quiet()


@pytest.fixture
def keeper_alone() -> Iterator[None]:
    """Let nobody else collect."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("keeper_alone")
def test_garbage_is_collected_in_a_pause_only(shell: Shell) -> None:
    quiet = False
    keeper = housekeeping.Housekeeper(shell, lambda: quiet)
    held: list[list[object]] = [[] for _ in range(housekeeping._SOME + 1_000)]
    before = gc.get_count()[0]
    keeper.look()
    assert gc.get_count()[0] >= before
    quiet = True
    keeper.look()
    assert gc.get_count()[0] < len(held)

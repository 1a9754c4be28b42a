"""What had the focus waits or disappears: the focus stays on its page, the header never gets it unasked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.views.ask import Question
from ui.views.screen import Screen
from ui.views.shell import Shell


class Bench(Screen):
    """A page whose buttons may go."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, name="bench")
        self.first, self.last = QPushButton("1"), QPushButton("2")
        row = QHBoxLayout(self)
        row.addWidget(self.first)
        row.addWidget(self.last)


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context)
    qtbot.addWidget(made)
    made.put(Bench(context))
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _bench(shell: Shell) -> Bench:
    assert isinstance(shell.screen, Bench)
    return shell.screen


GONE: list[Callable[[QPushButton], None]] = [
    lambda one: one.setEnabled(False),
    lambda one: one.hide(),
]


@pytest.mark.parametrize("go", GONE, ids=["disabled", "hidden"])
def test_the_page_keeps_the_focus_of_a_button_that_goes(
    shell: Shell, qtbot: QtBot, go: Callable[[QPushButton], None]
) -> None:
    bench = _bench(shell)
    bench.last.setFocus()
    go(bench.last)
    qtbot.wait(50)
    focus = QApplication.focusWidget()
    assert focus is bench or (focus is not None and bench.isAncestorOf(focus)), focus
    assert not shell.ring.isVisible() or focus is not bench


def test_a_button_that_goes_while_a_question_stands_above_it_leaves_the_focus_on_the_page(
    shell: Shell, context: Context, qtbot: QtBot
) -> None:
    bench = _bench(shell)
    bench.last.setFocus()
    question = Question(context, "one", "two", "three", shell)
    question.open()
    qtbot.waitUntil(question.isActiveWindow)
    bench.last.setEnabled(False)
    question.reject()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    qtbot.wait(50)
    focus = QApplication.focusWidget()
    assert focus is bench or (focus is not None and bench.isAncestorOf(focus)), focus


def test_whoever_goes_to_the_header_by_tab_arrives(shell: Shell, qtbot: QtBot) -> None:
    bench = _bench(shell)
    bench.last.setFocus()
    QTest.keyClick(bench.last, Qt.Key.Key_Tab)
    qtbot.wait(50)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert not bench.isAncestorOf(focus)
    bench.last.setEnabled(False)  # what was left before may go: nobody is called back
    qtbot.wait(50)
    assert QApplication.focusWidget() is focus


def test_a_page_that_gives_the_focus_itself_is_not_corrected(shell: Shell, qtbot: QtBot) -> None:
    bench = _bench(shell)
    bench.last.setFocus()
    bench.last.setEnabled(False)
    bench.first.setFocus()
    qtbot.wait(50)
    assert QApplication.focusWidget() is bench.first

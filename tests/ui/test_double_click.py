"""Who clicks twice does not do it twice: tired hands double-click everything."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.views.ask import Question
from ui.widgets.controls import button

LEFT = Qt.MouseButton.LeftButton


def double_click(qtbot: QtBot, widget: QWidget) -> None:
    """Press and release twice as a window system tells it: to the window, which finds who it is for."""
    window = widget.window().windowHandle()
    at = widget.mapTo(widget.window(), widget.rect().center())
    QTest.mouseDClick(window, LEFT, Qt.KeyboardModifier.NoModifier, at)
    qtbot.wait(1)


@pytest.mark.parametrize("kind", ["", "primary", "danger", "outline", "quiet"])
def test_a_double_click_acts_once_and_the_next_click_again(qtbot: QtBot, kind: str) -> None:
    done: list[int] = []
    act = button(lambda: done.append(1), kind)
    qtbot.addWidget(act)
    act.show()
    double_click(qtbot, act)
    assert done == [1]
    QTest.mouseClick(act, LEFT)
    assert done == [1, 1]


def test_a_choice_follows_every_click(qtbot: QtBot) -> None:
    """What is ticked and unticked is no act: the second half of a double click counts."""
    act = button(lambda: None, "choice")
    act.setCheckable(True)
    qtbot.addWidget(act)
    act.show()
    double_click(qtbot, act)
    assert not act.isChecked()


def test_a_question_is_agreed_to_once(qtbot: QtBot, context: Context) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    agreed: list[int] = []
    question = Question(context, "title", "text", "act", window)
    question.agreed.connect(lambda: agreed.append(1))
    question.open()
    double_click(qtbot, question.act)
    assert agreed == [1]

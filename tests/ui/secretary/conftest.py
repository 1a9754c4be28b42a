"""A window at the secretary's pages of a round at some stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.frame import RoleFrame
from ui.views.program import Program
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.shell import Shell

Kind = TypeVar("Kind", bound=QWidget)


@dataclass
class Sitting:
    """The window, its pages and the round behind them."""

    qtbot: QtBot
    world: World
    program: Program
    rooms: SecretaryRooms

    @property
    def frame(self) -> RoleFrame:
        return self.rooms.frame

    @property
    def shell(self) -> Shell:
        return self.program.shell

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name."""
        found = self.shell.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def agree(self) -> str:
        """Answer the question on show with its act; return what it said."""
        question = next(one for one in self.shell.findChildren(Question) if one.isVisible())
        words = " ".join(one.text() for one in question.findChildren(QWidget) if hasattr(one, "text"))
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        return words

    def back(self) -> None:
        """Go back from the question on show."""
        question = next(one for one in self.shell.findChildren(Question) if one.isVisible())
        self.qtbot.keyClick(question, Qt.Key.Key_Escape)


@pytest.fixture
def sit(context: Context, qtbot: QtBot) -> Callable[[World], Sitting]:
    """Return a function that opens the window of a world's secretary."""

    def make(world: World) -> Sitting:
        shell = Shell(context)
        qtbot.addWidget(shell)
        program = Program(context, shell)
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)
        program._enter(world.secretary.desk)
        assert program.rooms is not None
        program.rooms.enter_round(heads(world.secretary.desk)[0])
        rooms = program.rooms.findChild(SecretaryRooms)
        assert rooms is not None
        return Sitting(qtbot, world, program, rooms)

    return make


@pytest.fixture
def sitting(sit: Callable[[World], Sitting], at: Callable[[str], World]) -> Callable[[str], Sitting]:
    """Return a function that opens the window at a stage."""
    return lambda stage: sit(at(stage))

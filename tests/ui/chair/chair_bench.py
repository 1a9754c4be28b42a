"""The window, the chair's pages and the round behind them."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from services_harness import Person
from sitting_harness import Sitting

from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.chair.rooms import ChairRooms
from ui.views.frame import RoleFrame
from ui.views.program import Program
from ui.views.shell import Shell

Kind = TypeVar("Kind", bound=QWidget)


class ChairBench:
    """A member's window, entered into the round."""

    def __init__(self, context: Context, qtbot: QtBot, sitting: Sitting, person: Person) -> None:
        self.context, self.qtbot, self.sitting, self.person = context, qtbot, sitting, person
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.resize(1366, 696)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(person.desk)
        self.enter()

    def enter(self) -> None:
        """Open the round as from the list of rounds."""
        assert self.program.rooms is not None
        self.program.rooms.enter_round(heads(self.person.desk)[0])

    @property
    def rooms(self) -> ChairRooms:
        """The chair's pages on show."""
        assert self.program.rooms is not None
        found = [one for one in self.program.rooms.findChildren(ChairRooms) if one.frame is self.shell.screen]
        assert len(found) == 1
        return found[0]

    @property
    def frame(self) -> RoleFrame:
        return self.rooms.frame

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name on the screen in view."""
        assert self.shell.screen is not None
        found = self.shell.screen.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.shell.findChild(QAbstractButton, name)
        assert button is not None, name
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

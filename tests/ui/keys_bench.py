"""A window of one person, to be worked by keys alone; what the system asks is answered beforehand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from keys_only import Keys
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.context import Context
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services.desk import Desk


@dataclass
class Seat:
    """A window, and the hands at it."""

    qtbot: QtBot
    program: Program
    keys: Keys

    @property
    def screen(self) -> str:
        """What is on show."""
        shown = self.program.shell.screen
        return "" if shown is None else shown.objectName()

    def press(self, key: Qt.Key) -> None:
        """Press a key after which the page alone may have the focus: a locked sheet is only read."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.program.shell, key)
        self.keys.settle()

    def wait(self, until: Callable[[], bool], seconds: int = 20) -> None:
        """Wait until something is so; then everything on its way has arrived."""
        self.qtbot.waitUntil(until, timeout=seconds * 1000)
        self.keys.settle()


def take_seat(context: Context, qtbot: QtBot, desk: Desk | None = None) -> Seat:
    """Open a window; over an open vault, where one is given, else before anything is shown."""
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    if desk is not None:
        program._enter(desk)
    keys = Keys(shell)
    keys.settle()
    assert QApplication.activeModalWidget() is None
    return Seat(qtbot, program, keys)

"""A window in the vault of an expert with many applications, and hands for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE

import db.vault
from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.program import Program
from ui.views.rooms import Rooms
from ui.views.screen import Screen
from ui.views.shell import Shell
from zgc_review.domain.rows import RoundRow
from zgc_review.services.desk import Desk

CHANGED = 8  # place of the application that a later letter replaced
Kind = TypeVar("Kind", bound=QWidget)
Seen = TypeVar("Seen", bound=Screen)


@dataclass(frozen=True)
class Prepared:
    """A closed vault: opened, and the same with a declaration; ids of its applications."""

    bare: Path
    vault: Path
    row: RoundRow
    ids: tuple[str, ...]


class Window:
    """A shown, active window of a vault."""

    def __init__(self, context: Context, qtbot: QtBot, vault: Path, *, writable: bool = True) -> None:
        self.context, self.qtbot = context, qtbot
        self.store = db.vault.open_vault(vault, PASSPHRASE, write=writable)
        self.desk = Desk(self.store)
        with self.store.begin() as uow:
            (self.row,) = uow.rounds.all()
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.resize(1366, 696)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(self.desk)

    @property
    def rooms(self) -> Rooms:
        assert self.program.rooms is not None
        return self.program.rooms

    def enter(self) -> None:
        """Enter the only round."""
        self.rooms.enter_round(heads(self.desk)[0])
        QApplication.processEvents()

    def screen(self, kind: type[Seen]) -> Seen:
        """Return the screen on show, of the kind that is expected."""
        shown = self.shell.screen
        assert isinstance(shown, kind), shown
        return shown

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        self.qtbot.keyClick(QApplication.focusWidget() or self.shell, key, held)
        QApplication.processEvents()

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return a widget by its name."""
        found = self.shell.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        """Click a button that may be clicked."""
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def close(self) -> None:
        """Lock, which closes the vault."""
        self.program.lock()

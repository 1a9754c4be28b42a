"""A window with the vault of one expert, and hands to reach for what is in it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from services_harness import Person, World

from ui.context import Context
from ui.views.program import Program
from ui.views.screen import Screen
from ui.views.shell import Shell

Kind = TypeVar("Kind", bound=QWidget)
LEFT = Qt.MouseButton.LeftButton


class Bench:
    """A shown, active window whose program is at home in one person's vault."""

    def __init__(self, context: Context, qtbot: QtBot, world: World, person: Person) -> None:
        self.context, self.qtbot, self.world, self.person = context, qtbot, world, person
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(person.desk)

    def enter(self) -> None:
        """Enter the only round."""

        def rows() -> list[QPushButton]:
            buttons = self.shell.findChildren(QPushButton)
            return [one for one in buttons if one.objectName().startswith("round:") and one.isVisible()]

        self.qtbot.waitUntil(lambda: bool(rows()))
        self.qtbot.mouseClick(rows()[0], LEFT)

    def screen(self, kind: type[Kind]) -> Kind:
        """Return the screen on show, of the kind that is expected."""
        shown = self.shell.screen
        assert isinstance(shown, kind), shown
        return shown

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return a widget by its name."""
        found = self.shell.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name: str) -> None:
        """Click a button that may be clicked."""
        button = self.find(QAbstractButton, name)
        assert button.isEnabled(), name
        assert button.isVisible(), name
        self.qtbot.mouseClick(button, LEFT)

    def dialog(self, kind: type[Kind]) -> Kind:
        """Return the dialog that is open."""
        return next(one for one in self.shell.findChildren(kind) if one.isVisible())

    def no_dialog(self) -> bool:
        """Say whether no dialog is open."""
        return not any(one.isVisible() for one in self.shell.findChildren(QDialog))

    def menu(self) -> dict[str, QAction]:
        """Open the menu and return its entries by name."""
        rooms = self.program.rooms
        assert rooms is not None
        self.qtbot.mouseClick(self.shell.header.menu, LEFT)
        entries = {one.objectName(): one for one in rooms.ways.menu.actions()}
        rooms.ways.menu.close()
        self.shell.activateWindow()
        self.qtbot.waitUntil(self.shell.isActiveWindow)
        return entries

    def choose(self, name: str) -> None:
        """Choose an entry of the menu."""
        entry = self.menu()[f"menu:{name}"]
        assert entry.isEnabled(), name
        entry.trigger()


def nameless(root: QWidget) -> list[str]:
    """Return what can have the focus and says nothing to a screen reader."""
    return [
        one.objectName() or type(one).__name__
        for one in root.findChildren(QWidget)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and one.isVisible()
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton | QLabel) and one.text())
        and not one.objectName().startswith("qt_")
    ]


def screen_name(bench: Bench) -> str:
    """Return the name of the screen on show."""
    shown = bench.shell.screen
    assert isinstance(shown, Screen)
    return shown.objectName()


def package_of(world: World, folder: Path) -> Path:
    """Return an own copy of the newest package, to be damaged."""
    target = folder / world.package.name
    target.write_bytes(world.package.read_bytes())
    return target

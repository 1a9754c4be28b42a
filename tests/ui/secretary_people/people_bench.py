"""The secretary's window over small rounds: taken in, drawn, assigned one by one, seated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import services_harness
from assigning_harness import Single, new_single
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, SUB, World, new_world

import db.vault
from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.frame import RoleFrame
from ui.views.program import Program
from ui.views.secretary.draw_page import DrawPage
from ui.views.secretary.experts_page import ExpertsPage
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.shell import Shell
from zgc_review.domain.times import SystemClock
from zgc_review.services import screening, taking_in
from zgc_review.services.desk import Desk

NAMES = tuple(f"亓𠮷{letter}" for letter in "子丑寅卯辰巳午未申酉")
ROLES = ["tech", "industry", "finance", "invest", "manage", "legal", "ip"]
Kind = TypeVar("Kind", bound=QWidget)


class Window:
    """A window with helpers for clicks."""

    def __init__(self, context: Context, qtbot: QtBot, desk: Desk) -> None:
        self.context, self.qtbot, self.desk = context, qtbot, desk
        self.shell = Shell(context)
        qtbot.addWidget(self.shell)
        self.program = Program(context, self.shell)
        self.shell.show()
        self.shell.activateWindow()
        qtbot.waitUntil(self.shell.isActiveWindow)
        self.program._enter(desk)

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the widget with a name that is on show, else any of that name."""
        found = [one for one in self.shell.findChildren(kind, name) if one.isVisible()]
        found = found or list(self.shell.findChildren(kind, name))
        assert found, name
        return found[-1]

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def dialog(self, kind: type[Kind]) -> Kind:
        """Return the dialog of a kind on show."""
        found = [one for one in self.shell.findChildren(kind) if one.isVisible()]
        assert found, kind
        return found[-1]

    def dialogs(self) -> list[QDialog]:
        return [one for one in self.shell.findChildren(QDialog) if one.isVisible()]

    def agree(self) -> str:
        """Answer the question on show with its act; return what it said."""
        question = self.dialog(Question)
        words = " ".join(one.text() for one in question.findChildren(QWidget) if hasattr(one, "text"))
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        return words


class Office(Window):
    """The window inside a round."""

    def __init__(self, context: Context, qtbot: QtBot, world: World, desk: Desk | None = None) -> None:
        super().__init__(context, qtbot, desk or world.secretary.desk)
        self.world = world
        rooms = self.program.rooms
        assert rooms is not None
        rooms.enter_round(heads(self.desk)[0])
        found = rooms.findChild(SecretaryRooms)
        assert found is not None
        self.rooms = found

    @property
    def frame(self) -> RoleFrame:
        return self.rooms.frame

    @property
    def experts(self) -> ExpertsPage:
        return self.rooms.experts_page

    @property
    def draw(self) -> DrawPage:
        return self.rooms.draw_page


def roster_record(n: int) -> dict[str, object]:
    """Return a roster entry that can take any role place."""
    return {
        "roster_no": f"E{n:03d}",
        "name": NAMES[n - 1],
        "roles": ROLES,
        "employer": f"䲜䴉研究院第{n}所",
        "consent": True,
    }


def taken(folder: Path) -> World:
    """A round of one group of five: ten people in the roster, three applications, screened."""
    groups = [{"id": "G01", "sub_directions": [SUB], "size": 5}]
    world = new_world(folder, experts=NAMES, settings={"groups": groups})
    world.define()
    kept = services_harness.roster_record
    services_harness.roster_record = roster_record
    try:
        world.take_in()
    finally:
        services_harness.roster_record = kept
    screening.screen(world.secretary.desk, world.secretary.round)
    return world


def planned(folder: Path) -> World:
    """A round of single assignment: drawn and assigned, nobody seated."""
    made = new_single(folder, applications=4)
    made.to_taken()
    made.to_drawn()
    made.assign()
    return made.world


def seated(folder: Path) -> World:
    """The same, seated, everything given to the bench."""
    world = planned(folder)
    made = Single(world)
    made.seat()
    taking_in.assign_groups(world.secretary.desk, world.secretary.round)
    return world


@dataclass
class Bases:
    """Builds each round once and gives copies."""

    folder: Path

    def copy(self, name: str, target: Path) -> World:
        """Return an own copy of a round."""
        builders = {"taken": taken, "planned": planned, "seated": seated}
        if name not in _MADE:
            world = builders[name](self.folder / name)
            world.close()
            _MADE[name] = world
        return _MADE[name].copy(target)


_MADE: dict[str, World] = {}


def read_only(world: World) -> Desk:
    """Return the secretary's desk over a vault that can only be looked at."""
    world.secretary.close()
    return Desk(db.vault.open_vault(world.secretary.vault, PASSPHRASE, write=False), SystemClock())

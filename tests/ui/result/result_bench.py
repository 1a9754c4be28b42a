"""A window at the secretary's page of results, or at an officer's screens, over real vaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot
from services_harness import Person, World

from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.ask import Question
from ui.views.program import Program
from ui.views.secretary.result import ResultPage
from ui.views.secretary.rooms import SecretaryRooms
from ui.views.shell import Shell
from zgc_review.services import escrow, following, rounds, sealing_witness, sharing
from zgc_review.services.consents import sign_consent

Kind = TypeVar("Kind", bound=QWidget)


@dataclass
class Bench:
    """The window of one person and the round behind it."""

    qtbot: QtBot
    world: World
    program: Program

    @property
    def shell(self) -> Shell:
        return self.program.shell

    @property
    def rooms(self) -> SecretaryRooms:
        assert self.program.rooms is not None
        found = self.program.rooms.findChild(SecretaryRooms)
        assert found is not None
        return found

    @property
    def page(self) -> ResultPage:
        """The secretary's page of results, on show."""
        self.rooms.frame.turn("result")
        return self.rooms.result_page

    def find(self, kind: type[Kind], name: str) -> Kind:
        """Return the newest widget with a name: lists made anew leave theirs for a moment."""
        found = self.shell.findChildren(kind, name)
        assert found, name
        return found[-1]

    def click(self, name: str) -> None:
        """Press a button that can be pressed."""
        button = self.find(QAbstractButton, name)
        self.qtbot.waitUntil(button.isVisible)
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def question(self) -> Question:
        """Return the question on show."""
        return next(one for one in self.shell.findChildren(Question) if one.isVisible())

    def agree(self) -> str:
        """Answer the question on show with its act; return what it said."""
        question = self.question()
        words = " ".join(one.text() for one in question.findChildren(QWidget) if hasattr(one, "text"))
        self.qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)
        return words

    def states(self) -> set[str]:
        """Return the states of all applications."""
        with self.world.secretary.desk.vault.begin() as uow:
            return {one.state for one in uow.applications.all(self.world.secretary.round.round_id)}


def bench_of(context: Context, qtbot: QtBot, world: World, person: Person) -> Bench:
    """Open a window of one person of a world, at the round."""
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    program._enter(person.desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(person.desk)[0])
    return Bench(qtbot, world, program)


def consent(world: World, person: Person, folder: Path) -> Path:
    """Follow the definitions of a folder and consent to the newest."""
    person.row = following.follow_round(person.desk, sorted(folder.glob("*.zgcround")), None)
    with person.desk.vault.begin() as uow:
        about = rounds.signed_versions(uow, person.round)[-1].message_id
    message = sign_consent(person.desk, person.round, "round", "yes", about=about)
    return sharing.write_to_secretary(person.desk, person.round, message, world.folder / "signed")


def prepared(world: World, folder: Path) -> Path:
    """Make the key of the result, hand the version out, write the notice; return the notice."""
    desk, row = world.secretary.desk, world.secretary.round
    escrow.prepare_seal(desk, row, folder)
    sharing.publish_round(desk, row, folder)
    return sealing_witness.write_notice(desk, row, folder)


def witness(world: World, folder: Path) -> Path:
    """Let the observer sign the notice of a folder."""
    observer = world.observer
    observer.row = following.follow_round(observer.desk, sorted(folder.glob("*.zgcround")), None)
    notice = sealing_witness.read_notice(next(folder.glob("*seal-notice.json")))
    return sealing_witness.witness_seal(observer.desk, observer.round, notice, world.folder / "signed")[1]


def wait_for(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Wait until something holds; documents are drawn in another process."""
    qtbot.waitUntil(holds, timeout=20_000)

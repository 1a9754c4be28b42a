"""Check, lock, return: through the windows (rules §6.7; U2, U7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, Person, World, fill, rising

from ui.context import Context
from ui.models.review_list import TOTAL
from ui.viewmodels.home import heads
from ui.views.give_back import GiveBackScreen
from ui.views.program import Program
from ui.views.review import ReviewScreen
from ui.views.shell import Shell
from ui.views.sign import SignQuestion
from zgc_review.domain.states import SheetStatus
from zgc_review.services import collecting, declaring


def ready(person: Person, complete: int) -> None:
    """Declare, and fill the first sheets."""
    declaring.pledge(person.desk, person.round)
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    with person.desk.vault.begin() as uow:
        ids = [one.application_id for one in uow.applications.all(person.round.round_id)]
    for n, number in enumerate(ids[:complete]):
        fill(person, number, rising(70)(n))


@pytest.fixture
def opened(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> Callable[[int], tuple[Program, ReviewScreen, World]]:
    """Return a function that opens the review with some complete sheets."""

    def make(complete: int) -> tuple[Program, ReviewScreen, World]:
        world = at("opened")
        person = world.experts[1]
        ready(person, complete)
        shell = Shell(context)
        qtbot.addWidget(shell)
        program = Program(context, shell)
        shell.show()
        shell.activateWindow()
        qtbot.waitUntil(shell.isActiveWindow)
        program._enter(person.desk)
        assert program.rooms is not None
        assert program.session is not None
        program.session.choose(heads(person.desk)[0])
        program.rooms.show_review()
        screen = shell.screen
        assert isinstance(screen, ReviewScreen)
        return program, screen, world

    return make


def sign(screen: ReviewScreen, qtbot: QtBot, passphrase: str) -> None:
    question = next(one for one in screen.findChildren(SignQuestion) if one.isVisible())
    question.passphrase.setText(passphrase)
    qtbot.mouseClick(question.act, Qt.MouseButton.LeftButton)


def test_missing_items_are_counted_and_lead_to_their_field(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]], qtbot: QtBot
) -> None:
    _program, screen, _world = opened(2)
    assert "8" in screen.lacking_title.text()
    assert not screen.all.isEnabled()
    assert screen.some.isEnabled()
    with qtbot.waitSignal(screen.sheet_asked) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_F8)
    assert asked.args[1].endswith("K1")


def test_a_wrong_passphrase_locks_nothing(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]], qtbot: QtBot
) -> None:
    program, screen, _world = opened(3)
    qtbot.mouseClick(screen.all, Qt.MouseButton.LeftButton)
    sign(screen, qtbot, "not this one at all")
    fault = screen.error.fault
    assert fault is not None
    assert fault.code == "vault.passphrase.wrong"
    assert program.session is not None
    with program.session.desk.vault.begin() as uow:
        states = {one.state for one in uow.applications.all(program.session.row.round_id)}
    assert states == {SheetStatus.OPEN}


def test_going_back_from_the_question_changes_nothing(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]], qtbot: QtBot
) -> None:
    _program, screen, _world = opened(3)
    qtbot.mouseClick(screen.all, Qt.MouseButton.LeftButton)
    question = next(one for one in screen.findChildren(SignQuestion) if one.isVisible())
    text = question.findChild(QLabel, "questionText")
    assert text is not None
    assert "ZGC-0001" in text.text()
    back = question.findChild(QPushButton, "questionBack")
    assert back is not None
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    assert len(screen.model.of_kind("ready")) == 3


def test_lock_all_leads_to_the_return_and_the_secretary_takes_the_files(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]], qtbot: QtBot, tmp_path: Path
) -> None:
    program, screen, world = opened(3)
    qtbot.mouseClick(screen.all, Qt.MouseButton.LeftButton)
    sign(screen, qtbot, PASSPHRASE)
    back = program.shell.screen
    assert isinstance(back, GiveBackScreen)
    stick = tmp_path / "stick"
    stick.mkdir()
    back.model.write(stick)
    labels = [one.text() for one in back.findChildren(QLabel) if one.objectName().startswith("file:")]
    assert len(labels) >= 3
    arrivals = collecting.collect(world.secretary.desk, world.secretary.round, sorted(stick.iterdir()))
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}


def test_the_list_is_a_sound_model(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]], qtmodeltester: ModelTester
) -> None:
    _program, screen, _world = opened(1)
    qtmodeltester.check(screen.list)


def test_the_head_of_the_totals_stands_over_its_figures(
    opened: Callable[[int], tuple[Program, ReviewScreen, World]],
) -> None:
    _program, screen, _world = opened(3)
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    sides = [screen.list.headerData(n, across, role) for n in range(screen.list.columnCount())]
    assert [n for n, side in enumerate(sides) if side and side & Qt.AlignmentFlag.AlignRight] == [TOTAL]

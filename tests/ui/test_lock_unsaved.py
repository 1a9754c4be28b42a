"""Locking and closing while the disk is full: nothing typed is lost (U1; look.md §6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World

import ui.viewmodels.declare_marks as marking
import ui.viewmodels.sheet_saver as saving
from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.errors import StorageError
from zgc_review.services import declaring, declaring_marks, sheets
from zgc_review.services.declaring_marks import Mark


@pytest.fixture
def program(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Program:
    """Return a program in which an expert is scoring."""
    person = at("opened").experts[1]
    declaring.pledge(person.desk, person.round)
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    shell = Shell(context)
    qtbot.addWidget(shell)
    made = Program(context, shell)
    shell.show()
    made._enter(person.desk)
    assert made.rooms is not None
    made.rooms.enter_round(heads(person.desk)[0])
    qtbot.waitUntil(lambda: shell.screen is not None and shell.screen.objectName() == "score")
    return made


def type_percent(program: Program, qtbot: QtBot, text: str) -> None:
    screen = program.shell.screen
    qtbot.waitUntil(lambda: bool(screen.rubric.section))  # type: ignore[union-attr]
    qtbot.keyClicks(screen.rubric.pane.percent, text)  # type: ignore[union-attr]


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let every save fail as on a full disk; the returned function frees space."""
    plain = saving.Target.store

    def full(*_given: object) -> int:
        raise StorageError("vault.disk.full", name="vault.db")

    monkeypatch.setattr(saving.Target, "store", full)
    return lambda: monkeypatch.setattr(saving.Target, "store", plain)


def percents(program: Program) -> dict[str, int]:
    assert program.session is not None
    row = program.session.row
    with program.session.desk.vault.begin() as uow:
        one = min(uow.applications.all(row.round_id), key=lambda each: each.number)
        return sheets.draft_of(uow, row, one).percents


def test_a_lock_with_unsaved_text_keeps_the_text_and_the_pane(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = fill_disk(monkeypatch)
    type_percent(program, qtbot, "85")
    program.lock()
    assert program.shell.screen.objectName() == "unlock"  # type: ignore[union-attr]
    assert program.session is not None
    free()
    program.shell.screen.passphrase.setText(PASSPHRASE)  # type: ignore[union-attr]
    program.shell.screen.open.click()  # type: ignore[union-attr]
    assert program.shell.screen.objectName() == "home"  # type: ignore[union-attr]
    assert program.rooms is not None
    program.rooms.saver.flush()
    assert percents(program) == {"M01-K1": 85}
    program.lock()
    assert program.session is None


def test_once_there_is_room_the_vault_closes_behind_the_pane(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = fill_disk(monkeypatch)
    type_percent(program, qtbot, "77")
    program.lock()
    assert program.session is not None
    free()
    qtbot.waitUntil(lambda: program.session is None, timeout=10_000)


def test_closing_with_unsaved_text_asks_first(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_disk(monkeypatch)
    type_percent(program, qtbot, "85")
    program.shell.close()
    assert program.shell.isVisible()
    question = next(one for one in program.shell.findChildren(QDialog, "question") if one.isVisible())
    act = question.findChild(QPushButton, "questionAct")
    assert act is not None
    act.click()
    assert not program.shell.isVisible()


REASON = "同一单位在职"


@pytest.fixture
def declares(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Program:
    """Return a program in which an expert is declaring."""
    person = at("opened").experts[1]
    declaring.pledge(person.desk, person.round)
    shell = Shell(context)
    qtbot.addWidget(shell)
    made = Program(context, shell)
    shell.show()
    made._enter(person.desk)
    assert made.rooms is not None
    made.rooms.enter_round(heads(person.desk)[0])
    qtbot.waitUntil(lambda: shell.screen is not None and shell.screen.objectName() == "declare")
    return made


def full_for_marks(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let every answer fail to be stored as on a full disk; the returned function frees space."""
    plain = marking.MarksPlace.store

    def full(*_given: object) -> int:
        raise StorageError("vault.disk.full", name="vault.db")

    monkeypatch.setattr(marking.MarksPlace, "store", full)
    return lambda: monkeypatch.setattr(marking.MarksPlace, "store", plain)


def give_reason(program: Program, qtbot: QtBot) -> None:
    """Answer yes in the first cell and type why."""
    screen = program.shell.screen
    qtbot.keyClick(screen.table, Qt.Key.Key_1)  # type: ignore[union-attr]
    screen.detail.reason.insertPlainText(REASON)  # type: ignore[union-attr]


def unlock(program: Program) -> None:
    program.shell.screen.passphrase.setText(PASSPHRASE)  # type: ignore[union-attr]
    program.shell.screen.open.click()  # type: ignore[union-attr]


def first_cell(program: Program) -> Mark | None:
    """Return the first answer as the vault has it."""
    assert program.session is not None
    desk = program.session.desk
    head = heads(desk)[0]
    with desk.vault.begin() as uow:
        one = min(uow.applications.all(head.row.round_id), key=lambda each: each.number)
        return declaring_marks.read_marks(uow, head.row)[one.application_id].cells.get("R01")


def test_u1_a_reason_that_could_not_be_stored_outlives_the_lock(
    declares: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = full_for_marks(monkeypatch)
    give_reason(declares, qtbot)
    declares.lock()
    assert declares.shell.screen.objectName() == "unlock"  # type: ignore[union-attr]
    assert declares.session is not None  # the vault is kept open behind the pane
    unlock(declares)
    assert first_cell(declares) is None
    assert declares.rooms is not None
    declares.rooms.enter_round(heads(declares.session.desk)[0])
    screen = declares.shell.screen
    qtbot.waitUntil(lambda: declares.shell.screen.objectName() == "declare")  # type: ignore[union-attr]
    screen = declares.shell.screen
    cell = screen.model.lines[0].cell("R01")  # type: ignore[union-attr]
    assert cell == Mark("yes", REASON)  # still to be seen, though the disk is full
    free()
    declares.rooms.saver.flush()
    assert first_cell(declares) == Mark("yes", REASON)
    declares.lock()
    assert declares.session is None


def test_u1_a_reason_is_stored_behind_the_pane_once_there_is_room(
    declares: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = full_for_marks(monkeypatch)
    give_reason(declares, qtbot)
    declares.lock()
    assert declares.session is not None
    free()
    qtbot.waitUntil(lambda: declares.session is None, timeout=10_000)
    unlock(declares)
    assert first_cell(declares) == Mark("yes", REASON)


def test_closing_with_an_answer_that_is_not_stored_asks_first(
    declares: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_for_marks(monkeypatch)
    give_reason(declares, qtbot)
    declares.shell.close()
    assert declares.shell.isVisible()
    question = next(one for one in declares.shell.findChildren(QDialog, "question") if one.isVisible())
    question.reject()

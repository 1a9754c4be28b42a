"""Locking and closing while the disk is full: nothing typed is lost (U1; look.md §6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World

import ui.viewmodels.sheet_saver as saving
from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.errors import StorageError
from zgc_review.services import declaring, sheets


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

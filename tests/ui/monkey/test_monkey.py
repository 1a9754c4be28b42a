"""Whatever is pressed in whatever order: no fault of the program, and the log stays whole."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from monkey import Monkey
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, Person, World
from sitting_harness import Bases

from ui.context import Context
from ui.viewmodels.home import heads
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services.log_lines import check_log

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HOLD = bool(os.environ.get("ZGC_HOLD"))
SEEDS = range(20 if HOLD else 1)
STEPS = 600 if HOLD else 60


def play(
    context: Context, qtbot: QtBot, patch: pytest.MonkeyPatch, person: Person, seed: int, folder: Path
) -> None:
    """Let the monkey loose on a person's window."""
    trash = folder / "trash.zgcscore"
    trash.write_bytes(os.urandom(3000))
    found = [one for one in sorted(folder.rglob("*.zgc*")) if one.is_file()][:12]
    out = folder / "out"
    out.mkdir()
    desk = person.desk
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.resize(1366, 696)
    shell.show()
    program._enter(desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(desk)[0])
    monkey = Monkey(shell, seed, PASSPHRASE, (trash, *found))
    for name, answer in monkey.answer_file_dialogs(out).items():
        patch.setattr(QFileDialog, name, staticmethod(answer))
    for _ in range(STEPS):
        if not shell.isVisible():
            break
        try:
            monkey.step()
        except Exception as fault:
            fault.add_note("\n".join(monkey.done[-25:]))
            raise
    program.close()
    person.close()


def check(person: Person) -> None:
    """The log of every round in the vault is whole."""
    for head in heads(person.desk):
        with person.desk.vault.begin() as uow:
            assert check_log(uow, head.row).findings == ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("stage", ["seated", "packed", "written", "locked", "decided", "sealed"])
def test_the_secretary_presses_anything(
    context: Context,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    at: Callable[[str], World],
    stage: str,
    seed: int,
) -> None:
    world = at(stage)
    play(context, qtbot, monkeypatch, world.secretary, seed, world.folder)
    check(world.secretary)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("who", "stage"), [("expert", "opened"), ("observer", "decided")])
def test_experts_and_observers_press_anything(
    context: Context,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    at: Callable[[str], World],
    who: str,
    stage: str,
    seed: int,
) -> None:
    world = at(stage)
    person = world.observer if who == "observer" else world.experts[1]
    play(context, qtbot, monkeypatch, person, seed, world.folder)
    check(person)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_chair_presses_anything(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, bases: Bases, tmp_path: Path, seed: int
) -> None:
    sitting = bases.copy("five", tmp_path / "five")
    sitting.aggregate()
    sitting.take(sitting.chair, sitting.panel_file(sitting.chair))
    play(context, qtbot, monkeypatch, sitting.chair, seed, sitting.world.folder)
    check(sitting.chair)
    sitting.world.close()

"""A backup becomes a vault through the windows; the vault that is there is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ui import bootstrap
from ui.context import Context
from ui.jobs import InlineJobs, Ticket
from ui.viewmodels.restore import name_of
from ui.views.ask import Question
from ui.views.first_start import NewVaultScreen
from ui.views.home import HomeScreen
from ui.views.program import Program
from ui.views.restore import RestoreScreen
from ui.views.shell import Shell
from ui.views.unlock import UnlockScreen

PASSPHRASE = "一句只有我知道的口令"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    """Return a backup of a vault that stands in ``documents``."""
    there = tmp_path / "documents" / "王示例.zgcvault"
    there.parent.mkdir()
    (tmp_path / "stick").mkdir()
    desk, _ = bootstrap.create_desk(there, PASSPHRASE)
    copy = tmp_path / "stick" / "王示例-2026-11-23-093000.zgcvault"
    bootstrap.back_up(desk, copy)
    desk.vault.close()
    return copy


@pytest.fixture
def program(context: Context, qtbot: QtBot) -> Program:
    shell = Shell(context)
    qtbot.addWidget(shell)
    made = Program(context, shell)
    shell.resize(1366, 696)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return made


def screen(program: Program) -> RestoreScreen:
    shown = program.shell.screen
    assert isinstance(shown, RestoreScreen)
    return shown


def question(program: Program) -> Question:
    return next(one for one in program.shell.findChildren(Question) if one.isVisible())


def said(one: QWidget) -> str:
    return " ".join(words.text() for words in one.findChildren(QLabel))


def digests(folder: Path) -> dict[str, str]:
    """Return what a vault's folder holds, without its lock."""
    files = (one for one in folder.rglob("*") if one.is_file() and one.name != "lock")
    return {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def filled(program: Program, backup: Path, passphrase: str = PASSPHRASE) -> RestoreScreen:
    """Choose the backup, the place of the first vault, and type a passphrase."""
    shown = screen(program)
    shown.put_into(backup.parent.parent / "documents")
    shown.take(backup)
    shown.passphrase.setText(passphrase)
    return shown


def test_the_name_of_a_backup_is_that_of_its_vault() -> None:
    assert name_of(Path("王示例-2026-11-23-093000.zgcvault")) == "王示例"
    assert name_of(Path("王示例.zgcvault")) == "王示例"


def test_from_the_first_start_a_backup_becomes_a_second_vault(
    program: Program, qtbot: QtBot, backup: Path
) -> None:
    program.start()
    first = program.shell.screen
    assert isinstance(first, NewVaultScreen)
    qtbot.mouseClick(first.restore, LEFT)
    before = digests(backup.parent.parent / "documents" / "王示例.zgcvault")
    shown = filled(program, backup)
    assert shown.target_line.text().endswith("王示例-2.zgcvault")
    qtbot.keyClick(shown.passphrase, Qt.Key.Key_Return)
    asked = question(program)
    words = said(asked)
    assert str(backup) in words
    assert "现有的 王示例.zgcvault 不动" in words
    assert "各加 1000" in words
    qtbot.mouseClick(asked.act, LEFT)
    assert isinstance(program.shell.screen, HomeScreen)
    assert program.session is not None
    made = program.session.desk.vault
    assert made.path.name == "王示例-2.zgcvault"
    assert made.writable
    with made.begin() as uow:
        assert b"vault.restored" in uow.events.all("")[-1].leaf
    assert digests(backup.parent.parent / "documents" / "王示例.zgcvault") == before
    assert Path(program.context.preferences.recent[0].path) == made.path
    program.lock()


def test_from_the_unlock_pane_and_back(program: Program, qtbot: QtBot, backup: Path) -> None:
    there = backup.parent.parent / "documents" / "王示例.zgcvault"
    program.context.preferences.opened(there, "2026-11-22T10:00:00+08:00")
    program.start()
    unlock = program.shell.screen
    assert isinstance(unlock, UnlockScreen)
    qtbot.mouseClick(unlock.restore, LEFT)
    shown = screen(program)
    assert not shown.act.isEnabled()
    shown.take(backup)
    assert Path(shown.target_line.text()).parent == there.parent  # beside the vault that was chosen
    qtbot.mouseClick(shown.back, LEFT)
    assert isinstance(program.shell.screen, UnlockScreen)


def test_going_back_at_the_question_makes_nothing(program: Program, qtbot: QtBot, backup: Path) -> None:
    program.start()
    program._show_restore(None)
    shown = filled(program, backup)
    qtbot.mouseClick(shown.act, LEFT)
    qtbot.keyClick(question(program), Qt.Key.Key_Escape)
    assert len(list((backup.parent.parent / "documents").iterdir())) == 1
    assert shown.passphrase.text() == PASSPHRASE


def agreed(program: Program, qtbot: QtBot, shown: RestoreScreen) -> None:
    qtbot.mouseClick(shown.act, LEFT)
    qtbot.mouseClick(question(program).act, LEFT)


def test_a_wrong_passphrase_waits_and_makes_nothing(program: Program, qtbot: QtBot, backup: Path) -> None:
    program.start()
    program._show_restore(None)
    shown = filled(program, backup, "not the right one")
    agreed(program, qtbot, shown)
    assert shown.error.fault is not None
    assert shown.error.fault.code == "vault.passphrase.wrong"
    assert not shown.passphrase.isEnabled()
    assert shown.wait.text()
    qtbot.waitUntil(shown.passphrase.isEnabled, timeout=5000)
    assert len(list((backup.parent.parent / "documents").iterdir())) == 1


def test_a_folder_that_is_no_backup_says_so(program: Program, qtbot: QtBot, backup: Path) -> None:
    program.start()
    program._show_restore(None)
    shown = filled(program, backup.parent)
    agreed(program, qtbot, shown)
    assert shown.error.fault is not None
    assert shown.error.fault.code == "restore.none"
    assert "stick" in said(shown)
    assert "上一级" in said(shown)


class Stopping(InlineJobs):
    """Long work is stopped at its first step, as by the button beside its progress."""

    def run(self, owner: QObject, work: Callable[[Ticket], Any], *answers: Any, **named: Any) -> Ticket:
        def stopped(ticket: Ticket) -> Any:
            if named.get("progress") is not None:
                ticket.cancel()
            return work(ticket)

        return super().run(owner, stopped, *answers, **named)


def test_stopping_keeps_nothing_of_it(context: Context, program: Program, qtbot: QtBot, backup: Path) -> None:
    desk = bootstrap.open_desk(backup.parent.parent / "documents" / "王示例.zgcvault", PASSPHRASE)
    writer = desk.vault.objects.writer()
    writer.write(b"x" * 3_000_000)
    writer.keep()
    again = backup.parent / "again-2026-11-23-100000.zgcvault"
    bootstrap.back_up(desk, again)
    desk.vault.close()
    program.context = replace(context, jobs=Stopping())
    program.start()
    program._show_restore(None)
    shown = filled(program, again)
    agreed(program, qtbot, shown)
    assert shown.outcome.isVisible()
    assert "没有" in shown.outcome.text()
    assert shown.act.isEnabled() is False  # the passphrase is asked for anew
    assert [one.name for one in (backup.parent.parent / "documents").iterdir()] == ["王示例.zgcvault"]
    assert isinstance(program.shell.screen, RestoreScreen)


def test_the_words_are_in_both_languages(program: Program, backup: Path) -> None:
    program.start()
    program._show_restore(None)
    shown = filled(program, backup)
    program.context.captions.set_language("en")
    shown.retranslate()
    assert shown.act.text() == "Restore…"
    shown.ask()
    assert "stays as it is" in said(question(program))
    question(program).reject()

"""A backup becomes a vault through the windows; the vault that is there is never touched."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE as OFFICE
from services_harness import World

from ui import bootstrap
from ui.context import Context
from ui.jobs import InlineJobs, Ticket
from ui.viewmodels.home import heads
from ui.viewmodels.restore import name_of
from ui.views.ask import Question
from ui.views.first_start import NewVaultScreen
from ui.views.home import HomeScreen
from ui.views.program import Program
from ui.views.restore import RestoreScreen
from ui.views.shell import Shell
from ui.views.unlock import RecoverScreen, UnlockScreen

PASSPHRASE = "一句只有我知道的口令"
LEFT = Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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
    assert shown.passphrase.isReadOnly()
    assert shown.wait.text()
    qtbot.waitUntil(lambda: not shown.passphrase.isReadOnly(), timeout=5000)
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


# -- from the menu, by keys alone


def press(program: Program, *keys: Qt.Key) -> QWidget:
    """Press keys one after another where the focus is: in the menu that is open, else on a control."""
    for key in keys:
        focus = QApplication.activePopupWidget() or QApplication.focusWidget() or program.shell
        QTest.keyClick(focus, key)
        QApplication.processEvents()
        if QApplication.activePopupWidget() is None and QApplication.focusWidget() is None:
            program.shell.activateWindow()  # no window manager gives a window back its focus here
            QApplication.processEvents()
    return QApplication.focusWidget() or program.shell


def tab_to(program: Program, name: str) -> QWidget:
    """Press Tab until a control has the focus."""
    for _ in range(30):
        focus = QApplication.focusWidget()
        if focus is not None and focus.objectName() == name:
            return focus
        press(program, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not come to {name}")


def through_the_menu(program: Program, qtbot: QtBot) -> RestoreScreen:
    """Open the menu, go down to the entry, choose it."""
    press(program, Qt.Key.Key_F10)
    assert program.rooms is not None
    menu = program.rooms.ways.menu
    qtbot.waitUntil(menu.isVisible)
    for _ in menu.actions():
        active = menu.activeAction()
        if active is not None and active.objectName() == "menu:restore":
            break
        press(program, Qt.Key.Key_Down)
    press(program, Qt.Key.Key_Return)
    program.shell.activateWindow()
    qtbot.waitUntil(program.shell.isActiveWindow)
    return screen(program)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Stand in for the system's own dialog: the folders that the person chooses, one after another."""
    folders: list[Path] = []

    def choose(*_given: object, **_named: object) -> str:
        return str(folders.pop(0)) if folders else ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(choose))
    return folders


@pytest.fixture(params=["secretary", "expert"])
def working(
    request: pytest.FixtureRequest, program: Program, at: Callable[[str], World], tmp_path: Path
) -> tuple[Program, Path, Path]:
    """Return the window of somebody in a round, the own vault, and a backup of it on a stick."""
    world = at("packed")
    person = world.secretary if request.param == "secretary" else world.experts[1]
    if request.param == "expert":
        world.open(person, world.package)
    copy = tmp_path / "stick" / f"{person.vault.stem}-2026-11-23-093000.zgcvault"
    copy.parent.mkdir()
    bootstrap.back_up(person.desk, copy)
    program.context.preferences.opened(person.vault, "2026-11-22T10:00:00+08:00")
    program._enter(person.desk)
    assert program.rooms is not None
    program.rooms.enter_round(heads(person.desk)[0])
    return program, person.vault, copy


def test_u4_from_the_menu_a_backup_becomes_a_vault_by_keys_alone(
    working: tuple[Program, Path, Path], qtbot: QtBot, chosen: list[Path], tmp_path: Path
) -> None:
    """Menu, window, a wrong folder, the backup, a wrong passphrase and its wait, the right one, the vault."""
    program, vault, copy = working
    shown = through_the_menu(program, qtbot)
    assert shown.choose.hasFocus()
    before = digests(vault)  # this vault was locked first
    # A folder that holds no backup says so, and costs no wait.
    chosen.append(tmp_path / "stick")
    assert press(program, Qt.Key.Key_Space) is shown.passphrase
    shown.passphrase.insert(OFFICE)  # as an input method gives it
    press(program, Qt.Key.Key_Return)
    tab_to(program, "questionAct")
    press(program, Qt.Key.Key_Space)
    assert shown.error.fault is not None
    assert shown.error.fault.code == "restore.none"
    assert not shown.wait.text()
    assert shown.passphrase.hasFocus()
    # The backup with a wrong passphrase: the wait is shown, the field closed, then at hand again.
    chosen.append(copy)
    tab_to(program, "restoreChoose")
    assert press(program, Qt.Key.Key_Space) is shown.passphrase
    assert shown.error.fault is None
    QTest.keyClicks(shown.passphrase, "not the right one")
    press(program, Qt.Key.Key_Return)
    tab_to(program, "questionAct")
    press(program, Qt.Key.Key_Space)
    assert shown.error.fault is not None
    assert shown.error.fault.code == "vault.passphrase.wrong"
    assert "秒" in shown.wait.text()
    assert shown.wait.isVisible()
    assert shown.passphrase.isReadOnly()
    assert not shown.act.isEnabled()
    program.context.captions.set_language("en")
    assert "second" in shown.wait.text()
    program.context.captions.set_language("zh_CN")
    qtbot.waitUntil(lambda: not shown.passphrase.isReadOnly(), timeout=5000)
    assert shown.wait.text() == ""
    assert shown.passphrase.hasFocus()
    # The right one: a second vault stands beside the first and is open.
    shown.passphrase.insert(OFFICE)  # as an input method gives it
    press(program, Qt.Key.Key_Return)
    words = said(question(program))
    assert f"现有的 {vault.name} 不动" in words
    tab_to(program, "questionAct")
    press(program, Qt.Key.Key_Space)
    assert isinstance(program.shell.screen, HomeScreen)
    assert program.session is not None
    made = program.session.desk.vault
    assert made.path == vault.with_name(f"{vault.stem}-2.zgcvault")
    assert made.writable
    assert len(heads(program.session.desk)) == 1
    assert digests(vault) == before
    program.lock()


def test_esc_goes_back_from_the_question_and_from_the_window(
    working: tuple[Program, Path, Path], qtbot: QtBot, chosen: list[Path]
) -> None:
    """Nothing is made; the vault that was locked for it is asked for again."""
    program, vault, copy = working
    shown = through_the_menu(program, qtbot)
    press(program, Qt.Key.Key_Space)  # the system's dialog was left with its own way back
    assert shown.source is None
    chosen.append(copy)
    press(program, Qt.Key.Key_Space)
    shown.passphrase.insert(OFFICE)  # as an input method gives it
    press(program, Qt.Key.Key_Return)
    assert question(program).isVisible()
    press(program, Qt.Key.Key_Escape)
    assert not [one for one in program.shell.findChildren(Question) if one.isVisible()]
    assert shown.passphrase.text() == OFFICE
    press(program, Qt.Key.Key_Escape)
    assert isinstance(program.shell.screen, UnlockScreen)
    assert program.session is None
    assert [one.name for one in vault.parent.glob(f"{vault.stem}*")] == [vault.name]


def test_esc_goes_back_from_the_recovery_key(program: Program, qtbot: QtBot, backup: Path) -> None:
    there = backup.parent.parent / "documents" / "王示例.zgcvault"
    program.context.preferences.opened(there, "2026-11-22T10:00:00+08:00")
    program.start()
    unlock = program.shell.screen
    assert isinstance(unlock, UnlockScreen)
    qtbot.mouseClick(unlock.forgot, LEFT)
    assert isinstance(program.shell.screen, RecoverScreen)
    press(program, Qt.Key.Key_Escape)
    assert isinstance(program.shell.screen, UnlockScreen)

"""First start, unlock, lock: through the windows, with real vaults."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from resources import reader
from ui.context import Context
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.errors import ReviewError

PASSPHRASE = "一句只有我知道的口令"


@pytest.fixture
def program(context: Context, qtbot: QtBot) -> Program:
    """Return a program with an empty list of vaults, its window shown."""
    shell = Shell(context)
    qtbot.addWidget(shell)
    made = Program(context, shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    made.start()
    return made


def find(program: Program, name: str) -> QWidget:
    found = program.shell.findChild(QWidget, name)
    assert found is not None, name
    return found


def click(qtbot: QtBot, program: Program, name: str) -> None:
    button = find(program, name)
    assert isinstance(button, QPushButton)
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def make_vault(program: Program, qtbot: QtBot, folder: Path) -> None:
    screen = program.shell.screen
    screen.choose_folder(folder)  # type: ignore[union-attr]
    qtbot.keyClicks(find(program, "newVaultName"), "Wang")
    qtbot.keyClicks(find(program, "newVaultOrganisation"), "Example University")
    find(program, "newPassphrase").setText(PASSPHRASE)  # type: ignore[attr-defined]
    assert not find(program, "newVaultMake").isEnabled()
    find(program, "newPassphraseAgain").setText(PASSPHRASE)  # type: ignore[attr-defined]
    click(qtbot, program, "newVaultMake")


def test_a_window_starts_with_the_captions_of_one_file(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them take longer to read than the window to open (design §7, start)."""
    alone = dict(leaf for _name, texts in reader._tables("zh_CN", "ui_shell") for leaf in texts)
    asked: list[str] = []

    def caption(_language: str, key: str) -> str:
        asked.append(key)
        return reader.caption("zh_CN", key)

    monkeypatch.setattr("ui.captions.caption", caption)
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    program.start()
    program.show_unlock()
    shell.show()
    assert len(asked) > 20
    assert [key for key in asked if key not in alone] == []


def test_first_start_makes_a_vault_and_shows_the_card(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    make_vault(program, qtbot, tmp_path)
    assert (tmp_path / "Wang.zgcvault" / "vault.db").exists()
    key = find(program, "recoveryKey")
    assert isinstance(key, QLabel)
    assert len(key.text()) > 50
    click(qtbot, program, "recoveryDone")
    groups = [find(program, f"cardGroup{n}").text() for n in range(1, 7)]  # type: ignore[attr-defined]
    assert all(len(one) == 5 and one.isdigit() for one in groups)
    click(qtbot, program, "cardSame")
    assert program.shell.screen.objectName() == "home"  # type: ignore[union-attr]
    program.lock()


def test_digits_that_differ_stop_the_way_on(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    make_vault(program, qtbot, tmp_path)
    click(qtbot, program, "recoveryDone")
    click(qtbot, program, "cardDiffer")
    assert not find(program, "cardSame").isEnabled()


def test_lock_hides_everything_and_a_wrong_passphrase_waits(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    make_vault(program, qtbot, tmp_path)
    click(qtbot, program, "recoveryDone")
    click(qtbot, program, "cardSame")
    qtbot.keyClick(program.shell, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert program.session is None
    assert program.shell.screen.objectName() == "unlock"  # type: ignore[union-attr]
    find(program, "unlockPassphrase").setText("not the right one")  # type: ignore[attr-defined]
    click(qtbot, program, "unlockOpen")
    assert find(program, "errorCode").text() == "vault.passphrase.wrong"  # type: ignore[attr-defined]
    assert find(program, "unlockPassphrase").isReadOnly()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: not find(program, "unlockPassphrase").isReadOnly(), timeout=5000)  # type: ignore[attr-defined]
    find(program, "unlockPassphrase").setText(PASSPHRASE)  # type: ignore[attr-defined]
    click(qtbot, program, "unlockOpen")
    assert program.shell.screen.objectName() == "home"  # type: ignore[union-attr]
    program.lock()


def test_language_and_mode_switch_without_restart(program: Program, qtbot: QtBot) -> None:
    before = find(program, "newVaultMake").text()  # type: ignore[attr-defined]
    click(qtbot, program, "entryLanguage")
    after = find(program, "newVaultMake").text()  # type: ignore[attr-defined]
    assert before != after
    assert after.isascii()
    qtbot.mouseClick(find(program, "entryMode"), Qt.MouseButton.LeftButton)
    assert program.context.theme.mode == "dark"
    assert program.context.preferences.mode == "dark"
    assert program.context.preferences.language == "en"


def test_window_title_names_nobody(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    make_vault(program, qtbot, tmp_path)
    click(qtbot, program, "recoveryDone")
    assert "Wang" not in program.shell.windowTitle()


def test_a_fault_names_its_place_and_no_content(program: Program) -> None:
    try:
        raise RuntimeError("the title of an application")
    except RuntimeError as fault:
        program.show_fault(fault)
    words = find(program, "faultPlace").text()  # type: ignore[attr-defined]
    assert "test_entry.py:" in words
    assert "RuntimeError" in words
    assert "application" not in words


def test_fonts_are_listed_while_the_key_is_made_and_a_lack_stops_nobody(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The typesetter keeps every thread from computing while it lists them; here everybody waits anyway."""
    asked: list[str] = []

    def lacking() -> None:
        screen = program.shell.screen
        asked.append(screen.objectName() if screen is not None else "")
        raise ReviewError("export.font.missing", families="", variable="")

    make_vault(program, qtbot, tmp_path)
    click(qtbot, program, "recoveryDone")
    click(qtbot, program, "cardSame")
    program.lock()
    monkeypatch.setattr("zgc_review.export.fonts.typeface", lacking)
    find(program, "unlockPassphrase").setText(PASSPHRASE)  # type: ignore[attr-defined]
    click(qtbot, program, "unlockOpen")
    assert asked == ["unlock"]
    assert program.shell.screen.objectName() == "home"  # type: ignore[union-attr]
    program.lock()

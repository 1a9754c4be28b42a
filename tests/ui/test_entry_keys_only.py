"""The way in by keys alone (U4, look.md §8): a vault is made, unlocked, recovered, its passphrase changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from key_tours import answer, said, text
from keys_bench import Seat, take_seat
from keys_only import ALT, CTRL, Key, faults
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from services_harness import CHEAP

import db.vault
import ui.media
from ui.context import Context
from zgc_review.services.trust import make_own_card

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PASS = "three dry leaves on a step"
NEXT = "nine wet stones in a brook"


@pytest.fixture
def seat(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made = take_seat(context, qtbot)
    yield made
    made.program.lock()


@pytest.fixture
def vault(tmp_path: Path) -> tuple[Path, str]:
    """Return a vault with a card in it, closed, and its recovery key."""
    place = tmp_path / "王示例.zgcvault"
    made = db.vault.create_vault(place, PASS, kdf=CHEAP)
    made.vault.close()
    return place, made.recovery_key


def typed(seat: Seat, field: str) -> str:
    """Return what stands in a field on show."""
    found = [one for one in seat.keys.shell.findChildren(QLineEdit, field) if one.isVisible()]
    return found[-1].text()


def first_fields(seat: Seat) -> None:
    """Fill in who, and the passphrase twice; the eye is opened and closed by its key."""
    keys = seat.keys
    assert keys.focus.objectName() == "newVaultName"
    keys.type("王示例")
    assert keys.press(Key.Key_Tab).objectName() == "newVaultOrganisation"
    keys.type("示例大学")
    field = keys.press(Key.Key_Tab)
    assert field.objectName() == "newPassphrase"
    assert isinstance(field, QLineEdit)
    keys.press(Key.Key_E, held=ALT)
    assert field.echoMode() == QLineEdit.EchoMode.Normal
    keys.press(Key.Key_E, held=ALT)
    assert field.echoMode() == QLineEdit.EchoMode.Password
    keys.spell(PASS)
    assert keys.press(Key.Key_Tab).objectName() == "newPassphraseAgain"
    keys.spell(PASS)


def test_u4_a_vault_is_made_by_keys_alone(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Name, passphrase, place, recovery key, card: every step begins with something to do."""
    keys = seat.keys
    seat.program.start()
    keys.settle()
    assert faults(keys.shell) == []
    keys.to("newVaultName")
    first_fields(seat)
    (tmp_path / "place").mkdir()
    answer(monkeypatch, tmp_path / "place")
    keys.act("newVaultChange")
    assert str(tmp_path / "place") in typed(seat, "newVaultPlace")
    keys.act("newVaultMake")
    assert seat.screen == "recovery"
    assert (tmp_path / "place" / "王示例.zgcvault" / "vault.db").exists()
    assert faults(keys.shell) == []
    keys.to("recoverySave")
    answer(monkeypatch, tmp_path / "key.txt")
    assert keys.press(Key.Key_Return).objectName() == "recoverySave"
    key = (tmp_path / "key.txt").read_text("utf-8").strip()
    assert "".join(key.split()) == "".join(text(keys, "recoveryKey").split())
    keys.act("recoveryDone")
    assert seat.screen == "card"
    assert faults(keys.shell) == []
    keys.to("cardSave")
    answer(monkeypatch, tmp_path / "me.zgccard")
    assert keys.press(Key.Key_Return).objectName() == "cardSave"
    assert (tmp_path / "me.zgccard").stat().st_size > 0
    keys.act("cardSame")
    assert seat.screen == "home"
    assert keys.focus.objectName() == "homeChoose"
    assert faults(keys.shell) == []


def test_u4_enter_in_the_last_field_makes_the_vault_and_digits_that_differ_stop_the_way(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keys = seat.keys
    seat.program.start()
    keys.settle()
    answer(monkeypatch, tmp_path)
    keys.act("newVaultChange")
    keys.to("newVaultName")
    first_fields(seat)
    keys.press(Key.Key_Return)
    assert seat.screen == "recovery"
    keys.act("recoveryDone")
    assert keys.act("cardDiffer").objectName() == "cardDiffer"
    assert any(one.isVisible() for one in keys.shell.findChildren(QLabel) if one.property("tone") == "danger")
    assert faults(keys.shell) == []


def test_u4_a_vault_is_unlocked_by_keys_alone_also_after_a_wrong_passphrase(
    seat: Seat, vault: tuple[Path, str]
) -> None:
    keys, place = seat.keys, vault[0]
    seat.program.start(place)
    keys.settle()
    assert keys.focus.objectName() == "unlockPassphrase"
    assert faults(keys.shell) == []
    keys.to("unlockPassphrase")
    keys.spell("not this one")
    field = keys.press(Key.Key_Return)
    assert said(keys) == ["vault.passphrase.wrong"]
    assert isinstance(field, QLineEdit)
    assert field.isReadOnly(), "the next one waits; the focus does not, Enter presses nothing else"
    keys.press(Key.Key_Return)
    assert faults(keys.shell) == []
    seat.wait(lambda: not field.isReadOnly())
    assert keys.focus is field
    keys.spell(PASS)
    keys.press(Key.Key_Return)
    assert seat.screen == "home"
    keys.press(Key.Key_L, held=CTRL)
    assert seat.screen == "unlock"
    assert keys.focus.objectName() == "unlockPassphrase"
    keys.spell(PASS)
    keys.act("unlockOpen")
    assert seat.screen == "home"


def test_u4_among_several_vaults_one_is_chosen_by_keys_alone(
    seat: Seat, vault: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tab comes to the one that is chosen, the arrows choose another, Enter goes on to the passphrase."""
    keys, place = seat.keys, vault[0]
    other = tmp_path / "李示例.zgcvault"
    db.vault.create_vault(other, NEXT, kdf=CHEAP).vault.close()
    preferences = seat.program.context.preferences
    for one in (place, other):
        preferences.opened(one, "2026-11-22T09:00:00.000000Z")
    seat.program.start()
    keys.settle()
    assert faults(keys.shell) == []
    keys.to(f"vault:{other.name}")
    assert keys.press(Key.Key_Down).objectName() == f"vault:{place.name}"
    assert keys.press(Key.Key_Return).objectName() == "unlockPassphrase"
    keys.press(Key.Key_Backtab)
    assert keys.focus.objectName() == f"vault:{place.name}"
    assert keys.press(Key.Key_Space).objectName() == "unlockPassphrase"
    keys.spell(PASS)
    keys.press(Key.Key_Return)
    assert seat.screen == "home"
    assert seat.program.session is not None
    assert seat.program.session.desk.vault.path == place
    keys.press(Key.Key_L, held=CTRL)
    third = tmp_path / "赵示例.zgcvault"
    db.vault.create_vault(third, PASS, kdf=CHEAP).vault.close()
    seat.program.show_unlock()
    keys.settle()
    answer(monkeypatch, third)
    assert keys.act("unlockOther").objectName() == "unlockPassphrase"
    keys.spell(PASS)
    keys.press(Key.Key_Return)
    assert seat.program.session is not None
    assert seat.program.session.desk.vault.path == third


def test_u4_a_forgotten_passphrase_is_replaced_by_keys_alone(seat: Seat, vault: tuple[Path, str]) -> None:
    """Esc goes back; Enter in the last field does the act, as at the first start."""
    keys, (place, key) = seat.keys, vault
    seat.program.start(place)
    keys.settle()
    keys.act("unlockForgot")
    assert seat.screen == "recover"
    assert keys.press(Key.Key_Escape).objectName() == "unlockPassphrase"
    assert keys.act("unlockForgot").objectName() == "recoverKey"
    assert faults(keys.shell) == []
    keys.to("recoverKey")
    keys.spell(key)
    assert keys.press(Key.Key_Tab).objectName() == "newPassphrase"
    keys.spell(NEXT)
    assert keys.press(Key.Key_Tab).objectName() == "newPassphraseAgain"
    keys.spell(NEXT)
    keys.press(Key.Key_Return)
    assert seat.screen == "home"
    seat.program.lock()
    db.vault.open_vault(place, NEXT).close()


def test_u4_the_passphrase_is_changed_by_keys_alone_also_after_a_wrong_one(
    seat: Seat, vault: tuple[Path, str]
) -> None:
    keys, place = seat.keys, vault[0]
    seat.program.start(place)
    keys.settle()
    keys.spell(PASS)
    keys.press(Key.Key_Return)
    assert keys.menu("menu:passphrase").objectName() == "passphraseOld"
    assert faults(keys.window) == []
    keys.to("passphraseOld")
    keys.spell("not this one")
    assert keys.press(Key.Key_Tab).objectName() == "newPassphrase"
    keys.spell(NEXT)
    keys.press(Key.Key_Tab)
    keys.spell(NEXT)
    old = keys.press(Key.Key_Return)
    assert said(keys) == ["vault.passphrase.wrong"]
    assert isinstance(old, QLineEdit)
    assert old.objectName() == "passphraseOld"
    assert old.isReadOnly()
    assert faults(keys.window) == []
    assert typed(seat, "newPassphrase") == NEXT, "what was typed is kept"
    keys.to("passphraseOld")
    seat.wait(lambda: not old.isReadOnly())
    keys.spell(PASS)
    assert keys.act("passphraseAct").objectName() == "passphraseClose"
    assert text(keys, "passphraseDone")
    assert keys.press(Key.Key_Return).objectName() == "homeChoose"
    seat.program.lock()
    db.vault.open_vault(place, NEXT).close()


def test_u4_a_further_card_is_made_and_saved_by_keys_alone(
    seat: Seat, vault: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, place = seat.keys, vault[0]
    seat.program.start(place)
    keys.settle()
    keys.spell(PASS)
    keys.press(Key.Key_Return)
    session = seat.program.session
    assert session is not None
    make_own_card(session.desk, "王示例", "示例大学")
    assert keys.menu("menu:card").objectName() == "myCardSave"
    assert keys.act("myCardNew").objectName() == "newCardName"
    keys.type("王示例")
    keys.to("newCardOrganisation")
    keys.type("示例研究院")
    assert keys.act("newCardMake").objectName() == "myCardSave"
    answer(monkeypatch, tmp_path / "mine.zgccard")
    keys.press(Key.Key_Return)
    assert (tmp_path / "mine.zgccard").stat().st_size > 0
    assert keys.press(Key.Key_Escape).objectName() == "homeChoose"

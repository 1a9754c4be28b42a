"""The menu: card, passphrase, backup, check, sizes, other vaults, about; nothing stays open behind a lock."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from member_bench import LEFT, Bench, nameless, screen_name
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot
from services_harness import CHEAP, PASSPHRASE, World

import db.vault
from ui import bootstrap
from ui.views.about import AboutDialog
from ui.views.card_dialog import CardDialog
from ui.views.unlock import UnlockScreen
from ui.views.vault_dialogs import BackUpDialog, CheckDialog, PassphraseDialog
from zgc_review.errors import StorageError
from zgc_review.services.desk import Desk
from zgc_review.services.trust import take_card, trust_card
from zgc_review.version import __version__

# Opening a menu makes the offscreen platform say what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ENTRIES = {"home", "open", "lists", "card", "passphrase", "backup", "restore", "check", "about"}
NEW = "另一句更长的口令 2027"


@pytest.fixture
def opened(bench_at: Callable[..., Bench]) -> Bench:
    return bench_at("opened")


def test_f10_opens_it_and_every_entry_has_words(opened: Bench, qtbot: QtBot) -> None:
    qtbot.keyClick(opened.shell, Qt.Key.Key_F10)
    rooms = opened.program.rooms
    assert rooms is not None
    assert rooms.ways.menu.isVisible()
    rooms.ways.menu.close()
    entries = opened.menu()
    assert {name.removeprefix("menu:") for name in entries if name.startswith("menu:")} == ENTRIES
    assert all(one.text() for one in entries.values() if not one.isSeparator())
    opened.context.captions.set_language("en")
    assert not re.search("[一-鿿]", "".join(one.text() for one in opened.menu().values()))


def test_in_a_round_there_is_the_late_conflict(opened: Bench) -> None:
    opened.enter()
    entry = opened.menu()["menu:late"]
    assert not entry.isEnabled()  # nothing is declared yet


def test_my_card_shows_the_digits_and_saves_it_again(
    opened: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.choose("card")
    dialog = opened.dialog(CardDialog)
    digits = " ".join(one.text() for one in dialog.groups)
    assert digits == opened.person.card.fingerprint
    assert opened.person.round.title in dialog.used.text()
    assert nameless(dialog) == []
    target = opened.world.folder / "again.zgccard"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(target), ""))
    qtbot.mouseClick(dialog.save, LEFT)
    assert "again.zgccard" in dialog.saved.text()
    known = take_card(opened.world.secretary.desk, target.read_bytes())
    assert trust_card(opened.world.secretary.desk, known.card_id, digits).card_id == known.card_id
    dialog.reject()


def test_a_card_that_cannot_be_saved_says_so_in_place(opened: Bench) -> None:
    opened.choose("card")
    dialog = opened.dialog(CardDialog)
    dialog.save_to(opened.world.folder / "no" / "such" / "folder.zgccard")
    assert dialog.error.fault is not None
    assert dialog.error.isVisible()
    dialog.reject()


def test_a_new_card_for_another_round(opened: Bench, qtbot: QtBot) -> None:
    opened.choose("card")
    dialog = opened.dialog(CardDialog)
    before = [one.text() for one in dialog.groups]
    qtbot.mouseClick(dialog.new, LEFT)
    assert dialog.form.isVisible()
    assert dialog.name.text() == opened.person.card.name
    dialog.organisation.setText("另一所大学")
    qtbot.mouseClick(dialog.make, LEFT)
    assert [one.text() for one in dialog.groups] != before
    assert "没有用于任何轮次" in dialog.used.text()
    assert dialog.which.isVisible()
    dialog.which.setCurrentIndex(1)
    assert [one.text() for one in dialog.groups] == before
    with opened.person.desk.vault.begin() as uow:
        assert [one.organisation for one in uow.cards.own()][-1] == "另一所大学"
    dialog.reject()


def test_the_passphrase_is_changed_while_the_vault_is_open(opened: Bench, qtbot: QtBot) -> None:
    opened.choose("passphrase")
    dialog = opened.dialog(PassphraseDialog)
    dialog.old.setText(PASSPHRASE)
    dialog.new.first.setText(NEW)
    assert not dialog.act.isEnabled()
    dialog.new.second.setText(NEW)
    qtbot.mouseClick(dialog.act, LEFT)
    assert "口令已更换" in dialog.outcome.text()
    assert dialog.old.text() == dialog.new.first.text() == dialog.new.second.text() == ""
    with opened.person.desk.vault.begin() as uow:  # the open vault goes on
        uow.facts.put("still", 1)
        uow.commit()
    dialog.reject()
    opened.program.lock()
    screen = opened.screen(UnlockScreen)
    screen.passphrase.setText(NEW)
    qtbot.mouseClick(screen.open, LEFT)
    assert screen_name(opened) == "home"
    session = opened.program.session
    assert session is not None
    with session.desk.vault.begin() as uow:
        assert uow.facts.get("still") == 1
    opened.program.lock()
    with pytest.raises(StorageError) as refused:
        db.vault.open_vault(opened.person.vault, PASSPHRASE)
    assert refused.value.code == "vault.passphrase.wrong"


def test_a_wrong_old_passphrase_waits_and_changes_nothing(opened: Bench, qtbot: QtBot) -> None:
    opened.choose("passphrase")
    dialog = opened.dialog(PassphraseDialog)
    dialog.old.setText("不是这一句口令")
    dialog.new.first.setText(NEW)
    dialog.new.second.setText(NEW)
    qtbot.mouseClick(dialog.act, LEFT)
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "vault.passphrase.wrong"
    assert "1 秒" in dialog.wait.text()
    assert dialog.old.isReadOnly()
    qtbot.waitUntil(lambda: not dialog.old.isReadOnly(), timeout=5000)
    assert dialog.new.first.text() == NEW  # only what was wrong is typed again
    assert nameless(dialog) == []
    dialog.reject()
    bootstrap.confirm_passphrase(opened.person.desk, PASSPHRASE)


def test_backup_is_written_reread_and_opens(opened: Bench, tmp_path: Path) -> None:
    opened.choose("backup")
    dialog = opened.dialog(BackUpDialog)
    assert nameless(dialog) == []
    dialog.back_up(tmp_path)
    (copy,) = tmp_path.glob("*.zgcvault")
    assert copy.name in dialog.outcome.text()
    with db.vault.open_vault(copy, PASSPHRASE) as vault:
        assert not vault.writable
        assert vault.objects.digests() == opened.person.desk.vault.objects.digests()
    dialog.back_up(tmp_path / "not there")
    assert dialog.error.fault is not None
    dialog.reject()


def test_check_finds_nothing_and_then_a_damaged_document(opened: Bench, qtbot: QtBot) -> None:
    opened.choose("check")
    dialog = opened.dialog(CheckDialog)
    qtbot.mouseClick(dialog.act, LEFT)
    assert "没有发现问题" in dialog.outcome.text()
    store = opened.person.desk.vault.objects
    place = store.path(store.digests()[0])
    place.write_bytes(place.read_bytes()[:-1])
    qtbot.mouseClick(dialog.act, LEFT)
    assert "1 处问题" in dialog.outcome.text()
    assert nameless(dialog) == []
    dialog.reject()


def test_sizes_are_remembered(opened: Bench) -> None:
    opened.menu()
    sizes = opened.find(QMenu, "menuSize").actions()
    assert [one.isChecked() for one in sizes].count(True) == 1
    next(one for one in sizes if one.text() == "150 %").trigger()
    assert opened.context.theme.factor == 1.5
    assert opened.context.preferences.factor == 1.5
    opened.context.theme.set_factor(1.0)


def test_another_vault_locks_this_one_first(opened: Bench, tmp_path: Path) -> None:
    other = tmp_path / "other.zgcvault"
    db.vault.create_vault(other, PASSPHRASE, kdf=CHEAP).vault.close()
    opened.context.preferences.opened(other, "2026-11-22T10:00:00+08:00")
    opened.menu()
    entries = opened.find(QMenu, "menuRecent").actions()
    assert entries[0].text() == "other.zgcvault"
    entries[0].trigger()
    assert opened.program.session is None
    screen = opened.screen(UnlockScreen)
    assert screen._chosen == other.resolve()


def test_about_names_the_versions(opened: Bench) -> None:
    opened.choose("about")
    dialog = opened.dialog(AboutDialog)
    said = dict(dialog.lines())
    assert __version__ in said.values()
    assert {"Python", "Qt", "PySide6"} <= set(said)
    assert nameless(dialog) == []
    dialog.reject()


@pytest.mark.parametrize("name", ["card", "passphrase", "backup", "check", "about"])
def test_locking_leaves_no_dialog_open(opened: Bench, qtbot: QtBot, name: str) -> None:
    opened.choose(name)
    assert not opened.no_dialog()
    opened.program.lock()
    qtbot.waitUntil(opened.no_dialog)


def test_a_second_window_only_reads_and_says_since_when(
    bench_at: Callable[..., Bench], at: Callable[[str], World], qtbot: QtBot
) -> None:
    """U2 for vaults: look.md §6."""
    world = at("opened")
    first = bench_at("opened", world=world)
    assert not first.shell.read_only.isVisible()
    person = world.experts[1]
    other = person.moved(world.folder)
    desk = Desk(db.vault.open_vault(other.vault, PASSPHRASE))
    assert not desk.vault.writable
    other._desk = desk
    world.experts.append(other)
    second = bench_at("opened", expert=len(world.experts) - 1, world=world)
    bar = second.shell.read_only
    assert bar.isVisible()
    assert "本窗口只能看" in bar.text()
    assert "本机" in bar.text()
    holder = bootstrap.holder_of(desk)
    assert holder is not None
    assert holder.since[11:16] in bar.text()
    entries = second.menu()
    assert not entries["menu:passphrase"].isEnabled()
    assert not entries["menu:backup"].isEnabled()
    second.context.captions.set_language("en")
    qtbot.waitUntil(lambda: "this computer" in bar.text())

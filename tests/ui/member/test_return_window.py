"""Return: F13, F07 by code, and the copy that goes with a signed F17 (rules §9–§11, §15)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from member_bench import LEFT, Bench, nameless, screen_name
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World

from ui.views.give_back import GiveBackScreen
from ui.views.hand_back import HandBackDialog
from ui.views.pleas import PleasDialog
from zgc_review.services import acks, handing_back, pleas
from zgc_review.services.copies import handed_back

# Opening a menu makes the offscreen platform say what it cannot do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def said(bench: Bench) -> set[str]:
    """Return the words on show."""
    return {one.text() for one in bench.shell.findChildren(QLabel) if one.isVisible()}


def returning(bench: Bench) -> GiveBackScreen:
    """Return the return screen of an expert who scored."""
    bench.enter()
    rooms = bench.program.rooms
    assert rooms is not None
    if screen_name(bench) != "giveBack":
        rooms.show_give_back()
    return bench.screen(GiveBackScreen)


@pytest.fixture
def locked(bench_at: Callable[..., Bench]) -> Bench:
    """Return the window of an expert whose sheets are in; nothing is sealed."""
    return bench_at("locked")


@pytest.fixture
def counted(at: Callable[[str], World], bench_at: Callable[..., Bench]) -> Bench:
    """Return the window of an expert of a sealed round; the counted receipt lies in ``counted``."""
    world = at("sealed")
    acks.acknowledge(world.secretary.desk, world.secretary.round, world.folder / "counted", "counted")
    return bench_at("sealed", world=world)


@pytest.fixture
def taken(counted: Bench) -> GiveBackScreen:
    """Return the return screen after the counted receipt was read."""
    screen = returning(counted)
    own = next((counted.world.folder / "counted").glob(f"{counted.person.code}-*"))
    screen.model.take_ack(own)
    return screen


def test_f13_is_shown_as_missing_and_blocks_nothing(locked: Bench, qtbot: QtBot) -> None:
    screen = returning(locked)
    assert "还没有给出" in screen.pleas.words.text()
    assert screen.write.isEnabled()
    qtbot.mouseClick(screen.pleas.act, LEFT)
    dialog = locked.dialog(PleasDialog)
    assert not dialog.act.isEnabled()
    qtbot.keyClick(dialog.none, Qt.Key.Key_Space)
    qtbot.mouseClick(dialog.act, LEFT)
    assert "没有 · " in screen.pleas.words.text()
    with locked.person.desk.vault.begin() as uow:
        given = pleas.given_pleas(uow, locked.person.round)
    assert given is not None
    assert given.answer == "none"


def test_f13_with_two_records(locked: Bench, qtbot: QtBot) -> None:
    screen = returning(locked)
    qtbot.mouseClick(screen.pleas.act, LEFT)
    dialog = locked.dialog(PleasDialog)
    dialog.some.setChecked(True)
    assert not dialog.act.isEnabled()
    first = dialog.entries[0]
    first.at.setText("2026-11-20 晚")
    first.means.setText("电话")
    first.person.setText("某单位")
    first.content.setPlainText("打听名单")
    qtbot.mouseClick(dialog.add, LEFT)
    assert not dialog.act.isEnabled()
    dialog.entries[1].content.setPlainText("希望照顾")
    assert nameless(dialog) == []
    qtbot.mouseClick(dialog.act, LEFT)
    with locked.person.desk.vault.begin() as uow:
        given = pleas.given_pleas(uow, locked.person.round)
    assert given is not None
    assert given.answer == "reported"
    assert given.text.splitlines() == [
        "时间：2026-11-20 晚；方式：电话；对象：某单位；内容：打听名单",
        "时间：；方式：；对象：；内容：希望照顾",
    ]
    assert "有 · " in screen.pleas.words.text()
    qtbot.mouseClick(screen.pleas.act, LEFT)
    again = locked.dialog(PleasDialog)
    assert again.before.isVisible()
    again.reject()


def test_f07_is_saved_where_the_person_chose(
    locked: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, target = returning(locked), locked.world.folder / "mine.pdf"
    proposed: list[str] = []

    def choose(*given: object) -> tuple[str, str]:
        proposed.append(str(given[2]))
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    qtbot.mouseClick(screen.sheets.act, LEFT)
    assert proposed[0].endswith(f"F07-{locked.person.code}.pdf")
    assert target.read_bytes().startswith(b"%PDF")
    assert "mine.pdf" in screen.sheets.words.text()
    assert screen.sheets.act.isEnabled()


def test_before_sealing_handing_back_needs_a_reason(locked: Bench, qtbot: QtBot) -> None:
    screen = returning(locked)
    assert screen.copy.act.property("kind") == "quiet"
    assert "计票回执" in screen.copy.text.text()
    qtbot.mouseClick(screen.copy.act, LEFT)
    dialog = locked.dialog(HandBackDialog)
    dialog.media.setPlainText("U-017")
    dialog.passphrase.setText(PASSPHRASE)
    assert not dialog.act.isEnabled()
    assert "理由" in dialog.missing.text()
    dialog.reason.setPlainText("电脑今天收回")
    assert dialog.act.isEnabled()
    dialog.reject()


def test_after_the_counted_receipt_the_copy_goes(taken: GiveBackScreen, counted: Bench, qtbot: QtBot) -> None:
    assert "证明核对无误" in counted.find(QLabel, "ack:counted").text()
    assert taken.copy.act.property("kind") == "outline"
    qtbot.mouseClick(taken.copy.act, LEFT)
    dialog = counted.dialog(HandBackDialog)
    assert not dialog.reason.isVisible()
    assert dialog.act.property("kind") == "danger"
    assert not dialog.act.isDefault()
    assert nameless(dialog) == []
    dialog.media.setPlainText("U-017\nU-017")
    dialog.passphrase.setText(PASSPHRASE)
    assert not dialog.act.isEnabled()
    dialog.media.setPlainText("U-017\n\nU-018\n")
    qtbot.mouseClick(dialog.act, LEFT)
    person = counted.person
    assert person.desk.vault.objects.digests() == ()
    with person.desk.vault.begin() as uow:
        done = handed_back(uow, person.round)
    assert done is not None
    assert done.media == ("U-017", "U-018")
    assert "U-017 · U-018" in taken.copy.text.text()
    assert not taken.sheets.isVisible()
    assert not taken.back.isVisible()
    assert taken.copy.register.isVisible()
    taken.model.register(counted.world.folder / "back")
    assert "F17" in taken.copy.written.text()
    assert len(list((counted.world.folder / "back").iterdir())) == 2


def test_a_wrong_passphrase_deletes_nothing(taken: GiveBackScreen, counted: Bench, qtbot: QtBot) -> None:
    before = counted.person.desk.vault.objects.digests()
    qtbot.mouseClick(taken.copy.act, LEFT)
    dialog = counted.dialog(HandBackDialog)
    dialog.media.setPlainText("U-017")
    dialog.passphrase.setText("不是这一句口令")
    qtbot.mouseClick(dialog.act, LEFT)
    assert dialog.isVisible()
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "vault.passphrase.wrong"
    assert not taken.error.isVisible()
    assert counted.person.desk.vault.objects.digests() == before
    dialog.reject()


def test_a_round_that_was_handed_back_opens_at_its_register(counted: Bench, qtbot: QtBot) -> None:
    person = counted.person
    handing_back.hand_back(person.desk, person.round, ["U-017"], "已确认封存")
    counted.choose("home")
    screen = returning(counted)
    assert "已交还" in screen.copy.title.text()
    entries = counted.menu()
    assert not entries["menu:late"].isEnabled()
    counted.choose("home")
    qtbot.waitUntil(lambda: "已交还" in said(counted))


def test_backups_are_named(counted: Bench, qtbot: QtBot) -> None:
    from ui import bootstrap  # noqa: PLC0415 - only here

    bootstrap.back_up(counted.person.desk, counted.world.folder / "copy.zgcvault")
    screen = returning(counted)
    qtbot.mouseClick(screen.copy.act, LEFT)
    dialog = counted.dialog(HandBackDialog)
    assert "1 次备份" in counted.find(QLabel, "handBackBackups").text()
    dialog.reject()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_everything_has_a_name(locked: Bench, language: str) -> None:
    locked.context.captions.set_language(language)
    screen = returning(locked)
    assert nameless(screen) == []
    assert not screen.findChildren(QLineEdit)

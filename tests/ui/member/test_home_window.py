"""Home: a package is opened by its round code, told in one sentence; refusals in place (design §4.3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from member_bench import LEFT, Bench, package_of, screen_name
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, World, meet

import ui.media
from resources.reader import LANGUAGES, Texts
from ui.context import Context
from ui.views.home import HomeScreen
from ui.views.program import Program
from ui.views.shell import Shell
from ui.views.unlock import UnlockScreen
from ui.widgets.criterion_line import ElidedLine
from zgc_review.seal.package_read import open_package
from zgc_review.services import handing_back


@pytest.fixture
def packed(bench_at: Callable[..., Bench], monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Return the window of an expert who was given a stick; no medium of this machine is looked at."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    return bench_at("packed")


def home(bench: Bench) -> HomeScreen:
    return bench.screen(HomeScreen)


def words(bench: Bench) -> set[str]:
    """What stands on the screen; a line too long for its place is read as it is meant."""
    labels = bench.shell.findChildren(QLabel)
    lines = bench.shell.findChildren(ElidedLine)
    return {one.text() for one in labels if one.isVisible()} | {
        one.accessibleName() for one in lines if one.isVisible()
    }


def typed_code(bench: Bench, code: str) -> None:
    field = bench.find(QLineEdit, "codeField")
    field.clear()
    bench.qtbot.keyClicks(field, code)
    bench.qtbot.keyClick(field, Qt.Key.Key_Return)


def test_opening_asks_for_the_code_once_and_shows_it_large(packed: Bench, qtbot: QtBot) -> None:
    screen = home(packed)
    screen.open(packed.world.package)
    assert screen.code.isVisible()
    assert screen.code.field.hasFocus()
    qtbot.keyClicks(screen.code.field, "12345")
    assert not screen.code.act.isEnabled()
    assert "25" in screen.code.left.text()
    typed_code(packed, packed.world.code(2))
    assert not screen.code.isVisible()
    pane = screen.opened
    assert pane.isVisible()
    assert pane.code.text().split() == packed.world.code(2).split()
    assert pane.code.property("type") == "digits"
    assert pane.title.text() == f"已打开“{packed.world.secretary.round.title}”的材料包。"
    assert "3 项申报" in pane.text.text()
    assert "摘要一致" in pane.text.text()
    assert pane.act.hasFocus()
    qtbot.keyClick(pane.act, Qt.Key.Key_Return)
    assert screen_name(packed) == "pledge"


def test_full_width_digits_are_taken(packed: Bench) -> None:
    """U5."""
    screen = home(packed)
    screen.open(packed.world.package)
    wide = packed.world.code(2).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
    screen.code.field.setText(wide)
    assert screen.code.act.isEnabled()
    packed.qtbot.keyClick(screen.code.field, Qt.Key.Key_Return)
    assert screen.opened.isVisible()


def test_a_wrong_code_says_so_and_can_be_corrected(packed: Bench) -> None:
    screen = home(packed)
    screen.open(packed.world.package)
    typed_code(packed, "00000 " * 6)
    assert screen.error.fault is not None
    assert screen.error.fault.code == "round.code.wrong"
    assert screen.code.isVisible()
    assert screen.code.field.selectedText() != ""
    typed_code(packed, packed.world.code(2))
    assert screen.error.fault is None
    assert screen.opened.isVisible()


def test_the_same_letter_again_and_an_older_one_are_told_in_a_sentence(packed: Bench) -> None:
    screen, world = home(packed), packed.world
    older = package_of(world, world.folder)
    newer = world.pack(letters_only=True)
    screen.open(newer)
    typed_code(packed, world.code(2))
    assert screen.opened.title.text().startswith("已打开")
    screen.open(newer)
    assert screen.opened.title.text().startswith("这封信函以前打开过")
    assert screen.opened.act.isEnabled()
    screen.open(older)
    assert screen.opened.title.text().startswith("这是较早的信函，没有采用")
    assert screen.opened.act.isEnabled()


def test_damage_of_others_is_named_and_stops_nobody(packed: Bench, tmp_path: Path) -> None:
    screen, world = home(packed), packed.world
    for part in open_package(world.package).letters:
        copy = package_of(world, tmp_path)
        data = bytearray(copy.read_bytes())
        data[part.offset + 500] ^= 0xFF
        copy.write_bytes(bytes(data))
        screen.open(copy, world.code(2))
        if screen.error.fault is not None:  # the letter for this expert
            assert screen.error.fault.code == "seal.package.letter_damaged"
            continue
        packed.qtbot.waitUntil(lambda name=part.name: name in words(packed))
        assert "1 处损坏" in packed.find(QLabel, "damage0").text()
        assert screen.opened.act.isEnabled()
        return
    raise AssertionError("no letter was another one's")


def test_what_is_no_package_is_refused_in_place(packed: Bench, tmp_path: Path) -> None:
    screen, world = home(packed), packed.world
    noise = tmp_path / "noise.zgcpkg"
    noise.write_bytes(b"\xff" * 4096)
    screen.open(noise)
    assert screen.error.isVisible()
    assert not screen.opened.isVisible()
    screen.open(tmp_path / "gone.zgcpkg")
    assert screen.error.fault is not None
    assert screen.error.fault.code == "seal.file.read"
    screen.open(world.package, world.code(2))
    assert screen.error.fault is None


def test_a_package_for_others_is_refused_in_place(packed: Bench) -> None:
    packed.program.lock()
    stranger = Bench(packed.context, packed.qtbot, packed.world, packed.world.observer)
    home(stranger).open(packed.world.package)
    fault = home(stranger).error.fault
    assert fault is not None
    assert fault.code == "seal.package.no_letter"
    stranger.program.lock()


def test_a_package_on_the_stick_is_listed_with_round_and_sender(
    packed: Bench, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    world, screen = packed.world, home(packed)
    stick = world.package.parent
    monkeypatch.setattr(ui.media, "media_roots", lambda: (stick,))
    screen.model.look()
    row = f"package:{world.package.name}"
    qtbot.waitUntil(lambda: any("未确认的轮次" in one for one in words(packed)))
    qtbot.mouseClick(packed.find(QPushButton, f"{row}Act"), LEFT)
    typed_code(packed, world.code(2))
    meet(packed.person, world.secretary)
    screen.model.load()
    title = world.secretary.round.title
    expected = f"{title} · 秘书01 {world.secretary.card.name} · "
    qtbot.waitUntil(lambda: any(one.startswith(expected) for one in words(packed)))


def test_a_package_is_taken_by_drag_and_drop(packed: Bench) -> None:
    screen = home(packed)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(packed.world.package))])
    drag = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(10, 10), *drag)
    screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    screen.dropEvent(QDropEvent(QPoint(10, 10), *drag))
    assert screen.code.isVisible()
    wrong = QMimeData()
    wrong.setUrls([QUrl.fromLocalFile("/tmp/x.pdf")])
    refused = QDragEnterEvent(QPoint(10, 10), Qt.DropAction.CopyAction, wrong, *drag[2:])
    refused.ignore()
    screen.dragEnterEvent(refused)
    assert not refused.isAccepted()


def test_the_program_started_with_a_package_opens_it_after_the_unlock(
    context: Context, qtbot: QtBot, at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    world = at("packed")
    person = world.experts[1]
    person.close()
    context.preferences.opened(person.vault, "2026-11-22T10:00:00+08:00")
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    program.start(world.package)
    unlock = shell.screen
    assert isinstance(unlock, UnlockScreen)
    unlock.passphrase.setText(PASSPHRASE)
    qtbot.mouseClick(unlock.open, LEFT)
    screen = shell.screen
    assert isinstance(screen, HomeScreen)
    assert screen.code.isVisible()
    program.lock()
    again = shell.screen
    assert isinstance(again, UnlockScreen)
    again.passphrase.setText(PASSPHRASE)
    qtbot.mouseClick(again.open, LEFT)
    later = shell.screen
    assert isinstance(later, HomeScreen)
    assert not later.code.isVisible()  # once is enough
    program.lock()


def test_a_round_that_was_handed_back_refuses_its_package(bench_at: Callable[..., Bench]) -> None:
    bench = bench_at("sealed")
    handing_back.hand_back(bench.person.desk, bench.person.round, ["U-017"], "已确认封存")
    screen = home(bench)
    screen.open(bench.world.package)
    assert screen.error.fault is not None
    assert screen.error.fault.code == "handback.done"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", ["new", "duplicate", "older"])
def test_every_outcome_has_its_sentence(language: str, outcome: str) -> None:
    assert "题" in Texts(language).get(f"ui.home.opened.{outcome}", title="题")

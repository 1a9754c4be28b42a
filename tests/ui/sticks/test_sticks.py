"""S7 through the windows: what went wrong, which file is there, and a button that does it again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of, consent, witness
from services_harness import Person, World
from sticks_port import Stick

from ui.context import Context
from ui.views.give_back import GiveBackScreen
from ui.views.secretary.pack import PackPane
from ui.views.secretary.seal import SealPane
from ui.widgets.notices import ErrorPane
from zgc_review.errors import StorageError
from zgc_review.services import post
from zgc_review.services.desk import Desk

At = Callable[[str], World]
Window = Callable[[World, Person], Bench]

#: How the medium refuses, and what the window then calls it.
TROUBLE = {
    "vanished": "文件写不进去",
    "dead": "文件写不进去",
    "readonly": "文件写不进去",
    "full": "写入时空间用尽",
    "limit": "这个介质存不下这么大的文件",
    "disc": "介质或文件夹只能读",
}
LEFT = Qt.MouseButton.LeftButton
SEAL = 2


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Window:
    """Return a function that opens the window of one person at the round."""
    return lambda world, person: bench_of(context, qtbot, world, person)


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    """Return an empty stick."""
    made = Stick(tmp_path / "stick", random.Random(7))
    made.folder.mkdir()
    return made


def troubled(stick: Stick, way: str) -> AbstractContextManager[None]:
    """Let the medium refuse from some call on; a finished disc refuses from the first."""
    return stick.watched(at=1 if way == "disc" else 6 + len(way), way=way)


def told(pane: ErrorPane, way: str) -> None:
    """The pane says what went wrong, which files are there, and that nothing is lost."""
    assert pane.isVisible()
    assert isinstance(pane.fault, StorageError)
    words = " ".join(one.text() for one in pane.findChildren(QLabel))
    assert TROUBLE[way] in words
    assert "保险库完好，再做一次即可" in words
    if way in {"vanished", "dead"}:
        assert "介质已不在，看不到上面有什么" in words
    else:
        assert "介质上没有留下这次的文件" in words


def packing(window: Window, at: At, folder: Path) -> tuple[Bench, PackPane]:
    world = at("seated")
    bench = window(world, world.secretary)
    bench.rooms.go("pack")
    pane = bench.rooms.pack_pane
    pane.choose_folder(folder)
    return bench, pane


@pytest.mark.parametrize("way", TROUBLE)
def test_s7_packing_says_what_is_there_and_packs_again(
    window: Window, at: At, stick: Stick, tmp_path: Path, way: str
) -> None:
    bench, pane = packing(window, at, stick.folder)
    bench.click("packAct")
    with troubled(stick, way):
        bench.agree()
    told(pane.error, way)
    assert stick.files() == {}
    assert bench.states() == {"ASSIGNED"}
    assert pane.folder.isEnabled()
    if way == "limit":  # another medium is the other way on
        pane.choose_folder(tmp_path / "other")
    bench.click("packAct")
    bench.agree()
    assert pane.error.fault is None
    assert "重读比对一致" in pane.done_title.text()
    assert bench.states() == {"REVIEWING"}


@pytest.mark.parametrize("way", TROUBLE)
def test_s7_returning_says_what_is_there_and_writes_again(
    window: Window, at: At, stick: Stick, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    world = at("written")
    bench = window(world, world.experts[1])
    assert bench.program.rooms is not None
    bench.program.rooms.show_give_back()
    screen = bench.shell.screen
    assert isinstance(screen, GiveBackScreen)
    offered: list[str] = []

    def choose(_parent: object, _title: str, start: str) -> str:
        offered.append(start)
        return str(stick.folder)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", choose)
    with troubled(stick, way):
        bench.qtbot.mouseClick(screen.write, LEFT)
    told(screen.error, way)
    assert stick.files() == {}
    assert screen.write.isEnabled()
    assert screen.write.hasFocus()
    bench.qtbot.mouseClick(screen.write, LEFT)
    assert not screen.error.isVisible()
    assert offered[1] == str(stick.folder)  # the same stick is proposed, another can be chosen
    assert len(stick.files()) == 3
    assert next(iter(stick.folder.glob("*.zgcscore"))).name in bench.find(QLabel, "file:scores").text()


@pytest.mark.parametrize("way", TROUBLE)
def test_s7_sealing_says_what_is_there_and_writes_again(
    window: Window, at: At, stick: Stick, tmp_path: Path, way: str
) -> None:
    world = at("decided")
    bench = window(world, world.secretary)
    pane = sealing(bench)
    with troubled(stick, way):
        pane.signatures.prepare_into(stick.folder)
        bench.agree()
    told(pane.error, way)
    assert pane.signatures.prepare.isVisible()
    assert pane.signatures.prepare.isEnabled()
    pane.signatures.prepare_into(stick.folder)
    bench.agree()
    assert pane.error.fault is None
    pane.signatures.write_notice(stick.folder)
    world.collect([consent(world, world.experts[0], stick.folder), witness(world, stick.folder)])
    bench.page.sealing.load()
    pane.seen.setChecked(True)
    shares = stick.files()
    pane.choose_folder(stick.folder)
    with troubled(stick, way):
        bench.click("sealAct")
    assert stick.files() == shares
    words = " ".join(one.text() for one in pane.error.findChildren(QLabel))
    assert TROUBLE[way] in words
    assert "介质已不在" in words if way in {"vanished", "dead"} else "介质上没有留下这次的文件" in words
    # A medium that fails while it is tried closes nothing; one that fails later is written again.
    assert bench.states() in ([{"DELIBERATED"}] if way == "disc" else [{"DELIBERATED"}, {"SEALED"}])
    assert pane.folder.isEnabled()
    if way == "disc":
        pane.choose_folder(tmp_path / "other")
    bench.click("sealAct")
    assert pane.error.fault is None
    assert pane.title.text() == "本轮次已封存"
    assert bench.states() == {"SEALED"}


def sealing(bench: Bench) -> SealPane:
    page = bench.page
    page.turn(SEAL)
    return page.seal


def test_s7_shares_stay_shown_where_the_definitions_could_not_be_written(
    window: Window, at: At, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is made, its shares are whole; the definitions are written again by a button of their own."""
    world = at("decided")
    bench = window(world, world.secretary)
    pane, usb = sealing(bench), tmp_path / "usb"
    real = post.seal_to_file

    def broken(desk: Desk, payload: bytes, recipients: Sequence[str], target: Path) -> str:
        if target.suffix == ".zgcround":
            raise StorageError("seal.file.full", file=target.name)
        return real(desk, payload, recipients, target)

    monkeypatch.setattr(post, "seal_to_file", broken)
    pane.signatures.prepare_into(usb)
    bench.agree()
    assert pane.error.isVisible()
    assert len(bench.page.sealing.shares) == 3
    assert bench.find(QAbstractButton, "words:秘书01").isEnabled()
    assert pane.signatures.publish.isVisible()
    monkeypatch.undo()
    bench.page.sealing.publish(usb)
    assert len(list(usb.glob("*.zgcround"))) == 1

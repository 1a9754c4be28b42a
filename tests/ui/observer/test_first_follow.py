"""The observer's first round: taken in at home, compared by its code, consented to, all in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from result_bench import Bench
from services_harness import SUB, World, new_world

from ui.context import Context
from ui.views.home import HomeScreen
from ui.views.observer.rooms import ObserverRooms
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services import rounds, sharing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return an office whose version 1 was just defined; nobody followed it."""
    world = new_world(tmp_path / "world")
    given = {
        "title": "二〇二六年度试评审",
        "call_year": 2026,
        "t0": "2026-11-22",
        "modes": {SUB: "open_call"},
        "groups": [{"id": "G01", "sub_directions": [SUB], "size": 5}],
    }
    card = world.observer.card.card_id
    world.secretary.row = rounds.define_round(world.secretary.desk, given, world.catalogue, card)
    sharing.publish_round(world.secretary.desk, world.secretary.row, tmp_path / "usb")
    return world


def test_the_first_definition_is_followed_in_the_observers_window(
    context: Context, qtbot: QtBot, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    bench = Bench(qtbot, world, Program(context, shell))
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    bench.program._enter(world.observer.desk)
    home = shell.screen
    assert isinstance(home, HomeScreen)
    (path,) = (tmp_path / "usb").glob("*.zgcround")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(path), ""))
    bench.click("homeChoose")
    assert bench.program.rooms is not None
    rooms = bench.program.rooms.findChild(ObserverRooms)
    assert rooms is not None
    assert bench.find(QLabel, "headerRole").text() == "监督01 监督"
    page = rooms.definitions
    assert page.rows.index(0, 4).data() == "等您同意"
    assert not page.yes.isEnabled()  # the code comes first
    qtbot.keyClicks(page.code, world.code(1).replace(" ", "")[::-1])
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    assert page.error.fault is not None
    assert page.error.fault.code == "round.code.wrong"
    page.code.clear()
    qtbot.keyClicks(page.code, world.code(1))
    qtbot.keyClick(page.code, Qt.Key.Key_Return)
    assert not page.code.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path / "back"))
    qtbot.mouseClick(bench.find(QAbstractButton, "observerYes"), LEFT)
    assert "同意第 1 版轮次定义？" in bench.agree()
    (arrival,) = world.collect(list((tmp_path / "back").glob("*.zgccons")))
    assert arrival.outcome == "new"
    for key in ("draw", "verify", "sealing", "definitions"):
        rooms.frame.turn(key)
    shell.close()
    world.close()

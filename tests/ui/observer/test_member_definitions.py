"""Definitions for a chair: taken in at home before there is a package, later ones in the own frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot
from result_bench import Bench, bench_of, consent
from services_harness import Person, World, new_world

from ui.context import Context
from ui.views.chair.rooms import ChairRooms
from ui.views.home import HomeScreen
from ui.views.observer.definitions import DefinitionsPage
from ui.views.observer.member import MemberDefinitions
from ui.views.program import Program
from ui.views.shell import Shell
from zgc_review.services import escrow, following, panel, panel_taking, sharing


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a round whose version 2 seats five experts and waits for observer and chair."""
    (tmp_path / "world").mkdir()
    world = new_world(tmp_path / "world", applications=2)
    world.define()
    world.take_in()
    world.appoint()
    sharing.publish_round(world.secretary.desk, world.secretary.round, tmp_path / "usb")
    return world


def at_home(context: Context, qtbot: QtBot, world: World, person: Person) -> Bench:
    """Open a window at the list of rounds."""
    shell = Shell(context)
    qtbot.addWidget(shell)
    program = Program(context, shell)
    shell.show()
    program._enter(person.desk)
    return Bench(qtbot, world, program)


def page_of(bench: Bench) -> DefinitionsPage:
    found = bench.shell.findChild(DefinitionsPage)
    assert found is not None
    return found


def test_a_chair_consents_to_the_version_that_seats_everybody(
    context: Context, qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    chair = world.experts[0]
    bench = at_home(context, qtbot, world, chair)
    home = bench.shell.screen
    assert isinstance(home, HomeScreen)
    home.open(next((tmp_path / "usb").glob("*.zgcround")))
    page = page_of(bench)
    assert bench.shell.screen is not None
    assert bench.shell.screen.objectName() == "member"
    assert [page.rows.index(n, 4).data() for n in range(2)] == ["等您同意", "不需要"]
    assert not page.yes.isEnabled()  # the round code was not typed yet
    page.code.setText(world.code(2))
    bench.click("observerConfirm")
    page.consent("yes", tmp_path / "back")
    assert "同意第 2 版轮次定义？" in bench.agree()
    assert page.rows.index(0, 4).data() == "已同意"
    page.table.choose(1)
    bench.shell.header.language.click()
    assert page.table.currentIndex().row() == 1  # another language is no other version
    bench.shell.header.language.click()
    (path,) = (tmp_path / "back").glob("*.zgccons")
    (arrival,) = world.collect([path])
    assert arrival.outcome == "new"
    world.close()


def test_before_there_is_a_package_the_round_opens_at_its_definitions(
    context: Context, qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    chair = world.experts[0]
    consent(world, chair, tmp_path / "usb")
    bench = bench_of(context, qtbot, world, chair)
    assert bench.shell.screen is not None
    assert bench.shell.screen.objectName() == "member"
    assert page_of(bench).model.waiting == 0
    rooms = bench.program.rooms
    assert rooms is not None
    assert rooms.findChild(MemberDefinitions) is not None
    world.close()


def test_what_is_no_definition_is_refused_at_home(
    context: Context, qtbot: QtBot, world: World, tmp_path: Path
) -> None:
    bench = at_home(context, qtbot, world, world.experts[0])
    home = bench.shell.screen
    assert isinstance(home, HomeScreen)
    wrong = tmp_path / "wrong.zgcround"
    wrong.write_bytes(b"no sealed file")
    home.open(wrong)
    assert bench.shell.screen is home
    assert home.error.fault is not None
    assert home.error.fault.code == "seal.age.not_age"
    world.close()


def test_the_version_that_names_the_key_is_consented_to_in_the_chairs_frame(
    context: Context, qtbot: QtBot, at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("decided")
    chair, desk, row = world.experts[0], world.secretary.desk, world.secretary.round
    written = panel.write_panel(desk, row, "G01", chair.code, tmp_path / "panel")
    panel_taking.take_panel(chair.desk, chair.round, written.path)
    escrow.prepare_seal(desk, row, tmp_path / "shares")
    (path,) = sharing.publish_round(desk, row, tmp_path / "v3")
    bench = bench_of(context, qtbot, world, chair)
    assert bench.shell.findChild(QTableView, "heat") is not None
    rooms = bench.program.rooms
    frame = rooms.findChild(ChairRooms) if rooms is not None else None
    assert frame is not None
    frame.go("definitions")
    page = frame.definitions_page
    page.follow([path])
    badge = frame.frame.navigation.buttons["definitions"]
    assert badge.badge == 1
    page.consent("yes", tmp_path / "back")
    assert "同意第 3 版轮次定义？" in bench.agree()
    assert badge.badge == 0
    (arrival,) = world.collect(sorted((tmp_path / "back").glob("*.zgccons")))
    assert arrival.outcome == "new"


def test_a_version_that_waits_comes_before_the_overview(
    context: Context, qtbot: QtBot, at: Callable[[str], World], tmp_path: Path
) -> None:
    world = at("decided")
    chair, desk, row = world.experts[0], world.secretary.desk, world.secretary.round
    escrow.prepare_seal(desk, row, tmp_path / "shares")
    paths = sharing.publish_round(desk, row, tmp_path / "v3")
    chair.row = following.follow_round(chair.desk, paths, None)
    bench = bench_of(context, qtbot, world, chair)
    assert bench.shell.screen is not None
    assert bench.shell.screen.objectName() == "member"
    assert page_of(bench).model.waiting == 1
    bench.program.rooms.findChild(MemberDefinitions).own_asked.emit()  # type: ignore[union-attr]
    assert bench.shell.screen is not None
    assert bench.shell.screen.objectName() != "member"

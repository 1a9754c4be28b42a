"""Files that are double-clicked while a window runs: each opens where it is used, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from member_bench import LEFT, Bench, screen_name
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from services_harness import PASSPHRASE, Person, World

from ui.context import Context
from ui.views.ask import Question
from ui.views.first_start import CardScreen, NewVaultScreen, RecoveryScreen
from ui.views.frame import RoleFrame
from ui.views.give_back import GiveBackScreen
from ui.views.help import HelpDialog
from ui.views.home import HomeScreen
from ui.views.opened.together import OpenTogether
from ui.views.plain_dialog import PlainDialog
from ui.views.program import Program
from ui.views.secretary.collect import CollectPane
from ui.views.shell import Shell
from ui.views.unlock import UnlockScreen, VaultRow
from zgc_review.services import acks
from zgc_review.services.recent_files import recent_files

Window = Callable[[World, Person], Bench]
#: Offscreen there is nothing to come to the front of.
pytestmark = pytest.mark.qt_log_ignore(r"This plugin does not support raise\(\)")


def receive(bench: Bench, path: Path | None) -> bool:
    """Let a second start ask for a file."""
    return bench.program.receive(path)


def ack_for(world: World, person: Person) -> Path:
    """Return an acknowledgement that the secretary wrote for a person."""
    made = acks.acknowledge(world.secretary.desk, world.secretary.round, world.folder / "acks", "received")
    return next(one for one in made if person.code in one.name)


def code_on(bench: Bench) -> str:
    """Return the code of the error on the screen of rounds."""
    fault = bench.screen(HomeScreen).error.fault
    return "" if fault is None else fault.code


def kinds(person: Person) -> list[str]:
    return [one.kind for one in recent_files(person.desk)]


def test_a_package_opens_on_the_screen_of_rounds(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    bench = window(world, world.experts[1])
    assert receive(bench, world.package)
    screen = bench.screen(HomeScreen)
    assert screen.code.isVisible()
    assert kinds(world.experts[1]) == []  # not before the round is confirmed
    screen.open(world.package, world.code(2))
    assert screen.opened.isVisible()
    assert kinds(world.experts[1]) == ["package"]


def test_a_page_is_left_only_after_a_question(at: Callable[[str], World], window: Window) -> None:
    world = at("opened")
    bench = window(world, world.experts[1])
    bench.enter()
    assert screen_name(bench) == "pledge"
    receive(bench, world.package)
    question = bench.dialog(Question)
    assert world.package.name in question.title.text()
    bench.qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert screen_name(bench) == "pledge"
    receive(bench, world.package)
    bench.qtbot.mouseClick(bench.dialog(Question).act, LEFT)
    assert bench.screen(HomeScreen).opened.isVisible()
    assert bench.program.session is not None
    assert bench.program.session.head is None


def test_a_refusal_over_another_page_leads_nobody_away(
    at: Callable[[str], World], window: Window, tmp_path: Path
) -> None:
    world = at("opened")
    bench = window(world, world.experts[1])
    bench.enter()
    receive(bench, tmp_path / "gone.zgcpkg")
    dialog = bench.dialog(PlainDialog)
    assert dialog.error.fault is not None
    assert dialog.error.fault.code == "seal.file.read"
    assert "gone.zgcpkg" in dialog.title.text()
    assert screen_name(bench) == "pledge"
    dialog.reject()


def test_while_a_dialog_is_open_a_file_waits(at: Callable[[str], World], window: Window) -> None:
    world = at("opened")
    bench = window(world, world.experts[1])
    bench.shell.show_help()
    receive(bench, world.package)
    screen = bench.screen(HomeScreen)
    assert not screen.opened.isVisible()
    bench.dialog(HelpDialog).reject()
    bench.qtbot.waitUntil(screen.opened.isVisible)


def test_an_acknowledgement_is_read_where_its_reader_stands(
    at: Callable[[str], World], window: Window
) -> None:
    world = at("locked")
    person = world.experts[1]
    ack = ack_for(world, person)
    bench = window(world, person)
    receive(bench, ack)
    screen = bench.screen(GiveBackScreen)
    assert screen.standing is not None
    assert len(screen.standing.acks) == 1
    assert kinds(person) == ["ack"]
    receive(bench, ack)  # again on the same page: nobody is asked
    assert bench.no_dialog()
    assert bench.shell.screen is screen
    bench.click("returnBack")
    assert screen_name(bench) == "review"


def test_a_chair_finds_the_way_back_to_the_office_after_an_acknowledgement(
    at: Callable[[str], World], window: Window
) -> None:
    world = at("locked")
    chair = world.experts[0]
    bench = window(world, chair)
    receive(bench, ack_for(world, chair))
    bench.screen(GiveBackScreen)
    assert bench.program.rooms is not None
    bench.program.rooms.show_chair()
    assert bench.screen(RoleFrame).objectName() == "chair"
    bench.program.rooms.show_own()


def test_what_experts_hand_back_is_collected_in_its_round(
    at: Callable[[str], World], window: Window, tmp_path: Path
) -> None:
    world = at("written")
    files = sorted(world.returns(world.experts[1]).iterdir())
    bench = window(world, world.secretary)
    for path in files:
        receive(bench, path)
    pane = next(one for one in bench.shell.findChildren(CollectPane) if one.isVisible())
    assert [one.outcome for one in pane.arrivals.rows] == ["new"]
    office = bench.shell.screen
    card = tmp_path / "late.zgccard"
    card.write_bytes(world.experts[2].card.payload)
    receive(bench, card)  # another page of the same office: nothing typed there is lost, nobody is asked
    assert bench.no_dialog()
    assert bench.shell.screen is office
    assert bench.screen(RoleFrame).page.objectName() == "expertsPage"


def test_results_and_shares_gather_on_one_page(at: Callable[[str], World], window: Window) -> None:
    world = at("sealed")
    bench = window(world, world.experts[0])
    result = next(world.folder.rglob("*.zgcresult"))
    for path in (result, *sorted(world.folder.rglob("*.zgcshare"))):
        receive(bench, path)
    screen = bench.screen(OpenTogether)
    assert screen.file.text() == result.name
    assert len(screen.model.shares) == 1  # the own one; for the others their officers unlock
    assert screen.vault.isVisible()
    assert kinds(world.experts[0]) == []  # nothing was opened yet


def test_round_definitions_are_taken_in(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    bench = window(world, world.observer)
    receive(bench, next((world.folder / "v2").glob("*.zgcround")))
    assert bench.screen(RoleFrame).objectName() == "observer"
    assert kinds(world.observer) == ["round"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("expert.zgcscore", "arrive.secretary"), ("one.zgccard", "arrive.card"), ("表.xlsx", "arrive.unknown")],
)
def test_what_is_not_for_this_window_says_so_in_place(
    at: Callable[[str], World], window: Window, tmp_path: Path, name: str, code: str
) -> None:
    world = at("opened")
    bench = window(world, world.experts[1])
    (tmp_path / name).write_bytes(b"x")
    receive(bench, tmp_path / name)
    assert code_on(bench) == code
    assert bench.find(QLabel, "errorTitle").text()


def test_a_locked_window_remembers_and_shows_no_name(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    bench = window(world, world.experts[1])
    bench.program.lock()
    assert receive(bench, world.package)
    assert receive(bench, world.experts[1].vault)
    unlock = bench.screen(UnlockScreen)
    assert "一份" in unlock.later.text() or "那份" in unlock.later.text()
    assert not any(world.package.name in one.text() for one in bench.shell.findChildren(QLabel))
    unlock.passphrase.setText(PASSPHRASE)
    bench.qtbot.mouseClick(unlock.open, LEFT)
    assert bench.screen(HomeScreen).code.isVisible()


def test_what_waits_under_a_dialog_survives_the_lock(at: Callable[[str], World], window: Window) -> None:
    world = at("opened")
    bench = window(world, world.experts[1])
    bench.shell.show_help()
    receive(bench, world.package)
    bench.program.lock()
    unlock = bench.screen(UnlockScreen)
    assert unlock.later.isVisible()
    unlock.passphrase.setText(PASSPHRASE)
    bench.qtbot.mouseClick(unlock.open, LEFT)
    for one in bench.shell.findChildren(HelpDialog):
        one.reject()
    bench.qtbot.waitUntil(bench.screen(HomeScreen).opened.isVisible)


def test_another_vault_is_left_to_a_window_of_its_own(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    bench = window(world, world.experts[1])
    assert receive(bench, world.experts[1].vault)
    assert receive(bench, world.experts[1].vault / "vault.key")  # what can be double-clicked in it
    assert not receive(bench, world.experts[2].vault)
    assert isinstance(bench.shell.screen, HomeScreen)
    bench.program.lock()
    assert receive(bench, world.experts[1].vault)
    assert not receive(bench, world.experts[2].vault)


def started(context: Context, bench_of: Callable[[Shell], None]) -> Program:
    """Return the program at its first screen."""
    shell = Shell(context)
    bench_of(shell)
    program = Program(context, shell)
    shell.show()
    return program


def test_before_any_vault_is_open_one_may_be_named(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> None:
    world = at("packed")
    world.close()
    program = started(context, qtbot.addWidget)
    program.start()
    assert isinstance(program.shell.screen, NewVaultScreen)
    assert program.receive(None)
    assert program.receive(world.experts[1].vault)
    screen = program.shell.screen
    assert isinstance(screen, UnlockScreen)
    assert program.receive(world.experts[2].vault / "vault.key")
    assert [row.isChecked() for row in screen.findChildren(VaultRow)] == [False, True]


def test_a_recovery_key_on_show_stays(
    context: Context, qtbot: QtBot, at: Callable[[str], World], tmp_path: Path
) -> None:
    """It is shown once: nothing that arrives takes it away."""
    world = at("packed")
    world.close()
    program = started(context, qtbot.addWidget)
    program.start()
    program._entry.create(tmp_path / "new.zgcvault", "一个新的口令 9", "某人", "某单位")
    shown = program.shell.screen
    assert isinstance(shown, RecoveryScreen)
    assert not program.receive(world.experts[1].vault)
    assert program.receive(world.package)
    assert program.shell.screen is shown
    shown.done.emit()
    card = program.shell.screen
    assert isinstance(card, CardScreen)
    card.done.emit()
    home = program.shell.screen
    assert isinstance(home, HomeScreen)
    assert home.error.fault is not None
    assert home.error.fault.code == "seal.package.no_letter"
    program.lock()


def test_a_vault_that_is_only_read_says_so(at: Callable[[str], World], window: Window) -> None:
    world = at("packed")
    person = world.experts[1]
    person.desk.vault.writable = False
    bench = window(world, person)
    receive(bench, world.package)
    assert code_on(bench) == "vault.readonly"

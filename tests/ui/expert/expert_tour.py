"""Every screen and dialog of an expert, one after another, on one vault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import monotonic

from member_bench import Bench
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from services_harness import Person, World, fill, level

from ui.viewmodels.home import heads
from ui.views.rooms import Rooms
from ui.views.score import ScoreScreen
from ui.views.screen import Screen
from zgc_review.domain.rows import ApplicationRow
from zgc_review.services import declaring, sheets

Step = Callable[[Bench, Rooms], object]


def applications(person: Person) -> tuple[ApplicationRow, ...]:
    with person.desk.vault.begin() as uow:
        return uow.applications.all(person.round.round_id)


def prepare(world: World) -> None:
    """The second expert declared: locked the first sheet, filled the second, stands aside on the third."""
    person = world.experts[1]
    one, two, three = (row.application_id for row in applications(person))
    declaring.pledge(person.desk, person.round)
    declaring.answer(person.desk, person.round, three, [declaring.GivenAnswer("R02", "yes", "同一单位在职")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    for name in (one, two):
        fill(person, name, level(70)(0))
    sheets.lock(person.desk, person.round, [one])


def choose(bench: Bench) -> Rooms:
    """Enter the round without leaving the first screen."""
    rooms, session = bench.program.rooms, bench.program.session
    assert rooms is not None
    assert session is not None
    session.choose(heads(bench.person.desk)[0])
    return rooms


def at_sheet(place: int) -> Step:
    def step(bench: Bench, rooms: Rooms) -> None:
        rooms.show_score(applications(bench.person)[place].application_id)

    return step


def criterion(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    screen = bench.screen(ScoreScreen)
    screen.rubric.open_section(screen.model.sheet.criteria[0].id, focus=True)


def opinion(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    bench.screen(ScoreScreen).rubric.open_section("", focus=True)


def wide(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    bench.screen(ScoreScreen).queue.toggle()


def beside(bench: Bench, rooms: Rooms) -> None:
    rooms.show_review()
    screen = bench.shell.screen
    screen.compare(applications(bench.person)[0].application_id)  # type: ignore[union-attr]


def coded(bench: Bench, rooms: Rooms) -> None:
    rooms.show_home()
    bench.shell.screen.code.ask(bench.world.package)  # type: ignore[union-attr]


def opened(bench: Bench, rooms: Rooms) -> None:
    rooms.show_home()
    bench.shell.screen.open(bench.world.package)  # type: ignore[union-attr]


def refused(bench: Bench, rooms: Rooms) -> None:
    rooms.show_home()
    wrong = bench.world.folder / "wrong.zgcpkg"
    wrong.write_bytes(b"no package")
    bench.shell.screen.open(wrong)  # type: ignore[union-attr]


#: Screens of an expert who declared.
SCREENS: dict[str, Step] = {
    "home": lambda _bench, rooms: rooms.show_home(),
    "home, code": coded,
    "home, opened": opened,
    "home, refused": refused,
    "declare, signed": lambda _bench, rooms: rooms.show_declare(),
    "score": criterion,
    "score, opinion": opinion,
    "score, wide queue": wide,
    "score, locked": at_sheet(0),
    "score, closed": at_sheet(2),
    "work": lambda _bench, rooms: rooms.show_work_list(),
    "review": lambda _bench, rooms: rooms.show_review(),
    "review, beside": beside,
    "giveBack": lambda _bench, rooms: rooms.show_give_back(),
    "sitting": lambda _bench, rooms: rooms.show_sitting(),
    "lists": lambda _bench, rooms: rooms.ways.show_lists(),
}
#: Screens of an expert who opened the package and did nothing.
FRESH: dict[str, Step] = {
    "pledge": lambda _bench, rooms: rooms.show_pledge(),
    "declare": lambda _bench, rooms: rooms.show_declare(),
    "score, gate": lambda _bench, rooms: rooms.show_score(),
    "work, gate": lambda _bench, rooms: rooms.show_work_list(),
}


def late(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    rooms.ways.late_conflict(applications(bench.person)[1].application_id)


def entry(name: str) -> Step:
    """Return a step that opens a dialog from the menu."""

    def step(bench: Bench, rooms: Rooms) -> None:
        rooms.show_home()
        bench.choose(name)

    return step


def found(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    rooms.ways.find()


def reopen(bench: Bench, rooms: Rooms) -> None:
    at_sheet(0)(bench, rooms)
    bench.screen(ScoreScreen).ask_reopen()


def versions(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    bench.screen(ScoreScreen).model.read_versions()


def basis(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    bench.screen(ScoreScreen).show_basis()


def sign(bench: Bench, rooms: Rooms) -> None:
    rooms.show_review()
    bench.shell.screen.all.click()  # type: ignore[union-attr]


def helped(bench: Bench, rooms: Rooms) -> None:
    at_sheet(1)(bench, rooms)
    bench.shell.show_help()


#: Dialogs of an expert.
DIALOGS: dict[str, Step] = {
    "help": helped,
    "card": entry("card"),
    "passphrase": entry("passphrase"),
    "backup": entry("backup"),
    "check": entry("check"),
    "about": entry("about"),
    "late conflict": late,
    "find": found,
    "reopen": reopen,
    "versions": versions,
    "basis": basis,
    "sign": sign,
}


def shown(bench: Bench) -> Screen:
    """Return the screen on show once everything on its way arrived."""
    for _ in range(4):
        QApplication.processEvents()
    screen = bench.shell.screen
    assert screen is not None
    # A document is read by a process of its own.
    waiting = [one for one in screen.findChildren(QLabel) if one.objectName() == "documentMainWaiting"]
    last = monotonic() + 30
    while any(one.text() for one in waiting) and monotonic() < last:
        QTest.qWait(10)
    return screen


def dialog(bench: Bench) -> QDialog:
    """Return the dialog that is open."""
    QApplication.processEvents()
    found = [one for one in bench.shell.findChildren(QDialog) if one.isVisible()]
    assert len(found) == 1, found
    return found[0]


def stations(bench: Bench, steps: dict[str, Step]) -> Iterator[tuple[str, Screen]]:
    """Go from screen to screen."""
    rooms = choose(bench)
    for name, step in steps.items():
        step(bench, rooms)
        yield name, shown(bench)


def dialogs(bench: Bench) -> Iterator[tuple[str, QWidget]]:
    """Open dialog after dialog; each is closed again."""
    rooms = choose(bench)
    for name, step in DIALOGS.items():
        step(bench, rooms)
        open_now = dialog(bench)
        yield name, open_now
        open_now.reject()
        bench.qtbot.waitUntil(bench.no_dialog)

"""Seats are given and signed by keys alone (U4, look.md §8): cards, the chair, version 2, its consents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from key_tours import answer, enter, text
from keys_bench import Seat, take_seat
from keys_only import Key, faults
from pytestqt.qtbot import QtBot
from services_harness import World, new_person

import ui.media
from ui.context import Context
from ui.views.secretary.rooms import SecretaryRooms
from zgc_review.services import drawing
from zgc_review.services.rounds import signed_versions

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
_DRAW = 5


@pytest.fixture
def drawn(
    context: Context, qtbot: QtBot, world_at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Seat, World]]:
    """Return the secretary's window over a round that was drawn, at its list of rounds."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    world = world_at("taken")
    desk, row = world.secretary.desk, world.secretary.round
    drawing.begin(desk, row)
    drawing.say_words(desk, row, "secretary", "中关村 西山")
    drawing.say_words(desk, row, "observer", "立冬 2026 梧桐")
    drawing.run(desk, row)
    seat = take_seat(context, qtbot, desk)
    yield seat, world
    seat.program.lock()


def versions(world: World) -> int:
    with world.secretary.desk.vault.begin() as uow:
        return len(signed_versions(uow, world.secretary.round))


def test_u4_seats_are_signed_by_keys_alone(
    drawn: tuple[Seat, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A further card is taken for one seat, the chair named, the question answered; version 2 goes out."""
    seat, world = drawn
    keys = seat.keys
    enter(keys)
    keys.turn(_DRAW)
    assert keys.act("resultSeats").objectName() == "seatsTable"
    assert faults(keys.shell) == []
    rooms = seat.program.rooms.findChild(SecretaryRooms)  # type: ignore[union-attr]
    seats = rooms.draw_page.draw_pane.seats
    keys.to("seatsTable")
    keys.press(Key.Key_Home, Key.Key_Down)
    name = str(seats.seats[1].expert.record["name"])
    keys.press(Key.Key_Return)
    assert keys.window.objectName() == "cardChoice"
    assert faults(keys.window) == []
    person = new_person(tmp_path / "again", "n", name)
    card = tmp_path / "新卡.zgccard"
    card.write_bytes(person.card.payload)
    digits = person.card.fingerprint
    person.close()
    answer(monkeypatch, card)
    assert keys.act("cardsTake").objectName() == "checkGroupHeard1"
    keys.press(*(Key(Key.Key_1 + n) for n in range(6)))
    keys.press(Key.Key_S)
    assert keys.act("cardChoiceAct").objectName() == "seatsTable"
    assert [one.card.fingerprint for one in seats.seats if one.card is not None][1] == digits
    assert text(keys, "seatsLacking")
    keys.press(Key.Key_C)
    assert not text(keys, "seatsLacking")
    keys.act("seatsAct")
    assert keys.press(Key.Key_Escape).objectName() == "seatsAct"
    assert versions(world) == 1
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "versionWrite", "the version is handed out next"
    assert versions(world) == 2
    assert faults(keys.shell) == []
    keys.to("versionWrite")
    answer(monkeypatch, tmp_path / "usb")
    assert keys.press(Key.Key_Return).objectName() == "versionWrite"
    assert list((tmp_path / "usb").glob("*.zgcround"))
    assert keys.act("drawLook").objectName() != "drawLook"


def test_u4_the_chair_and_a_card_are_chosen_by_buttons_too(drawn: tuple[Seat, World]) -> None:
    seat, _world = drawn
    keys = seat.keys
    enter(keys)
    keys.turn(_DRAW)
    keys.act("resultSeats")
    keys.press(Key.Key_End)
    assert keys.act("seatsChair").objectName() == "seatsChair"
    keys.act("seatsCard")
    assert keys.press(Key.Key_Escape).objectName() == "seatsCard"
    assert keys.act("seatsCards").objectName() == "cardsTable"
    keys.turn(_DRAW)
    assert keys.focus.objectName() == "seatsTable"
    assert keys.act("seatsBack").objectName() != "seatsBack"

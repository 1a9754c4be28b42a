"""Changes during a round by keys alone (U4, look.md §8): alternate, card, absence, acting chair."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from acting_bench import close_first
from key_tours import answer, enter, said, text
from keys_bench import Seat, take_seat
from keys_only import Key, Keys, faults
from PySide6.QtWidgets import QCheckBox, QComboBox, QListWidget
from pytestqt.qtbot import QtBot
from services_harness import World, new_person

import ui.media
from ui.context import Context
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import RoundRow
from zgc_review.services import following, sharing
from zgc_review.services.consents import sign_consent
from zgc_review.services.panel_acting import acting_named
from zgc_review.services.rounds import signed_versions, state_of, waiting_for

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Open = Callable[[World], Seat]
_EXPERTS, _CHANGES = 3, 2


@pytest.fixture
def opened(context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a function that opens the secretary's window at the changes of a round."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Seat] = []

    def give(world: World) -> Seat:
        seat = take_seat(context, qtbot, world.secretary.desk)
        made.append(seat)
        enter(seat.keys)
        seat.keys.turn(_EXPERTS)
        seat.keys.tab("expertsPageTabs", _CHANGES)
        return seat

    yield give
    for one in made:
        one.program.lock()


def newest(world: World) -> tuple[AmendmentBody, tuple[str, ...]]:
    """Return the newest version and whose consent it waits for."""
    row: RoundRow = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        body = signed_versions(uow, row)[-1].body
        found = waiting_for(uow, row)
    assert isinstance(body, AmendmentBody)
    return body, found[1] if found is not None else ()


def test_u4_an_alternate_is_called_by_keys_alone(opened: Open, world_at: Callable[[str], World]) -> None:
    """The applications are ticked by Space, the next on the list is named, the reason typed."""
    world = world_at("seated")
    keys = opened(world).keys
    assert keys.focus.objectName() == "caseAct:alternate"
    assert faults(keys.shell) == []
    keys.act("caseAct:alternate")
    assert faults(keys.window) == []
    ticks = keys.to("alternateApplications")
    assert isinstance(ticks, QListWidget)
    keys.press(Key.Key_Home, Key.Key_Space, Key.Key_Down, Key.Key_Space, Key.Key_Space)
    assert "下一位：" in text(keys, "alternateFollows")
    keys.to("alternateReason")
    keys.type("有效评分不足")
    keys.act("alternateAct")
    assert text(keys, "changesTold") == "候补已调入，新一版等待同意。"
    assert newest(world)[1] != ()
    assert keys.focus.objectName() == "caseAct:alternate"
    assert faults(keys.shell) == []


def test_u4_a_dialog_keeps_what_was_typed_until_it_is_left(
    opened: Open, world_at: Callable[[str], World]
) -> None:
    """Enter in the reason does not close it; Esc leaves it and signs nothing."""
    world = world_at("seated")
    keys = opened(world).keys
    before = newest(world)
    for case, field in (
        ("alternate", "alternateReason"),
        ("card", "cardChangeReason"),
        ("absent", "absentReason"),
    ):
        keys.act(f"caseAct:{case}")
        keys.to(field)
        keys.type("有效评分不足")
        assert keys.press(Key.Key_Return).objectName() == field
        back = keys.press(Key.Key_Escape).objectName()
        assert back.endswith("Close"), "Esc goes to the way back; what was typed stands there still"
        assert keys.press(Key.Key_Escape).objectName() == f"caseAct:{case}"
    assert newest(world) == before


def test_u4_a_lost_laptop_revokes_the_card_and_takes_a_new_one_by_keys_alone(
    opened: Open, world_at: Callable[[str], World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new card is taken and compared in a dialog above the dialog; what was typed stays."""
    world = world_at("seated")
    keys = opened(world).keys
    keys.act("caseAct:card")
    assert faults(keys.window) == []
    lost = member(keys, "cardChangeWho")
    keys.pick("cardChangeWho", lost)
    keys.to("cardChangeReason")
    keys.type("电脑丢失")
    person = new_person(tmp_path / "again", "n", lost)
    card = tmp_path / "新卡.zgccard"
    card.write_bytes(person.card.payload)
    person.close()
    keys.act("cardChangeTake")
    answer(monkeypatch, card)
    assert keys.act("cardsTake").objectName() == "checkGroupHeard1"
    keys.press(*(Key(Key.Key_1 + n) for n in range(6)))
    keys.press(Key.Key_S)
    assert keys.act("cardChoiceAct").objectName() == "cardChangeTake"
    box = keys.window.findChild(QComboBox, "cardChangeCard")
    assert box is not None
    assert box.count() == 2
    keys.choose("cardChangeCard", 0)
    assert "件保留" in text(keys, "cardChangeFollows")
    assert keys.act("cardChangeAct").objectName() == "caseAct:card"
    body, awaited = newest(world)
    assert len(body.revocations) == 1
    assert awaited != ()
    in_force(keys, world, monkeypatch)


def member(keys: Keys, box: str) -> str:
    """Return the name of an expert that a box offers."""
    combo = keys.window.findChild(QComboBox, box)
    assert combo is not None
    return combo.itemText(1).split(" · ")[1]


def in_force(keys: Keys, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand the version out and take every consent in, at the card beside the cases."""
    usb = world.folder / "usb"
    answer(monkeypatch, usb)
    assert keys.act("versionWrite").objectName() == "versionWrite"
    paths, awaited = sorted(usb.glob("*.zgcround")), newest(world)[1]
    with world.secretary.desk.vault.begin() as uow:
        codes = {one.card_id: one.code for one in uow.seats.all(world.secretary.round.round_id)}
    codes.setdefault(world.observer.card.card_id, "监督01")
    back = []
    for person in (world.observer, *world.experts):
        if codes.get(person.card.card_id) in awaited:
            row = following.follow_round(person.desk, paths, None)
            with person.desk.vault.begin() as uow:
                about = signed_versions(uow, row)[-1].message_id
            message = sign_consent(person.desk, row, "round", "yes", about=about)
            back.append(sharing.write_to_secretary(person.desk, row, message, world.folder / "back"))
    answer(monkeypatch, *back)
    keys.act("versionCollect")
    assert "已生效" in text(keys, "versionTitle")
    assert faults(keys.shell) == []


def test_u4_what_the_old_card_signed_is_unticked_by_keys_alone(
    opened: Open, at: Callable[[str], World]
) -> None:
    world = at("locked")
    keys = opened(world).keys
    keys.act("caseAct:card")
    person = world.experts[3]
    keys.pick("cardChangeWho", person.code)
    keys.to("cardChangeReason")
    keys.type("键卡落到别人手里")
    sent = keys.to("cardChangeSent")
    assert isinstance(sent, QListWidget)
    count = sent.count()
    keys.press(Key.Key_End, Key.Key_Space)
    assert f"已收到的 {count - 1} 件保留" in text(keys, "cardChangeFollows")
    keys.to("cardChangeDrop")
    keys.press(Key.Key_Space)
    assert isinstance(keys.focus, QCheckBox)
    assert "已收到的 0 件保留" in text(keys, "cardChangeFollows")
    keys.press(Key.Key_Space)
    keys.act("cardChangeAct")
    assert len(newest(world)[0].revocations[0].kept) == count - 1


def test_u4_an_absence_is_entered_by_keys_alone(opened: Open, world_at: Callable[[str], World]) -> None:
    world = world_at("seated")
    keys = opened(world).keys
    keys.act("caseAct:absent")
    assert faults(keys.window) == []
    keys.choose("absentWho", 1)
    keys.choose("absentWhere", 1)
    assert "1 份评分单不再等待" in text(keys, "absentFollows")
    keys.choose("absentWhere", 0)
    keys.to("absentReason")
    keys.type("出差不能到会")
    assert keys.act("absentAct").objectName() == "caseAct:absent"
    assert text(keys, "changesTold") == "缺席已登记，等组长会签（组长窗口“轮次定义”页）。"


def test_u4_an_acting_chair_is_named_by_keys_alone(opened: Open, at: Callable[[str], World]) -> None:
    """An application is unticked and ticked again; the question is answered."""
    world = at("seated")
    close_first(world, 0)
    keys = opened(world).keys
    keys.act("caseAct:acting")
    assert faults(keys.window) == []
    ticks = keys.to("actingApplications")
    assert isinstance(ticks, QListWidget)
    keys.press(Key.Key_Home, Key.Key_Space)
    assert text(keys, "actingLacking")
    keys.press(Key.Key_Space)
    keys.act("actingAct")
    assert keys.press(Key.Key_Escape).objectName() == "actingAct"
    keys.press(Key.Key_Return)
    assert keys.agree().objectName() == "caseAct:acting"
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        waits = text(keys, "changesTold")
        assert waits or dict(acting_named(uow, row, state_of(uow, row)))
    assert said(keys) == []


def test_u4_the_ways_to_cards_and_letters_are_walked_by_keys_alone(
    opened: Open, world_at: Callable[[str], World]
) -> None:
    keys = opened(world_at("seated")).keys
    keys.act("caseAct:room")
    assert keys.focus.objectName() == "cardsTable"
    keys.tab("expertsPageTabs", _CHANGES)
    assert keys.act("caseAct:letters").objectName() == "packChoose"

"""What the secretary's pages of people ask: versions, cards due, workloads, what a change would come to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_harness import World, new_person

from zgc_review.errors import GateError
from zgc_review.services import amending, following, rounds, sharing
from zgc_review.services.amending import CardChange
from zgc_review.services.cards_due import cards_due, plain_name
from zgc_review.services.changes_view import changes_view
from zgc_review.services.roster_view import roster_view
from zgc_review.services.trust import take_card, trust_card
from zgc_review.services.version_view import VersionView, version_view


def version(world: World) -> VersionView:
    with world.secretary.desk.vault.begin() as uow:
        return version_view(uow, world.secretary.round)


def test_version_1_waits_for_the_observer_until_the_consent_is_in(world: World) -> None:
    desk = world.secretary.desk
    settings = {
        "title": "一", "call_year": 2026, "t0": "2026-11-22", "modes": {"M01-1": "open_call"},
    }  # fmt: skip
    row = rounds.define_round(desk, settings, world.catalogue, world.observer.card.card_id)
    world.secretary.row = row
    assert version(world) == VersionView(0, 1, world.code(1), ("监督01",), is_handed_out=False)
    assert version(world).waits
    paths = sharing.publish_round(desk, row, world.folder / "v1")
    assert version(world).is_handed_out
    world.observer.row = following.follow_round(world.observer.desk, paths, world.code(1))
    world.consent(world.observer)
    assert (version(world).in_force, version(world).awaited) == (1, ())
    assert not version(world).waits


def test_a_later_version_waits_until_it_is_handed_out_and_consented_to(world: World) -> None:
    world.define()
    world.take_in()
    world.appoint()
    found = version(world)
    assert (found.in_force, found.newest, found.is_handed_out) == (1, 2, False)
    assert "监督01" in found.awaited
    world.agree()
    found = version(world)
    assert (found.in_force, found.newest, found.is_handed_out, found.awaited) == (2, 2, True, ())


def test_only_the_secretary_may_look(at: Callable[[str], World]) -> None:
    world = at("opened")
    expert = world.experts[0]
    with expert.desk.vault.begin() as uow:
        for view in (version_view, cards_due, changes_view):
            with pytest.raises(GateError) as refusal:
                view(uow, expert.round)
            assert refusal.value.code == "round.role.secretary"
        with pytest.raises(GateError):
            roster_view(uow, expert.round, "2026-11-22")


def test_workloads_count_applications_groups_and_rounds(at: Callable[[str], World]) -> None:
    world = at("seated")
    with world.secretary.desk.vault.begin() as uow:
        view = roster_view(uow, world.secretary.round, "2026-11-22")
    assert [one.number for one in view.lines] == [f"E{n:03d}" for n in range(1, 6)]
    assert {(one.groups, one.applications, one.rounds) for one in view.lines} == {(("G01",), 3, 1)}
    assert {(one.hits, one.open_hits) for one in view.lines} == {(0, 0)}
    assert view.roles["tech"][0]


def test_codes_of_cards_and_nobody_missing_without_a_draw(at: Callable[[str], World]) -> None:
    world = at("seated")
    with world.secretary.desk.vault.begin() as uow:
        due = cards_due(uow, world.secretary.round)
    assert due.codes[world.observer.card.card_id] == "监督01"
    assert {due.codes[one.card.card_id][:2] for one in world.experts} == {"专家"}
    assert (due.owners, due.missing) == ((), ())


def test_names_are_compared_without_width_and_spaces() -> None:
    assert plain_name(" 亓 𠮷\u3000子") == plain_name("亓𠮷子")
    assert plain_name("Ｌｉ　Ｎａ") == "LiNa"


def test_members_with_what_they_owe(at: Callable[[str], World]) -> None:
    world = at("packed")
    with world.secretary.desk.vault.begin() as uow:
        view = changes_view(uow, world.secretary.round)
    assert {(one.received, one.owed, one.has_letter, one.usable) for one in view.experts} == {
        (0, 3, True, True)
    }
    assert view.letterless == ()
    assert len(view.applications) == 3
    assert {one.role for one in view.members} == {"expert", "observer", "secretary"}
    assert {one.name for one in view.experts} == {one.name for one in world.experts}


def test_trying_a_change_of_cards_says_what_is_kept_and_signs_nothing(at: Callable[[str], World]) -> None:
    world = at("locked")
    desk, row = world.secretary.desk, world.secretary.round
    expert = world.experts[1]
    with desk.vault.begin() as uow:
        seat = next(one for one in uow.seats.all(row.round_id) if one.card_id == expert.card.card_id)
        before = uow.events.count(row.round_id)
    tried = amending.try_amend(desk, row, [CardChange(seat.code)], "电脑丢失")
    assert tried.kept[seat.code] >= 3
    dropped = amending.try_amend(desk, row, [CardChange(seat.code)], "电脑丢失", drop_all=True)
    assert dropped.kept[seat.code] == 0
    with desk.vault.begin() as uow:
        assert uow.events.count(row.round_id) == before
        assert len(rounds.signed_versions(uow, row)) == 2
    made = amending.amend_cards(desk, row, [CardChange(seat.code)], "电脑丢失")
    assert (made.kept, made.needed) == (tried.kept, tried.needed)


def test_a_card_of_another_name_is_refused_when_tried(at: Callable[[str], World]) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    other = new_person(world.folder / "other", "x", "别的人")
    known = take_card(desk, other.card.payload)
    trust_card(desk, known.card_id, other.card.fingerprint)
    other.close()
    with pytest.raises(GateError) as refusal:
        amending.try_amend(desk, row, [CardChange("专家01", other.card.fingerprint)], "换卡")
    assert refusal.value.code == "amend.person"

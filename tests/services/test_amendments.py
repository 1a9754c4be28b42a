"""The chain of round definitions between vaults: waiting, forks, forgeries, cards replaced (design §4.6)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_forgery import Forger, content, refused, sentences
from services_harness import Person, World, fill, level, meet, new_person, new_world

from zgc_review.domain.bodies import AmendmentBody, ConsentBody, GroupSeats, Member, Revocation
from zgc_review.domain.rows import OwnCard
from zgc_review.errors import ReviewError
from zgc_review.services import (
    aggregating,
    appointing,
    declaring,
    following,
    opening,
    packing,
    rounds,
    sharing,
    sheets,
    taking_in,
)
from zgc_review.services.appointing import Appointment
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.letters import sent_letter
from zgc_review.services.members import received_sheets
from zgc_review.services.rounds import state_of, waiting_for


def version_of(person: Person) -> int:
    with person.desk.vault.begin() as uow:
        return state_of(uow, person.round).version


def follow(world: World, person: Person, number: int, code: str | None = None) -> list[Path]:
    """Publish the chain and let somebody take it."""
    paths = list(
        sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / f"v{number}")
    )
    person.row = following.follow_round(person.desk, paths, code)
    return paths


def amend(world: World, **says: Any) -> None:
    """Sign the next version and let the round chair consent to it."""
    version = version_of(world.secretary) + 1
    rounds.amend_round(world.secretary.desk, world.secretary.round, AmendmentBody(version=version, **says))
    follow(world, world.experts[0], version)
    world.consent(world.experts[0])


def test_an_amendment_waits_until_everybody_consented(tmp_path: Path) -> None:
    world = new_world(tmp_path / "w", applications=1)
    world.define()
    world.take_in()
    world.appoint()
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        waiting = waiting_for(uow, row)
    assert waiting is not None
    chair = str(waiting[0].body.round_chair)
    assert (version_of(world.secretary), waiting[1]) == (1, ("监督01", chair))
    assert refused(lambda: taking_in.assign_groups(desk, row)) == "assign.group"
    assert refused(lambda: packing.pack(desk, row, tmp_path, packing.PackOrder())) == "pack.nobody"
    again = AmendmentBody(version=2)
    assert refused(lambda: rounds.amend_round(desk, row, again)) == "round.amend.pending"
    paths = sharing.publish_round(desk, row, world.folder / "v2")
    for person in (world.observer, world.experts[0]):
        person.row = following.follow_round(person.desk, paths, world.code(2))
    world.consent(world.observer)
    with desk.vault.begin() as uow:
        waiting = waiting_for(uow, row)
    assert waiting is not None
    assert (version_of(world.secretary), waiting[1]) == (1, (chair,))
    world.consent(world.experts[0])
    assert version_of(world.secretary) == 2
    assert taking_in.assign_groups(desk, row) == 1
    world.close()


def test_a_second_list_of_seats_while_one_waits_leaves_the_names_alone(tmp_path: Path) -> None:
    world = new_world(tmp_path / "w", applications=1)
    world.define()
    world.take_in()
    world.appoint()
    desk, row, before = world.secretary.desk, world.secretary.round, content(world.secretary)
    turned = [
        Appointment(f"E{6 - n:03d}", one.card.fingerprint, "G01", chair=n == 1, round_chair=n == 1)
        for n, one in enumerate(world.experts, 1)
    ]
    assert refused(lambda: appointing.appoint(desk, row, turned)) == "round.amend.pending"
    assert content(world.secretary) == before
    world.close()


@pytest.mark.parametrize("wrong", ["same person", "same card", "observer", "two chairs", "too few"])
def test_a_list_of_seats_that_cannot_be_is_refused(tmp_path: Path, wrong: str) -> None:
    world = new_world(tmp_path / "w", applications=1)
    world.define()
    world.take_in()
    cards = [one.card.fingerprint for one in world.experts]
    numbers = [f"E{n:03d}" for n in range(1, 6)]
    chairs = [True, False, False, False, False]
    if wrong == "same person":
        numbers[1] = numbers[0]
    elif wrong == "same card":
        cards[1] = cards[0]
    elif wrong == "observer":
        cards[1] = world.observer.card.fingerprint
    elif wrong == "two chairs":
        chairs[1] = True
    seats = [
        Appointment(number, card, "G01", chair=chair, round_chair=chair)
        for number, card, chair in zip(numbers, cards, chairs, strict=True)
    ]
    if wrong == "too few":
        seats.pop()
    before = content(world.secretary)
    code = refused(lambda: appointing.appoint(world.secretary.desk, world.secretary.round, seats))
    expected = {"two chairs": "appoint.chair", "too few": "appoint.size"}
    assert code == expected.get(wrong, "appoint.twice")
    assert content(world.secretary) == before
    world.close()


NUMBERS = itertools.count(1)


def hostile(forger: Forger, reader: Person, says: Any, *data: Any, **fields: Any) -> Path:
    """Write a round definition: by default the next one, in the secretary's name, signed by the forger."""
    given = {"prev": forger.version, "seq": 3, "sender": forger.secretary.card_id, "key": forger.card}
    message = forger.message("round", "", says, *data, **{**given, **fields})
    return forger.write(message, f"{next(NUMBERS)}.zgcround", reader.card.recipient)


def member_with(card: OwnCard, code: str, key: OwnCard) -> Member:
    """Return a member with the card of one person and the keys of another."""
    return Member(code=code, role="expert", card=card.card_id, recipient=key.recipient, key=key.key)


V3 = AmendmentBody(version=3, reason="改动")


def test_s2_hostile_round_definitions_are_refused_and_leave_nothing(at: Callable[[str], World]) -> None:
    world = at("opened")
    reader, insider = world.experts[0], Forger(world, world.experts[1])
    stranger = new_person(world.folder / "other", "x", "亓𠮷外")
    own = {"sender": insider.card.card_id}
    first = chain_of(reader)[0]
    cases: dict[str, tuple[str, list[Path]]] = {
        "a fork by the secretary": (
            "round.chain.fork",
            [hostile(insider, reader, AmendmentBody(version=2), prev=first, seq=2, key=world.secretary.card)],
        ),
        "signed by somebody else": ("seal.signature.signer", [hostile(insider, reader, V3)]),
        "by an expert in the own name": ("round.chain.signer", [hostile(insider, reader, V3, **own)]),
        "by a stranger who makes himself a member": (
            "round.chain.signer",
            [
                hostile(
                    insider,
                    reader,
                    AmendmentBody(version=3, members=(rounds.member_of(stranger.card, "专家06", "expert"),)),
                    sender=stranger.card.card_id,
                    key=stranger.card,
                )
            ],
        ),
        "giving the secretary's card another key": (
            "round.chain.change",
            [
                hostile(
                    insider,
                    reader,
                    AmendmentBody(
                        version=3, members=(member_with(world.secretary.card, "专家09", insider.card),)
                    ),
                )
            ],
        ),
        "with a gap before it": (
            "round.chain.gap",
            [hostile(insider, reader, AmendmentBody(version=4), prev="ab" * 32, key=world.secretary.card)],
        ),
        "changing a role": (
            "round.chain.change",
            [
                hostile(
                    insider,
                    reader,
                    AmendmentBody(version=3, members=(rounds.member_of(stranger.card, "监督01", "expert"),)),
                    key=world.secretary.card,
                )
            ],
        ),
        "of another round": (
            "seal.arrival.round",
            [
                hostile(insider, reader, V3, key=world.secretary.card),
                hostile(insider, reader, V3, key=world.secretary.card, round="ab" * 16),
            ],
        ),
        "no round definition": (
            "seal.arrival.kind",
            [
                insider.write(
                    insider.message(
                        "consent", "pledge:x", ConsentBody(act="pledge", answer="yes", about=insider.version)
                    ),
                    "c.zgcround",
                    reader.card.recipient,
                )
            ],
        ),
    }
    before = content(reader)
    for name, (code, paths) in cases.items():
        with pytest.raises(ReviewError) as caught:
            following.follow_round(reader.desk, paths, None)
        assert (name, caught.value.code) == (name, code)
        assert sentences(caught.value)
        assert content(reader) == before, name
    assert version_of(reader) == 2
    stranger.close()


def chain_of(person: Person) -> list[str]:
    """Return the ids of the versions a vault holds."""
    with person.desk.vault.begin() as uow:
        return [one.message_id for one in rounds.signed_versions(uow, person.round)]


def test_a_wrong_code_is_refused_and_nothing_of_the_round_is_kept(at: Callable[[str], World]) -> None:
    world = at("seated")
    reader = world.experts[1]
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "v")
    before = content(reader)
    for code, expected in (
        (world.observer.card.fingerprint, "round.code.wrong"),
        ("12345", "seal.digits.form"),
    ):
        assert refused(lambda: following.follow_round(reader.desk, paths, code)) == expected  # noqa: B023
    assert content(reader) == before
    row = following.follow_round(reader.desk, paths, world.code(1))
    assert row.pinned is not None


def test_who_is_no_member_does_not_follow(at: Callable[[str], World]) -> None:
    world = at("seated")
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / "v")
    stranger = new_person(world.folder / "other", "x", "亓𠮷外")
    assert refused(lambda: following.follow_round(stranger.desk, paths, None)) == "seal.age.not_for_me"
    stranger.close()


def test_who_joins_later_is_given_the_later_code(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("packed")
    late = new_person(tmp_path / "late", "e6", "亓𠮷巳")
    meet(world.secretary, late)
    with world.secretary.desk.vault.begin() as uow:
        seats = state_of(uow, world.secretary.round).groups["G01"]
    more = GroupSeats(id="G01", members=(*seats.members, "专家06"), chair=seats.chair)
    amend(world, members=(rounds.member_of(late.card, "专家06", "expert"),), groups=(more,))
    world.pack()
    late.row = opening.open_review(late.desk, world.package, None).row
    assert refused(lambda: declaring.pledge(late.desk, late.round)) == "round.code.needed"
    late.row = opening.open_review(late.desk, world.package, world.code(3)).row
    assert (late.round.code, version_of(late)) == ("专家06", 3)
    declaring.pledge(late.desk, late.round)
    early = world.experts[1]
    early.row = opening.open_review(early.desk, world.package, world.code(2)).row
    assert version_of(early) == 3
    late.close()


def ids_of(world: World, card: OwnCard) -> tuple[str, ...]:
    """Return the ids of everything the secretary received from a card."""
    row = world.secretary.round
    with world.secretary.desk.vault.begin() as uow:
        kinds = ("scores", "sheet", "declaration", "consent")
        found = [one for kind in kinds for one in uow.messages.find(row.round_id, kind, sender=card.card_id)]
    return tuple(sorted(one.message_id for one in found))


def renew(world: World, old: Person, kept: tuple[str, ...], consent: Person | None = None) -> Person:
    """Replace somebody's lost card by a new one, in force at once."""
    new = new_person(world.folder / "new", "n", old.name)
    meet(world.secretary, new)
    version = version_of(world.secretary) + 1
    body = AmendmentBody(
        version=version,
        members=(rounds.member_of(new.card, old.code, "expert"),),
        revocations=(Revocation(card=old.card.card_id, kept=kept),),
    )
    rounds.amend_round(world.secretary.desk, world.secretary.round, body)
    signer = consent or world.experts[0]
    follow(world, signer, version)
    world.consent(signer)
    assert version_of(world.secretary) == version
    new.code = old.code
    return new


def totals(world: World, code: str) -> list[int | None]:
    """Return the totals that count of one member, by application."""
    with world.secretary.desk.vault.begin() as uow:
        sheets_in = received_sheets(uow, world.secretary.round, state_of(uow, world.secretary.round))
    return [sheets_in[code, one].body.total for one in world.ids() if (code, one) in sheets_in]


def test_a_lost_card_keeps_what_was_received_and_sends_nothing_more(at: Callable[[str], World]) -> None:
    world = at("locked")
    old = world.experts[1]
    (before,) = world.returns(old).glob("*.zgcscore")
    first = totals(world, old.code)
    new = renew(world, old, ids_of(world, old.card))
    assert totals(world, old.code) == first
    assert world.collect([before])[0].outcome == "duplicate"
    sheets.reopen(old.desk, old.round, world.ids()[0], "丢失之后")
    fill(old, world.ids()[0], level(80)(0))
    sheets.lock(old.desk, old.round, world.ids()[:1])
    for path in world.give_back(old):
        (arrival,) = world.collect([path])
        if arrival.outcome != "duplicate":
            assert arrival.error is not None
            assert (arrival.error.code, arrival.error.params["code"]) == ("collect.revoked", old.code)
    assert totals(world, old.code) == first
    world.pack(codes=(old.code,))
    opened = opening.open_review(new.desk, world.package, world.code(3))
    new.row = opened.row
    world.score(new, level(75))
    arrivals = world.collect(world.give_back(new))
    assert {one.outcome for one in arrivals} == {"new"}, arrivals
    assert totals(world, old.code) == [7500] * 3
    result = aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    assert {line.n_effective for line in result.applications} == {5}
    new.close()


def test_a_lost_card_of_which_nothing_is_kept_leaves_sheets_missing(at: Callable[[str], World]) -> None:
    world = at("locked")
    new = renew(world, world.experts[1], ())
    assert totals(world, world.experts[1].code) == []
    code = refused(lambda: aggregating.aggregate_round(world.secretary.desk, world.secretary.round))
    assert code == "aggregation.sheet.missing"
    new.close()


def test_a_recusal_declared_with_the_lost_card_holds_for_the_new_one(at: Callable[[str], World]) -> None:
    world = at("opened")
    old, closed = world.experts[1], world.ids()[0]
    declaring.pledge(old.desk, old.round)
    declaring.answer(old.desk, old.round, closed, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(old.desk, old.round)
    declaring.declare(old.desk, old.round)
    world.collect(world.give_back(old))
    new = renew(world, old, ids_of(world, old.card))
    world.pack(codes=(old.code,), letters_only=True)
    with world.secretary.desk.vault.begin() as uow:
        letter = sent_letter(uow, world.secretary.round, old.code)
    assert letter is not None
    assert [one.application for one in letter.applications] == sorted(set(world.ids()) - {closed})
    new.close()


def test_the_chairs_own_card_is_replaced_with_the_observers_consent(at: Callable[[str], World]) -> None:
    world = at("locked")
    new = renew(world, world.experts[0], ids_of(world, world.experts[0].card), world.observer)
    world.pack(codes=(new.code,), letters_only=True)
    new.row = opening.open_review(new.desk, world.package, world.code(3)).row
    old, world.experts[0] = world.experts[0], new
    world.decide()
    late = Forger(world, old)
    body = ConsentBody(act="opinion", answer="agreed", application=world.ids()[0], text="丢失的键卡所签")
    path = late.write(late.message("consent", f"opinion:{world.ids()[0]}", body), "late.zgccons")
    (arrival,) = world.collect([path])
    assert arrival.error is not None
    assert arrival.error.code == "collect.revoked"
    old.close()


def test_what_a_waiting_version_would_change_does_not_count_yet(at: Callable[[str], World]) -> None:
    """A chair to be signs no decision, and a card to be replaced still signs (design §4.6)."""
    world = at("opened")
    to_be, to_go = world.experts[1], world.experts[2]
    with world.secretary.desk.vault.begin() as uow:
        seats = state_of(uow, world.secretary.round).groups["G01"]
    new = new_person(world.folder / "new", "n", to_go.name)
    meet(world.secretary, new)
    body = AmendmentBody(
        version=3,
        members=(rounds.member_of(new.card, to_go.code, "expert"),),
        groups=(GroupSeats(id="G01", members=seats.members, chair=to_be.code),),
    )
    rounds.amend_round(world.secretary.desk, world.secretary.round, body)
    forger = Forger(world, to_be)
    decision = ConsentBody(
        act="decision", answer="SUPPORT", application=world.ids()[0], values={"amount_fen": None}
    )
    path = forger.write(forger.message("consent", f"decision:{world.ids()[0]}", decision), "d.zgccons")
    before = content(world.secretary)
    (arrival,) = world.collect([path])
    assert arrival.error is not None
    assert arrival.error.code == "consent.role"
    assert content(world.secretary) == before
    declaring.pledge(to_go.desk, to_go.round)
    assert [one.outcome for one in world.collect(world.give_back(to_go))] == ["new"]
    new.close()

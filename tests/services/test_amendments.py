"""The chain of round definitions between vaults: waiting, forks, forgeries, cards replaced (design §4.6)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_forgery import Forger, content, refused, sentences
from services_harness import Person, World, amend_round, meet, new_person, new_world

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
    Member,
)
from zgc_review.domain.rows import OwnCard
from zgc_review.errors import ReviewError
from zgc_review.services import (
    appointing,
    declaring,
    following,
    opening,
    packing,
    rounds,
    sharing,
    taking_in,
)
from zgc_review.services.appointing import Appointment
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
    amend_round(world.secretary.desk, world.secretary.round, AmendmentBody(version=version, **says))
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
    assert isinstance(waiting[0].body, AmendmentBody)
    chair = str(waiting[0].body.round_chair)
    assert (version_of(world.secretary), waiting[1]) == (1, ("监督01", chair))
    assert refused(lambda: taking_in.assign_groups(desk, row)) == "assign.group"
    assert refused(lambda: packing.pack(desk, row, tmp_path, packing.PackOrder())) == "pack.nobody"
    again = AmendmentBody(version=2)
    assert refused(lambda: amend_round(desk, row, again)) == "round.amend.pending"
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

"""Cards are trusted after their digits were read aloud; nothing is sealed to another one (design §4.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from services_forgery import content, refusal
from services_harness import SUB, Person, World, amend_round, new_person

from zgc_review.catalogue import load_shipped
from zgc_review.domain.round_bodies import (
    AmendmentBody,
)
from zgc_review.seal.digits import digits_of
from zgc_review.services import appointing, rounds
from zgc_review.services.appointing import Appointment
from zgc_review.services.trust import take_card, trust_card

GIVEN = {"title": "试评审", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Person, Person]]:
    """Return a secretary and somebody whose card is known and not compared."""
    secretary, other = new_person(tmp_path, "s", "郗䶮秘"), new_person(tmp_path, "x", "亓𠮷子")
    take_card(secretary.desk, other.card.payload)
    yield secretary, other
    secretary.close()
    other.close()


@pytest.mark.parametrize(
    "typed", ["", "123", "12345 " * 5, "12345 " * 7, "12345 12345 12345 12345 12345 1234x"]
)
def test_what_is_not_thirty_digits_is_refused(pair: tuple[Person, Person], typed: str) -> None:
    secretary, other = pair
    fault = refusal(lambda: trust_card(secretary.desk, other.card.card_id, typed))
    assert fault.code == "seal.digits.form"


def test_the_digits_of_another_card_do_not_make_this_one_trusted(pair: tuple[Person, Person]) -> None:
    secretary, other = pair
    before = content(secretary)
    for digits in (secretary.card.fingerprint, digits_of(other.card.card_id)):
        fault = refusal(lambda: trust_card(secretary.desk, other.card.card_id, digits))  # noqa: B023
        assert fault.code == "card.fingerprint"
    assert (
        refusal(lambda: trust_card(secretary.desk, "0" * 64, other.card.fingerprint)).code == "card.unknown"
    )
    assert content(secretary) == before


def test_digits_are_taken_as_people_type_them(pair: tuple[Person, Person]) -> None:
    secretary, other = pair
    wide = other.card.fingerprint.translate({ord(str(n)): ord("０") + n for n in range(10)})
    assert trust_card(secretary.desk, other.card.card_id, f" {wide.replace(' ', '-')}\n").trusted_at


def test_the_same_card_again_changes_nothing(pair: tuple[Person, Person]) -> None:
    secretary, other = pair
    trust_card(secretary.desk, other.card.card_id, other.card.fingerprint)
    before = content(secretary)
    assert take_card(secretary.desk, other.card.payload).trusted_at
    assert trust_card(secretary.desk, other.card.card_id, other.card.fingerprint).trusted_at
    assert content(secretary) == before


@pytest.mark.parametrize("offset", [0, 600, 1100, 2300, -1])
def test_an_altered_card_is_refused(pair: tuple[Person, Person], offset: int) -> None:
    secretary, other = pair
    broken = bytearray(other.card.payload)
    broken[offset] ^= 1
    before = content(secretary)
    assert refusal(lambda: take_card(secretary.desk, bytes(broken))).code.startswith("seal.")
    assert content(secretary) == before


def test_an_observer_who_was_not_compared_defines_no_round(pair: tuple[Person, Person]) -> None:
    secretary, other = pair
    before = content(secretary)
    catalogue = load_shipped()
    fault = refusal(lambda: rounds.define_round(secretary.desk, GIVEN, catalogue, other.card.card_id))
    assert fault.code == "card.untrusted"
    assert fault.params["fingerprint"] == other.card.fingerprint
    assert content(secretary) == before


def test_an_expert_who_was_not_compared_gets_no_seat(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("seated")
    stranger = new_person(tmp_path / "other", "x", "亓𠮷外")
    desk, row = world.secretary.desk, world.secretary.round
    take_card(desk, stranger.card.payload)
    before = content(world.secretary)
    seat = Appointment("E001", stranger.card.fingerprint, "G01", chair=True, round_chair=True)
    assert refusal(lambda: appointing.appoint(desk, row, [seat])).code == "card.untrusted"
    unknown = Appointment("E001", "0" * 30, "G01", chair=True, round_chair=True)
    assert refusal(lambda: appointing.appoint(desk, row, [unknown])).code == "appoint.card"
    assert content(world.secretary) == before
    stranger.close()


def test_no_amendment_makes_a_member_of_a_card_that_was_not_compared(
    at: Callable[[str], World], tmp_path: Path
) -> None:
    """Everything later is sealed to the members of the chain, so the check stands where they enter it."""
    world = at("seated")
    stranger = new_person(tmp_path / "other", "x", "亓𠮷外")
    desk, row = world.secretary.desk, world.secretary.round
    member = rounds.member_of(stranger.card, "专家06", "expert")
    body = AmendmentBody(version=3, members=(member,))
    before = content(world.secretary)
    assert refusal(lambda: amend_round(desk, row, body)).code == "card.unknown"
    take_card(desk, stranger.card.payload)
    assert refusal(lambda: amend_round(desk, row, body)).code == "card.untrusted"
    trust_card(desk, stranger.card.card_id, stranger.card.fingerprint)
    other = rounds.member_of(world.experts[0].card, "专家06", "expert")
    mixed = AmendmentBody(version=3, members=(replace(member, recipient=other.recipient),))
    assert refusal(lambda: amend_round(desk, row, mixed)).code == "card.untrusted"
    assert amend_round(desk, row, body).seq == 3
    assert content(world.secretary) != before
    stranger.close()

"""Definitions handed out with the consents to them: one file says what is in force (docs/bodies.md)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from services_cards import tell, version_of
from services_forgery import SUITE, TIME, content, refused
from services_harness import Person, World

from zgc_review.domain.bodies import ConsentBody, plain
from zgc_review.domain.round_bodies import ChainBody
from zgc_review.domain.rows import MessageRow, OwnCard
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.message import Attachment, build, sealed_bytes
from zgc_review.services import following, post
from zgc_review.services.consents import sign_consent

NUMBERS = itertools.count(1)


def held(world: World, kind: str) -> list[MessageRow]:
    """Return the secretary's definitions, or the consents to them, in their order in a chain."""
    with world.secretary.desk.vault.begin() as uow:
        found = uow.messages.find(world.secretary.round.round_id, kind)
    if kind == "round":
        return list(found)
    return sorted((one for one in found if one.slot.startswith("round:")), key=lambda one: one.message_id)


def handed(
    world: World, reader: Person, versions: list[MessageRow], agreed: list[MessageRow], **given: Any
) -> Path:
    """Write a chain file as a dishonest program could."""
    key: OwnCard = given.pop("key", world.secretary.card)
    data = [*(post.carried(one) for one in (*versions, *agreed)), *given.pop("more", ())]
    names = [f"data/{n:06d}.tar" for n in range(1, len(versions) + len(agreed) + 1)]
    listed = {"chain": tuple(names[: len(versions)]), "consents": tuple(names[len(versions) :])}
    body = ChainBody(**{**listed, **given.pop("listed", {})})
    fields: dict[str, Any] = {
        "suite": SUITE.name,
        "kind": "chain",
        "round": world.secretary.round.round_id,
        "round_version": (versions or held(world, "round"))[-1].message_id,
        "sender": key.card_id,
        "to": (reader.card.card_id,),
        "slot": "",
        "seq": 77,
        "time": TIME,
        "body": plain(body),
    }
    message = build(Manifest(**{**fields, **given}), data, SUITE, bytes.fromhex(key.sign_secret))
    path = world.folder / f"forged{next(NUMBERS)}.zgcround"
    path.write_bytes(sealed_bytes(message, SUITE, [reader.card.recipient]))
    return path


def test_one_file_is_enough(at: Callable[[str], World]) -> None:
    world = at("seated")
    path, reader = tell(world), world.experts[3]
    reader.row = following.follow_round(reader.desk, [path], world.code(2))
    assert version_of(reader) == 2
    seen = content(reader)
    reader.row = following.follow_round(reader.desk, [path], None)
    assert content(reader) == seen


def test_earlier_files_for_others_are_passed_over(at: Callable[[str], World]) -> None:
    """Version 1 was handed to the observer alone; a whole folder may be followed all the same."""
    world = at("seated")
    reader, first = world.experts[3], sorted((world.folder / "v1").glob("*.zgcround"))
    assert refused(lambda: following.follow_round(reader.desk, first, None)) == "seal.age.not_for_me"
    reader.row = following.follow_round(reader.desk, [*first, tell(world)], world.code(1))
    assert version_of(reader) == 2


def test_without_its_consents_a_version_waits(at: Callable[[str], World]) -> None:
    world = at("seated")
    reader, versions, agreed = world.experts[3], held(world, "round"), held(world, "consent")
    path = handed(world, reader, versions, [one for one in agreed if versions[1].message_id not in one.slot])
    reader.row = following.follow_round(reader.desk, [path], world.code(2))
    assert version_of(reader) == 1
    tell(world, reader)
    assert version_of(reader) == 2


def test_a_chain_as_it_should_be_is_taken_from_the_same_hand(at: Callable[[str], World]) -> None:
    world = at("seated")
    reader = world.experts[3]
    path = handed(world, reader, held(world, "round"), held(world, "consent"))
    reader.row = following.follow_round(reader.desk, [path], world.code(1))
    assert version_of(reader) == 2


def witness(world: World) -> MessageRow:
    """Return a consent that has nothing to do with the chain."""
    person, values = world.observer, {"act": "draw", "digest": None}
    return sign_consent(person.desk, person.round, "witness", "yes", values=values)


# What is handed out → code of its refusal and how it is made.
CASES: dict[str, tuple[str, Callable[[World, Person, list[MessageRow], list[MessageRow]], Path]]] = {
    "by an expert": (
        "seal.signature.sender",
        lambda w, r, v, c: handed(w, r, v, c, key=w.experts[1].card),
    ),
    "in the secretary's name": (
        "seal.signature.signer",
        lambda w, r, v, c: handed(w, r, v, c, key=w.experts[1].card, sender=w.secretary.card.card_id),
    ),
    "to somebody else": (
        "seal.arrival.recipient",
        lambda w, r, v, c: handed(w, r, v, c, to=(w.experts[1].card.card_id,)),
    ),
    "with a version among the consents": (
        "round.chain.listing",
        lambda w, r, v, c: handed(w, r, v[:1], [v[1], *c]),
    ),
    "with a consent among the versions": (
        "round.chain.listing",
        lambda w, r, v, c: handed(w, r, [*v, c[0]], c[1:]),
    ),
    "with another act": (
        "round.chain.listing",
        lambda w, r, v, c: handed(w, r, v, sorted([*c, witness(w)], key=lambda one: one.message_id)),
    ),
    "with a list that leaves one out": (
        "round.chain.listing",
        lambda w, r, v, c: handed(w, r, v, c, listed={"consents": ()}),
    ),
    "with an attachment": (
        "round.chain.listing",
        lambda w, r, v, c: handed(w, r, v, c, more=[Attachment("txt", b"x")]),
    ),
    "of nothing but consents": (
        "round.chain.empty",
        lambda w, r, _v, c: handed(w, r, [], c),
    ),
    "without version 1": ("seal.signature.sender", lambda w, r, v, c: handed(w, r, v[1:], c)),
}


@pytest.mark.parametrize("name", CASES)
def test_s2_a_forged_chain_is_refused_and_leaves_nothing(at: Callable[[str], World], name: str) -> None:
    world = at("seated")
    reader, code = world.experts[3], CASES[name][0]
    path = CASES[name][1](world, reader, held(world, "round"), held(world, "consent"))
    before = content(reader)
    assert refused(lambda: following.follow_round(reader.desk, [path], None)) == code
    assert content(reader) == before


def test_a_forged_consent_in_a_chain_is_refused(at: Callable[[str], World]) -> None:
    """The secretary cannot consent in the round chair's name."""
    world = at("seated")
    reader, versions = world.experts[3], held(world, "round")
    about = versions[1].message_id
    chair = world.experts[0].card
    manifest = Manifest(
        suite=SUITE.name,
        kind="consent",
        round=world.secretary.round.round_id,
        round_version=about,
        sender=chair.card_id,
        to=(world.secretary.card.card_id,),
        slot=f"round:{about}",
        seq=9,
        time=TIME,
        body=plain(ConsentBody(act="round", answer="yes", about=about)),
    )
    forged = build(manifest, [], SUITE, bytes.fromhex(world.secretary.card.sign_secret))
    row = MessageRow(
        forged.id,
        manifest.round,
        "consent",
        chair.card_id,
        manifest.slot,
        9,
        None,
        "in",
        forged.carried(),
        TIME,
    )
    path = handed(world, reader, versions, [row])
    before = content(reader)
    assert refused(lambda: following.follow_round(reader.desk, [path], None)) == "seal.signature.signer"
    assert content(reader) == before

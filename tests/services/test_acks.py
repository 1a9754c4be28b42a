"""Receipts: what arrived, and what became of every sheet, with proofs to the printed head (design §4.1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from services_forgery import Forger, content, refused
from services_harness import Person, World, level

from zgc_review.domain.bodies import (
    AckBody,
    CountedSheet,
)
from zgc_review.services import acks, post
from zgc_review.services.sheets import newest_sheets


def written(world: World, answer: str) -> dict[str, Path]:
    """Let the secretary write receipts and return them by code."""
    paths = acks.acknowledge(world.secretary.desk, world.secretary.round, world.folder / answer, answer)
    return {path.name.split("-")[0]: path for path in paths}


def body_of(person: Person, path: Path) -> AckBody:
    with person.desk.vault.begin() as uow:
        opened = post.open_sealed(person.desk, uow, path.read_bytes(), file=path.name)
    body = post.typed_body(opened)
    assert isinstance(body, AckBody)
    return body


def test_a_receipt_names_every_file_that_arrived(at: Callable[[str], World]) -> None:
    world = at("locked")
    paths = written(world, "received")
    assert set(paths) == {person.code for person in world.experts}
    for person in world.experts:
        taken = acks.take_ack(person.desk, person.round, paths[person.code])
        files = list(world.returns(person).iterdir())
        assert (taken.answer, taken.confirmed, taken.missing) == ("received", len(files), ())
    assert refused(lambda: written(world, "counted")) == "ack.uncounted"


def test_nothing_received_is_no_receipt(at: Callable[[str], World]) -> None:
    world = at("opened")
    paths = written(world, "received")
    assert set(paths) == {world.experts[0].code}  # the chair's consent to version 2
    fresh = at("written")
    assert world.experts[1].code not in written(fresh, "received")


def test_a_counted_receipt_proves_what_became_of_every_sheet(at: Callable[[str], World]) -> None:
    world = at("sealed")
    paths = written(world, "counted")
    trims: list[str] = []
    for person in world.experts:
        taken = acks.take_ack(person.desk, person.round, paths[person.code])
        assert (taken.answer, taken.confirmed, taken.missing) == ("counted", world.applications, ())
        body = body_of(person, paths[person.code])
        assert {(one.counted, one.void, one.revised) for one in body.counted} == {(True, False, False)}
        trims += [one.trimmed for one in body.counted]
    assert (trims.count("high"), trims.count("low"), trims.count("")) == (3, 3, 9)  # S01 with five sheets
    before = content(world.experts[1])
    acks.take_ack(world.experts[1].desk, world.experts[1].round, paths[world.experts[1].code])
    assert content(world.experts[1]) == before


def test_a_sheet_that_came_too_late_is_named_as_missing(at: Callable[[str], World]) -> None:
    world = at("sealed")
    person = world.experts[1]
    world.rescore(person, 0, level(80)(0))
    with person.desk.vault.begin() as uow:
        newest = newest_sheets(uow, person.round, person.card.card_id)
    (late,) = [one.message_id for one in newest if one.slot == world.ids()[0]]
    taken = acks.take_ack(person.desk, person.round, written(world, "counted")[person.code])
    assert taken.missing == (late,)


def altered(body: AckBody, **changes: object) -> AckBody:
    """Return the receipt with another first line."""
    return replace(body, counted=(replace(body.counted[0], **changes), *body.counted[1:]))


CHANGES: dict[str, tuple[str, Callable[[AckBody], AckBody]]] = {
    "proof": ("seal.log.proof", lambda body: altered(body, proof=("0" * 64, *body.counted[0].proof[1:]))),
    "no proof": ("seal.log.proof", lambda body: altered(body, proof=())),
    "place": ("seal.log.proof", lambda body: altered(body, index=body.counted[0].index + 1)),
    "leaf": (
        "seal.log.proof",
        lambda body: altered(body, leaf=body.counted[0].leaf.replace('"counted":true', '"counted":false')),
    ),
    "head": ("seal.log.proof", lambda body: replace(body, log=replace(body.log, root="0" * 64))),
    "line": ("ack.leaf", lambda body: altered(body, counted=False)),
    "sheet": ("ack.leaf", lambda body: altered(body, sheet="0" * 64)),
    "trimmed": (
        "ack.leaf",
        lambda body: altered(body, trimmed="" if body.counted[0].trimmed else "high"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_altered_receipt_is_refused(keep: Callable[[str], World], change: str) -> None:
    """Written by the secretary himself, so that nothing but the proofs can tell."""
    world = keep("sealed")
    person, forger = world.experts[1], Forger(world, world.secretary)
    code, alter = CHANGES[change]
    body = alter(body_of(person, whole(world)[person.code]))
    assert all(isinstance(one, CountedSheet) for one in body.counted)
    message = forger.message("ack", person.code, body, to=(person.card.card_id,), seq=9)
    path = forger.write(message, f"{change}.zgcack", person.card.recipient)
    before = content(person)
    assert refused(lambda: acks.take_ack(person.desk, person.round, path)) == code
    assert content(person) == before


def whole(world: World) -> dict[str, Path]:
    """Return the receipts of a kept world, written once."""
    folder = world.folder / "counted"
    if folder.exists():
        return {path.name.split("-")[0]: path for path in folder.iterdir()}
    return written(world, "counted")


def test_a_receipt_of_somebody_else_or_by_somebody_else_is_refused(keep: Callable[[str], World]) -> None:
    world = keep("sealed")
    person, other = world.experts[1], world.experts[2]
    paths, body = whole(world), body_of(person, whole(world)[person.code])
    before = content(person)

    def take(path: Path) -> str:
        return refused(lambda: acks.take_ack(person.desk, person.round, path))

    assert take(paths[other.code]) == "seal.age.not_for_me"
    me, secretary, insider = person.card, Forger(world, world.secretary), Forger(world, other)
    cases = {
        "seal.signature.signer": insider.message("ack", person.code, body, to=(me.card_id,)),
        "seal.arrival.recipient": secretary.message("ack", person.code, body, to=(other.card.card_id,)),
        "seal.arrival.round": secretary.message("ack", person.code, body, to=(me.card_id,), round="ab" * 16),
        "seal.arrival.slot": secretary.message("ack", other.code, body, to=(me.card_id,)),
    }
    for code, message in cases.items():
        assert take(secretary.write(message, f"{code}.zgcack", me.recipient)) == code
    assert take(next(world.returns(person).iterdir())) == "seal.age.not_for_me"
    assert content(person) == before


def test_s2_another_receipt_under_a_used_number_is_an_alarm_and_an_older_one_replaces_nothing(
    at: Callable[[str], World],
) -> None:
    """Formats F-ARR-04: the secretary's files are judged like everybody's."""
    world = at("sealed")
    person, forger = world.experts[1], Forger(world, world.secretary)
    first, second = written(world, "received")[person.code], written(world, "counted")[person.code]
    acks.take_ack(person.desk, person.round, second)
    before = content(person)
    assert refused(lambda: acks.take_ack(person.desk, person.round, first)) == "seal.arrival.older"
    other = replace(body_of(person, first), received=())
    message = forger.message("ack", person.code, other, to=(person.card.card_id,), seq=2)
    fork = forger.write(message, "fork.zgcack", person.card.recipient)
    assert refused(lambda: acks.take_ack(person.desk, person.round, fork)) == "seal.arrival.fork"
    assert content(person) == before
    assert acks.take_ack(person.desk, person.round, second).answer == "counted"

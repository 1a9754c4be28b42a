"""Lost cards: what was received stays, the new card takes over; what waits does not count (design §4.6)."""

from __future__ import annotations

from collections.abc import Callable

from services_forgery import Forger, content, refused
from services_harness import Person, World, amend_round, level, meet, new_person

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
    Revocation,
)
from zgc_review.domain.rows import OwnCard
from zgc_review.services import aggregating, declaring, following, opening, rounds, sharing
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.letters import sent_letter
from zgc_review.services.members import received_sheets
from zgc_review.services.rounds import state_of


def version_of(person: Person) -> int:
    with person.desk.vault.begin() as uow:
        return state_of(uow, person.round).version


def follow(world: World, person: Person, number: int) -> None:
    """Publish the chain and let somebody take it."""
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, world.folder / f"v{number}")
    person.row = following.follow_round(person.desk, paths, None)


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
    amend_round(world.secretary.desk, world.secretary.round, body)
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
    world.rescore(old, 0, level(80)(0))
    for path in world.give_back(old):
        (arrival,) = world.collect([path])
        if arrival.outcome != "duplicate":
            assert arrival.error is not None
            assert (arrival.error.code, arrival.error.params["code"]) == ("collect.revoked", old.code)
    assert totals(world, old.code) == first
    world.pack(codes=(old.code,))
    opened = opening.open_review(new.desk, world.package, world.code(3))
    new.row = opened.row
    world.declare_none(new)
    for n in range(3):  # the letter brought what is kept: locked, to be reopened
        world.rescore(new, n, level(75)(n))
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
    assert code == "aggregate.waiting"
    with world.secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(world.secretary.round.round_id)
    assert {one.state for one in rows} == {"REVIEWING"}
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
    amend_round(world.secretary.desk, world.secretary.round, body)
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

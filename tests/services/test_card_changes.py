"""Whole rounds in which a laptop is lost or a card must go, to the verified result (rules §3.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from services_cards import (
    agreed,
    amend,
    open_new,
    replaced,
    second_card,
    second_laptop,
    tell,
    verified,
    version_of,
)
from services_forgery import Forger, content, refusal, refused
from services_harness import Person, World, fill, level, meet, new_person, rising

from zgc_review.domain.bodies import ConsentBody
from zgc_review.services import acks, declaring, following, packing, panel, reading, sealing, sheets
from zgc_review.services.acks import event_of
from zgc_review.services.amending import CardChange, amend_cards
from zgc_review.services.members import received_sheets
from zgc_review.services.rounds import state_of
from zgc_review.services.trust import take_card


def events(person: Person, act: str) -> list[dict[str, Any]]:
    with person.desk.vault.begin() as uow:
        leaves = [event_of(one.leaf) for one in uow.events.all(person.round.round_id)]
    return [dict(one["data"]) for one in leaves if one["act"] == act]


def states(world: World) -> set[str]:
    with world.secretary.desk.vault.begin() as uow:
        return {one.state for one in uow.applications.all(world.secretary.round.round_id)}


def identities(person: Person) -> list[bool]:
    """Say for each application whether the vault can open its documents."""
    with person.desk.vault.begin() as uow:
        return [one.identity is not None for one in uow.applications.all(person.round.round_id)]


def kept_totals(world: World, code: str) -> list[int | None]:
    with world.secretary.desk.vault.begin() as uow:
        found = received_sheets(uow, world.secretary.round, state_of(uow, world.secretary.round))
    return [found[code, one].body.total for one in world.ids() if (code, one) in found]


def the_others_return(world: World, *without: Person) -> None:
    for n, person in enumerate(world.experts):
        if person not in without:
            world.score(person, rising(62 + 4 * n))
            assert {one.outcome for one in world.collect(world.give_back(person))} <= {"new", "duplicate"}


def finish(world: World, *officers: tuple[str, Person]) -> str:
    """Decide, seal, open with two shares and verify; return what the verifier says."""
    world.decide()
    world.prepare_seal()
    sealed = sealing.seal_round(world.secretary.desk, world.secretary.round, world.folder / "result")
    status, said = verified(world, sealed, *officers)
    assert status == 0, said
    return said


def test_s3_3_a_laptop_lost_before_returning(at: Callable[[str], World]) -> None:
    """What was not returned is lost; the new card gets a new letter and scores anew."""
    world = at("opened")
    old = world.experts[1]
    world.score(old, level(88))
    unsent = world.give_back(old)
    new = replaced(world, old, world.experts[0])
    assert events(world.secretary, "card.revoked")[0]["readable"] == sorted(world.ids())
    assert events(world.secretary, "card.replaced")[0]["card"] == new.card.card_id
    late = world.collect(unsent)
    assert {one.error.code for one in late if one.error} == {"collect.revoked"}
    assert len([one for one in late if one.error]) == len(unsent)
    world.pack(codes=(old.code,), letters_only=True)
    assert refused(lambda: open_new(world, old)) == "seal.package.no_letter"
    open_new(world, new)
    with new.desk.vault.begin() as uow:
        assert {one.state for one in uow.applications.all(new.round.round_id)} == {"OPEN"}
    world.score(new, level(75))
    assert {one.outcome for one in world.collect(world.give_back(new))} == {"new"}
    the_others_return(world, old)
    world.experts[1] = new
    assert kept_totals(world, old.code) == [7500] * 3
    finish(world, ("秘书01", world.secretary), ("监督01", world.observer))
    old.close()


def test_s3_3_a_laptop_lost_after_returning(at: Callable[[str], World]) -> None:
    """Kept sheets go on counting; the new card's sheet of the same application takes their place."""
    world = at("locked")
    old = world.experts[1]
    before = kept_totals(world, old.code)
    new = replaced(world, old, world.experts[0])
    assert kept_totals(world, old.code) == before
    assert states(world) == {"LOCKED"}
    world.pack(codes=(old.code,), letters_only=True)
    open_new(world, new)
    with new.desk.vault.begin() as uow:
        assert {one.state for one in uow.applications.all(new.round.round_id)} == {"LOCKED"}
    world.declare_none(new)
    world.rescore(new, 0, level(71)(0))
    assert {one.outcome for one in world.collect(world.give_back(new))} == {"new"}
    world.experts[1] = new
    assert kept_totals(world, old.code) == [7100, *before[1:]]
    said = finish(world, ("秘书01", world.secretary), (world.experts[0].code, world.experts[0]))
    assert said
    old.close()


def test_s3_3_the_lost_laptop_turns_up_and_lets_go(at: Callable[[str], World]) -> None:
    world = at("opened")
    old = world.experts[1]
    world.declare_none(old)
    assert identities(old) == [True] * 3
    new = replaced(world, old, world.experts[0])
    tell(world, old)
    assert identities(old) == [False] * 3
    assert [one["card"] for one in events(old, "card.let_go")] == [old.card.card_id]
    assert refused(lambda: reading.read_document(old.desk, old.round, world.ids()[0], 1)) == (
        "application.closed"
    )
    for act in (
        lambda: sheets.lock(old.desk, old.round, world.ids()[:1]),
        lambda: declaring.declare(old.desk, old.round),
        lambda: declaring.pledge(old.desk, old.round),
        lambda: world.give_back(old),
    ):
        assert refused(act) == "round.card.out_of_use"
    seen = content(old)
    tell(world, old)
    assert content(old) == seen  # learned once
    new.close()


def test_a_waiting_change_takes_nothing_from_anybody(at: Callable[[str], World]) -> None:
    world = at("opened")
    old, new = world.experts[1], second_laptop(world, world.experts[1])
    amend(world, CardChange(old.code, new.card.fingerprint))
    tell(world, old)
    assert identities(old) == [True] * 3
    world.score(old, level(80))
    assert {one.outcome for one in world.collect(world.give_back(old))} == {"new"}
    assert events(world.secretary, "card.revoked") == []
    new.close()


def test_s3_3_a_card_revoked_and_replaced_later(at: Callable[[str], World]) -> None:
    """A revoked member gets nothing; what was received counts; the later card takes over."""
    world = at("locked")
    old, desk, row = world.experts[1], world.secretary.desk, world.secretary.round
    amend(world, CardChange(old.code))
    agreed(world, world.experts[0])
    assert states(world) == {"LOCKED"}
    assert refused(lambda: world.pack(codes=(old.code,))) == "pack.revoked"
    assert packing.pack(desk, row, world.folder / "s2", packing.PackOrder(letters_only=True))[0].letters == 4
    assert len(acks.acknowledge(desk, row, world.folder / "acks", "received")) == 4
    assert refused(lambda: amend(world, CardChange(old.code))) == "amend.done"
    new = replaced(world, old, world.experts[0])
    world.pack(codes=(old.code,), letters_only=True)
    open_new(world, new)
    world.experts[1] = new
    finish(world, ("秘书01", world.secretary), ("监督01", world.observer))
    old.close()


def test_s3_3_the_round_chairs_own_card_the_observer_consents(at: Callable[[str], World]) -> None:
    world = at("locked")
    old = world.experts[0]
    new = second_laptop(world, old)
    done = amend(world, CardChange(old.code, new.card.fingerprint))
    assert done.needed == ("监督01",)
    tell(world, old, world.observer)
    assert refused(lambda: world.consent(old)) == "round.card.out_of_use"
    agreed(world, world.observer)
    world.pack(codes=(old.code,), letters_only=True)
    open_new(world, new)
    world.experts[0] = new
    desk, row = world.secretary.desk, world.secretary.round
    panel.write_panel(desk, row, "G01", new.code, world.folder / "panel")
    finish(world, ("秘书01", world.secretary), (new.code, new))
    old.close()


def test_while_the_round_chair_has_no_card_no_version_waits_for_it(at: Callable[[str], World]) -> None:
    """What only a revoked card could consent to would wait for ever; the chair's new card comes first."""
    world = at("locked")
    chair, other = world.experts[0], world.experts[1]
    amend(world, CardChange(chair.code))
    agreed(world, world.observer)
    new = second_laptop(world, other)
    before = content(world.secretary)
    assert refused(lambda: amend(world, CardChange(other.code, new.card.fingerprint))) == "amend.consent"
    assert content(world.secretary) == before
    again = second_laptop(world, chair)
    both = (CardChange(chair.code, again.card.fingerprint), CardChange(other.code, new.card.fingerprint))
    assert amend(world, *both).needed == ("监督01",)
    agreed(world, world.observer)
    world.pack(codes=(chair.code, other.code), letters_only=True)
    for old, person in ((chair, again), (other, new)):
        open_new(world, person)
        world.experts[world.experts.index(old)] = person
        old.close()
    finish(world, ("秘书01", world.secretary), (again.code, again))


def test_s3_3_the_secretarys_card_in_the_same_vault(at: Callable[[str], World]) -> None:
    """A compromised key: the vault stays, experts who know only the old card are still heard."""
    world = at("opened")
    secretary, chair = world.secretary, world.experts[0]
    the_others_return(world, *world.experts[2:])
    old_files = []
    for person in world.experts[2:4]:
        world.score(person, level(74))
        old_files += world.give_back(person)  # sealed to the old card
    digits = second_card(world, secretary)
    done = amend(world, CardChange("秘书01", digits))
    assert done.needed == (chair.code,)
    agreed(world, chair)
    assert secretary.round.card_id != secretary.card.card_id
    assert {one.outcome for one in world.collect(old_files)} == {"new"}
    package = world.pack(letters_only=True)
    last = world.experts[4]
    open_new(world, last)
    assert world.package == package
    world.score(last, level(76))
    assert {one.outcome for one in world.collect(world.give_back(last))} == {"new"}
    for person in world.experts:
        open_new(world, person)
    finish(world, ("秘书01", secretary), ("监督01", world.observer))


def test_s3_3_a_new_card_in_the_same_vault_of_an_expert(at: Callable[[str], World]) -> None:
    """Kept sheets stay locked, others are drafts again; numbers go on, so that newest stays newest."""
    world = at("opened")
    person = world.experts[1]
    world.score(person, level(80))
    world.collect(world.give_back(person))
    world.rescore(person, 0, level(60)(0))  # locked, never returned
    digits = second_card(world, person)
    amend(world, CardChange(person.code, digits))
    agreed(world, world.experts[0])
    tell(world, person)
    assert identities(person) == [False] * 3
    assert person.round.card_id != person.card.card_id
    world.pack(codes=(person.code,), letters_only=True)
    open_new(world, person)
    assert identities(person) == [True] * 3
    world.declare_none(person)
    world.rescore(person, 2, level(70)(2))
    assert {one.outcome for one in world.collect(world.give_back(person))} == {"new"}
    assert kept_totals(world, person.code) == [8000, 8000, 7000]
    the_others_return(world, person)
    finish(world, ("秘书01", world.secretary), ("监督01", world.observer))


def test_the_observers_card_is_replaced_with_the_chairs_consent(at: Callable[[str], World]) -> None:
    world = at("locked")
    old = world.observer
    old.code = "监督01"
    new = replaced(world, old, world.experts[0])
    world.observer = new
    tell(world, new, old)
    assert refused(lambda: world.consent(old)) == "round.card.out_of_use"
    finish(world, ("秘书01", world.secretary), (world.experts[0].code, world.experts[0]))
    old.close()


def test_what_shall_not_count_any_more_is_dropped_before_it_was_combined(at: Callable[[str], World]) -> None:
    """A card in other hands: sheets signed with it go, and their applications wait for new ones."""
    world = at("locked")
    old = world.experts[1]
    with world.secretary.desk.vault.begin() as uow:
        found = uow.messages.find(world.secretary.round.round_id, "sheet", sender=old.card.card_id)
    lost = found[0]
    new = second_laptop(world, old)
    for wrong in ("ab" * 8, lost.message_id[:7]):
        change = CardChange(old.code, new.card.fingerprint)
        assert refused(lambda: amend(world, change, drop=[wrong])) == "amend.message"  # noqa: B023
    amend(world, CardChange(old.code, new.card.fingerprint), drop=[lost.message_id[:12]])
    agreed(world, world.experts[0])
    assert len(kept_totals(world, old.code)) == 2
    with world.secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(world.secretary.round.round_id)
    assert {one.application_id: one.state for one in rows if one.state != "LOCKED"} == {
        lost.slot: "REVIEWING"
    }
    world.pack(codes=(old.code,), letters_only=True)
    open_new(world, new)
    world.declare_none(new)
    fill(new, lost.slot, level(73)(0))
    sheets.lock(new.desk, new.round, [lost.slot])
    assert {one.outcome for one in world.collect(world.give_back(new))} == {"new"}
    assert 7300 in kept_totals(world, old.code)
    assert states(world) == {"LOCKED"}
    new.close()


def test_what_was_combined_is_not_dropped_but_voided(at: Callable[[str], World]) -> None:
    world = at("decided")
    old = world.experts[1]
    before = content(world.secretary)
    assert refused(lambda: amend(world, CardChange(old.code), drop_all=True)) == "amend.counted"
    assert content(world.secretary) == before
    chair = world.experts[0]
    with world.secretary.desk.vault.begin() as uow:
        spoken = uow.messages.find(world.secretary.round.round_id, "consent", sender=chair.card.card_id)
    decision = next(one for one in spoken if one.slot.startswith("decision:"))
    assert (
        refused(lambda: amend(world, CardChange(chair.code), drop=[decision.message_id])) == "amend.counted"
    )


WRONG = {
    "nobody": "amend.codes",
    "a stranger's code": "amend.codes",
    "twice": "amend.codes",
    "the secretary without a card": "amend.officer",
    "the observer without a card": "amend.officer",
    "observer and round chair at once": "amend.witness",
    "a card nobody took": "card.unknown",
    "a card nobody compared": "card.untrusted",
    "a member's card": "amend.taken",
    "somebody else's card": "amend.person",
    "a secretary's card of another vault": "amend.own_card",
    "no reason": "amend.reason",
    "a name in the reason": "secrecy.name",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_changes_that_cannot_be_are_refused(
    at: Callable[[str], World], request: pytest.FixtureRequest, wrong: str
) -> None:
    world = at("opened")
    expert, stranger = world.experts[1], new_person(world.folder / "x", "x", "亓𠮷外")
    request.addfinalizer(stranger.close)
    same = second_laptop(world, expert)
    request.addfinalizer(same.close)
    good, reason = CardChange(expert.code, same.card.fingerprint), "电脑丢失"
    changes = {
        "nobody": (),
        "a stranger's code": (CardChange("专家99"),),
        "twice": (good, CardChange(expert.code)),
        "the secretary without a card": (CardChange("秘书01"),),
        "the observer without a card": (CardChange("监督01"),),
        "observer and round chair at once": (
            CardChange("监督01", stranger.card.fingerprint),
            CardChange(world.experts[0].code),
        ),
        "a card nobody took": (CardChange(expert.code, stranger.card.fingerprint),),
        "a card nobody compared": (CardChange(expert.code, stranger.card.fingerprint),),
        "a member's card": (CardChange(expert.code, world.experts[2].card.fingerprint),),
        "somebody else's card": (CardChange(expert.code, stranger.card.fingerprint),),
        "a secretary's card of another vault": (CardChange("秘书01", stranger.card.fingerprint),),
    }.get(wrong, (good,))
    if wrong == "somebody else's card":
        meet(world.secretary, stranger)
    if wrong == "a card nobody compared":
        take_card(world.secretary.desk, stranger.card.payload)
    if wrong == "no reason":
        reason = " x "
    if wrong == "a name in the reason":
        reason = f"{expert.name} 电脑丢失"
    before = content(world.secretary)
    fault = refusal(lambda: amend(world, *changes, reason=reason))
    assert fault.code == WRONG[wrong]
    assert expert.name not in str(fault.params)
    assert content(world.secretary) == before


def test_no_change_of_cards_by_others_while_waiting_or_after_sealing(at: Callable[[str], World]) -> None:
    world = at("opened")
    chair = world.experts[0]
    change = CardChange(world.experts[1].code)
    assert refused(lambda: amend_cards(chair.desk, chair.round, [change], "电脑丢失")) == (
        "round.role.secretary"
    )
    amend(world, change)
    assert refused(lambda: amend(world, CardChange(world.experts[2].code))) == "round.amend.pending"
    sealed = at("sealed")
    assert refused(lambda: amend(sealed, change)) == "amend.sealed"


def test_consents_of_others_are_refused_here_and_at_the_secretary(at: Callable[[str], World]) -> None:
    """Only who is asked consents: not the observer for an expert's card, nobody else for the chair's own."""
    world = at("opened")
    chair, expert = world.experts[0], world.experts[1]
    done = amend(world, CardChange(expert.code))
    tell(world, world.observer, expert, chair)
    assert refused(lambda: world.consent(world.observer)) == "round.consent.other"
    assert refused(lambda: world.consent(world.experts[2])) in {"consent.role", "consent.shape"}
    forged = Forger(world, world.observer)
    body = ConsentBody(act="round", answer="yes", about=done.version.message_id)
    message = forged.message("consent", f"round:{done.version.message_id}", body)
    (arrival,) = world.collect([forged.write(message, "o.zgccons")])
    assert arrival.error is not None
    assert (arrival.error.code, arrival.error.params["asked"]) == ("round.consent.other", chair.code)
    world.consent(chair)
    assert version_of(world.secretary) == 3
    # The chair's own card: the chair's word, with the old card, is refused as a revoked one's.
    done = amend(world, CardChange(chair.code))
    forged = Forger(world, chair)
    body = ConsentBody(act="round", answer="yes", about=done.version.message_id)
    message = forged.message("consent", f"round:{done.version.message_id}", body)
    (arrival,) = world.collect([forged.write(message, "c.zgccons")])
    assert arrival.error is not None
    assert arrival.error.code in {"collect.revoked", "round.consent.other"}
    assert version_of(world.secretary) == 3


def test_one_file_says_what_is_in_force(at: Callable[[str], World]) -> None:
    """docs/bodies.md §1 chain: consents travel with the version they put in force."""
    world = at("seated")
    path = tell(world)
    late = world.experts[3]
    late.row = following.follow_round(late.desk, [path], world.code(2))
    assert version_of(late) == 2
    amend(world, CardChange(str(late.round.code)))
    tell(world, late)
    assert version_of(late) == 2
    agreed(world, world.experts[0])
    tell(world, late)
    assert version_of(late) == 3

"""Rulings (rules §4.2): by two; what waits is closed, where they differ it is a recusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sitting_harness import DOUBT, Sitting, fill, level, refused

from zgc_review.domain.bodies import ConsentBody
from zgc_review.services import (
    declaring,
    ruling_signing,
    sheets,
)
from zgc_review.services.deliberating_signing import SignedAct
from zgc_review.services.rounds import state_of

At = Callable[[str], Sitting]


def rule(sitting: Sitting, n: int, answer: str, *by: int, application: int = 0) -> None:
    """Let secretary (-1) and members rule on what a member declared."""
    code = sitting.member(n).code
    for place in by:
        person = sitting.secretary if place < 0 else sitting.member(place)
        signed = ruling_signing.sign_ruling(
            person.desk,
            person.round,
            sitting.id(application),
            code,
            "R12",
            answer,
            sitting.folder(),  # type: ignore[arg-type]
        )
        sitting.collect(signed.path)


def waiting(sitting: Sitting) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Return what waits for a ruling."""
    with sitting.secretary.desk.vault.begin() as uow:
        row = sitting.secretary.round
        found = ruling_signing.waiting_rulings(uow, row, state_of(uow, row))
    return [(one.code, one.rules, one.signed) for one in found]


def doubtful(at: At) -> Sitting:
    """Return a round in which the second expert waits for a ruling on the first application."""
    return at("doubt")


def test_a_round_waits_for_the_ruling(at: At) -> None:
    """Rules §4.2: until the ruling the application stays closed; it is not combined without."""
    sitting = doubtful(at)
    assert sitting.own(sitting.member(1)).state == "PENDING"
    assert [sitting.application(n).state for n in range(3)] == ["REVIEWING", "LOCKED", "LOCKED"]
    assert waiting(sitting) == [(sitting.member(1).code, ("R12",), ())]
    assert sitting.recusals(1) == [(0, "R12", "recused")]
    rule(sitting, 1, "open", -1)
    assert waiting(sitting) == [(sitting.member(1).code, ("R12",), (sitting.secretary.code,))]
    assert sitting.application().state == "REVIEWING"


def test_ruled_open_by_both_the_next_letter_opens_it(at: At) -> None:
    sitting = doubtful(at)
    rule(sitting, 1, "open", -1, 0)
    assert waiting(sitting) == []
    assert sitting.recusals(1) == [(0, "R12", "open")]
    person = sitting.member(1)
    sitting.letters(person)
    own = sitting.own(person)
    assert (own.state, own.identity is None) == ("OPEN", False)
    fill(person, sitting.id(0), level(70)(0))
    sheets.lock(person.desk, person.round, [sitting.id(0)])
    declaring.declare(person.desk, person.round)
    assert sitting.own(person).state == "LOCKED"
    sitting.give_back(person)
    assert sitting.application().state == "LOCKED"
    sitting.aggregate()
    assert sitting.line().n_effective == 5


@pytest.mark.parametrize(("first", "second"), [("closed", "closed"), ("open", "closed"), ("closed", "open")])
def test_ruled_closed_or_differing_it_is_a_recusal(at: At, first: str, second: str) -> None:
    """Rules §4.2: they differ → H."""
    sitting = doubtful(at)
    rule(sitting, 1, first, -1)
    rule(sitting, 1, second, 0)
    assert sitting.recusals(1) == [(0, "R12", "recused")]
    assert sitting.application().state == "LOCKED"
    person = sitting.member(1)
    sitting.letters(person)
    own = sitting.own(person)
    assert (own.state, own.reason, own.identity) == ("RECUSED", "R12", None)
    sitting.give_back(person)
    sitting.aggregate()
    assert sitting.line().n_recused == 1
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_who_may_rule(at: At) -> None:
    sitting = doubtful(at)
    code = sitting.member(1).code

    def ruled(person: Any, who: str = code, rule_id: str = "R12", application: int = 0) -> str:
        return refused(
            lambda: ruling_signing.sign_ruling(
                person.desk, person.round, sitting.id(application), who, rule_id, "open"
            )
        )

    assert ruled(sitting.member(1)) == "consent.role"
    assert ruled(sitting.member(2)) == "consent.role"
    assert ruled(sitting.chair, sitting.chair.code) == "ruling.self"
    assert ruled(sitting.chair, "专家99") == "deliberation.member"
    assert ruled(sitting.secretary, code, "R99") == "ruling.rule"
    values = {"code": code, "rule": "R12"}
    body = ConsentBody(act="ruling", application=sitting.id(0), answer="open", values=values)
    assert sitting.refusal(sitting.forge(sitting.world.observer, body)) == "consent.chair"
    assert sitting.refusal(sitting.forge(sitting.member(2), body)) == "consent.role"


def test_by_the_settings_secretary_and_observer_rule(at: At) -> None:
    """Rules §13, v_ruling: the observer's vault knows no application, only its id."""
    sitting = at("watched")
    code, observer, secretary = sitting.member(1).code, sitting.world.observer, sitting.secretary
    application = sitting.id(0)

    def ruled(person: Any, answer: str = "open") -> SignedAct:
        return ruling_signing.sign_ruling(
            person.desk,
            person.round,
            application,
            code,
            "R12",
            answer,
            sitting.folder(),  # type: ignore[arg-type]
        )

    assert refused(lambda: ruled(sitting.member(2))) == "consent.role"
    assert refused(lambda: ruled(sitting.chair)) == "consent.chair"
    ruled(secretary)
    assert [one[0] for one in waiting(sitting)] == [code]
    sitting.hand_in(ruled(observer))
    assert waiting(sitting) == []
    assert sitting.recusals(1) == [(0, "R12", "open")]
    sitting.hand_in(ruled(observer, "closed"))
    assert sitting.recusals(1) == [(0, "R12", "recused")]


def test_what_was_declared_after_a_ruling_is_not_covered_by_it(at: At) -> None:
    sitting = doubtful(at)
    rule(sitting, 1, "open", -1, 0)
    person = sitting.member(1)
    sitting.letters(person)
    tick(sitting)
    other = declaring.GivenAnswer("R18", "yes", "参加过该单位举办的联谊活动若干次")
    sitting.declare(person, {0: [DOUBT, other]})
    assert sitting.own(person).state == "PENDING"
    sitting.collect(*(path for path in sitting.world.give_back(person) if path.suffix == ".zgcdecl"))
    assert [one[0] for one in waiting(sitting)] == [person.code]


def tick(sitting: Sitting) -> None:
    """Let the clock show the next second: times are whole seconds."""
    import time  # noqa: PLC0415 - used here alone

    clock = sitting.secretary.desk.clock
    before = clock.now()
    while clock.now() == before:
        time.sleep(0.05)


def test_a_late_doubt_closes_until_the_ruling_and_the_sheet_counts_again(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    value = sitting.line().after.value
    person = sitting.member(1)
    sitting.declare(person, {0: [DOUBT]})
    sitting.give_back(person)
    assert (sitting.line().n_recused, sitting.own(person).state) == (1, "PENDING")
    rule(sitting, 1, "open", 0, -1)
    line = sitting.line()
    assert (line.n_recused, line.after.value) == (0, value)
    assert [cause for _, cause in sitting.earlier()] == ["recusal", "opened"]
    sitting.letters(person)
    assert sitting.own(person).state == "LOCKED"
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()


def test_a_conflict_that_the_office_found_is_ruled_closed_without_a_declaration(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    rule(sitting, 1, "closed", -1, 0)
    assert sitting.recusals(1) == [(0, "R12", "recused")]
    assert sitting.line().n_recused == 1
    sitting.letters(sitting.member(1))
    own = sitting.own(sitting.member(1))
    assert (own.state, own.identity) == ("RECUSED", None)


def test_the_chairs_own_doubt_is_ruled_by_secretary_and_acting_chair(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    chair, acting = sitting.chair, sitting.member(2)
    sitting.declare(chair, {0: [DOUBT]})
    sitting.give_back(chair)
    sitting.name_acting(acting)
    sitting.panel(acting)
    rule(sitting, 0, "open", -1, 2)
    assert sitting.line().n_recused == 0
    assert sitting.recusals(0) == [(0, "R12", "open")]

"""Late recusal at every stage (rules §4.2): computed again, the earlier value kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from services_forgery import content
from sitting_harness import CONFLICT, Sitting, refused

from zgc_review.services import (
    deliberating,
)

At = Callable[[str], Sitting]


def test_a_late_recusal_before_combining_takes_the_sheet_out(at: At) -> None:
    sitting = at("five")
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    assert sitting.own(person).identity is None
    sitting.give_back(person)
    sitting.aggregate()
    line = sitting.line()
    assert (line.n_recused, line.n_effective, line.n_void) == (1, 4, 0)
    assert sitting.recusals(1) == [(0, "R06", "recused")]


@pytest.mark.parametrize("decided", [False, True])
def test_a_late_recusal_after_combining_is_computed_again(at: At, decided: bool) -> None:
    """Rules §4.2: back to AGGREGATED as a new event, earlier values as 原值."""
    sitting = at("five")
    sitting.aggregate()
    if decided:
        sitting.collect(*sitting.decide())
        sitting.confirm()
    person = sitting.member(4)
    sitting.declare(person, {0: [CONFLICT]})
    sitting.give_back(person)
    line = sitting.line()
    assert (line.n_recused, line.n_effective, line.after.value) == (1, 4, 6800)
    assert sitting.application().state == "AGGREGATED"
    assert sitting.application(1).state == ("DELIBERATED" if decided else "AGGREGATED")
    assert [sitting.earlier(n) for n in range(3)] == [[(7000, "recusal")], [], []]
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE", *([""] * 2 if decided else [])))
    sitting.confirm()
    sitting.verified()


def test_a_late_conflict_of_the_chair_passes_the_application_to_the_acting_chair(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    chair, acting = sitting.chair, sitting.member(2)
    sitting.panel()
    sitting.declare(chair, {0: [CONFLICT]})
    sitting.give_back(chair)
    line = sitting.line()
    assert (line.decision, line.n_recused, sitting.application().state) == (None, 1, "AGGREGATED")
    assert refused(lambda: sitting.decide("RESERVE", "", "")) == "application.closed"
    sitting.name_acting(acting)
    assert [one.number for one in sitting.panel(acting).lines] == ["ZGC-0001"]
    assert [one.number for one in sitting.panel().lines] == ["ZGC-0002", "ZGC-0003"]
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    assert sitting.confirm() == (1, 0)
    sitting.verified()


def test_a_voiding_by_a_chair_who_is_recused_later_must_be_signed_anew(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.void(1)
    assert sitting.line().n_void == 1
    sitting.declare(sitting.chair, {0: [CONFLICT]})
    sitting.give_back(sitting.chair)
    assert (sitting.line().n_void, sitting.line().n_recused) == (0, 1)
    acting = sitting.member(2)
    sitting.name_acting(acting)
    sitting.panel(acting)
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    assert refused(sitting.confirm) == "decide.void"
    sitting.void(1, by=(2,))
    assert (sitting.line().n_void, sitting.line().n_recused, sitting.line().n_effective) == (1, 1, 3)


def test_after_sealing_nothing_is_taken_any_more(at: At) -> None:
    """Rules §4.2: the sealed result stays."""
    sitting = at("five")
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.confirm()
    sitting.verified()
    person = sitting.member(1)
    sitting.declare(person, {0: [CONFLICT]})
    before = content(sitting.secretary)
    paths = sitting.world.give_back(person)
    (declared,) = (path for path in paths if path.suffix == ".zgcdecl")
    assert sitting.refusal(declared) == "collect.sealed"
    (scores,) = (path for path in paths if path.suffix == ".zgcscore")
    assert sitting.refusal(scores) == "collect.aggregated"
    chair = sitting.chair
    late = deliberating.open_discussion(chair.desk, chair.round, sitting.id(1), sitting.folder())
    assert sitting.refusal(late.path) == "deliberation.state"
    assert content(sitting.secretary) == before

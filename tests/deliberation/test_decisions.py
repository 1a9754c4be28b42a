"""Decisions (rules §8, §9): what the chair may sign, what the secretary confirms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from services_forgery import content
from sitting_harness import CONFLICT, DOUBT, Sitting, refused

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.results import ApplicationLine, Combination
from zgc_review.errors import GateError
from zgc_review.services import deciding, deliberating, voiding
from zgc_review.services.deliberating_decisions import Ground, objection_to
from zgc_review.services.tables_out import DecisionRow

At = Callable[[str], Sitting]


def ground(value: int | None = 7500, discuss: tuple[Any, ...] = (), **changes: Any) -> Ground:
    """Return what a decision is judged by."""
    combined = Combination(
        rule="S01", value=value, plain_mean=value, median=value, top_criterion=None, yes_votes=3,
        n_trimmed=0, marks=(), criteria=(),
    )  # fmt: skip
    line = ApplicationLine(
        application="ab" * 16, pool="P", group="G01", n_received=5, n_effective=5, n_recused=0, n_void=0,
        n_absent=0, before=combined, after=combined, discuss=discuss, suggestion="SUPPORT", decision=None,
        amount_fen=None,
    )  # fmt: skip
    return Ground(**{"line": line, "most": 100, "is_vetoed": False, "is_discussed": False, **changes})


@pytest.mark.parametrize(
    ("decision", "amount", "given", "code"),
    [
        ("SUPPORT", 100, ground(), None),
        ("SUPPORT", 101, ground(), "decide.ceiling"),
        ("SUPPORT", 10**9, ground(most=None), None),
        ("VETOED", None, ground(), "decide.veto"),
        ("VETOED", None, ground(is_vetoed=True), None),
        ("SUPPORT", None, ground(is_vetoed=True), "decide.veto_stands"),
        ("DEFER", None, ground(is_vetoed=True), "decide.veto_stands"),
        ("VOID", None, ground(is_vetoed=True), None),
        ("SUPPORT", None, ground(None), "decide.no_value"),
        ("RESERVE", None, ground(None), "decide.no_value"),
        ("VOID", None, ground(None), None),
        ("DEFER", None, ground(None), None),
        ("NOT_SUPPORT", None, ground(discuss=("floor",)), "decide.floor"),
        ("NOT_SUPPORT", None, ground(discuss=("floor",), is_discussed=True), None),
        ("SUPPORT", None, ground(discuss=("spread", "split", "veto", "near_line")), None),
    ],
)
def test_what_speaks_against_a_decision(
    decision: str, amount: int | None, given: Ground, code: str | None
) -> None:
    assert objection_to(decision, amount, given) == code


def sign(
    sitting: Sitting, decision: str, amount: int | None, n: int = 0, by: int = 0
) -> Callable[[], object]:
    person = sitting.member(by)
    rows = [DecisionRow(sitting.id(n), decision, amount)]
    return lambda: deciding.sign_decisions(person.desk, person.round, rows, sitting.folder())


def test_nobody_signs_more_than_may_be_granted(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    most = 151_000_000
    assert refused(sign(sitting, "SUPPORT", most + 1)) == "decide.amount"
    body = ConsentBody(
        act="decision", application=sitting.id(0), answer="SUPPORT", values={"amount_fen": most + 1}
    )
    before = content(sitting.secretary)
    assert sitting.refusal(sitting.forge(sitting.chair, body)) == "decide.amount"
    assert content(sitting.secretary) == before
    sitting.collect(*sign(sitting, "SUPPORT", most)())  # type: ignore[misc]
    assert sitting.line(0).amount_fen == most


def test_only_the_chair_of_the_application_decides(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    assert refused(sign(sitting, "RESERVE", None, 1, by=1)) == "consent.role"
    assert refused(sign(sitting, "RESERVE", None, 0, by=0)) == "application.closed"
    body = ConsentBody(
        act="decision", application=sitting.id(0), answer="RESERVE", values={"amount_fen": None}
    )
    assert sitting.refusal(sitting.forge(sitting.chair, body)) == "consent.chair"


def test_the_acting_chair_decides_where_the_chair_is_recused(at: At) -> None:
    sitting = at("aside")
    sitting.aggregate()
    acting = sitting.member(3)
    sitting.name_acting(acting)
    sitting.panel(acting)
    sitting.panel()
    sitting.collect(*sitting.decide("RESERVE", "", "", by=acting))
    assert sitting.line(0).decision == "RESERVE"
    assert refused(lambda: sitting.name_acting(sitting.member(2), by=(-1,))) == "panel.acting.decided"
    assert refused(sign(sitting, "SUPPORT", None, 1, by=3)) == "consent.role"
    sitting.collect(*sitting.decide("", "SUPPORT", "SUPPORT"))
    assert sitting.confirm() == (3, 0)
    sitting.verified()


def test_a_list_is_signed_whole_or_not_at_all_and_written_again_without_signing_again(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    chair = sitting.chair
    good, bad = DecisionRow(sitting.id(0), "RESERVE", None), DecisionRow(sitting.id(1), "SUPPORT", 10**14)
    before = content(chair)
    both = lambda: deciding.sign_decisions(chair.desk, chair.round, [good, bad], sitting.folder())  # noqa: E731
    assert refused(both) == "decide.amount"
    assert content(chair) == before
    (first,) = deciding.sign_decisions(chair.desk, chair.round, [good], sitting.folder())
    signed = content(chair)
    (again,) = deciding.sign_decisions(chair.desk, chair.round, [good], sitting.folder())
    assert content(chair) == signed
    assert [one.outcome for one in sitting.collect(first, again)] == ["new", "duplicate"]


def test_a_decision_is_taken_only_while_combined(at: At) -> None:
    sitting = at("five")
    paths = sign(sitting, "RESERVE", None)()
    assert sitting.refusal(*paths) == "deliberation.state"  # type: ignore[misc]
    sitting.aggregate()
    sitting.collect(*paths)  # type: ignore[misc]
    sitting.collect(*sitting.decide())
    sitting.confirm()
    assert sitting.refusal(*sign(sitting, "NOT_SUPPORT", None)()) == "deliberation.state"  # type: ignore[misc]


def test_confirming_needs_something_combined(at: At) -> None:
    assert refused(at("five").confirm) == "decide.nothing"


def test_what_is_confirmed_is_checked_again_at_the_secretary(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    body = ConsentBody(
        act="decision", application=sitting.id(0), answer="VETOED", values={"amount_fen": None}
    )
    sitting.collect(sitting.forge(sitting.chair, body))
    sitting.collect(*sitting.decide("", "SUPPORT", "SUPPORT"))
    with pytest.raises(GateError, match=r"decide\.veto\(") as fault:
        sitting.confirm()
    assert fault.value.params == {"number": "ZGC-0001", "count": 1}
    secretary = sitting.secretary
    listed = deciding.check_decisions(secretary.desk, secretary.round)
    assert [(one.code, one.number) for one in listed] == [("decide.veto", "ZGC-0001")]
    assert {sitting.application(n).state for n in range(3)} == {"AGGREGATED"}
    chair = sitting.chair
    assert refused(lambda: deciding.check_decisions(chair.desk, chair.round)) == "round.role.secretary"


def test_a_failed_floor_must_be_discussed_first(at: At) -> None:
    """Rules S09: below a floor the chair must discuss."""
    sitting = at("low")
    sitting.aggregate()
    assert "floor" in sitting.line(0).discuss
    sitting.panel()
    assert refused(sitting.decide) == "decide.floor"
    body = ConsentBody(
        act="decision", application=sitting.id(0), answer="NOT_SUPPORT", values={"amount_fen": None}
    )
    sitting.collect(sitting.forge(sitting.chair, body))
    assert refused(sitting.confirm) == "decide.floor"
    chair = sitting.chair
    sitting.hand_in(deliberating.open_discussion(chair.desk, chair.round, sitting.id(0), sitting.folder()))
    assert sitting.confirm() == (1, 0)


def test_too_few_sheets_allow_no_support(at: At) -> None:
    """Rules P02: n < 3 is VOID."""
    sitting = at("five")
    sitting.aggregate()
    secretary, chair = sitting.secretary, sitting.chair
    for n in (1, 2, 3):
        code = sitting.member(n).code
        sheet = next(mark.sheet for mark in sitting.line(0).before.marks if mark.code == code)
        for person in (secretary, chair):
            signed = voiding.sign_void(
                person.desk, person.round, sitting.id(0), code, sheet, "conflict", sitting.folder()
            )
            sitting.collect(signed.path)
    assert (sitting.line(0).after.value, sitting.line(0).suggestion) == (None, "VOID")
    sitting.panel()
    assert refused(lambda: sitting.decide("SUPPORT")) == "decide.no_value"
    sitting.collect(*sitting.decide("VOID"))
    assert sitting.confirm() == (3, 0)
    sitting.verified()


def test_a_declaration_that_waits_keeps_its_application_from_being_confirmed(at: At) -> None:
    sitting = at("five")
    sitting.aggregate()
    sitting.declare(sitting.member(1), {0: [DOUBT]})
    sitting.collect(
        *(path for path in sitting.world.give_back(sitting.member(1)) if path.suffix == ".zgcdecl")
    )
    assert sitting.line(0).n_recused == 1
    sitting.collect(*sitting.decide())
    assert refused(sitting.confirm) == "decide.ruling"


def test_what_was_decided_before_a_late_recusal_is_decided_again(at: At) -> None:
    """Rules §4.2: back to AGGREGATED, 合议 repeated."""
    sitting = at("five")
    sitting.aggregate()
    sitting.collect(*sitting.decide())
    sitting.declare(sitting.member(1), {0: [CONFLICT]})
    sitting.give_back(sitting.member(1))
    assert refused(sitting.confirm) == "decide.stale"
    chair = sitting.chair
    sitting.panel()
    rows = [DecisionRow(sitting.id(0), "SUPPORT_IF_REVISED", None)]
    sitting.collect(*deciding.sign_decisions(chair.desk, chair.round, rows, sitting.folder()))
    assert sitting.confirm() == (3, 0)

"""Outcomes of a stage: screening first, then the bands, in exact arithmetic (rules §2.4, §7, §8)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.aggregation.inputs import (
    AggregationInput,
    OutcomeBand,
    SignedConsent,
    SignedSheet,
    StageRules,
)
from zgc_review.aggregation.outcomes import DECISIONS, lines_of, may_decide, outcome_of, takes_effect
from zgc_review.domain.bodies import ConsentBody, SheetBody, SheetRecusal
from zgc_review.domain.results import ApplicationLine, ResultApplication
from zgc_review.domain.round_bodies import GroupSeats
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import AggregationError

ACCEPTANCE = (
    OutcomeBand("ACCEPTED", 7000),
    OutcomeBand("FIX_THEN_ACCEPT", 6000),
    OutcomeBand("NOT_ACCEPTED", 0),
)
CODES = tuple(f"专家{n:02d}" for n in range(1, 8))
PROJECT = "a" * 32


@pytest.mark.parametrize(
    ("value", "outcome"),
    [
        (10_000, "ACCEPTED"),
        (7000, "ACCEPTED"),
        (6999, "FIX_THEN_ACCEPT"),
        (6000, "FIX_THEN_ACCEPT"),
        (5999, "NOT_ACCEPTED"),
        (0, "NOT_ACCEPTED"),
        (None, "VOID"),
    ],
)
def test_2_4_bands_at_their_limits(value: int | None, outcome: str) -> None:
    """验收: ≥ 70 通过验收, 60–70 整改后通过, < 60 不通过验收."""
    assert outcome_of(value, (), ACCEPTANCE) == outcome


def test_2_4_one_item_is_enough_whatever_the_score() -> None:
    assert outcome_of(10_000, ("SA-S1",), ACCEPTANCE) == "NOT_ACCEPTED"
    assert outcome_of(None, ("SA-S1",), ACCEPTANCE) == "VOID"  # P02: no valid review


def test_8_lines_near_which_is_discussed_are_those_above_0() -> None:
    assert lines_of(ACCEPTANCE) == (7000, 6000)


@pytest.mark.parametrize(
    ("yes", "effective", "holds"),
    [(2, 3, True), (1, 3, False), (4, 5, True), (3, 5, False), (5, 7, True), (4, 7, False), (0, 0, False)],
)
def test_8_two_thirds_rounded_up(yes: int, effective: int, holds: bool) -> None:
    """2 of 3, 4 of 5, 5 of 7 (rules §8)."""
    said = takes_effect("SA-S1", proven=True, yes=yes, effective=effective, majority=(2, 3))
    assert said is holds


@pytest.mark.parametrize("proven", [True, False])
def test_8_status_lists_are_decided_by_proof(proven: bool) -> None:
    assert takes_effect("CV05", proven=proven, yes=5, effective=5, majority=(2, 3)) is proven


@pytest.mark.parametrize("stage", ["midterm", "acceptance"])
def test_decisions_are_the_outcome_void_or_a_deferral(stage: str) -> None:
    for decision in DECISIONS[stage] | DECISIONS["proposal"]:
        assert may_decide(decision, "ACCEPTED", ()) is (decision in {"ACCEPTED", "VOID", "DEFER"})
        assert may_decide(decision, "NOT_ACCEPTED", ("SA-S1",)) is (decision in {"NOT_ACCEPTED", "VOID"})


# -- the whole computation


def stage_line(
    totals: list[int], *, votes: int = 0, decision: str | None = None, amount: int | None = None,
    state: str = "AGGREGATED", **changes: Any,
) -> ApplicationLine:  # fmt: skip
    """Return the line of one project with these sheet totals × 100, and so many yes votes on SA-S3."""
    codes = CODES[: len(totals)]
    sheets = [_sheet(code, total) for code, total in zip(codes, totals, strict=True)]
    consents = [_consent(codes[0], "veto_claim", "claimed", item="SA-S3", document=None, page=None)]
    about = consents[0].id
    consents += [_consent(code, "veto_vote", "yes", about=about) for code in codes[:votes]]
    if decision is not None:
        consents.append(_consent(codes[0], "decision", decision, amount_fen=amount))
    settings = {
        "title": "验收", "call_year": 2026, "t0": "2026-11-22", "catalogue_digest": "a" * 64,
        "verifier_digest": "b" * 64, "modes": {"M01-1": "open_call"}, "pools": (), "stage": "acceptance",
    }  # fmt: skip
    criterion = SimpleNamespace(id="SA-K1", weight=100, floor=None)
    inputs = AggregationInput(
        settings=RoundSettings(**{**settings, **changes}),
        groups={"G01": GroupSeats(id="G01", members=codes, chair=codes[0])},
        cards={code: [_card(code)] for code in codes},
        kept={},
        round_chair=codes[0],
        secretary="秘书01",
        rubrics={"M01-1": SimpleNamespace(criteria=(criterion,))},
        funds={"M01-1": "F1"},
        applications=[_project(state)],
        recusals=[],
        sheets=sheets,
        consents=consents,
        stages={"M01-1": StageRules(bands=ACCEPTANCE, items=frozenset({"SA-S3"}))},
    )
    result = aggregate(inputs)
    assert (result.pools, result.funds, result.unscored) == ((), (), ())
    (line,) = result.applications
    assert (line.pool, line.amount_fen) == (None, None)
    return line


def _card(code: str) -> str:
    return f"{CODES.index(code):064x}"


def _project(state: str) -> ResultApplication:
    return ResultApplication(
        application=PROJECT, number="1", title="", unit="", sub_direction="M01-1", mode="open_call",
        state=state, reason="", version="c" * 64, group="G01", members=None, requested_fen=None,
        ceiling_fen=None, check_result=None,
    )  # fmt: skip


def _sheet(code: str, total: int) -> SignedSheet:
    body = SheetBody(
        application=PROJECT, application_version="c" * 64, letter="1" * 64, phase="initial", state="locked",
        percents={"SA-K1": total // 100}, overall="", total=total, recommendation="SUPPORT",
        recusal=SheetRecusal(answer="no"), integrity=False,
    )  # fmt: skip
    return SignedSheet(id=f"5{CODES.index(code):063x}", card=_card(code), seq=1, body=body)


def _consent(code: str, act: Any, answer: str, about: str | None = None, **values: Any) -> SignedConsent:
    body = ConsentBody(act=act, about=about, application=PROJECT, answer=answer, values=values)
    name = f"{len(act):02x}{CODES.index(code):062x}"
    return SignedConsent(id=name, card=_card(code), seq=1, body=body)


def test_7_the_worked_example_of_the_rules_is_accepted() -> None:
    """69.20, 66.33, 69.70, 71.09, 74.80 → 70.00 (rules §7); rounding once at the end would give 69.99."""
    line = stage_line([6920, 6633, 6970, 7109, 7480])
    assert (line.after.value, line.suggestion) == (7000, "ACCEPTED")


@pytest.mark.parametrize(
    ("totals", "value", "outcome"),
    [
        ([8200, 8500, 7800, 9100, 6000, 8400, 8300], 8240, "ACCEPTED"),
        ([8200, 8500, 7800, 9100], 8400, "ACCEPTED"),
        ([6999, 7000, 7000], 7000, "ACCEPTED"),
        ([6999, 6999, 7000], 6999, "FIX_THEN_ACCEPT"),
        ([9000, 7000], None, "VOID"),
    ],
)
def test_s01_worked_values_fall_into_their_bands(totals: list[int], value: int | None, outcome: str) -> None:
    line = stage_line(totals)
    assert (line.after.value, line.suggestion, line.established) == (value, outcome, ())


@given(totals=st.lists(st.integers(0, 10_000), min_size=3, max_size=7), votes=st.integers(0, 7))
@examples(max_examples=100, deadline=None)
def test_the_outcome_is_that_of_exact_arithmetic(totals: list[int], votes: int) -> None:
    """S01 in fractions, rounded half up in decimal; the bands as the rules write them in points."""
    votes = min(votes, len(totals))
    line = stage_line(totals, votes=votes)
    rest = sorted(totals)[1:-1] if len(totals) >= 5 else totals
    exact = Fraction(sum(rest), len(rest) * 100)
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    value = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert line.after.value == int(value * 100)
    established = Fraction(votes, len(totals)) >= Fraction(2, 3)
    assert line.established == (("SA-S3",) if established else ())
    if established or value < 60:
        assert line.suggestion == "NOT_ACCEPTED"
    else:
        assert line.suggestion == ("ACCEPTED" if value >= 70 else "FIX_THEN_ACCEPT")


@pytest.mark.parametrize(
    ("decision", "votes", "code"),
    [
        ("ACCEPTED", 0, None),
        ("DEFER", 0, None),
        ("VOID", 2, None),
        ("NOT_ACCEPTED", 2, None),
        ("FIX_THEN_ACCEPT", 0, "aggregation.decision.outcome"),
        ("ACCEPTED", 2, "aggregation.decision.outcome"),
        ("DEFER", 2, "aggregation.decision.outcome"),
        ("SUPPORT", 0, "aggregation.decision.unknown"),
        ("CONTINUE", 0, "aggregation.decision.unknown"),
    ],
)
def test_a_sealed_decision_is_the_outcome(decision: str, votes: int, code: str | None) -> None:
    if code is None:
        assert stage_line([8000] * 3, votes=votes, decision=decision, state="SEALED").decision == decision
        return
    with pytest.raises(AggregationError) as caught:
        stage_line([8000] * 3, votes=votes, decision=decision, state="SEALED")
    assert caught.value.code == code


def test_a_decision_that_no_longer_fits_is_shown_before_sealing() -> None:
    """Who decided before a late change must be able to see it (decisions check)."""
    line = stage_line([8000] * 3, decision="FIX_THEN_ACCEPT")
    assert (line.decision, line.suggestion) == ("FIX_THEN_ACCEPT", "ACCEPTED")


def test_a_stage_has_no_amounts() -> None:
    with pytest.raises(AggregationError) as caught:
        stage_line([8000] * 3, decision="ACCEPTED", amount=5)
    assert caught.value.code == "aggregation.decision.stage_amount"

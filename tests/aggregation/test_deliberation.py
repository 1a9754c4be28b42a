"""Points to discuss, suggestion S08 with S06, decision and amount: rules §7–9."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.bodies import (
    Decision,
)
from zgc_review.domain.results import ApplicationLine
from zgc_review.domain.settings import Pool
from zgc_review.errors import AggregationError

Bench = Callable[..., Any]


def _line(round_: Any) -> ApplicationLine:
    (line,) = aggregate(round_.inputs()).applications
    return line


def test_nothing_to_discuss_in_the_middle_of_a_band(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("1", [8000, 8000, 8000])
    assert _line(round_).discuss == ()


@pytest.mark.parametrize(
    ("value", "near"),
    [(7200, True), (7201, False), (6800, True), (6799, False), (6200, True), (5799, False), (5800, True)],
)
def test_8_a_value_within_two_points_of_a_line_is_discussed(bench: Bench, value: int, near: bool) -> None:
    round_ = bench(3)
    round_.application("1", [value] * 3)
    assert ("near_line" in _line(round_).discuss) is near


def test_8_all_reasons_in_the_order_of_the_specification(bench: Bench, rubric: Any) -> None:
    round_ = bench(3, rubric=rubric(("K1", 100, 60)))
    application = round_.application("1", [4000, 6900])
    round_.sheet(application, "专家03", 7000, recommendation="NOT_SUPPORT")
    round_.consent("秘书01", "veto_claim", "claimed", application=application)
    assert _line(round_).discuss == ("spread", "split", "floor", "veto", "near_line")


def test_8_a_claim_about_another_application_is_not_this_ones(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("1", [8000, 8000, 8000])
    round_.consent("秘书01", "veto_claim", "claimed", application="0" * 32)
    round_.consent("专家01", "veto_claim", "claimed")
    assert _line(round_).discuss == ()


@pytest.mark.parametrize(
    ("recommendations", "split"),
    [
        (("NOT_SUPPORT", "SUPPORT", "SUPPORT"), True),
        (("NOT_SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"), True),
        (("NOT_SUPPORT",) * 3, False),
        (("SUPPORT", "SUPPORT_IF_REVISED", "SUPPORT"), False),
    ],
)
def test_8_split_recommendations(bench: Bench, recommendations: tuple[str, ...], split: bool) -> None:
    round_ = bench(3)
    application = round_.application("1")
    for code, recommendation in zip(round_.experts, recommendations, strict=True):
        round_.sheet(application, code, 8000, recommendation=recommendation)
    assert ("split" in _line(round_).discuss) is split


def test_discussion_looks_at_the_value_before_revision(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000, 8000, 8000])
    for code in round_.experts:
        round_.sheet(application, code, 7000, seq=2, phase="revision")
    line = _line(round_)
    assert (line.before.value, line.after.value, line.discuss) == (8000, 7000, ())


@pytest.mark.parametrize(
    ("value", "suggestion"),
    [(7000, "SUPPORT"), (6999, "RESERVE"), (6000, "RESERVE"), (5999, "NOT_SUPPORT")],
)
def test_s08_lines(bench: Bench, value: int, suggestion: str) -> None:
    round_ = bench(3)
    round_.application("1", [value] * 3)
    assert _line(round_).suggestion == suggestion


def test_s08_lines_are_the_pools_own(bench: Bench) -> None:
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), pass_line=8500, reserve=8000)
    round_ = bench(3, pools=(pool,))
    round_.application("1", [8400] * 3)
    assert _line(round_).suggestion == "RESERVE"


@pytest.mark.parametrize(
    ("rule", "yes", "of", "suggestion"),
    [
        ((2, 3), 2, 3, "SUPPORT"),
        ((2, 3), 3, 5, "RESERVE"),
        ((2, 3), 4, 5, "SUPPORT"),
        ((1, 2), 2, 4, "RESERVE"),
        ((1, 2), 3, 4, "SUPPORT"),
        ((2, 4), 2, 4, "SUPPORT"),
        (None, 0, 4, "SUPPORT"),
    ],
)
def test_s06_votes_are_a_second_condition(
    bench: Bench, rule: tuple[int, int] | None, yes: int, of: int, suggestion: str
) -> None:
    round_ = bench(of, vote_rule=rule)
    application = round_.application("1")
    for place, code in enumerate(round_.experts):
        recommendation = "SUPPORT_IF_REVISED" if place < yes else "NOT_SUPPORT"
        round_.sheet(application, code, 8000, recommendation=recommendation)
    line = _line(round_)
    assert (line.after.yes_votes, line.suggestion) == (yes, suggestion)


@pytest.mark.parametrize("decision", get_args(Decision))
def test_the_chairs_decision_and_its_amount(bench: Bench, decision: str) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000] * 3, requested_fen=500, ceiling_fen=300)
    round_.decide(application, decision, 200)
    line = _line(round_)
    expected = 200 if decision in {"SUPPORT", "SUPPORT_IF_REVISED"} else None
    assert (line.decision, line.amount_fen) == (decision, expected)


def test_the_newest_decision_of_the_chair_counts(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000] * 3)
    round_.decide(application, "SUPPORT", 200, seq=2)
    round_.decide(application, "DEFER", seq=3)
    round_.decide(application, "VETOED", seq=1)
    round_.decide(application, "VOID", by="专家02")
    assert _line(round_).decision == "DEFER"


@pytest.mark.parametrize(
    ("requested", "ceiling", "amount"),
    [(500, 300, 300), (500, None, 500), (None, 300, 300), (None, None, None)],
)
def test_the_amount_that_stands_without_a_decision(
    bench: Bench, requested: int | None, ceiling: int | None, amount: int | None
) -> None:
    round_ = bench(3)
    round_.application("1", [8000] * 3, requested_fen=requested, ceiling_fen=ceiling)
    line = _line(round_)
    assert (line.decision, line.amount_fen) == (None, amount)


@pytest.mark.parametrize(
    ("requested", "ceiling", "amount", "refused"),
    [
        (500, 300, 300, False),
        (500, 300, 0, False),
        (500, 300, 301, True),
        (500, None, 500, False),
        (500, None, 501, True),
        (200, 300, 250, False),
        (None, None, 10**12, False),
        (500, 300, None, False),
    ],
)
def test_9_the_panel_never_goes_above_the_ceiling(
    bench: Bench, requested: int | None, ceiling: int | None, amount: int | None, refused: bool
) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000] * 3, requested_fen=requested, ceiling_fen=ceiling)
    round_.decide(application, "SUPPORT", amount)
    if not refused:
        assert _line(round_).amount_fen == amount
        return
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.decision.ceiling"


@pytest.mark.parametrize("amount", [True, "200", -1, ["200"]])
def test_hostile_amounts_are_refused(bench: Bench, amount: object) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000] * 3)
    round_.decide(application, "SUPPORT", amount)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.decision.amount"


def test_an_unknown_decision_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    application = round_.application("1", [8000] * 3)
    round_.decide(application, "support")
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.decision.unknown"

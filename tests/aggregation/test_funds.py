"""Totals of funds and unscored grants: rules §2.2, §9."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.settings import FundLimit, Pool
from zgc_review.errors import AggregationError

Bench = Callable[..., Any]


def _unscored(round_: Any, name: str, result: str | None, **changes: Any) -> str:
    base: dict[str, Any] = {
        "sub_direction": "M01-3",
        "mode": "on_qualification",
        "state": "CHECKED",
        "group": None,
        "check_result": result,
    }
    application: str = round_.application(name, **{**base, **changes})
    return application


def test_9_a_fund_adds_scored_unscored_and_spent_before(bench: Bench) -> None:
    limit = FundLimit(annual_fen=1000, spent_before_fen=100)
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=600)
    round_ = bench(3, pools=(pool,), funds={"F1": limit, "F2": FundLimit()})
    decided = round_.application("a", [9000] * 3, requested_fen=400)
    round_.decide(decided, "SUPPORT_IF_REVISED", 300)
    round_.application("b", [8000] * 3, requested_fen=200)
    round_.application("c", [7500] * 3, requested_fen=200)
    round_.application("d", [5000] * 3, requested_fen=200)
    refused = round_.application("e", [7400] * 3, requested_fen=50)
    round_.decide(refused, "NOT_SUPPORT")
    _unscored(round_, "q", "MET", requested_fen=350)
    _unscored(round_, "n", "LISTED", mode="no_application", sub_direction="M05-2", ceiling_fen=70)
    totals = aggregate(round_.inputs()).funds
    assert [
        (t.fund, t.spent_before_fen, t.scored_fen, t.unscored_fen, t.total_fen, t.within) for t in totals
    ] == [
        ("F1", 100, 500, 350, 950, True),
        ("F2", 0, 0, 70, 70, True),
    ]


@pytest.mark.parametrize(("annual", "within"), [(199, False), (200, True), (None, True)])
def test_9_over_the_annual_budget_is_said(bench: Bench, annual: int | None, within: bool) -> None:
    round_ = bench(3, funds={"F1": FundLimit(annual_fen=annual)})
    round_.application("a", [9000] * 3, requested_fen=200)
    (total,) = aggregate(round_.inputs()).funds
    assert (total.annual_fen, total.total_fen, total.within) == (annual, 200, within)


def test_9_a_fund_runs_over_all_its_pools(bench: Bench) -> None:
    pools = (
        Pool(id="P1", fund="F1", sub_directions=("M01-1",)),
        Pool(id="P2", fund="F2", sub_directions=("M05-1",)),
        Pool(id="P3", fund="F1", sub_directions=("M02-1",)),
    )
    round_ = bench(3, pools=pools)
    rubrics = dict.fromkeys(("M01-1", "M05-1", "M02-1"), round_.rubric)
    for place, sub in enumerate(rubrics, start=1):
        round_.application(sub, [9000] * 3, sub_direction=sub, requested_fen=10**place)
    totals = aggregate(round_.inputs(rubrics=rubrics)).funds
    assert [(total.fund, total.scored_fen) for total in totals] == [("F1", 1010), ("F2", 100)]


@pytest.mark.parametrize(
    ("result", "requested", "ceiling", "amount"),
    [
        ("MET", 300, 200, 200),
        ("MET", 200, 300, 200),
        ("LISTED", None, 200, 200),
        ("LISTED", 200, None, 200),
        ("MET", None, None, None),
        ("NOT_MET", 300, 200, None),
        ("INFO_MISSING", 300, 200, None),
        ("DECLINED", 300, 200, None),
    ],
)
def test_2_2_only_met_and_listed_get_an_amount(
    bench: Bench, result: str, requested: int | None, ceiling: int | None, amount: int | None
) -> None:
    round_ = bench(3)
    application = _unscored(round_, "q", result, requested_fen=requested, ceiling_fen=ceiling)
    (line,) = aggregate(round_.inputs()).unscored
    assert (line.application, line.sub_direction, line.result, line.amount_fen) == (
        application,
        "M01-3",
        result,
        amount,
    )


def test_2_2_unscored_lines_are_those_checked_or_sealed_by_id(bench: Bench) -> None:
    round_ = bench(3)
    wanted = [
        _unscored(round_, name, "MET", state=state) for name, state in (("1", "CHECKED"), ("2", "SEALED"))
    ]
    _unscored(round_, "3", None, state="INELIGIBLE")
    round_.application("4", state="INELIGIBLE")
    result = aggregate(round_.inputs())
    assert [line.application for line in result.unscored] == sorted(wanted)
    assert result.applications == ()


def test_a_checked_application_without_result_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    _unscored(round_, "q", None)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert (fault.value.code, fault.value.params) == (
        "aggregation.check.missing",
        {"application": "q"},
    )


def test_a_grant_of_no_known_fund_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    _unscored(round_, "q", "MET", sub_direction="M99-1")
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert (fault.value.code, fault.value.params) == (
        "aggregation.fund.missing",
        {"sub_direction": "M99-1"},
    )


def test_a_total_that_no_amount_field_holds_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("a", [9000] * 3, requested_fen=10**15)
    assert aggregate(round_.inputs()).funds[0].total_fen == 10**15
    round_.application("b", [9000] * 3, requested_fen=1)
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert (fault.value.code, fault.value.params) == ("aggregation.fund.range", {"fund": "F1"})

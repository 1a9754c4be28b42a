"""S10: ranks, tie keys, the round chair's order; A10, A12."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.results import PoolTable
from zgc_review.domain.settings import Pool
from zgc_review.errors import AggregationError

Bench = Callable[..., Any]
TWO = (("K1", 60), ("K2", 40))


def _table(round_: Any) -> PoolTable:
    (table,) = aggregate(round_.inputs()).pools
    return table


def _ranks(round_: Any) -> dict[str, tuple[int, bool]]:
    names = {entry.application: entry.number for entry in round_.applications}
    return {names[line.application]: (line.rank, line.tied) for line in _table(round_).lines}


def _order(round_: Any) -> str:
    return "".join(_ranks(round_))


def test_s10_by_value_and_ranks_1_1_3(bench: Bench) -> None:
    round_ = bench(3)
    for name, value in (("a", 8000), ("b", 8500), ("c", 8500), ("d", 7000)):
        round_.application(name, [value] * 3)
    assert _ranks(round_) == {"b": (1, True), "c": (1, True), "a": (3, False), "d": (4, False)} | _ranks(
        round_
    )
    assert sorted(_ranks(round_).values()) == [(1, True), (1, True), (3, False), (4, False)]
    tied = _table(round_).lines[:2]
    assert [line.application for line in tied] == sorted(line.application for line in tied)


def test_s10_plain_mean_decides_first(bench: Bench) -> None:
    """Both finals are 84.00; the plain means are 82.20 and 84.00."""
    round_ = bench(5)
    round_.application("a", [6000, 8200, 8400, 8600, 9900])
    round_.application("b", [8400] * 5)
    assert (_order(round_), _ranks(round_)["b"]) == ("ba", (1, False))


def test_a10_top_criterion_decides_between_two_of_8500(bench: Bench, rubric: Any) -> None:
    round_ = bench(3, rubric=rubric(*TWO))
    for name, percents in (("a", {"K1": 85, "K2": 85}), ("b", {"K1": 95, "K2": 70}), ("c", {"K2": 85})):
        application = round_.application(name)
        for code in round_.experts:
            round_.sheet(application, code, 8500, percents=percents)
    assert _ranks(round_) == {"b": (1, False), "a": (2, False), "c": (3, False)}


def test_s10_yes_votes_decide_next(bench: Bench) -> None:
    round_ = bench(3)
    for name, recommendation in (("a", "NOT_SUPPORT"), ("b", "SUPPORT_IF_REVISED")):
        application = round_.application(name)
        for code in round_.experts:
            round_.sheet(application, code, 8500, recommendation=recommendation)
    assert (_order(round_), _ranks(round_)["b"]) == ("ba", (1, False))


def test_s10_the_round_chairs_order_decides_last(bench: Bench) -> None:
    round_ = bench(3)
    ids = {name: round_.application(name, [8500] * 3) for name in "abcd"}
    values = {"pool": "M01", "order": [ids["c"], "0" * 32, ids["a"]]}
    round_.consent("专家01", "tie", "order", values=values)
    ranks = _ranks(round_)
    assert (ranks["c"], ranks["a"]) == ((1, False), (2, False))
    assert ranks["b"] == ranks["d"] == (3, True)


def test_s10_only_the_round_chair_and_only_the_own_pool(bench: Bench) -> None:
    round_ = bench(3)
    ids = {name: round_.application(name, [8500] * 3) for name in "ab"}
    round_.consent("专家02", "tie", "order", values={"pool": "M01", "order": [ids["b"]]})
    round_.consent("专家01", "tie", "order", values={"pool": "M02", "order": [ids["b"]]})
    assert set(_ranks(round_).values()) == {(1, True)}


def test_s10_a_better_value_is_never_passed_by_a_tie_key(bench: Bench) -> None:
    round_ = bench(3)
    ids = {name: round_.application(name, [value] * 3) for name, value in (("a", 8501), ("b", 8500))}
    round_.consent("专家01", "tie", "order", values={"pool": "M01", "order": [ids["b"], ids["a"]]})
    assert _order(round_) == "ab"


def test_s10_the_rounds_own_keys_in_their_order(bench: Bench) -> None:
    round_ = bench(5, tie_keys=("yes_votes", "plain_mean"))
    first = round_.application("a")
    for code, total in zip(round_.experts, [6000, 8200, 8400, 8600, 9900], strict=True):
        round_.sheet(first, code, total)
    second = round_.application("b")
    for code in round_.experts:
        round_.sheet(second, code, 8400, recommendation="NOT_SUPPORT")
    assert _order(round_) == "ab"
    none = bench(5, tie_keys=())
    none.applications, none.sheets = round_.applications, round_.sheets
    assert set(_ranks(none).values()) == {(1, True)}


@pytest.mark.parametrize("values", [{}, {"order": "x"}, {"order": ["x", "x"]}, {"order": None}])
def test_a_tie_order_that_is_no_list_is_refused(bench: Bench, values: dict[str, object]) -> None:
    round_ = bench(3)
    round_.application("a", [8500] * 3)
    round_.consent("专家01", "tie", "order", values={"pool": "M01", **values})
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert (fault.value.code, fault.value.params) == ("aggregation.tie.order", {"pool": "M01"})


@pytest.mark.parametrize("decision", ["VETOED", "DEFER", "VOID"])
def test_decisions_that_take_an_application_out_of_the_ranking(bench: Bench, decision: str) -> None:
    round_ = bench(3)
    out = round_.application("a", [9000] * 3)
    round_.application("b", [8000] * 3)
    round_.decide(out, decision)
    assert (_ranks(round_), _table(round_).unranked) == ({"b": (1, False)}, (out,))


def test_a12_fewer_than_three_valid_sheets_are_never_ranked(bench: Bench) -> None:
    round_ = bench(3)
    ids = [round_.application(name, [9000, 9000]) for name in ("a", "b")]
    for application in ids:
        round_.recused_sheet(application, "专家03")
    assert (_ranks(round_), _table(round_).unranked) == ({}, tuple(sorted(ids)))


def test_7_sub_directions_of_a_pool_stand_in_one_list_and_pools_apart(bench: Bench) -> None:
    pools = (
        Pool(id="M02", fund="F1", sub_directions=("M02-1",)),
        Pool(id="M01", fund="F1", sub_directions=("M01-1", "M01-3")),
    )
    round_ = bench(3, pools=pools)
    round_.application("a", [8000] * 3)
    round_.application("b", [9000] * 3, sub_direction="M01-3")
    round_.application("c", [7000] * 3, sub_direction="M02-1")
    rubrics = dict.fromkeys(("M01-1", "M01-3", "M02-1"), round_.rubric)
    tables = aggregate(round_.inputs(rubrics=rubrics)).pools
    assert [(table.pool, [line.rank for line in table.lines]) for table in tables] == [
        ("M02", [1]),
        ("M01", [1, 2]),
    ]
    assert [line.value for line in tables[1].lines] == [9000, 8000]

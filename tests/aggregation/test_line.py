"""The line of a pool: A11, algorithms §3 case 7, ties, decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.results import RankLine
from zgc_review.domain.settings import Pool

Bench = Callable[..., Any]
VALUES = (91, 90, 88, 88, 85, 84, 80, 79, 75, 70)
COSTS = (300, 450, 200, 250, 400, 150, 350, 100, 300, 50)


def _round(
    bench: Bench, budget: int | None, rule: Any, entries: Sequence[tuple[int, int | None]], **settings: Any
) -> Any:
    """Applications "1", "2", … with (value, amount)."""
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=budget, rule=rule)
    round_ = bench(3, pools=(pool,), **settings)
    for number, (value, amount) in enumerate(entries, start=1):
        round_.application(str(number), [value * 100] * 3, requested_fen=amount)
    return round_


def _lines(round_: Any) -> tuple[RankLine, ...]:
    return aggregate(round_.inputs()).pools[0].lines


def _places(round_: Any) -> dict[int, str]:
    numbers = {entry.application: int(entry.number) for entry in round_.applications}
    return dict(sorted((numbers[line.application], line.line) for line in _lines(round_)))


def _within(round_: Any) -> list[int]:
    return [number for number, place in _places(round_).items() if place == "within"]


@pytest.mark.parametrize(
    ("budget", "rule", "within", "spent", "value"),
    [
        (1250, "strict", [1, 2, 3, 4], 1200, 357),
        (1250, "skip", [1, 2, 3, 4, 10], 1250, 427),
        (1300, "skip", [1, 2, 3, 4, 8], 1300, 436),
        (1350, "skip", [1, 2, 3, 4, 6], 1350, 441),
    ],
)
def test_case_7_strict_and_skip_lines(
    bench: Bench, budget: int, rule: str, within: list[int], spent: int, value: int
) -> None:
    round_ = _round(bench, budget, rule, tuple(zip(VALUES, COSTS, strict=True)))
    lines = _lines(round_)
    assert _within(round_) == within
    assert lines[-1].running_fen == spent
    assert sum(VALUES[number - 1] for number in within) == value
    assert [line.rank for line in lines] == [1, 2, 3, 3, 5, 6, 7, 8, 9, 10]
    assert {line.line for line in lines} == {"within", "beyond_budget"}


@pytest.mark.parametrize(("rule", "within", "spent"), [("strict", [1, 2], 750), ("skip", [1, 2, 4], 950)])
def test_a11_budget_1000(bench: Bench, rule: str, within: list[int], spent: int) -> None:
    round_ = _round(bench, 1000, rule, [(90, 400), (85, 350), (80, 300), (75, 200)])
    assert (_within(round_), _lines(round_)[-1].running_fen) == (within, spent)
    assert aggregate(round_.inputs()).pools[0].rule == rule


def test_without_a_budget_everything_that_fits_is_within(bench: Bench) -> None:
    round_ = _round(bench, None, "strict", [(90, 400), (85, None), (69, 10), (59, 10)])
    assert _places(round_) == {1: "within", 2: "within", 3: "reserve", 4: "below"}
    assert [line.running_fen for line in _lines(round_)] == [400] * 4


@pytest.mark.parametrize(
    ("rule", "last"),
    [("strict", "beyond_budget"), ("skip", "within")],
)
def test_a_tie_crossing_the_line_is_never_cut_silently(bench: Bench, rule: str, last: str) -> None:
    round_ = _round(bench, 500, rule, [(90, 300), (80, 150), (80, 150), (75, 200)])
    assert _places(round_) == {1: "within", 2: "tie_open", 3: "tie_open", 4: last}
    lines = _lines(round_)
    assert [(line.tied, line.rank) for line in lines] == [(False, 1), (True, 2), (True, 2), (False, 4)]
    assert [line.running_fen for line in lines[:3]] == [300, 300, 300]


def test_a_tie_that_fits_together_is_added_in_turn(bench: Bench) -> None:
    round_ = _round(bench, 600, "strict", [(90, 300), (80, 100), (80, 200)])
    lines = _lines(round_)
    assert [line.line for line in lines] == ["within"] * 3
    assert lines[1].running_fen == 300 + (lines[1].amount_fen or 0)
    assert lines[2].running_fen == 600


def test_after_the_stop_even_a_tie_is_beyond_the_budget(bench: Bench) -> None:
    round_ = _round(bench, 100, "strict", [(90, 300), (80, 10), (80, 10), (65, 10)])
    assert _places(round_) == {1: "beyond_budget", 2: "beyond_budget", 3: "beyond_budget", 4: "reserve"}


def test_only_the_fitting_ones_of_a_tie_need_room(bench: Bench) -> None:
    """Two of 80.00, one decided as reserve: the other alone is asked whether it fits."""
    round_ = _round(bench, 200, "strict", [(80, 150), (80, 150)])
    round_.decide(round_.applications[0].application, "RESERVE")
    assert _places(round_) == {1: "reserve", 2: "within"}
    round_ = _round(bench, 100, "strict", [(80, 150), (80, 150)])
    round_.decide(round_.applications[0].application, "RESERVE")
    assert _places(round_) == {1: "reserve", 2: "beyond_budget"}


@pytest.mark.parametrize(
    ("value", "decision", "place"),
    [
        (80, "SUPPORT", "within"),
        (80, "SUPPORT_IF_REVISED", "within"),
        (80, "RESERVE", "reserve"),
        (80, "NOT_SUPPORT", "below"),
        (69, "SUPPORT", "reserve"),
        (65, "RESERVE", "reserve"),
        (65, "NOT_SUPPORT", "below"),
        (60, "RESERVE", "reserve"),
        (59, "RESERVE", "below"),
        (59, "SUPPORT", "below"),
    ],
)
def test_the_panels_decision_on_the_line(bench: Bench, value: int, decision: str, place: str) -> None:
    round_ = _round(bench, None, "strict", [(value, 100)])
    round_.decide(round_.applications[0].application, decision, 100)
    assert _places(round_) == {1: place}


def test_s06_failed_votes_leave_a_reserve_without_cost(bench: Bench) -> None:
    round_ = _round(bench, 1000, "strict", [(80, 100)], vote_rule=(2, 3))
    application = round_.application("2")
    for code in round_.experts:
        round_.sheet(application, code, 9000, recommendation="NOT_SUPPORT")
    assert _places(round_) == {1: "within", 2: "reserve"}
    assert [line.running_fen for line in _lines(round_)] == [0, 100]


def test_the_line_uses_the_panels_amount(bench: Bench) -> None:
    round_ = _round(bench, 500, "strict", [(90, 400), (80, 200)])
    round_.decide(round_.applications[0].application, "SUPPORT", 300)
    assert (_within(round_), [line.amount_fen for line in _lines(round_)]) == ([1, 2], [300, 200])

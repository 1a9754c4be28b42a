"""What if: the same functions over changed lines; unchanged, it is the aggregate itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.aggregation.ranking import parting_key
from zgc_review.aggregation.redrawing import decided_as, redraw, undecided, with_pool
from zgc_review.domain.settings import FundLimit, Pool

if TYPE_CHECKING:
    from conftest import RoundBench

Bench = Callable[..., "RoundBench"]
WAN = 1_000_000


@pytest.fixture
def made(bench: Bench) -> RoundBench:
    """A11: budget 1,000, ranked asks 400, 350, 300, 200; the funds allow 1,000 in the year."""
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=1000 * WAN)
    made = bench(3, pools=(pool,), funds={"F1": FundLimit(annual_fen=900 * WAN)})
    for n, (total, asked) in enumerate(((9000, 400), (8800, 350), (8600, 300), (8400, 200))):
        made.application(f"A{n}", [total] * 3, requested_fen=asked * WAN)
    return made


def places(drawn: Any) -> list[str]:
    return [line.line for line in drawn.pools[0].lines]


def test_unchanged_it_is_the_aggregate(made: RoundBench) -> None:
    inputs = made.inputs()
    result = aggregate(inputs)
    drawn = redraw(inputs.settings, result.applications, inputs.funds, result.unscored, {})
    assert (drawn.pools, drawn.funds) == (result.pools, result.funds)


def test_a11_another_rule_is_the_aggregate_of_another_round(made: RoundBench) -> None:
    inputs = made.inputs()
    result = aggregate(inputs)
    pool = msgspec.structs.replace(inputs.settings.pools[0], rule="skip")
    tried = with_pool(inputs.settings, pool)
    drawn = redraw(tried, result.applications, inputs.funds, result.unscored, {})
    assert drawn.pools == aggregate(made.inputs(settings=tried)).pools
    assert places(drawn) == ["within", "within", "beyond_budget", "within"]
    assert [fund.within for fund in drawn.funds] == [False]
    assert drawn.funds[0].scored_fen == 950 * WAN
    assert [fund.within for fund in result.funds] == [True]
    # Nothing of it is kept: the lines it was drawn from are the same.
    assert aggregate(inputs) == result


def test_a_smaller_amount_lets_the_next_one_in(made: RoundBench) -> None:
    """§9: the line uses the panel's recommended amount."""
    inputs = made.inputs()
    lines = list(aggregate(inputs).applications)
    by_amount = {line.amount_fen: n for n, line in enumerate(lines)}
    first = by_amount[400 * WAN]
    lines[first] = decided_as(lines[first], "SUPPORT", 350 * WAN)
    assert places(redraw(inputs.settings, lines, inputs.funds, (), {})) == [
        "within",
        "within",
        "within",
        "beyond_budget",
    ]
    lines[first] = decided_as(lines[first], "NOT_SUPPORT", 350 * WAN)
    assert lines[first].amount_fen is None
    assert places(redraw(inputs.settings, lines, inputs.funds, (), {}))[0] == "below"


def test_by_numbers_alone_a_veto_stays(made: RoundBench) -> None:
    line = aggregate(made.inputs()).applications[0]
    assert undecided(decided_as(line, "RESERVE", None), 7).amount_fen == 7
    assert undecided(decided_as(line, "SUPPORT", 5), 7).amount_fen == 5
    assert undecided(decided_as(line, "RESERVE", None), 7).decision is None
    vetoed = decided_as(line, "VETOED", None)
    assert undecided(vetoed, 7) == vetoed


def test_s10_says_which_key_told_two_apart(bench: Bench) -> None:
    made = bench(5)
    first = made.application("A1", [7000, 7000, 7000, 7000, 8000])
    second = made.application("A2", [7000, 7000, 7000, 7000, 7400])
    third = made.application("A3", [7000, 7000, 7000, 7000, 7400])
    inputs = made.inputs()
    lines = {line.application: line for line in aggregate(inputs).applications}
    places: dict[str, int] = {}
    assert parting_key(lines[first], lines[second], inputs.settings, places) == "plain_mean"
    assert parting_key(lines[second], lines[third], inputs.settings, places) is None
    ordered = {second: 0, third: 1}
    assert parting_key(lines[second], lines[third], inputs.settings, ordered) == "panel_vote"

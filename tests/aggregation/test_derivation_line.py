"""How a line and a fund came, amount by amount (S08, S10, rules §9): worked values, agreement with both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.aggregation.derivation_line import Drawn, fund_steps, granted_in, line_steps
from zgc_review.aggregation.redrawing import decided_as, redraw
from zgc_review.aggregation.steps import Step
from zgc_review.domain.results import ApplicationLine, FundTotal
from zgc_review.domain.settings import FundLimit, Pool

if TYPE_CHECKING:
    from conftest import RoundBench

Bench = Callable[..., "RoundBench"]
WAN = 1_000_000
A11 = ((9000, 400), (8800, 350), (8600, 300), (8400, 200))


def pool(**changes: Any) -> Pool:
    base: dict[str, Any] = {"id": "M01", "fund": "F1", "sub_directions": ("M01-1",), "budget_fen": 1000 * WAN}
    return Pool(**{**base, **changes})


def made(bench: Bench, asks: Sequence[tuple[int, int]] = A11, **changes: Any) -> RoundBench:
    """Return A11: budget 1,000, ranked asks 400, 350, 300, 200."""
    round_ = bench(3, **{"pools": (pool(),), **changes})
    for n, (total, asked) in enumerate(asks):
        round_.application(f"A{n}", [total] * 3, requested_fen=asked * WAN)
    return round_


def drawn_of(round_: RoundBench, lines: Sequence[ApplicationLine] | None = None) -> tuple[Drawn, FundTotal]:
    """Return the line of a round, over other lines where they are given, and the total of its fund."""
    inputs = round_.inputs()
    result = aggregate(inputs)
    found = result.applications if lines is None else lines
    again = redraw(inputs.settings, found, inputs.funds, result.unscored, {})
    numbers = {one.application: one.number for one in inputs.applications}
    by_id = {one.application: one for one in found}
    return Drawn(inputs.settings, again.pools[0], again.pools, by_id, numbers), again.funds[0]


def of(steps: Sequence[Step], key: str) -> list[dict[str, str]]:
    return [dict(one.values) for one in steps if one.key == key]


def test_a11_the_strict_line_is_walked_amount_by_amount(bench: Bench) -> None:
    steps = line_steps(drawn_of(made(bench))[0])
    assert [one.key for one in steps] == [
        "pool.lines", "pool.strict", "pool.fits", "pool.fits", "pool.exceeds", "pool.after", "pool.left",
    ]  # fmt: skip
    second, third = of(steps, "pool.fits")[1], of(steps, "pool.exceeds")[0]
    assert [second[name] for name in ("before", "amount", "running", "budget")] == [
        str(n * WAN) for n in (400, 350, 750, 1000)
    ]
    assert [third[name] for name in ("before", "amount", "running")] == [
        str(n * WAN) for n in (750, 300, 1050)
    ]
    (left,) = of(steps, "pool.left")
    assert (left["count"], left["taken"], left["left"]) == ("2", str(750 * WAN), str(250 * WAN))


def test_a11_skip_and_fill_goes_on_after_what_does_not_fit(bench: Bench) -> None:
    steps = line_steps(drawn_of(made(bench, pools=(pool(rule="skip"),)))[0])
    assert [one.key for one in steps if one.key in {"pool.fits", "pool.exceeds", "pool.after"}] == [
        "pool.fits", "pool.fits", "pool.exceeds", "pool.fits",
    ]  # fmt: skip
    assert of(steps, "pool.left")[0]["left"] == str(50 * WAN)


def test_s10_equals_at_the_line_are_said_together(bench: Bench) -> None:
    asks = ((9000, 400), (8800, 350), (8800, 300), (8400, 200))
    steps = line_steps(drawn_of(made(bench, asks))[0])
    (tie,) = of(steps, "pool.tie")
    assert (tie["rank"], tie["count"]) == ("2", "2")
    assert (tie["before"], tie["amount"], tie["running"]) == tuple(str(n * WAN) for n in (400, 650, 1050))
    assert [one["place"] for one in of(steps, "pool.after")] == ["beyond_budget"]


def test_s10_equals_that_fit_together_stand_one_by_one(bench: Bench) -> None:
    asks = ((9000, 300), (9000, 300), (8400, 200))
    steps = line_steps(drawn_of(made(bench, asks))[0])
    assert [one["running"] for one in of(steps, "pool.fits")] == [str(n * WAN) for n in (300, 600, 800)]


def test_s08_what_takes_no_money_says_why(bench: Bench) -> None:
    """Below the pass line; decided otherwise; too few votes (S06); without a rank."""
    round_ = made(bench, ((9000, 400), (8800, 350), (6500, 100), (8000, 50)))
    lines = list(aggregate(round_.inputs()).applications)
    at = {one.after.value: n for n, one in enumerate(lines)}
    lines[at[8800]] = decided_as(lines[at[8800]], "NOT_SUPPORT", None)
    lines[at[8000]] = decided_as(lines[at[8000]], "VETOED", None)
    after = msgspec.structs.replace(lines[at[9000]].after, yes_votes=1)
    drawn, _ = drawn_of(round_, lines)
    steps = line_steps(drawn)
    assert [one["decision"] for one in of(steps, "pool.decided")] == ["NOT_SUPPORT"]
    assert [one["place"] for one in of(steps, "pool.under")] == ["reserve"]
    (unranked,) = of(steps, "pool.unranked")
    assert unranked["numbers"] == drawn.numbers[lines[at[8000]].application]
    strict = msgspec.structs.replace(drawn.settings, vote_rule=(2, 3))
    few = {**drawn.lines, lines[at[9000]].application: msgspec.structs.replace(lines[at[9000]], after=after)}
    again = line_steps(Drawn(strict, drawn.table, drawn.pools, few, drawn.numbers))
    assert of(again, "pool.votes") == [{"share": "2/3"}]
    assert [(one["yes"], one["n"]) for one in of(again, "pool.few")] == [("1", "3")]


def test_without_a_budget_every_amount_is_added(bench: Bench) -> None:
    steps = line_steps(drawn_of(made(bench, pools=(pool(budget_fen=None),)))[0])
    assert "pool.open" in {one.key for one in steps}
    assert of(steps, "pool.adds")[-1]["running"] == str(1250 * WAN)
    assert of(steps, "pool.taken") == [{"count": "4", "taken": str(1250 * WAN)}]


def test_p9_the_fund_adds_what_was_spent_what_is_supported_and_what_is_undecided_within(bench: Bench) -> None:
    """Rules §9: the running total of all pools' support and of grants without scores, against the year."""
    limits = {"F1": FundLimit(annual_fen=900 * WAN, spent_before_fen=200 * WAN)}
    round_ = made(bench, funds=limits)
    steps = fund_steps(*drawn_of(round_))
    assert of(steps, "fund.spent") == [{"amount": str(200 * WAN)}]
    assert of(steps, "fund.pool_waiting") == [
        {"pool": "M01", "count": "2", "waiting": "2", "amount": str(750 * WAN)}
    ]
    (over,) = of(steps, "fund.over")
    assert (over["comes_to"], over["annual"]) == (str(950 * WAN), str(900 * WAN))
    lines = [decided_as(one, "SUPPORT", 100 * WAN) for one in aggregate(round_.inputs()).applications]
    drawn, fund = drawn_of(round_, lines)
    decided = fund_steps(drawn, fund)
    assert of(decided, "fund.pool")[0]["amount"] == str(400 * WAN)
    assert of(decided, "fund.within")[0]["comes_to"] == str(600 * WAN)
    without = msgspec.structs.replace(fund, annual_fen=None)
    assert of(fund_steps(drawn, without), "fund.open")[0]["comes_to"] == str(600 * WAN)


ASKS = st.lists(st.tuples(st.integers(50, 100), st.integers(0, 12)), min_size=1, max_size=9)


@given(asks=ASKS, budget=st.one_of(st.none(), st.integers(0, 30)), rule=st.sampled_from(("strict", "skip")))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_walk_ends_in_the_sums_of_the_table(
    bench: Bench, asks: list[tuple[int, int]], budget: int | None, rule: str
) -> None:
    """Each place is the table's, sums are exact, and what is taken and left agrees with the line."""
    own = pool(budget_fen=None if budget is None else budget * WAN, rule=rule)
    round_ = bench(3, pools=(own,))
    for n, (total, asked) in enumerate(asks):
        round_.application(f"A{n}", [total * 100] * 3, requested_fen=asked * WAN)
    drawn, fund = drawn_of(round_)
    steps = line_steps(drawn)
    places = {one.application: one for one in drawn.table.lines}
    numbers = {drawn.numbers[name]: place for name, place in places.items()}
    said: dict[str, str] = {}
    for one in steps:
        values = dict(one.values)
        for number in values.get("number", values.get("numbers", "")).split():
            if "place" in values:
                said[number] = values["place"]
        if {"before", "amount", "running"} <= set(values):
            assert int(values["before"]) + int(values["amount"]) == int(values["running"])
            if "budget" in values:
                fits = int(values["running"]) <= int(values["budget"])
                assert fits == (values["place"] == "within")
    assert said == {number: place.line for number, place in numbers.items()}
    taken = sum(one.amount_fen or 0 for one in drawn.table.lines if one.line == "within")
    ((end,),) = [(of(steps, "pool.left" if budget is not None else "pool.taken"))]
    assert int(end["taken"]) == taken
    assert granted_in(drawn.table, drawn.lines)[2] == fund.scored_fen

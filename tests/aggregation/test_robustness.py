"""Robustness against brute force: the official aggregate, computed anew with something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.aggregation.inputs import AggregationInput
from zgc_review.aggregation.line import draw_line
from zgc_review.aggregation.ranking import may_rank, rank_groups
from zgc_review.aggregation.robustness import Alternative, Firmness, robustness
from zgc_review.domain.results import Aggregate, PoolTable
from zgc_review.domain.round_bodies import GroupSeats
from zgc_review.domain.settings import Pool

if TYPE_CHECKING:
    from conftest import RoundBench

Bench = Callable[..., "RoundBench"]
Spec = dict[str, Any]
FIXED = (HealthCheck.function_scoped_fixture,)  # the bench is a function that makes benches
WAN = 1_000_000


def within(result: Aggregate) -> set[str]:
    return {line.application for pool in result.pools for line in pool.lines if line.line == "within"}


def without(inputs: AggregationInput, code: str) -> AggregationInput:
    """Return the round in which somebody never had a seat."""
    groups = {
        name: GroupSeats(
            id=seats.id, members=tuple(one for one in seats.members if one != code), chair=seats.chair
        )
        for name, seats in inputs.groups.items()
    }
    return replace(inputs, groups=groups)


def with_total(inputs: AggregationInput, card: str, application: str, change: int) -> AggregationInput:
    """Return the round in which one sheet has another total."""
    changed = []
    for sheet in inputs.sheets:
        body = sheet.body
        if sheet.card == card and body.application == application:
            body = msgspec.structs.replace(body, total=(body.total or 0) + change)
        changed.append(replace(sheet, body=body))
    return replace(inputs, sheets=changed)


def crossed_by_value(inputs: AggregationInput, table: PoolTable, name: str, change: int) -> bool:
    """Say whether an application is on the other side when its value alone is another."""
    pool = inputs.settings.pools[0]
    lines = [one for one in aggregate(inputs).applications if may_rank(one)]
    moved = [
        msgspec.structs.replace(
            one, after=msgspec.structs.replace(one.after, value=(one.after.value or 0) + change)
        )
        if one.application == name
        else one
        for one in lines
    ]
    drawn = draw_line(rank_groups(moved, inputs.settings, None), inputs.settings, pool)
    now = {one.application: one.line for one in table.lines}
    then = {one.application: one.line for one in drawn}
    return (now[name] == "within") != (then[name] == "within")


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """Return a small pool whose totals lie close together, so that much hangs on little."""
    budget = draw(st.one_of(st.none(), st.integers(0, 12)))
    experts = draw(st.integers(3, 6))
    near = st.sampled_from(range(6850, 7201, 50))
    words = st.sampled_from(["SUPPORT", "SUPPORT", "NOT_SUPPORT"])
    marks = st.lists(st.tuples(near, words), min_size=experts, max_size=experts)
    return {
        "rule": draw(st.sampled_from(["strict", "skip"])),
        "budget_fen": None if budget is None else budget * WAN,
        "vote_rule": draw(st.sampled_from([None, (2, 3)])),
        "combine": draw(st.sampled_from(["S01", "S02"])),
        "experts": experts,
        "applications": draw(st.lists(st.tuples(st.integers(1, 4), marks), min_size=1, max_size=6)),
    }


def made_of(bench: Bench, spec: Spec) -> RoundBench:
    """Build the round of a spec."""
    pool = Pool(
        id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=spec["budget_fen"], rule=spec["rule"]
    )
    made = bench(spec["experts"], pools=(pool,), vote_rule=spec["vote_rule"], combine=spec["combine"])
    for n, (amount, marks) in enumerate(spec["applications"]):
        name = made.application(f"A{n}", requested_fen=amount * WAN)
        for code, (total, word) in zip(made.seats, marks, strict=True):
            made.sheet(name, code, total, recommendation=word)
    return made


@given(specs())
@settings(max_examples=60, deadline=None, suppress_health_check=FIXED)
def test_a13_lists_exactly_what_crosses_when_an_expert_is_left_out(bench: Bench, spec: Spec) -> None:
    made = made_of(bench, spec)
    inputs = made.inputs()
    now = within(aggregate(inputs))
    found = {(one.application, word.code) for one in robustness(inputs) for word in one.without}
    expected = {
        (name, code) for code in made.seats for name in now ^ within(aggregate(without(inputs, code)))
    }
    assert found == expected


@given(specs(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=FIXED)
def test_the_margin_is_the_least_change_of_the_value(bench: Bench, spec: Spec, chance: Random) -> None:
    made = made_of(bench, spec)
    inputs = made.inputs()
    table = aggregate(inputs).pools[0]
    near = inputs.settings.near_line
    listed = {one.application: one for one in robustness(inputs)}
    for place in table.lines:
        one = listed.get(place.application)
        if one is None or one.margin is None:
            tried = [*range(-near, near + 1)] if one is None else [-place.value, 10_000 - place.value]
        else:
            assert crossed_by_value(inputs, table, place.application, one.margin)
            assert one.is_near == (abs(one.margin) <= near)
            tried = [*range(-abs(one.margin) + 1, abs(one.margin))]
        for change in chance.sample(tried, min(25, len(tried))):
            assert not crossed_by_value(inputs, table, place.application, change), change


@given(specs(), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None, suppress_health_check=FIXED)
def test_a_move_is_the_least_change_of_one_total(bench: Bench, spec: Spec, chance: Random) -> None:
    made = made_of(bench, spec)
    inputs = made.inputs()
    now = within(aggregate(inputs))
    for one in robustness(inputs):
        moves = {word.code: word.change for word in one.moves}
        for code in made.seats:
            (card,) = made.cards[code]
            held = next(
                sheet.body.total or 0
                for sheet in inputs.sheets
                if sheet.card == card and sheet.body.application == one.application
            )

            def crosses(change: int, card: str = card, name: str = one.application) -> bool:
                return name in now ^ within(aggregate(with_total(inputs, card, name, change)))

            if code in moves:
                assert crosses(moves[code])
                least = abs(moves[code])
                tried = [*range(max(-least + 1, -held), min(least, 10_000 - held + 1))]
            else:
                tried = [-held, 10_000 - held, *range(-held, 10_000 - held, 997)]
            for change in chance.sample(tried, min(8, len(tried))):
                assert not crosses(change), (code, change)


@given(specs())
@settings(max_examples=60, deadline=None, suppress_health_check=FIXED)
def test_alternatives_are_the_aggregate_by_another_rule(bench: Bench, spec: Spec) -> None:
    made = made_of(bench, spec)
    inputs = made.inputs()
    now = within(aggregate(inputs))
    found = robustness(inputs)
    for rule in {"S01", "S02"} - {inputs.settings.combine}:
        changed = replace(inputs, settings=msgspec.structs.replace(inputs.settings, combine=rule))
        other = aggregate(changed)
        values = {line.application: line.after.value for line in other.applications}
        told = {one.application: next(a for a in one.alternatives if a.rule == rule) for one in found}
        assert {name: one.value for name, one in told.items()} == {name: values[name] for name in told}
        assert {name for name, one in told.items() if one.flips} == now ^ within(other)


def test_a13_five_experts_twenty_applications(bench: Bench) -> None:
    """A13 at its size, with a median that says otherwise and a move of 1.5 points."""
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=10 * WAN)
    made = bench(5, pools=(pool,))
    chance = Random(13)
    for n in range(20):
        totals = [chance.randint(6600, 8600) for _ in range(5)]
        made.application(f"A{n:02d}", totals, requested_fen=WAN)
    inputs = made.inputs()
    now = within(aggregate(inputs))
    brute = {code: now ^ within(aggregate(without(inputs, code))) for code in made.seats}
    found = robustness(inputs)
    assert {one.application for one in found if one.without} == set().union(*brute.values())
    assert any(brute.values())
    assert [one.rank for one in found] == sorted(one.rank or 0 for one in found)


def steady(found: tuple[Firmness, ...], name: str) -> Firmness:
    return next(one for one in found if one.application == name)


def test_one_expert_moves_half_a_point_and_it_crosses(bench: Bench) -> None:
    made = bench(3)
    name = made.application("A1", [6990, 7000, 7010])
    one = steady(robustness(made.inputs()), name)
    assert (one.standing, one.margin, one.is_near) == ("within", -1, True)
    # Three sheets: the mean falls by one hundredth when a total falls by 0.02 (half up).
    assert {move.code: move.change for move in one.moves} == dict.fromkeys(made.seats, -2)
    # Without any of three sheets fewer than three are left: no value, no rank.
    assert [(word.code, word.value, word.standing) for word in one.without] == [
        (code, None, "unranked") for code in made.seats
    ]


def test_what_a_trimmed_expert_gives_hardly_matters(bench: Bench) -> None:
    made = bench(5)
    name = made.application("A1", [9000, 7001, 7001, 6999, 6900])
    moves = {move.code: move.change for move in steady(robustness(made.inputs()), name).moves}
    assert "专家05" not in moves  # trimmed as the lowest wherever it goes further down
    assert moves["专家01"] < -1900  # would have to fall among the others
    assert moves["专家02"] == -3


def test_the_word_of_the_panel_plays_no_part_but_a_veto_does(bench: Bench) -> None:
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=WAN)
    made = bench(3, pools=(pool,))
    first = made.application("A1", [7100, 7100, 7100], requested_fen=WAN)
    second = made.application("A2", [7050, 7050, 7050], requested_fen=WAN)
    plain = robustness(made.inputs())
    made.decide(first, "SUPPORT", WAN)
    made.decide(second, "RESERVE")
    assert robustness(made.inputs()) == plain
    assert steady(plain, second).standing == "beyond_budget"
    made.decide(first, "VETOED", seq=2)
    found = robustness(made.inputs())
    assert {one.application for one in found} == {second}
    assert steady(found, second).standing == "within"


@pytest.mark.parametrize("combine", ["S01", "S04"])
def test_under_s04_no_total_moves_anything(bench: Bench, combine: str) -> None:
    made = bench(3, combine=combine)
    name = made.application("A1", [7000, 7000, 7000])
    one = steady(robustness(made.inputs()), name)
    assert bool(one.moves) == (combine == "S01")
    others = ["S02", "median", "corrected"]
    assert [word.rule for word in one.alternatives] == (others if combine == "S01" else ["S01", *others])


def test_a_round_without_a_line_has_nothing_to_say(bench: Bench) -> None:
    made = bench(3, stage="acceptance", pools=())
    assert robustness(made.inputs()) == ()


def corrected(found: tuple[Firmness, ...], name: str) -> Alternative:
    return next(other for other in steady(found, name).alternatives if other.rule == "corrected")


def crossed(bench: Bench, experts: int, per: int, count: int) -> RoundBench:
    """Applications scored by some of the experts; the first of them is harsh by 20 points."""
    made, chance = bench(experts), Random(7)
    for n in range(count):
        members = tuple(sorted(chance.sample(made.seats, per)))
        name = made.application(f"A{n:02d}", members=members)
        quality = 6700 + 150 * (n % 7)
        for code in members:
            hand = -2000 if code == made.seats[0] else 250
            made.sheet(name, code, quality + hand + chance.randint(-100, 100))
    return made


def test_a7_whom_a_harsh_hand_sank_crosses_when_it_is_corrected(bench: Bench) -> None:
    made = crossed(bench, 6, 3, 40)
    inputs = made.inputs()
    now = within(aggregate(inputs))
    found = robustness(inputs)
    told = {one.application: corrected(found, one.application) for one in found}
    sunk = [name for name, other in told.items() if other.flips and name not in now]
    assert sunk
    for name in sunk:
        scored = {sheet.card for sheet in inputs.sheets if sheet.body.application == name}
        assert made.cards[made.seats[0]][0] in scored
        assert told[name].standing == "within"
        assert told[name].value is not None
    # Advice alone: no official figure of the round differs.
    assert within(aggregate(inputs)) == now


def test_a7_a_pool_that_cannot_be_corrected_says_why(bench: Bench) -> None:
    grid = bench(5)
    name = grid.application("A1", [6990, 7000, 7010, 6980, 7040])
    full = corrected(robustness(grid.inputs()), name)
    assert (full.why, full.value, full.flips, full.standing) == ("full_grid", None, False, "within")

    few = bench(5)
    name = few.application("A1", [6990, 7000, 7010, 6980, 7040])
    few.application("A2", [6990, 7000, 7010, None, 7040], members=(*few.seats[:3], few.seats[4]))
    assert corrected(robustness(few.inputs()), name).why == "too_few"

    apart, chance = bench(6), Random(3)
    for n in range(20):
        members = apart.seats[:3] if n % 2 else apart.seats[3:]
        name = apart.application(f"A{n}", members=members)
        for code in members:
            apart.sheet(name, code, chance.randint(6800, 7200))
    found = robustness(apart.inputs())
    assert {corrected(found, one.application).why for one in found} == {"no_common"}


def test_a_correction_gives_no_value_to_what_has_too_few_sheets(bench: Bench) -> None:
    made = crossed(bench, 6, 3, 40)
    lone = made.application("lone", [9000, 9000], members=made.seats[:2])
    inputs = made.inputs()
    assert lone not in {one.application for one in robustness(inputs)}
    assert any(not corrected(robustness(inputs), one.application).why for one in robustness(inputs))

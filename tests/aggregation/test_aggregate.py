"""The whole aggregate: same bytes in any order, what is refused, what voiding changes."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from zgc_review.aggregation.aggregate import aggregate, aggregate_bytes
from zgc_review.domain.bodies import (
    RecusalLine,
    plain,
)
from zgc_review.domain.canonical import canonical_bytes, parse_canonical
from zgc_review.domain.results import Aggregate
from zgc_review.domain.settings import Pool
from zgc_review.errors import AggregationError

Bench = Callable[..., Any]
_QUIET = [HealthCheck.function_scoped_fixture]


def _busy_round(bench: Bench) -> Any:
    """Ties, a revision, a reopened sheet, a void one, a recusal, an absence, decisions, unscored grants."""
    pool = Pool(id="M01", fund="F1", sub_directions=("M01-1",), budget_fen=1000)
    round_ = bench(5, pools=(pool,))
    ids = [
        round_.application(name, [7000 + 100 * place, 8000, 8200, 7900], requested_fen=300)
        for place, name in enumerate("abcd")
    ]
    for place, application in enumerate(ids):
        round_.sheet(application, "专家05", 8000 - 100 * place)
    round_.sheet(ids[0], "专家02", 8100, seq=2)
    round_.sheet(ids[0], "专家02", 8300, seq=3, phase="revision")
    round_.void(round_.sheet(ids[1], "专家03", 2000, seq=2))
    round_.recused_sheet(ids[2], "专家04", seq=2)
    round_.recusals.append(RecusalLine(application=ids[3], code="专家04", rule="R02", decision="recused"))
    round_.recusals.append(RecusalLine(application=ids[3], code="专家05", rule="R16", decision="disclosed"))
    for code in ("秘书01", "专家01"):
        round_.consent(code, "absent", application=ids[2], values={"code": "专家05"})
    round_.decide(ids[0], "SUPPORT", 200, seq=1)
    round_.decide(ids[0], "SUPPORT_IF_REVISED", 250, seq=2)
    round_.consent("专家01", "tie", "order", values={"pool": "M01", "order": ids[::-1]})
    round_.application(
        "q", sub_direction="M01-3", mode="on_qualification", state="CHECKED", check_result="MET"
    )
    return round_


@settings(max_examples=40, deadline=None, suppress_health_check=_QUIET)
@given(data=st.data())
def test_a6_a10_any_order_of_receipt_gives_the_same_bytes(bench: Bench, data: st.DataObject) -> None:
    round_ = _busy_round(bench)
    expected = aggregate_bytes(aggregate(round_.inputs()))
    mixed = {
        name: data.draw(st.permutations(getattr(round_, name)))
        for name in ("applications", "sheets", "consents", "recusals")
    }
    assert aggregate_bytes(aggregate(round_.inputs(**mixed))) == expected


def test_a10_a_thousand_import_orders_give_one_ranking(bench: Bench) -> None:
    round_ = _busy_round(bench)
    shuffler = random.Random(10)
    seen = set()
    for _ in range(1_000):
        for messages in (round_.applications, round_.sheets, round_.consents, round_.recusals):
            shuffler.shuffle(messages)
        seen.add(aggregate_bytes(aggregate(round_.inputs())))
    assert len(seen) == 1


def test_the_bytes_are_canonical_and_come_back_as_the_same_value(bench: Bench) -> None:
    result = aggregate(_busy_round(bench).inputs())
    data = aggregate_bytes(result)
    assert data == canonical_bytes(plain(result))
    assert msgspec.convert(parse_canonical(data), Aggregate) == result
    assert [line.application for line in result.applications] == sorted(
        line.application for line in result.applications
    )


@settings(max_examples=100, deadline=None, suppress_health_check=_QUIET)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=20))
def test_any_text_in_it_is_written_canonically(bench: Bench, text: str) -> None:
    round_ = bench(3)
    round_.application("a", [8000] * 3)
    result = aggregate(round_.inputs())
    named = replace(result, applications=(replace(result.applications[0], group=text),))
    assert aggregate_bytes(named) == canonical_bytes(plain(named))


@settings(max_examples=40, deadline=None, suppress_health_check=_QUIET)
@given(total=st.integers(0, 10_000), totals=st.lists(st.integers(0, 10_000), min_size=3, max_size=6))
def test_a_voided_sheet_changes_nothing_but_its_count(bench: Bench, total: int, totals: list[int]) -> None:
    round_ = bench(len(totals))
    application = round_.application("a", totals)
    plain_line = aggregate(round_.inputs()).applications[0]
    more = bench(len(totals) + 1)
    more.application("a", totals)
    more.void(more.sheet(application, more.experts[-1], total))
    voided = aggregate(more.inputs()).applications[0]
    assert voided == replace(plain_line, n_received=len(totals) + 1, n_void=1)


@pytest.mark.parametrize("state", ["AGGREGATED", "DELIBERATED", "SEALED"])
def test_states_that_are_scored(bench: Bench, state: str) -> None:
    round_ = bench(3)
    round_.application("a", [8000] * 3, state=state)
    assert len(aggregate(round_.inputs()).applications) == 1


@pytest.mark.parametrize("state", ["REVIEWING", "LOCKED", "INELIGIBLE", "WITHDRAWN"])
def test_states_that_are_not(bench: Bench, state: str) -> None:
    round_ = bench(3)
    round_.application("a", state=state)
    result = aggregate(round_.inputs())
    assert (result.applications, result.pools[0].lines, result.pools[0].unranked) == ((), (), ())


def test_an_application_that_stands_twice_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("a", [8000] * 3)
    round_.applications *= 2
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs())
    assert fault.value.code == "aggregation.application.twice"
    assert fault.value.params == {"application": "a"}


def test_a_sub_direction_without_pool_or_rubric_is_refused(bench: Bench) -> None:
    round_ = bench(3)
    round_.application("a", [8000] * 3, sub_direction="M09-1")
    for changes in ({}, {"rubrics": {"M09-1": round_.rubric}}):
        with pytest.raises(AggregationError) as fault:
            aggregate(round_.inputs(**changes))
        assert fault.value.code == "aggregation.pool.missing"
        assert fault.value.params == {"sub_direction": "M09-1"}
    round_.applications[0] = replace(round_.applications[0], sub_direction="M01-1")
    with pytest.raises(AggregationError) as fault:
        aggregate(round_.inputs(rubrics={}))
    assert fault.value.params == {"sub_direction": "M01-1"}


def test_a_sub_direction_in_two_pools_is_refused(bench: Bench) -> None:
    pools = tuple(Pool(id=name, fund="F1", sub_directions=("M01-1",)) for name in ("P1", "P2"))
    with pytest.raises(AggregationError) as fault:
        aggregate(bench(3, pools=pools).inputs())
    assert fault.value.code == "aggregation.pool.twice"
    assert fault.value.params == {"sub_direction": "M01-1"}


def test_settings_are_judged_before_anything_was_scored(bench: Bench) -> None:
    with pytest.raises(AggregationError) as fault:
        aggregate(bench(3, combine="S03").inputs())
    assert fault.value.code == "aggregation.rule.unavailable"

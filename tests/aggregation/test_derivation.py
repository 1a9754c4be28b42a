"""How numbers came, line by line (rules §6.3, §7): worked values, and agreement with the combination."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.aggregate import work_out
from zgc_review.aggregation.derivation import Worked, application_steps, member_steps
from zgc_review.aggregation.steps import Step, exact_text, step, sum_text
from zgc_review.domain.bodies import RecusalLine
from zgc_review.domain.money import half_up, points

Bench = Callable[..., Any]
SECRETARY = "秘书01"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Fraction(6102, 92), "66.326086…"),
        (Fraction(6412, 92), "69.695652…"),
        (Fraction(346, 5), "69.2"),
        (Fraction(5), "5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(1, 3), "0.333333…"),
        (Fraction(-7, 4), "-1.75"),
        (Fraction(20999, 300), "69.996666…"),
        (Fraction(1, 30_000_000), "0.000000…"),
    ],
)
def test_exact_texts_are_cut_not_rounded(value: Fraction, said: str) -> None:
    """The worked example of rules §7 shows 66.3260…: who checks a rounding needs the digits before it."""
    assert exact_text(value) == said


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=5000))
@settings(max_examples=100, deadline=None)
def test_an_exact_text_is_never_more_than_the_value(value: Fraction) -> None:
    """Without an ellipsis it is the value itself; with one it lies below it by less than one millionth."""
    said = exact_text(value)
    read = Fraction(said.removesuffix("…"))
    if said.endswith("…"):
        assert 0 <= abs(value) - abs(read) < Fraction(1, 10**6)
    else:
        assert read == value


def test_sums_and_steps_are_texts() -> None:
    assert sum_text([6920, 6970, 7109]) == "69.20 + 69.70 + 71.09"
    made = step("before", "sum", terms=1, sum="2")
    assert (made.value("terms"), made.value("sum")) == ("1", "2")
    with pytest.raises(KeyError):
        made.value("other")


WEIGHTS = (("K1", 30, 60), ("K2", 30), ("K3", 20), ("K4", 12), ("K5", 8))
ROWS = (  # the worked example of rules §7
    ((80, 70, 61, 60, 60), 6920),
    ((60, 63, 81, 66, None), 6633),
    ((72, 60, 80, 71, None), 6970),
    ((60, 78, 75, 75, None), 7109),
    ((83, 81, 60, 62, 77), 7480),
)


def worked(round_: Any, application: str) -> Worked:
    """Return an application of a round with what its numbers came from."""
    inputs = round_.inputs()
    workings = work_out(inputs)
    line = next(one for one in workings.aggregate.applications if one.application == application)
    table = workings.aggregate.pools[0]
    return Worked(
        line=line,
        standing=workings.standings[application],
        rubric=inputs.rubrics["M01-1"],
        settings=inputs.settings,
        place=next((one for one in table.lines if one.application == application), None),
        table=table,
        pool=inputs.settings.pools[0],
    )


def of(steps: Sequence[Step], key: str) -> list[dict[str, str]]:
    """Return the values of the lines with a key."""
    return [dict(one.values) for one in steps if one.key == key]


def paper(bench: Bench, rubric: Callable[..., Any], **settings: Any) -> tuple[Any, str]:
    """Return the round of the worked example."""
    round_ = bench(5, rubric=rubric(*WEIGHTS), **settings)
    application = round_.application("1")
    for code, (percents, total) in zip(round_.seats, ROWS, strict=True):
        given = {f"K{n}": one for n, one in enumerate(percents, 1) if one is not None}
        left = {f"K{n}": "不适用于本项目" for n, one in enumerate(percents, 1) if one is None}
        round_.sheet(application, code, total, percents=given, not_applicable=left)
    return round_, application


def test_s01_the_worked_example_of_the_rules_line_by_line(bench: Bench, rubric: Callable[..., Any]) -> None:
    """Rules §7: two roundings; once at the end would give 69.99."""
    steps = application_steps(worked(*paper(bench, rubric)))
    second = of(steps, "sheet.initial")[1]
    assert (second["earned"], second["weights"], second["exact"], second["total"]) == (
        "6102", "92", "66.326086…", "66.33",
    )  # fmt: skip
    assert second["terms"] == "60×30 + 63×30 + 81×20 + 66×12"
    assert [one["code"] for key in ("trimmed.high", "trimmed.low") for one in of(steps, key)] == [
        "专家05",
        "专家02",
    ]
    assert of(steps, "sum") == [{"terms": "69.20 + 69.70 + 71.09", "sum": "209.99"}]
    assert of(steps, "quotient_of.value") == [{"sum": "209.99", "n": "3", "exact": "69.996666…"}]
    assert of(steps, "value") == [{"exact": "69.996666…", "value": "70.00"}]
    assert of(steps, "spread") == [{"high": "74.80", "low": "66.33", "value": "8.47"}]
    assert of(steps, "floor.met")[0]["exact"] == "71"
    assert of(steps, "suggestion")[0]["suggestion"] == "SUPPORT"
    assert not [one for one in steps if one.part == "after"], "without a revision there is one value"


def test_s04_each_criterion_is_rounded_once_and_the_sum_is_not(
    bench: Bench, rubric: Callable[..., Any]
) -> None:
    """K5 has two marks, fewer than three: S01 instead; with two demanded, S04 holds."""
    steps = application_steps(worked(*paper(bench, rubric, combine="S04")))
    assert of(steps, "rule.fallback") == [{"n": "5", "least": "3"}]
    held = worked(*paper(bench, rubric, combine="S04", min_effective=2))
    steps = application_steps(held)
    assert held.line.after.rule == "S04"
    values = of(steps, "criterion_value")
    assert [one["criterion"] for one in values] == ["K1", "K2", "K3", "K4", "K5"]
    assert values[0] | {"exact": "21.2"} == values[0]
    assert (values[0]["given"], values[0]["terms"]) == ("60 60 72 80 83", "60 + 72 + 80")
    assert of(steps, "criteria_sum")[0]["value"] == points(held.line.after.value or 0)


def test_6_3_a_cell_says_what_was_left_out_and_what_was_written(
    bench: Bench, rubric: Callable[..., Any]
) -> None:
    """Rules §6.3: the weight of what does not apply is left out of the quotient."""
    held = worked(*paper(bench, rubric))
    steps = member_steps(held, "专家02")
    assert of(steps, "left_out") == [{"criterion": "K5", "weight": "8"}]
    assert of(steps, "share")[0] == {"criterion": "K1", "percent": "60", "weight": "30", "share": "18"}
    assert of(steps, "quotient_of.sheet") == [{"earned": "6102", "weights": "92", "exact": "66.326086…"}]
    assert of(steps, "not_applicable") == [{"criterion": "K5", "text": "不适用于本项目"}]
    assert of(steps, "trimmed.low") == [{"code": "专家02", "total": "66.33"}]
    assert member_steps(held, "专家09") == ()


def test_who_stands_aside_is_named_with_rule_and_ground(bench: Bench) -> None:
    round_ = bench(6, min_effective=2)
    application = round_.application("1", [9000, 7000, 8000, 6000])
    for rule in ("R07", "R03"):
        line = RecusalLine(application=application, code="专家05", rule=rule, decision="recused")
        round_.recusals.append(line)
    for code in (SECRETARY, "专家01"):
        round_.consent(code, "absent", application=application, values={"code": "专家06"})
    round_.void(round_.sheets[3].id)
    held = worked(round_, application)
    steps = application_steps(held)
    assert of(steps, "recused") == [{"code": "专家05", "rules": "R03 R07"}]
    assert of(steps, "absent") == [{"code": "专家06"}]
    assert of(steps, "void") == [{"code": "专家04", "ground": "conflict", "total": "60.00"}]
    assert of(steps, "counts")[0] == {
        "received": "4", "effective": "3", "recused": "1", "void": "1", "absent": "1", "trimmed": "0",
    }  # fmt: skip
    assert member_steps(held, "专家05") == (step("counted", "recused", code="专家05", rules="R03 R07"),)
    assert of(steps, "rule.S01_few")[0]["n"] == "3"


def test_s07_flags_say_how_far_and_how_far_is_allowed(bench: Bench) -> None:
    """Rules §7: {82,85,78,91,60,84,83}: 60 is flagged by the median alone, 23 below it."""
    round_ = bench(7)
    application = round_.application("1", [8200, 8500, 7800, 9100, 6000, 8400, 8300])
    steps = application_steps(worked(round_, application))
    assert of(steps, "flag.mean") == []
    assert of(steps, "flag.median") == [
        {"code": "专家05", "total": "60.00", "median": "83.00", "away": "23.00", "limit": "15.00"}
    ]
    assert of(steps, "value")[0]["value"] == "82.40"
    calm = round_.application("2", [8000] * 7)
    assert of(application_steps(worked(round_, calm)), "flag.none") == [{"percent": "30", "points": "15.00"}]


def test_too_few_sheets_have_no_value_and_say_so(bench: Bench) -> None:
    """Rules §7, S01: fewer than min_effective is 评审无效."""
    round_ = bench(3)
    application = round_.application("1", [9000, 7000, 8000])
    round_.recusals.append(
        RecusalLine(application=application, code="专家03", rule="R07", decision="recused")
    )
    steps = application_steps(worked(round_, application))
    assert of(steps, "too.few") == [{"n": "2", "least": "3"}]
    assert of(steps, "value") == []
    assert of(steps, "unranked") == [{}]


@given(st.lists(st.integers(0, 10_000), min_size=3, max_size=9), st.sampled_from(["S01", "S02"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_lines_end_in_the_value_of_the_aggregate(bench: Bench, totals: list[int], rule: str) -> None:
    """What is said adds up: sum of the terms, quotient, half up, and that is the aggregate's value."""
    round_ = bench(len(totals), combine=rule)
    held = worked(round_, round_.application("1", totals))
    steps = application_steps(held)
    (total,), (quotient,), (value,) = of(steps, "sum"), of(steps, "quotient_of.value"), of(steps, "value")
    terms = [Fraction(one) for one in total["terms"].split(" + ")]
    assert sum(terms) == Fraction(total["sum"])
    assert len(terms) == int(quotient["n"])
    exact = Fraction(total["sum"]) / len(terms)
    assert quotient["exact"] == value["exact"] == exact_text(exact)
    assert value["value"] == points(half_up(exact * 100)) == points(held.line.after.value or 0)

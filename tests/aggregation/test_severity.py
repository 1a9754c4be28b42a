"""Severity of raters: published figures, real panels, A7, and what cannot be corrected."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.severity import Component, Mark, severity
from zgc_review.aggregation.severity_table import HEAD, severity_rows
from zgc_review.errors import AggregationError

SHROUT_FLEISS = ("9258", "6132", "8468", "7126", ("10", "5", "6", "9"), "6247")
HOLES = {(1, 0), (2, 1), (3, 2), (4, 3)}


def shrout_fleiss(holes: set[tuple[int, int]] | None = None) -> list[Mark]:
    return [
        Mark(f"t{row}", f"r{column}", float(value))
        for row, values in enumerate(SHROUT_FLEISS)
        for column, value in enumerate(values)
        if (row, column) not in (holes or set())
    ]


def only(found: Sequence[Component]) -> Component:
    (one,) = found
    return one


def numbers(one: Component) -> tuple[float, float, float, float, float]:
    found = (one.mean, one.sd_target, one.sd_rater, one.sd_residual, one.criterion)
    assert all(value is not None for value in found)
    return tuple(float(value or 0) for value in found)  # type: ignore[return-value] # five stay five


def test_published_table_as_lme4_has_it() -> None:
    """Shrout & Fleiss 1979, table 2, fitted by lme4 1.1-31."""
    one = only(severity(shrout_fleiss()))
    assert numbers(one) == pytest.approx((5.2916667, 1.5986128, 2.2900766, 1.0096749, 91.278667), abs=5e-6)
    assert [t.effect for t in one.targets] == pytest.approx(
        [0.64409874, -2.08384886, 1.09875667, -1.17453299, 2.00807253, -0.49254609], abs=5e-6
    )
    assert [r.effect for r in one.raters] == pytest.approx(
        [2.30047045, -2.70406176, -0.92826001, 1.33185131], abs=5e-6
    )
    assert (one.state, one.is_full) == ("fitted", True)


def test_published_table_with_holes_mixed_and_additive() -> None:
    one = only(severity(shrout_fleiss(HOLES)))
    assert numbers(one)[:4] == pytest.approx((5.2926514, 1.5404031, 2.2296428, 1.0699046), abs=5e-6)
    assert [t.effect for t in one.targets] == pytest.approx(
        [0.63122089, -2.21492169, 0.96181562, -0.71369171, 1.81982597, -0.48424908], abs=5e-6
    )
    assert [r.effect for r in one.raters] == pytest.approx(
        [2.16467634, -2.77260402, -0.60741692, 1.21534460], abs=5e-6
    )
    assert [r.additive for r in one.raters][:3] == pytest.approx([2.19642857, -2.875, -0.66071429])
    evened = [t.additive or 0 for t in one.targets]
    middle = sum(evened) / 6
    assert middle == pytest.approx(5.29166667)
    assert [value - middle for value in evened][:5] == pytest.approx(
        [0.70833333, -2.55952381, 1.08333333, -0.84523810, 2.15476190]
    )
    assert not one.is_full


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("panel", ["panel1", "panel2", "panel3"])
def test_panel_votes_agree_with_the_reference(reference_data: Path, panel: str) -> None:
    folder = reference_data / "panel_votes_45"
    rows = [row for row in read(folder / "scores.csv") if row["panel"] == panel]
    one = only(severity(Mark(row["target_id"], row["rater_id"], float(row["score"])) for row in rows))
    told = {
        ("parameter", "mu"): one.mean,
        ("parameter", "sd_target"): one.sd_target,
        ("parameter", "sd_rater"): one.sd_rater,
        ("parameter", "sd_residual"): one.sd_residual,
        ("parameter", "reml_criterion"): one.criterion,
        **{("target", target.id): target.effect for target in one.targets},
        **{("rater", rater.id): rater.effect for rater in one.raters},
    }
    expected = {
        (row["kind"], row["id"]): float(row["value"])
        for row in read(folder / "expected_mixed_model.csv")
        if row["panel"] == panel
    }
    assert len(expected) == 25
    assert told == pytest.approx(expected, abs=2e-5)


def test_all_diving_marks_agree_with_the_reference(reference_data: Path) -> None:
    rows = read(reference_data / "diving_2000" / "scores.csv")
    one = only(severity(Mark(row["target_id"], row["rater_id"], float(row["score"])) for row in rows))
    mean, target, rater, residual, criterion = numbers(one)
    assert mean == pytest.approx(6.845534, abs=1e-4)
    assert (target, rater, residual) == pytest.approx((1.4045, 0.0684, 0.4367), abs=3e-4)
    assert criterion == pytest.approx(19414.861, abs=2e-3)


def test_skating_panels_are_fitted_by_themselves_and_six_show_no_difference(reference_data: Path) -> None:
    rows = read(reference_data / "skating_2016_17" / "scores.csv")
    table = severity_rows(
        [[row["target_id"], row["rater_id"], row["criterion"], row["score"]] for row in rows]
    )
    assert len(table.components) == 88
    panels = [{rater.id.split("-")[0] for rater in one.raters} for one in table.components]
    assert all(len(own) == 1 for own in panels)
    alike = {
        min(own): one for one, own in zip(table.components, panels, strict=True) if one.state != "fitted"
    }
    assert sorted(alike) == ["P021", "P033", "P111", "P127", "P144", "P145"]
    for one in alike.values():
        assert (one.state, one.sd_rater, one.is_full) == ("no_difference", 0.0, True)
        by_mean = sorted(one.targets, key=lambda t: t.mean)
        assert [t.id for t in by_mean] == [t.id for t in sorted(one.targets, key=lambda t: t.corrected or 0)]


HARSH = [Mark("X", "A", 60), Mark("Y", "A", 70), Mark("Y", "B", 90), Mark("Z", "B", 80)]


def test_a7_harsh_and_mild_are_evened_out() -> None:
    one = only(severity(HARSH))
    assert [t.mean for t in one.targets] == [60, 80, 80]
    assert [t.additive for t in one.targets] == pytest.approx([70, 80, 70])
    assert [r.additive for r in one.raters] == pytest.approx([-10, 10])
    assert [t.corrected for t in one.targets] == pytest.approx([70, 80, 70], abs=0.01)


def test_a7_without_a_common_application_nothing_is_corrected() -> None:
    apart = [Mark("X", "A", 60), Mark("Y", "A", 70), Mark("Z", "B", 90), Mark("W", "B", 80)]
    found = severity(apart)
    assert [one.state for one in found] == ["no_common", "no_common"]
    assert all(t.corrected is None and t.additive is None for one in found for t in one.targets)
    with pytest.raises(AggregationError) as refused:
        severity_rows([[m.target, m.rater, "k", str(m.value)] for m in apart])
    assert refused.value.code == "aggregation.severity.common"


def test_a7_too_few_and_no_spread_are_not_corrected_and_say_so() -> None:
    marks = [
        *(Mark(f"t{n}", "A", 60 + 3 * n) for n in range(6)),
        *(Mark(f"t{n}", "B", 71 + 2 * n) for n in range(5)),
        *(Mark(f"t{n}", "flat", 80) for n in range(6)),
        Mark("t1", "once", 95),
    ]
    one = only(severity(marks, 5))
    notes = {rater.id: rater.note for rater in one.raters}
    assert notes == {"A": "", "B": "", "flat": "no_spread", "once": "too_few"}
    for rater in one.raters:
        assert (rater.effect is None, rater.additive is None) == (bool(rater.note), bool(rater.note))
    with pytest.raises(AggregationError) as refused:
        severity_rows([[m.target, m.rater, "k", str(m.value)] for m in marks], least=7)
    assert refused.value.code == "aggregation.severity.raters"
    assert refused.value.params == {"least": 7, "few": 4, "flat": 0}


def test_who_is_not_corrected_links_nothing() -> None:
    """A hand of unknown severity is no bridge between two panels."""
    marks = [
        *(Mark(f"a{n}", rater, 60 + n * 4 + at) for n in range(4) for at, rater in enumerate("AB")),
        *(Mark(f"b{n}", rater, 70 + n * 3 + at) for n in range(4) for at, rater in enumerate("CD")),
    ]
    assert len(severity(marks, 3)) == 2
    assert len(severity([*marks, Mark("a0", "E", 61), Mark("b0", "E", 75)], 3)) == 2
    assert len(severity([*marks, *(Mark(f"{p}{n}", "E", 60 + n) for n in (0, 1) for p in "ab")], 3)) == 1


@st.composite
def tables(draw: st.DrawFn) -> list[Mark]:
    pairs = draw(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 4)), min_size=1, max_size=24))
    return [Mark(f"t{t}", f"r{r}", draw(st.integers(0, 4)) * 25.0) for t, r in sorted(pairs)]


@given(tables(), st.integers(0, 99))
@settings(max_examples=100, deadline=None)
def test_any_table_gives_numbers_or_says_why_not(marks: list[Mark], seed: int) -> None:
    """Never a NaN; the order of the marks plays no part; effects where there is a fit."""
    found = severity(marks)
    shuffled = list(marks)
    Random(seed).shuffle(shuffled)
    assert severity(shuffled) == found
    assert sorted(t.id for one in found for t in one.targets) == sorted({m.target for m in marks})
    for one in found:
        is_fitted = one.state in {"fitted", "no_difference", "no_contrast"}
        values = [one.mean, one.sd_target, one.sd_rater, one.sd_residual, one.criterion]
        values += [value for t in one.targets for value in (t.effect, t.corrected, t.additive)]
        values += [r.effect for r in one.raters if not r.note]
        assert all((value is not None) == is_fitted for value in values)
        assert all(math.isfinite(value) for value in values if value is not None)


@given(tables(), st.integers(-50, 50))
@settings(max_examples=40, deadline=None)
def test_a_full_grid_keeps_the_order_of_means(marks: list[Mark], shift: int) -> None:
    """Every additive correction of a full grid leaves the order of means unchanged (algorithms 1.2)."""
    given_marks = {(m.target, m.rater): m.value for m in marks}
    full = [
        Mark(f"t{t}", f"r{r}", given_marks.get((f"t{t}", f"r{r}"), (t * 37 + r * 11 + shift) % 101))
        for t in range(5)
        for r in range(3)
    ]
    found = severity(full)
    if len(found) > 1 or found[0].state != "fitted":
        return
    ordered = sorted(found[0].targets, key=lambda t: t.mean)
    for low, high in pairwise(ordered):
        if high.mean - low.mean > 1e-9:
            assert (high.corrected or 0) > (low.corrected or 0)


def test_the_table_has_a_line_for_everything() -> None:
    rows = [[m.target, m.rater, "k", str(m.value)] for m in shrout_fleiss(HOLES)]
    table = severity_rows([*rows, ["t9", "r0", "k", ""]])
    told = [dict(zip(HEAD, line, strict=True)) for line in table.lines]
    assert [one["id"] for one in told if one["kind"] == "parameter"] == [
        "mu", "sd_target", "sd_rater", "sd_residual", "reml_criterion",
    ]  # fmt: skip
    assert [one["id"] for one in told if one["kind"] == "target"] == [f"t{n}" for n in range(6)]
    first = next(one for one in told if one["kind"] == "target")
    assert (first["n"], first["mean"], first["value"], first["corrected"]) == (
        4, "6.000000", "0.631221", "5.923872",
    )  # fmt: skip
    assert len(told) == 5 + 6 + 4


def test_criteria_of_one_rater_are_averaged_before() -> None:
    rows = [[m.target, m.rater, "k", str(m.value)] for m in HARSH]
    split = [
        [m.target, m.rater, name, str(m.value + change)]
        for m in HARSH
        for name, change in (("a", -5), ("b", 5))
    ]
    assert severity_rows(split).lines == severity_rows(rows).lines


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "aggregation.severity.marks"),
        ([["A", "1", "k", ""]], "aggregation.severity.marks"),
        ([["A", "1", "k", "NaN"]], "aggregation.table.number"),
        ([["A", "1", "k", "5"], ["A", "1", "k", "5"]], "aggregation.table.duplicate"),
        ([["A", "1", "k", "5"], ["B", "1", "k", "5"], ["A", "2", "k", "7"]], "aggregation.severity.raters"),
    ],
)
def test_tables_that_cannot_be_corrected_are_refused(rows: list[list[str]], code: str) -> None:
    with pytest.raises(AggregationError) as refused:
        severity_rows(rows)
    assert refused.value.code == code

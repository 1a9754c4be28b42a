"""Totals and bands: rules §6.1, §6.3, §7."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.domain.settings import Bands
from zgc_review.errors import ScoringError
from zgc_review.scoring.rubric import CriterionView, RubricView, shown
from zgc_review.scoring.totals import band_of, exact_total, running_total, sheet_total

M01_1 = RubricView(
    tuple(CriterionView(f"K{place}", weight) for place, weight in enumerate((30, 30, 20, 12, 8), start=1))
)


def _of(weights: tuple[int, ...]) -> RubricView:
    return RubricView(tuple(CriterionView(f"K{i}", weight) for i, weight in enumerate(weights, start=1)))


def _percents(*values: int | None) -> dict[str, int]:
    return {f"K{i}": value for i, value in enumerate(values, start=1) if value is not None}


@pytest.mark.parametrize(
    ("percents", "exact", "printed"),
    [
        ((80, 70, 61, 60, 60), Fraction("69.2"), 6920),
        ((60, 63, 81, 66, None), Fraction(6102, 92), 6633),
        ((72, 60, 80, 71, None), Fraction(6412, 92), 6970),
        ((60, 78, 75, 75, None), Fraction(6540, 92), 7109),
        ((83, 81, 60, 62, 77), Fraction("74.8"), 7480),
    ],
)
def test_rules_7_example_sheet_totals(
    percents: tuple[int | None, ...], exact: Fraction, printed: int
) -> None:
    given_percents = _percents(*percents)
    away = {"K5"} if percents[4] is None else set()
    assert exact_total(given_percents, away, M01_1) == exact
    assert sheet_total(given_percents, away, M01_1) == printed


def test_rules_6_3_example_not_applicable_is_renormalised() -> None:
    """Points 22, 15, 16, N/A, 12 with weights 25, 20, 20, 20, 15 → 65 ÷ 80 × 100 = 81.25."""
    rubric = _of((25, 20, 20, 20, 15))
    assert sheet_total(_percents(88, 75, 80, None, 80), {"K4"}, rubric) == 8125


def test_a1_weighted_total() -> None:
    rubric = _of((30, 25, 25, 20))
    assert sheet_total(_percents(80, 70, 90, 60), (), rubric) == 7600
    assert sheet_total(_percents(100, 100, 100, 100), (), rubric) == 10_000


def test_a1_seven_full_criteria_are_full_before_and_after_locking() -> None:
    rubric = _of((22, 18, 15, 15, 12, 10, 8))
    full = _percents(*[100] * 7)
    assert running_total(full, rubric) == sheet_total(full, (), rubric) == 10_000


@pytest.mark.parametrize("label", ["'", '"', ",", ";", "%", "（一）", "<b>", "a\nb", "𬭚"])
def test_a1_criterion_names_never_change_a_total(label: str) -> None:
    rubric = RubricView((CriterionView(label, 50), CriterionView("K2", 50)))
    assert sheet_total({label: 100, "K2": 35}, (), rubric) == 6750


def test_a4_renormalised_total_is_rounded_half_up() -> None:
    """80 (w .5), N/A (w .3), 60 (w .2) → 74.2857… → 74.29."""
    assert sheet_total(_percents(80, None, 60), {"K2"}, _of((50, 30, 20))) == 7429


def test_a14_measures_with_seven_and_four_criteria_are_comparable() -> None:
    """28/40 = 70.00 % stands above 46/70 = 65.71 %, although 46 is more than 28."""
    seven = _of((1, 1, 1, 1, 1, 1, 1))
    assert sheet_total(_percents(70, 70, 70, 70), (), _of((1, 1, 1, 1))) == 7000
    assert sheet_total(_percents(60, 60, 60, 70, 70, 70, 70), (), seven) == 6571


def test_total_of_a_sheet_with_only_not_applicable_is_refused() -> None:
    with pytest.raises(ScoringError) as fault:
        sheet_total({}, {"K1", "K2"}, _of((50, 50)))
    assert fault.value.code == "scoring.applicable.none"


@pytest.mark.parametrize(
    ("percents", "away", "code", "criterion"),
    [
        ({"K1": 80}, set(), "scoring.criterion.missing", "K2"),
        ({"K1": 80, "K2": 70}, {"K2"}, "scoring.criterion.twice", "K2"),
        ({"K1": 80, "K2": 70, "K9": 60}, set(), "scoring.criterion.unknown", "K9"),
        ({"K1": 80, "K2": 70}, {"K0"}, "scoring.criterion.unknown", "K0"),
    ],
)
def test_every_shown_criterion_stands_in_exactly_one_place(
    percents: dict[str, int], away: set[str], code: str, criterion: str
) -> None:
    rubric = RubricView((CriterionView("K1", 60), CriterionView("K2", 40), CriterionView("K0", 0)))
    with pytest.raises(ScoringError) as fault:
        exact_total(percents, away, rubric)
    assert (fault.value.code, fault.value.params) == (code, {"criterion": criterion})


def test_running_total_counts_what_is_filled_in() -> None:
    rubric = _of((50, 30, 20))
    assert running_total({}, rubric) is None
    assert running_total({"K9": 50}, rubric) is None
    assert running_total({"K1": 80}, rubric) == 8000
    assert running_total({"K1": 80, "K3": 60}, rubric) == 7429


def test_weight_zero_is_not_shown() -> None:
    rubric = RubricView((CriterionView("K1", 100), CriterionView("K0", 0)))
    assert [criterion.id for criterion in shown(rubric)] == ["K1"]


@pytest.mark.parametrize(
    ("percent", "band"),
    [(100, "A"), (90, "A"), (89, "B"), (75, "B"), (74, "C"), (60, "C"), (59, "D"), (0, "D")],
)
def test_bands_include_their_lowest_percent(percent: int, band: str) -> None:
    assert band_of(percent, Bands()) == band


@settings(max_examples=60, deadline=None)
@given(percent=st.integers(0, 100), weights=st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_equal_percents_give_that_percent_whatever_the_weights(percent: int, weights: list[int]) -> None:
    rubric = _of(tuple(weights))
    assert sheet_total(dict.fromkeys([c.id for c in rubric.criteria], percent), (), rubric) == percent * 100


@settings(max_examples=60, deadline=None)
@given(percents=st.tuples(*[st.integers(0, 99)] * 5), place=st.integers(0, 4))
def test_a_higher_percent_never_lowers_the_total(percents: tuple[int, ...], place: int) -> None:
    higher = [value + (index == place) for index, value in enumerate(percents)]
    assert sheet_total(_percents(*higher), (), M01_1) > sheet_total(_percents(*percents), (), M01_1)

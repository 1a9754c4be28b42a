"""Whole-number rounding agrees with the rule for fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.aggregation.exact import half_up_ratio, rounded_median
from zgc_review.domain.money import half_up


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(2675, 10, 268), (84995, 10, 8500), (5, 10, 1), (-5, 10, -1), (4, 10, 0), (20999, 3, 7000)],
)
def test_a6_halves_go_up_as_on_paper(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up_ratio(numerator, denominator) == rounded


def test_a6_mean_of_decimals_is_exact() -> None:
    """mean(1.1, 2.2, 3.3) = 2.20 exactly."""
    assert half_up_ratio(110 + 220 + 330, 3) == 220


@settings(max_examples=100, deadline=None)
@given(numerator=st.integers(-(10**9), 10**9), denominator=st.integers(1, 10**6))
def test_half_up_ratio_is_half_up_of_the_fraction(numerator: int, denominator: int) -> None:
    assert half_up_ratio(numerator, denominator) == half_up(Fraction(numerator, denominator))


@pytest.mark.parametrize(("values", "median"), [([7], 7), ([1, 2, 9], 2), ([1, 2], 2), ([1, 3, 4, 9], 4)])
def test_median_of_an_even_number_is_rounded_half_up(values: list[int], median: int) -> None:
    assert rounded_median(values) == median

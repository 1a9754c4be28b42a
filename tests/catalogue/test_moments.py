"""Round values in tests, and days counted back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.catalogue.moments import back, names_day, names_year, resolve


@pytest.mark.parametrize(
    ("t0", "text", "due"),
    [
        ("2026-11-22", "@t0", "2026-11-22"),
        ("2026-11-22", "@t0-3y", "2023-11-22"),
        ("2028-02-29", "@t0-3y", "2025-02-28"),  # rules §4
        ("2028-02-29", "@t0-4y", "2024-02-29"),
        ("2028-02-29", "@t0-1m", "2028-01-29"),
        ("2026-03-31", "@t0-1m", "2026-02-28"),
        ("2028-03-31", "@t0-1m", "2028-02-29"),
        ("2026-01-15", "@t0-13m", "2024-12-15"),
        ("2026-03-01", "@t0-1d", "2026-02-28"),
        ("2026-03-01", "@t0-365d", "2025-03-01"),
        ("2026-11-22", "@support_from", "2025-07-01"),
        ("2026-11-22", "@support_to-1y", "2025-06-30"),
        ("2026-11-22", "@call_year", 2026),
        ("2026-11-22", "@call_year-2y", 2024),
    ],
)
def test_resolve(make_values: Any, t0: str, text: str, due: str | int) -> None:
    assert resolve(text, make_values(t0=t0)) == due


def test_an_open_support_period_gives_nothing(make_values: Any) -> None:
    values = make_values(support_from=None, support_to=None)
    assert resolve("@support_from", values) is None
    assert resolve("@support_to-1y", values) is None


@pytest.mark.parametrize(
    "text",
    ["@t1", "t0", "@t0+1y", "@t0-1w", "@t0-y", "@t0-1000y", "@t0-1y-1m", "@t0 ", "@t0\n", "@t0-１y", "@"],
)
def test_malformed_references(text: str, values: Any) -> None:
    assert not names_day(text)
    assert not names_year(text)
    with pytest.raises(ValueError, match=re.escape(text)):
        resolve(text, values)


def test_the_year_of_the_call_is_no_day() -> None:
    assert names_year("@call_year-1y")
    assert not names_day("@call_year")
    assert not names_year("@call_year-1m")
    assert not names_year("@t0")


def test_a_day_the_calendar_lacks_is_refused(make_values: Any) -> None:
    with pytest.raises(ValueError, match="day"):
        resolve("@t0", make_values(t0="2026-02-30"))


@settings(max_examples=100, deadline=None)
@given(day=st.dates(date(1990, 1, 1), date(2199, 12, 31)), years=st.integers(0, 50))
def test_back_by_years_keeps_the_day_except_29_february(day: date, years: int) -> None:
    found = back(day, months=12 * years)
    assert (found.year, found.month) == (day.year - years, day.month)
    assert found.day == day.day or ((day.month, day.day, found.day) == (2, 29, 28))

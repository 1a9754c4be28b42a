"""Recusal rules as data, and the days that count (rules §4, §13)."""

from __future__ import annotations

from datetime import date

import pytest

from zgc_review.conflicts.rules import BY_ID, DEFAULT_LOOKBACK, RULES, Severity, Window, window_start


def test_r01_to_r18_stand_in_order_with_their_levels() -> None:
    assert [rule.id for rule in RULES] == [f"R{number:02d}" for number in range(1, 19)]
    levels = "".join(rule.level for rule in RULES)
    assert levels == "HHHHHHHHHHHVVVVDHV"
    assert BY_ID["R16"].level is Severity.DISCLOSE
    assert all(rule.zh and rule.en and rule.declared_by for rule in RULES)


def test_look_backs_are_the_defaults_of_section_13() -> None:
    assert dict(DEFAULT_LOOKBACK) == {"R03": 3, "R04": 3, "R08": 3, "R09": 3, "R10": 3, "R17": 3}


@pytest.mark.parametrize(
    ("t0", "start"),
    [
        (date(2026, 11, 22), date(2023, 11, 22)),
        (date(2028, 2, 29), date(2025, 2, 28)),
        (date(2028, 3, 1), date(2025, 3, 1)),
        (date(2031, 2, 28), date(2028, 2, 28)),
    ],
)
def test_look_back_begins_on_the_same_day(t0: date, start: date) -> None:
    """Rules §4: 29 February → 28 February."""
    assert window_start(t0, 3) == start


@pytest.mark.parametrize(
    ("rule", "end", "counts"),
    [
        ("R03", date(2023, 12, 1), True),
        ("R03", date(2023, 11, 22), True),
        ("R03", date(2023, 11, 21), False),
        ("R03", date(2023, 6, 30), False),
        ("R03", None, True),
        ("R07", date(1995, 6, 30), True),
        ("R04", date(1995, 6, 30), False),
    ],
)
def test_c3_days_that_count_on_2026_11_22(rule: str, end: date | None, counts: bool) -> None:
    assert Window(date(2026, 11, 22)).covers(rule, end) is counts


def test_the_round_may_set_other_years() -> None:
    window = Window(date(2026, 11, 22), {"R03": 5, "R04": None})
    assert window.covers("R03", date(2021, 11, 22))
    assert not window.covers("R03", date(2021, 11, 21))
    assert window.covers("R04", date(1990, 1, 1))
    assert not window.covers("R08", date(2023, 11, 21))
    assert window.current(date(2026, 11, 22))
    assert not window.current(date(2026, 11, 21))

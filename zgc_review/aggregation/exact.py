"""Exact integer arithmetic for hot loops; fractions say the same, ten times slower."""

from __future__ import annotations

from collections.abc import Sequence


def half_up_ratio(numerator: int, denominator: int) -> int:
    """Return ``numerator / denominator`` rounded half up, away from zero (rules §7); denominator > 0."""
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return magnitude if numerator >= 0 else -magnitude


def rounded_median(ordered: Sequence[int]) -> int:
    """Return the median of a sorted, non-empty sequence, rounded half up (docs/bodies.md §4)."""
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return half_up_ratio(ordered[middle - 1] + ordered[middle], 2)

"""Totals of one sheet and bands of one percent (rules §6.1, §6.3, §7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from typing import Literal

from zgc_review.domain.money import half_up
from zgc_review.domain.settings import Bands
from zgc_review.errors import ScoringError
from zgc_review.scoring.rubric import RubricLike, shown

Band = Literal["A", "B", "C", "D"]


def band_of(percent: int, bands: Bands) -> Band:
    """Return the band of ``percent``; the lowest percent of a band belongs to it (rules §6.1)."""
    if percent >= bands.A:
        return "A"
    if percent >= bands.B:
        return "B"
    return "C" if percent >= bands.C else "D"


def exact_total(percents: Mapping[str, int], not_applicable: Collection[str], rubric: RubricLike) -> Fraction:
    """Return the total in points before rounding: Σ(percent × weight) ÷ Σ applicable weights (rules §6.3).

    Raises:
        ScoringError: ``scoring.criterion.*``, ``scoring.applicable.none``: the shown criteria do not
            stand in exactly one of the two, or all of them are not applicable.
    """
    check_places(percents, not_applicable, rubric)
    return _quotient(percents, rubric)


def sheet_total(percents: Mapping[str, int], not_applicable: Collection[str], rubric: RubricLike) -> int:
    """Return the sheet total in points × 100, rounded half up: rounding (1) of rules §7.

    Raises:
        ScoringError: as :func:`exact_total`.
    """
    return half_up(exact_total(percents, not_applicable, rubric) * 100)


def running_total(percents: Mapping[str, int], rubric: RubricLike) -> int | None:
    """Return the total in points × 100 over the criteria filled in so far; None while there are none.

    Equal to :func:`sheet_total` as soon as nothing is open, so that the figure does not jump at locking.
    """
    if not any(criterion.id in percents for criterion in shown(rubric)):
        return None
    return half_up(_quotient(percents, rubric) * 100)


def check_places(percents: Collection[str], not_applicable: Collection[str], rubric: RubricLike) -> None:
    """Check that every shown criterion stands in exactly one place, and not all in the latter.

    Raises:
        ScoringError: ``scoring.criterion.unknown``, ``.twice``, ``.missing``, ``scoring.applicable.none``.
    """
    known = [criterion.id for criterion in shown(rubric)]
    for criterion in sorted({*percents, *not_applicable} - set(known)):
        raise ScoringError("scoring.criterion.unknown", criterion=criterion)
    for criterion in known:
        given = (criterion in percents) + (criterion in not_applicable)
        if given == 2:
            raise ScoringError("scoring.criterion.twice", criterion=criterion)
        if given == 0:
            raise ScoringError("scoring.criterion.missing", criterion=criterion)
    if not percents:
        raise ScoringError("scoring.applicable.none")


def _quotient(percents: Mapping[str, int], rubric: RubricLike) -> Fraction:
    """Divide what was earned by what could be earned on the shown criteria that have a percent."""
    given = [criterion for criterion in shown(rubric) if criterion.id in percents]
    earned = sum(percents[criterion.id] * criterion.weight for criterion in given)
    return Fraction(earned, sum(criterion.weight for criterion in given))

"""One criterion over the effective sheets: mean, floor (S09) and trimmed value (S04)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zgc_review.aggregation.exact import half_up_ratio
from zgc_review.aggregation.inputs import CriterionLike, EffectiveSheet
from zgc_review.domain.results import CriterionLine
from zgc_review.domain.settings import RoundSettings


@dataclass(frozen=True, slots=True)
class Column:
    """The percents of one criterion from the sheets in which it applies, in ascending order."""

    id: str
    weight: int
    floor: int | None
    percents: tuple[int, ...]

    @property
    def mean(self) -> int | None:
        """Rounded mean of percent × 100, None when it applies in no sheet."""
        return half_up_ratio(sum(self.percents) * 100, len(self.percents)) if self.percents else None


def column(criterion: CriterionLike, sheets: Sequence[EffectiveSheet]) -> Column:
    """Collect the percents of ``criterion``; “not applicable” is left out, never counted as zero."""
    name = criterion.id
    percents = sorted([sheet.body.percents[name] for sheet in sheets if name in sheet.body.percents])
    return Column(id=name, weight=criterion.weight, floor=criterion.floor, percents=tuple(percents))


def trim_ends(count: int, settings: RoundSettings) -> int:
    """Return how many of ``count`` marks fall away at each end (S01)."""
    return settings.trim_each if count >= settings.trim_from else 0


def trimmed_value(entry: Column, settings: RoundSettings) -> int:
    """Return the S04 value of a criterion: S01 on percent × weight ÷ 100, in points × 100, half up.

    One weight for all marks, so that ordering percents orders the marks.
    """
    ends = trim_ends(len(entry.percents), settings)
    rest = entry.percents[ends : len(entry.percents) - ends]
    return half_up_ratio(sum(rest) * entry.weight, len(rest))


def criterion_line(entry: Column, settings: RoundSettings, *, by_criterion: bool) -> CriterionLine:
    """Return the line of a criterion; ``by_criterion``: the combination runs under S04."""
    count = len(entry.percents)
    below = settings.floors and entry.floor is not None and sum(entry.percents) < entry.floor * count
    return CriterionLine(
        criterion=entry.id,
        n=count,
        n_trimmed=2 * trim_ends(count, settings) if by_criterion else 0,
        mean=entry.mean,
        value=trimmed_value(entry, settings) if by_criterion else None,
        floor=entry.floor,
        below_floor=below,
    )

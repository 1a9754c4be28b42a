"""Combines the effective sheets of one application: S01, S02, S04, with the flags of S07."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from zgc_review.aggregation.criteria import Column, column, criterion_line, trim_ends, trimmed_value
from zgc_review.aggregation.exact import half_up_ratio, rounded_median
from zgc_review.aggregation.inputs import EffectiveSheet, RubricLike, shown
from zgc_review.domain.results import Combination, Mark
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import AggregationError

Trimmed: TypeAlias = Literal["high", "low"]
Flags: TypeAlias = tuple[Literal["mean", "median"], ...]
Rule: TypeAlias = Literal["S01", "S02", "S04"]

YES: Final = frozenset({"SUPPORT", "SUPPORT_IF_REVISED"})
_FLAGS: Final[dict[tuple[bool, bool], Flags]] = {
    (False, False): (),
    (True, False): ("mean",),
    (False, True): ("median",),
    (True, True): ("mean", "median"),
}


def check_settings(settings: RoundSettings) -> None:
    """Refuse settings by which nothing can be combined, before a round begins as well as after.

    Raises:
        AggregationError: ``aggregation.rule.unavailable`` for S03 and S05; ``aggregation.trim.empty`` when
            trimming may leave no sheet; ``aggregation.rounding.stages`` unless both roundings of rules §7
            are on.
    """
    if settings.combine in {"S03", "S05"}:
        raise AggregationError("aggregation.rule.unavailable", rule=settings.combine)
    if settings.trim_from <= 2 * settings.trim_each:
        raise AggregationError("aggregation.trim.empty", count=settings.trim_from, each=settings.trim_each)
    if set(settings.round_stages) != {"sheet_total", "combined"}:
        raise AggregationError("aggregation.rounding.stages")


def combine(marks: Sequence[EffectiveSheet], settings: RoundSettings, rubric: RubricLike) -> Combination:
    """Return the combined value of the effective sheets, with everything that led to it.

    Totals are taken as signed; the one rounding here is rounding (2) of rules §7, half up.

    Raises:
        AggregationError: as :func:`check_settings`.
    """
    check_settings(settings)
    ordered = sorted(marks, key=lambda sheet: sheet.code)
    columns = [column(criterion, ordered) for criterion in shown(rubric)]
    rule = _rule(columns, settings)
    trimmed = _trimmed(ordered, settings) if rule == "S01" else {}
    totals = sorted([sheet.total for sheet in ordered])
    value = mean = median = None
    if len(totals) >= settings.min_effective:
        value = _value(ordered, trimmed, columns, settings, rule)
        mean = half_up_ratio(sum(totals), len(totals))
        median = rounded_median(totals)
    return Combination(
        rule=rule,
        value=value,
        plain_mean=mean,
        median=median,
        top_criterion=_top(columns),
        yes_votes=sum(sheet.body.recommendation in YES for sheet in ordered),
        n_trimmed=len(trimmed),
        marks=tuple(
            Mark(
                code=sheet.code,
                sheet=sheet.id,
                phase=sheet.body.phase,
                total=sheet.total,
                trimmed=trimmed.get(sheet.code, ""),
                flags=flags_of(sheet.total, mean, median, settings),
            )
            for sheet in ordered
        ),
        criteria=tuple(criterion_line(entry, settings, by_criterion=rule == "S04") for entry in columns),
    )


def flags_of(total: int, mean: int | None, median: int | None, settings: RoundSettings) -> Flags:
    """Return what S07 finds: too far from the mean in percent of it, or from the median in points."""
    if mean is None or median is None:
        return ()
    by_mean = abs(total - mean) * 100 > settings.deviation_percent * mean
    by_median = abs(total - median) > settings.deviation_points
    return _FLAGS[by_mean, by_median]


def _rule(columns: Sequence[Column], settings: RoundSettings) -> Rule:
    """Return the rule that applies: S04 gives way to S01 where a criterion has too few marks."""
    if settings.combine == "S02":
        return "S02"
    few = any(len(entry.percents) < settings.min_effective for entry in columns)
    return "S04" if settings.combine == "S04" and not few else "S01"


def _trimmed(sheets: Sequence[EffectiveSheet], settings: RoundSettings) -> dict[str, Trimmed]:
    """Return the codes that S01 drops: by total descending, then code, so many at each end, tied or not."""
    ends = trim_ends(len(sheets), settings)
    codes = [sheet.code for sheet in sorted(sheets, key=lambda sheet: (-sheet.total, sheet.code))]
    dropped: dict[str, Trimmed] = dict.fromkeys(codes[:ends], "high")
    return dropped | dict.fromkeys(codes[len(codes) - ends :], "low")


def _value(
    sheets: Sequence[EffectiveSheet],
    trimmed: dict[str, Trimmed],
    columns: Sequence[Column],
    settings: RoundSettings,
    rule: Rule,
) -> int:
    """Return the value in points × 100: the mean of what remains, or under S04 the sum of the criteria."""
    if rule == "S04":
        return sum(trimmed_value(entry, settings) for entry in columns)
    rest = [sheet.total for sheet in sheets if sheet.code not in trimmed]
    return half_up_ratio(sum(rest), len(rest))


def _top(columns: Sequence[Column]) -> int | None:
    """Return the mean of the criterion of highest weight, the first of equals (S10)."""
    return max(columns, key=lambda entry: entry.weight).mean if columns else None

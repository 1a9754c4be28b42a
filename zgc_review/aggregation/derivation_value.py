"""How a combined value came: what was trimmed, the sum, the quotient, rounding (2) of rules §7."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zgc_review.aggregation.criteria import Column, column, trim_ends
from zgc_review.aggregation.inputs import EffectiveSheet, RubricLike, shown
from zgc_review.aggregation.steps import Step, exact_text, step, sum_text
from zgc_review.domain.money import points
from zgc_review.domain.results import Combination
from zgc_review.domain.settings import RoundSettings


def value_steps(
    part: str,
    made: Combination,
    sheets: Sequence[EffectiveSheet],
    settings: RoundSettings,
    rubric: RubricLike,
) -> tuple[Step, ...]:
    """Return a combined value line by line; ``part`` is ``before`` or ``after``."""
    if made.value is None:
        return (step(part, "too.few", n=len(made.marks), least=settings.min_effective),)
    found = [_rule(part, made, settings)]
    if made.rule == "S04":
        found += _by_criterion(part, made, sheets, settings, rubric)
    else:
        found += _by_total(part, made)
    return (*found, *_beside(part, made))


def _rule(part: str, made: Combination, settings: RoundSettings) -> Step:
    """Return which rule combines, and why another one that was set does not."""
    n, said = len(made.marks), {"trim_from": settings.trim_from, "each": settings.trim_each}
    if settings.combine == "S04" and made.rule == "S01":
        return step(part, "rule.fallback", n=n, least=settings.min_effective)
    if made.rule == "S01":
        return step(part, "rule.S01" if made.n_trimmed else "rule.S01_few", n=n, **said)
    return step(part, f"rule.{made.rule}", n=n)


def _by_total(part: str, made: Combination) -> list[Step]:
    """Return the mean of the totals that remain."""
    found = [
        step(part, f"trimmed.{mark.trimmed}", code=mark.code, total=points(mark.total))
        for mark in sorted(made.marks, key=lambda mark: (mark.trimmed, mark.code))
        if mark.trimmed
    ]
    rest = [mark.total for mark in made.marks if not mark.trimmed]
    exact = exact_text(Fraction(sum(rest), 100 * len(rest)))
    found.append(step(part, "sum", terms=sum_text(rest), sum=points(sum(rest))))
    found.append(step(part, "quotient_of.value", sum=points(sum(rest)), n=len(rest), exact=exact))
    found.append(step(part, "value", exact=exact, value=_text(made.value)))
    return found


def _by_criterion(
    part: str,
    made: Combination,
    sheets: Sequence[EffectiveSheet],
    settings: RoundSettings,
    rubric: RubricLike,
) -> list[Step]:
    """Return the sum of the trimmed criteria (S04); rounded once each, not again."""
    values = {line.criterion: line.value for line in made.criteria}
    columns = [column(one, sheets) for one in shown(rubric)]
    found = [_criterion(part, one, values[one.id], settings) for one in columns]
    terms = sum_text([value for value in values.values() if value is not None])
    return [*found, step(part, "criteria_sum", terms=terms, value=_text(made.value))]


def _criterion(part: str, entry: Column, value: int | None, settings: RoundSettings) -> Step:
    """Return one criterion under S04."""
    ends = trim_ends(len(entry.percents), settings)
    rest = entry.percents[ends : len(entry.percents) - ends]
    return step(
        part,
        "criterion_value",
        criterion=entry.id,
        given=" ".join(str(one) for one in entry.percents),
        terms=" + ".join(str(one) for one in rest),
        n=len(rest),
        weight=entry.weight,
        exact=exact_text(Fraction(sum(rest) * entry.weight, 100 * len(rest))),
        value=_text(value),
    )


def _beside(part: str, made: Combination) -> tuple[Step, ...]:
    """Return plain mean, median and spread, which decide ties and flags only."""
    totals = sorted(mark.total for mark in made.marks)
    exact = exact_text(Fraction(sum(totals), 100 * len(totals)))
    mean = step(
        part, "mean", sum=points(sum(totals)), n=len(totals), exact=exact, value=_text(made.plain_mean)
    )
    order = " ".join(points(one) for one in totals)
    median = step(part, "median", order=order, value=_text(made.median))
    ends = {"high": points(totals[-1]), "low": points(totals[0])}
    return mean, median, step(part, "spread", **ends, value=points(totals[-1] - totals[0]))


def _text(value: int | None) -> str:
    return "–" if value is None else points(value)

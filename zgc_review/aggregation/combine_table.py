"""Combines any table of scores by S01, S02 or S04: the core of ``scores combine`` (design §6).

Scores are exact decimals. Inside, all of them are whole numbers over one common denominator.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, Literal, TypeAlias, cast

from zgc_review.aggregation.exact import half_up_ratio
from zgc_review.domain.money import points
from zgc_review.errors import AggregationError

Rule: TypeAlias = Literal["S01", "S02", "S04"]
Marks: TypeAlias = dict[str, dict[str, Fraction | None]]  # marks by criterion, then rater

RULES: Final = frozenset({"S01", "S02", "S04"})
TOTAL: Final = "*"  # the criterion name of a target's total
COLUMNS: Final = ("target_id", "rater_id", "criterion", "score")

_MIN_MARKS: Final = 3  # P02
_TRIM_FROM: Final = 5  # S01
# No scale of any committee needs more; longer digits or exponents would only eat memory.
_DECIMAL: Final = re.compile(r"([+-]?)([0-9]{1,15})(?:\.([0-9]{1,15}))?(?:[eE]([+-]?[0-9]{1,2}))?", re.ASCII)
_EXPONENT: Final = 15


@dataclass(frozen=True, slots=True)
class CombinedRow:
    """One line of the answer; ``combined`` is the value × 100, None where it is not to be had."""

    target: str
    criterion: str
    n: int
    n_trimmed: int
    combined: int | None

    @property
    def text(self) -> str:
        """The value with two decimals, empty when there is none."""
        return "" if self.combined is None else points(self.combined)


def combine_rows(
    rows: Iterable[Sequence[str]], rule: str, weights: Mapping[str, Fraction] | None = None
) -> list[CombinedRow]:
    """Combine ``target_id, rater_id, criterion, score`` rows; an empty score is a missing mark.

    Answers by target, its criteria in order of appearance in the table, ``*`` (the total) last. Under S01
    and S02 the total combines the raters' totals Σ weight × score ÷ Σ weight over the marks given, rounded
    to 2 digits, and the criterion rows are plain means. Under S04 the total is the sum of the criteria,
    without weights; it is empty as soon as one of them is.

    Row numbers in errors count as a spreadsheet does: the header is row 1.

    Raises:
        AggregationError: ``aggregation.rule.unavailable``, ``aggregation.table.*`` with the row.
    """
    if rule not in RULES:
        raise AggregationError("aggregation.rule.unavailable", rule=rule)
    targets, order = read_table(rows)
    scale = lcm(*{mark.denominator for mark in _all_marks(targets)})
    weight_of = _whole_weights(order, weights)
    answer: list[CombinedRow] = []
    for target in sorted(targets):
        marks = {
            criterion: {rater: int(mark * scale) for rater, mark in given.items() if mark is not None}
            for criterion, given in sorted(targets[target].items(), key=lambda item: order[item[0]])
        }
        answer += _combine_target(target, marks, cast(Rule, rule), weight_of, scale)
    return answer


def parse_weights(rows: Iterable[Sequence[str]]) -> dict[str, Fraction]:
    """Read ``criterion, weight`` rows.

    Raises:
        AggregationError: ``aggregation.table.columns``, ``.blank``, ``.duplicate_weight``, ``.number``,
            ``.weight_negative``.
    """
    weights: dict[str, Fraction] = {}
    for row, entry in enumerate(rows, start=2):
        if len(entry) != 2:
            raise AggregationError("aggregation.table.columns", row=row, given=len(entry), needed=2)
        criterion, text = entry[0].strip(), entry[1].strip()
        if not criterion:
            raise AggregationError("aggregation.table.blank", row=row, column="criterion")
        if criterion in weights:
            raise AggregationError("aggregation.table.duplicate_weight", row=row)
        weight = parse_decimal(text, row)
        if weight < 0:
            raise AggregationError("aggregation.table.weight_negative", row=row)
        weights[criterion] = weight
    return weights


def parse_decimal(text: str, row: int) -> Fraction:
    """Return the exact number that ``text`` writes, such as ``-8.25`` or ``1e2``.

    Raises:
        AggregationError: ``aggregation.table.number``: no decimal number (NaN, inf, 8,5, full-width), more
            than 15 digits before or after the point, or an exponent beyond ±15.
    """
    found = _DECIMAL.fullmatch(text)
    exponent = int(found[4] or 0) if found else 0
    if found is None or abs(exponent) > _EXPONENT:
        raise AggregationError("aggregation.table.number", row=row)
    digits = found[3] or ""
    number = Fraction(int(found[2] + digits), 10 ** len(digits)) * Fraction(10) ** exponent
    return -number if found[1] == "-" else number


def read_table(rows: Iterable[Sequence[str]]) -> tuple[dict[str, Marks], dict[str, int]]:
    """Return the marks by target, and the place of each criterion in order of appearance.

    Raises:
        AggregationError: ``aggregation.table.*`` with the row.
    """
    targets: dict[str, Marks] = {}
    order: dict[str, int] = {}
    first_rows: dict[tuple[str, str, str], int] = {}
    parsed: dict[str, Fraction | None] = {"": None}
    for row, entry in enumerate(rows, start=2):
        target, rater, criterion, text = _cells(entry, row)
        first = first_rows.setdefault((target, rater, criterion), row)
        if first != row:
            raise AggregationError("aggregation.table.duplicate", row=row, first=first)
        if text not in parsed:
            parsed[text] = parse_decimal(text, row)
        order.setdefault(criterion, len(order))
        targets.setdefault(target, {}).setdefault(criterion, {})[rater] = parsed[text]
    return targets, order


def _cells(entry: Sequence[str], row: int) -> tuple[str, str, str, str]:
    """Return the four cells of a row; the first three name what the score is about."""
    if len(entry) != len(COLUMNS):
        raise AggregationError("aggregation.table.columns", row=row, given=len(entry), needed=len(COLUMNS))
    target, rater, criterion, text = (cell.strip() for cell in entry)
    for column, cell in zip(COLUMNS, (target, rater, criterion), strict=False):
        if not cell:
            raise AggregationError("aggregation.table.blank", row=row, column=column)
    if criterion == TOTAL:
        raise AggregationError("aggregation.table.reserved", row=row)
    return target, rater, criterion, text


def _all_marks(targets: Mapping[str, Marks]) -> Iterator[Fraction]:
    """Walk every mark that was given."""
    for marks in targets.values():
        for given in marks.values():
            yield from (mark for mark in given.values() if mark is not None)


def _whole_weights(criteria: Iterable[str], weights: Mapping[str, Fraction] | None) -> dict[str, int]:
    """Return whole weights in the given proportion; without weights all are equal."""
    if weights is None:
        return dict.fromkeys(criteria, 1)
    for criterion in criteria:
        if criterion not in weights:
            raise AggregationError("aggregation.table.weight_missing", criterion=criterion)
    scale = lcm(*(weight.denominator for weight in weights.values()))
    return {criterion: int(weights[criterion] * scale) for criterion in criteria}


def _combine_target(
    target: str, marks: dict[str, dict[str, int]], rule: Rule, weights: Mapping[str, int], scale: int
) -> Iterator[CombinedRow]:
    """Combine one target: a row per criterion, then the total."""
    by_criterion = rule == "S04"
    combined: list[int | None] = []
    for criterion, given in marks.items():
        value, dropped = _mean(sorted(given.values()), scale, trimmed=by_criterion)
        combined.append(value)
        yield CombinedRow(target, criterion, len(given), dropped, value)
    if by_criterion:
        whole = [value for value in combined if value is not None]
        total = sum(whole) if len(whole) == len(combined) else None
        yield CombinedRow(target, TOTAL, len(set().union(*marks.values())), 0, total)
        return
    totals = _rater_totals(marks, weights, scale)
    value, dropped = _mean(sorted(totals), 100, trimmed=rule == "S01")
    yield CombinedRow(target, TOTAL, len(totals), dropped, value)


def _rater_totals(marks: dict[str, dict[str, int]], weights: Mapping[str, int], scale: int) -> list[int]:
    """Return each rater's total × 100, half up, over the marks this rater gave."""
    earned: dict[str, int] = {}
    weighed: dict[str, int] = {}
    for criterion, given in marks.items():
        weight = weights[criterion]
        for rater, mark in given.items():
            earned[rater] = earned.get(rater, 0) + weight * mark
            weighed[rater] = weighed.get(rater, 0) + weight
    # Whoever only marked criteria of weight 0 has no total.
    return [half_up_ratio(earned[rater] * 100, weighed[rater] * scale) for rater in earned if weighed[rater]]


def _mean(ordered: Sequence[int], scale: int, *, trimmed: bool) -> tuple[int | None, int]:
    """Return mean × 100 of values over ``scale``, and how many were dropped first (S01: one at each end)."""
    if len(ordered) < _MIN_MARKS:
        return None, 0
    rest = ordered[1:-1] if trimmed and len(ordered) >= _TRIM_FROM else ordered
    return half_up_ratio(sum(rest) * 100, len(rest) * scale), len(ordered) - len(rest)

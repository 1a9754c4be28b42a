"""Severity over any table of scores: the core of ``scores severity`` (design §6, docs/severity.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from zgc_review.aggregation.combine_table import read_table
from zgc_review.aggregation.severity import LEAST, Component, Mark, severity
from zgc_review.errors import AggregationError

HEAD: Final = ("component", "kind", "id", "n", "mean", "value", "corrected", "additive", "note")


@dataclass(frozen=True, slots=True)
class SeverityTable:
    """The answer: components with their lines as text, six decimals, empty where there is no number."""

    components: tuple[Component, ...]
    lines: tuple[tuple[object, ...], ...]


def severity_rows(rows: Iterable[Sequence[str]], least: int = LEAST) -> SeverityTable:
    """Fit ``target_id, rater_id, criterion, score`` rows; a rater's mark is the mean of the criteria marked.

    Lines: per component its parameters, its targets and its raters (docs/severity.md).

    Raises:
        AggregationError: ``aggregation.severity.marks``: no mark; ``.raters``: nobody can be corrected;
            ``.common``: no two raters marked the same target; ``aggregation.table.*`` with the row.
    """
    components = severity(_marks(rows), least)
    if not components:
        raise AggregationError("aggregation.severity.marks")
    if all(one.state == "no_rater" for one in components):
        notes = {rater.id: rater.note for one in components for rater in one.raters}
        few = sum(note == "too_few" for note in notes.values())
        raise AggregationError(
            "aggregation.severity.raters", least=max(least, LEAST), few=few, flat=len(notes) - few
        )
    if all(one.state in {"no_common", "no_rater"} for one in components):
        raise AggregationError("aggregation.severity.common")
    lines = (line for n, one in enumerate(components, 1) for line in _lines(n, one))
    return SeverityTable(components, tuple(lines))


def _marks(rows: Iterable[Sequence[str]]) -> Iterator[Mark]:
    """Return one mark for each target and rater."""
    targets, _ = read_table(rows)
    for target, criteria in targets.items():
        given: dict[str, list[Fraction]] = {}
        for marks in criteria.values():
            for rater, mark in marks.items():
                if mark is not None:
                    given.setdefault(rater, []).append(mark)
        for rater, own in given.items():
            yield Mark(target, rater, float(sum(own) / len(own)))


def _lines(number: int, one: Component) -> Iterator[tuple[object, ...]]:
    """Return the lines of one component."""
    count = sum(target.n for target in one.targets)
    note = one.state if one.state != "fitted" else "full_grid" if one.is_full else ""
    parameters = (
        ("mu", one.mean),
        ("sd_target", one.sd_target),
        ("sd_rater", one.sd_rater),
        ("sd_residual", one.sd_residual),
        ("reml_criterion", one.criterion),
    )
    for name, value in parameters:
        yield (number, "parameter", name, count, "", _text(value), "", "", note)
    for target in one.targets:
        values = map(_text, (target.mean, target.effect, target.corrected, target.additive))
        yield (number, "target", target.id, target.n, *values, "")
    for rater in one.raters:
        yield (
            number,
            "rater",
            rater.id,
            rater.n,
            _text(rater.mean),
            _text(rater.effect),
            "",
            _text(rater.additive),
            rater.note,
        )


def _text(value: float | None) -> str:
    """Return a number with six decimals, never a negative zero."""
    return "" if value is None else f"{round(value, 6) + 0.0:.6f}"

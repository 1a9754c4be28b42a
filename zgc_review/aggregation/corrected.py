"""A pool's values corrected for severity: one more of the other rules (docs/severity.md, acceptance A7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from zgc_review.aggregation.inputs import EffectiveSheet
from zgc_review.aggregation.severity import Mark, State, severity
from zgc_review.domain.money import half_up

Why: TypeAlias = Literal["", "full_grid", "too_few", "no_common", "no_difference", "no_contrast"]

#: With fewer sheets a weak batch looks like a harsh hand (measured: about eight).
LEAST: Final = 8

_WHY: Final[Mapping[State, Why]] = {
    "fitted": "",
    "no_difference": "no_difference",
    "no_contrast": "no_contrast",
    "no_common": "no_common",
    "no_rater": "too_few",
}


@dataclass(frozen=True, slots=True)
class Corrected:
    """Corrected values (points × 100) by application; where ``why`` says something there are none."""

    values: Mapping[str, int] = field(default_factory=dict)
    why: Why = ""


def corrected_values(sheets: Mapping[str, Sequence[EffectiveSheet]]) -> Corrected:
    """Correct the totals of the sheets that count, of every application of one pool.

    Nothing is corrected where everybody scored everything: the order of the means would stay as it is.
    """
    marks = [Mark(name, sheet.code, sheet.total) for name, own in sheets.items() for sheet in own]
    scored, raters = {mark.target for mark in marks}, {mark.rater for mark in marks}
    if marks and len(marks) == len(scored) * len(raters):
        return Corrected(why="full_grid")
    components = severity(marks, LEAST)
    if all(one.state == "no_rater" for one in components):
        return Corrected(why="too_few")
    if len(components) > 1:
        return Corrected(why="no_common")
    (one,) = components
    why = _WHY[one.state]
    if why:
        return Corrected(why=why)
    found = {target.id: target.corrected for target in one.targets}
    return Corrected({name: half_up(Fraction(value)) for name, value in found.items() if value is not None})

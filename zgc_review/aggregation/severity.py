"""Severity of raters: what a harsh or mild hand did to each target (acceptance A7, docs/severity.md).

Advice beside the official figure, never in its place. Raters are compared only where marks link them: each
connected component of the graph of targets and raters is fitted by itself, and no value of one says
anything about another. Whoever gave too few marks, or the same mark everywhere, is not corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

Note: TypeAlias = Literal["", "too_few", "no_spread"]
State: TypeAlias = Literal["fitted", "no_difference", "no_contrast", "no_common", "no_rater"]

#: One mark cannot tell a harsh rater from a weak target.
LEAST: Final = 2


class Mark(NamedTuple):
    """What one rater gave one target; a pair stands here at most once."""

    target: str
    rater: str
    value: float


@dataclass(frozen=True, slots=True)
class TargetSeverity:
    """One target.

    Attributes:
        n, mean: its marks and their plain mean.
        effect: how far the model puts it from the mean of its component, None where nothing was fitted.
        corrected: that mean and effect together: the corrected value, drawn in towards the mean.
        additive: mean of its marks less their raters' effects by least squares; None where not to be had.
    """

    id: str
    n: int
    mean: float
    effect: float | None = None
    corrected: float | None = None
    additive: float | None = None


@dataclass(frozen=True, slots=True)
class RaterSeverity:
    """One rater; ``note`` says why there is no correction, a positive effect is a mild hand."""

    id: str
    n: int
    mean: float
    note: Note
    effect: float | None = None
    additive: float | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """Targets and raters that marks of corrected raters link, in order of their names.

    Attributes:
        state: fitted; no_difference: raters do not differ beyond chance; no_contrast: targets do not;
            no_common: a single corrected rater, nobody to compare with; no_rater: no corrected rater.
        is_full: every rater marked every target, so that a correction leaves the order of means as it is.
        mean, sd_target, sd_rater, sd_residual, criterion: of the model, None where nothing was fitted.
    """

    state: State
    is_full: bool
    targets: tuple[TargetSeverity, ...]
    raters: tuple[RaterSeverity, ...]
    mean: float | None = None
    sd_target: float | None = None
    sd_rater: float | None = None
    sd_residual: float | None = None
    criterion: float | None = None


def severity(marks: Iterable[Mark], least: int = LEAST) -> tuple[Component, ...]:
    """Fit each component; ``least`` is the declared number of marks below which nobody is corrected.

    The order of the marks plays no part. Components stand in the order of their first target.
    """
    ordered = sorted(marks)
    notes = _notes(ordered, max(least, LEAST))
    return tuple(_component(own, notes) for own in _components(ordered, notes))


def _notes(marks: Sequence[Mark], least: int) -> dict[str, Note]:
    """Say per rater why there is no correction, empty where there is one."""
    given: dict[str, list[float]] = {}
    for mark in marks:
        given.setdefault(mark.rater, []).append(mark.value)
    notes: dict[str, Note] = {}
    for rater, values in given.items():
        if len(values) < least:
            notes[rater] = "too_few"
        else:
            notes[rater] = "no_spread" if min(values) == max(values) else ""
    return notes


def _components(marks: Sequence[Mark], notes: Mapping[str, Note]) -> list[list[Mark]]:
    """Part the marks; who is not corrected links nothing: nobody knows how such a hand compares."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for mark in marks:
        target = root("t" + mark.target)
        if not notes[mark.rater]:
            parent[root("r" + mark.rater)] = target
    parts: dict[str, list[Mark]] = {}
    for mark in marks:
        parts.setdefault(root("t" + mark.target), []).append(mark)
    return list(parts.values())


def _component(marks: Sequence[Mark], notes: Mapping[str, Note]) -> Component:
    """Fit one component."""
    by_target, by_rater = _gathered(marks, 0), _gathered(marks, 1)
    corrected = [rater for rater in by_rater if not notes[rater]]
    plain = Component(
        state="no_common" if corrected else "no_rater",
        is_full=len(marks) == len(by_target) * len(by_rater),
        targets=tuple(TargetSeverity(name, len(own), _mean(own)) for name, own in by_target.items()),
        raters=tuple(
            RaterSeverity(name, len(own), _mean(own), notes[name]) for name, own in by_rater.items()
        ),
    )
    return _fitted(plain, marks, corrected) if len(corrected) > 1 else plain


def _gathered(marks: Sequence[Mark], at: Literal[0, 1]) -> dict[str, list[float]]:
    """Return the values by target or by rater, in order of names."""
    found: dict[str, list[float]] = {}
    for mark in marks:
        found.setdefault(mark[at], []).append(mark.value)
    return dict(sorted(found.items()))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _fitted(plain: Component, marks: Sequence[Mark], corrected: Sequence[str]) -> Component:
    """Return a component with at least two corrected raters, fitted."""
    import numpy as np  # noqa: PLC0415 - slow import

    from zgc_review.aggregation.mixed_model import (  # noqa: PLC0415 - slow import
        Crossed,
        additive_effects,
        fit_crossed,
    )

    targets = {one.id: n for n, one in enumerate(plain.targets)}
    raters = {name: n for n, name in enumerate(corrected)}
    data = Crossed(
        values=np.array([mark.value for mark in marks], dtype=np.float64),
        targets=np.array([targets[mark.target] for mark in marks], dtype=np.int64),
        raters=np.array([raters.get(mark.rater, -1) for mark in marks], dtype=np.int64),
        target_count=len(targets),
        rater_count=len(raters),
    )
    fit, hands = fit_crossed(data), additive_effects(data)
    taken = data.values - np.where(data.raters >= 0, hands[data.raters], 0.0)
    evened = np.bincount(data.targets, taken) / np.bincount(data.targets)
    state: State = "fitted" if fit.sd_rater else "no_difference"
    return Component(
        state=state if fit.sd_target else "no_contrast",
        is_full=plain.is_full,
        targets=tuple(
            TargetSeverity(one.id, one.n, one.mean, float(effect), fit.mean + float(effect), float(even))
            for one, effect, even in zip(plain.targets, fit.target_effects, evened, strict=True)
        ),
        raters=tuple(
            one
            if one.note
            else RaterSeverity(one.id, one.n, one.mean, "", float(fit.rater_effects[at]), float(hands[at]))
            for one, at in ((one, raters.get(one.id, -1)) for one in plain.raters)
        ),
        mean=fit.mean,
        sd_target=fit.sd_target,
        sd_rater=fit.sd_rater,
        sd_residual=fit.sd_residual,
        criterion=fit.criterion,
    )

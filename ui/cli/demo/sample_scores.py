"""How the sample's experts score: finals spread wide, one tie, one score far off, one floor not reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd
from random import Random
from typing import Final

from ui.cli.demo import opinions
from ui.cli.demo.projects import Project
from ui.cli.demo.sample_values import CitedPlace, SheetPlan
from zgc_review.catalogue import Catalogue, Criterion, Rubric
from zgc_review.domain.bodies import (
    Recommendation,
)
from zgc_review.domain.settings import Bands
from zgc_review.scoring.totals import band_of, sheet_total

_HIGH, _LOW = 91, 57  # targets of the best and the worst of a pool
#: Targets at the line: a tie, then the last above the pass line. Everything else keeps clear of them, so
#: that one sheet more or less moves nobody over a line.
_TIED, _LAST = 77, 73
_CLEAR_ABOVE, _CLEAR_BELOW = 80, 67
PASS: Final = 70
_BELOW: Final = 22  # the deviating score lies so far under the others (S07: more than 15)
_FLOORED: Final = 52  # around which the criterion lies that misses its floor
_BANDS: Final = Bands()
_RARELY: Final = 12  # one sheet in so many leaves a criterion out as not applicable


@dataclass(frozen=True, slots=True)
class Scores:
    """All sheets, and which of them are special; see ``sample_values.Sample``."""

    plans: tuple[SheetPlan, ...]
    tie: tuple[str, ...]
    deviating: tuple[str, int] | None
    below_floor: tuple[str, str] | None


class _Special:
    """Chooses the applications with something planted."""

    def __init__(self, pools: Mapping[str, Sequence[Project]], catalogue: Catalogue) -> None:
        self.targets = {name: targets_of(len(pool)) for name, pool in pools.items()}
        self.tie = self._choose_tie(pools)
        rest = [
            (project, target)
            for name, pool in reversed(list(pools.items()))
            for project, target in zip(pool, self.targets[name], strict=True)
            if project.number not in self.tie and target >= PASS
        ]
        self.far = rest[0][0].number if rest else ""
        self.floor: tuple[str, str] | None = None
        for project, _ in rest[1:]:
            floored = [
                one for one in catalogue.rubric(project.direction.id).criteria if one.floor is not None
            ]
            if floored:
                self.floor = (project.number, floored[0].id)
                break

    def _choose_tie(self, pools: Mapping[str, Sequence[Project]]) -> tuple[str, ...]:
        """Give the same target to two neighbours of the first pool, where its line will run."""
        name, pool = next(iter(pools.items()))
        if len(pool) < 2:
            return ()
        targets = self.targets[name]
        first = max(0, passing(len(pool)) - 3)
        targets[first] = targets[first + 1] = _TIED
        return (pool[first].number, pool[first + 1].number)


def plan_scores(
    rng: Random,
    pools: Mapping[str, Sequence[Project]],
    groups: Mapping[str, str],
    sizes: Mapping[str, int],
    catalogue: Catalogue,
) -> Scores:
    """Return the sheets of every application.

    Args:
        rng: source of chance.
        pools: applications of each pool, best first: the order they shall come out in.
        groups: group of each sub-direction.
        sizes: seats of each group.
        catalogue: rubrics.
    """
    special = _Special(pools, catalogue)
    habits = {(group, seat): rng.randrange(-2, 3) for group, size in sizes.items() for seat in range(size)}
    plans: list[SheetPlan] = []
    shared: list[int] = []
    for name, pool in pools.items():
        for project, target in zip(pool, special.targets[name], strict=True):
            group = groups[project.direction.id]
            totals = _totals(rng, target, [habits[group, seat] for seat in range(sizes[group])])
            if project.number in special.tie:
                shared = shared or totals
                totals = shared
            if project.number == special.far:
                totals[_far_seat(totals)] = target - _BELOW
            writer = _Writer(rng, project, catalogue.rubric(project.direction.id), special)
            plans += [writer.sheet(group, seat, total) for seat, total in enumerate(totals)]
    deviating = _deviating(plans, special.far, catalogue, pools)
    return Scores(tuple(plans), special.tie, deviating, special.floor)


def passing(count: int) -> int:
    """Return how many of a pool of ``count`` come out above the pass line: about two thirds."""
    return count if count < 2 else max(1, (2 * count) // 3)


def targets_of(count: int) -> list[int]:
    """Return what the applications of a pool of ``count`` shall come to, best first."""
    if count < 2:
        return [84] * count
    above = passing(count)
    best = _spread(_HIGH, _CLEAR_ABOVE, above - 1)
    return [*best, _LAST, *reversed(_spread(_LOW, _CLEAR_BELOW, count - above))]


def _spread(first: int, last: int, count: int) -> list[int]:
    """Return ``count`` targets from the first to the last, evenly; a single one is the first."""
    if count < 2:
        return [first] * count
    return [first + (last - first) * place // (count - 1) for place in range(count)]


def _totals(rng: Random, target: int, habits: Sequence[int]) -> list[int]:
    """Return one total per seat around ``target``: habit and chance, centred."""
    offsets = [habit + rng.randrange(-3, 4) for habit in habits]
    inner = sorted(offsets)[1:-1] or offsets
    middle = round(sum(inner) / len(inner))
    return [min(97, max(45, target + offset - middle)) for offset in offsets]


def _far_seat(totals: Sequence[int]) -> int:
    """Return the seat whose score is moved far off: the middle one."""
    return len(totals) // 2


def _deviating(
    plans: Sequence[SheetPlan], number: str, catalogue: Catalogue, pools: Mapping[str, Sequence[Project]]
) -> tuple[str, int] | None:
    """Return number and seat of the lowest sheet of the application with the score far off."""
    project = next((one for pool in pools.values() for one in pool if one.number == number), None)
    if project is None:
        return None
    rubric = catalogue.rubric(project.direction.id)
    own = [plan for plan in plans if plan.application_number == number]
    lowest = min(own, key=lambda plan: sheet_total(plan.percents, plan.not_applicable, rubric))
    return number, lowest.seat


class _Writer:
    """Writes the sheets of one application."""

    def __init__(self, rng: Random, project: Project, rubric: Rubric, special: _Special) -> None:
        self._rng = rng
        self._project = project
        self._rubric = rubric
        self._ties = project.number in special.tie
        self._plain = self._ties or project.number == special.far
        self._missed = special.floor[1] if special.floor and special.floor[0] == project.number else ""

    def sheet(self, group: str, seat: int, total: int) -> SheetPlan:
        """Return the sheet of one seat with a total at (in a tie: exactly) ``total`` points."""
        rng, project = self._rng, self._project
        percents = self._exact(total) if self._ties else self._around(total)
        left_out = self._left_out() if not self._plain and not self._missed else None
        if left_out is not None:
            del percents[left_out.id]
        reasons = {left_out.id: opinions.not_applicable(rng)} if left_out is not None else {}
        signed = sheet_total(percents, reasons, self._rubric)
        recommendation = _recommendation(signed)
        known = {criterion.id: criterion for criterion in self._rubric.criteria}
        ranked = sorted(percents, key=lambda name: (-percents[name], name))
        ends = [f"“{known[name].zh}”" for name in (ranked[0], ranked[-1])]
        return SheetPlan(
            application_number=project.number,
            group=group,
            seat=seat,
            percents=percents,
            not_applicable=reasons,
            comments=self._comments(percents, known),
            floor_reasons={
                name: opinions.floor_reason(rng, project)
                for name, percent in percents.items()
                if percent < (known[name].floor or 0)
            },
            overall=opinions.overall(rng, project, band_of(signed // 100, _BANDS), recommendation, ends),
            recommendation=recommendation,
            pages=self._pages(),
        )

    def _exact(self, total: int) -> dict[str, int]:
        """Return percents whose total is exactly ``total``: two criteria move against each other.

        The criterion of the highest weight stays at ``total``, so that every tie key is equal (S10).
        """
        percents = {criterion.id: total for criterion in self._rubric.criteria}
        top = self._rubric.top_criterion.id
        others = [criterion for criterion in self._rubric.criteria if criterion.id != top]
        up, down = self._rng.sample(others, 2)
        common = gcd(up.weight, down.weight)
        rise, fall = down.weight // common, up.weight // common
        if max(rise, fall) <= 9 and total + rise <= 100:
            percents[up.id] += rise
            percents[down.id] -= fall
        return percents

    def _around(self, total: int) -> dict[str, int]:
        """Return percents whose total comes near ``total``; no floor is missed but the planted one."""
        rng = self._rng
        percents: dict[str, int] = {}
        for criterion in self._rubric.criteria:
            percent = total + rng.randrange(-6, 7)
            if criterion.id == self._missed:
                percent = _FLOORED + rng.randrange(-4, 5)
            elif criterion.floor is not None:
                percent = max(percent, criterion.floor + rng.randrange(4))
            percents[criterion.id] = min(98, max(35, percent))
        movable = [one for one in self._rubric.criteria if one.id != self._missed]
        for _ in range(400):
            left = total * 100 - sum(one.weight * percents[one.id] for one in self._rubric.criteria)
            step = 1 if left > 0 else -1
            able = [one for one in movable if one.weight <= abs(left) and _may(one, percents[one.id] + step)]
            if not able:
                break
            percents[rng.choice(able).id] += step
        return percents

    def _left_out(self) -> Criterion | None:
        """Return a light criterion that is now and then not applicable."""
        if self._rng.randrange(_RARELY):
            return None
        top = self._rubric.top_criterion.id
        light = [one for one in self._rubric.criteria if one.floor is None and one.id != top]
        return min(light, key=lambda one: one.weight)

    def _comments(self, percents: Mapping[str, int], known: Mapping[str, Criterion]) -> dict[str, str]:
        """Return comments: always in the bands A and D (rules §6.4), now and then in the others."""
        found = {}
        for name, percent in percents.items():
            band = band_of(percent, _BANDS)
            if band in "AD" or self._rng.random() < 0.3:
                found[name] = opinions.comment(self._rng, self._project, band, f"“{known[name].zh}”")
        return found

    def _pages(self) -> tuple[CitedPlace, ...]:
        """Return what is cited: the form's contents, or the audit report, in a third of the sheets."""
        chance = self._rng.random()
        criteria = self._rubric.criteria
        if chance < 0.25:
            return (CitedPlace(self._rubric.top_criterion.id, 1, self._rng.randrange(2, 4)),)
        return (CitedPlace(criteria[-1].id, 4, 1),) if chance < 0.35 else ()


def _may(criterion: Criterion, percent: int) -> bool:
    """Say whether a percent is one that the sample uses."""
    return max(35, criterion.floor or 0) <= percent <= 98


def _recommendation(total: int) -> Recommendation:
    """Return the recommendation that goes with a total (rules §6.5)."""
    if total >= 7500:
        return "SUPPORT"
    return "SUPPORT_IF_REVISED" if total >= 6000 else "NOT_SUPPORT"

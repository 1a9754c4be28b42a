"""How firmly the funded applications of each pool stand (acceptance A13, docs/deliberation.md).

For what is near the line, or crosses it when one expert is left out or another rule combines: margin,
which experts it hangs on, what other rules say, how far one expert's total would have to move. Numbers
alone: a panel's word on support plays no part, but what is VETOED, DEFER or VOID is not ranked. Everything
is computed over the inputs given, so that a reader's visible set gives the reader's answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import msgspec

from zgc_review.aggregation.aggregate import work_out
from zgc_review.aggregation.combination import combine
from zgc_review.aggregation.corrected import Corrected, Why, corrected_values
from zgc_review.aggregation.inputs import AggregationInput, EffectiveSheet, RubricLike, SignedConsent
from zgc_review.aggregation.ledger import Ledger
from zgc_review.aggregation.line import Place, draw_line, fits
from zgc_review.aggregation.margin import Ladder, Rivals, least_move, margin, with_value
from zgc_review.aggregation.ranking import may_rank, panel_places, rank_groups
from zgc_review.aggregation.redrawing import undecided
from zgc_review.domain.results import ApplicationLine, ResultApplication
from zgc_review.domain.settings import Pool, RoundSettings

Standing: TypeAlias = Place | Literal["unranked"]
OtherRule: TypeAlias = Literal["S01", "S02", "median", "corrected"]
_Lines: TypeAlias = Mapping[str, ApplicationLine]


@dataclass(frozen=True, slots=True)
class Without:
    """Leaving out every sheet of ``code`` brings the application across: its value and place then."""

    code: str
    value: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the application comes to when another rule combines the whole pool.

    ``why`` says why the pool was not corrected for severity; the standing is the present one then.
    """

    rule: OtherRule
    value: int | None
    standing: Standing
    flips: bool
    why: Why = ""


@dataclass(frozen=True, slots=True)
class Move:
    """The least change of one expert's total on this application (points × 100) that brings it across."""

    code: str
    change: int


@dataclass(frozen=True, slots=True)
class Firmness:
    """One application that is near the line, or that crosses it in some recomputation.

    Attributes:
        rank: place in the pool, None where it is not ranked.
        standing: where the numbers put it.
        margin: least change of its value (points × 100) that brings it across; None where none does.
        is_near: that change is at most the round's ``near_line``.
        without: experts without whom it crosses, by code.
        alternatives: every other rule.
        moves: per expert whose total alone can bring it across, by code.
    """

    application: str
    pool: str
    rank: int | None
    standing: Standing
    margin: int | None
    is_near: bool
    without: tuple[Without, ...]
    alternatives: tuple[Alternative, ...]
    moves: tuple[Move, ...]

    @property
    def is_firm(self) -> bool:
        """Say whether it is here for its nearness alone."""
        return not self.without and not any(one.flips for one in self.alternatives)


def robustness(inputs: AggregationInput) -> tuple[Firmness, ...]:
    """Return what is near the line of each pool or crosses it, in the order of pools and ranks.

    A round of stage midterm or acceptance has no line: nothing is returned.

    Raises:
        AggregationError: as :func:`zgc_review.aggregation.aggregate.aggregate`.
    """
    if inputs.settings.stage != "proposal":
        return ()
    ledger, workings = Ledger(inputs), work_out(inputs)
    known = {one.application: one for one in inputs.applications}
    lines = [by_numbers(line, known[line.application]) for line in workings.aggregate.applications]
    sheets = {name: standing.counting for name, standing in workings.standings.items()}
    rubrics = {name: inputs.rubrics[known[name].sub_direction] for name in sheets}
    found: list[Firmness] = []
    for pool in inputs.settings.pools:
        tie = ledger.spoken(inputs.round_chair).get(f"tie::{pool.id}")
        own = {line.application: line for line in lines if line.pool == pool.id}
        found += _Field(inputs.settings, pool, tie, own, sheets, rubrics).firmness()
    return tuple(found)


def by_numbers(line: ApplicationLine, application: ResultApplication) -> ApplicationLine:
    """Return a line without the panel's word on support; its amount, or the most where it has none."""
    most = application.ceiling_fen
    return undecided(line, application.requested_fen if most is None else most)


class _Field:
    """One pool: its lines, its sheets, and what becomes of it when something is changed."""

    def __init__(
        self,
        settings: RoundSettings,
        pool: Pool,
        tie: SignedConsent | None,
        lines: _Lines,
        sheets: Mapping[str, Sequence[EffectiveSheet]],
        rubrics: Mapping[str, RubricLike],
    ) -> None:
        self._settings, self._pool, self._tie = settings, pool, tie
        self._lines, self._sheets, self._rubrics = lines, sheets, rubrics
        self._ranks, self._now = self._standings(lines)

    def firmness(self) -> list[Firmness]:
        """Return what is near or crosses, by rank."""
        without = self._left_out()
        others = self._alternatives()
        crossing = set(without) | {name for name, found in others.items() if any(one.flips for one in found)}
        ranked = [line for line in self._lines.values() if may_rank(line)]
        ladder = Ladder(ranked, self._settings, self._pool, panel_places(self._tie))
        found = []
        for name in sorted(crossing | self._perhaps_near(), key=self._order):
            line = self._lines[name]
            rivals = Rivals(ladder, line)
            least = margin(rivals, line)
            is_near = least is not None and abs(least) <= self._settings.near_line
            if is_near or name in crossing:
                found.append(
                    Firmness(
                        application=name,
                        pool=self._pool.id,
                        rank=self._ranks.get(name),
                        standing=self._now[name],
                        margin=least,
                        is_near=is_near,
                        without=tuple(without.get(name, ())),
                        alternatives=tuple(others[name]),
                        moves=self._moves(rivals, line),
                    )
                )
        return found

    def _order(self, name: str) -> tuple[int, str]:
        """Order by rank, then id."""
        return self._ranks.get(name, len(self._lines) + 1), name

    def _standings(self, lines: _Lines) -> tuple[dict[str, int], dict[str, Standing]]:
        """Return ranks and places of changed lines, by the functions that drew the line itself."""
        ranked = [line for line in lines.values() if may_rank(line)]
        groups = rank_groups(ranked, self._settings, self._tie)
        drawn = draw_line(groups, self._settings, self._pool)
        standings: dict[str, Standing] = dict.fromkeys(lines, "unranked")
        standings |= {one.application: one.line for one in drawn}
        return {one.application: one.rank for one in drawn}, standings

    def _flips(self, name: str, standing: Standing) -> bool:
        """Say whether another place is on the other side of the line."""
        return (standing == "within") != (self._now[name] == "within")

    def _left_out(self) -> dict[str, list[Without]]:
        """Leave out one expert after another and say which applications cross."""
        held: dict[str, list[str]] = {}
        for name in self._lines:
            for sheet in self._sheets[name]:
                held.setdefault(sheet.code, []).append(name)
        found: dict[str, list[Without]] = {}
        for code in sorted(held):
            lines = dict(self._lines)
            for name in held[code]:
                rest = [sheet for sheet in self._sheets[name] if sheet.code != code]
                after = combine(rest, self._settings, self._rubrics[name])
                lines[name] = msgspec.structs.replace(lines[name], after=after)
            _, standings = self._standings(lines)
            for name, standing in standings.items():
                if self._flips(name, standing):
                    found.setdefault(name, []).append(Without(code, lines[name].after.value, standing))
        return found

    def _alternatives(self) -> dict[str, list[Alternative]]:
        """Combine the whole pool by each other rule."""
        found: dict[str, list[Alternative]] = {name: [] for name in self._lines}
        others: tuple[OtherRule, ...] = ("S01", "S02", "median", "corrected")
        corrected = corrected_values({name: self._sheets[name] for name in self._lines})
        for rule in others:
            if rule == self._settings.combine:
                continue
            if rule == "corrected" and corrected.why:
                for name, own in found.items():
                    own.append(Alternative(rule, None, self._now[name], flips=False, why=corrected.why))
                continue
            lines = {name: self._by_rule(line, rule, corrected) for name, line in self._lines.items()}
            _, standings = self._standings(lines)
            for name, standing in standings.items():
                value = lines[name].after.value
                found[name].append(Alternative(rule, value, standing, self._flips(name, standing)))
        return found

    def _by_rule(self, line: ApplicationLine, rule: OtherRule, corrected: Corrected) -> ApplicationLine:
        """Return a line as another rule combines it; votes and criteria stay."""
        after = line.after
        if rule == "corrected":
            # Who has no official value gets none by a correction either.
            value = None if after.value is None else corrected.values.get(line.application)
            after = with_value(after, value, after.plain_mean)
        elif rule == "S01":
            trimming = msgspec.structs.replace(self._settings, combine="S01")
            name = line.application
            after = combine(self._sheets[name], trimming, self._rubrics[name])
        else:
            after = with_value(after, after.plain_mean if rule == "S02" else after.median, after.plain_mean)
        return msgspec.structs.replace(line, after=after)

    def _perhaps_near(self) -> set[str]:
        """Return what may be near: what crosses must pass the pass line or one of these values.

        What is within: that of somebody who fits and is not. What is not: that of somebody within, of the
        first who is not (there the strict rule stops), or of an open tie.
        """
        able = [one for one in self._lines.values() if may_rank(one) and self._could(one)]
        inside = [one for one in able if self._now[one.application] == "within"]
        outside = [one for one in able if self._now[one.application] in {"beyond_budget", "tie_open"}]
        first = min(outside, key=lambda one: self._order(one.application), default=None)
        open_ones = [one for one in outside if one is first or self._now[one.application] == "tie_open"]
        against_inside = _values(outside, self._pool)
        against_outside = _values([*inside, *open_ones], self._pool)
        reach = self._settings.near_line + 1
        return {
            line.application
            for line in able
            if _is_close(
                line.after.value or 0,
                against_inside if self._now[line.application] == "within" else against_outside,
                reach,
            )
        }

    def _could(self, line: ApplicationLine) -> bool:
        """Say whether it would fit with a full score: enough votes."""
        full = with_value(line.after, 10_000, line.after.plain_mean)
        return fits(msgspec.structs.replace(line, after=full), self._settings, self._pool)

    def _moves(self, rivals: Rivals, line: ApplicationLine) -> tuple[Move, ...]:
        """Return whose total alone can bring it across, and by how much."""
        found = []
        for mark in line.after.marks:
            change = least_move(rivals, line, mark.code, self._settings)
            if change is not None:
                found.append(Move(mark.code, change))
        return tuple(found)


def _values(lines: Sequence[ApplicationLine], pool: Pool) -> list[int]:
    """Return the values of ``lines`` and the pass line, ascending."""
    return sorted([pool.pass_line, *(line.after.value or 0 for line in lines)])


def _is_close(value: int, ordered: Sequence[int], reach: int) -> bool:
    """Say whether one of ``ordered`` is at most ``reach`` away."""
    at = bisect_left(ordered, value - reach)
    return at < len(ordered) and ordered[at] <= value + reach

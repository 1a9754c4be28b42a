"""The line of a pool: who is within its budget, walked in rank order (S08, S10, rules §13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.deliberation import meets_votes
from zgc_review.domain.results import ApplicationLine, RankLine
from zgc_review.domain.settings import Pool, RoundSettings

Place: TypeAlias = Literal["within", "beyond_budget", "tie_open", "reserve", "below"]


def draw_line(
    groups: Sequence[tuple[int, list[ApplicationLine]]], settings: RoundSettings, pool: Pool
) -> tuple[RankLine, ...]:
    """Return the ranking of ``pool`` with the line in it; ``groups`` are its groups of equal rank, in order.

    A tie at the line is never cut silently: all of its fitting applications stay open.
    """
    walk = _Walk(settings, pool)
    return tuple(line for rank, group in groups for line in walk.step(rank, group))


class _Walk:
    """The running sum of one pool, and whether the strict rule has stopped it."""

    def __init__(self, settings: RoundSettings, pool: Pool) -> None:
        self._settings = settings
        self._pool = pool
        self._running = 0
        self._stopped = False

    def step(self, rank: int, group: Sequence[ApplicationLine]) -> list[RankLine]:
        """Place one group of equal rank."""
        fitting = [line for line in group if fits(line, self._settings, self._pool)]
        place = self._place(fitting)
        names = {line.application for line in fitting}
        lines = []
        for line in group:
            may = line.application in names
            if may and place == "within":
                self._running += line.amount_fen or 0
            lines.append(
                RankLine(
                    rank=rank,
                    application=line.application,
                    value=_value(line),
                    tied=len(group) > 1,
                    amount_fen=line.amount_fen,
                    running_fen=self._running,
                    line=place if may else self._outside(line),
                )
            )
        return lines

    def _place(self, fitting: Sequence[ApplicationLine]) -> Place:
        """Return where all fitting ones of a group stand, and stop the walk if the rule says so."""
        budget = self._pool.budget_fen
        if budget is None or not fitting:
            return "within"
        if self._stopped:
            return "beyond_budget"
        if self._running + sum(line.amount_fen or 0 for line in fitting) <= budget:
            return "within"
        self._stopped = self._pool.rule == "strict"
        return "beyond_budget" if len(fitting) == 1 else "tie_open"

    def _outside(self, line: ApplicationLine) -> Place:
        """Return where an application that does not fit stands; a panel's no is no reserve."""
        if line.decision == "NOT_SUPPORT" or _value(line) < self._pool.reserve:
            return "below"
        return "reserve"


def fits(line: ApplicationLine, settings: RoundSettings, pool: Pool) -> bool:
    """Say whether an application may take money: over the pass line, votes met, not decided otherwise."""
    return (
        _value(line) >= pool.pass_line
        and meets_votes(line.after, settings)
        and (line.decision is None or line.decision in YES)
    )


def _value(line: ApplicationLine) -> int:
    """Return the value of a ranked application, which is never missing."""
    assert line.after.value is not None  # noqa: S101 - ranking leaves out what has no value
    return line.after.value

"""How far one application of a pool is from the other side of the line, all others staying where they are.

Exact: values in points × 100, the keys of the ranking, the budget in 分. The place of an application is
monotone in its value, so that the nearest change is found by halving, not by trying every value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import TypeAlias

import msgspec

from zgc_review.aggregation.criteria import trim_ends
from zgc_review.aggregation.exact import half_up_ratio
from zgc_review.aggregation.line import fits
from zgc_review.aggregation.ranking import rank_key
from zgc_review.domain.results import ApplicationLine, Combination
from zgc_review.domain.settings import Pool, RoundSettings

FULL = 10_000  # points × 100
Key: TypeAlias = tuple[int, ...]
Probe: TypeAlias = Callable[[int], ApplicationLine]


class Ladder:
    """The groups of equal rank of a pool, best first: their keys, and what those who fit in each ask for."""

    def __init__(
        self,
        lines: Sequence[ApplicationLine],
        settings: RoundSettings,
        pool: Pool,
        places: Mapping[str, int],
    ) -> None:
        """Group ``lines``, all of which are ranked; ``places``: the panel's order of ties."""
        self.settings, self.pool, self.places = settings, pool, places
        asked: dict[Key, list[int]] = {}
        for line in lines:
            ask = (line.amount_fen or 0) if fits(line, settings, pool) else 0
            asked.setdefault(self.key(line), []).append(ask)
        self.keys = sorted(asked)
        self.sums = [sum(asked[key]) for key in self.keys]
        self.sizes = [len(asked[key]) for key in self.keys]

    def key(self, line: ApplicationLine) -> Key:
        """Return by what an application is ranked."""
        return rank_key(line, self.settings, self.places)


class Rivals:
    """The ladder without one application, and where on it that one would be within.

    Places on it are numbered: even ones lie before a group of equals, odd ones among it, the last behind
    all. ``_turns`` are the places at which being within begins or ends.
    """

    def __init__(self, ladder: Ladder, one: ApplicationLine) -> None:
        self._ladder = ladder
        amount = one.amount_fen or 0
        at = bisect_left(ladder.keys, ladder.key(one))
        alone = ladder.sizes[at] == 1
        self._keys = ladder.keys[:at] + ladder.keys[at + alone :]
        sums = ladder.sums[:at] + ladder.sums[at + alone :]
        if not alone and fits(one, ladder.settings, ladder.pool):
            sums[at] -= amount
        self._first, self._turns = _turns(sums, amount, ladder.pool)

    def within(self, line: ApplicationLine) -> bool:
        """Say whether the application would be within with the values of ``line``."""
        turned = bisect_right(self._turns, self._place(line)) % 2 == 1
        return fits(line, self._ladder.settings, self._ladder.pool) and self._first != turned

    def least_change(self, probe: Probe, most: int) -> int | None:
        """Return the least of 1…``most`` at which ``probe`` is on the other side than at 0, else None.

        ``probe`` must move the application one way only: its value never falls, or never rises.
        """
        now, at = self.within(probe(0)), 0
        while True:
            here = self._stretch(probe(at))
            low, high = at, most
            if self._stretch(probe(most)) == here:
                return None
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if self._stretch(probe(middle)) == here else (low, middle)
            if self.within(probe(high)) != now:
                return high
            at = high

    def _stretch(self, line: ApplicationLine) -> tuple[int, bool]:
        """Return what moves one way with the value, and between two changes of which nothing changes."""
        passed = fits(line, self._ladder.settings, self._ladder.pool)
        return bisect_right(self._turns, self._place(line)), passed

    def _place(self, line: ApplicationLine) -> int:
        """Return the place among the others: before a group, or among it."""
        key = self._ladder.key(line)
        group = bisect_left(self._keys, key)
        return 2 * group + (group < len(self._keys) and self._keys[group] == key)


def _turns(sums: Sequence[int], amount: int, pool: Pool) -> tuple[bool, list[int]]:
    """Return whether the first place is within, and where that changes, for somebody who asks ``amount``.

    ``sums``: what the others of each group ask for. The line walks them as ``aggregation.line`` says: a
    group that does not fit whole takes nothing; under the strict rule nobody after it does.
    """
    budget = pool.budget_fen
    if budget is None:
        return True, []
    if pool.rule == "strict":
        running = list(accumulate(sums, initial=0))
        most = bisect_right(running, budget - amount)
        return most > 0, [2 * most - 1] if 0 < most < len(running) else []
    opened: list[bool] = []
    taken = 0
    for own in sums:
        opened.append(taken + amount <= budget)
        opened.append(taken + own + amount <= budget)
        taken += own if taken + own <= budget else 0
    opened.append(taken + amount <= budget)
    return opened[0], [n for n in range(1, len(opened)) if opened[n] != opened[n - 1]]


def margin(rivals: Rivals, line: ApplicationLine) -> int | None:
    """Return the least change of the value (points × 100) that brings it to the other side, else None.

    Negative: it may lose so much less one hundredth; positive: it lacks so much. Everything else of the
    application, the keys of ties as well, stays.
    """
    value = line.after.value or 0
    up = rivals.least_change(lambda d: _valued(line, value + d), FULL - value) if value < FULL else None
    down = rivals.least_change(lambda d: _valued(line, value - d), value) if value else None
    return nearest(up, down)


def least_move(rivals: Rivals, line: ApplicationLine, code: str, settings: RoundSettings) -> int | None:
    """Return the least change of one expert's total (points × 100) that brings the application across.

    None where none does, and under S04, which does not count totals. Recommendation and percents stay.
    """
    if line.after.rule == "S04":
        return None
    rest = [mark.total for mark in line.after.marks if mark.code != code]
    total = next(mark.total for mark in line.after.marks if mark.code == code)

    def moved(change: int) -> ApplicationLine:
        return _combined(line, [*rest, total + change], settings)

    up = rivals.least_change(moved, FULL - total) if total < FULL else None
    down = rivals.least_change(lambda d: moved(-d), total) if total else None
    return nearest(up, down)


def nearest(up: int | None, down: int | None) -> int | None:
    """Return the smaller of two changes, the one downwards as a negative number; up where they are equal."""
    if up is None or (down is not None and down < up):
        return None if down is None else -down
    return up


def with_value(after: Combination, value: int | None, plain_mean: int | None) -> Combination:
    """Return a combination with another value and another plain mean."""
    return msgspec.structs.replace(after, value=value, plain_mean=plain_mean)


def _valued(line: ApplicationLine, value: int) -> ApplicationLine:
    """Return ``line`` with another value."""
    return msgspec.structs.replace(line, after=with_value(line.after, value, line.after.plain_mean))


def _combined(line: ApplicationLine, totals: list[int], settings: RoundSettings) -> ApplicationLine:
    """Return ``line`` with the value and the mean of other totals, by the rule that applied (S01, S02)."""
    ordered = sorted(totals)
    ends = trim_ends(len(ordered), settings) if line.after.rule == "S01" else 0
    kept = ordered[ends : len(ordered) - ends]
    value = half_up_ratio(sum(kept), len(kept))
    mean = half_up_ratio(sum(ordered), len(ordered))
    return msgspec.structs.replace(line, after=with_value(line.after, value, mean))

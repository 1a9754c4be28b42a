"""Who reviews what: the best assignment, exact and the same everywhere, or why there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from zgc_review.assignment.grid import Grid, build_grid, leading
from zgc_review.assignment.network import Network, Optimum, optimise
from zgc_review.assignment.problem import Problem
from zgc_review.assignment.shortage import Infeasible, explain_idle, explain_short
from zgc_review.assignment.ties import settle
from zgc_review.domain.canonical import canonical_bytes
from zgc_review.errors import ProgramFault

_TIE_BITS = 4


@dataclass(frozen=True, slots=True)
class Solution:
    """An assignment with the greatest sum of affinities.

    Attributes:
        pairs: (application, expert), sorted.
        objective: sum of the affinities of the pairs.
    """

    pairs: tuple[tuple[str, str], ...]
    objective: int


def solve(problem: Problem, progress: Callable[[int, int], None] | None = None) -> Solution | Infeasible:
    """Assign to each application as many experts as it needs, within all bounds, with greatest affinity.

    A pair that ``affinity`` does not list counts 0 and may be assigned. Optimality is proved in integers
    over all pairs. Among equally good assignments the greatest sum of tie numbers wins, by their leading
    bits first, so that the answer depends on the problem alone.

    Raises:
        ProgramFault: no answer could be proved.
    """
    tick = _counting(progress)
    grid = build_grid(problem)
    if not grid.applications or not grid.experts:
        return _empty(grid)
    order = leading(grid.ties, 20)
    optimum = optimise(grid.network, order, tick=tick)
    if optimum is None:
        repaired = _repair(grid, order, tick)
        if isinstance(repaired, Infeasible):
            return repaired
        optimum = optimise(grid.network, order, repaired, tick)
        if optimum is None:
            raise ProgramFault("assignment: a possible program has no answer")
    return _solution(grid, settle(grid.network, optimum, *grid.names, tick=tick))


def solution_bytes(answer: Solution | Infeasible) -> bytes:
    """Return the canonical JSON of an answer (RFC 8785).

    A solution is ``{"objective", "pairs"}``; else ``Infeasible.record``.
    """
    if isinstance(answer, Solution):
        return canonical_bytes(
            {"objective": answer.objective, "pairs": [list(pair) for pair in answer.pairs]}
        )
    return canonical_bytes(answer.record())


def _empty(grid: Grid) -> Solution | Infeasible:
    """Answer a problem without applications or without experts."""
    import numpy as np  # noqa: PLC0415 - slow import

    used = np.zeros((len(grid.applications), len(grid.experts)), dtype=bool)
    if grid.network.need.any():
        return explain_short(grid, used)
    return explain_idle(grid, used) if grid.network.least.any() else Solution((), 0)


def _repair(grid: Grid, order: Any, tick: Callable[[], None]) -> Infeasible | Any:
    """Return pairs with which all bounds can be kept, or why they cannot.

    First as few experts as possible are missing, without least loads; then as little as possible of the
    least loads stays open. Ties only keep the solver from crawling over equal values.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    rows, width = grid.network.allowed.shape
    ties = leading(grid.ties, _TIE_BITS)
    price = 1 + (int(grid.network.need.sum()) << _TIE_BITS)
    served = _elastic(
        replace(
            grid.network,
            value=ties,
            least=np.zeros(width, dtype=np.int64),
            short_price=np.full(rows, price, dtype=np.int64),
        ),
        order,
        None,
        tick,
    )
    if served.short.any():
        return explain_short(grid, served.used)
    idle_price = np.full(width, price, dtype=np.int64)
    loaded = _elastic(replace(grid.network, value=ties, idle_price=idle_price), order, served.used, tick)
    return explain_idle(grid, loaded.used) if loaded.idle.any() else loaded.used


def _counting(progress: Callable[[int, int], None] | None) -> Callable[[], None]:
    """Return what counts programs and tells how many there were."""
    begun = 0

    def tick() -> None:
        nonlocal begun
        begun += 1
        if progress is not None:
            progress(begun, begun + 1)

    return tick


def _elastic(network: Network, order: Any, first: Any, tick: Callable[[], None]) -> Optimum:
    found = optimise(network, order, first, tick)
    if found is None:
        raise ProgramFault("assignment: an elastic program has no answer")
    return found


def _solution(grid: Grid, used: Any) -> Solution:
    """Read the pairs off and add their affinities up again, in whole numbers."""
    import numpy as np  # noqa: PLC0415 - slow import

    at, of = np.nonzero(used)
    pairs = sorted(
        (grid.applications[row].id, grid.experts[column].id)
        for row, column in zip(at.tolist(), of.tolist(), strict=True)
    )
    return Solution(tuple(pairs), sum(grid.affinity[used].tolist()))

"""A problem as the program that the solver sees: values with ties, bounds, institutions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zgc_review.assignment.network import Network
from zgc_review.assignment.problem import Application, Expert, Problem
from zgc_review.assignment.ties import TIE_BITS, tie_numbers

#: Tie numbers are added to the values as far as the sum stays small enough for floating point.
_ROOM = 1 << 40
_MOST_BITS = 14


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """A problem with its program.

    Attributes:
        applications: rows.
        experts: columns.
        affinity: affinity of each pair.
        ties: tie number of each pair.
        network: the program; its values put affinity first and leading bits of the tie numbers second.
        weight: what one unit of affinity counts in ``network.value`` against tie bits.
        bits: leading bits of the tie numbers in ``network.value``.
        names: what the tie numbers are made of, by row and by column.
    """

    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]
    affinity: Any
    ties: Any
    network: Network
    weight: int
    bits: int
    names: tuple[tuple[str, ...], tuple[str, ...]]


def build_grid(problem: Problem) -> Grid:
    """Return the program of a problem.

    All pairs get their tie number's leading bits below the affinity: equal values make the solver crawl.
    Affinities are shifted and divided by what they have in common, which changes no comparison because
    every assignment has the same number of pairs.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    names = (_names(problem.seed, problem.applications), _names(problem.seed, problem.experts))
    ties = tie_numbers(*names)
    need = np.array([entry.need for entry in problem.applications], dtype=np.int64)
    shifted = problem.value - (problem.value.min() if problem.value.size else 0)
    common = int(np.gcd.reduce(shifted, axis=None)) if shifted.size else 0
    levels = shifted // max(common, 1)
    bits = _bits(int(levels.max()) if levels.size else 0, int(need.sum()))
    weight = max(1, int(need.sum()) << bits)
    network = Network(
        value=levels * weight + leading(ties, bits),
        allowed=problem.allowed,
        need=need,
        least=np.array([entry.min for entry in problem.experts], dtype=np.int64),
        most=np.array([entry.max for entry in problem.experts], dtype=np.int64),
        starts=_starts(problem.experts, together=problem.one_per_institution),
    )
    return Grid(problem.applications, problem.experts, problem.value, ties, network, weight, bits, names)


def _names(seed: str, entries: Iterable[Application | Expert]) -> tuple[str, ...]:
    """Return the ids, with the seed in front where there is one: another seed, other ties."""
    return tuple(f"{seed}\0{entry.id}" if seed else entry.id for entry in entries)


def leading(ties: Any, bits: int) -> Any:
    """Return the leading bits of tie numbers."""
    return ties >> (TIE_BITS - bits)


def _bits(levels: int, pairs: int) -> int:
    """Return how many tie bits fit below affinities of so many levels in an assignment of so many pairs."""
    for bits in range(_MOST_BITS, 0, -1):
        if max(levels, 1) * (max(pairs, 1) << bits) <= _ROOM:
            return bits
    return 0


def _starts(experts: Sequence[Expert], *, together: bool) -> Any:
    """Return the first column of each institution; an expert without one, or without the rule, is alone."""
    import numpy as np  # noqa: PLC0415 - slow import

    return np.array(
        [
            place
            for place, expert in enumerate(experts)
            if not together
            or place == 0
            or not expert.institution
            or experts[place - 1].institution != expert.institution
        ],
        dtype=np.int64,
    )

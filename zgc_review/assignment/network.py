"""The assignment as a linear program whose answers are whole numbers, and the exact proof of them.

Every constraint is a set of pairs: the pairs of one application, those of one application and one
institution (nested in the former), those of one expert. Two nested families make the matrix totally
unimodular: with whole-number data the simplex method ends on whole pairs and whole prices. HiGHS works
in floating point; what it returns is rounded and then proved in integers: the value of the pairs must
equal the bound that the prices give over *all* allowed pairs, also those left out of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zgc_review.errors import ProgramFault

#: Experts per application, and applications per expert, that the first program holds.
_BEST = 40
_ROUNDS = 500
_NOTHING = -(1 << 62)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """One program: rows are applications, columns are experts sorted by institution.

    Attributes:
        value: what each pair is worth, int64.
        allowed: which pairs may be used.
        need: experts per application.
        least: least load of each expert.
        most: greatest load of each expert.
        starts: first column of each institution.
        filled: which (application, institution) must have exactly one expert; None = none must.
        short_price: per application, the price of one missing expert; None = none may be missing.
        idle_price: per expert, the price of one place below the least load; None = none may be.
    """

    value: Any
    allowed: Any
    need: Any
    least: Any
    most: Any
    starts: Any
    filled: Any = None
    short_price: Any = None
    idle_price: Any = None


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """A proved optimum.

    Attributes:
        used: which pairs are assigned.
        short: missing experts of each application.
        idle: places of each expert below the least load.
        rest: value of each pair less the prices of its application and its expert.
        expert_price: > 0 where an expert is full, < 0 where held to the least load, 0 where free.
    """

    used: Any
    short: Any
    idle: Any
    rest: Any
    expert_price: Any


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """What the solver returned, rounded."""

    used: Any
    short: Any
    idle: Any
    application_price: Any
    expert_price: Any


def silent() -> None:
    """Say nothing between programs."""


def optimise(
    network: Network, order: Any, first: Any = None, tick: Callable[[], None] = silent
) -> Optimum | None:
    """Return the best assignment, None where the program with the pairs it holds has no answer.

    Args:
        network: the program.
        order: int64 matrix below 2^20; picks among pairs of equal value those held first, nothing else.
        first: pairs the program must hold from the beginning.
        tick: called before each program; ends the work by raising.

    Raises:
        ProgramFault: no answer could be proved.
    """
    held = best_pairs(network, order, network.value, network.allowed, columns=True)
    if first is not None:
        held |= first & network.allowed
    for _ in range(_ROUNDS):
        tick()
        answer = _run(network, held, "highs-ds")
        if answer is None:
            return None
        rest = _rest(network, answer)
        better = _better(network, held, rest)
        if not better.any():
            proved = _proved(network, answer, rest)
            return proved if proved is not None else _again(network, held)
        held |= best_pairs(network, order, rest, better, columns=False)
    raise ProgramFault("assignment: no end of better pairs")


def _again(network: Network, held: Any) -> Optimum:
    """Run the other method of the solver where the first one's answer could not be proved."""
    answer = _run(network, held, "highs-ipm")
    proved = _proved(network, answer, _rest(network, answer)) if answer is not None else None
    if proved is None:
        raise ProgramFault("assignment: the answer could not be proved")
    return proved


def best_pairs(network: Network, order: Any, value: Any, among: Any, *, columns: bool) -> Any:
    """Return the best pairs of each row, and of each column if wanted, as a bool matrix."""
    import numpy as np  # noqa: PLC0415 - slow import

    rows, width = among.shape
    if width <= _BEST:
        return among.copy()
    score = np.where(among, (value << 20) + order, _NOTHING)
    chosen = np.zeros(among.shape, dtype=bool)
    top = np.argpartition(score, width - _BEST, axis=1)[:, width - _BEST :]
    np.put_along_axis(chosen, top, values=True, axis=1)
    per_expert = min(rows, max(_BEST, 2 * int(network.need.sum()) // width))
    if columns and per_expert < rows:
        top = np.argpartition(score, rows - per_expert, axis=0)[rows - per_expert :]
        np.put_along_axis(chosen, top, values=True, axis=0)
    return (among if columns and per_expert == rows else chosen) & among


def group_best(network: Network, rest: Any, among: Any) -> Any:
    """Return the greatest ``rest`` of each (application, institution) over the pairs in ``among``."""
    import numpy as np  # noqa: PLC0415 - slow import

    return np.maximum.reduceat(np.where(among, rest, _NOTHING), network.starts, axis=1)


def spread(network: Network, groups: Any) -> Any:
    """Return a matrix by (application, institution) as one by (application, expert)."""
    import numpy as np  # noqa: PLC0415 - slow import

    sizes = np.diff(np.append(network.starts, network.allowed.shape[1]))
    return np.repeat(groups, sizes, axis=1)


def _rest(network: Network, answer: _Answer) -> Any:
    return network.value - answer.application_price[:, None] - answer.expert_price[None, :]


def _better(network: Network, held: Any, rest: Any) -> Any:
    """Return the pairs left out whose price says they would raise the value."""
    import numpy as np  # noqa: PLC0415 - slow import

    known = group_best(network, rest, held)
    floor = np.maximum(known, 0)
    if network.filled is not None:
        floor = np.where(network.filled, known, floor)
    return network.allowed & ~held & (rest > spread(network, floor))


def _proved(network: Network, answer: _Answer, rest: Any) -> Optimum | None:
    """Return the optimum if pairs keep all bounds and their value equals the bound of the prices."""
    import numpy as np  # noqa: PLC0415 - slow import

    used, short, idle = answer.used, answer.short, answer.idle
    load = used.sum(axis=0) + idle
    groups = np.add.reduceat(used, network.starts, axis=1, dtype=np.int64)
    kept = (
        not (used & ~network.allowed).any()
        and np.array_equal(used.sum(axis=1) + short, network.need)
        and bool(((load >= network.least) & (load <= network.most)).all())
        and bool((groups <= 1).all())
        and (network.filled is None or bool((groups[network.filled] == 1).all()))
    )
    if not kept or _worth(network, answer) != _bound(network, answer, rest):
        return None
    return Optimum(used, short, idle, rest, answer.expert_price)


def _worth(network: Network, answer: _Answer) -> int:
    worth = int(network.value[answer.used].sum())
    if network.short_price is not None:
        worth -= int((network.short_price * answer.short).sum())
    if network.idle_price is not None:
        worth -= int((network.idle_price * answer.idle).sum())
    return worth


def _bound(network: Network, answer: _Answer, rest: Any) -> int:
    """Return what no assignment can exceed, by the prices (weak duality), in integers."""
    import numpy as np  # noqa: PLC0415 - slow import

    mine, theirs = answer.application_price, answer.expert_price
    best = group_best(network, rest, network.allowed)
    gain = np.maximum(best, 0)
    if network.filled is not None:
        gain = np.where(network.filled, best, gain)
    bound = int((network.need * mine).sum()) + int(gain.sum())
    bound += int((np.where(theirs > 0, network.most, network.least) * theirs).sum())
    if network.short_price is not None:
        bound += int((network.need * np.maximum(-network.short_price - mine, 0)).sum())
    if network.idle_price is not None:
        bound += int((network.least * np.maximum(-network.idle_price - theirs, 0)).sum())
    return bound


def _run(network: Network, held: Any, method: str) -> _Answer | None:
    """Solve the program over the pairs in ``held``; None where it has no answer."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy.optimize import linprog  # noqa: PLC0415 - slow import

    rows, width = held.shape
    at, of = np.nonzero(held)
    pairs = len(at)
    zeros = np.zeros(width)
    short = network.need if network.short_price is not None else np.zeros(rows)
    idle = network.least if network.idle_price is not None else zeros
    short_price = network.short_price if network.short_price is not None else np.zeros(rows)
    idle_price = network.idle_price if network.idle_price is not None else zeros
    cost = np.concatenate([-network.value[at, of], zeros, short_price, idle_price]).astype(float)
    lower = np.concatenate([np.zeros(pairs), network.least, np.zeros(rows), zeros])
    upper = np.concatenate([np.ones(pairs), network.most, short, idle])
    equal, target, under, limit = _constraints(network, at, of)
    found = linprog(
        cost,
        A_ub=under,
        b_ub=limit,
        A_eq=equal,
        b_eq=target,
        bounds=np.column_stack([lower, upper]),
        method=method,
    )
    if found.status == 2:
        return None
    if found.status != 0:
        raise ProgramFault(f"assignment: solver status {found.status}")
    used = np.zeros(held.shape, dtype=bool)
    whole = np.rint(found.x).astype(np.int64)
    used[at, of] = whole[:pairs] == 1
    prices = -np.rint(found.eqlin.marginals).astype(np.int64)
    after = pairs + width
    return _Answer(
        used, whole[after : after + rows], whole[after + rows :], prices[:rows], prices[rows : rows + width]
    )


def _constraints(network: Network, at: Any, of: Any) -> tuple[Any, Any, Any, Any]:
    """Return equalities and inequalities of the program.

    Columns: pairs, loads, missing experts, places below the least load. Equal rows: each application has
    pairs + missing = need; each expert has pairs + idle − load = 0; groups that must be filled have one.
    """
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import

    rows, width = network.allowed.shape
    pairs = len(at)
    columns = pairs + 2 * width + rows
    number = np.arange(pairs)
    experts, applications = np.arange(width), np.arange(rows)
    where = np.concatenate([at, applications, rows + of, rows + experts, rows + experts])
    which = np.concatenate(
        [number, pairs + width + applications, number, pairs + width + rows + experts, pairs + experts]
    )
    sign = np.concatenate([np.ones(len(where) - width), np.full(width, -1.0)])
    equal = sparse.csr_matrix((sign, (where, which)), shape=(rows + width, columns))
    target = np.concatenate([network.need, np.zeros(width)]).astype(float)
    institution = np.searchsorted(network.starts, of, side="right") - 1
    group, member, size = np.unique(
        at * len(network.starts) + institution, return_inverse=True, return_counts=True
    )
    must = np.zeros(len(group), dtype=bool) if network.filled is None else network.filled.ravel()[group]
    limited = (size > 1) & ~must
    filled = _group_rows(must, member, columns)
    return (
        sparse.vstack([equal, filled]).tocsc(),
        np.concatenate([target, np.ones(filled.shape[0])]),
        _group_rows(limited, member, columns).tocsc(),
        np.ones(int(limited.sum())),
    )


def _group_rows(wanted: Any, member: Any, columns: int) -> Any:
    """Return one row of ones per wanted group of pairs."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import

    row = np.cumsum(wanted) - 1
    (inside,) = np.nonzero(wanted[member])
    ones = np.ones(len(inside))
    return sparse.csr_matrix((ones, (row[member[inside]], inside)), shape=(int(wanted.sum()), columns))

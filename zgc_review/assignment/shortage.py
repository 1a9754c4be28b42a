"""Why an assignment cannot be done: what is missing, where, and who stands in the way (Hall's condition)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zgc_review.assignment.grid import Grid
from zgc_review.assignment.network import spread


@dataclass(frozen=True, slots=True)
class Short:
    """An application that cannot get all its experts.

    Attributes:
        application: id.
        need: experts needed.
        assigned: experts it can get at most, when earlier ids are served first.
        reason: ``too_few_experts`` (fewer allowed than needed), ``too_few_institutions`` or ``capacity``
            (the experts allowed are taken up).
        possible: experts, or institutions, that are allowed at all.
    """

    application: str
    need: int
    assigned: int
    reason: str
    possible: int


@dataclass(frozen=True, slots=True)
class Idle:
    """An expert whose least load cannot be reached; attributes as in ``Short``.

    ``reason`` is ``minimum_sum`` (all least loads together exceed what is needed),
    ``too_few_applications`` or ``minimum_competes``.
    """

    expert: str
    min: int
    assigned: int
    reason: str
    possible: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Applications that together need more than they can get.

    Attributes:
        applications: ids.
        experts: ids of the experts whose whole load these applications take, all of them full.
        needed: reviews the applications need together.
        capacity: reviews they can get together.
    """

    applications: tuple[str, ...]
    experts: tuple[str, ...]
    needed: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why there is no assignment.

    Attributes:
        shortage: reviews that stay without an expert, as few as possible.
        short: applications concerned.
        bottlenecks: smallest groups of applications that explain the shortage.
        missing: places by which least loads cannot be reached, as few as possible; 0 while reviews are short.
        idle: experts concerned.
    """

    shortage: int
    short: tuple[Short, ...] = ()
    bottlenecks: tuple[Bottleneck, ...] = ()
    missing: int = 0
    idle: tuple[Idle, ...] = ()

    def record(self) -> dict[str, Any]:
        """Return plain values for the file of the answer."""
        return {
            "infeasible": True,
            "shortage": self.shortage,
            "short": [_plain(entry) for entry in self.short],
            "bottlenecks": [_plain(entry) for entry in self.bottlenecks],
            "missing": self.missing,
            "under_minimum": [_plain(entry) for entry in self.idle],
        }


def _plain(entry: Any) -> dict[str, Any]:
    found = {name: getattr(entry, name) for name in entry.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def explain_short(grid: Grid, used: Any) -> Infeasible:
    """Explain applications that miss experts; ``used`` misses as few as possible."""
    short = tuple(_shorts(grid, used))
    return Infeasible(
        shortage=sum(entry.need - entry.assigned for entry in short),
        short=short,
        bottlenecks=tuple(_bottlenecks(grid, used)),
    )


def _shorts(grid: Grid, used: Any) -> Iterator[Short]:
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    assigned = used.sum(axis=1)
    experts = network.allowed.sum(axis=1)
    institutions = _per_group(grid, network.allowed).sum(axis=1)
    for row in np.nonzero(assigned < network.need)[0].tolist():
        entry = grid.applications[row]
        if experts[row] < entry.need:
            reason, possible = "too_few_experts", experts[row]
        elif institutions[row] < entry.need:
            reason, possible = "too_few_institutions", institutions[row]
        else:
            reason, possible = "capacity", institutions[row]
        yield Short(entry.id, entry.need, int(assigned[row]), reason, int(possible))


def _per_group(grid: Grid, pairs: Any) -> Any:
    """Say for each (application, institution) whether any of ``pairs`` is in it."""
    import numpy as np  # noqa: PLC0415 - slow import

    if pairs.shape[1] == 0:
        return pairs
    return np.logical_or.reduceat(pairs, grid.network.starts, axis=1)


def _bottlenecks(grid: Grid, used: Any) -> Iterator[Bottleneck]:
    """Yield the applications reached from those that are short, in groups that share no expert.

    Whatever could be moved to help a short application is followed; where nothing helps, the smallest
    cut is found, and it is the same for every assignment that misses as few experts as possible.
    """
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - slow import

    short = np.nonzero(used.sum(axis=1) < grid.network.need)[0].tolist()
    rows, columns = (np.array(sorted(found), dtype=np.int64) for found in _reached(grid, used, short))
    at, of = np.nonzero(grid.network.allowed[np.ix_(rows, columns)])
    size = len(rows) + len(columns)
    arcs = sparse.csr_matrix((np.ones(len(at), dtype=np.int8), (at, len(rows) + of)), shape=(size, size))
    _, label = connected_components(arcs, directed=False)
    for part in dict.fromkeys(label[: len(rows)].tolist()):
        listed = rows[label[: len(rows)] == part]
        taken = columns[label[len(rows) :] == part]
        yield Bottleneck(
            applications=tuple(grid.applications[row].id for row in listed.tolist()),
            experts=tuple(sorted(grid.experts[column].id for column in taken.tolist())),
            needed=int(grid.network.need[listed].sum()),
            capacity=int(used[listed].sum()),
        )


def _reached(grid: Grid, used: Any, short: list[int]) -> tuple[set[int], set[int]]:
    """Follow, from the short applications, every change that could bring one of them another expert."""
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    if not used.shape[1]:
        return set(short), set()
    taken = spread(network, _per_group(grid, used))
    sizes = np.diff(np.append(network.starts, used.shape[1]))
    first = np.repeat(network.starts, sizes)
    last = first + np.repeat(sizes, sizes)
    rows, columns = set(short), set[int]()
    waiting = [("row", row, 0) for row in short]
    while waiting:
        kind, place, group = waiting.pop()
        if kind == "column":
            for row in np.nonzero(used[:, place])[0].tolist():
                waiting.append(("swap", row, place))
                if row not in rows:
                    rows.add(row)
                    waiting.append(("row", row, 0))
            continue
        if kind == "row":
            begin, free = 0, network.allowed[place] & ~taken[place]
        else:
            begin, end = int(first[group]), int(last[group])
            free = network.allowed[place, begin:end] & ~used[place, begin:end]
        fresh = set((np.nonzero(free)[0] + begin).tolist()) - columns
        columns |= fresh
        waiting += [("column", column, 0) for column in fresh]
    return rows, columns


def explain_idle(grid: Grid, used: Any) -> Infeasible:
    """Explain experts whose least load cannot be reached; ``used`` misses as little as possible."""
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    load = used.sum(axis=0)
    possible = network.allowed.sum(axis=0)
    too_much = int(network.least.sum()) > int(network.need.sum())
    idle: list[Idle] = []
    for column in np.nonzero(load < network.least)[0].tolist():
        entry = grid.experts[column]
        if possible[column] < entry.min:
            reason = "too_few_applications"
        else:
            reason = "minimum_sum" if too_much else "minimum_competes"
        idle.append(Idle(entry.id, entry.min, int(load[column]), reason, int(possible[column])))
    idle.sort(key=lambda entry: entry.expert)
    missing = sum(entry.min - entry.assigned for entry in idle)
    return Infeasible(shortage=0, missing=missing, idle=tuple(idle))

"""Why an assignment cannot be done: what is missing and who stands in the way (Hall's condition).

Everything said here depends on the problem alone: totals, and the smallest groups that explain them. How a
shortage falls on the members of a group is left open, because it can be shared out in many ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zgc_review.assignment.grid import Grid


@dataclass(frozen=True, slots=True)
class Short:
    """An application that cannot get its experts whatever the others do.

    Attributes:
        application: id.
        need: experts needed.
        possible: experts, or institutions, that are not in conflict with it.
        reason: ``too_few_experts`` or ``too_few_institutions``.
    """

    application: str
    need: int
    possible: int
    reason: str


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Applications that together need more than they can get, or experts that must take more than there is.

    Attributes:
        reason: ``capacity`` (reviews are short) or ``minimum`` (least loads cannot be reached).
        applications: ids.
        experts: ids; for ``capacity`` those whose whole load these applications take.
        needed: reviews the applications need, or places the least loads ask for.
        capacity: reviews they can get, or places there are.
    """

    reason: str
    applications: tuple[str, ...]
    experts: tuple[str, ...]
    needed: int
    capacity: int


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why there is no assignment.

    Attributes:
        shortage: reviews that stay without an expert, as few as possible, least loads left aside.
        missing: places by which least loads stay unreached, as few as possible; 0 while reviews are short.
        short: applications that are short by themselves.
        bottlenecks: smallest groups that explain the whole shortage, no expert or application in two.
    """

    shortage: int
    missing: int
    short: tuple[Short, ...]
    bottlenecks: tuple[Bottleneck, ...]

    def reasons(self) -> tuple[tuple[str, dict[str, str | int]], ...]:
        """Return (code, params) of each reason; ``assignment.reason.<code>`` holds the sentence."""
        totals: list[tuple[str, dict[str, str | int]]] = [
            (name, {"count": count})
            for name, count in (("shortage", self.shortage), ("missing", self.missing))
            if count
        ]
        alone: list[tuple[str, dict[str, str | int]]] = [
            (one.reason, {"application": one.application, "need": one.need, "possible": one.possible})
            for one in self.short
        ]
        groups: list[tuple[str, dict[str, str | int]]] = [
            (
                group.reason,
                {
                    "applications": len(group.applications),
                    "experts": len(group.experts),
                    "needed": group.needed,
                    "capacity": group.capacity,
                },
            )
            for group in self.bottlenecks
        ]
        return (*totals, *alone, *groups)

    def record(self) -> dict[str, Any]:
        """Return plain values for the file of the answer."""
        return {
            "infeasible": True,
            "shortage": self.shortage,
            "missing": self.missing,
            "short": [_plain(entry) for entry in self.short],
            "bottlenecks": [_plain(entry) for entry in self.bottlenecks],
        }


def _plain(entry: Any) -> dict[str, Any]:
    found = {name: getattr(entry, name) for name in entry.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def explain_short(grid: Grid, used: Any) -> Infeasible:
    """Explain applications that miss experts; ``used`` misses as few as possible."""
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    missing = network.need - used.sum(axis=1)
    rows, columns = _reach_experts(grid, used, np.nonzero(missing)[0])

    def bottleneck(applications: Any, experts: Any) -> Bottleneck:
        needed, capacity = int(network.need[applications].sum()), int(used[applications].sum())
        return _named(grid, "capacity", applications, experts, needed, capacity)

    return Infeasible(
        shortage=int(missing.sum()),
        missing=0,
        short=tuple(_shorts(grid)),
        bottlenecks=tuple(_parts(grid, rows, columns, bottleneck)),
    )


def explain_idle(grid: Grid, used: Any) -> Infeasible:
    """Explain experts whose least load cannot be reached; ``used`` misses as little as possible."""
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    load = used.sum(axis=0)
    missing = np.maximum(network.least - load, 0)
    rows, columns = _reach_applications(grid, used, np.nonzero(missing)[0])

    def bottleneck(applications: Any, experts: Any) -> Bottleneck:
        needed, capacity = int(network.least[experts].sum()), int(load[experts].sum())
        return _named(grid, "minimum", applications, experts, needed, capacity)

    return Infeasible(
        shortage=0,
        missing=int(missing.sum()),
        short=(),
        bottlenecks=tuple(_parts(grid, rows, columns, bottleneck)),
    )


def _named(
    grid: Grid, reason: str, applications: Any, experts: Any, needed: int, capacity: int
) -> Bottleneck:
    return Bottleneck(
        reason=reason,
        applications=tuple(grid.applications[row].id for row in applications.tolist()),
        experts=tuple(sorted(grid.experts[column].id for column in experts.tolist())),
        needed=needed,
        capacity=capacity,
    )


def _shorts(grid: Grid) -> Iterator[Short]:
    """Yield the applications whose conflicts alone leave too few experts or institutions."""
    import numpy as np  # noqa: PLC0415 - slow import

    network = grid.network
    experts = network.allowed.sum(axis=1)
    institutions = experts
    if network.allowed.shape[1]:
        institutions = np.logical_or.reduceat(network.allowed, network.starts, axis=1).sum(axis=1)
    for row in np.nonzero(institutions < network.need)[0].tolist():
        entry = grid.applications[row]
        if experts[row] < entry.need:
            yield Short(entry.id, entry.need, int(experts[row]), "too_few_experts")
        else:
            yield Short(entry.id, entry.need, int(institutions[row]), "too_few_institutions")


def _institutions(grid: Grid) -> Any:
    """Return the number of each expert's institution."""
    import numpy as np  # noqa: PLC0415 - slow import

    width = grid.network.allowed.shape[1]
    return np.searchsorted(grid.network.starts, np.arange(width), side="right") - 1


def _parts(
    grid: Grid, rows: set[int], columns: set[int], build: Callable[[Any, Any], Bottleneck]
) -> Iterator[Bottleneck]:
    """Yield the groups of ``rows`` and ``columns`` between which no pair is allowed."""
    import numpy as np  # noqa: PLC0415 - slow import
    from scipy import sparse  # noqa: PLC0415 - slow import
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - slow import

    at = np.array(sorted(rows), dtype=np.int64)
    of = np.array(sorted(columns), dtype=np.int64)
    one, other = np.nonzero(grid.network.allowed[np.ix_(at, of)])
    size = len(at) + len(of)
    arcs = sparse.csr_matrix((np.ones(len(one), dtype=np.int8), (one, len(at) + other)), shape=(size, size))
    _, label = connected_components(arcs, directed=False)
    for part in dict.fromkeys(label.tolist()):
        yield build(at[label[: len(at)] == part], of[label[len(at) :] == part])


def _reach_experts(grid: Grid, used: Any, short: Any) -> tuple[set[int], set[int]]:
    """Follow every change that could bring a short application another expert; the smallest cut's side.

    An application may look for an expert of an institution it does not use yet; a full expert may be given
    up by an application, which then looks elsewhere or takes a colleague.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    institution, held = _institutions(grid), _held(grid, used)
    free = grid.network.allowed & ~used
    rows, columns = set(short.tolist()), set[int]()
    new_rows, new_columns = list(rows), list[int]()
    while new_rows or new_columns:
        if new_rows:
            row = new_rows.pop()
            wanted = free[row] & (held[row, institution] < 0)
        else:
            column = new_columns.pop()
            holders = np.nonzero(used[:, column])[0]
            new_rows += [row for row in holders.tolist() if row not in rows]
            rows.update(new_rows)
            wanted = free[holders].any(axis=0) & (institution == institution[column])
        fresh = [place for place in np.nonzero(wanted)[0].tolist() if place not in columns]
        columns.update(fresh)
        new_columns += fresh
    return rows, columns


def _reach_applications(grid: Grid, used: Any, idle: Any) -> tuple[set[int], set[int]]:
    """Follow every change that could bring an expert under the least load another application.

    An expert may enter an application; there a colleague of the same institution must leave, or, if there
    is none, any other expert may.
    """
    import numpy as np  # noqa: PLC0415 - slow import

    institution, held = _institutions(grid), _held(grid, used)
    free = grid.network.allowed & ~used
    rows, columns = set[int](), set(idle.tolist())
    opened = np.zeros(used.shape[0], dtype=bool)
    waiting = list(columns)
    while waiting:
        column = waiting.pop()
        entered = np.nonzero(free[:, column])[0]
        rows.update(entered.tolist())
        colleague = held[entered, institution[column]]
        fresh_rows = entered[(colleague < 0) & ~opened[entered]]
        opened[fresh_rows] = True
        leaving = set(colleague[colleague >= 0].tolist())
        leaving.update(np.nonzero(used[fresh_rows].any(axis=0))[0].tolist())
        fresh = sorted(leaving - columns)
        columns.update(fresh)
        waiting += fresh
    return rows, columns


def _held(grid: Grid, used: Any) -> Any:
    """Return for each (application, institution) the column of its expert, −1 if it has none."""
    import numpy as np  # noqa: PLC0415 - slow import

    held = np.full((used.shape[0], len(grid.network.starts)), -1, dtype=np.int64)
    at, of = np.nonzero(used)
    held[at, _institutions(grid)[of]] = of
    return held

"""A problem as matrices: rows applications by id, columns experts by institution and id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zgc_review.assignment.network import Network
from zgc_review.assignment.problem import Application, Expert, Problem


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The sorted parts of a problem and its program; the order of the file does not matter."""

    applications: tuple[Application, ...]
    experts: tuple[Expert, ...]
    network: Network


def build_grid(problem: Problem) -> Grid:
    """Return the matrices of a checked problem."""
    import numpy as np  # noqa: PLC0415 - slow import

    applications = tuple(sorted(problem.applications, key=lambda entry: entry.id))
    experts = tuple(sorted(problem.experts, key=_place))
    row = {entry.id: place for place, entry in enumerate(applications)}
    column = {entry.id: place for place, entry in enumerate(experts)}
    shape = (len(applications), len(experts))
    value = np.zeros(shape, dtype=np.int64)
    if problem.affinity:
        at = np.fromiter((row[entry[0]] for entry in problem.affinity), dtype=np.int64)
        of = np.fromiter((column[entry[1]] for entry in problem.affinity), dtype=np.int64)
        value[at, of] = np.fromiter((entry[2] for entry in problem.affinity), dtype=np.int64)
    allowed = np.ones(shape, dtype=bool)
    for application, expert in problem.conflicts:
        allowed[row[application], column[expert]] = False
    network = Network(
        value=value,
        allowed=allowed,
        need=np.array([entry.need for entry in applications], dtype=np.int64),
        least=np.array([entry.min for entry in experts], dtype=np.int64),
        most=np.array([entry.max for entry in experts], dtype=np.int64),
        starts=_starts(experts, together=problem.one_per_institution),
    )
    return Grid(applications, experts, network)


def _place(expert: Expert) -> tuple[str, str]:
    return expert.institution, expert.id


def _starts(experts: tuple[Expert, ...], *, together: bool) -> Any:
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

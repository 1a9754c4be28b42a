"""The assignments of a round as the secretary's vault keeps them, for F02 and to be solved again."""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from msgspec import Struct

from zgc_review.domain.canonical import canonical_bytes, digest_of
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow


class Changed(Struct, frozen=True, kw_only=True):
    """What happened to one application, by roster id: a record never holds an id beside a code."""

    application: str
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


class Assignment(Struct, frozen=True, kw_only=True):
    """One act of assigning.

    Attributes:
        n: number of the act in the round, from 1.
        act: solved by the program, changed by hand, or an alternate called.
        draw, calls: the draw it was made from and the alternates called by then; 0 for an appointed bench.
        least, most: bounds of the loads, but for those in ``loads``.
        loads: bounds by roster id.
        size_reason: why fewer experts than P01 asks for; empty where none are missing.
        problem: digest of the problem that was solved, "" where none was.
        objective: sum of affinities.
        table: digest of the table of members that it leads to.
    """

    n: int
    at: str
    act: Literal["run", "change", "alternate"]
    reason: str
    draw: int
    calls: int
    least: int
    most: int
    loads: dict[str, tuple[int, int]]
    size_reason: str
    problem: str
    objective: int
    table: str
    changes: tuple[Changed, ...]

    def bounds(self, expert_id: str) -> tuple[int, int]:
        """Return least and greatest load of one expert."""
        return self.loads.get(expert_id, (self.least, self.most))


def assignments_of(uow: UnitOfWork, row: RoundRow) -> tuple[Assignment, ...]:
    """Return every act of assigning, oldest first."""
    return tuple(msgspec.convert(one, Assignment) for one in uow.facts.get(_name(row)) or ())


def keep_assignment(uow: UnitOfWork, row: RoundRow, one: Assignment) -> None:
    """Keep a new act; the caller commits."""
    kept = [*assignments_of(uow, row), one]
    uow.facts.put(_name(row), [msgspec.to_builtins(each) for each in kept])


def keep_problem(uow: UnitOfWork, row: RoundRow, problem: dict[str, Any]) -> str:
    """Keep a problem as it was solved and return its digest; the caller commits."""
    digest = digest_of(problem)
    uow.facts.put(f"{_name(row)}:{digest}", problem)
    return digest


def problem_bytes(uow: UnitOfWork, row: RoundRow, one: Assignment) -> bytes:
    """Return the canonical JSON of the problem of an act, as ``assign solve`` reads it."""
    return canonical_bytes(uow.facts.get(f"{_name(row)}:{one.problem}"))


def _name(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"assignments:{row.round_id}"

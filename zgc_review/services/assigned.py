"""The assignment tables a vault holds: who judges which application where experts are assigned one by one.

The secretary's vault keeps every table by its digest; the one in force is the one whose digest the round
definition names (docs/bodies.md §1). A chair's vault knows the lines that panel files brought.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from zgc_review.domain.bodies import ApplicationMembers, plain
from zgc_review.domain.canonical import digest_of
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services.chain import RoundState

Table = Mapping[str, tuple[str, ...]]


def table_digest(table: Table) -> str:
    """Return the digest that a round definition carries (docs/bodies.md §1)."""
    return digest_of({"assignments": [plain(one) for one in table_lines(table)], "schema": 1})


def table_lines(table: Table, applications: Iterable[str] | None = None) -> tuple[ApplicationMembers, ...]:
    """Return the lines of a table, or of some applications of it, by application."""
    wanted = table.keys() if applications is None else table.keys() & set(applications)
    return tuple(
        ApplicationMembers(application=one, members=tuple(sorted(table[one]))) for one in sorted(wanted)
    )


def keep_table(uow: UnitOfWork, row: RoundRow, table: Table) -> str:
    """Keep a table under its digest and return that; the caller commits."""
    digest = table_digest(table)
    uow.facts.put(_name(row, digest), {one: sorted(codes) for one, codes in sorted(table.items())})
    return digest


def table_of(uow: UnitOfWork, row: RoundRow, digest: str) -> Table:
    """Return a table this vault made."""
    kept = uow.facts.get(_name(row, digest))
    if kept is None:
        raise ProgramFault(f"no assignment with digest {digest}")
    return {application: tuple(codes) for application, codes in kept.items()}


def with_experts(state: RoundState, eligible: Iterable[ApplicationRow]) -> list[ApplicationRow]:
    """Return the applications that have experts in the assignment in force.

    Raises:
        GateError: ``assign.none``: some are eligible, and none of them has.
    """
    found, count = [], 0
    for count, one in enumerate(eligible, 1):  # noqa: B007 - how many there were
        if one.application_id in state.assigned:
            found.append(one)
    if count and not found:
        raise GateError("assign.none", count=count)
    return found


def keep_seen(uow: UnitOfWork, row: RoundRow, lines: Iterable[ApplicationMembers]) -> None:
    """Keep who judges applications as a panel file says; the caller commits."""
    known = dict(uow.facts.get(_name(row, "seen")) or {})
    known.update({line.application: list(line.members) for line in lines})
    uow.facts.put(_name(row, "seen"), known)


def with_assigned(uow: UnitOfWork, row: RoundRow, state: RoundState) -> RoundState:
    """Return the state with what this vault knows of the assignment in force."""
    if not state.is_single:
        return state
    if row.place != "secretary":
        seen = uow.facts.get(_name(row, "seen")) or {}
        return replace(state, assigned={one: tuple(codes) for one, codes in seen.items()})
    if state.assignment is None:
        return state
    return replace(state, assigned=table_of(uow, row, state.assignment))


def _name(row: RoundRow, which: str) -> str:
    """Return the name of the fact."""
    return f"assigned:{row.round_id}:{which}"

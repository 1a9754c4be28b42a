"""Experts × applications as the secretary sees them: who judges what, who may not, how full (rules §3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.services.assigning import current_table, waiting_applications
from zgc_review.services.assigning_bench import Bar, Bench, away, bars_of, bench_of
from zgc_review.services.assigning_problem import need_of
from zgc_review.services.assigning_record import Assignment, assignments_of
from zgc_review.services.assigning_view import assignment_view
from zgc_review.services.chain import RoundState
from zgc_review.services.rounds import catalogue_of, state_of

_OPEN = frozenset({State.ELIGIBLE, State.ASSIGNED, State.REVIEWING, State.LOCKED})


@dataclass(frozen=True, slots=True)
class MatrixExpert:
    """One column: a member of the bench by 名册编号, never with a code.

    Attributes:
        load: applications held; ``most`` is the greatest load, None before anything was assigned.
        is_away: entered as absent for the whole round.
    """

    number: str
    name: str
    employer: str
    load: int
    most: int | None
    is_away: bool


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """One row: an application.

    Attributes:
        need: how many P01 asks for.
        experts, out: 名册编号 of its experts, and of those among them who stand aside or are absent.
        may_change: nobody has combined its sheets yet and it has experts.
    """

    number: str
    unit: str
    sub_direction: str
    state: str
    need: int
    experts: tuple[str, ...]
    out: tuple[str, ...]
    may_change: bool


@dataclass(frozen=True)
class Matrix:
    """The whole table.

    Attributes:
        bars: why who may not, by (application number, 名册编号).
        waiting: eligible applications without experts.
    """

    experts: tuple[MatrixExpert, ...]
    lines: tuple[MatrixLine, ...]
    bars: Mapping[tuple[str, str], Bar]
    waiting: int
    acts: tuple[Assignment, ...]
    is_in_force: bool
    is_seated: bool
    findings: tuple[Finding, ...]


def matrix_of(uow: UnitOfWork, row: RoundRow) -> Matrix:
    """Return the table of a round of single assignment.

    Raises:
        GateError: ``assign.single``, ``draw.none``, ``draw.order``, ``round.role.secretary``.
    """
    state = state_of(uow, row)
    bench = bench_of(uow, row, state)
    view = assignment_view(uow, row)
    table = current_table(uow, row, state, bench)
    given = {one.number: one for one in view.lines}
    meant = {one.application_id for one in waiting_applications(uow, row, state, table)}
    rows = [
        one
        for one in uow.applications.all(row.round_id)
        if one.application_id in table or one.application_id in meant
    ]
    catalogue = catalogue_of(uow, state)
    lines = tuple(
        MatrixLine(
            number=one.number,
            unit=str(one.record.get("unit_name", "")),
            sub_direction=one.sub_direction,
            state=one.state,
            need=need_of(one, state.settings, catalogue, bench.plan),
            experts=given[one.number].experts if one.number in given else (),
            out=given[one.number].out if one.number in given else (),
            may_change=one.number in given and one.state in _OPEN,
        )
        for one in rows
        if one.state not in ENDED
    )
    numbers = {one.application_id: one.number for one in rows}
    bars = {
        (numbers[application], bench.number(expert)): bar
        for (application, expert), bar in bars_of(uow, row, state, bench.codes).items()
        if application in numbers
    }
    return Matrix(
        experts=_experts(uow, row, state, bench, Counter(view.loads)),
        lines=tuple(sorted(lines, key=lambda one: one.number)),
        bars=bars,
        waiting=len(meant),
        acts=view.acts,
        is_in_force=view.is_in_force,
        is_seated=bench.is_seated,
        findings=view.findings,
    )


def _experts(
    uow: UnitOfWork, row: RoundRow, state: RoundState, bench: Bench, loads: Counter[str]
) -> tuple[MatrixExpert, ...]:
    """Return the columns by 名册编号."""
    acts, gone = assignments_of(uow, row), away(uow, row, state)
    return tuple(
        MatrixExpert(
            number=one.number,
            name=str(one.record.get("name", "")),
            employer=str(one.record.get("employer", "")),
            load=loads[one.number],
            most=acts[-1].bounds(one.expert_id)[1] if acts else None,
            is_away=bench.codes[one.expert_id] in gone,
        )
        for one in sorted(bench.experts.values(), key=lambda one: one.number)
    )

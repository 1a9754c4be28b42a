"""The assignment as the secretary looks at it: experts by number, loads, and what the rules say."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.services.assigning import current_table, table_findings
from zgc_review.services.assigning_bench import bench_of
from zgc_review.services.assigning_record import Assignment, assignments_of
from zgc_review.services.chain import RoundState
from zgc_review.services.members import standing_of
from zgc_review.services.rounds import state_of

_OUT = frozenset({"recused", "pending", "absent"})
_BEFORE_COMBINED = frozenset({State.ELIGIBLE, State.ASSIGNED, State.REVIEWING, State.LOCKED})


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """One application: its experts by 名册编号, those who stand aside or are absent among them."""

    number: str
    state: str
    experts: tuple[str, ...]
    out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """The assignment as it stands.

    Attributes:
        lines: by application number.
        loads: applications per expert, by 名册编号; everybody on the bench.
        acts: every act of assigning, oldest first.
        is_in_force: whether the round definition in force carries the newest one.
        findings: P01, P02, P03, P05, P08.
    """

    lines: tuple[AssignedLine, ...]
    loads: dict[str, int]
    acts: tuple[Assignment, ...]
    is_in_force: bool
    findings: tuple[Finding, ...]


def assignment_view(uow: UnitOfWork, row: RoundRow) -> AssignmentView:
    """Return the assignment in force; before the bench is seated the one that is planned.

    Raises:
        GateError: ``assign.single``, ``draw.none``, ``draw.order``.
    """
    state = state_of(uow, row)
    bench = bench_of(uow, row, state)
    table = current_table(uow, row, state, bench)
    standing, ids = standing_of(uow, row, state), bench.ids()
    rows = {one.application_id: one for one in standing.applications if one.application_id in table}
    lines: list[AssignedLine] = []
    loads = Counter(dict.fromkeys((one.number for one in bench.experts.values()), 0))
    for application_id, one in rows.items():
        people = {code: bench.number(ids[code]) for code in table[application_id] if code in ids}
        out = [number for code, number in people.items() if standing.status(code, application_id) in _OUT]
        lines.append(AssignedLine(one.number, one.state, tuple(sorted(people.values())), tuple(sorted(out))))
        if one.state not in ENDED:
            loads.update(people.values())
    live = {one: codes for one, codes in table.items() if rows[one].state not in ENDED}
    acts = assignments_of(uow, row)
    return AssignmentView(
        lines=tuple(sorted(lines, key=lambda one: one.number)),
        loads=dict(sorted(loads.items())),
        acts=acts,
        is_in_force=bool(acts) and acts[-1].table == state.assignment,
        findings=(
            *_too_few(state, list(rows.values()), lines),
            *table_findings(uow, row, state, bench, live),
        ),
    )


def _too_few(state: RoundState, rows: list[ApplicationRow], lines: list[AssignedLine]) -> tuple[Finding, ...]:
    """Return the applications that fewer can judge than ``min_effective`` (P02)."""
    least = state.settings.min_effective
    open_now = {one.number for one in rows if one.state in _BEFORE_COMBINED}
    return tuple(
        Finding(
            "assignment.single.p02",
            Level.ERROR,
            params={"number": one.number, "effective": len(one.experts) - len(one.out), "least": least},
        )
        for one in sorted(lines, key=lambda one: one.number)
        if one.number in open_now and len(one.experts) - len(one.out) < least
    )

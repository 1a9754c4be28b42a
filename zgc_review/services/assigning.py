"""Assigning experts to single applications by the exact solver (rules §3, ``assignment: individual``)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zgc_review.assignment.panel_rules import p08
from zgc_review.assignment.shortage import Infeasible
from zgc_review.assignment.solve import Solution, solve
from zgc_review.catalogue import Catalogue
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import ENDED, State
from zgc_review.errors import GateError
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import log
from zgc_review.services.assigned import Table, keep_table, table_of
from zgc_review.services.assigning_bench import Bench, away, bars_of, bench_of
from zgc_review.services.assigning_findings import panel_findings, shortage_findings
from zgc_review.services.assigning_problem import (
    Asked,
    even_bounds,
    need_of,
    problem_of,
    read_problem,
)
from zgc_review.services.assigning_record import (
    Assignment,
    Changed,
    assignments_of,
    keep_assignment,
    keep_problem,
)
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_rotation import rotation_of
from zgc_review.services.rounds import catalogue_of, sign_amendment, state_of
from zgc_review.services.screening import screen_in

LEAST_REASON = 2
MOST_AFFINITY = 1000
MOST_LOAD = 100_000


@dataclass(frozen=True)
class Order:
    """What the committee chose for one run.

    Attributes:
        least, most: bounds of every load; None = the mean, rounded down or up.
        loads: bounds of single experts by 名册编号.
        affinity: 0 … 1000 by (application number, 名册编号).
        size_reason: why ``per_application`` experts are enough where P01 asks for more.
        reason: why it is done again before version 2.
    """

    least: int | None = None
    most: int | None = None
    loads: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    affinity: Mapping[tuple[str, str], int] = field(default_factory=dict)
    size_reason: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What assigning gave.

    Attributes:
        made: the act, None where no assignment exists; the findings then say why.
        findings: what the rules say.
        version: the version that waits for the 总组长, None before the bench is seated.
    """

    made: Assignment | None
    findings: tuple[Finding, ...]
    version: MessageRow | None = None


def run(desk: Desk, row: RoundRow, order: Order, progress: Progress = no_progress) -> Outcome:
    """Assign the eligible applications that have no experts yet; before version 2 all of them anew.

    ``progress`` is told about every program that was solved; by raising ``Cancelled`` it ends the work,
    and nothing of it is kept.

    Raises:
        GateError: ``assign.single``, ``assign.nothing``, ``assign.again``, ``assign.bounds``,
            ``assign.bench``, ``assign.affinity``, ``draw.none``, ``draw.order``, ``round.amend.pending``,
            ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        outcome = _run(desk, uow, row, order, progress)
        if outcome.made is not None:
            uow.commit()
    return outcome


def _run(desk: Desk, uow: UnitOfWork, row: RoundRow, order: Order, progress: Progress) -> Outcome:
    """Solve and keep what is found; the caller commits, or leaves everything as it was."""
    state = state_of(uow, row)
    bench = bench_of(uow, row, state)
    screen_in(desk, uow, row, state)
    base = _base(uow, row, state, bench, order)
    meant = waiting_applications(uow, row, state, base)
    if not meant:
        raise GateError("assign.nothing")
    usual, problem = _problem(uow, row, state, bench, meant, base, order)
    answer = solve(read_problem(problem), progress)
    if isinstance(answer, Infeasible):
        return Outcome(None, shortage_findings(answer, meant, bench, bars_of(uow, row, state, bench.codes)))
    chosen = _by_application(answer, meant)
    fresh = {one: tuple(sorted(bench.codes[e] for e in chosen[one])) for one in chosen}
    table = {**base, **fresh}
    made = Assignment(
        n=len(assignments_of(uow, row)) + 1,
        at=desk.clock.now(),
        act="run",
        reason=order.reason.strip(),
        draw=bench.drawn[0],
        calls=bench.drawn[1],
        least=usual[0],
        most=usual[1],
        loads={bench.by_number(number): bounds for number, bounds in order.loads.items()},
        size_reason=order.size_reason.strip(),
        problem=keep_problem(uow, row, problem),
        objective=answer.objective,
        table=keep_table(uow, row, table),
        changes=tuple(Changed(application=one, added=chosen[one]) for one in chosen),
    )
    version = put_in_force(desk, uow, row, state, bench, made, table)
    return Outcome(made, table_findings(uow, row, state, bench, fresh), version)


def _base(uow: UnitOfWork, row: RoundRow, state: RoundState, bench: Bench, order: Order) -> Table:
    """Return what stays as it is: all that is in force; before version 2 nothing, but for a reason."""
    before = current_table(uow, row, state, bench)
    if bench.is_seated:
        return before
    if before and len(order.reason.strip()) < LEAST_REASON:
        raise GateError("assign.again")
    return {}


def _problem(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    bench: Bench,
    meant: Sequence[ApplicationRow],
    base: Table,
    order: Order,
) -> tuple[tuple[int, int], dict[str, Any]]:
    """Return the usual bounds of a load, and the problem to be solved."""
    catalogue, held = catalogue_of(uow, state), _live(uow, row, base)
    needs = _needs(meant, bench, state.settings, catalogue, order)
    usual = _bounds([*needs.values(), *map(len, held)], bench, order)
    asked = Asked(
        needs=needs,
        bounds=_loads(bench, order, usual, held, away(uow, row, state)),
        closed=frozenset(pair for pair in bars_of(uow, row, state, bench.codes) if pair[0] in needs),
        affinity=_affinity(order, meant, bench),
    )
    return usual, problem_of(asked, meant, bench, state.settings, catalogue)


def _by_application(answer: Solution, meant: Sequence[ApplicationRow]) -> dict[str, tuple[str, ...]]:
    """Return the experts, by roster id, of each application."""
    found: dict[str, list[str]] = {one.application_id: [] for one in meant}
    for application, expert in answer.pairs:
        found[application].append(expert)
    return {one: tuple(sorted(found[one])) for one in sorted(found)}


def current_table(uow: UnitOfWork, row: RoundRow, state: RoundState, bench: Bench) -> Table:
    """Return the members by application: those in force, before that those planned for this very draw."""
    if bench.is_seated:
        return state.assigned
    planned = planned_assignment(uow, row, bench)
    return table_of(uow, row, planned.table) if planned is not None else {}


def planned_assignment(uow: UnitOfWork, row: RoundRow, bench: Bench) -> Assignment | None:
    """Return the newest assignment, where it was made from the draw as it stands now."""
    acts = assignments_of(uow, row)
    if not acts or bench.draw is None:
        return None
    fits = (acts[-1].draw, acts[-1].calls) == bench.drawn
    return acts[-1] if fits else None


def waiting_applications(
    uow: UnitOfWork, row: RoundRow, state: RoundState, table: Table
) -> list[ApplicationRow]:
    """Return the eligible applications that are scored and have no experts in ``table``."""
    modes = state.settings.modes
    return [
        one
        for one in uow.applications.all(row.round_id)
        if one.state == State.ELIGIBLE
        and modes[one.sub_direction] == "open_call"
        and one.application_id not in table
    ]


def put_in_force(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    bench: Bench,
    made: Assignment,
    table: Table,
    amendment: AmendmentBody | None = None,
) -> MessageRow | None:
    """Keep an act with its events; once the bench is seated, sign the version that carries its digest.

    ``amendment``: what else that version says. The caller commits.
    """
    keep_assignment(uow, row, made)
    version = None
    if amendment is None and bench.is_seated:
        amendment = AmendmentBody(version=state.version + 1, assignment=made.table)
    if amendment is not None:
        version = sign_amendment(desk, uow, row, amendment)
    texts = {"reason": made.reason, "size_reason": made.size_reason}
    data: dict[str, int | str] = {"act": made.act, "assignment": made.table, "n": made.n}
    data |= {"objective": made.objective, "problem": made.problem}
    given = {name: text for name, text in texts.items() if text}
    log.record(uow, row.round_id, "assignment.made", state.secretary.code, made.at, data, given)
    for change in made.changes:
        said = {"application": change.application, "members": list(table[change.application]), "n": made.n}
        log.record(uow, row.round_id, "application.assigned", state.secretary.code, made.at, said)
    return version


def table_findings(
    uow: UnitOfWork, row: RoundRow, state: RoundState, bench: Bench, table: Table
) -> tuple[Finding, ...]:
    """Return what P01, P03, P05 and P08 say of the experts of applications."""
    catalogue, ids = catalogue_of(uow, state), bench.ids()
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    found: list[Finding] = []
    for application_id in sorted(table, key=lambda one: rows[one].number):
        members = [ids[code] for code in table[application_id] if code in ids]
        found += panel_findings(rows[application_id], members, bench, state.settings, catalogue)
    return (*found, *_rotation(uow, row, state, bench, table))


def _rotation(uow: UnitOfWork, row: RoundRow, state: RoundState, bench: Bench, table: Table) -> list[Finding]:
    """Return what P08 says of those who are assigned, by numbers."""
    rotation, ids = rotation_of(uow, row, state), bench.ids()
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    given: dict[str, list[ApplicationRow]] = {}
    for application_id, codes in sorted(table.items()):
        for code in codes:
            if code in ids:
                given.setdefault(ids[code], []).append(rows[application_id])
    return [
        finding
        for expert in sorted(given, key=bench.number)
        for finding in p08(
            bench.number(expert),
            rotation.rounds(bench.number(expert)),
            rotation.years(bench.number(expert), given[expert]),
            rounds_per_year=state.settings.rounds_per_year,
            same_applicant_years=state.settings.same_applicant_years,
        )
    ]


def _needs(
    meant: Sequence[ApplicationRow],
    bench: Bench,
    settings: RoundSettings,
    catalogue: Catalogue,
    order: Order,
) -> dict[str, int]:
    """Return the experts per application: what P01 asks for, or with a reason just ``per_application``."""
    is_flat = len(order.size_reason.strip()) >= LEAST_REASON
    return {
        one.application_id: settings.per_application
        if is_flat
        else need_of(one, settings, catalogue, bench.plan)
        for one in meant
    }


def _live(uow: UnitOfWork, row: RoundRow, base: Table) -> list[tuple[str, ...]]:
    """Return the experts of every application assigned before; what ended weighs on nobody any more."""
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    return [codes for one, codes in base.items() if rows[one].state not in ENDED]


def _loads(
    bench: Bench,
    order: Order,
    usual: tuple[int, int],
    held: Sequence[tuple[str, ...]],
    gone: Collection[str],
) -> dict[str, tuple[int, int]]:
    """Return the bounds of each expert's new load: less what is held, nothing for who is absent."""
    given = {bench.by_number(number): bounds for number, bounds in order.loads.items()}
    load = Counter(code for codes in held for code in codes)
    found = {}
    for one, code in sorted(bench.codes.items()):
        low, high = given.get(one, usual)
        free = 0 if code in gone else max(high - load[code], 0)
        found[one] = (min(max(low - load[code], 0), free), free)
    return found


def _bounds(needs: Sequence[int], bench: Bench, order: Order) -> tuple[int, int]:
    """Return least and greatest load; what is not given is the mean, rounded down or up."""
    low, high = even_bounds(needs, len(bench.codes))
    least = low if order.least is None else order.least
    most = max(high, least) if order.most is None else order.most
    if order.least is None:
        least = min(least, most)
    for one in ((least, most), *order.loads.values()):
        if not 0 <= one[0] <= one[1] <= MOST_LOAD:
            raise GateError("assign.bounds", least=one[0], most=one[1])
    return least, most


def _affinity(order: Order, meant: Sequence[ApplicationRow], bench: Bench) -> dict[tuple[str, str], int]:
    """Return the committee's affinities by ids; applications that are not meant now are left out."""
    ids = {one.number: one.application_id for one in meant}
    found = {}
    for (number, expert), value in order.affinity.items():
        if not 0 <= value <= MOST_AFFINITY:
            raise GateError("assign.affinity", number=number[:32], expert=expert[:32], most=MOST_AFFINITY)
        expert_id = bench.by_number(expert)
        if number in ids:
            found[ids[number], expert_id] = value
    return found

"""Calling an alternate for single applications: a new member of the bench who judges these only (§3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from msgspec.structs import replace as with_fields

from zgc_review.assignment.draw import code_name
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, ExpertRow, MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services.assigning import put_in_force
from zgc_review.services.assigning_bench import bars_of
from zgc_review.services.assigning_change import Judge
from zgc_review.services.assigning_findings import colleagues, open_roles
from zgc_review.services.assigning_record import Assignment, Changed
from zgc_review.services.codes import next_number
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_alternates import CalledUp, Newcomer, keep_call, newcomer_amendment
from zgc_review.services.drawing_pool import pool_entries
from zgc_review.services.drawing_record import Call, Draw, draw_of_group
from zgc_review.services.rounds import catalogue_of, state_of


def call_for(
    desk: Desk, row: RoundRow, group: str, numbers: Sequence[str], reason: str, card: str | None
) -> CalledUp:
    """Call the first alternate whom no rule bars from these applications, with a reason.

    Passed over are those with a conflict on one of them, those who share the legal person of an expert there
    (P03), and, as long as somebody else can come, those who leave more role places open (P05).

    Raises:
        GateError: ``desk.grounds``, ``draw.*``, ``assign.single``, ``assign.none``, ``assign.state``,
            ``appoint.card``, ``card.untrusted``, ``round.amend.pending``, ``round.role.secretary``.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("desk.grounds", act="alternate")
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        judge = Judge.at(uow, row, state)
        draw = draw_of_group(uow, row, group)
        applications = [judge.application(one) for one in dict.fromkeys(numbers)]
        if not judge.bench.is_seated or not applications:
            raise GateError("assign.which")
        expert, skipped, lost = _next(uow, judge, draw, applications)
        code = code_name(next_number(state, draw.codes.values()))
        ids = [one.application_id for one in applications]
        table = {**judge.table, **{one: tuple(sorted((*judge.table[one], code))) for one in ids}}
        changes = tuple(Changed(application=one, added=(expert.expert_id,)) for one in ids)
        made = judge.act("alternate", desk.clock.now(), reason, "", table, changes)
        body = newcomer_amendment(uow, row, state, group, Newcomer(expert, code, card))
        body = with_fields(body, assignment=made.table)
        version = put_in_force(desk, uow, row, state, judge.bench, made, table, body)
        keep_call(uow, row, draw, _call(group, expert, made, skipped, version), code)
        uow.commit()
    return CalledUp(expert, skipped, lost, version)


def next_for(
    desk: Desk, row: RoundRow, group: str, numbers: Sequence[str]
) -> tuple[ExpertRow, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Say whom :func:`call_for` would call, who is passed over by which rule, and roles that stay open.

    Raises:
        GateError: as :func:`call_for`, but for reason and card.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        judge = Judge.at(uow, row, state_of(uow, row))
        draw = draw_of_group(uow, row, group)
        applications = [judge.application(one) for one in dict.fromkeys(numbers)]
        if not judge.bench.is_seated or not applications:
            raise GateError("assign.which")
        return _next(uow, judge, draw, applications)


def _call(
    group: str,
    expert: ExpertRow,
    made: Assignment,
    skipped: tuple[tuple[str, str], ...],
    version: MessageRow | None,
) -> Call:
    """Return the call as the draw keeps it: nobody leaves, somebody joins."""
    return Call(
        group=group,
        id=expert.expert_id,
        leaving=None,
        reason=made.reason,
        at=made.at,
        skipped=skipped,
        version=None if version is None else version.message_id,
    )


def _next(
    uow: UnitOfWork, judge: Judge, draw: Draw, applications: Sequence[ApplicationRow]
) -> tuple[ExpertRow, tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return who is called, who is passed over by which rule, and the roles that stay open."""
    group = judge.bench.plan.id
    called = {one.id for one in draw.called(group)}
    passed: list[tuple[str, str]] = []
    possible: list[tuple[ExpertRow, tuple[str, ...]]] = []
    for one in draw.group(group).alternates:
        expert = uow.experts.get(one)
        if one in called or expert is None or one in judge.bench.codes:
            continue
        rule, lost = _obstacle(uow, judge, expert, applications)
        if rule:
            passed.append((one, rule))
            continue
        possible.append((expert, lost))
        if not lost:
            break
    if not possible:
        raise GateError("draw.exhausted", group=group)
    expert, lost = possible[-1] if not possible[-1][1] else possible[0]
    passed += [(other.expert_id, "P05") for other, _ in possible if other is not expert and not lost]
    return expert, tuple(passed), lost


def _obstacle(
    uow: UnitOfWork, judge: Judge, expert: ExpertRow, applications: Sequence[ApplicationRow]
) -> tuple[str, tuple[str, ...]]:
    """Return the rule for which an alternate is passed over, "" for none, and roles that stay open."""
    row, state, one = judge.row, judge.state, expert.expert_id
    bars = bars_of(uow, row, state, {one: ""})
    (entry,) = pool_entries(uow, row, state.settings, [expert])
    bench = replace(
        judge.bench,
        entries={**judge.bench.entries, one: entry},
        experts={**judge.bench.experts, one: expert},
    )
    catalogue, lost = catalogue_of(uow, state), set[str]()
    for application in applications:
        bar = bars.get((application.application_id, one))
        if bar is not None:
            return bar.rule, ()
        before = judge.roster_ids(application)
        after = (*judge.able(application, before), one)
        if state.settings.one_per_legal_person and colleagues(after, bench) is not None:
            return "P03", ()
        open_before = Counter(open_roles(application, before, bench, state.settings, catalogue))
        lost |= set(Counter(open_roles(application, after, bench, state.settings, catalogue)) - open_before)
    return "", tuple(sorted(lost))

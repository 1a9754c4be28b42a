"""Combining the sheets of a round: everything that the independent verifier recomputes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

import msgspec

from zgc_review.aggregation.aggregate import aggregate, aggregate_bytes
from zgc_review.aggregation.inputs import AggregationInput, OutcomeBand, SignedSheet, StageRules
from zgc_review.aggregation.inputs import SignedConsent as CountedConsent
from zgc_review.catalogue import Catalogue
from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ResultApplication
from zgc_review.domain.round_bodies import AmendmentBody
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.settings import Fund, RoundSettings
from zgc_review.domain.states import State
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services import log, post
from zgc_review.services.assigned import Table
from zgc_review.services.chain import RoundState, waiting
from zgc_review.services.chain_consents import refusers
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import recusal_lines
from zgc_review.services.moving import move
from zgc_review.services.rounds import catalogue_of, round_consents, signed_versions, state_of
from zgc_review.services.unscored import check_results
from zgc_review.services.voiding_values import note_values


def aggregate_round(desk: Desk, row: RoundRow, group: str | None = None) -> Aggregate:
    """Combine the locked applications of a group (or of all groups) and return the whole aggregate.

    Where experts are assigned one by one, those still under review are combined later.

    Raises:
        GateError: ``aggregate.nothing``: nothing is LOCKED; ``aggregate.waiting`` with the number of
            applications of the group whose sheets are not all in; ``aggregate.version``: a version that adds
            a member to it waits for consents.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        meant = [one for one in uow.applications.all(row.round_id) if group in {None, one.group}]
        waiting = [one for one in meant if one.state in {State.ASSIGNED, State.REVIEWING}]
        if waiting and not state.is_single:
            raise GateError("aggregate.waiting", count=len(waiting))
        locked = [one for one in meant if one.state == State.LOCKED]
        if not locked:
            raise GateError("aggregate.nothing")
        _require_seated(uow, row, state, {one.group for one in locked})
        for one in locked:
            move(desk, uow, row, one.application_id, State.AGGREGATED, state)
        result = current_aggregate(uow, row)
        data = {
            "aggregate": hashlib.sha256(aggregate_bytes(result)).hexdigest(),
            "applications": len(locked),
        }
        log.record(uow, row.round_id, "round.aggregated", state.secretary.code, desk.clock.now(), data)
        note_values(desk, uow, row, state, result)
        uow.commit()
    return result


def _require_seated(
    uow: UnitOfWork, row: RoundRow, state: RoundState, groups: Collection[str | None]
) -> None:
    """Refuse to combine what a member who is about to be added could not score any more."""
    waits = waiting(state, signed_versions(uow, row))
    if waits is None or state.is_single or refusers(waits.before, waits.after, round_consents(uow, row)):
        return
    version = waits.version
    for seats in version.body.groups if isinstance(version.body, AmendmentBody) else ():
        before = state.groups.get(seats.id)
        if seats.id in groups and before is not None and not {*seats.members} <= {*before.members}:
            raise GateError("aggregate.version", version=waits.after.version, group=seats.id)


def current_aggregate(uow: UnitOfWork, row: RoundRow) -> Aggregate:
    """Return the aggregate of everything received so far.

    Raises:
        AggregationError: ``aggregation.*``.
    """
    return uow.once(("aggregate", row.round_id), lambda: aggregate(aggregation_input(uow, row)))


def aggregation_input(uow: UnitOfWork, row: RoundRow, only: str | None = None) -> AggregationInput:
    """Collect what the aggregate is computed from; ``only``: of one application."""
    state = state_of(uow, row)
    return replace(
        round_input(uow, state),
        applications=tuple(
            one
            for one in result_applications(uow, row, state.settings, state.assigned)
            if only in {None, one.application}
        ),
        recusals=recusal_lines(uow, row, state),
        sheets=_sheets(uow, row, only),
        consents=_consents(uow, row),
    )


def round_input(uow: UnitOfWork, state: RoundState) -> AggregationInput:
    """Return what the chain and the catalogue say, without applications, recusals, sheets and consents."""
    catalogue = catalogue_of(uow, state)
    settings = state.settings
    scored = [sub for sub, mode in settings.modes.items() if mode == "open_call"]
    return AggregationInput(
        settings=settings,
        groups=dict(state.groups),
        cards={code: [member.card for member in cards] for code, cards in state.members.items()},
        kept=dict(state.revoked),
        round_chair=state.round_chair,
        secretary=state.secretary.code,
        rubrics={sub: catalogue.rubric(sub, settings.stage) for sub in scored},
        stages={sub: stage_rules(catalogue, sub, settings) for sub in scored if settings.stage != "proposal"},
        funds={sub: msgspec.convert(catalogue.fund_of(sub).id, Fund) for sub in settings.modes},
        applications=(),
        recusals=(),
        sheets=(),
        consents=(),
    )


def result_applications(
    uow: UnitOfWork, row: RoundRow, settings: RoundSettings, assigned: Table | None = None
) -> tuple[ResultApplication, ...]:
    """Return every application as the result knows it, by id; ``assigned``: experts of single ones."""
    rows = sorted(uow.applications.all(row.round_id), key=lambda one: one.application_id)
    results = check_results(uow, row)
    table = assigned or {}
    return tuple(
        _result_application(one, settings, results.get(one.application_id), table.get(one.application_id))
        for one in rows
    )


def stage_rules(catalogue: Catalogue, sub_direction: str, settings: RoundSettings) -> StageRules:
    """Return what leads to an outcome: bands and screening of the stage's rubric, and the vetoes (§2.4)."""
    rubric = catalogue.rubric(sub_direction, settings.stage)
    vetoes = catalogue.vetoes_for(catalogue.measure_of(sub_direction).id)
    bands = [{"code": band.code, "floor": 100 * band.min} for band in rubric.bands]
    return StageRules(
        bands=msgspec.convert(bands, tuple[OutcomeBand, ...]),
        items=frozenset({one.id for one in rubric.screening} | {one.id for one in vetoes}),
    )


def ceiling(record: dict[str, object], settings: RoundSettings, sub_direction: str) -> int | None:
    """Return the most that may be granted (rules §9): min of request, ratio × audited spending, cap.

    Exact, rounded down once to ``amount_step_fen``; a missing ratio, spending or cap is left out. A
    mid-term check or an acceptance grants nothing.
    """
    if settings.stage != "proposal":
        return None
    grant = settings.grants.get(sub_direction)
    bounds = [value for value in (_fen(record, "requested_amount"),) if value is not None]
    if grant is not None:
        spending = _fen(record, "audited_spending")
        if grant.ratio_bp is not None and spending is not None:
            bounds.append(grant.ratio_bp * spending // 10_000)
        if grant.cap_fen is not None:
            bounds.append(grant.cap_fen)
    if not bounds:
        return None
    return min(bounds) // settings.amount_step_fen * settings.amount_step_fen


def _fen(record: dict[str, object], name: str) -> int | None:
    """Return an amount of the record, None when not given."""
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _result_application(
    one: ApplicationRow,
    settings: RoundSettings,
    check_result: str | None,
    members: tuple[str, ...] | None,
) -> ResultApplication:
    """Return one application as the result knows it."""
    return ResultApplication(
        application=one.application_id,
        number=one.number,
        title=str(one.record.get("title", "")),
        unit=str(one.record.get("unit_name", "")),
        sub_direction=one.sub_direction,
        mode=settings.modes[one.sub_direction],
        state=one.state,
        reason=one.reason,
        version=one.version,
        group=one.group,
        members=members,
        requested_fen=_fen(one.record, "requested_amount") if settings.stage == "proposal" else None,
        ceiling_fen=ceiling(one.record, settings, one.sub_direction),
        check_result=check_result,
    )


def _bodies(uow: UnitOfWork, row: RoundRow, only: str | None) -> Iterable[tuple[MessageRow, Any]]:
    """Return the sheets with their bodies; those of one application are read alone."""
    if only is None:
        return post.bodies(uow, row, "sheet")
    return [(one, post.body_of_row(one)) for one in uow.messages.find(row.round_id, "sheet", slot=only)]


def _sheets(uow: UnitOfWork, row: RoundRow, only: str | None) -> tuple[SignedSheet, ...]:
    """Return every received sheet, or those on one application."""
    found: list[SignedSheet] = []
    for message, body in _bodies(uow, row, only):
        if not isinstance(body, SheetBody) or message.sender is None:
            raise ProgramFault(f"message {message.message_id} is no sheet")
        found.append(SignedSheet(message.message_id, message.sender, message.seq, body))
    return tuple(found)


def _consents(uow: UnitOfWork, row: RoundRow) -> tuple[CountedConsent, ...]:
    """Return every received consent."""
    found: list[CountedConsent] = []
    for message in uow.messages.find(row.round_id, "consent"):
        signed = post.signed_consent(message)
        found.append(CountedConsent(signed.message_id, signed.sender, signed.seq, signed.body))
    return tuple(found)

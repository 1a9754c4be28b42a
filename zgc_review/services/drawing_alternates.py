"""Calling an alternate: the next on the list takes a seat (rules §3.2 step 6, §3.3)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.assignment.draw import Called, call_alternate, code_name
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
)
from zgc_review.domain.rows import ExpertRow, KnownCard, MessageRow, RoundRow, SeatRow
from zgc_review.domain.states import SCORED, State
from zgc_review.errors import GateError
from zgc_review.seal.digits import read_digits
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.codes import next_number
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_record import Call, Draw, draw_of_group, keep_draw
from zgc_review.services.members import standing_of
from zgc_review.services.moving import move
from zgc_review.services.rounds import (
    SECRETARY_CODE,
    counting_codes,
    member_of,
    require_free,
    sign_amendment,
    state_of,
)
from zgc_review.services.trust import trusted_card


@dataclass(frozen=True, slots=True)
class CalledUp:
    """Who was called.

    Attributes:
        expert: the roster entry.
        skipped: those on the list who were passed over, as (roster id, rule).
        roles_lost: measures with more role places open than before (P05 warns).
        version: the version that adds the member; None before the draw was seated.
    """

    expert: ExpertRow
    skipped: tuple[tuple[str, str], ...]
    roles_lost: tuple[str, ...]
    version: MessageRow | None


def next_alternate(uow: UnitOfWork, row: RoundRow, group: str, leaving: str | None) -> tuple[Draw, Called]:
    """Return who is next on the list of a group, and who is passed over.

    Args:
        uow: the transaction.
        row: the round.
        group: group id.
        leaving: 名册编号 of the member who is replaced; None where a seat is added.

    Raises:
        GateError: ``draw.*``; ``draw.leaving``: nobody in the group has that number;
            ``draw.exhausted``: nobody on the list can be called.
    """
    draw = draw_of_group(uow, row, group)
    drawn = draw.group(group)
    seated = draw.seated(group)
    gone = _leaving(uow, row, leaving)
    if leaving is not None and gone not in seated:
        raise GateError("draw.leaving", group=group, number=leaving[:32])
    before = {one.id for one in draw.called(group)}
    elsewhere = {one for other in draw.drawn if other.group != group for one in draw.seated(other.group)}
    counting = counting_codes(uow, row)
    seats = (seat for seat in uow.seats.all(row.round_id) if seat.expert_id and seat.code in counting)
    elsewhere |= {str(seat.expert_id) for seat in seats} - {*seated}
    called = call_alternate(
        next(one.plan() for one in draw.groups if one.id == group),
        [draw.candidate(one) for one in drawn.alternates if one not in before],
        [draw.candidate(one) for one in seated if one != gone],
        [draw.candidate(gone)] if gone is not None else [],
        elsewhere=frozenset(elsewhere),
        rules=draw.rules,
    )
    if called.id is None:
        raise GateError("draw.exhausted", group=group)
    return draw, called


def call_up(
    desk: Desk, row: RoundRow, group: str, leaving: str | None, reason: str, card: str | None = None
) -> CalledUp:
    """Call the next alternate of a group, with a reason.

    Before the draw was seated the alternate takes the place of the one who leaves. Afterwards the version
    of the round definition that adds the member is signed; the one who leaves keeps the code and is entered
    as absent (rules §2.3).

    Raises:
        GateError: ``draw.*``, ``desk.grounds``; afterwards ``draw.alternate_card`` (no card named),
            ``appoint.card``, ``card.untrusted``, ``round.amend.pending``, ``round.role.secretary``;
            ``assign.which``: with single assignment an alternate is called for applications.
    """
    as_secretary(row)
    if len(reason.strip()) < 2:
        raise GateError("desk.grounds", act="alternate")
    with desk.vault.begin() as uow:
        draw, called = next_alternate(uow, row, group, leaving)
        expert = uow.experts.get(str(called.id))
        if expert is None:
            raise GateError("draw.expert", number="")
        state = state_of(uow, row)
        if state.is_single and group in state.groups:
            raise GateError("assign.which")
        _require_uncombined(uow, row, group)
        code = code_name(next_number(state, draw.codes.values()))
        version = None
        if draw.version is not None or group in state.groups:
            body = newcomer_amendment(uow, row, state, group, Newcomer(expert, code, card))
            version = sign_amendment(desk, uow, row, body)
        call = Call(
            group=group,
            id=expert.expert_id,
            leaving=_leaving(uow, row, leaving),
            reason=reason.strip(),
            at=desk.clock.now(),
            skipped=tuple((one.id, one.rule) for one in called.skipped),
            version=None if version is None else version.message_id,
        )
        keep_call(uow, row, draw, call, code)
        uow.commit()
    return CalledUp(expert, call.skipped, called.roles_lost, version)


def _require_uncombined(uow: UnitOfWork, row: RoundRow, group: str) -> None:
    """Refuse a new member of a group whose sheets were combined: nobody could hand in the own ones any more.

    With too few effective sheets the decision is VOID then (rules §2.1).
    """
    rows = [one for one in uow.applications.all(row.round_id) if one.group == group]
    count = sum(one.state in SCORED for one in rows)
    if count:
        raise GateError("draw.combined", group=group, count=count)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An alternate who becomes a member: roster entry, code, digits of the card."""

    expert: ExpertRow
    code: str
    digits: str | None


def reopen_locked(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Move applications back to ASSIGNED that were locked before a new member was added (rules §2.1).

    The locked sheets of the others stay; the caller commits.
    """
    if all(one.state != State.LOCKED for one in uow.applications.all(row.round_id)):
        return
    standing = standing_of(uow, row, state)
    for one in standing.applications:
        if one.state == State.LOCKED and not standing.is_complete(one):
            move(desk, uow, row, one.application_id, State.ASSIGNED, state)


def _leaving(uow: UnitOfWork, row: RoundRow, number: str | None) -> str | None:
    """Return the roster id of the member who leaves."""
    if number is None:
        return None
    expert = uow.experts.by_number(row.round_id, number)
    if expert is None:
        raise GateError("draw.expert", number=number[:32])
    return expert.expert_id


def newcomer_amendment(
    uow: UnitOfWork, row: RoundRow, state: RoundState, group: str, newcomer: Newcomer
) -> AmendmentBody:
    """Return the version that adds the alternate as a member, and keep who sits under the code."""
    require_free(uow, row, state)
    seats, expert, code = state.groups.get(group), newcomer.expert, newcomer.code
    if seats is None:
        raise GateError("draw.group", group=group)
    if newcomer.digits is None:
        raise GateError("draw.alternate_card", number=expert.number)
    card = _card(uow, expert, newcomer.digits)
    seat = SeatRow(row.round_id, code, expert.expert_id, card.card_id, card.name, card.organisation)
    uow.seats.put(seat)
    members = tuple(sorted((*seats.members, code)))
    return AmendmentBody(
        version=state.version + 1,
        members=(member_of(card, code, "expert"),),
        groups=(GroupSeats(id=group, members=members, chair=seats.chair),),
    )


def _card(uow: UnitOfWork, expert: ExpertRow, digits: str) -> KnownCard:
    """Return the alternate's card, compared."""
    wanted = read_digits(digits)
    card = next((one for one in uow.cards.known() if one.fingerprint == wanted), None)
    if card is None:
        raise GateError("appoint.card", number=expert.number)
    return trusted_card(uow, card.card_id)


def keep_call(uow: UnitOfWork, row: RoundRow, draw: Draw, call: Call, code: str) -> None:
    """Keep the call and its event, which names nobody: the next version shows the new code."""
    keep_draw(uow, row, draw, calls=(*draw.calls, call), codes={**draw.codes, call.id: code})
    data = {"call": len(draw.calls) + 1, "draw": draw.n, "group": call.group}
    log.record(uow, row.round_id, "draw.called", SECRETARY_CODE, call.at, data, {"reason": call.reason})

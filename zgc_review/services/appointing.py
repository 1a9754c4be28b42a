"""Seating experts: who sits in which group under which code (rules §3, design §4.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec import UNSET

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import (
    AmendmentBody,
    GroupSeats,
)
from zgc_review.domain.rows import ExpertRow, KnownCard, MessageRow, RoundRow, SeatRow
from zgc_review.errors import GateError
from zgc_review.seal.digits import read_digits
from zgc_review.services.codes import code_salt, deal_codes, next_number
from zgc_review.services.desk import Desk, as_secretary, own_card
from zgc_review.services.rounds import (
    SECRETARY_CODE,
    member_of,
    named_codes,
    require_free,
    sign_amendment,
    state_of,
)
from zgc_review.services.trust import trusted_card


@dataclass(frozen=True, slots=True)
class Appointment:
    """One seat.

    Attributes:
        expert_number: 名册编号.
        fingerprint: digits of the expert's card.
        group: group id.
        chair, round_chair: whether the seat chairs the group, the round.
    """

    expert_number: str
    fingerprint: str
    group: str
    chair: bool = False
    round_chair: bool = False


@dataclass(frozen=True, slots=True)
class _Seat:
    """An appointment with what it names."""

    given: Appointment
    expert: ExpertRow
    card: KnownCard


def appoint(
    desk: Desk,
    row: RoundRow,
    appointments: Sequence[Appointment],
    dealt: Mapping[str, str] | None = None,
) -> MessageRow:
    """Sign the version of the round definition that seats experts under codes.

    Args:
        desk: the secretary's desk.
        row: the round.
        appointments: every seat of the groups meant.
        dealt: codes by roster id where a draw dealt them; without it they are dealt here.

    Raises:
        GateError: ``appoint.expert``, ``appoint.card``, ``appoint.twice``, ``appoint.chair``,
            ``appoint.size``, ``card.untrusted``, ``round.amend.pending``; PackageError:
            ``round.chain.change``.
    """
    with desk.vault.begin() as uow:
        message = appoint_in(desk, uow, row, appointments, dealt)
        uow.commit()
    return message


def appoint_in(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    appointments: Sequence[Appointment],
    dealt: Mapping[str, str] | None = None,
    assignment: str | None = None,
) -> MessageRow:
    """Appoint inside a transaction; the caller commits. Arguments and refusals as :func:`appoint`.

    ``assignment``: digest of the table that assigns the seated ones to single applications, if there is one.
    """
    as_secretary(row)
    state = state_of(uow, row)
    require_free(uow, row, state)
    seats = [_seat(uow, row, one) for one in appointments]
    sizes = {plan.id: plan.size for plan in state.plans.values()}
    _check(seats, sizes, has_round_chair=state.round_chair is not None)
    if any(state.owner(seat.card.card_id) is not None for seat in seats):
        raise GateError("appoint.twice")
    ids = [seat.expert.expert_id for seat in seats]
    first = next_number(state, named_codes(uow, row))
    codes = dealt or deal_codes(ids, _seed(row, ids), code_salt(uow, row), first)
    _keep_seats(uow, row, seats, codes)
    body = AmendmentBody(
        version=state.version + 1,
        members=tuple(
            member_of(seat.card, codes[seat.expert.expert_id], "expert")
            for seat in sorted(seats, key=lambda seat: codes[seat.expert.expert_id])
        ),
        groups=_groups(seats, codes),
        round_chair=next((codes[seat.expert.expert_id] for seat in seats if seat.given.round_chair), None),
        assignment=UNSET if assignment is None else assignment,
    )
    return sign_amendment(desk, uow, row, body)


def _seat(uow: UnitOfWork, row: RoundRow, given: Appointment) -> _Seat:
    """Find the person and the card of an appointment."""
    expert = uow.experts.by_number(row.round_id, given.expert_number)
    if expert is None:
        raise GateError("appoint.expert", number=given.expert_number)
    digits = read_digits(given.fingerprint)
    card = next((one for one in uow.cards.known() if one.fingerprint == digits), None)
    if card is None:
        raise GateError("appoint.card", number=given.expert_number)
    return _Seat(given, expert, trusted_card(uow, card.card_id))


def _check(seats: Sequence[_Seat], sizes: dict[str, int], *, has_round_chair: bool) -> None:
    """Refuse doubled people, groups of the wrong size, and other than one chair each."""
    people = [seat.expert.expert_id for seat in seats]
    if len(set(people)) != len(people) or len({seat.card.card_id for seat in seats}) != len(seats):
        raise GateError("appoint.twice")
    groups = sorted({seat.given.group for seat in seats})
    for group in groups:
        members = [seat for seat in seats if seat.given.group == group]
        if len(members) != sizes.get(group):
            raise GateError("appoint.size", group=group, found=len(members), needed=sizes.get(group, 0))
        if sum(seat.given.chair for seat in members) != 1:
            raise GateError("appoint.chair", group=group)
    if sum(seat.given.round_chair for seat in seats) != (0 if has_round_chair else 1):
        raise GateError("appoint.chair", group="*")


def _groups(seats: Sequence[_Seat], codes: Mapping[str, str]) -> tuple[GroupSeats, ...]:
    """Return the seats by group."""
    found = []
    for group in sorted({seat.given.group for seat in seats}):
        members = [seat for seat in seats if seat.given.group == group]
        chair = next(seat for seat in members if seat.given.chair)
        found.append(
            GroupSeats(
                id=group,
                members=tuple(sorted(codes[seat.expert.expert_id] for seat in members)),
                chair=codes[chair.expert.expert_id],
            )
        )
    return tuple(found)


def _keep_seats(uow: UnitOfWork, row: RoundRow, seats: Sequence[_Seat], codes: Mapping[str, str]) -> None:
    """Keep who sits under which code; the secretary's own seat and the observer's too."""
    own = own_card(uow, row)
    uow.seats.put(SeatRow(row.round_id, SECRETARY_CODE, None, own.card_id, own.name, own.organisation))
    observer = state_of(uow, row).observer
    known = trusted_card(uow, observer.card)
    uow.seats.put(SeatRow(row.round_id, observer.code, None, known.card_id, known.name, known.organisation))
    for seat in seats:
        code = codes[seat.expert.expert_id]
        card = seat.card
        uow.seats.put(
            SeatRow(row.round_id, code, seat.expert.expert_id, card.card_id, card.name, card.organisation)
        )


def _seed(row: RoundRow, ids: Sequence[str]) -> str:
    """Return the seed that codes of appointed (not drawn) experts are dealt with."""
    return hashlib.sha256("\0".join(("zgc-appoint-1", row.round_id, *sorted(ids))).encode()).hexdigest()

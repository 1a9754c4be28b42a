"""What a change of cards does in the secretary's vault once it is in force (docs/bodies.md §1)."""

from __future__ import annotations

from dataclasses import replace

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.round_bodies import AmendmentBody, Member, Revocation
from zgc_review.domain.rows import RoundRow, SeatRow
from zgc_review.domain.states import State
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.letters import given_to
from zgc_review.services.members import standing_of
from zgc_review.services.moving import move
from zgc_review.services.rounds import signed_versions, state_of


def take_effect(desk: Desk, uow: UnitOfWork, row: RoundRow) -> RoundRow:
    """Carry out the changes of cards that came into force since the last time; the caller commits.

    Returns:
        The round's row: the secretary's own card may be another now.
    """
    state = state_of(uow, row)
    done = uow.facts.get(_name(row)) or 1
    if done >= state.version:
        return row
    counting = (one for one in signed_versions(uow, row) if one.message_id not in state.withdrawn)
    fresh = [one.body for one in counting if done < one.body.version <= state.version]
    for body in fresh:
        if isinstance(body, AmendmentBody):
            row = _carry_out(desk, uow, row, state, body)
    uow.facts.put(_name(row), state.version)
    return row


def _carry_out(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, body: AmendmentBody
) -> RoundRow:
    """Carry out one version."""
    for revocation in body.revocations:
        _revoked(desk, uow, row, state, body.version, revocation)
    for member in body.members:
        if state.members[member.code][0].card != member.card:
            _replaced(desk, uow, row, state, body.version, member)
            if member.role == "secretary":
                row = replace(row, card_id=member.card)
                uow.rounds.update(row)
    if body.revocations:
        _reopen(desk, uow, row, state, {one.card for one in body.revocations})
    return row


def _revoked(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, version: int, revocation: Revocation
) -> None:
    """Write what counts no more, and what could be read before (rules §3.3)."""
    owner = state.owner(revocation.card)
    code = owner.code if owner is not None else ""
    data = {
        "card": revocation.card,
        "code": code,
        "kept": len(revocation.kept),
        "readable": sorted(given_to(uow, row, code)),
        "version": version,
    }
    log.record(uow, row.round_id, "card.revoked", state.secretary.code, desk.clock.now(), data)


def _replaced(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, version: int, member: Member
) -> None:
    """Keep which card the person behind a code has now."""
    known = uow.cards.own_by_id(member.card) or uow.cards.known_by_id(member.card)
    seat = next((one for one in uow.seats.all(row.round_id) if one.code == member.code), None)
    if known is not None:
        expert = seat.expert_id if seat is not None else None
        uow.seats.put(
            SeatRow(row.round_id, member.code, expert, known.card_id, known.name, known.organisation)
        )
    data = {"card": member.card, "code": member.code, "version": version}
    log.record(uow, row.round_id, "card.replaced", state.secretary.code, desk.clock.now(), data)


def _reopen(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, cards: set[str]) -> None:
    """Move applications back to REVIEWING of which a sheet is not kept (rules §2.1: a sheet reopened)."""
    gone = {
        sheet.slot
        for card in cards
        for sheet in uow.messages.find(row.round_id, "sheet", sender=card)
        if not state.accepts(card, sheet.message_id)
    }
    if not gone:
        return
    standing = standing_of(uow, row, state)
    for one in standing.applications:
        if one.state == State.LOCKED and one.application_id in gone and not standing.is_complete(one):
            move(desk, uow, row, one.application_id, State.REVIEWING, state)


def _name(row: RoundRow) -> str:
    """Return the name of the fact: the newest version carried out."""
    return f"cards:{row.round_id}"

"""Decisions: signed by the chair, then the application is deliberated (rules §8)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState, SignedConsent
from zgc_review.services.consents import consents
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of


def decision_on(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow
) -> SignedConsent | None:
    """Return the counting decision of an application: the newest one of its chair."""
    chair = state.chair_of(application.group)
    found = [
        consent
        for consent in consents(uow, row, "decision")
        if consent.body.application == application.application_id
        and (owner := state.owner(consent.sender)) is not None
        and owner.code == chair
        and state.accepts(consent.sender, consent.message_id)
    ]
    return max(found, key=lambda consent: consent.seq) if found else None


def confirm_decisions(desk: Desk, row: RoundRow) -> tuple[int, int]:
    """Move every aggregated application with a signed decision to DELIBERATED.

    Returns:
        How many were moved, and how many still wait for a decision.

    Raises:
        GateError: ``decide.nothing``: no application is AGGREGATED.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        open_ones = [one for one in uow.applications.all(row.round_id) if one.state == State.AGGREGATED]
        if not open_ones:
            raise GateError("decide.nothing")
        decided = [one for one in open_ones if decision_on(uow, row, state, one) is not None]
        for one in decided:
            move(desk, uow, row, one.application_id, State.DELIBERATED, state)
        uow.commit()
    return len(decided), len(open_ones) - len(decided)

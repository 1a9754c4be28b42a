"""A member's vault learns that its card was replaced or revoked (rules §3.3, docs/bodies.md §1)."""

from __future__ import annotations

from dataclasses import replace

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import PackageError
from zgc_review.services import log
from zgc_review.services.awaited_letter import await_letter
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of


def learn_of_own_card(desk: Desk, uow: UnitOfWork, row: RoundRow) -> RoundRow:
    """Let go of what the own card no longer may open, and go on with a newer own card; the caller commits.

    Does nothing while version 1 waits for its consent, and nothing twice.
    """
    if row.place != "member" or not is_out_of_use(uow, row):
        return row
    state = state_of(uow, row)
    _let_go(desk, uow, row, state)
    now = state.usable(row.code or "")
    if now is not None and uow.cards.own_by_id(now.card) is not None:
        row = replace(row, card_id=now.card)
        uow.rounds.update(row)
        await_letter(uow, row)
        data = {"card": now.card, "version": state.version}
        log.record(uow, row.round_id, "card.taken_over", now.code, desk.clock.now(), data)
    return row


def is_out_of_use(uow: UnitOfWork, row: RoundRow) -> bool:
    """Say whether the own card was a member's and is out of use; a version that waits does nothing."""
    try:
        state = state_of(uow, row)
    except PackageError as fault:
        if fault.code != "round.chain.observer":
            raise
        return False
    return state.owner(row.card_id) is not None and not state.in_use(row.card_id)


def _let_go(desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Delete the identities of all applications; what was signed and is not kept is a draft again."""
    dropped = 0
    for one in uow.applications.all(row.round_id):
        if one.identity is not None:
            uow.applications.drop_identity(one.application_id)
            dropped += 1
        signed = uow.messages.find(row.round_id, "sheet", sender=row.card_id, slot=one.application_id)
        kept = any(state.accepts(row.card_id, sheet.message_id) for sheet in signed)
        if one.state == SheetStatus.LOCKED and not kept:
            uow.applications.set_state(one.application_id, SheetStatus.OPEN.value, "")
            dropped += 1
    if dropped:
        data = {"card": row.card_id, "version": state.version}
        log.record(uow, row.round_id, "card.let_go", row.code or "", desk.clock.now(), data)

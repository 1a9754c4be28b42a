"""LOCKED, when every member's sheet is in, recused, void or absent: the program's own move (rules §2.1)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.services.desk import Desk
from zgc_review.services.members import standing_of
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of


def lock_complete(desk: Desk, uow: UnitOfWork, row: RoundRow) -> bool:
    """Move applications whose sheets are all in to LOCKED (rules §2.1); say whether any moved."""
    if all(one.state != State.REVIEWING for one in uow.applications.all(row.round_id)):
        return False  # perhaps version 1 still waits for its consent, and there is no state to ask
    state = state_of(uow, row)
    standing = standing_of(uow, row, state)
    moved = False
    for application in standing.applications:
        if application.state == State.REVIEWING and standing.is_complete(application):
            move(desk, uow, row, application.application_id, State.LOCKED, state)
            moved = True
    return moved

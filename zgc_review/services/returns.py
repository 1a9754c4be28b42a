"""What arrived from each expert, and when: for the secretary's table of returns."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import as_secretary
from zgc_review.services.rounds import state_of
from zgc_review.services.status import MemberStatus, round_status


@dataclass(frozen=True, slots=True)
class Return:
    """One expert's returns.

    Attributes:
        status: sheets in, recused, absent, missing; files that arrived.
        version: number of the newest score file, 0 before the first.
        at: claimed time of its arrival, empty before the first.
        letter_at: claimed time of the newest letter, empty before the first.
    """

    status: MemberStatus
    version: int
    at: str
    letter_at: str


def returns_of(uow: UnitOfWork, row: RoundRow) -> tuple[Return, ...]:
    """Return every expert's returns, by code.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)

    def read() -> tuple[Return, ...]:
        state = state_of(uow, row)
        return tuple(_return(uow, row, state, one) for one in round_status(uow, row).members)

    return uow.once(("returns", row.round_id), read)


def _return(uow: UnitOfWork, row: RoundRow, state: RoundState, status: MemberStatus) -> Return:
    """Look up the newest score file and letter of one expert, over all cards of the code."""
    scores = [
        message
        for member in state.members[status.code]
        for message in uow.messages.find(row.round_id, "scores", sender=member.card)
    ]
    letters = uow.messages.find(row.round_id, "assignment", slot=status.code)
    newest = scores[-1] if scores else None
    return Return(
        status,
        newest.seq if newest is not None else 0,
        newest.at if newest is not None else "",
        letters[-1].at if letters else "",
    )

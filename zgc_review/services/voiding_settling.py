"""Computing again what an act or a declaration changed after the sheets were combined (rules §4.2)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import AggregationError
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of
from zgc_review.services.voiding_values import note_values

_SCORED = frozenset({State.AGGREGATED.value, State.DELIBERATED.value})


def settle(desk: Desk, uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Compute again what acts and declarations changed; return the applications whose sheets changed late.

    A decided application goes back to AGGREGATED with its event; the caller commits.
    """
    if all(one.state not in _SCORED for one in uow.applications.all(row.round_id)):
        return ()
    try:
        result = current_aggregate(uow, row)
    except AggregationError:
        # An entry made by a chair who now stands aside must be signed anew; until then nothing is computed,
        # and whoever asks for the aggregate is told of which application and member.
        return ()
    return note_values(desk, uow, row, state_of(uow, row), result)

"""Moving an application from one state to the next: one move, one event (rules §2.1)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State, check_move
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk

# Characters of a reason: it stands in the table of applications (shape Line, docs/bodies.md §4).
MOST = 500


def move(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    application_id: str,
    new: State,
    state: RoundState,
    reason: str = "",
    by: str = "",
) -> None:
    """Move an application to another state and write the event (rules §2.1); the caller commits.

    Raises:
        GateError: ``round.state.move``; ``round.state.reason``: longer than the result can carry.
    """
    application = uow.applications.get(application_id)
    if application is None:
        raise GateError("application.unknown")
    old = State(application.state)
    mode = state.settings.modes[application.sub_direction]
    check_move(old, new, mode, application.number)
    if len(reason) > MOST:
        raise GateError("round.state.reason", number=application.number, most=MOST)
    uow.applications.set_state(application_id, new.value, reason)
    data = {"application": application_id, "from": old.value, "to": new.value}
    texts = {"reason": reason} if reason else {}
    log.record(
        uow, row.round_id, "application.moved", by or state.secretary.code, desk.clock.now(), data, texts
    )

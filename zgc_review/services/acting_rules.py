"""When an acting chair is due, and who may be named (rules P09, §13 ``acting_chair``)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_chairs import Chairs


def require_acting(uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
    """Refuse to open the review of applications whose chair stands aside while nobody acts (P09: block).

    Raises:
        GateError: ``panel.acting.due`` with the number of the first application and how many there are.
    """
    chairs = Chairs(uow, row, state)
    due = [
        one
        for one in uow.applications.all(row.round_id)
        if one.state == State.ASSIGNED and one.group in state.groups and _is_due(chairs, one)
    ]
    if due:
        ids = " ".join(one.application_id for one in due[:3])
        raise GateError("panel.acting.due", number=due[0].number, count=len(due), ids=ids)


def _is_due(chairs: Chairs, application: ApplicationRow) -> bool:
    """Say whether nobody speaks as chair although somebody could."""
    return chairs.needs_acting(application) and chairs.chair(application) is None


def check_naming(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, application: ApplicationRow, named: str
) -> None:
    """Refuse an acting chair where none is needed, or one who may not act; for the secretary's vault.

    Raises:
        GateError: ``panel.acting.*``.
    """
    chairs, number = Chairs(uow, row, state), application.number
    if not chairs.needs_acting(application):
        raise GateError("panel.acting.chair", number=number)
    fit = chairs.candidates(application)
    if named not in fit:
        raise GateError("panel.acting.member", number=number, code=named)
    chair = state.chair_of(application.group)
    for decision in spoken(uow, row, state, "decision", application.application_id):
        aside = chairs.stands_aside(decision.code, application.application_id)
        if decision.code not in {named, chair} and not aside:
            raise GateError("panel.acting.decided", number=number, code=decision.code)
    if state.settings.acting_chair == "next" and (named != fit[0] or code == chair):
        raise GateError("panel.acting.next", number=number, code=fit[0])

"""Who speaks as chair of an application: its chair, or the acting chair where that one stands aside."""

from __future__ import annotations

from collections.abc import Sequence

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import ENDED, SheetStatus
from zgc_review.errors import GateError
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_record import draw_of_group
from zgc_review.services.members import closed_to, members_of
from zgc_review.services.panel_acting import acting_chairs, acts_for, keep_acting
from zgc_review.services.rounds import state_of

_CLOSED_HERE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


class Chairs:
    """Answers who stands aside and who speaks as chair, for the secretary's vault; remembers what it read."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
        self._uow, self._row, self._state = uow, row, state
        self._acting = acting_chairs(uow, row)
        self._closed: dict[str, dict[str, SheetStatus]] = {}

    def closed(self, code: str) -> dict[str, SheetStatus]:
        """Return the applications closed to a member by declaration or ruling."""
        if code not in self._closed:
            self._closed[code] = closed_to(self._uow, self._row, self._state, code)
        return self._closed[code]

    def stands_aside(self, code: str, application_id: str) -> bool:
        """Say whether a member is recused on an application or waits for a ruling."""
        member = self._state.member(code)
        if member is None or application_id in self.closed(code):
            return True
        sheets = self._uow.messages.find(self._row.round_id, "sheet", sender=member.card, slot=application_id)
        initial = [body for body in map(post.body_of_row, sheets) if body.phase == "initial"]
        return bool(initial) and initial[-1].state == "recused"

    def chair(self, application: ApplicationRow) -> str | None:
        """Return the code that speaks as chair, None where the chair stands aside and nobody acts yet."""
        chair, application_id = self._state.chair_of(application.group), application.application_id
        if chair is None or not self.stands_aside(chair, application_id):
            return chair
        acting = self._acting.get(application_id, ())
        return acting[-1] if acting and not self.stands_aside(acting[-1], application_id) else None

    def voices(self, application: ApplicationRow) -> tuple[str, ...]:
        """Return whose word counts as the chair's once it was taken in (docs/bodies.md §4).

        Where the chair stands aside that is any member who does not: an acting chair who was replaced
        later had the right to sign what was signed.
        """
        chair, application_id = self._state.chair_of(application.group), application.application_id
        if chair is None:
            return ()
        if not self.stands_aside(chair, application_id):
            return (chair,)
        members = members_of(self._state, application)
        return tuple(code for code in members if not self.stands_aside(code, application_id))


def chair_of(uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow) -> str | None:
    """Return the code that speaks as chair of an application, for the secretary's vault."""
    return Chairs(uow, row, state).chair(application)


def stands_aside(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, application_id: str) -> bool:
    """Say whether a member stands aside on an application, for the secretary's vault."""
    return Chairs(uow, row, state).stands_aside(code, application_id)


def is_my_chair(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, one: ApplicationRow) -> bool:
    """Say whether a member's own vault lets its owner speak as chair of an application."""
    if one.state in _CLOSED_HERE:
        return False
    return state.chair_of(one.group) == code or one.application_id in acts_for(uow, row, code)


def name_acting_chair(desk: Desk, row: RoundRow, code: str, application_ids: Sequence[str]) -> None:
    """Name who acts as chair on applications from which the chair stands aside, as agreed in the room.

    Raises:
        GateError: ``round.role.secretary``; ``panel.acting.chair``: the chair does not stand aside;
            ``panel.acting.member``: the one named may not act; ``panel.acting.decided``: somebody else
            has decided already; ``panel.acting.next``: by the settings it is the next one drawn.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        kept = acting_chairs(uow, row)
        for application_id in application_ids:
            application = uow.applications.get(application_id)
            if application is None or application.round_id != row.round_id or application.state in ENDED:
                raise GateError("application.unknown")
            _check_acting(uow, row, state, application, code)
            before = tuple(one for one in kept.get(application_id, ()) if one != code)
            kept[application_id] = (*before, code)
            data = {"application": application_id, "code": code}
            by, at = state.secretary.code, desk.clock.now()
            log.record(uow, row.round_id, "chair.acting", by, at, data)
        keep_acting(uow, row, kept)
        uow.commit()


def _check_acting(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, code: str
) -> None:
    """Refuse an acting chair where none is needed, or one who may not act."""
    chair = state.chair_of(application.group)
    number, application_id = application.number, application.application_id
    chairs = Chairs(uow, row, state)
    if chair is None or not chairs.stands_aside(chair, application_id):
        raise GateError("panel.acting.chair", number=number)
    fit = [one for one in _in_draw_order(uow, row, state, application) if one != chair]
    fit = [one for one in fit if not chairs.stands_aside(one, application_id)]
    if code not in fit:
        raise GateError("panel.acting.member", number=number, code=code)
    for decision in spoken(uow, row, state, "decision", application_id):
        if decision.code not in {code, chair} and not chairs.stands_aside(decision.code, application_id):
            raise GateError("panel.acting.decided", number=number, code=decision.code)
    if state.settings.acting_chair == "next" and code != fit[0]:
        raise GateError("panel.acting.next", number=number, code=fit[0])


def _in_draw_order(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow
) -> tuple[str, ...]:
    """Return the members of an application in the order of the draw; of appointed groups by code."""
    members = members_of(state, application)
    codes = {seat.expert_id: seat.code for seat in uow.seats.all(row.round_id) if seat.expert_id}
    try:
        drawn = draw_of_group(uow, row, str(application.group)).seated(str(application.group))
    except GateError:
        return members
    order = [codes[one] for one in drawn if codes.get(one) in members]
    return (*order, *(one for one in members if one not in order))

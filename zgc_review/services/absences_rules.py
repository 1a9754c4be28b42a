"""Whether a sheet comes too late because its writer was entered absent, or its predecessor is void."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.panel_chairs import Chairs


class Welcome:
    """Judges the sheets of one member's file by what was said of that member before it arrived."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState, code: str) -> None:
        self._uow, self._row, self._state, self._code = uow, row, state, code
        self._entered, self._voided = (
            [one for one in spoken(uow, row, state, act) if one.body.values["code"] == code]
            for act in ("absent", "void")
        )

    def check(self, application: ApplicationRow) -> None:
        """Refuse a sheet that would stand in the vault without ever counting, or undo a voiding.

        Raises:
            GateError: ``collect.absent``, ``collect.void``.
        """
        state, application_id = self._state, application.application_id
        entered = [one for one in self._entered if one.body.application in {None, application_id}]
        voided = [
            one
            for one in self._voided
            if one.body.application == application_id and _is_initial(self._uow, str(one.body.about))
        ]
        if not entered and not voided:
            return
        chair = Chairs(self._uow, self._row, state).chair(application)
        number, secretary = application.number, state.secretary.code
        by = {one.code for one in entered}
        # For all applications at once the round chair may speak as well: no group is meant then.
        general = {one.code for one in entered if one.body.application is None} & {state.round_chair}
        if secretary in by and (chair in by or general):
            raise GateError("collect.absent", code=self._code, number=number)
        by = {one.code for one in voided}
        if secretary in by and chair in by:
            raise GateError("collect.void", code=self._code, number=number)


def _is_initial(uow: UnitOfWork, sheet: str) -> bool:
    """Say whether a sheet is an initial one: a void revision bars nothing."""
    found = uow.messages.get(sheet)
    return found is not None and post.body_of_row(found).phase == "initial"

"""Revising a sheet after discussion: a second sheet beside the first, never in its place (rules §6.8)."""

from __future__ import annotations

from typing import Final

from zgc_review.domain.bodies import (
    SheetBody,
)
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.scoring import drafts
from zgc_review.services import log, post
from zgc_review.services.desk import Desk, as_member
from zgc_review.services.revising_rules import check_revisable, own_sheet
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.sheets import save_draft

REVISION: Final = "revision"


def start_revision(desk: Desk, row: RoundRow, application_id: str, reason: str) -> SheetBody:
    """Begin a draft of phase revision from the sheet that was signed; it is locked like any other.

    Raises:
        GateError: ``application.unknown``, ``score.not_locked``, ``revision.off``, ``revision.closed``,
            ``revision.twice``, ``revision.started``, ``round.role.member``.
        ScoringError: ``scoring.reopening.reason_missing``.
    """
    as_member(row)
    with desk.vault.begin() as uow:
        application = uow.applications.get(application_id)
        if application is None or application.round_id != row.round_id:
            raise GateError("application.unknown")
        state = state_of(uow, row)
        check_revisable(uow, row, state, application)
        if uow.drafts.newest(row.round_id, application_id, REVISION) is not None:
            raise GateError("revision.started", number=application.number)
        signed = own_sheet(uow, row, application_id, "initial")
        if signed is None:
            raise GateError("score.not_locked")
        draft = drafts.revise(post.body_of_row(signed), reason.strip())
        at = desk.clock.now()
        save_draft(uow, row, application_id, REVISION, "revise", draft, at)
        data = {"application": application_id, "sheet": signed.message_id}
        code = my_code(uow, row, state)
        log.record(uow, row.round_id, "sheet.revising", code, at, data, {"reason": reason.strip()})
        uow.commit()
    return draft

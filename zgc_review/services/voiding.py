"""Voiding a sheet (作废): late conflict or dishonesty, by secretary and chair (rules §2.3, §4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from zgc_review.domain.bodies import (
    ConsentBody,
    Phase,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk
from zgc_review.services.members import received_sheets, recusal_lines
from zgc_review.services.panel_chairs import Chairs


def sign_void(
    desk: Desk,
    row: RoundRow,
    application: str,
    code: str,
    sheet: str,
    answer: Literal["conflict", "integrity"],
    folder: Path | None = None,
) -> SignedAct:
    """Declare one sheet void (回避作废 or 诚信作废); it counts once secretary and chair both signed.

    The sheet stays and is excluded from all statistics. A void initial sheet takes its revision with it.

    Raises:
        GateError: ``consent.*``, ``deliberation.*``.
    """
    body = ConsentBody(act="void", about=sheet, application=application, answer=answer, values={"code": code})
    return sign_act(desk, row, body, folder)


def sheet_to_void(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, code: str, phase: Phase
) -> str:
    """Return the id of a member's newest sheet in the secretary's vault.

    Raises:
        GateError: ``void.sheet``: none is in; a late conflict before the sheet needs a ruling, no voiding.
    """
    sheet = received_sheets(uow, row, state, phase).get((code, application.application_id))
    if sheet is None or sheet.head.state != "locked":
        raise GateError("void.sheet", code=code, number=application.number)
    return sheet.row.message_id


def void_sheets(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Mapping[str, str]:
    """Return the sheets that secretary and chair both declared void, with the secretary's ground."""
    by_sheet: dict[str, dict[str, str]] = {}
    where: dict[str, str] = {}
    for one in spoken(uow, row, state, "void"):
        by_sheet.setdefault(str(one.body.about), {})[one.code] = one.body.answer
        where[str(one.body.about)] = str(one.body.application)
    found: dict[str, str] = {}
    book = Chairs(uow, row, state)
    for sheet, voices in by_sheet.items():
        application = uow.applications.get(where[sheet])
        chair = book.chair(application) if application is not None else None
        if state.secretary.code in voices and chair in voices:
            found[sheet] = voices[state.secretary.code]
    return found


def sheets_out_of_count(uow: UnitOfWork, row: RoundRow, state: RoundState) -> frozenset[str]:
    """Return the locked sheets that are void: declared so, of a member recused late, revisions with them."""
    declared = void_sheets(uow, row, state)
    recused = {
        (line.application, line.code) for line in recusal_lines(uow, row, state) if line.decision == "recused"
    }
    found = set(declared)
    initial = received_sheets(uow, row, state)
    for message, head in post.sheet_heads(uow, row):
        owner = state.owner(message.sender or "")
        if owner is None or head.state != "locked":
            continue
        first = initial.get((owner.code, head.application))
        is_aside = (head.application, owner.code) in recused
        is_aside = is_aside or (first is not None and first.head.state == "recused")
        is_with_void = head.phase == "revision" and first is not None and first.row.message_id in declared
        if is_aside or is_with_void:
            found.add(message.message_id)
    return frozenset(found)

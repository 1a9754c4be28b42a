"""When a sheet may be revised: once, while its discussion is open and nothing is concluded (rules §6.8)."""

from __future__ import annotations

from zgc_review.domain.bodies import (
    Phase,
    SheetBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus, State
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating import discussion_of, heard_discussion
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_standing import effective_codes, line_of
from zgc_review.services.rounds import state_of


def own_sheet(uow: UnitOfWork, row: RoundRow, application_id: str, phase: Phase) -> MessageRow | None:
    """Return the newest sheet of one phase that this vault's owner signed on an application.

    Where the owner's card was replaced, the newer card's sheet counts, then what was kept of the older.
    """
    state = state_of(uow, row)
    owner = state.owner(row.card_id)
    for card in reversed([one.card for one in state.members[owner.code]] if owner is not None else ()):
        for one in reversed(uow.messages.find(row.round_id, "sheet", sender=card, slot=application_id)):
            if state.accepts(card, one.message_id) and post.body_of_row(one).phase == phase:
                return one
    return None


def phase_at_work(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> Phase:
    """Return the phase in which an expert now edits an application."""
    started = uow.drafts.newest(row.round_id, application.application_id, "revision") is not None
    return "revision" if started and application.state == SheetStatus.LOCKED else "initial"


def check_revisable(uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow) -> None:
    """Refuse to revise in the expert's own vault.

    Raises:
        GateError: ``score.not_locked``, ``revision.off``, ``revision.closed``, ``revision.twice``.
    """
    number = application.number
    if application.state != SheetStatus.LOCKED:
        raise GateError("score.not_locked")
    if not state.settings.revisions_max:
        raise GateError("revision.off")
    if own_sheet(uow, row, application.application_id, "revision") is not None:
        raise GateError("revision.twice", number=number)
    if heard_discussion(spoken(uow, row, state, "discuss", application.application_id)) != "open":
        raise GateError("revision.closed", number=number)


def check_arriving(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    application: ApplicationRow,
    body: SheetBody,
    code: str,
) -> None:
    """Refuse a revision that reaches the secretary without reason, discussion or initial sheet.

    Raises:
        GateError: ``revision.*``, ``deliberation.effective``.
    """
    number = application.number
    if not state.settings.revisions_max:
        raise GateError("revision.off")
    if application.state != State.AGGREGATED:
        raise GateError("revision.state", number=number, state=application.state, code=code)
    if discussion_of(uow, row, state, application) != "open":
        raise GateError("revision.closed", number=number)
    if body.state != "locked" or not body.reason.strip():
        raise GateError("revision.reason", number=number, code=code)
    cards = {member.card for member in state.members.get(code, ())}
    before = uow.messages.find(row.round_id, "sheet", slot=application.application_id)
    if any(one.sender in cards and post.body_of_row(one).phase == "revision" for one in before):
        raise GateError("revision.twice", number=number)
    if code not in effective_codes(line_of(uow, row, application)):
        raise GateError("deliberation.effective", number=number, code=code)

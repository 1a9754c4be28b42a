"""What there is to discuss, as far as the vault at hand may know it (rules §8, §15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SCORED, SheetStatus, State
from zgc_review.errors import GateError
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating import Discussion, discussion_of, heard_discussion
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import items_by_sub_direction
from zgc_review.services.deliberating_explaining import owing
from zgc_review.services.deliberating_standing import effective_codes, line_of
from zgc_review.services.desk import Desk
from zgc_review.services.panel_view import PanelLine, panel_view, panels_taken
from zgc_review.services.rounds import state_of
from zgc_review.services.sitting_notes import Notes, notes_of
from zgc_review.services.vetoes import VetoOutcome, veto_outcomes

_CLOSED = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One application: why it is to be discussed (``spread`` … ``near_line``, ``tie``, ``asked``), and how.

    ``owing``: experts who still owe a written explanation of their total (S07).
    """

    number: str
    reasons: tuple[str, ...]
    discussion: Discussion
    owing: tuple[str, ...] = ()


def agenda(desk: Desk, row: RoundRow) -> tuple[AgendaLine, ...]:
    """Return the agenda by number.

    The secretary sees everything combined; a chair what the panel files hold; an expert, and an acting
    chair beside that, what letters told: the discussions opened on the own applications, without reasons.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        if row.place == "secretary":
            found = _of_round(uow, row, state)
        else:
            notes = notes_of(uow, row)
            found = [
                AgendaLine(one.number, reasons_of(one, notes), one.discussion, one.owing)
                for group in panels_taken(uow, row)
                for one in panel_view(uow, row, group).lines
            ]
            led = {one.number for one in found}
            found += [one for one in _heard(uow, row, state) if one.number not in led]
    return tuple(sorted(found, key=lambda one: one.number))


def reasons_of(one: PanelLine, notes: Notes) -> tuple[str, ...]:
    """Return why a chair discusses an application: what the rules name, an open tie, the chair's own wish."""
    asked = notes.get(one.line.application, {}).get("agenda", {}).get("asked", False)
    tied = one.rank is not None and one.rank.tied
    return (*one.line.discuss, *(("tie",) if tied else ()), *(("asked",) if asked else ()))


def is_on_agenda(one: PanelLine, reasons: Sequence[str]) -> bool:
    """Say whether there is anything to discuss about an application, or was.

    Args:
        reasons: as :func:`reasons_of` gives them.
    """
    return bool(reasons or one.owing or one.vetoes) or one.discussion != "none"


def require_open(row: RoundRow, application: ApplicationRow) -> None:
    """Refuse to show a member anything of an application on which the member stands aside (rules §15).

    Raises:
        GateError: ``application.closed``.
    """
    if row.place == "member" and application.state in _CLOSED:
        raise GateError("application.closed", number=application.number)


def _of_round(uow: UnitOfWork, row: RoundRow, state: RoundState) -> list[AgendaLine]:
    """Return every combined application that is not sealed."""
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    if all(one.state not in SCORED for one in rows.values()):
        return []
    book, result = ConsentBook(uow, row, state), current_aggregate(uow, row)
    tied = {one.application for pool in result.pools for one in pool.lines if one.tied}
    return [
        AgendaLine(
            rows[line.application].number,
            (*line.discuss, *(("tie",) if line.application in tied else ())),
            discussion_of(uow, row, state, rows[line.application]),
            owing(line, book.of("explain", line.application)),
        )
        for line in result.applications
        if rows[line.application].state != State.SEALED
    ]


def _heard(uow: UnitOfWork, row: RoundRow, state: RoundState) -> list[AgendaLine]:
    """Return the applications whose discussion this member heard of."""
    book = ConsentBook(uow, row, state)
    found = []
    for one in uow.applications.all(row.round_id):
        words = book.of("discuss", one.application_id)
        if words and one.state not in _CLOSED:
            found.append(AgendaLine(one.number, (), heard_discussion(words)))
    return found


def outcomes(desk: Desk, row: RoundRow, application: ApplicationRow) -> tuple[VetoOutcome, ...]:
    """Return what became of the veto claims on an application, where the vault may know who counts.

    An expert's vault knows the claims, but not whose sheets count; there it is empty.
    """
    with desk.vault.begin() as uow:
        if row.place == "secretary":
            if application.state not in SCORED:
                return ()
            state = state_of(uow, row)
            items = items_by_sub_direction(uow, state)[application.sub_direction]
            effective = effective_codes(line_of(uow, row, application))
            book = ConsentBook(uow, row, state)
            return veto_outcomes(book, state, application.application_id, effective, items)
        for group in panels_taken(uow, row):
            for one in panel_view(uow, row, group).lines:
                if one.line.application == application.application_id:
                    return one.vetoes
    return ()

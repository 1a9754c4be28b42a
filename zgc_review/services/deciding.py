"""Decisions: signed by the chair, then the application is deliberated (rules §8)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import (
    Objection,
    counting_decision,
    objection_to,
    objections,
)
from zgc_review.services.deliberating_signing import sign_acts
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.moving import move
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.panel_view import grounds_seen
from zgc_review.services.rounds import state_of
from zgc_review.services.tables_out import DecisionRow


def sign_decisions(desk: Desk, row: RoundRow, rows: Sequence[DecisionRow], folder: Path) -> tuple[Path, ...]:
    """Sign the decisions of a list, as chair or acting chair; all or none.

    What a taken panel file shows is judged here already; the secretary's vault judges everything.

    Raises:
        GateError: ``decide.*`` with the number of the application; ``consent.chair``,
            ``application.unknown``, ``application.closed``.
    """
    with desk.vault.begin() as uow:
        grounds = grounds_seen(uow, row)
        for one in rows:
            ground = grounds.get(one.application)
            code = objection_to(one.decision, one.amount_fen, ground) if ground is not None else None
            if code is not None:
                application = uow.applications.get(one.application)
                raise GateError(code, number=application.number if application else "", count=1)
    acts = [
        ConsentBody(
            act="decision",
            application=one.application,
            answer=one.decision,
            values={"amount_fen": one.amount_fen},
        )
        for one in rows
    ]
    return tuple(one.path for one in sign_acts(desk, row, acts, folder) if one.path is not None)


def check_decisions(desk: Desk, row: RoundRow) -> tuple[Objection, ...]:
    """Return every signed decision that cannot stand, for the secretary.

    Raises:
        AggregationError: ``aggregation.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        return objections(uow, row, state_of(uow, row))


def confirm_decisions(desk: Desk, row: RoundRow) -> tuple[int, int]:
    """Move every aggregated application with a signed decision to DELIBERATED; all or none.

    Returns:
        How many were moved, and how many still wait for a decision.

    Raises:
        GateError: ``decide.nothing``: no application is AGGREGATED; ``decide.*`` with the number of the
            first decision that cannot stand and how many there are.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        open_ones = [one for one in uow.applications.all(row.round_id) if one.state == State.AGGREGATED]
        if not open_ones:
            raise GateError("decide.nothing")
        wrong = objections(uow, row, state)
        if wrong:
            raise GateError(wrong[0].code, number=wrong[0].number, count=len(wrong))
        book, chairs = ConsentBook(uow, row, state), Chairs(uow, row, state)
        decided = [one for one in open_ones if counting_decision(book, chairs, one) is not None]
        for one in decided:
            move(desk, uow, row, one.application_id, State.DELIBERATED, state)
        uow.commit()
    return len(decided), len(open_ones) - len(decided)

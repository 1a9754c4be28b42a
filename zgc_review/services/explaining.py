"""Signing the written explanation of a total that deviates, and reading those given (rules S07)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SCORED
from zgc_review.errors import GateError
from zgc_review.services.deliberating_consents import Spoken, spoken
from zgc_review.services.deliberating_explaining import owing
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.deliberating_standing import line_of
from zgc_review.services.desk import Desk
from zgc_review.services.panel_view import panel_view, panels_taken
from zgc_review.services.revising_rules import own_sheet
from zgc_review.services.rounds import state_of


@dataclass(frozen=True, slots=True)
class Explanations:
    """What was explained on one application, as far as this vault may know.

    Attributes:
        given: the acts with their texts.
        owing: codes that still owe one; empty where the vault knows no totals of others.
    """

    given: tuple[Spoken, ...]
    owing: tuple[str, ...]


def sign_explanation(
    desk: Desk, row: RoundRow, application: ApplicationRow, text: str, folder: Path | None = None
) -> SignedAct:
    """Explain the own sheet on an application in writing; signed again, it replaces the earlier text.

    Raises:
        GateError: ``explain.sheet``: no own sheet is signed; ``explain.text``; ``explain.flag`` (in the
            secretary's vault: the sheet does not deviate, or does not count); ``deliberation.*``.
    """
    with desk.vault.begin() as uow:
        sheet = own_sheet(uow, row, application.application_id, "initial")
    if sheet is None:
        raise GateError("explain.sheet", number=application.number)
    body = ConsentBody(
        act="explain",
        about=sheet.message_id,
        application=application.application_id,
        answer="explained",
        text=text.strip(),
    )
    return sign_act(desk, row, body, folder)


def explanations(desk: Desk, row: RoundRow, application: ApplicationRow) -> Explanations:
    """Return the explanations on an application, and who still owes one."""
    with desk.vault.begin() as uow:
        given = spoken(uow, row, state_of(uow, row), "explain", application.application_id)
        return Explanations(given, _owing(uow, row, application, given))


def _owing(
    uow: UnitOfWork, row: RoundRow, application: ApplicationRow, given: tuple[Spoken, ...]
) -> tuple[str, ...]:
    """Return who owes one: the secretary knows, and a reader of a panel file that holds the application."""
    if row.place == "secretary":
        return owing(line_of(uow, row, application), given) if application.state in SCORED else ()
    for group in panels_taken(uow, row):
        for one in panel_view(uow, row, group).lines:
            if one.line.application == application.application_id:
                return one.owing
    return ()

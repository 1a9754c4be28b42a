"""Discussion (合议): opened and closed by the chair, application by application (rules §8)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Literal, TypeAlias

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import Spoken, spoken
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk
from zgc_review.services.panel_chairs import chair_of
from zgc_review.services.rounds import state_of

Discussion: TypeAlias = Literal["none", "open", "closed"]


def open_discussion(desk: Desk, row: RoundRow, application: str, folder: Path | None = None) -> SignedAct:
    """Open discussion of an application; from then on its sheets may be revised, once each.

    Raises:
        GateError: ``consent.chair``, ``deliberation.*``.
    """
    return sign_act(desk, row, ConsentBody(act="discuss", application=application, answer="open"), folder)


def close_discussion(desk: Desk, row: RoundRow, application: str, folder: Path | None = None) -> SignedAct:
    """Close discussion of an application before it is decided.

    Raises:
        GateError: ``discuss.not_open``; as :func:`open_discussion`.
    """
    with desk.vault.begin() as uow:
        found = uow.applications.get(application)
        words = spoken(uow, row, state_of(uow, row), "discuss", application)
        if found is not None and heard_discussion(words) != "open":
            raise GateError("discuss.not_open", number=found.number)
    return sign_act(desk, row, ConsentBody(act="discuss", application=application, answer="closed"), folder)


def discussion_of(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow
) -> Discussion:
    """Return how discussion stands, by the word of the chair in force; for the secretary's vault."""
    chair = chair_of(uow, row, state, application)
    for one in spoken(uow, row, state, "discuss", application.application_id):
        if one.code == chair:
            return "open" if one.body.answer == "open" else "closed"
    return "none"


def heard_discussion(words: Collection[Spoken]) -> Discussion:
    """Return how discussion stands by what reached a member's vault (``words``: its ``discuss`` acts).

    Where chair and acting chair both spoke, an open one is open: the secretary's vault judges in the end.
    """
    answers = {one.body.answer for one in words}
    if not answers:
        return "none"
    return "open" if "open" in answers else "closed"

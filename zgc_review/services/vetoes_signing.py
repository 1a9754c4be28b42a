"""Raising a veto with evidence, and voting on it (rules §8)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of

EVIDENCE_MIN = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the proof stands: digest of a document and page, and what it shows."""

    document: str | None
    page: int | None
    text: str


def claim_veto(
    desk: Desk,
    row: RoundRow,
    application: str,
    item: str,
    evidence: Evidence,
    sheet: str | None = None,
    folder: Path | None = None,
) -> SignedAct:
    """Raise a veto on an application; an item that stands on no list will be a remark.

    One signer has one claim per application, and one more about the own sheet (docs/bodies.md §2, slot).

    Raises:
        GateError: ``veto.evidence``, ``veto.twice`` (another item stands in the same place),
            ``deliberation.*``.
    """
    if len(evidence.text.strip()) < EVIDENCE_MIN:
        raise GateError("veto.evidence")
    body = ConsentBody(
        act="veto_claim",
        about=sheet,
        application=application,
        answer="claimed",
        values={"item": item, "document": evidence.document, "page": evidence.page},
        text=evidence.text.strip(),
    )
    with desk.vault.begin() as uow:
        slot = f"veto_claim:{sheet or application}"
        last = uow.messages.newest(row.round_id, "consent", row.card_id, slot)
        if last is not None and post.signed_consent(last).body.values["item"] != item:
            raise GateError("veto.twice")
    return sign_act(desk, row, body, folder)


def vote_veto(
    desk: Desk,
    row: RoundRow,
    application: str,
    item: str,
    answer: Literal["yes", "no"],
    folder: Path | None = None,
) -> tuple[SignedAct, ...]:
    """Vote on every claim of an item that is known here.

    Raises:
        GateError: ``veto.unknown``; ``deliberation.*``.
    """
    with desk.vault.begin() as uow:
        claims = claims_of(uow, row, state_of(uow, row), application, item)
        if not claims:
            raise GateError("veto.unknown", item=item)
        claims = tuple(one for one in claims if _said(uow, row, one) != answer)
    if not claims:
        raise GateError("deliberation.twice", act="veto_vote")
    return tuple(
        sign_act(
            desk,
            row,
            ConsentBody(act="veto_vote", about=claim, application=application, answer=answer),
            folder,
        )
        for claim in claims
    )


def claims_of(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: str, item: str
) -> tuple[str, ...]:
    """Return the ids of the claims of one item on an application."""
    return tuple(
        one.id
        for one in spoken(uow, row, state, "veto_claim", application)
        if one.body.values["item"] == item
    )


def _said(uow: UnitOfWork, row: RoundRow, claim: str) -> str | None:
    """Return the own vote on a claim."""
    last = uow.messages.newest(row.round_id, "consent", row.card_id, f"veto_vote:{claim}")
    return None if last is None else post.signed_consent(last).body.answer

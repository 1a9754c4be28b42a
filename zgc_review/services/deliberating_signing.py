"""Signing a deciding act: judged first, then signed, then carried to the secretary or settled at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.consents import check_consent, consent_slot, sign_consent
from zgc_review.services.deliberating_acts import check_act
from zgc_review.services.desk import Desk
from zgc_review.services.following import require_pinned
from zgc_review.services.rounds import my_code, state_of
from zgc_review.services.sharing import write_to_secretary
from zgc_review.services.voiding_values import settle


@dataclass(frozen=True, slots=True)
class SignedAct:
    """An act that was signed.

    Attributes:
        message_id: of the consent.
        path: file for the secretary; None in the secretary's own vault, or where no folder was given
            (``return`` writes it then).
        changed: applications that were computed again because of it.
    """

    message_id: str
    path: Path | None
    changed: tuple[str, ...] = ()


def sign_act(desk: Desk, row: RoundRow, body: ConsentBody, folder: Path | None = None) -> SignedAct:
    """Sign one act if it is wanted here and now.

    Raises:
        GateError: ``consent.*``, ``deliberation.twice``, and what
            :func:`zgc_review.services.deliberating_acts.check_act` refuses.
    """
    _check_shape(body)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        require_pinned(row, state)
        check_act(uow, row, state, my_code(uow, row, state), body)
        _refuse_again(uow, row, body)
    message = sign_consent(
        desk,
        row,
        body.act,
        body.answer,
        about=body.about,
        application=body.application,
        values=body.values,
        text=body.text,
    )
    if row.place == "secretary":
        with desk.vault.begin() as uow:
            changed = settle(desk, uow, row)
            uow.commit()
        return SignedAct(message.message_id, None, changed)
    path = write_to_secretary(desk, row, message, folder) if folder is not None else None
    return SignedAct(message.message_id, path)


def _check_shape(body: ConsentBody) -> None:
    """Refuse an act whose fields do not fit, before anything is asked about it."""
    try:
        msgspec.convert(msgspec.to_builtins(body), ConsentBody)
    except msgspec.ValidationError as fault:
        raise GateError("consent.shape", act=body.act, field=str(fault)) from fault
    check_consent(body)


def _refuse_again(uow: UnitOfWork, row: RoundRow, body: ConsentBody) -> None:
    """Refuse to sign the very same act twice; another answer replaces the one before."""
    last = uow.messages.newest(row.round_id, "consent", row.card_id, consent_slot(body))
    if last is not None and post.signed_consent(last).body == body:
        raise GateError("deliberation.twice", act=body.act)

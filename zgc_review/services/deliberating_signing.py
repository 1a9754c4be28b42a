"""Signing a deciding act: judged first, then signed, then carried to the secretary or settled at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.consents import check_consent, consent_slot, may_sign, sign_consent, state_for
from zgc_review.services.deliberating_acts import check_act
from zgc_review.services.desk import Desk
from zgc_review.services.following import require_code
from zgc_review.services.locking import lock_complete
from zgc_review.services.panel_acting import acts_on
from zgc_review.services.rounds import my_code, signed_versions
from zgc_review.services.sharing import write_to_secretary
from zgc_review.services.voiding_settling import settle

# What a chair says again, in the same words, when the sitting is repeated (rules §4.2).
_REPEATED = frozenset({"decision", "discuss"})


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
    check_acts(desk, row, [body])
    if _signed_already(desk, row, body) is not None:
        raise GateError("deliberation.twice", act=body.act)
    return _sign(desk, row, body, folder)


def sign_acts(
    desk: Desk, row: RoundRow, bodies: Sequence[ConsentBody], folder: Path | None = None
) -> tuple[SignedAct, ...]:
    """Sign a list of acts, all or none; what was signed so already is written again, not signed again.

    Raises:
        GateError: as :func:`sign_act`, but for ``deliberation.twice``.
    """
    check_acts(desk, row, bodies)
    done = []
    for body in bodies:
        before = _signed_already(desk, row, body)
        if before is None:
            done.append(_sign(desk, row, body, folder))
        else:
            done.append(SignedAct(before.message_id, _write(desk, row, before, folder)))
    return tuple(done)


def check_acts(desk: Desk, row: RoundRow, bodies: Sequence[ConsentBody]) -> None:
    """Refuse acts that are not wanted here and now, before any is signed."""
    for body in bodies:
        _check_shape(body)
    with desk.vault.begin() as uow:
        # An observer's vault holds versions whose consents it never sees.
        require_code(row, [one.message_id for one in signed_versions(uow, row)])
        for body in bodies:
            state = state_for(uow, row, body.act)
            code = my_code(uow, row, state)
            if not may_sign(state, code, body, acts=acts_on(uow, row, state, code, body.application)):
                raise GateError("consent.role", act=body.act)
            check_act(uow, row, state, code, body)


def _sign(desk: Desk, row: RoundRow, body: ConsentBody, folder: Path | None) -> SignedAct:
    """Sign, and settle here or write for the secretary."""
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
            lock_complete(desk, uow, row)
            changed = settle(desk, uow, row)
            uow.commit()
        return SignedAct(message.message_id, None, changed)
    return SignedAct(message.message_id, _write(desk, row, message, folder))


def _write(desk: Desk, row: RoundRow, message: MessageRow, folder: Path | None) -> Path | None:
    """Write a member's act for the secretary where a folder was given."""
    if row.place == "secretary" or folder is None:
        return None
    return write_to_secretary(desk, row, message, folder)


def _check_shape(body: ConsentBody) -> None:
    """Refuse an act whose fields do not fit, before anything is asked about it."""
    try:
        msgspec.convert(msgspec.to_builtins(body), ConsentBody)
    except msgspec.ValidationError as fault:
        raise GateError("consent.shape", act=body.act, field=str(fault)) from fault
    check_consent(body)


def _signed_already(desk: Desk, row: RoundRow, body: ConsentBody) -> MessageRow | None:
    """Return the newest own act of a slot where it says the very same; another answer replaces it.

    What a chair signed before the newest panel file is signed anew: it may be older than a late change.
    """
    with desk.vault.begin() as uow:
        last = uow.messages.newest(row.round_id, "consent", row.card_id, consent_slot(body))
        if last is None or post.signed_consent(last).body != body:
            return None
        if body.act in _REPEATED and _is_before_panel(uow, row, last):
            return None
    return last


def _is_before_panel(uow: UnitOfWork, row: RoundRow, signed: MessageRow) -> bool:
    """Say whether a panel file was taken after an act was signed, by the order of the log."""
    for event in reversed(uow.events.all(row.round_id)):
        if b'"act":"panel.taken"' in event.leaf:
            return True
        if signed.message_id.encode() in event.leaf:
            return False
    return False

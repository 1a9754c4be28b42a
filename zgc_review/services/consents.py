"""Signed acts: pledges, rulings, votes, decisions (docs/bodies.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from zgc_review.aggregation.outcomes import DECISIONS
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.errors import GateError
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.chain_consents import SignedConsent
from zgc_review.services.deliberating_values import surplus_of
from zgc_review.services.desk import Desk
from zgc_review.services.panel_acting import acts_on
from zgc_review.services.rounds import acting_state, asked_for, my_code, state_of
from zgc_review.services.ruling_known import note_known

# Keys of ``values`` per act; an act that is not named has none.
VALUES: dict[str, frozenset[str]] = {
    "handback": frozenset({"media"}),
    "ruling": frozenset({"code", "rule"}),
    "void": frozenset({"code"}),
    "absent": frozenset({"code"}),
    "check": frozenset({"gate"}),
    "acting": frozenset({"code"}),
    "veto_claim": frozenset({"item", "document", "page"}),
    "decision": frozenset({"amount_fen"}),
    "tie": frozenset({"pool", "order"}),
    "witness": frozenset({"act", "digest"}),
}
ANSWERS: dict[str, frozenset[str]] = {
    "round": frozenset({"yes", "no"}),
    "pledge": frozenset({"yes"}),
    "pleas": frozenset({"none", "reported"}),
    "handback": frozenset({"yes"}),
    "ruling": frozenset({"open", "closed"}),
    "void": frozenset({"conflict", "integrity"}),
    "absent": frozenset({"yes"}),
    "check": frozenset({"yes", "no"}),
    "acting": frozenset({"named"}),
    "discuss": frozenset({"open", "closed"}),
    "explain": frozenset({"explained"}),
    "veto_claim": frozenset({"claimed"}),
    "veto_vote": frozenset({"yes", "no"}),
    "opinion": frozenset({"agreed"}),
    "opinion_vote": frozenset({"agree", "dissent"}),
    "decision": frozenset(str(answer) for answers in DECISIONS.values() for answer in answers),
    "tie": frozenset({"order"}),
    "witness": frozenset({"yes"}),
}
_ABOUT = frozenset({"round", "pledge", "pleas", "handback", "void", "explain", "veto_vote", "opinion_vote"})
_APPLICATION = frozenset(
    {"ruling", "void", "check", "acting", "discuss", "explain", "veto_claim", "veto_vote", "opinion"}
    | {"opinion_vote", "decision"}
)
_SUFFIX = {"absent": "code", "ruling": "code", "tie": "pool", "check": "gate"}


def consent_slot(body: ConsentBody) -> str:
    """Return the slot of a consent (docs/bodies.md §2)."""
    slot = f"{body.act}:{body.about or body.application or ''}"
    suffix = _SUFFIX.get(body.act)
    return f"{slot}:{body.values.get(suffix)}" if suffix else slot


def check_consent(body: ConsentBody) -> None:
    """Refuse a consent whose fields do not fit its act (docs/bodies.md §2).

    Raises:
        GateError: ``consent.shape`` with the act and the field.
    """
    wrong = next(
        (
            name
            for name, holds in (
                ("answer", body.answer in ANSWERS[body.act]),
                ("values", frozenset(body.values) == VALUES.get(body.act, frozenset())),
                ("about", body.about is not None or body.act not in _ABOUT),
                ("application", body.application is not None or body.act not in _APPLICATION),
            )
            if not holds
        ),
        None,
    )
    wrong = wrong or surplus_of(body)
    if wrong is not None:
        raise GateError("consent.shape", act=body.act, field=wrong)


def sign_consent(
    desk: Desk,
    row: RoundRow,
    act: str,
    answer: str,
    *,
    about: str | None = None,
    application: str | None = None,
    values: Mapping[str, Any] | None = None,
    text: str = "",
) -> MessageRow:
    """Sign one act with the card of this vault and keep it.

    Raises:
        GateError: ``consent.shape``, ``consent.role`` (the act is another role's), ``round.role.none``.
    """
    given = {"act": act, "answer": answer, "about": about, "application": application, "text": text}
    try:
        body = msgspec.convert({**given, "values": dict(values or {})}, ConsentBody)
    except msgspec.ValidationError as fault:
        raise GateError("consent.shape", act=act, field=str(fault)) from fault
    check_consent(body)
    with desk.vault.begin() as uow:
        message = keep_consent(uow, desk, row, body)
        uow.commit()
    return message


def keep_consent(uow: UnitOfWork, desk: Desk, row: RoundRow, body: ConsentBody) -> MessageRow:
    """Sign an act whose fields were checked with the card of this vault and keep it; the caller commits.

    Raises:
        GateError: ``consent.role`` (the act is another role's), ``round.role.none``.
    """
    state, code = _who(uow, row, body)
    message = post.issue(
        uow,
        desk,
        row,
        kind="consent",
        slot=consent_slot(body),
        body=body,
        to=(state.secretary.card,),
        round_version=state.version_id,
    )
    note_consent(uow, row, message, body, code, desk.clock.now())
    return message


def may_sign(state: RoundState, code: str, body: ConsentBody, *, acts: bool = False) -> bool:
    """Say whether the member ``code`` may sign this act at all (docs/bodies.md §2).

    ``acts``: the member is the acting chair of the application. Whether the act then counts (the right
    chair, enough votes) is decided where it is used.
    """
    member = state.member(code)
    role = member.role if member else ""
    chairs = {seats.chair for seats in state.groups.values()} | {state.round_chair}
    if acts:
        chairs |= {code}
    allowed = {
        "round": role == "observer" or code in chairs,
        "witness": role == "observer",
        "ruling": role in {"secretary", "observer"} or code in chairs,
        "void": role == "secretary" or code in chairs,
        "absent": role == "secretary" or code in chairs,
        "acting": role == "secretary" or code in chairs,
        "veto_claim": role in {"secretary", "expert"},
        "discuss": code in chairs,
        "opinion": code in chairs,
        "decision": code in chairs,
        "tie": code in chairs,
    }
    return allowed.get(body.act, role == "expert")


def check_asked(uow: UnitOfWork, row: RoundRow, body: ConsentBody, code: str) -> None:
    """Refuse a consent to a version that waits for somebody else's (docs/bodies.md §1).

    Raises:
        GateError: ``round.consent.other`` naming who is asked.
    """
    asked = asked_for(uow, row, str(body.about)) if body.act == "round" else None
    if asked is not None and code not in asked:
        raise GateError("round.consent.other", code=code, asked=" ".join(asked))


def state_for(uow: UnitOfWork, row: RoundRow, act: str) -> RoundState:
    """Return the state in which an act is signed here.

    A chair consents to the version that makes it chair, and may have to name an acting chair before the
    first letter brings the observer's consent: a waiting version counts for these.
    """
    waits = act == "round" or (act == "acting" and row.place == "member")
    return acting_state(uow, row) if waits else state_of(uow, row)


def consents(uow: UnitOfWork, row: RoundRow, act: str) -> tuple[SignedConsent, ...]:
    """Return the newest consent per signer and slot of one act, by message id."""
    newest: dict[tuple[str, str], SignedConsent] = {}
    for message in uow.messages.find(row.round_id, "consent"):
        if message.slot.split(":", 1)[0] == act and message.sender is not None:
            key = (message.sender, message.slot)
            if key not in newest or newest[key].seq < message.seq:
                newest[key] = post.signed_consent(message)
    return tuple(sorted(newest.values(), key=lambda consent: consent.message_id))


def note_consent(
    uow: UnitOfWork, row: RoundRow, message: MessageRow, body: ConsentBody, code: str, at: str
) -> None:
    """Write the event of a signed act that was made or received here."""
    data: dict[str, Any] = {"answer": body.answer, "consent": message.message_id}
    if body.application is not None:
        data["application"] = body.application
    if body.about is not None:
        data["about"] = body.about
    log.record(uow, row.round_id, f"consent.{body.act}", code, at, data)
    if body.act == "ruling" and row.place == "secretary":
        note_known(uow, row, message.message_id, body)


def _who(uow: UnitOfWork, row: RoundRow, body: ConsentBody) -> tuple[RoundState, str]:
    """Return the state that gives the signer a role, and the signer's code."""
    state = state_for(uow, row, body.act)
    code = my_code(uow, row, state)
    if not may_sign(state, code, body, acts=acts_on(uow, row, state, code, body.application)):
        raise GateError("consent.role", act=body.act)
    check_asked(uow, row, body, code)
    return state, code

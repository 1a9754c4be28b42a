"""Signing a ruling: open or closed, by secretary and chair or observer (rules §4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from zgc_review.domain.bodies import (
    ConsentBody,
    RuleId,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import findings_by_code
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk
from zgc_review.services.members import closed_to, declarations_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """One circumstance that waits for a ruling, for the secretary.

    Attributes:
        rules: the rules declared, then those the secretary's desk sent to a ruling.
        reasons: the short reasons given beside them.
        signed: codes that ruled already.
    """

    application: str
    code: str
    rules: tuple[str, ...]
    reasons: tuple[str, ...]
    signed: tuple[str, ...]


def sign_ruling(
    desk: Desk,
    row: RoundRow,
    application: str,
    code: str,
    rule: str,
    answer: Literal["open", "closed"],
    folder: Path | None = None,
) -> SignedAct:
    """Rule on all that a member declared or was found on one application; where two differ it is closed.

    It names no declaration: the slot of a consent about one could hold a single application only.
    The next letter to the member carries the effect.

    Raises:
        GateError: ``ruling.rule``, ``ruling.self``, ``consent.*``, ``deliberation.*``.
    """
    try:
        msgspec.convert(rule, RuleId)
    except msgspec.ValidationError as fault:
        raise GateError("ruling.rule", rule=rule[:8]) from fault
    body = ConsentBody(
        act="ruling", application=application, answer=answer, values={"code": code, "rule": rule}
    )
    return sign_act(desk, row, body, folder)


def waiting_rulings(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[Waiting, ...]:
    """Return what still waits for a ruling, by application and code."""
    voices = spoken(uow, row, state, "ruling")
    desk = findings_by_code(uow, row)
    found: list[Waiting] = []
    for member in state.by_role("expert"):
        declared = declarations_of(uow, row, state, member.code)
        newest = declared[-1].body.answers if declared else ()
        referred = [one for one in desk.get(member.code, ()) if one.status == "referred"]
        for application, status in closed_to(uow, row, state, member.code).items():
            if status is not SheetStatus.PENDING:
                continue
            answers = [one for one in newest if one.application == application]
            items = [(item.rule, item.reason) for one in answers for item in one.items if item.level != "D"]
            sent = [one for one in referred if one.row.application_id == application]
            items += [(one.row.rule, one.decided.reason if one.decided else "") for one in sent]
            signed = {
                one.code
                for one in voices
                if one.body.application == application and one.body.values["code"] == member.code
            }
            found.append(
                Waiting(
                    application=application,
                    code=member.code,
                    rules=tuple(rule for rule, _ in items),
                    reasons=tuple(reason for _, reason in items),
                    signed=tuple(sorted(signed)),
                )
            )
    return tuple(sorted(found, key=lambda one: (one.application, one.code)))

"""Absence (缺席): the secretary records the reason, the chair agrees (rules §2.3)."""

from __future__ import annotations

from pathlib import Path

from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services.deliberating_signing import SignedAct, sign_act
from zgc_review.services.desk import Desk


def sign_absent(
    desk: Desk,
    row: RoundRow,
    code: str,
    reason: str,
    application: str | None = None,
    folder: Path | None = None,
) -> SignedAct:
    """Enter a member as absent on one application or, without one, on all; it counts once both signed.

    Raises:
        GateError: ``absent.reason``, ``absent.self``, ``absent.sheet`` (a sheet is in),
            ``consent.*``, ``deliberation.*``.
    """
    if len(reason.strip()) < 2:
        raise GateError("absent.reason")
    body = ConsentBody(
        act="absent", answer="yes", application=application, values={"code": code}, text=reason.strip()
    )
    return sign_act(desk, row, body, folder)

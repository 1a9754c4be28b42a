"""Naming the acting chair: two signed acts, of the secretary and of the chair who stands aside (P09)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.rows import RoundRow
from zgc_review.services.deliberating_signing import SignedAct, sign_acts
from zgc_review.services.desk import Desk


def name_acting_chair(
    desk: Desk, row: RoundRow, code: str, application_ids: Sequence[str], folder: Path | None = None
) -> tuple[SignedAct, ...]:
    """Sign who acts as chair on applications from which the chair stands aside; all or none.

    It takes effect once secretary and chair both named the same code (docs/bodies.md §2). By the settings
    ``next`` it is computed, and the secretary's act alone tells the acting chair's program.

    Raises:
        GateError: ``panel.acting.chair``: the chair does not stand aside; ``panel.acting.member``: the
            one named may not act; ``panel.acting.decided``: somebody else has decided already;
            ``panel.acting.next``: by the settings it is another; ``consent.*``, ``deliberation.*``.
    """
    bodies = [
        ConsentBody(act="acting", application=one, answer="named", values={"code": code})
        for one in application_ids
    ]
    return sign_acts(desk, row, bodies, folder)

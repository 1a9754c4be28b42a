"""What a panel file shows beside its numbers: the sheets themselves, by code, and who stands aside (§15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zgc_review.domain.bodies import PanelBody, RecusalLine, SheetBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import CLOSED
from zgc_review.services import post
from zgc_review.services.panel_stored import stored_sheets
from zgc_review.services.panel_taking import applications_of, newest_panel


@dataclass(frozen=True, slots=True)
class SeenPanel:
    """The content of the newest panel file of a group, as far as it is open to its reader.

    Attributes:
        sheets: by message id; initial sheets and revisions.
        leaving: recusal lines by application, by code: who is absent for it (rules §4.1.3).
    """

    sheets: Mapping[str, SheetBody] = field(repr=False)
    leaving: Mapping[str, tuple[RecusalLine, ...]]


def panel_sheets(uow: UnitOfWork, row: RoundRow, group: str) -> SeenPanel:
    """Return the sheets of the newest panel file; nothing of what was closed to the reader since."""
    message = newest_panel(uow, row, group)
    if message is None:
        return SeenPanel({}, {})
    body: PanelBody = post.body_of_row(message)
    states = {one.application_id: one.state for one in uow.applications.all(row.round_id)}
    seen = {one for one in applications_of(body) if one in states and states[one] not in CLOSED}
    sheets = {one.id: one.body for one in stored_sheets(uow, message, body) if one.body.application in seen}
    leaving: dict[str, tuple[RecusalLine, ...]] = {}
    for one in sorted(body.recusals, key=lambda line: (line.code, line.rule)):
        if one.application in seen and one.decision == "recused":
            leaving[one.application] = (*leaving.get(one.application, ()), one)
    return SeenPanel(sheets, leaving)

"""The secretary's conflict desk: deciding what screening found, and taking a decision back (rules §4).

A finding of level H is confirmed or dismissed with a reason. One of level V is settled by two people
(rules §4.2); only a doubt about who is who (R15) may the secretary clear up alone, either way.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings, next_act
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.locking import lock_complete
from zgc_review.services.members import received_sheets
from zgc_review.services.rounds import state_of

Act = Literal["recuse", "dismiss", "disclose", "refer"]
LEAST_REASON = 2
_LATE = frozenset({State.LOCKED, State.AGGREGATED, State.DELIBERATED, State.SEALED})
# Which acts answer which level; a V stands until two people rule, but for a doubt that can be cleared up.
_ALLOWED: Mapping[str, frozenset[Act]] = {
    "H": frozenset({"recuse", "dismiss"}),
    "V": frozenset({"recuse", "refer"}),
    "D": frozenset({"disclose", "dismiss", "recuse"}),
    "R15": frozenset({"recuse", "dismiss", "refer"}),
}


def decide(desk: Desk, row: RoundRow, finding: str, act: Act, reason: str = "") -> DeskFinding:
    """Decide one finding and return it as it stands then.

    Args:
        desk: the secretary's desk.
        row: the round.
        finding: id of the finding, or its beginning.
        act: ``recuse``, ``dismiss``, ``disclose`` or ``refer`` (send to a ruling).
        reason: needed for everything but confirming H, disclosing D and sending V to a ruling.

    Raises:
        GateError: ``desk.finding``, ``desk.act``, ``desk.grounds``, ``desk.decided``, ``desk.late``,
            ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        found = finding_of(uow, row, finding)
        if act not in allowed_acts(found):
            raise GateError("desk.act", act=act, level=_level(found))
        if found.status != "open":
            raise GateError("desk.decided", status=found.status)
        if needs_reason(found, act) and len(reason.strip()) < LEAST_REASON:
            raise GateError("desk.grounds", act=act)
        _require_early(uow, row, found, closes=act in {"recuse", "refer"})
        decided = _keep(desk, uow, row, found, act, reason.strip())
        lock_complete(desk, uow, row)
        uow.commit()
    return decided


def allowed_acts(found: DeskFinding) -> frozenset[Act]:
    """Return how the secretary may decide a finding of its level."""
    return _ALLOWED[_level(found)]


def needs_reason(found: DeskFinding, act: Act) -> bool:
    """Say whether an act on a finding is kept only with a reason: it is not what its level asks for."""
    return act != {"H": "recuse", "D": "disclose"}.get(found.row.level, "refer")


def _level(found: DeskFinding) -> str:
    """Return the level that says which acts are allowed; a doubt about who is who has its own."""
    return "R15" if found.row.rule == "R15" else found.row.level


def undo(desk: Desk, row: RoundRow, finding: str, reason: str) -> DeskFinding:
    """Take a decision back, as a new event with a reason; the finding is open again.

    Raises:
        GateError: ``desk.finding``, ``desk.grounds``, ``desk.undo`` (nothing is decided), ``desk.late``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        found = finding_of(uow, row, finding)
        if found.status == "open":
            raise GateError("desk.undo")
        if len(reason.strip()) < LEAST_REASON:
            raise GateError("desk.grounds", act="undo")
        _require_early(uow, row, found, closes=False)
        opened = _keep(desk, uow, row, found, "undo", reason.strip())
        uow.commit()
    return opened


def finding_of(
    uow: UnitOfWork, row: RoundRow, finding: str, experts: Collection[str] | None = None
) -> DeskFinding:
    """Return the finding with an id, or with the only id that begins so, among those on some experts.

    Raises:
        GateError: ``desk.finding``.
    """
    known = uow.findings.get(finding) if experts is None else None
    if known is not None and known.round_id == row.round_id:
        experts = {known.expert_id}
    found = [one for one in desk_findings(uow, row, experts) if one.row.finding_id.startswith(finding)]
    if len(found) != 1 or len(finding) < 4:
        raise GateError("desk.finding", finding=finding[:32], count=len(found))
    return found[0]


def _require_early(uow: UnitOfWork, row: RoundRow, found: DeskFinding, *, closes: bool) -> None:
    """Refuse once a sheet is in: then the secretary and the chair void it together (rules §4.2)."""
    application = uow.applications.get(found.row.application_id)
    if application is None:
        raise GateError("application.unknown")
    late = application.state in _LATE
    if closes and not late:
        codes = {seat.code for seat in uow.seats.all(row.round_id) if seat.expert_id == found.row.expert_id}
        sheets = received_sheets(uow, row, state_of(uow, row)) if codes else {}
        late = any(
            sheet.head.state == "locked"
            for (code, application_id), sheet in sheets.items()
            if code in codes and application_id == application.application_id
        )
    if late:
        raise GateError("desk.late", number=application.number)


def _keep(
    desk: Desk, uow: UnitOfWork, row: RoundRow, found: DeskFinding, act: str, reason: str
) -> DeskFinding:
    """Write one act with its event and return the finding as it stands then.

    The event names the finding by its random id, never the expert: their code stands in other events.
    """
    at, by = desk.clock.now(), row.code or ""
    uow.findings.append(next_act(found, at, act, by, reason))
    data = {
        "act": act,
        "application": found.row.application_id,
        "finding": found.row.finding_id,
        "level": found.row.level,
        "rule": found.row.rule,
    }
    log.record(uow, row.round_id, "conflict.decided", by, at, data, {"reason": reason} if reason else {})
    return finding_of(uow, row, found.row.finding_id, {found.row.expert_id})

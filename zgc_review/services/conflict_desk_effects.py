"""What the secretary's decisions mean for letters, sheets and the result (rules §4, §4.2, design §4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from zgc_review.domain.bodies import (
    RecusalLine,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings
from zgc_review.services.ruling import Ruled, rulings

Decision = Literal["recused", "open", "disclosed"]
_STRENGTH: Mapping[Decision, int] = {"disclosed": 0, "open": 1, "recused": 2}


def findings_by_code(uow: UnitOfWork, row: RoundRow) -> Mapping[str, tuple[DeskFinding, ...]]:
    """Return the findings on the seated experts by code; a vault that is no secretary's has none."""
    return uow.once(("findings by code", row.round_id), lambda: _by_code(uow, row))


def _by_code(uow: UnitOfWork, row: RoundRow) -> Mapping[str, tuple[DeskFinding, ...]]:
    codes = {seat.expert_id: seat.code for seat in uow.seats.all(row.round_id) if seat.expert_id is not None}
    found: defaultdict[str, list[DeskFinding]] = defaultdict(list)
    if codes:
        for one in desk_findings(uow, row, codes):
            found[codes[one.row.expert_id]].append(one)
    return {code: tuple(listed) for code, listed in found.items()}


def closed_by_desk(found: Iterable[DeskFinding], ruled: Mapping[str, Ruled]) -> dict[str, SheetStatus]:
    """Return what the decisions close to one member: RECUSED, or PENDING until a ruling.

    Args:
        found: the findings on the member.
        ruled: the rulings on the member by application.
    """
    closed: dict[str, SheetStatus] = {}
    for one in found:
        status = _closes(one, ruled.get(one.row.application_id))
        if status is SheetStatus.RECUSED:
            closed[one.row.application_id] = status
        elif status is SheetStatus.PENDING:
            closed.setdefault(one.row.application_id, status)
    return closed


def lines_of_desk(
    code: str, found: Iterable[DeskFinding], ruled: Mapping[str, Ruled]
) -> Iterator[RecusalLine]:
    """Yield who-stands-aside lines of one member; a circumstance of level D is disclosed."""
    for one in found:
        decision = _decision(one, ruled.get(one.row.application_id))
        if decision is not None:
            yield RecusalLine(application=one.row.application_id, code=code, rule=one.rule, decision=decision)


def strongest_lines(lines: Iterable[RecusalLine]) -> tuple[RecusalLine, ...]:
    """Return one line per application, member and rule: recused before open before disclosed."""
    kept: dict[tuple[str, str, str], RecusalLine] = {}
    for line in lines:
        key = (line.application, line.code, line.rule)
        if key not in kept or _STRENGTH[kept[key].decision] < _STRENGTH[line.decision]:
            kept[key] = line
    return tuple(kept[key] for key in sorted(kept))


def require_decided(uow: UnitOfWork, row: RoundRow, state: RoundState, codes: Sequence[str]) -> None:
    """Refuse to open applications on which the secretary owes a decision about one of these members.

    Raises:
        GateError: ``desk.due`` with the number of findings.
    """
    groups = {one.application_id: one.group for one in uow.applications.all(row.round_id)}
    ruled = rulings(uow, row, state)
    count = 0
    for code, found in findings_by_code(uow, row).items():
        if code not in codes:
            continue
        own = state.groups_of_member(code)
        count += sum(
            one.is_due
            and groups.get(one.row.application_id) in own
            and state.concerns(one.row.application_id, code)
            and not is_ruled(one, ruled.get((one.row.application_id, code)))
            for one in found
        )
    if count:
        raise GateError("desk.due", count=count)


def barred_by(one: DeskFinding, ruling: Ruled | None) -> SheetStatus | None:
    """Return what one finding means for assigning an expert: RECUSED, PENDING (V, not cleared up), None.

    Unlike a letter, an assignment does not wait for the secretary: what is undecided bars as well.
    """
    if not one.is_due:
        return _closes(one, ruling)
    if is_ruled(one, ruling):
        return None if ruling is not None and ruling.decision == "open" else SheetStatus.RECUSED
    return SheetStatus.RECUSED if one.row.level == "H" else SheetStatus.PENDING


def _closes(one: DeskFinding, ruling: Ruled | None) -> SheetStatus | None:
    """Return what one decision does; a ruling lifts what waits for it, and an applicant's wish (R14)."""
    if one.status == "recused":
        opened = one.row.rule == "R14" and _opened(one, ruling)
        return None if opened else SheetStatus.RECUSED
    if one.status == "referred":
        return None if _opened(one, ruling) else SheetStatus.PENDING
    return None


def _decision(one: DeskFinding, ruling: Ruled | None) -> Decision | None:
    """Return how one finding stands in the result."""
    if one.status in {"recused", "referred"}:
        return "open" if _closes(one, ruling) is None else "recused"
    if one.status == "disclosed" or (one.status == "open" and one.is_current and one.row.level == "D"):
        return "disclosed"
    if one.is_due and is_ruled(one, ruling):
        return "open" if ruling is not None and ruling.decision == "open" else "recused"
    return None


def _opened(one: DeskFinding, ruling: Ruled | None) -> bool:
    """Say whether two people ruled a decided finding open after it was decided."""
    if ruling is None or ruling.decision != "open" or one.decided is None:
        return False
    return ruling.known.found.get(one.row.finding_id, 0) >= one.decided.n


def is_ruled(one: DeskFinding, ruling: Ruled | None) -> bool:
    """Say whether a ruling covers a finding on which the secretary decided nothing alone."""
    return one.row.level == "V" and ruling is not None and one.row.finding_id in ruling.known.found

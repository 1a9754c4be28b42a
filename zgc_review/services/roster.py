"""Taking in the roster and the list of bad credit records (rules §9, §16)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.findings import Finding
from zgc_review.domain.ids import new_id
from zgc_review.domain.rows import ExpertRow, RoundRow
from zgc_review.errors import IntakeError
from zgc_review.intake.lists import read_integrity_list
from zgc_review.intake.roster import read_roster
from zgc_review.services import log
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates_hits import compare_all
from zgc_review.services.rounds import catalogue_of, state_of


@dataclass(frozen=True, slots=True)
class TakenList:
    """What became of a workbook: rows kept, rows blocked, findings."""

    kept: int
    blocked: int
    findings: tuple[Finding, ...]


def take_roster(
    desk: Desk, row: RoundRow, path: Path, *, dry_run: bool = False, strict: bool = False
) -> TakenList:
    """Take in the roster; an expert known by 名册编号 is updated and keeps the id.

    Raises:
        IntakeError: ``intake.strict``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        batch = read_roster(path, catalogue_of(uow, state_of(uow, row)))
        blocked = len(batch.experts) - len(batch.ready)
        if strict and batch.errors:
            raise IntakeError("intake.strict", count=blocked, errors=batch.errors)
        for expert in batch.ready:
            before = uow.experts.by_number(row.round_id, expert.number)
            expert_id = before.expert_id if before is not None else new_id()
            uow.experts.put(ExpertRow(expert_id, row.round_id, expert.number, dict(expert.record)))
        data = {"experts": len(batch.ready)}
        log.record(uow, row.round_id, "roster.taken", row.code or "", desk.clock.now(), data)
        if not dry_run:
            uow.commit()
    return TakenList(len(batch.ready), blocked, batch.findings)


def take_integrity_list(
    desk: Desk, row: RoundRow, path: Path, *, dry_run: bool = False, strict: bool = False
) -> TakenList:
    """Take in the list of bad credit records in place of the one before.

    Raises:
        IntakeError: ``intake.strict``.
    """
    as_secretary(row)
    batch = read_integrity_list(path)
    ready = [one for one in batch.rows if not one.blocked]
    blocked = len(batch.rows) - len(ready)
    if strict and batch.errors:
        raise IntakeError("intake.strict", count=blocked, errors=batch.errors)
    with desk.vault.begin() as uow:
        uow.listings.replace(row.round_id, tuple(dict(one.record) for one in ready))
        data = {"entries": len(ready)}
        log.record(uow, row.round_id, "integrity_list.taken", row.code or "", desk.clock.now(), data)
        compare_all(desk, uow, row)
        if not dry_run:
            uow.commit()
    return TakenList(len(ready), blocked, batch.findings)

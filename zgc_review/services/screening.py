"""Screening: every expert of the roster against every application, kept as findings (rules §4).

A finding is bound to its evidence: what both sides say and where the expert works. Found again it keeps
what was decided; on new evidence it is a new finding, and the earlier decision does not cover it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from zgc_review.conflicts.hits import Hit, evidence_digest
from zgc_review.conflicts.screen import screen_round
from zgc_review.domain.canonical import digest_of
from zgc_review.domain.ids import new_id
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, FindingAct, FindingRow, RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings, next_act
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import state_of
from zgc_review.services.screening_values import (
    aliases_of,
    limits_of,
    parties_of,
    profile_of,
    t0_of,
    units_of,
)

SCREENED = "conflicts.screened"
_CLOSED = frozenset({*ENDED, State.SEALED})
# Before these states nobody has read anything, so an applicant's wish can still be granted by default.
_EARLY = frozenset({State.RECEIVED, State.FORMAL_FIX, State.FORMAL_OK, State.ELIGIBLE, State.ASSIGNED})


@dataclass(frozen=True, slots=True)
class Screened:
    """What a screening changed.

    Attributes:
        experts, applications: how many were compared.
        found: findings that stand now.
        new: those among them that were never found before.
        gone: findings of earlier screenings that stand no more.
        due: findings on which a decision is due.
    """

    experts: int
    applications: int
    found: int
    new: int
    gone: int
    due: int


def screen(desk: Desk, row: RoundRow, progress: Progress = no_progress) -> Screened:
    """Compare everybody with everything and keep what is found; decisions stay with their evidence.

    Args:
        desk: the secretary's desk.
        row: the round.
        progress: told how many applications are compared; stopped before the end, nothing is kept.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        screened = screen_in(desk, uow, row, state_of(uow, row), progress)
        uow.commit()
    return screened


def screen_in(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, progress: Progress = no_progress
) -> Screened:
    """Screen inside a transaction; the caller commits."""
    experts = uow.experts.all(row.round_id)
    applications = tuple(one for one in uow.applications.all(row.round_id) if one.state not in _CLOSED)
    records = [one.record for one in applications]
    hits = screen_round(
        [profile_of(one) for one in experts],
        [parties_of(one, state.settings.excluded_experts_max) for one in applications],
        t0=t0_of(state.settings),
        lookback=state.settings.lookback_years,
        aliases=aliases_of(records),
        org_table=units_of(records),
        limits=limits_of(state.settings),
        progress=progress,
    )
    keeper = _Keeper(desk, uow, row, {one.application_id: one for one in applications})
    new, gone = keeper.keep(hits)
    due = sum(one.is_due for one in desk_findings(uow, row))
    sums = {"found": len(keeper.standing), "new": new, "gone": gone, "due": due}
    data = {"experts": len(experts), "applications": len(applications), **sums}
    log.record(uow, row.round_id, SCREENED, row.code or "", keeper.at, data)
    return Screened(len(experts), len(applications), **sums)


class _Keeper:
    """Keeps the hits of one screening."""

    def __init__(
        self, desk: Desk, uow: UnitOfWork, row: RoundRow, applications: Mapping[str, ApplicationRow]
    ) -> None:
        self._uow = uow
        self._round = row
        self._applications = applications
        self.at = desk.clock.now()
        self._known = {one.row.evidence: one for one in desk_findings(uow, row)}
        self.standing: set[str] = set()

    def keep(self, hits: tuple[Hit, ...]) -> tuple[int, int]:
        """Add new findings, note those found again and those gone; return how many are new, how many gone."""
        new = 0
        for hit in hits:
            # The level belongs to the evidence here: a dismissal of a small holding covers no large one.
            evidence = digest_of([evidence_digest(hit), hit.level.value])
            if evidence in self.standing:
                continue
            self.standing.add(evidence)
            known = self._known.get(evidence)
            if known is None:
                new += 1
                self._add(hit, evidence)
            elif not known.is_current:
                self._act(known, "found")
        gone = [
            one for one in self._known.values() if one.is_current and one.row.evidence not in self.standing
        ]
        for one in gone:
            self._act(one, "gone")
        return new, len(gone)

    def _add(self, hit: Hit, evidence: str) -> None:
        """Add one finding; an applicant's wish is granted by default (R14)."""
        shown = {
            name: value
            for name, value in asdict(hit).items()
            if name not in {"expert", "application", "rule", "level"}
        }
        finding = FindingRow(
            finding_id=new_id(),
            round_id=self._round.round_id,
            expert_id=hit.expert,
            application_id=hit.application,
            evidence=evidence,
            rule=hit.rule,
            level=hit.level.value,
            found_at=self.at,
            hit={**shown, "employers": list(hit.employers)},
        )
        self._uow.findings.add(finding)
        acts = ["found"]
        if hit.rule == "R14" and self._applications[hit.application].state in _EARLY:
            acts.append("recuse")
        for n, act in enumerate(acts, 1):
            self._uow.findings.append(
                FindingAct(self._round.round_id, finding.finding_id, n, self.at, act, "", "")
            )

    def _act(self, known: DeskFinding, act: str) -> None:
        """Note that a finding came back or went."""
        self._uow.findings.append(next_act(known, self.at, act, ""))

"""Findings as they stand: what was found, whether it still is, and what the secretary decided (rules §4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import FindingAct, FindingRow, RoundRow

Status = Literal["open", "recused", "dismissed", "disclosed", "referred"]
_STATUS: Mapping[str, Status] = {
    "recuse": "recused",
    "dismiss": "dismissed",
    "disclose": "disclosed",
    "refer": "referred",
    "undo": "open",
}


@dataclass(frozen=True, slots=True)
class DeskFinding:
    """One finding with its history.

    Attributes:
        row: what was found.
        is_current: whether the last screening still found it.
        status: what was decided; ``open`` while nothing was.
        decided: the act that decided, None while open.
        acts: how many acts there were.
        before: an earlier finding of the same kind that was dismissed on other evidence.
    """

    row: FindingRow
    is_current: bool
    status: Status
    decided: FindingAct | None
    acts: int
    before: FindingRow | None = None

    @property
    def is_sure(self) -> bool:
        """Whether both sides are surely the same; otherwise a person must confirm (R15)."""
        return self.row.rule != "R15"

    @property
    def rule(self) -> str:
        """The rule that a recusal names: once a doubt is confirmed, the rule behind it."""
        return str(self.row.hit["basis"]) if self.status == "recused" else self.row.rule

    @property
    def is_due(self) -> bool:
        """Whether the secretary owes a decision before the application may be opened."""
        return self.is_current and self.status == "open" and self.row.level != "D"


def desk_findings(
    uow: UnitOfWork, row: RoundRow, experts: Collection[str] | None = None
) -> tuple[DeskFinding, ...]:
    """Return every finding of the round, or those on some roster entries, oldest first."""
    if experts is None:
        return uow.once(("desk findings", row.round_id), lambda: _desk_findings(uow, row, None))
    return _desk_findings(uow, row, experts)


def _desk_findings(
    uow: UnitOfWork, row: RoundRow, experts: Collection[str] | None
) -> tuple[DeskFinding, ...]:
    acts: defaultdict[str, list[FindingAct]] = defaultdict(list)
    for act in uow.findings.acts(row.round_id, experts):
        acts[act.finding_id].append(act)
    found = [_standing(one, acts[one.finding_id]) for one in uow.findings.all(row.round_id, experts)]
    return tuple(_with_before(found))


def next_act(found: DeskFinding, at: str, act: str, by: str, reason: str = "") -> FindingAct:
    """Return the next act on a finding."""
    row = found.row
    return FindingAct(row.round_id, row.finding_id, found.acts + 1, at, act, by, reason)


def _standing(row: FindingRow, acts: Sequence[FindingAct]) -> DeskFinding:
    """Fold the acts on one finding."""
    seen = [act.act for act in acts if act.act in {"found", "gone"}]
    last = next((act for act in reversed(acts) if act.act in _STATUS), None)
    status: Status = _STATUS[last.act] if last is not None else "open"
    return DeskFinding(
        row=row,
        is_current=bool(seen) and seen[-1] == "found",
        status=status,
        decided=last if status != "open" else None,
        acts=len(acts),
    )


def _with_before(found: Sequence[DeskFinding]) -> list[DeskFinding]:
    """Point from an open finding to the dismissed one it came back from (acceptance C6)."""
    dismissed: dict[tuple[str, ...], FindingRow] = {}
    shown: list[DeskFinding] = []
    for one in found:
        earlier = dismissed.get(_kind(one.row))
        shown.append(replace(one, before=earlier) if one.status == "open" else one)
        if one.status == "dismissed":
            dismissed[_kind(one.row)] = one.row
    return shown


def _kind(row: FindingRow) -> tuple[str, ...]:
    """Return what two findings share that differ in evidence only."""
    hit = row.hit
    fields = (str(hit["basis"]), str(hit["left_field"]), str(hit["right_field"]))
    return (row.expert_id, row.application_id, *fields)

"""What could not be compared: lists nobody handed in, and wishes that do not count (rules §4, R14)."""

from __future__ import annotations

from collections.abc import Mapping

from zgc_review.conflicts.checks import not_provided
from zgc_review.conflicts.rules import FUND_MEASURES
from zgc_review.conflicts.values import ExpertProfile, Parties, PersonRef
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import ENDED, SheetStatus
from zgc_review.services.chain import RoundState
from zgc_review.services.screening_values import has_reason, parties_of, profile_of

# Somebody who handed in every list: what is missing then is the other side's.
_EXPERT = ExpertProfile("", PersonRef(""), *((),) * 11)
_GONE = ENDED | {SheetStatus.RECUSED}
_PARTIES = Parties("", "", "", (), (), (), (), (), ())


def missing_lists(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Mapping[str, tuple[str, ...]]:
    """Return, by 名册编号 and by 申报编号, the lists that were not handed in (未提供).

    What was not handed in could not be compared; that is never “no conflict” (rules §4). Kin, holdings and
    disputes are always among those of an expert: they stay with the expert (rules §4.1).
    """
    most = state.settings.excluded_experts_max
    found = {one.number: not_provided(profile_of(one), _PARTIES) for one in uow.experts.all(row.round_id)}
    for one in _open(uow, row):
        parties = parties_of(one, most)
        lists = not_provided(_EXPERT, parties)
        found[one.number] = tuple(
            name for name in lists if name != "competitors" or parties.measure in FUND_MEASURES
        )
    return {number: lists for number, lists in found.items() if lists}


def wish_findings(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[Finding, ...]:
    """Return the applicants' wishes that do not count: more than allowed, or without a reason (R14)."""
    most = state.settings.excluded_experts_max
    found: list[Finding] = []
    for one in _open(uow, row):
        wishes = one.record.get("excluded_experts")
        if not isinstance(wishes, list):
            continue
        params: dict[str, str | int] = {"number": one.number, "count": len(wishes), "most": most}
        if len(wishes) > most:
            found.append(Finding("desk.wish.many", Level.WARN, params=params))
        elif not all(map(has_reason, wishes)):
            params["count"] = sum(not has_reason(wish) for wish in wishes)
            found.append(Finding("desk.wish.bare", Level.WARN, params=params))
    return tuple(found)


def _open(uow: UnitOfWork, row: RoundRow) -> tuple[ApplicationRow, ...]:
    """Return the applications that have not ended, and that a member does not stand aside on (rules §15)."""
    return tuple(one for one in uow.applications.all(row.round_id) if one.state not in _GONE)

"""From the vault's records to what the recusal rules look at (rules §4, §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from zgc_review.conflicts.aliases import Aliases, build_aliases
from zgc_review.conflicts.orgtable import OrgTable, build_org_table
from zgc_review.conflicts.records import expert_from_record, parties_from_record
from zgc_review.conflicts.rules import Limits
from zgc_review.conflicts.values import ExpertProfile, Parties
from zgc_review.domain.rows import ApplicationRow, ExpertRow
from zgc_review.domain.settings import RoundSettings

Record = Mapping[str, Any]
_SUPERIOR = "上级"


def profile_of(row: ExpertRow) -> ExpertProfile:
    """Return the profile of a roster entry; a list that was not handed in stays 未提供."""
    return profile_of_record(row.record, row.expert_id)


def profile_of_record(record: Record, expert_id: str) -> ExpertProfile:
    """Return the profile of a record with the columns of the roster."""
    return expert_from_record({**record, "id": expert_id})


def parties_of(row: ApplicationRow, most_excluded: int) -> Parties:
    """Return everybody an application names; a wish to exclude somebody counts with its reason only (R14)."""
    record = row.record
    wishes = record.get("excluded_experts")
    if isinstance(wishes, list) and len(wishes) <= most_excluded:
        record = {**record, "excluded_experts": [one for one in wishes if has_reason(one)]}
    return parties_from_record(record, row.application_id)


def has_reason(wish: Any) -> bool:
    """Say whether an applicant's wish to exclude an expert gives a reason (R14: 须附理由)."""
    return isinstance(wish, Mapping) and bool(str(wish.get("reason") or "").strip())


def aliases_of(records: Sequence[Record]) -> Aliases:
    """Return the other names of units that the applications list (曾用名, rules §5.3)."""
    return build_aliases(
        ("org", str(record.get("unit_name", "")), [str(name) for name in record.get("former_names") or ()])
        for record in records
    )


def units_of(records: Sequence[Record]) -> OrgTable:
    """Return who belongs to whom, as the applications say: 上级单位 for R16, controllers for R13.

    Only units with a credit code on both sides: two entries of the table count as surely different.
    """
    rows: list[Record] = []
    for record in records:
        code = record.get("unit_credit_code")
        own = {"name": record.get("unit_name"), "credit_code": code} if code else None
        for above in record.get("controllers") or ():
            if own is not None and isinstance(above, Mapping) and above.get("credit_code"):
                step = "parent" if _SUPERIOR in str(above.get("kind") or "") else "controller"
                rows.append({**own, step: above.get("name")})
                rows.append({"name": above.get("name"), "credit_code": above["credit_code"]})
    return build_org_table(rows)


def limits_of(settings: RoundSettings) -> Limits:
    """Return the configurable values of the recusal rules (rules §13)."""
    return Limits(
        excluded_experts_max=settings.excluded_experts_max,
        listed_holding_bp=settings.listed_holding_bp,
        org_similarity_bp=settings.org_similarity,
    )


def t0_of(settings: RoundSettings) -> date:
    """Return the review opening date."""
    return date.fromisoformat(settings.t0)

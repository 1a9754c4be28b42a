"""What had been declared and found when a ruling was signed: it covers that and nothing later (rules §4.2).

Kept beside each voice when it is made or comes in. Clocks play no part: a laptop's may be set back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.conflict_desk_findings import desk_findings


@dataclass(frozen=True, slots=True)
class Known:
    """What a ruling could speak of.

    Attributes:
        declared: declarations of the member, by message id.
        found: how many acts each finding on member and application had, by finding id.
    """

    declared: frozenset[str] = frozenset()
    found: Mapping[str, int] = field(default_factory=dict)


def note_known(uow: UnitOfWork, row: RoundRow, message_id: str, body: ConsentBody) -> None:
    """Keep what a ruling can speak of, in the secretary's vault; the caller commits."""
    code = str(body.values["code"])
    experts = {seat.expert_id for seat in uow.seats.all(row.round_id) if seat.code == code and seat.expert_id}
    found = desk_findings(uow, row, experts) if experts else ()
    declared = uow.messages.find(row.round_id, "declaration", slot=code)
    known = {
        "declared": sorted(one.message_id for one in declared),
        "found": {
            one.row.finding_id: one.acts for one in found if one.row.application_id == body.application
        },
    }
    uow.facts.put(_name(message_id), known)


def known_to(uow: UnitOfWork, message_ids: Iterable[str]) -> Known:
    """Return what every one of some rulings could speak of; one of which nothing was kept speaks of none."""
    kept = [uow.facts.get(_name(one)) or {"declared": [], "found": {}} for one in message_ids]
    declared = [frozenset(one["declared"]) for one in kept]
    found = [dict[str, int](one["found"]) for one in kept]
    return Known(
        frozenset.intersection(*declared),
        {name: min(one[name] for one in found) for name in set.intersection(*(set(one) for one in found))},
    )


def _name(message_id: str) -> str:
    """Return the name of the fact."""
    return f"ruling:{message_id}"

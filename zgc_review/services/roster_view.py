"""The roster as the secretary looks at it: who is in it, how much each one judges, who is on the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, RoundRow
from zgc_review.domain.states import ENDED
from zgc_review.services.desk import as_secretary
from zgc_review.services.drawing_pool import AUTHORITY, cleared_experts, listed
from zgc_review.services.drawing_rotation import rotation_of
from zgc_review.services.gates_hits import listing_of
from zgc_review.services.members import members_of
from zgc_review.services.rounds import catalogue_of, state_of


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One expert; never with a code.

    Attributes:
        roles: codes of roles.
        groups: groups the expert sits in.
        applications: how many the expert judges in this round.
        rounds: rounds of the year in this vault, this one among them where the expert has a seat (P08).
        hits: current entries of the list of bad credit records under the same name.
        open_hits: those of them of which nobody has said that they are another person's.
    """

    number: str
    name: str
    employer: str
    roles: tuple[str, ...]
    consents: bool
    is_authority: bool
    groups: tuple[str, ...]
    applications: int
    rounds: int
    hits: int
    open_hits: int


@dataclass(frozen=True, slots=True)
class RosterView:
    """Everybody in the roster by number, and what the codes of roles mean, by language."""

    lines: tuple[RosterLine, ...]
    roles: Mapping[str, tuple[str, str]]


def roster_view(uow: UnitOfWork, row: RoundRow, day: str) -> RosterView:
    """Return the roster on ``day`` (YYYY-MM-DD).

    Raises:
        GateError: ``round.role.secretary``; PackageError: ``round.chain.observer`` before version 1 counts.
    """
    as_secretary(row)
    state = state_of(uow, row)
    codes = {seat.expert_id: seat.code for seat in uow.seats.all(row.round_id) if seat.expert_id}
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name, seats in sorted(state.groups.items()):
        for code in seats.members:
            groups[code].append(name)
    load: Counter[str] = Counter()
    for one in uow.applications.all(row.round_id):
        if one.state not in ENDED:
            load.update(members_of(state, one))
    rotation = rotation_of(uow, row, state)
    listing, cleared = listing_of(uow, row), cleared_experts(uow, row)
    lines = []
    for expert in uow.experts.all(row.round_id):
        code = codes.get(expert.expert_id, "")
        held = tuple(groups.get(code, ()))
        current = [hit for hit in listed(listing, expert, day) if hit.standing == "current"]
        known = cleared.get(expert.expert_id, frozenset())
        left = sum(str(hit.entry.get("decision_no", "")) not in known for hit in current)
        rounds = rotation.earlier.get(expert.number, 0) + bool(held)
        lines.append(_line(expert, held, load[code] if code else 0, rounds, (len(current), left)))
    labels = catalogue_of(uow, state).role_labels
    return RosterView(
        tuple(sorted(lines, key=lambda one: one.number)),
        {code: (label.zh, label.en or label.zh) for code, label in labels.items()},
    )


def _line(
    expert: ExpertRow, groups: tuple[str, ...], applications: int, rounds: int, hits: tuple[int, int]
) -> RosterLine:
    """Return one expert with the counts."""
    record = expert.record
    return RosterLine(
        number=expert.number,
        name=str(record.get("name", "")),
        employer=str(record.get("employer", "")),
        roles=tuple(map(str, record.get("roles") or ())),
        consents=record.get("consent") is True,
        is_authority=record.get("type") == AUTHORITY,
        groups=groups,
        applications=applications,
        rounds=rounds,
        hits=hits[0],
        open_hits=hits[1],
    )

"""The bench of a round of single assignment: who may be assigned, under which code, and to what not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, RoundRow
from zgc_review.domain.settings import GroupPlan
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import barred_by
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.drawing_pool import pool_entries
from zgc_review.services.drawing_record import Draw, PoolEntry, draws_of, finished_draw
from zgc_review.services.ruling import rulings


@dataclass(frozen=True)
class Bench:
    """Who may be assigned.

    Attributes:
        plan: the one group of the round.
        codes: code by roster id.
        experts: roster entries by roster id.
        entries: employers and roles by roster id.
        draw: the draw they come from, None where they were appointed.
        seed: settles equally good assignments.
        is_seated: whether the round definition names them already.
    """

    plan: GroupPlan
    codes: Mapping[str, str]
    experts: Mapping[str, ExpertRow]
    entries: Mapping[str, PoolEntry]
    draw: Draw | None
    seed: str
    is_seated: bool

    @property
    def drawn(self) -> tuple[int, int]:
        """The number of the draw, and how many alternates were called since; zeros where nobody was drawn."""
        return (self.draw.n, len(self.draw.calls)) if self.draw is not None else (0, 0)

    def by_number(self, number: str) -> str:
        """Return the roster id of a member of the bench.

        Raises:
            GateError: ``assign.bench``.
        """
        for one, row in self.experts.items():
            if row.number == number:
                return one
        raise GateError("assign.bench", number=number[:32])

    def number(self, expert_id: str) -> str:
        """Return the 名册编号 of a member of the bench."""
        return self.experts[expert_id].number

    def ids(self) -> dict[str, str]:
        """Return the roster id by code."""
        return {code: one for one, code in self.codes.items()}


@dataclass(frozen=True, slots=True)
class Bar:
    """Why an expert may not be assigned: the rule, and whether it only waits to be settled (V)."""

    rule: str
    waits: bool


def require_single(state: RoundState) -> None:
    """Refuse acts of single assignment in a round of groups.

    Raises:
        GateError: ``assign.single``.
    """
    if not state.is_single:
        raise GateError("assign.single")


def bench_of(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Bench:
    """Return the bench: those seated, before that those drawn.

    Raises:
        GateError: ``assign.single``, ``draw.none``, ``draw.order``.
    """
    require_single(state)
    (plan,) = state.plans.values()
    seats = state.groups.get(plan.id)
    if seats is not None:
        codes = {
            seat.expert_id: seat.code
            for seat in uow.seats.all(row.round_id)
            if seat.expert_id is not None and seat.code in seats.members
        }
        drawn = [one for one in draws_of(uow, row) if one.version is not None]
        draw = drawn[-1] if drawn else None
    else:
        draw = finished_draw(uow, row)
        codes = {one: draw.codes[one] for one in draw.seated(plan.id)}
    people = {one.expert_id: one for one in uow.experts.all(row.round_id) if one.expert_id in codes}
    entries = pool_entries(uow, row, state.settings, list(people.values()))
    return Bench(
        plan=plan,
        codes=codes,
        experts=people,
        entries={one.id: one for one in entries},
        draw=draw,
        seed=draw.seed if draw is not None else _seed(row),
        is_seated=seats is not None,
    )


def bars_of(
    uow: UnitOfWork, row: RoundRow, state: RoundState, codes: Mapping[str, str]
) -> dict[tuple[str, str], Bar]:
    """Return why who may not be assigned where, by (application, roster id).

    H and what was recused bars for good; V bars until it is cleared up or two have ruled it open; D does not.
    """
    ruled = rulings(uow, row, state)
    found: dict[tuple[str, str], Bar] = {}
    for one in desk_findings(uow, row, codes):
        key = (one.row.application_id, one.row.expert_id)
        status = barred_by(one, ruled.get((key[0], codes[key[1]])))
        if status is SheetStatus.RECUSED:
            found[key] = Bar(one.rule, waits=False)
        elif status is SheetStatus.PENDING:
            found.setdefault(key, Bar(one.rule, waits=True))
    return found


def away(uow: UnitOfWork, row: RoundRow, state: RoundState) -> frozenset[str]:
    """Return the codes entered as absent for the whole round by secretary and round chair."""
    said: dict[str, set[str]] = {}
    for one in spoken(uow, row, state, "absent"):
        if one.body.application is None:
            said.setdefault(str(one.body.values["code"]), set()).add(one.code)
    return frozenset(code for code, by in said.items() if {state.secretary.code, state.round_chair} <= by)


def _seed(row: RoundRow) -> str:
    """Return the seed where nobody was drawn: nobody typed words, so the round's own random id."""
    return hashlib.sha256(f"zgc-assign-1\0{row.round_id}".encode()).hexdigest()

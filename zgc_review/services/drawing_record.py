"""The draws of a round as the secretary's vault keeps them (rules §3.2, F02)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from zgc_review.assignment.draw import Candidate, DrawResult, DrawRules, GroupPlan
from zgc_review.domain.canonical import digest_of
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services.rounds import counting_versions


class PoolEntry(Struct, frozen=True, kw_only=True):
    """One candidate as the pool was fixed: keys of employers, roles, applications with a hard recusal."""

    id: str
    employers: tuple[str, ...]
    roles: tuple[str, ...]
    recused: tuple[str, ...]

    def candidate(self) -> Candidate:
        """Return the candidate as the draw sees it."""
        return Candidate(self.id, frozenset(self.employers), frozenset(self.roles), frozenset(self.recused))


class PlanEntry(Struct, frozen=True, kw_only=True):
    """One group as the pool was fixed: seats, applications, role places by measure."""

    id: str
    size: Annotated[int, Meta(ge=1, le=99)]
    applications: tuple[str, ...]
    places: dict[str, Annotated[tuple[str, ...], Meta(max_length=99)]]

    def plan(self) -> GroupPlan:
        """Return the group as the draw sees it."""
        return GroupPlan(self.id, self.size, frozenset(self.applications), self.places)


class DrawnGroup(Struct, frozen=True, kw_only=True):
    """What one group got; ``order`` and ``skipped`` are (id, first 8 of the key) and (id, rule)."""

    group: str
    order: tuple[tuple[str, str], ...]
    members: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]
    alternates: tuple[str, ...]
    roles_open: dict[str, int]


class Call(Struct, frozen=True, kw_only=True):
    """An alternate who was called, for whom, and why; ``skipped`` are (id, rule).

    Attributes:
        version: the round version that adds the alternate as a member; None before the draw was seated.
        is_refused: that version was refused or withdrawn; worked out anew whenever a draw is read.
    """

    group: str
    id: str
    leaving: str | None
    reason: str
    at: str
    skipped: tuple[tuple[str, str], ...]
    version: str | None = None
    is_refused: bool = False


class Draw(Struct, frozen=True, kw_only=True):
    """One draw, step by step; what a step has not given yet is empty or None.

    Attributes:
        n: number of the draw in the round, from 1.
        reason: why it was drawn again; empty for a first draw.
        pool, inputs: digests of the candidates' ids, and of everything the draw reads.
        excluded: how many were left out of the pool, by rule.
        codes: by roster id; they never leave the secretary's vault beside an id.
        calls: every alternate who was called, also where the version was refused.
        version: the round version that seated the members.
    """

    n: int
    begun_at: str
    reason: str
    pool: str
    inputs: str
    salt_digest: str
    candidates: tuple[PoolEntry, ...]
    excluded: dict[str, int]
    groups: tuple[PlanEntry, ...]
    alternates: int
    group_recusal_max: tuple[int, int]
    one_per_legal_person: bool
    secretary: str | None = None
    observer: str | None = None
    seed: str = ""
    done_at: str = ""
    drawn: tuple[DrawnGroup, ...] = ()
    codes: dict[str, str] = {}
    calls: tuple[Call, ...] = ()
    version: str | None = None

    @property
    def rules(self) -> DrawRules:
        """The configurable values it was begun with."""
        return DrawRules(self.alternates, Fraction(*self.group_recusal_max), self.one_per_legal_person)

    def candidate(self, expert_id: str) -> Candidate:
        """Return one candidate of the pool."""
        return next(one.candidate() for one in self.candidates if one.id == expert_id)

    def group(self, group: str) -> DrawnGroup:
        """Return what one group got.

        Raises:
            GateError: ``draw.group``.
        """
        found = next((one for one in self.drawn if one.group == group), None)
        if found is None:
            raise GateError("draw.group", group=group[:32])
        return found

    def called(self, group: str) -> tuple[Call, ...]:
        """Return the calls of a group that stand: their versions count, or may yet (rules §3.3)."""
        return tuple(one for one in self.calls if one.group == group and not one.is_refused)

    def seated(self, group: str) -> tuple[str, ...]:
        """Return who sits in a group by now: the members drawn, without those replaced, and those called."""
        calls = self.called(group)
        gone = {one.leaving for one in calls}
        came = tuple(one.id for one in calls)
        return tuple(one for one in (*self.group(group).members, *came) if one not in gone)

    @property
    def result(self) -> str:
        """The digest that the observer witnesses: everything by id, without codes."""
        return digest_of(
            {
                "draw": self.n,
                "groups": [msgspec.to_builtins(one) for one in self.drawn],
                "inputs": self.inputs,
                "pool": self.pool,
                "seed": self.seed,
            }
        )


def drawn_groups(result: DrawResult) -> tuple[DrawnGroup, ...]:
    """Return what a draw gave, in the form in which it is kept."""
    return tuple(
        DrawnGroup(
            group=one.group,
            order=one.order,
            members=one.members,
            skipped=tuple((skipped.id, skipped.rule) for skipped in one.skipped),
            alternates=one.alternates,
            roles_open=dict(one.roles_open),
        )
        for one in result.groups
    )


def inputs_digest(candidates: Sequence[PoolEntry], groups: Sequence[PlanEntry], rules: dict[str, Any]) -> str:
    """Return the digest of all the draw reads but words and salt, so that nothing changes afterwards."""
    return digest_of(
        {
            "candidates": [msgspec.to_builtins(one) for one in candidates],
            "groups": [msgspec.to_builtins(one) for one in groups],
            "rules": rules,
        }
    )


def draws_of(uow: UnitOfWork, row: RoundRow) -> tuple[Draw, ...]:
    """Return the draws of a round, oldest first.

    Whose version was refused, or withdrawn since, is not seated: its members can be seated again. Likewise a
    call does not stand whose version was refused: the same alternate is the next one.
    """
    draws = tuple(msgspec.convert(one, Draw) for one in uow.facts.get(_name(row)) or ())
    if all(one.version is None and all(call.version is None for call in one.calls) for one in draws):
        return draws
    counting = counting_versions(uow, row)
    return tuple(
        replace(
            draw,
            version=draw.version if draw.version in counting else None,
            calls=tuple(
                replace(one, is_refused=one.version is not None and one.version not in counting)
                for one in draw.calls
            ),
        )
        for draw in draws
    )


def last_draw(uow: UnitOfWork, row: RoundRow) -> Draw:
    """Return the newest draw.

    Raises:
        GateError: ``draw.none``: no draw was begun.
    """
    draws = draws_of(uow, row)
    if not draws:
        raise GateError("draw.none")
    return draws[-1]


def finished_draw(uow: UnitOfWork, row: RoundRow) -> Draw:
    """Return the newest draw with its result.

    Raises:
        GateError: ``draw.none``; ``draw.order``: it was not run yet.
    """
    draw = last_draw(uow, row)
    if not draw.done_at:
        raise GateError("draw.order", step=next_step(draw))
    return draw


def draw_of_group(uow: UnitOfWork, row: RoundRow, group: str) -> Draw:
    """Return the newest draw of one group, with its result.

    Raises:
        GateError: ``draw.none``, ``draw.group``, ``draw.order``.
    """
    last_draw(uow, row)
    meant = [one for one in draws_of(uow, row) if any(plan.id == group for plan in one.groups)]
    if not meant:
        raise GateError("draw.group", group=group[:32])
    if not meant[-1].done_at:
        raise GateError("draw.order", step=next_step(meant[-1]))
    return meant[-1]


def next_step(draw: Draw) -> str:
    """Return the command that comes next."""
    if draw.secretary is None:
        return "words --secretary"
    return "words --observer" if draw.observer is None else "run"


def keep_draw(uow: UnitOfWork, row: RoundRow, draw: Draw, **changes: Any) -> Draw:
    """Keep a draw, new or changed; the caller commits."""
    after = replace(draw, **changes) if changes else draw
    others = [one for one in draws_of(uow, row) if one.n != after.n]
    kept = sorted((*others, after), key=lambda one: one.n)
    uow.facts.put(_name(row), [msgspec.to_builtins(one) for one in kept])
    return after


def _name(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"draws:{row.round_id}"

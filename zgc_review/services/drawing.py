"""The draw of experts, step by step, each step an event (rules §3.2, P07).

Event 1 fixes the pool and everything the draw reads before a word is typed; events 2 and 3 the words, in
this order and once only; event 4 the result by id. No event holds an id beside its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zgc_review.assignment.draw import clean_words, digest, pool_digest, run_draw
from zgc_review.assignment.panel_rules import p03, p04, p05, p07, p11
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.codes import code_salt, deal_codes, next_number
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_pool import Pool, plans_of, pool_of, size_findings
from zgc_review.services.drawing_record import (
    Draw,
    PlanEntry,
    drawn_groups,
    draws_of,
    inputs_digest,
    keep_draw,
    last_draw,
    next_step,
)
from zgc_review.services.drawing_rotation import rotation_findings
from zgc_review.services.rounds import (
    OBSERVER_CODE,
    SECRETARY_CODE,
    catalogue_of,
    named_codes,
    require_free,
    state_of,
)
from zgc_review.services.screening import screen_in

Who = Literal["secretary", "observer"]
_LEAST_REASON = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """A draw with what the panel rules say of it."""

    draw: Draw
    findings: tuple[Finding, ...]


def begin(desk: Desk, row: RoundRow, reason: str = "", size_reason: str = "") -> Draw:
    """Fix the pool and everything the draw reads (event 1); the conflicts are screened anew before.

    Args:
        desk: the secretary's desk.
        row: the round.
        reason: why it is drawn again; needed where a draw of these groups was begun before.
        size_reason: why a group keeps a size that P01 would not have.

    Raises:
        GateError: ``draw.nothing`` (every group has members), ``draw.again``, ``draw.size`` (P01),
            ``round.amend.pending``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        plans = plans_of(uow, row, state, catalogue_of(uow, state))
        _may_begin(uow, row, state, plans, reason, size_reason)
        screen_in(desk, uow, row, state)
        pool = pool_of(uow, row, state, desk.clock.now()[:10])
        draw = _fixed(desk, uow, row, state, pool, plans, reason.strip())
        keep_draw(uow, row, draw)
        data = {
            "candidates": len(draw.candidates),
            "draw": draw.n,
            "excluded": draw.excluded,
            "groups": [plan.id for plan in plans],
            "inputs": draw.inputs,
            "pool": draw.pool,
            "salt": draw.salt_digest,
        }
        given = {"reason": reason.strip(), "size_reason": size_reason.strip()}
        texts = {name: text for name, text in given.items() if text}
        log.record(uow, row.round_id, "draw.begun", SECRETARY_CODE, draw.begun_at, data, texts)
        uow.commit()
    return draw


def say_words(desk: Desk, row: RoundRow, who: Who, typed: str) -> Draw:
    """Keep the words of the secretary (event 2) or the observer (event 3); typed once they are final.

    Raises:
        GateError: ``draw.none``, ``draw.order`` with the step that comes next, ``draw.final``,
            ``assignment.draw.words``, ``assignment.draw.control``.
    """
    as_secretary(row)
    words = clean_words(typed)
    with desk.vault.begin() as uow:
        draw = last_draw(uow, row)
        if getattr(draw, who) is not None:
            raise GateError("draw.final", draw=draw.n)
        if next_step(draw) != f"words --{who}":
            raise GateError("draw.order", step=next_step(draw))
        draw = keep_draw(uow, row, draw, **{who: words})
        by = SECRETARY_CODE if who == "secretary" else OBSERVER_CODE
        at, texts = desk.clock.now(), {"words": words}
        log.record(uow, row.round_id, "draw.words", by, at, {"draw": draw.n, "who": who}, texts)
        uow.commit()
    return draw


def run(desk: Desk, row: RoundRow) -> Outcome:
    """Draw members and alternates of every group and deal the codes (event 4).

    Raises:
        GateError: ``draw.none``, ``draw.order``, ``draw.done``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        draw = last_draw(uow, row)
        if draw.done_at:
            raise GateError("draw.done", draw=draw.n)
        if draw.secretary is None or draw.observer is None:
            raise GateError("draw.order", step=next_step(draw))
        result = run_draw(
            [one.candidate() for one in draw.candidates],
            [one.plan() for one in draw.groups],
            secretary=draw.secretary,
            observer=draw.observer,
            salt=code_salt(uow, row),
            rules=draw.rules,
        )
        drawn = drawn_groups(result)
        at, state = desk.clock.now(), state_of(uow, row)
        members = [one for group in drawn for one in group.members]
        first = next_number(state, named_codes(uow, row))
        codes = deal_codes(members, result.seed, code_salt(uow, row), first)
        draw = keep_draw(uow, row, draw, seed=result.seed, drawn=drawn, codes=codes, done_at=at)
        _record_result(uow, row, draw)
        found = (*outcome_findings(draw, state), *rotation_findings(uow, row, state, draw))
        uow.commit()
    return Outcome(draw, found)


def outcome_findings(draw: Draw, state: RoundState) -> tuple[Finding, ...]:
    """Return what P03, P04, P05, P07 and P11 say of a draw."""
    found: list[Finding] = []
    for entry in draw.groups:
        plan = entry.plan()
        members = [draw.candidate(one) for one in draw.seated(plan.id)]
        if draw.one_per_legal_person:
            found += p03(plan.id, members)
        found += p04(plan, members, draw.rules.group_recusal_max)
        found += p05(plan, members)
        found += p07(plan.id, len(draw.group(plan.id).alternates), draw.alternates)
    found += p11({plan.id: plan.sub_directions for plan in state.plans.values()})
    return tuple(found)


def _may_begin(
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    plans: tuple[PlanEntry, ...],
    reason: str,
    size_reason: str,
) -> None:
    """Refuse a draw without groups, over a version that waits, without a reason, or of a wrong size."""
    require_free(uow, row, state)
    if not plans:
        raise GateError("draw.nothing")
    meant = {plan.id for plan in plans}
    again = any(meant & {group.id for group in draw.groups} for draw in draws_of(uow, row))
    if again and len(reason.strip()) < _LEAST_REASON:
        raise GateError("draw.again")
    sizes = size_findings(uow, row, state, catalogue_of(uow, state), sorted(meant))
    if sizes and len(size_reason.strip()) < _LEAST_REASON:
        raise GateError("draw.size", groups=" ".join(sorted({str(one.params["group"]) for one in sizes})))


def _fixed(
    desk: Desk,
    uow: UnitOfWork,
    row: RoundRow,
    state: RoundState,
    pool: Pool,
    plans: tuple[PlanEntry, ...],
    reason: str,
) -> Draw:
    """Return the draw as event 1 fixes it."""
    settings = state.settings
    rules = {
        "alternates": settings.alternates,
        "group_recusal_max": list(settings.group_recusal_max),
        "one_per_legal_person": _apart(state),
    }
    return Draw(
        n=len(draws_of(uow, row)) + 1,
        begun_at=desk.clock.now(),
        reason=reason,
        pool=pool_digest([one.id for one in pool.candidates]),
        inputs=inputs_digest(pool.candidates, plans, rules),
        salt_digest=digest(code_salt(uow, row).encode()),
        candidates=pool.candidates,
        excluded=pool.excluded,
        groups=plans,
        alternates=settings.alternates,
        group_recusal_max=settings.group_recusal_max,
        one_per_legal_person=_apart(state),
    )


def _apart(state: RoundState) -> bool:
    """Say whether P03 holds in the draw: a bench may hold colleagues, an application may not."""
    return state.settings.one_per_legal_person and not state.is_single


def _record_result(uow: UnitOfWork, row: RoundRow, draw: Draw) -> None:
    """Write event 4: everything by id."""
    data = {
        "draw": draw.n,
        "groups": [
            {
                "alternates": list(one.alternates),
                "group": one.group,
                "members": list(one.members),
                "skipped": [list(pair) for pair in one.skipped],
            }
            for one in draw.drawn
        ],
        "result": draw.result,
        "seed": draw.seed,
    }
    log.record(uow, row.round_id, "draw.done", SECRETARY_CODE, draw.done_at, data)

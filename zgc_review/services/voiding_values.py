"""Values over time: a late recusal leaves the earlier value behind as 原值 (rules §4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import State
from zgc_review.services import log
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import Desk
from zgc_review.services.members import recusal_lines
from zgc_review.services.moving import move

VALUED = "application.valued"
# Causes by which a value changes without the panel's doing; the sitting is then repeated.
# The words stand on F08 beside the 原值, which is Chinese in every language.
LATE_REASONS = {
    "recusal": "专家回避，评分单回避作废",
    "conflict": "回避作废",
    "integrity": "诚信作废",
    "absent": "登记缺席",
    "opened": "经裁定恢复评分",
}
LATE = frozenset(LATE_REASONS)


@dataclass(frozen=True, slots=True)
class Valued:
    """One event that says what an application was worth.

    Attributes:
        n: number of the event.
        cause: ``aggregated``, ``revised`` or one of :data:`LATE`.
        value: points × 100 after 合议, None without one.
        initial, counting: sheets that counted before and after revision.
    """

    n: int
    at: str
    application: str
    cause: str
    value: int | None
    initial: frozenset[str]
    counting: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value that counted until ``at`` and why it no longer does (原值)."""

    value: int | None
    cause: str
    at: str


def note_values(
    desk: Desk, uow: UnitOfWork, row: RoundRow, state: RoundState, result: Aggregate
) -> tuple[str, ...]:
    """Write one event per application whose counting sheets changed; the caller commits."""
    last = {one.application: one for one in valued(uow, row)}
    changed: list[str] = []
    for line in result.applications:
        before, now = last.get(line.application), _now(line)
        if before is not None and (before.initial, before.counting) == now:
            continue
        cause = "aggregated" if before is None else _cause(uow, row, state, line, before)
        data = {
            "application": line.application,
            "cause": cause,
            "value": line.after.value,
            "initial": sorted(now[0]),
            "counting": sorted(now[1]),
        }
        log.record(uow, row.round_id, VALUED, state.secretary.code, desk.clock.now(), data)
        if cause in LATE:
            changed.append(line.application)
            application = uow.applications.get(line.application)
            if application is not None and application.state == State.DELIBERATED:
                move(desk, uow, row, line.application, State.AGGREGATED, state)
    return tuple(changed)


def valued(uow: UnitOfWork, row: RoundRow) -> tuple[Valued, ...]:
    """Return what was noted of values, oldest first."""
    return uow.once(("valued", row.round_id), lambda: tuple(_valued(uow, row)))


def _valued(uow: UnitOfWork, row: RoundRow) -> Iterator[Valued]:
    mark = f'"act":"{VALUED}"'.encode()
    for event in uow.events.all(row.round_id):
        if mark in event.leaf:
            said: dict[str, Any] = msgspec.json.decode(event.leaf)
            data = said["data"]
            yield Valued(
                n=event.n,
                at=said["at"],
                application=data["application"],
                cause=data["cause"],
                value=data["value"],
                initial=frozenset(data["initial"]),
                counting=frozenset(data["counting"]),
            )


def earlier_values(uow: UnitOfWork, row: RoundRow) -> Mapping[str, tuple[Earlier, ...]]:
    """Return, by application, the values that counted before a late change, oldest first."""
    last: dict[str, Valued] = {}
    found: dict[str, tuple[Earlier, ...]] = {}
    for one in valued(uow, row):
        before = last.get(one.application)
        if one.cause in LATE and before is not None:
            gone = Earlier(before.value, one.cause, one.at)
            found[one.application] = (*found.get(one.application, ()), gone)
        last[one.application] = one
    return found


def last_late_change(uow: UnitOfWork, row: RoundRow) -> Mapping[str, int]:
    """Return, by application, the number of the last event after which the sitting is repeated."""
    return {one.application: one.n for one in valued(uow, row) if one.cause in LATE}


def _now(line: ApplicationLine) -> tuple[frozenset[str], frozenset[str]]:
    """Return the sheets that count before and after revision."""
    return (
        frozenset(mark.sheet for mark in line.before.marks),
        frozenset(mark.sheet for mark in line.after.marks),
    )


def _cause(uow: UnitOfWork, row: RoundRow, state: RoundState, line: ApplicationLine, before: Valued) -> str:
    """Say why other sheets count than before."""
    initial, counting = _now(line)
    gone = sorted((before.initial - initial) | (before.counting - before.initial - counting))
    if not gone:
        return "opened" if initial - before.initial else "revised"
    voids = {one.body.about: one.body.answer for one in spoken(uow, row, state, "void", line.application)}
    recused = {
        one.code
        for one in recusal_lines(uow, row, state)
        if one.application == line.application and one.decision == "recused"
    }
    for sheet in gone:
        message = uow.messages.get(sheet)
        owner = state.owner(message.sender or "") if message is not None else None
        if owner is not None and owner.code in recused:
            return "recusal"
        if sheet in voids:
            return voids[sheet]
    return "absent"

"""What the secretary sees of combining and deciding: counts, values, panel files, decisions (rules §15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from msgspec import UNSET

from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.listing import listed
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import ApplicationLine, RankLine
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services.acks import event_of
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import counting_decision, objections
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.members import Standing, members_of, standing_of
from zgc_review.services.panel import world_of
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.panel_content import visible_to
from zgc_review.services.rounds import state_of
from zgc_review.services.voiding_values import Earlier, earlier_values

_WRITTEN = b'"act":"panel.written"'
_BEFORE_LOCK = frozenset({State.ASSIGNED.value, State.REVIEWING.value})


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One scored application with its value, place, decision and what speaks against that decision.

    Attributes:
        state: AGGREGATED, DELIBERATED or SEALED.
        spread: highest less lowest total, points × 100; None without marks.
        earlier: values that counted before a late change (原值), oldest first.
        outcome: of a mid-term check or an acceptance, what screening and bands come to; else empty.
        decided_by, objection: who signed the decision that counts; code of what speaks against it.
        signed: the decision that counts, None where the chair has not signed yet.
    """

    number: str
    unit: str
    state: str
    line: ApplicationLine
    place: RankLine | None
    spread: int | None
    earlier: tuple[Earlier, ...]
    outcome: str = ""
    signed: str | None = None
    amount_fen: int | None = None
    decided_by: str = ""
    objection: str = ""


@dataclass(frozen=True, slots=True)
class PanelReader:
    """For whom a panel file may be written: the chair of a group, or who acts for the chair.

    Attributes:
        shown: how many applications the file shows. left_out: how many it does not.
        at: claimed time of the newest file, empty where none was written.
        refusal: why none can be written yet.
    """

    group: str
    code: str
    is_acting: bool
    shown: int
    left_out: int
    at: str = ""
    refusal: GateError | None = None


@dataclass(frozen=True)
class ResultOverview:
    """Where combining and deciding stand.

    Attributes:
        locked: numbers of applications ready to be combined.
        waiting: numbers of applications whose sheets are not all in.
        owing: codes of experts who still owe a sheet. rulings: how many rulings are due.
        is_ranked: the round ranks its applications (stage proposal).
    """

    locked: tuple[str, ...]
    waiting: tuple[str, ...]
    owing: tuple[str, ...]
    rulings: int
    lines: tuple[ResultLine, ...]
    readers: tuple[PanelReader, ...]
    is_single: bool
    is_ranked: bool
    is_sealed: bool


def overview(desk: Desk, row: RoundRow) -> ResultOverview:
    """Return where combining and deciding stand, for the secretary.

    Raises:
        GateError: ``round.role.secretary``; AggregationError: ``aggregation.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        return uow.once(("result overview", row.round_id), lambda: _overview(uow, row))


def _overview(uow: UnitOfWork, row: RoundRow) -> ResultOverview:
    state = state_of(uow, row)
    rows = uow.applications.all(row.round_id)
    standing = standing_of(uow, row, state)
    return ResultOverview(
        locked=tuple(one.number for one in rows if one.state == State.LOCKED),
        waiting=tuple(one.number for one in rows if one.state in _BEFORE_LOCK),
        owing=_owing(standing),
        rulings=len(standing.pending),
        lines=tuple(_lines(uow, row, state, rows)),
        readers=tuple(_readers(uow, row, state, rows)),
        is_single=state.is_single,
        is_ranked=state.settings.stage == "proposal",
        is_sealed=bool(uow.messages.find(row.round_id, "result")),
    )


def _owing(standing: Standing) -> tuple[str, ...]:
    """Return the codes that still owe a sheet on what is under review."""
    found = {
        code
        for one in standing.applications
        if one.state in _BEFORE_LOCK
        for code in members_of(standing.state, one)
        if standing.status(code, one.application_id) == "missing"
    }
    return tuple(sorted(found))


def _lines(
    uow: UnitOfWork, row: RoundRow, state: RoundState, rows: Sequence[ApplicationRow]
) -> Iterable[ResultLine]:
    """Yield the scored applications: pools in order, by rank; unranked ones last, by number."""
    result = current_aggregate(uow, row)
    if not result.applications:
        return
    known = {one.application_id: one for one in rows}
    result = listed(result, {name: one.number for name, one in known.items()})
    places = {place.application: (n, place) for n, pool in enumerate(result.pools) for place in pool.lines}
    against = {one.number: one.code for one in objections(uow, row, state)}
    earlier = earlier_values(uow, row)
    book, chairs = ConsentBook(uow, row, state), Chairs(uow, row, state)

    lines = {one.application: one for one in result.applications}
    rest = sorted(lines.keys() - places.keys(), key=lambda one: known[one].number)
    for line in (lines[name] for name in (*places, *rest)):
        one = known[line.application]
        signed = counting_decision(book, chairs, one)
        # Only support grants something, as in the aggregate (bodies.md, amount_fen).
        granted = signed is not None and signed.body.answer in YES
        amount = signed.body.values["amount_fen"] if signed is not None and granted else None
        yield ResultLine(
            number=one.number,
            unit=str(one.record.get("unit_name", "")),
            state=one.state,
            line=line,
            place=places[line.application][1] if line.application in places else None,
            spread=_spread(line),
            earlier=earlier.get(line.application, ()),
            outcome="" if line.established is UNSET else line.suggestion,
            signed=signed.body.answer if signed is not None else None,
            amount_fen=amount if isinstance(amount, int) else None,
            decided_by=signed.code if signed is not None else "",
            objection=against.get(one.number, ""),
        )


def _spread(line: ApplicationLine) -> int | None:
    """Return highest less lowest total of the sheets that count."""
    totals = [mark.total for mark in line.after.marks]
    return max(totals) - min(totals) if totals else None


def _readers(
    uow: UnitOfWork, row: RoundRow, state: RoundState, rows: Sequence[ApplicationRow]
) -> Iterable[PanelReader]:
    """Yield chairs and acting chairs of every group that judges something."""
    written = [event_of(one.leaf) for one in uow.events.all(row.round_id) if _WRITTEN in one.leaf]
    told = {(one["data"]["group"], one["data"]["to"]): one["at"] for one in written}
    judged = {one.group for one in rows if one.group is not None}
    for group in sorted(judged & set(state.groups)):
        chair = state.groups[group].chair
        try:
            world = world_of(uow, row, state, group)
        except GateError as fault:
            yield PanelReader(group, chair, False, 0, 0, told.get((group, chair), ""), fault)
            continue
        readers = [chair, *sorted(set(world.acting.values()) - {chair})]
        for code in readers:
            seen = len(visible_to(world, code))
            if seen:
                left_out = len(world.applications) - seen
                at = told.get((group, code), "")
                yield PanelReader(group, code, code != chair, seen, left_out, at)

"""Whether a decision may stand: amount, veto, floor, repeated sitting, what still waits (rules §8, §9)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import msgspec
from msgspec import UNSET

from zgc_review.aggregation.outcomes import may_decide
from zgc_review.catalogue import Catalogue
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import ApplicationLine
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SheetStatus, State
from zgc_review.services.aggregating import ceiling, current_aggregate
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import ConsentBook, Spoken
from zgc_review.services.deliberating_standing import effective_codes
from zgc_review.services.members import members_of
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.rounds import catalogue_of, once_in_force
from zgc_review.services.stage_tests import items_due
from zgc_review.services.vetoes import listed_items, veto_outcomes
from zgc_review.services.voiding_values import last_late_change

_NEEDS_VALUE = frozenset({"SUPPORT", "SUPPORT_IF_REVISED", "RESERVE"})
_BESIDE_VETO = frozenset({"VETOED", "VOID"})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a decision on one application is judged by.

    Attributes:
        most: what may be granted at most in 分, None when unknown.
        is_vetoed: a veto is established.
        is_discussed: the chair opened discussion since the last late change.
        due: screening items that the record speaks for and nobody has claimed.
    """

    line: ApplicationLine
    most: int | None
    is_vetoed: bool
    is_discussed: bool
    due: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Objection:
    """A decision that cannot stand: error code (``decide.*``) and number of the application."""

    code: str
    number: str


def objection_to(decision: str, amount: int | None, ground: Ground) -> str | None:
    """Return the code of what speaks against a decision, None when it may stand."""
    if ground.line.established is not UNSET:
        return _stage_objection(decision, amount, ground, ground.line.established)
    if amount is not None and ground.most is not None and amount > ground.most:
        return "decide.ceiling"
    if decision == "VETOED" and not ground.is_vetoed:
        return "decide.veto"
    if ground.is_vetoed and decision not in _BESIDE_VETO:
        return "decide.veto_stands"
    if ground.line.after.value is None and decision in _NEEDS_VALUE:
        return "decide.no_value"
    # Only a failed floor obliges the chair to discuss (S09); the other reasons ask for it.
    if "floor" in ground.line.discuss and not ground.is_discussed:
        return "decide.floor"
    return None


def _stage_objection(
    decision: str, amount: int | None, ground: Ground, established: Collection[str]
) -> str | None:
    """Return what speaks against a decision in a mid-term check or an acceptance (rules §2.4)."""
    if amount is not None:
        return "decide.stage_amount"
    if ground.due:
        return "decide.screening"
    if not may_decide(decision, ground.line.suggestion, established):
        return "decide.outcome"
    if "floor" in ground.line.discuss and not ground.is_discussed:
        return "decide.floor"
    return None


def counting_decision(book: ConsentBook, chairs: Chairs, application: ApplicationRow) -> Spoken | None:
    """Return the decision that counts: the newest one of the chair, or acting chair, in force."""
    words = book.of("decision", application.application_id)
    chair = chairs.chair(application) if words else None
    return next((one for one in words if one.code == chair), None)


def objections(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[Objection, ...]:
    """Return every aggregated application whose signed decision cannot stand, for the secretary."""
    return once_in_force(uow, row, state, "objections", lambda: _objections(uow, row, state))


def _objections(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[Objection, ...]:
    rows = [one for one in uow.applications.all(row.round_id) if one.state == State.AGGREGATED]
    if not rows:
        return ()
    lines = {line.application: line for line in current_aggregate(uow, row).applications}
    events, late = _consent_events(uow, row), last_late_change(uow, row)
    items, catalogue = items_by_sub_direction(uow, state), catalogue_of(uow, state)
    book, chairs = ConsentBook(uow, row, state), Chairs(uow, row, state)
    found: list[Objection] = []
    for one in rows:
        signed = counting_decision(book, chairs, one)
        if signed is None:
            continue
        since = late.get(one.application_id, -1)
        code = _waits(book, chairs, state, one)
        if code is None and events.get(signed.id, -1) < since:
            code = "decide.stale"
        if code is None:
            amount = signed.body.values["amount_fen"]
            fresh = [
                word
                for word in book.of("discuss", one.application_id)
                if word.code == chairs.chair(one) and events.get(word.id, -1) > since
            ]
            ground = ground_of(
                book, state, one, lines[one.application_id], items[one.sub_direction], discussed=bool(fresh)
            )
            ground = replace(ground, due=unclaimed(book, state, catalogue, one))
            code = objection_to(signed.body.answer, amount if isinstance(amount, int) else None, ground)
        if code is not None:
            found.append(Objection(code, one.number))
    return tuple(found)


def ground_of(
    book: ConsentBook,
    state: RoundState,
    application: ApplicationRow,
    line: ApplicationLine,
    items: Collection[str],
    *,
    discussed: bool,
) -> Ground:
    """Return what a decision is judged by; ``items``: veto and screening items of its sub-direction."""
    outcomes = veto_outcomes(book, state, application.application_id, effective_codes(line), items)
    return Ground(
        line=line,
        most=ceiling(application.record, state.settings, application.sub_direction),
        is_vetoed=any(one.is_established for one in outcomes),
        is_discussed=discussed,
    )


def unclaimed(
    book: ConsentBook, state: RoundState, catalogue: Catalogue, application: ApplicationRow
) -> frozenset[str]:
    """Return the screening items that the record speaks for and nobody has put to the vote."""
    claims = book.of("veto_claim", application.application_id)
    claimed = {str(one.body.values["item"]) for one in claims}
    return items_due(catalogue, state.settings, application) - claimed


def items_by_sub_direction(uow: UnitOfWork, state: RoundState) -> dict[str, dict[str, str]]:
    """Return the veto and screening items, with names, of every sub-direction that is scored."""
    catalogue, settings = catalogue_of(uow, state), state.settings
    scored = [sub for sub, mode in settings.modes.items() if mode == "open_call"]
    return {sub: listed_items(catalogue, sub, settings) for sub in scored}


def _waits(book: ConsentBook, chairs: Chairs, state: RoundState, application: ApplicationRow) -> str | None:
    """Say whether something half done stands in the way: a ruling due, a voiding signed by one of two."""
    application_id = application.application_id
    members = members_of(state, application)
    if any(chairs.closed(code).get(application_id) is SheetStatus.PENDING for code in members):
        return "decide.ruling"
    voices: dict[str, set[str]] = {}
    for one in book.of("void", application_id):
        voices.setdefault(str(one.body.about), set()).add(one.code)
    of_chair = chairs.chair(application)
    if any((state.secretary.code in codes) != (of_chair in codes) for codes in voices.values()):
        return "decide.void"
    return None


def _consent_events(uow: UnitOfWork, row: RoundRow) -> dict[str, int]:
    """Return the number of the event of each consent: what was said before a late change is over."""
    found: dict[str, int] = {}
    for event in uow.events.all(row.round_id):
        if b'"act":"consent.' in event.leaf:
            found[msgspec.json.decode(event.leaf)["data"]["consent"]] = event.n
    return found

"""Reads what the next act depends on from the secretary's vault (services.progress)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import PackageError
from zgc_review.services.acks import COUNTED
from zgc_review.services.assigning_record import assignments_of
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import counting_decision
from zgc_review.services.desk import as_secretary
from zgc_review.services.drawing_record import Draw, draws_of
from zgc_review.services.letters import sent_letter, unwritten
from zgc_review.services.log_lines import log_lines
from zgc_review.services.members import Standing, members_of, standing_of
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.progress import Facts, NextAct, Step, next_act, steps_of
from zgc_review.services.rounds import acting_state, consents_awaited, state_of
from zgc_review.services.score_escrow import custody_stage
from zgc_review.services.screening import SCREENED
from zgc_review.services.unscored import check_results

_OPEN = "open_call"
_ACKS = "acks.written counted"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the round stands: the facts, the line of ten steps, the act that is due."""

    facts: Facts
    steps: tuple[Step, ...]
    act: NextAct


def progress_of(uow: UnitOfWork, row: RoundRow) -> Progress:
    """Return where the round stands, for the secretary.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)

    def read() -> Progress:
        facts = _facts(uow, row)
        act = next_act(facts)
        return Progress(facts, steps_of(facts, act), act)

    return uow.once(("progress", row.round_id), read)


def _facts(uow: UnitOfWork, row: RoundRow) -> Facts:
    """Count everything; while version 1 waits for the observer there is nothing to count."""
    try:
        state = state_of(uow, row)
    except PackageError as fault:
        if fault.code != "round.chain.observer":
            raise
        first = acting_state(uow, row)
        return Facts(sub_directions=len(first.settings.modes), waiting=(first.observer.code,))
    applications = uow.applications.all(row.round_id)
    standing = standing_of(uow, row, state)
    found = [one for one in desk_findings(uow, row) if one.is_current]
    seated = _seated(state)
    told = _acts(uow, row)
    custody, awaited = custody_stage(uow, row, state)
    owing = _owing(standing, seated, "missing")
    draw = _newest(uow, row)
    ways: list[str] = [state.settings.modes[one.sub_direction] for one in _in(applications, State.ELIGIBLE)]
    return Facts(
        version=state.version,
        sub_directions=len(state.settings.modes),
        waiting=consents_awaited(uow, row),
        states=Counter(one.state for one in applications),
        to_group=ways.count(_OPEN),
        unscored=len(ways) - ways.count(_OPEN),
        manual=sum(result == "MANUAL" for result in check_results(uow, row).values()),
        roster=len(uow.experts.all(row.round_id)),
        is_screened=SCREENED in told,
        found=len(found),
        due=sum(one.is_due for one in found),
        draw=_draw_step(draw),
        drawn=sum(len(one.members) for one in draw.drawn) if draw else 0,
        alternates=sum(len(one.alternates) for one in draw.drawn) if draw else 0,
        seated=len(seated),
        per_application=_per_application(state),
        is_single=state.is_single,
        is_table_made=bool(assignments_of(uow, row)),
        letterless=_letterless(uow, row, state, seated),
        owing=tuple(code for code in owing if custody != "held" or code in awaited),
        rulings=len(standing.pending),
        custody=custody,
        is_panel_written="panel.written" in told,
        decided=_decided(uow, row, state, _in(applications, State.AGGREGATED)),
        has_escrow=state.escrow_result is not None,
        is_sealed=bool(uow.messages.find(row.round_id, "result")),
        is_counted=_last_of(told, COUNTED, _ACKS) == _ACKS,
    )


def _seated(state: RoundState) -> tuple[str, ...]:
    """Return the codes of all groups."""
    return tuple(sorted({code for seats in state.groups.values() for code in seats.members}))


def _per_application(state: RoundState) -> int:
    """Return how many judge one application: the seats of the largest group, or what the round says."""
    if state.is_single:
        return state.settings.per_application
    return max((len(seats.members) for seats in state.groups.values()), default=0)


def _in(applications: tuple[ApplicationRow, ...], state: State) -> list[ApplicationRow]:
    """Return the applications in a state."""
    return [one for one in applications if one.state == state]


def _acts(uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Return the acts of the log, in turn; acknowledgements say beside the act what they acknowledge."""
    return tuple(
        f"{one.act} {one.data['answer']}" if one.act == "acks.written" else one.act
        for one in log_lines(uow, row)
    )


def _last_of(told: tuple[str, ...], *acts: str) -> str:
    """Return which of some acts came last, empty where none did."""
    return next((one for one in reversed(told) if one in acts), "")


def _newest(uow: UnitOfWork, row: RoundRow) -> Draw | None:
    """Return the newest draw, None before the first."""
    draws = draws_of(uow, row)
    return draws[-1] if draws else None


def _draw_step(draw: Draw | None) -> str:
    """Return how far the newest draw is."""
    if draw is None:
        return "none"
    if not draw.done_at:
        return "words"
    return "drawn" if draw.version is None else "seated"


def _letterless(
    uow: UnitOfWork, row: RoundRow, state: RoundState, seated: tuple[str, ...]
) -> tuple[str, ...]:
    """Return whose letter is not written, or not known to be on a whole medium."""
    loose = unwritten(uow, row)
    return tuple(
        code
        for code in seated
        if state.usable(code) is not None and (code in loose or sent_letter(uow, row, code) is None)
    )


def _owing(standing: Standing, seated: tuple[str, ...], status: str) -> tuple[str, ...]:
    """Return the codes of whom a sheet under review has a status."""
    return tuple(
        code
        for code in seated
        if any(
            standing.status(code, one.application_id) == status
            for one in standing.applications
            if one.state == State.REVIEWING and code in members_of(standing.state, one)
        )
    )


def _decided(uow: UnitOfWork, row: RoundRow, state: RoundState, combined: list[ApplicationRow]) -> int:
    """Count the combined applications with a decision that counts."""
    if not combined:
        return 0
    book, chairs = ConsentBook(uow, row, state), Chairs(uow, row, state)
    return sum(counting_decision(book, chairs, one) is not None for one in combined)

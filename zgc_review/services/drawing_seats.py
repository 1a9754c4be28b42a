"""From the draw to seats: the round version that makes the drawn ones members (P07, P09)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.assignment.draw import Candidate
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, MessageRow, RoundRow
from zgc_review.errors import GateError, ProgramFault
from zgc_review.services import log
from zgc_review.services.appointing import Appointment, appoint_in
from zgc_review.services.assigning import planned_assignment
from zgc_review.services.assigning_bench import bench_of
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.drawing_record import Draw, finished_draw, keep_draw
from zgc_review.services.rounds import SECRETARY_CODE, state_of


@dataclass(frozen=True, slots=True)
class Seated:
    """What seating the drawn members gave.

    Attributes:
        version: the signed version, which still waits for its consents.
        chair_recused: applications on which a chair stands aside, by group: an acting chair is due (P09).
    """

    version: MessageRow
    chair_recused: Mapping[str, tuple[str, ...]]


def appoint_drawn(
    desk: Desk,
    row: RoundRow,
    cards: Mapping[str, str],
    chairs: Mapping[str, str],
    round_chair: str | None = None,
) -> Seated:
    """Seat the drawn members under the codes the draw dealt.

    Args:
        desk: the secretary's desk.
        row: the round.
        cards: digits of each member's card by 名册编号.
        chairs: 名册编号 of the chair by group; a drawn member (P09).
        round_chair: the group whose chair is the round's; the only group where none is named.

    Raises:
        GateError: ``draw.none``, ``draw.order``, ``draw.appointed``, ``draw.card``, ``draw.chair``,
            ``draw.acting`` (nobody in the group could act for the chair, P09), and those of
            :func:`zgc_review.services.appointing.appoint`.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        draw = finished_draw(uow, row)
        if draw.version is not None or any(one.group in state_of(uow, row).groups for one in draw.drawn):
            raise GateError("draw.appointed", draw=draw.n)
        people = {one.expert_id: one for one in uow.experts.all(row.round_id)}
        first = _round_chair_group(uow, row, draw, round_chair)
        appointments = [
            appointment
            for group in draw.drawn
            for appointment in _appointments(draw, group.group, people, cards, chairs, first)
        ]
        for group in draw.drawn:
            _require_somebody(draw, group.group, _recused(draw, group.group, people, chairs[group.group]))
        version = appoint_in(desk, uow, row, appointments, draw.codes, _planned(uow, row))
        keep_draw(uow, row, draw, version=version.message_id)
        data = {"draw": draw.n, "version": version.message_id}
        log.record(uow, row.round_id, "draw.seated", SECRETARY_CODE, desk.clock.now(), data)
        uow.commit()
    return Seated(version, {group: _recused(draw, group, people, chairs[group]) for group in sorted(chairs)})


def _planned(uow: UnitOfWork, row: RoundRow) -> str | None:
    """Return the digest of the assignment made from this draw, where experts are assigned one by one."""
    state = state_of(uow, row)
    if not state.is_single:
        return None
    made = planned_assignment(uow, row, bench_of(uow, row, state))
    return made.table if made is not None else None


def _round_chair_group(uow: UnitOfWork, row: RoundRow, draw: Draw, named: str | None) -> str | None:
    """Return the group whose chair becomes the round's chair; None while another one is in force."""
    if state_of(uow, row).round_chair is not None:
        return None
    groups = [one.group for one in draw.drawn]
    if named is None and len(groups) == 1:
        return groups[0]
    if named not in groups:
        raise GateError("draw.chair", group="*")
    return named


def _appointments(
    draw: Draw,
    group: str,
    people: Mapping[str, ExpertRow],
    cards: Mapping[str, str],
    chairs: Mapping[str, str],
    first: str | None,
) -> list[Appointment]:
    """Return the seats of one group."""
    seated = [people[one] for one in draw.seated(group)]
    missing = [one.number for one in seated if one.number not in cards]
    if missing:
        raise GateError("draw.card", group=group, numbers=" ".join(missing))
    if chairs.get(group) not in {one.number for one in seated}:
        raise GateError("draw.chair", group=group)
    return [
        Appointment(
            expert_number=one.number,
            fingerprint=cards[one.number],
            group=group,
            chair=chairs[group] == one.number,
            round_chair=group == first and chairs[group] == one.number,
        )
        for one in seated
    ]


def _require_somebody(draw: Draw, group: str, recused: tuple[str, ...]) -> None:
    """Refuse a chair for whom, on some application, no other member could act (P09: block)."""
    seated = [draw.candidate(one) for one in draw.seated(group)]
    hopeless = [one for one in recused if all(one in member.recused for member in seated)]
    if hopeless:
        raise GateError("draw.acting", group=group, count=len(hopeless))


def _recused(draw: Draw, group: str, people: Mapping[str, ExpertRow], number: str) -> tuple[str, ...]:
    """Return the applications of a group on which its chair has a hard recusal."""
    chair = next((one for one in people.values() if one.number == number), None)
    if chair is None:
        raise ProgramFault("the chair is not in the roster")
    candidate: Candidate = draw.candidate(chair.expert_id)
    plan = next(one.plan() for one in draw.groups if one.id == group)
    return tuple(sorted(candidate.recused & plan.applications))

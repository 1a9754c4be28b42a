"""A seated round in which the desk closed the first application to some members."""

from __future__ import annotations

from services_harness import World

from zgc_review.domain.rows import ExpertRow
from zgc_review.services import conflict_desk, screening
from zgc_review.services.conflict_desk_findings import desk_findings


def close_first(world: World, *members: int) -> str:
    """Close the first application to members (places in ``world.experts``); return its id."""
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        first = uow.applications.all(row.round_id)[0]
        seats = {seat.card_id: seat for seat in uow.seats.all(row.round_id)}
        for person in world.experts:
            person.code = seats[person.card.card_id].code
        tie = {
            "employer": first.record["unit_name"],
            "employer_code": first.record["unit_credit_code"],
            "positions": [],
        }
        for place in members:
            seat = seats[world.experts[place].card.card_id]
            expert = uow.experts.get(str(seat.expert_id))
            assert expert is not None
            uow.experts.put(
                ExpertRow(expert.expert_id, expert.round_id, expert.number, {**expert.record, **tie})
            )
        uow.commit()
    screening.screen(desk, row)
    with desk.vault.begin() as uow:
        due = [one.row.finding_id for one in desk_findings(uow, row) if one.is_due]
    for finding in due:
        conflict_desk.decide(desk, row, finding, "recuse", "核实")
    return first.application_id

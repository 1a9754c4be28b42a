"""The list of decisions that the secretary hands to a chair: over what that chair may see (rules §15)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.aggregating import aggregation_input
from zgc_review.services.panel import world_of
from zgc_review.services.panel_content import is_carried, visible_to
from zgc_review.services.rounds import state_of
from zgc_review.services.tables_out import decision_list


@dataclass(frozen=True, slots=True)
class ChairList:
    """A list of decisions as CSV, and how many applications it leaves to the acting chairs."""

    content: bytes
    left_out: int


def chair_list(uow: UnitOfWork, row: RoundRow, group: str) -> ChairList:
    """Return the list for the chair of a group, as the chair's own program would write it.

    Of an application on which the chair stands aside nothing enters: no line, and no rank, amount or
    line of the others that depends on it. The official numbers stand on F08 and F14.

    Raises:
        GateError: ``panel.group``, ``panel.early``, ``panel.sealed``.
    """
    state = state_of(uow, row)
    world = world_of(uow, row, state, group)
    seen = visible_to(world, world.chair)
    inputs = aggregation_input(uow, row)
    visible = replace(
        inputs,
        applications=tuple(one for one in inputs.applications if one.application in seen),
        recusals=tuple(one for one in inputs.recusals if one.application in seen),
        sheets=tuple(one for one in inputs.sheets if one.body.application in seen),
        consents=tuple(one for one in inputs.consents if is_carried(one.body, seen, world.members)),
    )
    return ChairList(decision_list(uow, row, aggregate(visible), group), len(world.applications - seen))

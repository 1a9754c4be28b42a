"""What the chair sees of the group: every number over the own visible set (可见范围内), by code (rules §15).

The official numbers stand on F08 and F14. Here an application on which the reader stands aside is in no
count, mean, rank or order, also if the reader declared that after the file was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from zgc_review.aggregation.aggregate import work_out
from zgc_review.aggregation.inputs import AggregationInput, SignedConsent, SignedSheet
from zgc_review.aggregation.listing import listed
from zgc_review.aggregation.members import Standing
from zgc_review.domain.bodies import PanelBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine, RankLine
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.domain.states import SheetStatus, State
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.aggregating import result_applications, round_input
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating import Discussion, heard_discussion
from zgc_review.services.deliberating_consents import ConsentBook
from zgc_review.services.deliberating_decisions import (
    Ground,
    ground_of,
    items_by_sub_direction,
    unclaimed,
)
from zgc_review.services.deliberating_explaining import owing
from zgc_review.services.deliberating_standing import effective_codes
from zgc_review.services.desk import Desk
from zgc_review.services.panel_content import is_carried
from zgc_review.services.panel_stored import stored_sheets
from zgc_review.services.panel_taking import applications_of, newest_panel, newest_panels
from zgc_review.services.rounds import catalogue_of, my_code, state_of
from zgc_review.services.vetoes import VetoOutcome, veto_outcomes

_ASIDE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


@dataclass(frozen=True, slots=True)
class PanelLine:
    """One application as the chair sees it.

    Attributes:
        line: values, marks, flags and reasons to discuss, as the aggregate computes them.
        rank: place among the applications the reader sees, None where it is not ranked.
        spread: highest less lowest total, points × 100; None without marks.
        owing: experts who still owe a written explanation of their total (S07).
        standing: the sheets that count, with what they say, and who stands aside.
    """

    number: str
    line: ApplicationLine
    rank: RankLine | None
    spread: int | None
    discussion: Discussion
    vetoes: tuple[VetoOutcome, ...]
    standing: Standing
    owing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelView:
    """A group as its chair, or an acting chair, sees it; lines by number."""

    group: str
    reader: str
    is_acting: bool
    lines: tuple[PanelLine, ...]
    aggregate: Aggregate


def show_panel(desk: Desk, row: RoundRow, group: str) -> PanelView:
    """Return the view over the newest panel file of a group.

    Raises:
        GateError: ``panel.none``: no panel file of the group was taken, or it shows nothing any more.
        AggregationError.
    """
    with desk.vault.begin() as uow:
        if group not in panels_taken(uow, row):
            raise GateError("panel.none", group=group)
        return panel_view(uow, row, group)


def panel_view(uow: UnitOfWork, row: RoundRow, group: str) -> PanelView:
    """Return the view over the newest panel file of a group, inside a unit of work."""
    message = newest_panel(uow, row, group)
    if message is None:
        raise GateError("panel.none", group=group)
    return _view(uow, row, message, post.body_of_row(message))


def panel_views(uow: UnitOfWork, row: RoundRow) -> tuple[PanelView, ...]:
    """Return the view of every group of which a panel file was taken that still shows something."""
    return tuple(_view(uow, row, message, body) for message, body in _taken(uow, row))


def _view(uow: UnitOfWork, row: RoundRow, message: MessageRow, body: PanelBody) -> PanelView:
    """Return the view over a panel file."""
    state = state_of(uow, row)
    inputs = _inputs(uow, row, state, body, stored_sheets(uow, message, body))
    workings = work_out(inputs)
    numbers = {one.application: one.number for one in inputs.applications}
    result = listed(workings.aggregate, numbers)
    places = {one.application: one for pool in result.pools for one in pool.lines}
    items, book = items_by_sub_direction(uow, state), ConsentBook(uow, row, state)
    of = {one.application: items[one.sub_direction] for one in inputs.applications}
    lines = [
        PanelLine(
            number=numbers[line.application],
            line=line,
            rank=places.get(line.application),
            spread=_spread(line),
            discussion=heard_discussion(book.of("discuss", line.application)),
            vetoes=veto_outcomes(book, state, line.application, effective_codes(line), of[line.application]),
            standing=workings.standings[line.application],
            owing=owing(line, book.of("explain", line.application)),
        )
        for line in result.applications
    ]
    code = my_code(uow, row, state)
    return PanelView(
        group=body.group,
        reader=code,
        is_acting=state.groups[body.group].chair != code,
        lines=tuple(sorted(lines, key=lambda one: one.number)),
        aggregate=result,
    )


def seen_inputs(uow: UnitOfWork, row: RoundRow, group: str) -> AggregationInput:
    """Return what everything shown of a group is computed from: the reader's visible set and no more.

    Raises:
        GateError: ``panel.none``.
    """
    message = newest_panel(uow, row, group)
    if message is None or group not in panels_taken(uow, row):
        raise GateError("panel.none", group=group)
    body: PanelBody = post.body_of_row(message)
    return _inputs(uow, row, state_of(uow, row), body, stored_sheets(uow, message, body))


def panels_taken(uow: UnitOfWork, row: RoundRow) -> tuple[str, ...]:
    """Return the groups of which a panel file was taken that still shows its reader anything.

    Who stands aside from all that is in it is where somebody is who never had one (rules §15).
    """
    return tuple(body.group for _, body in _taken(uow, row))


def _taken(uow: UnitOfWork, row: RoundRow) -> tuple[tuple[MessageRow, PanelBody], ...]:
    """Return the newest panel file of each group that still shows something, by group."""
    held = newest_panels(uow, row)
    if not held:
        return ()
    read: list[tuple[MessageRow, PanelBody]] = [(one, post.body_of_row(one)) for one in held.values()]
    shown = {one.application_id for one in uow.applications.all(row.round_id) if one.state not in _ASIDE}
    found = [(message, body) for message, body in read if shown & applications_of(body)]
    return tuple(sorted(found, key=lambda one: one[1].group))


def only_group(uow: UnitOfWork, row: RoundRow) -> str:
    """Return the group of the only panel file taken.

    Raises:
        GateError: ``panel.which``: there is none, or more than one.
    """
    groups = panels_taken(uow, row)
    if len(groups) != 1:
        raise GateError("panel.which", count=len(groups))
    return groups[0]


def grounds_seen(uow: UnitOfWork, row: RoundRow) -> dict[str, Ground]:
    """Return what decisions are judged by, by application, over every panel file that was taken."""
    groups = panels_taken(uow, row)
    if not groups:
        return {}  # perhaps no letter either, and so no catalogue to ask
    state = state_of(uow, row)
    items, book = items_by_sub_direction(uow, state), ConsentBook(uow, row, state)
    catalogue = catalogue_of(uow, state)
    found: dict[str, Ground] = {}
    for group in groups:
        for one in panel_view(uow, row, group).lines:
            application = uow.applications.get(one.line.application)
            if application is not None:
                listed = items[application.sub_direction]
                discussed = one.discussion != "none"
                ground = ground_of(book, state, application, one.line, listed, discussed=discussed)
                due = unclaimed(book, state, catalogue, application)
                found[one.line.application] = replace(ground, due=due)
    return found


def _inputs(
    uow: UnitOfWork, row: RoundRow, state: RoundState, body: PanelBody, sheets: Sequence[SignedSheet]
) -> AggregationInput:
    """Return what the visible part of the aggregate is computed from."""
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    seen = {one for one in applications_of(body) if one in rows and rows[one].state not in _ASIDE}
    members = state.groups[body.group].members
    consents = [
        SignedConsent(one.message_id, one.sender, one.seq, one.body)
        for one in map(post.signed_consent, uow.messages.find(row.round_id, "consent"))
        if is_carried(one.body, seen, members)
    ]
    applications = [
        msgspec.structs.replace(one, state=State.AGGREGATED.value, reason="")
        for one in result_applications(uow, row, state.settings, state.assigned)
        if one.application in seen
    ]
    return replace(
        round_input(uow, state),
        applications=applications,
        recusals=[one for one in body.recusals if one.application in seen],
        sheets=[one for one in sheets if one.body.application in seen],
        consents=consents,
    )


def _spread(line: ApplicationLine) -> int | None:
    """Return highest less lowest total of the sheets that count."""
    totals = [mark.total for mark in line.before.marks]
    return max(totals) - min(totals) if totals else None


def sheet_seen(desk: Desk, row: RoundRow, application: str, code: str, *, revision: bool) -> str:
    """Return the id of a member's sheet that a panel file shows, to be declared void.

    Raises:
        GateError: ``panel.sheet``: no panel file shows it.
    """
    phase = "revision" if revision else "initial"
    with desk.vault.begin() as uow:
        for group in panels_taken(uow, row):
            for one in panel_view(uow, row, group).lines:
                if one.line.application != application:
                    continue
                marks = one.line.after.marks if revision else one.line.before.marks
                for mark in marks:
                    if (mark.code, mark.phase) == (code, phase):
                        return mark.sheet
    raise GateError("panel.sheet", code=code)

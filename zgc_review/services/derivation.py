"""How the numbers of an application came: the same lines in windows and commands (rules §7, §15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from zgc_review.aggregation.aggregate import Workings, work_out
from zgc_review.aggregation.derivation import Worked, application_steps, member_steps
from zgc_review.aggregation.inputs import RubricLike
from zgc_review.aggregation.listing import listed
from zgc_review.aggregation.steps import Step
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate, ApplicationLine
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.domain.states import SCORED
from zgc_review.errors import GateError
from zgc_review.services.aggregating import aggregation_input
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_agenda import require_open
from zgc_review.services.desk import Desk
from zgc_review.services.panel_view import PanelLine, PanelView, panel_view, panels_taken
from zgc_review.services.rounds import catalogue_of, state_of


@dataclass(frozen=True)
class Derivation:
    """The lines, and the names that codes in them have.

    Attributes:
        code: whose cell it is, empty for the application as a whole.
        criteria: criterion id → name in Chinese and English.
        documents: plaintext digest → file name.
        is_whole: the rank is over the whole round, not over what the reader may see.
        subject: ``number`` is an application's, or a pool's id.
    """

    number: str
    code: str
    steps: tuple[Step, ...]
    criteria: Mapping[str, tuple[str, str]]
    documents: Mapping[str, str]
    is_whole: bool
    subject: Literal["application", "pool"] = "application"


def explain_application(desk: Desk, row: RoundRow, application: ApplicationRow, code: str = "") -> Derivation:
    """Return how the numbers of an application came; ``code``: of one member's sheet.

    The secretary's vault explains over the whole round, a chair's over the newest panel file.

    Raises:
        GateError: ``application.closed``; ``derivation.unseen``: no panel file shows it;
            ``deliberation.unscored``; ``derivation.code``: who is no member of it. AggregationError.
    """
    with desk.vault.begin() as uow:
        require_open(row, application)
        state = state_of(uow, row)
        if row.place == "secretary":
            steps = _in_round(uow, row, state, application, code)
        else:
            steps = _in_panels(uow, row, state, application, code)
        if code and not steps:
            raise GateError("derivation.code", code=code, number=application.number)
        return _named(uow, state, application, code, steps, is_whole=row.place == "secretary")


def explain_line(
    desk: Desk,
    row: RoundRow,
    view: PanelView,
    line: PanelLine,
    application: ApplicationRow,
    code: str = "",
    settings: RoundSettings | None = None,
) -> Derivation:
    """Return how the numbers of a line came that was already read; ``settings``: what it was drawn with.

    Raises:
        GateError: ``application.closed``.
    """
    with desk.vault.begin() as uow:
        require_open(row, application)
        state = state_of(uow, row)
        rubric = catalogue_of(uow, state).rubric(application.sub_direction, state.settings.stage)
        steps = steps_of(view, line, rubric, settings or state.settings, code)
        return _named(uow, state, application, code, steps, is_whole=False)


def steps_of(
    view: PanelView, line: PanelLine, rubric: RubricLike, settings: RoundSettings, code: str
) -> tuple[Step, ...]:
    """Return the lines about an application of a panel, or about one member's sheet on it."""
    workings = Workings(view.aggregate, {line.line.application: line.standing})
    return _steps(workings, line.line, rubric, settings, code)


def _in_round(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, code: str
) -> tuple[Step, ...]:
    """Explain over everything the secretary holds."""
    if application.state not in SCORED:
        raise GateError("deliberation.unscored", number=application.number)
    inputs = aggregation_input(uow, row)
    workings = work_out(inputs)
    numbers = {one.application: one.number for one in inputs.applications}
    workings = replace(workings, aggregate=listed(workings.aggregate, numbers))
    line = _line(workings.aggregate, application)
    return _steps(workings, line, inputs.rubrics[application.sub_direction], state.settings, code)


def _in_panels(
    uow: UnitOfWork, row: RoundRow, state: RoundState, application: ApplicationRow, code: str
) -> tuple[Step, ...]:
    """Explain over the panel file that shows the application."""
    rubric = catalogue_of(uow, state).rubric(application.sub_direction, state.settings.stage)
    for group in panels_taken(uow, row):
        view = panel_view(uow, row, group)
        for line in view.lines:
            if line.line.application == application.application_id:
                return steps_of(view, line, rubric, state.settings, code)
    raise GateError("derivation.unseen", number=application.number)


def _steps(
    workings: Workings, line: ApplicationLine, rubric: RubricLike, settings: RoundSettings, code: str
) -> tuple[Step, ...]:
    """Return the lines, with the ranking the application stands in."""
    tables = {table.pool: table for table in workings.aggregate.pools}
    table = tables.get(line.pool or "")
    places = () if table is None else table.lines
    worked = Worked(
        line=line,
        standing=workings.standings[line.application],
        rubric=rubric,
        settings=settings,
        place=next((one for one in places if one.application == line.application), None),
        table=table,
        pool=next((one for one in settings.pools if one.id == line.pool), None),
    )
    return member_steps(worked, code) if code else application_steps(worked)


def _line(result: Aggregate, application: ApplicationRow) -> ApplicationLine:
    """Return the line of an application."""
    return next(one for one in result.applications if one.application == application.application_id)


def _named(
    uow: UnitOfWork,
    state: RoundState,
    application: ApplicationRow,
    code: str,
    steps: tuple[Step, ...],
    *,
    is_whole: bool,
) -> Derivation:
    """Put the names beside the lines."""
    rubric = catalogue_of(uow, state).rubric(application.sub_direction, state.settings.stage)
    documents = uow.applications.documents(application.application_id)
    return Derivation(
        number=application.number,
        code=code,
        steps=steps,
        criteria={one.id: (one.zh, one.en) for one in rubric.criteria},
        documents={one.plain: one.name for one in documents},
        is_whole=is_whole,
    )

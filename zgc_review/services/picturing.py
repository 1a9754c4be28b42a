"""Pictures of the scores: for a chair over the own visible set, for the secretary over the whole round."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

from zgc_review.aggregation.aggregate import work_out
from zgc_review.aggregation.listing import listed
from zgc_review.aggregation.members import Standing
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import Aggregate
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.export.charts import files_of, steps_in
from zgc_review.export.charts_values import Named, Picture, Pictures, pictures_of
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.safe_files import save_bytes
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.services.aggregating import aggregation_input
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.panel_view import panel_view, panels_taken
from zgc_review.services.rounds import state_of


def pictures_seen(desk: Desk, row: RoundRow, group: str) -> Pictures:
    """Return the pictures of a group over what its panel file shows the reader (rules §15).

    Raises:
        GateError: ``panel.none``.
        AggregationError: ``aggregation.*``.
    """
    with desk.vault.begin() as uow:
        if group not in panels_taken(uow, row):
            raise GateError("panel.none", group=group)
        view = panel_view(uow, row, group)
        standings = {one.line.application: one.standing for one in view.lines}
        return _pictures(uow, row, view.aggregate, standings).as_seen()


def pictures_of_round(desk: Desk, row: RoundRow) -> Pictures:
    """Return the pictures of everything combined so far, for the secretary.

    Raises:
        GateError: somebody else asks; ``pictures.nothing``.
        AggregationError: ``aggregation.*``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        workings = work_out(aggregation_input(uow, row))
        found = _pictures(uow, row, workings.aggregate, workings.standings)
    if not found.all:
        raise GateError("pictures.nothing")
    return found


def write_pictures(
    pictures: Sequence[Picture], folder: Path, language: str, progress: Progress = no_progress
) -> tuple[Path, ...]:
    """Write pictures as PDF and SVG, always light; the same numbers give the same bytes.

    Everything is drawn before the first file is written: who cancels has no half of it.

    Raises:
        GateError: ``pictures.nothing``.
        ReviewError: ``export.font.missing``; the medium.
    """
    if not pictures:
        raise GateError("pictures.nothing")
    drawn: dict[str, bytes] = {}
    total, done = sum(steps_in(one) for one in pictures), itertools.count(1)
    progress(0, total)
    for picture in pictures:
        drawn |= files_of(picture, language, lambda: progress(next(done), total))
    written = []
    with written_into(folder, ".pdf", ".svg"):
        for name, content in sorted(drawn.items()):
            save_bytes(folder / name, content)
            written.append(folder / name)
    return tuple(written)


def names_of(uow: UnitOfWork, row: RoundRow, aggregate: Aggregate) -> dict[str, Named]:
    """Return number and applicant of what an aggregate holds, and of nothing else."""
    held = {line.application for line in aggregate.applications}
    return {
        one.application_id: Named(one.number, str(one.record.get("unit_name", "")))
        for one in uow.applications.all(row.round_id)
        if one.application_id in held
    }


def recused_in(standings: Mapping[str, Standing]) -> dict[str, tuple[str, ...]]:
    """Return who stands aside on each application, by code."""
    return {
        name: tuple(one.code for one in standing.aside if one.kind == "recused")
        for name, standing in standings.items()
    }


def _pictures(
    uow: UnitOfWork, row: RoundRow, aggregate: Aggregate, standings: Mapping[str, Standing]
) -> Pictures:
    names = names_of(uow, row, aggregate)
    shown = listed(aggregate, {application: one.number for application, one in names.items()})
    return pictures_of(shown, names, state_of(uow, row).settings, recused_in(standings))

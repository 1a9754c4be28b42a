"""The empty workbooks that offices fill in: 申报, 名册, 不良信用记录, 名单 (rules §16)."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.errors import IntakeError
from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.layout import BookLayout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.workbooks import write_workbook


def layouts(
    catalogue: Catalogue, sub_directions: Collection[str] | None = None, stage: Stage = "proposal"
) -> tuple[BookLayout, ...]:
    """Return the layouts of the four workbooks for these sub-directions; None takes every one.

    The 名单 has the columns of those that can be entitled without applying, if there are any.
    """
    chosen = [sub.id for sub in catalogue.sub_directions] if sub_directions is None else list(sub_directions)
    listed = [name for name in chosen if "no_application" in catalogue.sub_direction(name).modes]
    return (
        application_layout(catalogue, chosen, stage),
        roster_layout(catalogue),
        integrity_layout(),
        namelist_layout(catalogue, listed or chosen, stage),
    )


def write_templates(
    folder: Path,
    catalogue: Catalogue,
    sub_directions: Collection[str] | None = None,
    stage: Stage = "proposal",
) -> tuple[Path, ...]:
    """Write the four empty workbooks into ``folder`` and return their paths.

    Raises:
        IntakeError: ``intake.workbook.exists`` before anything is written, where one is already there.
    """
    books = layouts(catalogue, sub_directions, stage)
    paths = tuple(folder / f"{layout.kind}.xlsx" for layout in books)
    for path in paths:
        if path.exists():
            raise IntakeError("intake.workbook.exists", file=path.name)
    for path, layout in zip(paths, books, strict=True):
        write_workbook(path, layout)
    return paths

"""What a sample is: where its files lie, what was planted in it, how its experts score."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zgc_review.domain.bodies import (
    Recommendation,
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One trouble put into the sample on purpose.

    Attributes:
        id: short name of the trouble.
        where: file, application number or roster number it concerns.
        code: finding that the intake reports for it; empty where a later step finds it.
    """

    id: str
    where: str
    code: str


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A page an expert cites: criterion, place of the document in the application's list from 1, page."""

    criterion: str
    document: int
    page: int


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What one expert will enter on one application.

    Attributes:
        application_number: 申报编号.
        group, seat: group, and number of the sheet among those of the application, from 0; who writes it
            is known after the draw.
        percents, not_applicable, comments, floor_reasons: by criterion.
        overall, recommendation: of the whole sheet.
        pages: what is cited.
    """

    application_number: str
    group: str
    seat: int
    percents: Mapping[str, int]
    not_applicable: Mapping[str, str]
    comments: Mapping[str, str]
    floor_reasons: Mapping[str, str]
    overall: str
    recommendation: Recommendation
    pages: tuple[CitedPlace, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as written.

    Attributes:
        folder: holds everything. intake: the intake folder 申报.
        roster, integrity_list, namelist, round_file: the other files.
        numbers: the applications to be scored, in the order of the workbook.
        ended: applications of the open call that a gate ends.
        qualified, listed: applications of the two ways without scores.
        blocked: numbers of those planted to be refused.
        groups: group of each application to be scored.
        parts: application of each story that needs one (``sample_cast``).
        planted: every trouble.
        scores: every sheet of every application to be scored.
        tie: the two applications that tie at the line of a pool; empty where the sample is too small.
        deviating: number and sheet of the score far from the others, or None.
        below_floor: number and criterion whose mean falls below its floor, or None.
        persons, units, titles: names that stand in the sample, for a search that must find none.
    """

    folder: Path
    intake: Path
    roster: Path
    integrity_list: Path
    namelist: Path
    round_file: Path
    numbers: tuple[str, ...]
    ended: tuple[str, ...]
    qualified: tuple[str, ...]
    listed: tuple[str, ...]
    blocked: tuple[str, ...]
    groups: Mapping[str, str]
    parts: Mapping[str, str]
    planted: tuple[Planted, ...]
    scores: tuple[SheetPlan, ...]
    tie: tuple[str, ...]
    deviating: tuple[str, int] | None
    below_floor: tuple[str, str] | None
    persons: tuple[str, ...]
    units: tuple[str, ...]
    titles: tuple[str, ...]

    def plans_of(self, number: str) -> tuple[SheetPlan, ...]:
        """Return the sheets of one application, by their number."""
        return tuple(one for one in self.scores if one.application_number == number)


def plan_json(plans: Iterable[SheetPlan]) -> bytes:
    """Return the file that ``sheet fill`` reads; nobody in the sample finds dishonesty."""
    sheets = [
        {
            "number": plan.application_number,
            "percents": dict(plan.percents),
            "not_applicable": dict(plan.not_applicable),
            "comments": dict(plan.comments),
            "floor_reasons": dict(plan.floor_reasons),
            "overall": plan.overall,
            "recommendation": plan.recommendation,
            "integrity": False,
            "pages": [
                {"criterion": cited.criterion, "document": cited.document, "page": cited.page}
                for cited in plan.pages
            ],
        }
        for plan in plans
    ]
    return json.dumps({"sheets": sheets}, ensure_ascii=False, indent=1).encode("utf-8")

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
class Seat:
    """One seated expert: group, 名册编号, name and employer as the roster has them, chairs."""

    group: str
    expert_number: str
    name: str
    organisation: str
    chair: bool
    round_chair: bool


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
        group, seat: group, and place of the expert among its rows of ``appointments.csv``, from 0.
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
        roster, integrity_list, round_file, appointments: the other files.
        numbers: the applications that can be taken in, in the order of the workbook.
        blocked: numbers of those planted to be refused.
        seats: seated experts in the order of ``appointments.csv``.
        planted: every trouble.
        scores: every sheet of every good application.
        tie: the two applications that tie at the line of a pool; empty where the sample is too small.
        deviating: number and seat of the score far from the others, or None.
        below_floor: number and criterion whose mean falls below its floor, or None.
        persons, units, titles: names that stand in the sample, for a search that must find none.
    """

    folder: Path
    intake: Path
    roster: Path
    integrity_list: Path
    round_file: Path
    appointments: Path
    numbers: tuple[str, ...]
    blocked: tuple[str, ...]
    seats: tuple[Seat, ...]
    planted: tuple[Planted, ...]
    scores: tuple[SheetPlan, ...]
    tie: tuple[str, ...]
    deviating: tuple[str, int] | None
    below_floor: tuple[str, str] | None
    persons: tuple[str, ...]
    units: tuple[str, ...]
    titles: tuple[str, ...]

    @property
    def people(self) -> dict[str, tuple[str, str]]:
        """Name and employer of each seated expert by 名册编号."""
        return {seat.expert_number: (seat.name, seat.organisation) for seat in self.seats}

    def plan_json(self, place: int) -> bytes:
        """Return the file for ``sheet fill`` of row ``place`` (from 0) of ``appointments.csv``."""
        return plan_json(self.plans_of(self.seats[place].expert_number))

    def plans_of(self, expert_number: str) -> tuple[SheetPlan, ...]:
        """Return the sheets of one seated expert; none for anybody else."""
        places: dict[str, int] = {}
        for seat in self.seats:
            place = places.get(seat.group, 0)
            places[seat.group] = place + 1
            if seat.expert_number == expert_number:
                return tuple(one for one in self.scores if (one.group, one.seat) == (seat.group, place))
        return ()


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

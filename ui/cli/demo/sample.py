"""Sample input for a whole round: what a secretary has on the desk before the first command.

Everything in it is invented. The same seed gives the same bytes on the same machine (the fonts of a
machine decide how printed papers come out).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import yaml

from ui.cli.demo.paper_data import PaperData
from ui.cli.demo.papers import Papers
from ui.cli.demo.people import People
from ui.cli.demo.projects import Project, Projects
from ui.cli.demo.sample_roster import SEATED, Roster, RosterMaker, half_width
from ui.cli.demo.sample_round import SIZES, budgets_of, by_fund, group_of, settings_of, with_limits
from ui.cli.demo.sample_scores import PASS, Scores, plan_scores, targets_of
from ui.cli.demo.sample_troubles import BOOK, Troubles, make_troubles, wrong_code
from ui.cli.demo.sample_values import Planted, Sample, Seat
from ui.cli.demo.scans import Scanner
from ui.cli.demo.units import Units
from zgc_review.catalogue import Catalogue
from zgc_review.errors import ProgramFault
from zgc_review.intake.application_layout import application_layout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.workbooks import write_workbook

__all__ = ["MIN_EXPERTS", "Planted", "Sample", "make_sample"]

#: Fewest experts: every seat must be filled.
MIN_EXPERTS: Final = SEATED
_SKIPPING: Final = "F2"
_CATEGORIES: Final = (
    ("科研失信行为", "限制申报三年"),
    ("骗取财政资金", "限制申报五年"),
    ("评审请托", "取消专家资格"),
)


def make_sample(
    out: Path,
    catalogue: Catalogue,
    *,
    applications: int = 39,
    experts: int = 60,
    seed: int = 1,
    light: bool = False,
) -> Sample:
    """Write the sample into ``out`` and say what was planted in it.

    Args:
        out: folder to fill: ``申报/`` (the intake folder), ``名册.xlsx``, ``不良信用记录.xlsx``,
            ``round.yaml``, ``appointments.csv``.
        catalogue: the shipped catalogue.
        applications: how many can be taken in, at least 1; over the thirteen measures in turn.
        experts: people in the roster, at least ``MIN_EXPERTS``.
        seed: another seed, another sample.
        light: small papers instead of printed and scanned ones; everything else is the same.

    Raises:
        IntakeError: ``intake.workbook.exists``: there is a sample already; nothing is overwritten.
        ProgramFault: fewer applications or experts than possible.
    """
    if applications < 1 or experts < MIN_EXPERTS:
        raise ProgramFault("too few applications or experts for a sample")
    plan = _Plan(catalogue, applications, experts, seed)
    sample = plan.sample(out)
    plan.write(sample, light=light)
    return sample


@dataclass(frozen=True, slots=True)
class _Listed:
    """Rows of 不良信用记录 and what was planted there."""

    records: tuple[dict[str, Any], ...]
    planted: tuple[Planted, ...]


class _Plan:
    """Everything that is decided before a file is written."""

    def __init__(self, catalogue: Catalogue, applications: int, experts: int, seed: int) -> None:
        rng = Random(f"zgc-sample-1 {seed}")  # noqa: S311 - invented data, to be repeated exactly
        self._rng = rng
        self._catalogue = catalogue
        self._units, self._people = Units(rng), People(rng)
        maker = Projects(rng, self._units, self._people)
        self.projects = tuple(maker.several(applications))
        self.troubles: Troubles = make_troubles(maker, self._people)
        self.code = wrong_code(self.projects)
        self.roster: Roster = RosterMaker(rng, self._units, self._people).roster(experts, self.projects)
        self.listed = self._integrity_list()
        pools = self._ranked_pools()
        groups = group_of(catalogue)
        self.scores: Scores = plan_scores(rng, pools, groups, SIZES, catalogue)
        budgets = budgets_of(pools, self.scores.plans, self.scores.tie, catalogue)
        self.settings = with_limits(settings_of(catalogue, budgets), pools)

    def sample(self, out: Path) -> Sample:
        """Return what the sample will be."""
        every = (*self.projects, *self.troubles.projects)
        return Sample(
            folder=out,
            intake=out / "申报",
            roster=out / "名册.xlsx",
            integrity_list=out / "不良信用记录.xlsx",
            round_file=out / "round.yaml",
            appointments=out / "appointments.csv",
            numbers=tuple(one.number for one in self.projects),
            blocked=tuple(one.number for one in self.troubles.projects),
            seats=self.roster.seats,
            planted=(
                self.code,
                *self.troubles.planted,
                *self.roster.planted,
                *self.listed.planted,
                *self._planted_scores(),
            ),
            scores=self.scores.plans,
            tie=self.scores.tie,
            deviating=self.scores.deviating,
            below_floor=self.scores.below_floor,
            persons=self._people.names,
            units=tuple(sorted(one.unit.name for one in every)),
            titles=tuple(one.title for one in every),
        )

    def _planted_scores(self) -> tuple[Planted, ...]:
        """Return what the scores hold, as far as the sample is large enough for it."""
        scores = self.scores
        found = []
        if scores.tie:
            found.append(Planted("tie-at-line", " ".join(scores.tie), ""))
        if scores.deviating:
            found.append(Planted("deviating-score", scores.deviating[0], ""))
        if scores.below_floor:
            found.append(Planted("below-floor", " ".join(scores.below_floor), ""))
        return tuple(found)

    def write(self, sample: Sample, *, light: bool) -> None:
        """Write every file."""
        sample.intake.mkdir(parents=True, exist_ok=True)
        every = (*self.projects, *self.troubles.projects)
        subs = sorted(self.settings["modes"])
        rows = (*(one.record for one in self.projects), *self.troubles.rows)
        write_workbook(sample.intake / BOOK, application_layout(self._catalogue, subs), rows)
        write_workbook(sample.roster, roster_layout(self._catalogue), self.roster.records)
        write_workbook(sample.integrity_list, integrity_layout(), self.listed.records)
        text = yaml.safe_dump(self.settings, allow_unicode=True, sort_keys=False, width=100)
        sample.round_file.write_bytes(text.encode("utf-8"))
        sample.appointments.write_bytes(_appointments(sample.seats))
        data = PaperData(self._rng, self._catalogue, self._units, self._people)
        papers = Papers(data, Scanner(self._rng), self._catalogue)
        for project in every:
            papers.write(project, sample.intake / project.folder, light=light)
        self.troubles.spoil(sample.intake)

    def _ranked_pools(self) -> dict[str, list[Project]]:
        """Return the applications of each fund in the order they shall come out in.

        Where the line passes over one that does not fit, the last above the pass line asks for least, so
        that it fits where the one before it did not.
        """
        pools = by_fund(self.projects, self._catalogue)
        for fund, pool in pools.items():
            self._rng.shuffle(pool)
            if fund == _SKIPPING:
                least = min(pool, key=lambda one: (one.record["requested_amount"], one.number))
                pool.remove(least)
                pool.insert(_last_passing(len(pool) + 1), least)
        return pools

    def _integrity_list(self) -> _Listed:
        """Return the list: one entry over and past for a good unit, one in force for an expert, strangers."""
        rng = self._rng
        unit = self.projects[0].unit
        rows = [
            _entry(rng, half_width(unit.name), unit.code, "2021-03-01", "2024-02-29", 0),
            *(
                _entry(
                    rng,
                    one.name,
                    one.code,
                    f"202{rng.randrange(3, 6)}-0{rng.randrange(1, 10)}-01",
                    None,
                    place,
                )
                for place, one in enumerate(self._units.make("enterprise", "贸易") for _ in range(6))
            ),
        ]
        planted = [Planted("expired-entry", self.projects[0].number, "")]
        seated = {seat.expert_number for seat in self.roster.seats}
        free = [one for one in self.roster.records if one["roster_no"] not in seated]
        if free:
            expert = free[-1]
            rows.append(_entry(rng, expert["name"], "002X", "2025-09-01", "2028-08-31", 2))
            planted.append(Planted("listed-expert", expert["roster_no"], ""))
        rng.shuffle(rows)
        return _Listed(tuple(rows), tuple(planted))


def _last_passing(count: int) -> int:
    """Return the place, from 0, of the last of a pool above the pass line."""
    return sum(target >= PASS for target in targets_of(count)) - 1


def _entry(rng: Random, name: str, code: str, start: str, end: str | None, kind: int) -> dict[str, Any]:
    """Return one row of 不良信用记录."""
    category, restriction = _CATEGORIES[kind % len(_CATEGORIES)]
    row = {
        "name": name,
        "identifier": code,
        "category": category,
        "decision_no": f"京科信处〔{start[:4]}〕{rng.randrange(1, 90)}号",
        "from": start,
        "restriction": restriction,
    }
    return row if end is None else {**row, "to": end}


def _appointments(seats: Sequence[Seat]) -> bytes:
    """Return the seats as a table; whoever makes the cards adds their column."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("group", "expert_number", "chair", "round_chair"))
    for seat in seats:
        writer.writerow(
            (seat.group, seat.expert_number, "1" if seat.chair else "", "1" if seat.round_chair else "")
        )
    return out.getvalue().encode("utf-8-sig")

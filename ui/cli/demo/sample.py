"""Sample input for a whole round: what a secretary has on the desk before the first command.

Everything in it is invented. The same seed gives the same bytes on the same machine (the fonts of a
machine decide how printed papers come out).
"""

from __future__ import annotations

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
from ui.cli.demo.sample_cast import Cast, cast_applications
from ui.cli.demo.sample_roster import UNTIED, Roster, RosterMaker
from ui.cli.demo.sample_round import (
    SIZES,
    budget_edge,
    budgets_of,
    by_fund,
    group_of,
    settings_of,
    with_limits,
)
from ui.cli.demo.sample_scores import Scores, passing, plan_scores
from ui.cli.demo.sample_ties import PLANTS, half_width
from ui.cli.demo.sample_troubles import BOOK, Troubles, make_troubles, wrong_code
from ui.cli.demo.sample_unscored import LISTED, Unscored, make_unscored
from ui.cli.demo.sample_values import Planted, Sample
from ui.cli.demo.scans import Scanner
from ui.cli.demo.units import Units
from zgc_review.catalogue import Catalogue
from zgc_review.errors import ProgramFault
from zgc_review.intake.application_layout import application_layout, namelist_layout
from zgc_review.intake.lists import integrity_layout
from zgc_review.intake.roster_layout import roster_layout
from zgc_review.intake.workbooks import write_workbook

__all__ = ["MIN_EXPERTS", "STORIES_FROM", "Planted", "Sample", "make_sample"]

#: Fewest experts: the draw must fill every seat and name alternates, whoever has ties.
MIN_EXPERTS: Final = UNTIED + len(PLANTS)
#: From so many applications on every group has enough of them for its stories.
STORIES_FROM: Final = 13
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
            ``名单.xlsx``, ``round.yaml``.
        catalogue: the shipped catalogue.
        applications: how many shall be scored, at least 1; over the thirteen measures in turn. Those of
            the two ways without scores and those that are refused come on top.
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
        self.unscored: Unscored = make_unscored(rng, maker, self._units)
        pools = self._ranked_pools()
        self.groups = group_of(catalogue)
        self.scores: Scores = plan_scores(rng, pools, self.groups, SIZES, catalogue)
        self.code = wrong_code(self._even_pair())
        special = (*self.scores.tie, *self._special())
        has_stories = applications >= STORIES_FROM
        self.cast: Cast = cast_applications(pools if has_stories else {}, self.groups, special)
        roster = RosterMaker(rng, self._units, self._people)
        tied = [one for one in self.projects if one.number not in self.scores.tie]
        self.roster: Roster = roster.roster(experts, tied if has_stories else ())
        self.listed = self._integrity_list()
        budgets = budgets_of(pools, self.scores.plans, self.scores.tie, catalogue)
        self.settings = with_limits(settings_of(catalogue, budgets), pools)
        self.edge = budget_edge(pools, self.scores.plans, catalogue, budgets)

    def sample(self, out: Path) -> Sample:
        """Return what the sample will be."""
        every = self._every()
        return Sample(
            folder=out,
            intake=out / "申报",
            roster=out / "名册.xlsx",
            integrity_list=out / "不良信用记录.xlsx",
            namelist=out / "名单.xlsx",
            round_file=out / "round.yaml",
            numbers=tuple(one.number for one in self.projects),
            ended=tuple(one.number for one in self.unscored.ended),
            qualified=tuple(one.number for one in self.unscored.qualified),
            listed=tuple(row["application_no"] for row in self.unscored.listed),
            blocked=tuple(one.number for one in self.troubles.projects),
            groups={one.number: self.groups[one.direction.id] for one in self.projects},
            parts=self.cast.parts,
            planted=(
                self.code,
                *self.troubles.planted,
                *self.unscored.planted,
                *self.roster.planted,
                *self.listed.planted,
                *self._planted_scores(),
                *(Planted(part, number, "") for part, number in self.cast.parts.items()),
                *self._planted_acts(),
            ),
            scores=self.scores.plans,
            tie=self.scores.tie,
            deviating=self.scores.deviating,
            below_floor=self.scores.below_floor,
            persons=self._people.names,
            units=tuple(sorted(one.unit.name for one in every)),
            titles=tuple(one.title for one in every),
        )

    def _every(self) -> tuple[Project, ...]:
        """Return every application that comes with a folder of documents."""
        return (*self.projects, *self.unscored.qualified, *self.unscored.ended, *self.troubles.projects)

    def _even_pair(self) -> Sequence[Project]:
        """Return the applications of the tie, to which nobody has a tie of interest, or all."""
        return [one for one in self.projects if one.number in self.scores.tie] or self.projects

    def _special(self) -> tuple[str, ...]:
        """Return the applications whose scores have something planted, but for the tie."""
        scores = self.scores
        return tuple(one[0] for one in (scores.deviating, scores.below_floor) if one is not None)

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
        if self.edge:
            found.append(Planted("budget-edge", self.edge, ""))
        return tuple(found)

    def _planted_acts(self) -> tuple[Planted, ...]:
        """Return what people will do that no file shows yet."""
        found = [
            Planted("taken-twice", "申报", ""),
            Planted("altered-file", "*.zgcscore", ""),
            Planted("old-file", "*.zgcscore", ""),
        ]
        if self.cast.parts:
            found.append(Planted("alternate-called", "G02", ""))
            found.append(Planted("laptop-lost", "G02", ""))
            if self.scores.deviating:
                found.append(Planted("explanation", self.scores.deviating[0], ""))
            if self.scores.below_floor:
                found.append(Planted("revision", self.scores.below_floor[0], ""))
        return tuple(found)

    def write(self, sample: Sample, *, light: bool) -> None:
        """Write every file."""
        sample.intake.mkdir(parents=True, exist_ok=True)
        every = self._every()
        subs = sorted(self.settings["modes"])
        rows = (*(one.record for one in every[: -len(self.troubles.projects)]), *self.troubles.rows)
        write_workbook(sample.intake / BOOK, application_layout(self._catalogue, subs), rows)
        write_workbook(sample.roster, roster_layout(self._catalogue), self.roster.records)
        write_workbook(sample.integrity_list, integrity_layout(), self.listed.records)
        write_workbook(sample.namelist, namelist_layout(self._catalogue, [LISTED]), self.unscored.listed)
        text = yaml.safe_dump(self.settings, allow_unicode=True, sort_keys=False, width=100)
        sample.round_file.write_bytes(text.encode("utf-8"))
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
                pool.insert(passing(len(pool) + 1) - 1, least)
        return pools

    def _integrity_list(self) -> _Listed:
        """Return the list: an entry that is over, two in force for a unit and an expert, strangers."""
        rng = self._rng
        past, barred = self.projects[0].unit, self.unscored.ended[0].unit
        rows = [
            _entry(rng, half_width(past.name), past.code, "2021-03-01", "2024-02-29", 0),
            _entry(rng, barred.name, barred.code, "2025-04-01", "2028-03-31", 1),
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
        tied = {one.where.partition(" ")[0] for one in self.roster.planted}
        free = [one for one in self.roster.records if one["roster_no"] not in tied]
        expert = free[-1]
        rows.append(_entry(rng, expert["name"], "002X", "2025-09-01", "2028-08-31", 2))
        planted.append(Planted("listed-expert", expert["roster_no"], ""))
        rng.shuffle(rows)
        return _Listed(tuple(rows), tuple(planted))


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

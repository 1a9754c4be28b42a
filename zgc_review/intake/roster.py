"""The roster of experts: rows of 名册 into profiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from zgc_review.catalogue import Catalogue
from zgc_review.domain.canonical import Json
from zgc_review.domain.findings import Finding, Level
from zgc_review.intake.books import read_book
from zgc_review.intake.entries import Entry, join_entries
from zgc_review.intake.layout import BookLayout
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.records import check_person
from zgc_review.intake.report import Place, Report
from zgc_review.intake.roster_layout import PRIVATE_SHEETS, roster_layout
from zgc_review.intake.rows import key_of


@dataclass(frozen=True, slots=True)
class ParsedExpert:
    """One expert of the roster.

    Attributes:
        number: 名册编号 as typed.
        record: the profile; what is not provided is absent. Keys: name, former_names, type, roles
            (codes of the catalogue's roles), employer, employer_code, employer_from, post, expertise,
            mobile_tail, email, orcid, birth_year, consent; lists employment and positions [{name,
            credit_code, post, from, to}], academic_links [{name, employer, kind, year}], coworks
            [{name, employer, kind, title, date}], services [{name, credit_code, kind, date}],
            prior_roles [{measure, kind}]. An empty list says that there is nothing.
        place: file, sheet and row.
        blocked: an error concerns the entry; it cannot be taken in as it is.
    """

    number: str
    record: dict[str, Json] = field(repr=False)
    place: Place
    blocked: bool


@dataclass(frozen=True, slots=True)
class RosterBatch:
    """All experts in the order of their rows, and the report."""

    experts: tuple[ParsedExpert, ...]
    findings: tuple[Finding, ...]
    errors: int
    warnings: int

    @property
    def ready(self) -> tuple[ParsedExpert, ...]:
        """The experts that can be taken in."""
        return tuple(expert for expert in self.experts if not expert.blocked)


def read_roster(path: Path | Iterable[Path], catalogue: Catalogue, limits: Limits = LIMITS) -> RosterBatch:
    """Read the roster: a workbook, or several files (CSV: one per sheet, 名册.csv, 名册-兼职.csv …)."""
    paths = [path] if isinstance(path, Path) else list(path)
    report = Report()
    layout = roster_layout(catalogue)
    book = read_book(paths, layout, report, limits, private=PRIVATE_SHEETS)
    experts = tuple(_expert(entry, layout, report) for entry in join_entries(book, report))
    _find_same_person(experts, report)
    return RosterBatch(experts, report.findings(), report.count(Level.ERROR), report.count(Level.WARN))


def _expert(entry: Entry, layout: BookLayout, report: Report) -> ParsedExpert:
    """Return one expert, and report what the entry lacks."""
    before = report.errors
    record = {name: value for name, value in entry.record.items() if (name,) != layout.main.key.path}
    if "name" in record:
        check_person(record, entry.place, report)
    for column in layout.main.columns:
        name = column.path[0]
        if column.required and name not in record and name not in entry.told:
            report.add("intake.row.missing", replace(entry.place, column=column.header), label=column.zh)
    if record.get("consent") is False:
        report.add("intake.roster.consent", entry.place, entry.number)
    return ParsedExpert(entry.number, record, entry.place, entry.blocked or report.errors > before)


def _find_same_person(experts: Iterable[ParsedExpert], report: Report) -> None:
    """Report entries of one name with the same second identifier: perhaps one person twice (rules §5)."""
    seen: dict[tuple[str, str, str], ParsedExpert] = {}
    for expert in experts:
        name = key_of(str(expert.record.get("name", ""))).replace("·", "")
        others = {}
        for part in ("employer_code", "mobile_tail", "email", "orcid"):
            if name and part in expert.record:
                first = seen.setdefault((name, part, key_of(str(expert.record[part]))), expert)
                if first is not expert:
                    others[first.number] = first
        for first in others.values():
            report.add("intake.roster.same", expert.place, expert.number, other=first.number)

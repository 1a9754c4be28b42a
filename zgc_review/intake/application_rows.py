"""Rows of the workbook 申报: kept to what each sub-direction needs, and compared with each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final

from zgc_review.catalogue import Catalogue, Stage
from zgc_review.intake.books import ReadBook
from zgc_review.intake.entries import Entry, join_entries
from zgc_review.intake.headers import loose
from zgc_review.intake.records import check_person
from zgc_review.intake.report import Place, Report

_SPANS: Final = (("period_from", "period_to"), ("spending_from", "spending_to"))
_EXCLUDED: Final = "excluded_experts"
_EXCLUDED_MAX: Final = 3


@dataclass(slots=True)
class Draft:
    """An application before its documents: record in the order of the catalogue's fields."""

    number: str
    sub_direction: str
    place: Place
    record: dict[str, Any]
    blocked: bool


def collect_drafts(
    book: ReadBook, catalogue: Catalogue, chosen: Collection[str], stage: Stage, report: Report
) -> list[Draft]:
    """Return the applications of a workbook in the order of their rows."""
    drafts = [_draft(entry, catalogue, chosen, stage, report) for entry in join_entries(book, report)]
    _find_similar(drafts, report)
    return drafts


def _draft(
    entry: Entry,
    catalogue: Catalogue,
    chosen: Collection[str],
    stage: Stage,
    report: Report,
) -> Draft:
    """Return what the application's sub-direction needs, and report what is missing or not needed."""
    before = report.errors
    direction: str = entry.record.get("sub_direction", "")
    if direction and direction not in chosen:
        report.add("intake.row.direction", entry.place, direction)
    given = dict(entry.record)
    record: dict[str, Any] = {}
    for known in catalogue.fields_for([direction] if direction else chosen, stage):
        value = given.pop(known.id, None)
        if value is not None:
            record[known.id] = value
            if known.type == "person":
                check_person(value, entry.place, report)
        elif known.required and direction and known.id not in entry.told:
            report.add("intake.row.missing", replace(entry.place, column=known.zh), label=known.zh)
    labels = {known.id: known.zh for known in catalogue.fields}
    for name in given:
        report.add("intake.row.unneeded", entry.place, entry.number, label=labels[name])
    _check_values(entry, record, report)
    blocked = entry.blocked or report.errors > before
    return Draft(entry.number, direction, entry.place, record, blocked)


def _check_values(entry: Entry, record: dict[str, Any], report: Report) -> None:
    """Compare values of one application with each other."""
    for first, last in _SPANS:
        if first in record and record[first] > record.get(last, record[first]):
            report.add("intake.row.order", entry.place, f"{record[first]} – {record[last]}")
    excluded = record.get(_EXCLUDED, [])
    if len(excluded) > _EXCLUDED_MAX:
        counts = {"count": len(excluded), "limit": _EXCLUDED_MAX}
        report.add("intake.person.excluded", entry.place, entry.number, **counts)
    for person in excluded:
        if "reason" not in person:
            report.add("intake.person.grounds", entry.place, person["name"])


def _find_similar(drafts: list[Draft], report: Report) -> None:
    """Report applications of one unit under one title: perhaps the same one twice."""
    seen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        title = loose(draft.record.get("title", ""))
        units = {
            loose(draft.record[name]) for name in ("unit_credit_code", "unit_name") if name in draft.record
        }
        firsts = [seen.setdefault((unit, title), draft) for unit in sorted(units) if title]
        for number in dict.fromkeys(first.number for first in firsts if first is not draft):
            report.add("intake.row.similar", draft.place, draft.number, other=number)

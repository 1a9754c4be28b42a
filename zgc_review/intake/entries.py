"""Rows of all sheets of a workbook joined by their key to one entry each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zgc_review.intake.books import ReadBook, book_of
from zgc_review.intake.records import check_person, nest
from zgc_review.intake.report import Place, Report
from zgc_review.intake.rows import ReadRow, ReadSheet, key_of


@dataclass(slots=True)
class Entry:
    """An application or expert while it is put together.

    ``number`` is its key as typed; ``told`` names fields without a value whose reason was reported.
    """

    number: str
    place: Place
    record: dict[str, Any]
    told: frozenset[str]
    blocked: bool


def join_entries(book: ReadBook, report: Report) -> list[Entry]:
    """Return one entry per row of the main sheet, with the rows of the other sheets.

    Two rows of one key, rows of a list without an entry and values that differ between two sheets are
    errors; an entry is blocked by an error of any row that belongs to it, and by a sheet of its
    workbook that could not be used.
    """
    entries = [
        Entry(
            row.key,
            row.place,
            nest(row.values),
            row.told,
            row.blocked or book.incomplete or _in_spoiled(row, book),
        )
        for sheet in book.of("main")
        for row in sheet.rows
    ]
    by_key = _by_key(entries, report)
    for sheet in book.sheets:
        if sheet.layout.id != "main":
            _join(sheet, by_key, report)
    return entries


def _in_spoiled(row: ReadRow, book: ReadBook) -> bool:
    """Say whether a row stands in a workbook of which something could not be used."""
    return book_of(row.place.source) in book.spoiled


def _by_key(entries: list[Entry], report: Report) -> dict[str, Entry]:
    """Return the entries by key; where two rows have one key neither can be taken in."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if not entry.number:
            continue
        first = found.setdefault(key_of(entry.number), entry)
        if first is not entry:
            report.add("intake.row.twice", entry.place, entry.number, other=first.place.row)
            first.blocked = entry.blocked = True
    return found


def _join(sheet: ReadSheet, by_key: dict[str, Entry], report: Report) -> None:
    """Add the rows of a further sheet to the entries they belong to."""
    for row in sheet.rows:
        entry = by_key.get(key_of(row.key))
        if entry is None:
            if row.key:
                report.add("intake.row.orphan", row.place, row.key)
            continue
        entry.blocked = entry.blocked or row.blocked
        values = nest({path: value for path, value in row.values.items() if path != sheet.layout.key.path})
        if sheet.layout.is_list:
            _append(entry, sheet, row, values, report)
        else:
            _merge(entry, row, values, report)


def _append(entry: Entry, sheet: ReadSheet, row: ReadRow, item: dict[str, Any], report: Report) -> None:
    """Add one row of a list; 无 alone says that the list is empty."""
    items = entry.record.setdefault(sheet.layout.id, [])
    if row.nothing or row.blocked:
        return
    items.append(item[""] if sheet.layout.plain else item)
    for part in item.values():
        if isinstance(part, dict):
            check_person(part, row.place, report)


def _merge(entry: Entry, row: ReadRow, values: dict[str, Any], report: Report) -> None:
    """Add what a second sheet says of an entry; another value than it already has is refused."""
    for name, value in values.items():
        if entry.record.setdefault(name, value) != value:
            report.add("intake.row.differs", row.place, str(value), field=name, other=entry.place.row)
            entry.blocked = True

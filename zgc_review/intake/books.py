"""Workbooks by their layout: which sheet is which, under the names offices give them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zgc_review.intake.cells import Sheet
from zgc_review.intake.folders import shown_name
from zgc_review.intake.header_row import header_score
from zgc_review.intake.headers import loose, sheet_names
from zgc_review.intake.layout import OPTIONS, BookLayout, SheetLayout
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.report import Place, Report
from zgc_review.intake.rows import ReadSheet, read_sheet
from zgc_review.intake.tables import read_tables

#: Columns that a sheet under another name must have in common with the main sheet.
_ENOUGH: Final = 3
_CSV: Final = ".csv"


@dataclass(frozen=True, slots=True)
class ReadBook:
    """The sheets of one workbook.

    Attributes:
        sheets: what was read.
        incomplete: a required sheet is missing.
        spoiled: workbooks (:func:`book_of`) of which a sheet could not be used: what stood there is
            not known, a conflict of interest among it.
    """

    sheets: tuple[ReadSheet, ...]
    incomplete: bool
    spoiled: frozenset[str]

    def of(self, sheet_id: str) -> tuple[ReadSheet, ...]:
        """Return the sheets read by the layout ``sheet_id``."""
        return tuple(sheet for sheet in self.sheets if sheet.layout.id == sheet_id)


def book_of(source: str) -> str:
    """Return the workbook a file belongs to: itself, or the one that all CSV files make together."""
    return _CSV if source.lower().endswith(_CSV) else source


def read_book(
    paths: Iterable[Path],
    layout: BookLayout,
    report: Report,
    limits: Limits = LIMITS,
    private: Collection[str] = (),
) -> ReadBook:
    """Return the sheets of one or several files that together make the workbook of ``layout``.

    Sheets are known by title, a CSV file by its name (``申报-项目团队.csv``); where no title fits, a
    visible sheet with the main columns is the main sheet. Other sheets are told and passed over; so are
    those with a word of ``private`` in their title, which belong to the expert alone.
    """
    sheets: list[Sheet] = []
    spoiled: set[str] = set()
    for path in paths:
        name = shown_name(path.name)
        read = read_tables(path, name, report, limits)
        if not read and book_of(name) == _CSV:
            spoiled.add(_CSV)
        sheets += read
    found = _read_known(sheets, layout, report, private)
    spoiled |= {book_of(sheet.source) for sheet in found if sheet.lost}
    incomplete = bool(sheets) and _lacks_sheets(found, layout, Place(sheets[0].source), report)
    return ReadBook(tuple(found), incomplete, frozenset(spoiled))


def _read_known(
    sheets: list[Sheet], layout: BookLayout, report: Report, private: Collection[str]
) -> list[ReadSheet]:
    """Read the sheets that are known, and tell of the others."""
    found: list[ReadSheet] = []
    matched = [(sheet, _by_title(sheet, layout)) for sheet in sheets]
    titled = {sheet.source for sheet, known in matched if known is layout.main}
    for sheet, by_title in matched:
        known = by_title
        if known is None and not sheet.hidden and sheet.source not in titled:
            known = layout.main if header_score(sheet, layout.main) >= _ENOUGH else None
        if known is not None:
            if sheet.hidden:
                report.add("intake.sheet.hidden", sheet.place())
            found.append(read_sheet(sheet, known, report))
        elif any(word in sheet.name for word in private):
            report.add("intake.roster.private", sheet.place())
        elif sheet.name != OPTIONS:
            report.add("intake.sheet.unknown", sheet.place())
    return found


def _by_title(sheet: Sheet, layout: BookLayout) -> SheetLayout | None:
    """Return the layout whose title the sheet has, with or without the kind of workbook before it."""
    title = loose(sheet.name)
    shorter = re.sub(r"\A[-_()]+", "", title.removeprefix(loose(layout.kind)))
    for known in layout.sheets:
        if sheet_names(known) & {title, shorter}:
            return known
    return None


def _lacks_sheets(found: list[ReadSheet], layout: BookLayout, place: Place, report: Report) -> bool:
    """Report sheets that the workbook cannot do without; say whether one is missing."""
    known = {sheet.layout.id for sheet in found}
    missing = [sheet for sheet in layout.sheets if sheet.id not in known]
    for sheet in missing:
        if sheet is layout.main:
            report.add("intake.sheet.missing", place, label=sheet.zh)
        elif sheet.required:
            report.add("intake.sheet.required", place, label=sheet.zh)
    return any(sheet is layout.main or sheet.required for sheet in missing)

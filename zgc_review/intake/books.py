"""Workbooks by their layout: which sheet is which, under the names offices give them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from zgc_review.intake.cells import Sheet
from zgc_review.intake.choices import Choice
from zgc_review.intake.corrections import Correction, corrected
from zgc_review.intake.folders import shown_name
from zgc_review.intake.header_row import header_score
from zgc_review.intake.headers import chosen_for, loose, sheet_names
from zgc_review.intake.layout import OPTIONS, BookLayout, SheetLayout
from zgc_review.intake.limits import LIMITS, Limits
from zgc_review.intake.memory import Memory
from zgc_review.intake.report import Place, Report
from zgc_review.intake.rows import ReadSheet, read_sheet
from zgc_review.intake.tables import read_tables

#: Columns that a sheet under another name must have in common with the main sheet.
_ENOUGH: Final = 3
_CSV: Final = ".csv"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a person said about files before they are read, and what is remembered of them.

    Attributes:
        choices: which column is which field. corrections: cells read in place of the file's own.
        memory: spares reading unchanged files again.
    """

    choices: Sequence[Choice] = ()
    corrections: Sequence[Correction] = ()
    memory: Memory | None = None


PLAIN: Final = Reading()


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet beside what it was taken for.

    Attributes:
        filed: as the file holds it. sheet: as it was read, with corrections.
        layout: None where nothing in it was read.
    """

    filed: Sheet
    sheet: Sheet
    layout: SheetLayout | None


@dataclass(frozen=True, slots=True)
class ReadBook:
    """The sheets of one workbook.

    Attributes:
        sheets: what was read.
        seen: every sheet there is.
        incomplete: a required sheet is missing.
        spoiled: workbooks (:func:`book_of`) of which a sheet could not be used: what stood there is
            not known, a conflict of interest among it.
    """

    sheets: tuple[ReadSheet, ...]
    incomplete: bool
    spoiled: frozenset[str]
    seen: tuple[SeenSheet, ...] = ()

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
    reading: Reading = PLAIN,
) -> ReadBook:
    """Return the sheets of one or several files that together make the workbook of ``layout``.

    Sheets are known by title, a CSV file by its name (``申报-项目团队.csv``); where no title fits, a
    visible sheet with the main columns is the main sheet. Other sheets are told and passed over; so are
    those with a word of ``private`` in their title, which belong to the expert alone. What a person said
    about columns and cells (``reading``) goes before what would be guessed.
    """
    sheets: list[Sheet] = []
    spoiled: set[str] = set()
    for path in paths:
        name = shown_name(path.name)
        read = _tables(path, name, report, limits, reading.memory)
        if not read and book_of(name) == _CSV:
            spoiled.add(_CSV)
        sheets += read
    seen = _matched(sheets, layout, report, reading)
    found = _read_known(seen, report, private, reading)
    spoiled |= {book_of(sheet.source) for sheet in found if sheet.lost}
    incomplete = bool(sheets) and _lacks_sheets(found, layout, Place(sheets[0].source), report)
    return ReadBook(tuple(found), incomplete, frozenset(spoiled), seen)


def _tables(
    path: Path, name: str, report: Report, limits: Limits, memory: Memory | None
) -> tuple[Sheet, ...]:
    """Return the sheets of one file, from memory where it did not change."""
    if memory is None:
        return read_tables(path, name, report, limits)
    return memory.recall(("tables", path), [path], report, lambda told: read_tables(path, name, told, limits))


def _matched(
    sheets: Sequence[Sheet], layout: BookLayout, report: Report, reading: Reading
) -> tuple[SeenSheet, ...]:
    """Say what each sheet is taken for, and put the corrections into it."""
    main = layout.main
    chosen = chosen_for(reading.choices, main.id)
    titles = [_by_title(sheet, layout) for sheet in sheets]
    titled = {sheet.source for sheet, known in zip(sheets, titles, strict=True) if known is main}
    seen = []
    for sheet, by_title in zip(sheets, titles, strict=True):
        known = by_title
        if known is None and not sheet.hidden and sheet.source not in titled:
            known = main if header_score(sheet, main, chosen) >= _ENOUGH else None
        read = sheet if known is None else corrected(sheet, reading.corrections, report)
        seen.append(SeenSheet(sheet, read, known))
    return tuple(seen)


def _read_known(
    seen: Sequence[SeenSheet], report: Report, private: Collection[str], reading: Reading
) -> list[ReadSheet]:
    """Read the sheets that are known, and tell of the others."""
    found: list[ReadSheet] = []
    for one in seen:
        sheet = one.sheet
        if one.layout is not None:
            if sheet.hidden:
                report.add("intake.sheet.hidden", sheet.place())
            found.append(read_sheet(sheet, one.layout, report, chosen_for(reading.choices, one.layout.id)))
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

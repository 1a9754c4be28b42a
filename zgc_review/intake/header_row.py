"""Which row of a sheet is its header, and what its columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from zgc_review.intake.cells import Cell, Kind, Row, Sheet
from zgc_review.intake.choices import NO_CHOICES, Chosen
from zgc_review.intake.headers import Heading, Headings, loose
from zgc_review.intake.layout import SheetLayout
from zgc_review.intake.report import Report

#: Characters by which headers are told apart.
WIDEST: Final = 200
#: Titles and notes may stand above the header, within these rows that hold anything.
WITHIN: Final = 20


@dataclass(slots=True)
class HeaderRow:
    """The header of a sheet.

    Attributes:
        row: the row itself.
        columns: what each column means, by index, with the header as typed.
        left: indexes of columns that a person chose not to read.
        absent: paths of columns that are not there.
        dropped: paths of columns that are there and cannot be used.
    """

    row: Row
    columns: dict[int, tuple[str, Heading]] = field(default_factory=dict)
    left: frozenset[int] = frozenset()
    absent: frozenset[tuple[str, ...]] = frozenset()
    dropped: frozenset[tuple[str, ...]] = frozenset()


def header_score(sheet: Sheet, layout: SheetLayout, chosen: Chosen = NO_CHOICES) -> int:
    """Return how many columns of ``layout`` the header row of ``sheet`` names; 0 without its key."""
    found = best_header(sheet, layout, chosen)
    paths = {heading.column.path for _, heading in found.columns.values()} if found else set()
    return len(paths) if layout.key.path in paths else 0


def find_header(
    sheet: Sheet, layout: SheetLayout, report: Report, chosen: Chosen = NO_CHOICES
) -> HeaderRow | None:
    """Return the header row, or None where no row names two columns (or the only one).

    Doubled columns, units that cannot be used and missing required columns are errors; unknown columns
    are only told.
    """
    header = best_header(sheet, layout, chosen)
    if header is None or len(header.columns) < min(2, len(layout.columns)):
        return None
    _drop_unusable(sheet, header, report)
    _find_absent(sheet, layout, header, report)
    return header


def best_header(sheet: Sheet, layout: SheetLayout, chosen: Chosen = NO_CHOICES) -> HeaderRow | None:
    """Return the row among the first that names most columns, None for an empty sheet.

    A column that is to be left out counts as named: it is part of the header all the same.
    """
    headings = Headings((*layout.columns, *layout.also), chosen)
    best: HeaderRow | None = None
    most = 0
    for row in sheet.rows[:WITHIN]:
        found: dict[int, tuple[str, Heading]] = {}
        left: set[int] = set()
        for index, nth, cell in headers_of(row):
            heading = headings.find(cell.text, nth)
            if heading is not None:
                found[index] = (cell.text, heading)
            elif headings.leaves_out(cell.text, nth):
                left.add(index)
        if best is None or len(found) + len(left) > most:
            best, most = HeaderRow(row, found, frozenset(left)), len(found) + len(left)
    return best


def headers_of(row: Row) -> Iterator[tuple[int, int, Cell]]:
    """Yield index, place among the columns of one header, and cell of each header of a row."""
    seen: Counter[str] = Counter()
    for index, cell in enumerate(row.cells):
        if cell.kind is Kind.TEXT:
            name = loose(cell.text[:WIDEST])
            seen[name] += 1
            yield index, seen[name], cell


def _drop_unusable(sheet: Sheet, header: HeaderRow, report: Report) -> None:
    """Report unknown columns, and take out those that are doubled or have a wrong unit."""
    number = header.row.number
    by_path: dict[tuple[str, ...], list[int]] = {}
    for index, (_, known) in header.columns.items():
        by_path.setdefault(known.column.path, []).append(index)
    doubled = {index for indexes in by_path.values() for index in _doubled(header, indexes)}
    dropped: set[tuple[str, ...]] = set()
    for index, cell in enumerate(header.row.cells):
        place = sheet.place(number, cell.text)
        heading = header.columns[index][1] if index in header.columns else None
        if heading is None:
            if index in header.left:
                report.add("intake.header.left", place, cell.text)
            elif cell.kind is not Kind.EMPTY:
                report.add("intake.header.unknown", place, cell.text)
        elif index in doubled or not heading.unit_known:
            code, label = (
                ("twice", heading.column.zh) if index in doubled else ("unit", heading.column.header)
            )
            report.add(f"intake.header.{code}", place, cell.text, label=label)
            dropped.add(heading.column.path)
    header.dropped = frozenset(dropped)
    header.columns = {i: found for i, found in header.columns.items() if found[1].column.path not in dropped}


def _doubled(header: HeaderRow, indexes: list[int]) -> list[int]:
    """Return the columns of one meaning after the first.

    Where one was chosen by a person, or stands under the column's own name, those under other names are
    forgotten and stay unknown: 联系电话 beside 手机尾号.
    """
    known = header.columns
    own = [index for index in indexes if known[index][1].chosen]
    own = own or [index for index in indexes if known[index][1].own]
    for index in [index for index in indexes if own and index not in own]:
        del header.columns[index]
    return (own or indexes)[1:]


def _find_absent(sheet: Sheet, layout: SheetLayout, header: HeaderRow, report: Report) -> None:
    """Find the columns that are not there, and report the required ones."""
    there = header.dropped | {heading.column.path for _, heading in header.columns.values()}
    absent = [column for column in layout.columns if column.path not in there]
    header.absent = frozenset(column.path for column in absent)
    for column in absent:
        if column.identity or column.required:
            place = sheet.place(header.row.number, column.header)
            report.add("intake.header.missing", place, label=column.header)

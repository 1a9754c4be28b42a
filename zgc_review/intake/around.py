"""What stands around a cell of a workbook: the rows beside it, under the file's own headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zgc_review.domain.findings import Finding
from zgc_review.intake.books import SeenSheet
from zgc_review.intake.cells import Row
from zgc_review.intake.choices import Choice
from zgc_review.intake.header_row import HeaderRow, best_header
from zgc_review.intake.headers import Headings, chosen_for
from zgc_review.intake.layout import SheetLayout, Type
from zgc_review.intake.report import short


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it was read: its number in the spreadsheet and the text of each cell."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """A row of a sheet with the rows before and after it.

    Attributes:
        source, sheet: file and title of the sheet.
        headers: of every column, as typed, empty where there is none.
        lines: one to three rows that hold something; ``at``: which of them is meant.
        column: index of the cell that is meant, -1 where none is. key: of the column rows are known by.
        money: indexes of amounts, by the unit their header names.
        filed: the row's cells as the file holds them.
    """

    source: str
    sheet: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]
    at: int
    column: int
    key: int
    money: dict[int, str]
    filed: tuple[str, ...]

    @property
    def line(self) -> Line:
        """The row that is meant."""
        return self.lines[self.at]


def letters(index: int) -> str:
    """Return the letters of a column as spreadsheets write them: 0 → A, 26 → AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def find_sheet(seen: Sequence[SeenSheet], source: str, title: str) -> SeenSheet | None:
    """Return a sheet that was read, by file and title as findings give them."""
    known = (one for one in seen if one.layout is not None)
    return next((one for one in known if (one.sheet.source, short(one.sheet.name)) == (source, title)), None)


def around(seen: Sequence[SeenSheet], finding: Finding, choices: Sequence[Choice] = ()) -> Around | None:
    """Return what stands around a finding, None where it is about no row of a sheet."""
    one = find_sheet(seen, finding.source, finding.sheet)
    if one is None or one.layout is None or not finding.row:
        return None
    header = best_header(one.sheet, one.layout, chosen_for(choices, one.layout.id))
    if header is None or finding.row <= header.row.number:
        return None
    rows = [row for row in one.sheet.rows if row.number > header.row.number]
    place = next((n for n, row in enumerate(rows) if row.number == finding.row), None)
    if place is None:
        return None
    width = max(len(header.row.cells), len(rows[place].cells))
    first = max(0, place - 1)
    filed = next((row for row in one.filed.rows if row.number == finding.row), rows[place])
    return Around(
        one.sheet.source,
        one.sheet.name,
        _texts(header.row, width),
        tuple(Line(row.number, _texts(row, width)) for row in rows[first : place + 2]),
        place - first,
        _column(one.layout, header, finding.column),
        _key(one.layout, header),
        {
            index: heading.unit
            for index, (_, heading) in header.columns.items()
            if heading.column.type is Type.MONEY
        },
        _texts(filed, width),
    )


def _texts(row: Row, width: int) -> tuple[str, ...]:
    """Return the cells of a row as findings show them."""
    return tuple(row.cell(index).text for index in range(width))


def _column(layout: SheetLayout, header: HeaderRow, named: str) -> int:
    """Return the column that a finding names: by its header as typed, else by the field's own name."""
    if not named:
        return -1
    for index, cell in enumerate(header.row.cells):
        if short(cell.text) == named:
            return index
    meant = Headings((*layout.columns, *layout.also)).find(named)
    if meant is None:
        return -1
    of_path = (i for i, (_, found) in header.columns.items() if found.column.path == meant.column.path)
    return next(of_path, -1)


def _key(layout: SheetLayout, header: HeaderRow) -> int:
    """Return the column by which rows are known."""
    return next((i for i, (_, found) in header.columns.items() if found.column.path == layout.key.path), 0)

"""One sheet by its layout: every row read, every doubt reported."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from zgc_review.intake.cells import Cell, Kind, Row, Sheet
from zgc_review.intake.choices import NO_CHOICES, Chosen
from zgc_review.intake.header_row import HeaderRow, find_header
from zgc_review.intake.headers import loose
from zgc_review.intake.layout import SheetLayout
from zgc_review.intake.report import Place, Report
from zgc_review.intake.values import Value, read_value

#: First cell of the template's example row.
EXAMPLE: Final = "示例"
_NOTHING: Final = frozenset(("无", "none"))


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as read.

    Attributes:
        place: file, sheet and row.
        key: the key as typed; empty where it is missing.
        values: value of each column that is provided, by path.
        told: fields without a value whose reason was reported already.
        blocked: something in the row was refused; it cannot be taken in.
        nothing: the row says 无: the list is empty, and that is known.
    """

    place: Place
    key: str
    values: dict[tuple[str, ...], Value]
    told: frozenset[str]
    blocked: bool
    nothing: bool = False


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of one sheet; ``lost`` when the sheet could not be used at all."""

    layout: SheetLayout
    source: str
    rows: tuple[ReadRow, ...] = ()
    lost: bool = False


def key_of(text: str) -> str:
    """Return a key reduced to what two spellings share: width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def is_example(row: Row) -> bool:
    """Say whether a row is the template's example, in the columns' own order."""
    return key_of(row.cell(0).text) == EXAMPLE


def read_sheet(sheet: Sheet, layout: SheetLayout, report: Report, chosen: Chosen = NO_CHOICES) -> ReadSheet:
    """Read ``sheet`` by ``layout``; columns may stand in any order, under any header known for them.

    Rows above the header and the example row are passed over. An error of the header spoils every row.
    """
    if sheet.unread:
        return ReadSheet(layout, sheet.source, lost=True)
    before = report.errors
    header = find_header(sheet, layout, report, chosen) if sheet.rows else None
    if header is None:
        if sheet.rows:
            report.add("intake.header.none", sheet.place(), label=layout.key.zh)
        else:
            _tell_empty(sheet, layout, report)
        return ReadSheet(layout, sheet.source, lost=bool(sheet.rows))
    identities = {column.path for column in layout.columns if column.identity}
    if identities & header.absent or layout.key.path in header.dropped:
        return ReadSheet(layout, sheet.source, lost=True)
    reader = _RowReader(sheet, layout, header, report.errors > before, report)
    below = [row for row in sheet.rows if row.number > header.row.number]
    rows = tuple(found for row in below if (found := reader.read(row)))
    _tell_blank(sheet, header, below, report)
    if not rows:
        _tell_empty(sheet, layout, report)
    return ReadSheet(layout, sheet.source, rows)


class _RowReader:
    """Reads the rows below one header."""

    def __init__(
        self, sheet: Sheet, layout: SheetLayout, header: HeaderRow, spoiled: bool, report: Report
    ) -> None:
        self._sheet = sheet
        self._layout = layout
        self._header = header
        self._spoiled = spoiled
        self._report = report
        self._key = next((i for i, (_, h) in header.columns.items() if h.column.path == layout.key.path), -1)
        unusable = header.absent | header.dropped
        self._told = frozenset(
            column.path[0]
            for column in layout.columns
            if column.path in unusable and (column.required or column.identity)
        )

    def read(self, row: Row) -> ReadRow | None:
        """Read one row; None for the example row and for rows without anything in known columns."""
        cells = {index: row.cell(index) for index in self._header.columns}
        if all(cell.kind is Kind.EMPTY for cell in cells.values()):
            return None
        if self._key >= 0 and key_of(cells[self._key].text) == EXAMPLE:
            return None
        before = self._report.errors
        nothing = self._layout.is_list and self._says_nothing(cells)
        if nothing:
            cells = {self._key: cells[self._key]}
        values, refused = self._values(row, cells)
        told = self._told | {path[0] for path in refused}
        if not nothing:
            told |= self._missing_identity(row, values.keys() | refused)
        key = values.get(self._layout.key.path)
        blocked = self._spoiled or self._report.errors > before
        return ReadRow(self._sheet.place(row.number), str(key or ""), values, told, blocked, nothing)

    def _values(
        self, row: Row, cells: dict[int, Cell]
    ) -> tuple[dict[tuple[str, ...], Value], set[tuple[str, ...]]]:
        """Return the values of a row, and the paths of cells that were refused."""
        values: dict[tuple[str, ...], Value] = {}
        refused: set[tuple[str, ...]] = set()
        for index, cell in cells.items():
            name, heading = self._header.columns[index]
            errors = self._report.errors
            place = self._sheet.place(row.number, name)
            value = read_value(cell, heading.column, heading.unit, place, self._report)
            if value is not None:
                values[heading.column.path] = value
            if self._report.errors > errors:
                refused.add(heading.column.path)
        return values, refused

    def _says_nothing(self, cells: dict[int, Cell]) -> bool:
        """Say whether a list row holds its key and one 无, nothing else."""
        words = [
            loose(cell.text) for i, cell in cells.items() if i != self._key and cell.kind is not Kind.EMPTY
        ]
        return len(words) == 1 and words[0] in _NOTHING and self._key >= 0

    def _missing_identity(self, row: Row, known: set[tuple[str, ...]]) -> frozenset[str]:
        """Report what a row cannot do without; return the fields."""
        missing = [
            column
            for column in self._layout.columns
            if column.identity and column.path not in known | self._header.dropped
        ]
        for column in missing:
            code = "intake.row.key" if column is self._layout.key else "intake.row.required"
            self._report.add(code, self._sheet.place(row.number, column.header), label=column.zh)
        return frozenset(column.path[0] for column in missing)


def _tell_empty(sheet: Sheet, layout: SheetLayout, report: Report) -> None:
    """Report a sheet without rows; lists that nobody needs are often left empty."""
    if layout.required or layout.id == "main":
        report.add("intake.sheet.empty", sheet.place())


def _tell_blank(sheet: Sheet, header: HeaderRow, rows: list[Row], report: Report) -> None:
    """Tell of columns without a header that hold something below it."""
    for index in range(max((len(row.cells) for row in rows), default=0)):
        if header.row.cell(index).kind is Kind.EMPTY:
            number = next((row.number for row in rows if row.cell(index).kind is not Kind.EMPTY), 0)
            if number:
                report.add("intake.header.blank", sheet.place(number), number=index + 1)

"""Every column of the files beside the field it was taken for, and how that is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zgc_review.intake.books import SeenSheet
from zgc_review.intake.cells import Kind, Row, Sheet
from zgc_review.intake.choices import Choice, Chosen
from zgc_review.intake.header_row import best_header, headers_of
from zgc_review.intake.headers import Heading, Headings, chosen_for
from zgc_review.intake.layout import Column, SheetLayout, Type
from zgc_review.intake.rows import is_example

_SAMPLES = 50


class How(StrEnum):
    """How the field of a column is known."""

    EXACT = "exact"  # the header is the field's name, letter by letter
    SAME = "same"  # but for width, case, spaces, punctuation or the unit
    SYNONYM = "synonym"  # another name in use for the field
    CHOSEN = "chosen"  # a person said so
    LEFT = "left"  # a person said not to read it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SeenColumn:
    """One column of a file.

    Attributes:
        source, sheet: file and title of the sheet. layout: id of the sheet's layout.
        index: from 0. header: as typed. nth: which of several of one header.
        sample: the first thing that stands below it.
        field: path of the field it is read as, null where it is not read. how: how that is known.
        unit: of an amount. is_money: whether a unit can be chosen.
    """

    source: str
    sheet: str
    layout: str
    index: int
    header: str
    nth: int
    sample: str
    field: str | None
    how: How
    unit: str
    is_money: bool

    @property
    def choice(self) -> Choice:
        """What stands for this column in a file of choices."""
        unit = self.unit if self.is_money else ""
        return Choice(sheet=self.layout, header=self.header, nth=self.nth, field=self.field, unit=unit)


@dataclass(frozen=True, slots=True)
class Overview:
    """The columns of all sheets that were read, and what they can be read as.

    Attributes:
        fields: by id of the layout, path and Chinese header of each of its columns.
        missing: by id of the layout, the headers of columns that cannot be done without and are not there.
    """

    columns: tuple[SeenColumn, ...]
    fields: dict[str, tuple[tuple[str, str], ...]]
    missing: dict[str, tuple[str, ...]]

    def of(self, *how: How) -> tuple[SeenColumn, ...]:
        """Return the columns whose field is known in one of these ways."""
        return tuple(one for one in self.columns if one.how in how)


def overview(seen: Sequence[SeenSheet], choices: Sequence[Choice] = ()) -> Overview:
    """Return every column of the sheets that were taken for something."""
    columns: list[SeenColumn] = []
    layouts: dict[str, SheetLayout] = {}
    for one in seen:
        if one.layout is not None:
            layouts[one.layout.id] = one.layout
            columns += _columns(one.filed, one.layout, chosen_for(choices, one.layout.id))
    fields = {
        name: tuple((_path(column), column.header) for column in _all(layout))
        for name, layout in layouts.items()
    }
    missing = {name: _missing(layout, columns) for name, layout in layouts.items()}
    return Overview(tuple(columns), fields, {name: labels for name, labels in missing.items() if labels})


def _all(layout: SheetLayout) -> tuple[Column, ...]:
    """Return the columns that a sheet may have, each once."""
    by_path = {column.path: column for column in (*layout.also, *layout.columns)}
    first = {column.path: column for column in layout.columns}
    return tuple({**first, **by_path}.values())


def _path(column: Column) -> str:
    """Return the path of a column as choices name it."""
    return ".".join(column.path)


def _columns(sheet: Sheet, layout: SheetLayout, chosen: Chosen) -> Iterable[SeenColumn]:
    """Yield the columns of one sheet."""
    header = best_header(sheet, layout, chosen)
    if header is None:
        return
    headings = Headings((*layout.columns, *layout.also), chosen)
    below = [row for row in sheet.rows if row.number > header.row.number and not is_example(row)][:_SAMPLES]
    for index, nth, cell in headers_of(header.row):
        heading = header.columns[index][1] if index in header.columns else None
        left = headings.leaves_out(cell.text, nth)
        yield SeenColumn(
            sheet.source,
            sheet.name,
            layout.id,
            index,
            cell.text,
            nth,
            _sample(below, index),
            _path(heading.column) if heading is not None else None,
            How.LEFT if left else _how(cell.text, heading),
            heading.unit if heading is not None else "",
            heading is not None and heading.column.type is Type.MONEY,
        )


def _how(header: str, heading: Heading | None) -> How:
    """Say how the field of a header is known."""
    if heading is None:
        return How.UNKNOWN
    if heading.chosen:
        return How.CHOSEN
    if header in {heading.column.zh, heading.column.header}:
        return How.EXACT
    return How.SAME if heading.own else How.SYNONYM


def _sample(rows: Sequence[Row], index: int) -> str:
    """Return the first thing that stands in a column."""
    cells = (row.cell(index) for row in rows)
    return next((cell.text for cell in cells if cell.kind is not Kind.EMPTY), "")


def _missing(layout: SheetLayout, columns: Sequence[SeenColumn]) -> tuple[str, ...]:
    """Return the headers of columns that a sheet cannot do without."""
    there = {one.field for one in columns if one.layout == layout.id}
    due = (column for column in layout.columns if column.identity or column.required)
    return tuple(column.header for column in due if _path(column) not in there)

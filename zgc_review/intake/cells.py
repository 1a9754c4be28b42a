"""Cells, rows and sheets as they were read: what each cell holds, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from zgc_review.intake.report import Place


class Kind(StrEnum):
    """What a cell holds."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    FORMULA = "formula"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        kind: what it holds.
        text: the text; for other kinds what to show in findings.
        number: the exact number, by the shortest decimal form of what the file stores.
        moment: the date, where the workbook says it is one.
        percent: the number is shown as a percentage: 0.125 stands for 12.5 %.
    """

    kind: Kind = Kind.EMPTY
    text: str = ""
    number: Decimal = Decimal(0)
    moment: datetime = datetime.min  # noqa: DTZ901 - a date of a workbook has no zone
    percent: bool = False


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``number`` as the spreadsheet shows it, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """Return the cell of column ``index`` (from 0), empty beyond the last one."""
        return self.cells[index] if index < len(self.cells) else EMPTY


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet without its empty rows. A CSV file is one sheet, named by the file.

    Attributes:
        source: file name.
        name: title.
        rows: the rows that hold something.
        hidden: the workbook does not show the sheet.
        unread: it holds too much; rows are left out, and that was reported.
    """

    source: str
    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    unread: bool = False

    def place(self, row: int = 0, column: str = "") -> Place:
        """Return a place in this sheet."""
        return Place(self.source, self.name, row, column)

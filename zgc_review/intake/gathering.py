"""Rows of one sheet gathered within bounds, whatever kind of file they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zgc_review.intake.cells import Cell, Kind, Row
from zgc_review.intake.limits import Limits
from zgc_review.intake.report import Place, Report


class Gatherer:
    """Keeps the rows that hold something, and says when a sheet holds too much.

    ``before``: cells that other sheets of the file took already; the bound is one for the file.
    """

    def __init__(self, place: Place, report: Report, limits: Limits, before: int = 0) -> None:
        self.rows: list[Row] = []
        self.cells = before
        self._place = place
        self._report = report
        self._limits = limits

    def take(self, number: int, cells: Sequence[Cell]) -> bool:
        """Keep one row; False, with the reason in the report, where the sheet cannot be taken."""
        width = len(cells)
        while width and cells[width - 1].kind is Kind.EMPTY:
            width -= 1
        if not width:
            return True
        self.cells += width
        limits = self._limits
        if number > limits.rows:
            return self._refuse("intake.sheet.rows", number, limits.rows)
        if width > limits.columns:
            return self._refuse("intake.sheet.columns", number, limits.columns)
        if self.cells > limits.cells:
            return self._refuse("intake.sheet.cells", number, limits.cells)
        self.rows.append(Row(number, tuple(cells[:width])))
        return True

    def _refuse(self, code: str, number: int, limit: int) -> bool:
        """Report why the sheet cannot be taken."""
        self._report.add(code, replace(self._place, row=number), limit=limit)
        return False

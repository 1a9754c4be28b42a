"""Applications with gates to settle as an expert's list."""

from __future__ import annotations

from ui.models.cells import Cell, CellTable
from ui.viewmodels.settle_data import SettleItem


class SettleTable(CellTable[SettleItem]):
    """Number and applicant, and how many gates await the own answer."""

    columns = ("settle.head.application", "settle.head.state")

    def cell(self, row: SettleItem, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(f"{row.number}　{row.unit}", tip=f"{row.number} {row.unit} {row.title}", wraps=True)
        if row.unsettled:
            return Cell(self.cap_count("settle.waiting", row.unsettled), "error-warning-line", tag="warn")
        return Cell(self.cap("settle.settled"), "check-line", "ok")

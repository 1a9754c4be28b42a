"""Applications of the sitting as a member's list."""

from __future__ import annotations

from ui.models.cells import Cell, CellTable
from ui.viewmodels.member_sitting_data import HeardItem

_STATES = {"open": ("discuss-line", "accent"), "closed": ("check-line", "ok"), "none": ("", "text2")}


class HeardTable(CellTable[HeardItem]):
    """Number and applicant, how the discussion stands, whether a word of the member is wanted."""

    columns = ("sitting.head.application", "sitting.head.state")

    def cell(self, row: HeardItem, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(f"{row.number}　{row.unit}", tip=f"{row.number} {row.unit} {row.title}", wraps=True)
        if row.is_waiting:
            return Cell(self.cap("sitting.waiting"), "error-warning-line", tag="warn")
        icon, ink = _STATES[row.discussion]
        words = self.cap(f"discussion.state.{row.discussion}") if row.discussion != "none" else ""
        return Cell(words, icon, ink)

"""The event log as a table: sentences are made when a row is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.captions import Captions
from ui.log_words import sentence
from ui.models.cells import Cell, CellTable
from zgc_review.services.log_lines import LogLine


class LogTable(CellTable[LogLine]):
    """Columns: number, claimed time, who, what."""

    columns = ("secretary.log.n", "secretary.log.at", "secretary.log.by", "secretary.log.what")

    def __init__(self, captions: Captions) -> None:
        super().__init__(captions)
        self._names: Mapping[str, str] = {}

    def show_log(self, lines: Sequence[LogLine], names: Mapping[str, str]) -> None:
        """Show events; ``names`` are numbers of applications by id."""
        self._names = names
        self.show_rows(lines)

    def cell(self, row: LogLine, column: int) -> Cell:
        """Return what stands in a cell."""
        if column == 0:
            return Cell(f"{row.n:,}", ink="text3", type="micro", at_right=True)
        if column == 1:
            return Cell(f"{row.at[:10]} {row.at[11:19]}", ink="text2")
        if column == 2:
            return Cell(row.by or "—", ink="text2")
        return Cell(sentence(self.captions.texts, row, self._names), type="body")

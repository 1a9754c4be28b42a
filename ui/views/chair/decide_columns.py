"""Widths of the table of decisions: no state is cut off, the applicant has what they leave (look.md §7)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from ui.models.chair_decide import (
    DECISION,
    NARROW,
    OF_LINE,
    PLACE,
    RANK,
    UNIT,
    WIDTHS,
    DecideTable,
)
from ui.theme.theme import Theme
from ui.widgets.line_table import LineTable

_NAME = 92  # the least of a name that says anything in two lines, with the scroll bar beside it


def fit_columns(table: LineTable, rows: DecideTable, theme: Theme, room: int, *, narrow: bool) -> None:
    """Give every column its width, and hide what has none.

    Args:
        room: pixels there are for the table.
        narrow: the pane beside says what is hidden.
    """
    px, has_line = theme.px, rows.has_line
    widths = {column: px(width) for column, width in (NARROW if narrow else WIDTHS).items()}
    widths |= _word_widths(table, rows)
    gone = set(OF_LINE) if narrow or not has_line else set()
    gone |= {PLACE} if narrow and not has_line else set()
    for column, width in widths.items():
        table.setColumnWidth(column, width)
    for column in (*OF_LINE, PLACE):
        table.setColumnHidden(column, column in gone)
    taken = sum(width for column, width in widths.items() if column not in gone)
    named = not narrow or room - taken >= px(_NAME)
    table.setColumnHidden(UNIT, not named)
    # The widest column in view takes what is left over.
    modes, head = QHeaderView.ResizeMode, table.horizontalHeader()
    head.setSectionResizeMode(UNIT, modes.Stretch if named else modes.Fixed)
    head.setSectionResizeMode(DECISION, modes.Fixed if named else modes.Stretch)


def _word_widths(table: LineTable, rows: DecideTable) -> dict[int, int]:
    """Return the room that ranks, the words of a line and those of the decisions take."""
    said = {
        RANK: [(one, "body", True) for one in rows.rank_words()],
        PLACE: [(one, "small", rows.has_line) for one in rows.line_words()],
        DECISION: [(one, "small", icon) for one, icon in rows.decision_words().items()],
    }
    for column, entries in said.items():
        entries.append((str(rows.headerData(column, Qt.Orientation.Horizontal)), "micro", False))
    return {
        column: max(table.room_for(words, kind=kind, icon=icon) for words, kind, icon in entries)
        for column, entries in said.items()
    }

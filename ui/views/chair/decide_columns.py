"""Widths of the table of decisions: no state is cut off, the applicant has what they leave (look.md §7)."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView

from ui.models.chair_decide import DECISION, NARROW, OF_LINE, PLACE, SPARE, UNIT, WIDTHS, DecideTable
from ui.theme.theme import Theme
from ui.widgets.line_table import LineTable

_OUTCOMES = {PLACE: 200, DECISION: 248}
_NAME = 108  # the least of a name that says anything, with the scroll bar beside it


def fit_columns(table: LineTable, rows: DecideTable, theme: Theme, room: int, *, narrow: bool) -> None:
    """Give every column its width, and hide what has none.

    Args:
        room: pixels there are for the table.
        narrow: the pane beside says what is hidden.
    """
    px, has_line = theme.px, rows.has_line
    widths = {column: px(width) for column, width in (NARROW if narrow else WIDTHS).items()}
    if has_line:
        widths |= _word_widths(table, rows)
    elif not narrow:  # outcomes have longer names than decisions, and the room of the amounts
        widths |= {column: px(width) for column, width in _OUTCOMES.items()}
    for column, width in widths.items():
        table.setColumnWidth(column, width)
    named = not narrow or (has_line and room - sum(widths.values()) >= px(_NAME))
    for column in SPARE:
        table.setColumnHidden(column, narrow or (column in OF_LINE and not has_line))
    table.setColumnHidden(UNIT, not named)
    table.setColumnHidden(PLACE, narrow and not has_line)
    # The widest column in view takes what is left over.
    modes, head = QHeaderView.ResizeMode, table.horizontalHeader()
    head.setSectionResizeMode(UNIT, modes.Stretch if named else modes.Fixed)
    head.setSectionResizeMode(DECISION, modes.Fixed if named else modes.Stretch)


def _word_widths(table: LineTable, rows: DecideTable) -> dict[int, int]:
    """Return the room that the words of a line and of the decisions take."""
    room = table.room_for
    return {
        PLACE: max(room(one) for one in rows.line_words()),
        DECISION: max(room(one, icon=icon) for one, icon in rows.decision_words().items()),
    }

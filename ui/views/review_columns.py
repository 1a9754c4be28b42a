"""Widths of the review list's columns: states and advice are never cut in any language (look.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from ui.context import Context
from ui.models.review_list import BANDS, NUMBER, RECOMMENDATION, STATE, TOTAL

_STATES: Final = tuple(
    f"review.state.{kind}" for kind in ("ready", "locked", "recused", "pending", "revising")
)
_ADVICE: Final = ("SUPPORT_IF_REVISED", "NOT_SUPPORT", "none")
#: Room in pixels at 100 %, and the widths of number and total.
_PLAIN: Final = ((960, 120, 92), (760, 104, 92), (0, 88, 76))
_MOST_LACKING: Final = 88  # what a sheet may lack: two digits are as wide as any


def share_columns(context: Context, table: QTableView, room: float, criteria: int) -> None:
    """Give every column its width; the applicant's takes the rest.

    Args:
        context: theme and captions.
        table: the list.
        room: width of the screen in pixels at 100 %.
        criteria: chips in a row.
    """
    px, head = context.theme.px, table.horizontalHeader()
    number, total = next((one, other) for least, one, other in _PLAIN if room >= least)
    for section, size in ((NUMBER, number), (BANDS, 34 * criteria + 8), (TOTAL, total)):
        head.resizeSection(section, px(size))
    captions = context.captions
    advice = [captions.cap(f"recommend.{one}") for one in _ADVICE]
    states = [captions.cap_count("review.lacking", _MOST_LACKING), *map(captions.cap, _STATES)]
    head.resizeSection(RECOMMENDATION, _widest(context, advice, "body") + px(16))
    head.resizeSection(STATE, _widest(context, states, "small") + px(44))
    table.verticalHeader().setDefaultSectionSize(px(34))


def _widest(context: Context, words: Sequence[str], kind: str) -> int:
    """Return the width of the longest of some words in a type."""
    metrics = QFontMetrics(context.theme.font(kind))
    return max(metrics.horizontalAdvance(one) for one in words)

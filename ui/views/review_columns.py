"""Widths of the review list's columns: states and advice are never cut in any language (look.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from ui.advice_words import advice_words
from ui.context import Context
from ui.models.review_list import BANDS, NUMBER, RECOMMENDATION, STATE, TOTAL
from zgc_review.domain.bodies import Recommendation

_STATES: Final = tuple(
    f"review.state.{kind}" for kind in ("ready", "locked", "recused", "pending", "revising")
)
#: Room in pixels at 100 %, and the widths of number and total.
_PLAIN: Final = ((960, 120, 92), (760, 104, 92), (0, 88, 76))
_MOST_LACKING: Final = 88  # what a sheet may lack: two digits are as wide as any


def share_columns(context: Context, table: QTableView, room: float, criteria: int, stage: str) -> None:
    """Give every column its width; the applicant's takes the rest.

    Args:
        context: theme and captions.
        table: the list.
        room: width of the screen in pixels at 100 %.
        criteria: chips in a row.
        stage: of the round.
    """
    px, head = context.theme.px, table.horizontalHeader()
    number, total = next((one, other) for least, one, other in _PLAIN if room >= least)
    for section, size in ((NUMBER, number), (BANDS, 34 * criteria + 8), (TOTAL, total)):
        head.resizeSection(section, px(size))
    captions = context.captions
    advice = [advice_words(captions, stage, one) for one in (*get_args(Recommendation), "")]
    states = [captions.cap_count("review.lacking", _MOST_LACKING), *map(captions.cap, _STATES)]
    head.resizeSection(RECOMMENDATION, _widest(context, advice, "body") + px(16))
    head.resizeSection(STATE, _widest(context, states, "small") + px(44))
    head.setFixedHeight(px(34))
    table.verticalHeader().setDefaultSectionSize(px(34))


def _widest(context: Context, words: Sequence[str], kind: str) -> int:
    """Return the width of the longest of some words in a type."""
    metrics = QFontMetrics(context.theme.font(kind))
    return max(metrics.horizontalAdvance(one) for one in words)

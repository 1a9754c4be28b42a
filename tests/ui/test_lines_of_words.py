"""Names that are longer than their column stand in more lines; only at the very end anything is lost."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics

from ui.context import Context
from ui.widgets.lines_of_words import broken

NAMES = (
    "北京示例智能传感与高端装备精密测量控制工程技术研究中心",
    "Technical novelty and independent control",
    "𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇 beyond the first plane",
)


@pytest.mark.parametrize("words", NAMES)
def test_lines_hold_every_letter_and_keep_to_their_width(words: str, context: Context) -> None:
    font = context.theme.font("small")
    width = QFontMetrics(font).horizontalAdvance(words) * 0.6
    lines = broken(words, font, width)
    assert len(lines) == 2
    assert "".join(lines).replace(" ", "") == words.replace(" ", "")
    assert all(QFontMetrics(font).horizontalAdvance(one) <= width + 1 for one in lines)


def test_what_fits_stays_one_line_and_what_never_fits_ends_in_an_ellipsis(context: Context) -> None:
    font = context.theme.font("small")
    assert broken("短", font, 200) == ("短",)
    assert broken("短", font, 200, 1) == ("短",)
    lines = broken(NAMES[0], font, 60, 3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert broken("", font, 10) == ("",)

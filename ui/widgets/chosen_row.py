"""The mark of a chosen row: a bar at its left edge, as the tint alone would tell it by colour (U4)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.theme.theme import Theme

_WIDE: Final = 3


def bar_at_left(painter: QPainter, theme: Theme, box: QRectF, column: int = 0) -> None:
    """Paint the bar where a cell of the first column is chosen; other columns show the tint alone."""
    if column == 0:
        painter.fillRect(QRectF(box.left(), box.top(), theme.px(_WIDE), box.height()), theme.colour("accent"))

"""Hairlines of painted cells (look.md §1): filled, as a smooth line takes thirty times as long to draw."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter


def line_below(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Paint the lowest pixel of a cell."""
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), colour)


def line_right(painter: QPainter, box: QRectF, colour: QColor) -> None:
    """Paint the rightmost pixel of a cell."""
    painter.fillRect(QRectF(box.right() - 1, box.top(), 1, box.height()), colour)

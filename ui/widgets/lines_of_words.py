"""Words that have too little room in one line and stand in two or three (look.md §7)."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption


def broken(words: str, font: QFont, width: float, most: int = 2) -> tuple[str, ...]:
    """Return words broken into lines, the last one with an ellipsis where they are still too long.

    Args:
        width: pixels of a line.
        most: lines there is room for.
    """
    metrics = QFontMetrics(font)
    if metrics.horizontalAdvance(words) <= width or most < 2:
        return (metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(width) + 1),)
    layout = QTextLayout(words, font)
    layout.setTextOption(_wrapped())
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(1.0, width))
    first = words.encode("utf-16-le")[: 2 * line.textLength()].decode("utf-16-le")  # Qt counts in UTF-16
    layout.endLayout()
    return first.rstrip(), *broken(words[len(first) :].lstrip(), font, width, most - 1)


def paint_lines(painter: QPainter, box: QRectF, lines: tuple[str, ...]) -> None:
    """Paint lines around the middle of a box, in the font and ink of the painter."""
    tall = painter.fontMetrics().lineSpacing()
    top = box.center().y() - tall * len(lines) / 2
    for n, words in enumerate(lines):
        place = QRectF(box.left(), top + n * tall, box.width(), tall)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def _wrapped() -> QTextOption:
    """Return how lines break: between words, or anywhere in a word that is longer than a line."""
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option

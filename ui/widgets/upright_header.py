"""A table head whose captions stand upright, one character below the other (look.md §9, declare)."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.theme.theme import Theme

_TALL, _FLAT = 158, 34


class UprightHeader(QHeaderView):
    """Paints ``upright`` sections as a column of characters with a code below; others as usual.

    The caption of an upright section is a code, a line break and words. Words in letters are
    turned by 90 degrees.
    """

    def __init__(self, theme: Theme, upright: range, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._upright = upright
        self._current = -1
        self._flat = False
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def set_current(self, section: int) -> None:
        """Show the section of the chosen cell in the accent."""
        self._current = section
        self.viewport().update()

    def set_flat(self, flat: bool) -> None:
        """Show the codes alone, where a window has no height for the words."""
        if flat != self._flat:
            self._flat = flat
            self.updateGeometry()
            self.viewport().update()

    def sizeHint(self) -> QSize:
        """Tall enough for seven characters and the code, or for the code alone."""
        return QSize(super().sizeHint().width(), self._theme.px(_FLAT if self._flat else _TALL))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Paint one head."""
        theme = self._theme
        painter.save()
        painter.fillRect(rect, theme.colour("bg0"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        current = section == self._current
        words = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        if section in self._upright:
            code, _, caption = words.partition("\n")
            foot = QRect(rect.left(), rect.bottom() - theme.px(26), rect.width(), theme.px(20))
            painter.setFont(theme.font("micro", bold=current))
            painter.setPen(theme.colour("accent" if current else "text2"))
            painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, code)
            painter.setFont(theme.font("small", bold=current))
            head = QRectF(rect.left(), rect.top(), rect.width(), foot.top() - rect.top() - theme.px(4))
            if not self._flat:
                paint_upright(painter, head, caption)
        else:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("text3"))
            beyond = bool(self._upright) and section >= self._upright.stop  # its cells have an edge
            left = 16 if section == 0 else 12 if beyond else 0
            box = rect.adjusted(theme.px(left), 0, 0, -theme.px(8))
            painter.drawText(box, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, words)
        painter.restore()


def paint_upright(painter: QPainter, box: QRectF, caption: str) -> None:
    """Paint Chinese characters one below the other, other words turned."""
    metrics = painter.fontMetrics()
    if caption.isascii():
        painter.translate(box.center().x(), box.bottom())
        painter.rotate(-90)
        tall = metrics.height()
        words = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, int(box.height()))
        painter.drawText(
            QRectF(0, -tall / 2, box.height(), tall),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            words,
        )
        return
    step = metrics.ascent() + 1
    top = box.bottom() - step * len(caption)
    for n, character in enumerate(caption):
        cell = QRectF(box.left(), top + n * step, box.width(), step)
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, character)

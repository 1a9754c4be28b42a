"""What lies over a page: search hits, selected text, tags of cited pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from ui.documents.answers import tell
from ui.documents.document import Document
from ui.documents.protocol import Characters, Hit, Rectangle
from ui.theme.theme import Theme


class Selection(QObject):
    """Text chosen with the mouse on one page.

    Signals:
        changed: other characters are chosen.
    """

    changed = Signal()
    _arrived = Signal(object, int, object)

    def __init__(self) -> None:
        super().__init__()
        self._document: Document | None = None
        self._page = -1
        self._known: Characters | None = None
        self._from = self._to = (0, 0)
        self._span = (0, 0)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def follow(self, document: Document | None) -> None:
        """Select in another document; nothing is chosen then."""
        self._document, self._page, self._known, self._span = document, -1, None, (0, 0)

    @property
    def text(self) -> str:
        """The chosen text."""
        start, end = self._span
        return self._known.text[start:end] if self._known is not None else ""

    def begin(self, page: int, x: int, y: int) -> None:
        """Put one end down, in hundredths of a point."""
        self._from = self._to = (x, y)
        self._span = (0, 0)
        if page != self._page:
            self._page, self._known = page, None
            document = self._document
            if document is not None:
                future = document.text(page)
                tell(future, self._arrived, document, page)
        self.changed.emit()

    def extend(self, page: int, x: int, y: int) -> None:
        """Put the other end down."""
        if page == self._page:
            self._to = (x, y)
            self._choose()

    def boxes(self, page: int) -> Sequence[Rectangle]:
        """Return the boxes of the chosen characters on a page."""
        if page != self._page or self._known is None:
            return ()
        start, end = self._span
        return self._known.boxes[start:end]

    def _take(self, document: Document, page: int, future: Future[Characters]) -> None:
        wanted = document is self._document and page == self._page
        if wanted and not future.cancelled() and future.exception() is None:
            self._known = future.result()
            self._choose()

    def _choose(self) -> None:
        """Choose the characters between the two ends in the order of the text."""
        if self._known is None or not self._known.boxes or self._from == self._to:
            return
        ends = sorted((_nearest(self._known.boxes, *self._from), _nearest(self._known.boxes, *self._to)))
        self._span = (ends[0], ends[1] + 1)
        self.changed.emit()


def _nearest(boxes: Sequence[Rectangle], x: int, y: int) -> int:
    """Return the character whose box is nearest; lines count before columns."""

    def distance(n: int) -> int:
        left, top, right, bottom = boxes[n]
        if right <= left:
            return 1 << 60
        down = max(top - y, 0, y - bottom)
        across = max(left - x, 0, x - right)
        return down * 8 + across

    return min(range(len(boxes)), key=distance)


def paint_hits(
    painter: QPainter, theme: Theme, box: QRect, scale: float, hits: Sequence[Hit], chosen: Hit | None
) -> None:
    """Lay the marker colour behind found text; the chosen hit has an edge."""
    painter.save()
    for hit in hits:
        for rectangle in hit.rectangles:
            area = _on_page(box, scale, rectangle).adjusted(-1, -1, 1, 1)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(area, theme.colour("mark"))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            if hit is chosen:
                painter.setPen(QPen(QColor(theme.colour("accent")), 2))
                painter.drawRect(area)
    painter.restore()


def paint_selection(
    painter: QPainter, theme: Theme, box: QRect, scale: float, boxes: Sequence[Rectangle]
) -> None:
    """Lay the colour of a selection behind chosen characters."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for rectangle in boxes:
        painter.fillRect(_on_page(box, scale, rectangle), theme.colour("mark"))
    painter.restore()


def paint_tags(painter: QPainter, theme: Theme, box: QRectF, tags: Sequence[str]) -> None:
    """Paint the tags of criteria that cite this page, below each other at its upper left edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("small", bold=True))
    for n, words in enumerate(tags):
        width = painter.fontMetrics().horizontalAdvance(words) + theme.px(16)
        area = QRectF(box.left() - theme.px(12), box.top() + theme.px(24 + 30 * n), width, theme.px(24))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(theme.colour("onAccent"))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
    painter.restore()


def _on_page(box: QRect, scale: float, rectangle: Rectangle) -> QRectF:
    """Return a rectangle of the page in pixels of the view."""
    left, top, right, bottom = rectangle
    return QRectF(
        box.left() + left * scale, box.top() + top * scale, (right - left) * scale, (bottom - top) * scale
    )

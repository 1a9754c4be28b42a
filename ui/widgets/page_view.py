"""Pages of one document below each other: drawn elsewhere, painted here, never waiting (look.md §10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea

from ui.context import Context
from ui.documents.answers import tell
from ui.documents.cache import Page
from ui.documents.document import Document
from ui.documents.protocol import Hit, Opened
from ui.documents.queueing import Priority
from ui.widgets.page_layout import GAP, PageLayout
from ui.widgets.page_overlay import Selection, paint_hits, paint_selection, paint_tags
from zgc_review.errors import ReviewError

_KEEP = 3  # pages kept painted on either side of what is in view
_SIZES = 1000
_STEP = 1.2


@dataclass
class _Painted:
    """A page as it was drawn last."""

    image: QImage
    width: int
    rotation: int
    pixels: bytes = field(repr=False)  # the image shows these bytes without a copy


class PageView(QAbstractScrollArea):
    """Continuous pages with zoom, rotation, hits, tags and selected text.

    Signals:
        page_changed: the page at the upper third of the view, from 0.
        zoom_changed: zoom in percent.
        failed: a page could not be drawn; a :class:`ReviewError`.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(int)
    failed = Signal(object)
    _arrived = Signal(object, int, int, int, object)
    _learnt = Signal(object, int, object)

    def __init__(self, context: Context, *, name: str = "pages") -> None:
        super().__init__()
        self._context = context
        self._document: Document | None = None
        self._layout = PageLayout(0, [])
        self._painted: dict[int, _Painted] = {}
        self._asked: dict[int, tuple[int, int]] = {}
        self._broken: dict[int, str] = {}
        self._hits: dict[int, list[Hit]] = {}
        self._chosen: Hit | None = None
        self._tags: Mapping[int, Sequence[str]] = {}
        self._selection = Selection()
        self._mode = "width"
        self._page = -1
        self.original_colours = False
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.verticalScrollBar().setSingleStep(48)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._want)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._learnt.connect(self._learn, Qt.ConnectionType.QueuedConnection)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(lambda _x: self.viewport().update())
        context.theme.changed.connect(self.viewport().update)
        self._selection.changed.connect(self.viewport().update)

    def show_document(self, document: Document, opened: Opened) -> None:
        """Show a document from its first page on."""
        self.clear()
        self._document = document
        self._layout = PageLayout(opened.pages, opened.sizes)
        self._selection.follow(document)
        self._fit()
        self._ask_sizes()
        self._scrolled()

    def clear(self) -> None:
        """Show nothing; what was drawn is forgotten."""
        self._document = None
        self._layout = PageLayout(0, [])
        for held in (self._painted, self._asked, self._broken, self._hits):
            held.clear()
        self._chosen, self._tags, self._page = None, {}, -1
        self._selection.follow(None)
        self.verticalScrollBar().setValue(0)
        self.viewport().update()

    @property
    def page(self) -> int:
        """The page in view, from 0."""
        return max(0, self._page)

    @property
    def count(self) -> int:
        """Pages in all."""
        return self._layout.count

    def go_to(self, page: int, down: int = 0) -> None:
        """Show a page, ``down`` hundredths of a point below its upper edge."""
        if 0 <= page < self._layout.count:
            pixels = round(down * self._layout.size(page)[1] / max(1, self._layout.points(page)[1]))
            self.verticalScrollBar().setValue(self._layout.top(page) + pixels - GAP)

    def set_mode(self, mode: str) -> None:
        """Fit the ``width`` or the whole ``page``."""
        self._mode = mode
        self._fit()

    def zoom_by(self, steps: int) -> None:
        """Zoom in or out by steps."""
        self._mode = ""
        self._place(min(6.0, max(0.2, self._layout.zoom * _STEP**steps)), self._layout.rotation)

    def rotate(self) -> None:
        """Turn every page by a quarter."""
        self._place(self._layout.zoom, self._layout.rotation + 1)
        self._fit()

    def set_original_colours(self, original: bool) -> None:
        """Show pages as they are in dark mode, or toned down."""
        self.original_colours = original
        self.viewport().update()

    def set_hits(self, hits: Sequence[Hit], chosen: Hit | None) -> None:
        """Mark what a search found; the chosen one is brought into view."""
        self._hits = {}
        for hit in hits:
            self._hits.setdefault(hit.place, []).append(hit)
        self._chosen = chosen
        if chosen is not None:
            top = min((one[1] for one in chosen.rectangles), default=0)
            self.go_to(chosen.place, max(0, top - 8000))
        self.viewport().update()

    def set_tags(self, tags: Mapping[int, Sequence[str]]) -> None:
        """Show tags in the left margin of pages."""
        self._tags = tags
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by keys; copy the selected text."""
        bar, high = self.verticalScrollBar(), self.viewport().height()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        moves = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: high - 48,
            Qt.Key.Key_PageUp: 48 - high,
            Qt.Key.Key_Space: high - 48,
        }
        if event.key() == Qt.Key.Key_C and control and self._selection.text:
            QGuiApplication.clipboard().setText(self._selection.text)
        elif event.key() in moves and not event.modifiers():
            bar.setValue(bar.value() + moves[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home and control:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End and control:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, scroll without."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select text."""
        place = self._place_of(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton and not self._layout.rotation:
            self._selection.begin(*place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting."""
        place = self._place_of(event.position().toPoint())
        if place is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._selection.extend(*place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in view as far as they are drawn; white paper until then."""
        painter = QPainter(self.viewport())
        theme = self._context.theme
        painter.fillRect(event.rect(), theme.colour("desk"))
        for page in self._visible():
            self._paint_page(painter, page)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        box = self._box(page)
        theme = self._context.theme
        painter.fillRect(box, theme.colour("paper"))
        done = self._painted.get(page)
        if done is not None and done.rotation == self._layout.rotation:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, done.width != self._pixels(page))
            toned = theme.mode == "dark" and not self.original_colours
            if toned:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawImage(box, done.image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        elif page in self._broken:
            painter.setPen(theme.colour("onMark"))
            painter.setFont(theme.font("body"))
            painter.drawText(box.adjusted(24, 24, -24, -24), Qt.TextFlag.TextWordWrap, self._broken[page])
        if not self._layout.rotation:
            scale = box.width() / self._layout.points(page)[0]
            paint_hits(painter, theme, box, scale, self._hits.get(page, ()), self._chosen)
            paint_selection(painter, theme, box, scale, self._selection.boxes(page))
        paint_tags(painter, theme, QRectF(box), self._tags.get(page, ()))

    def _box(self, page: int) -> QRect:
        """Return where a page is painted."""
        wide, tall = self._layout.size(page)
        left = max((self.viewport().width() - wide) // 2, 0)
        if self._layout.width > self.viewport().width():
            left = (self._layout.width - wide) // 2 - self.horizontalScrollBar().value()
        return QRect(left, self._layout.top(page) - self.verticalScrollBar().value(), wide, tall)

    def _visible(self) -> range:
        return self._layout.visible(self.verticalScrollBar().value(), self.viewport().height())

    def _place_of(self, point: QPoint) -> tuple[int, int, int] | None:
        """Return page and position in hundredths of a point under a point of the view."""
        for page in self._visible():
            box = self._box(page)
            if box.contains(point):
                scale = self._layout.points(page)[0] / box.width()
                inside = QPointF(point - box.topLeft()) * scale
                return page, round(inside.x()), round(inside.y())
        return None

    def _fit(self) -> None:
        """Apply the mode in force to the size of the view."""
        if not self._layout.count:
            self._range()
            return
        width, height = self.viewport().width(), self.viewport().height()
        zoom = self._layout.zoom
        if self._mode == "width":
            zoom = self._layout.fit_width(width)
        elif self._mode == "page":
            zoom = self._layout.fit_page(self.page, width, height)
        self._place(zoom, self._layout.rotation)

    def _place(self, zoom: float, rotation: int) -> None:
        """Lay out anew and keep the page that was in view."""
        page, bar = self.page, self.verticalScrollBar()
        old = self._layout
        into = (bar.value() - old.top(page)) / max(1, old.size(page)[1]) if old.count else 0.0
        self._layout.place(zoom, rotation)
        self._range()
        if self._layout.count:
            bar.setValue(round(self._layout.top(page) + into * self._layout.size(page)[1]))
        self.zoom_changed.emit(round(zoom * 100))
        self._scrolled()

    def _range(self) -> None:
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, self._layout.height - view.height()))
        self.verticalScrollBar().setPageStep(max(1, view.height()))
        self.horizontalScrollBar().setRange(0, max(0, self._layout.width - view.width()))
        self.horizontalScrollBar().setPageStep(max(1, view.width()))

    def _scrolled(self) -> None:
        """Repaint, tell the page in view, ask for what is missing."""
        self.viewport().update()
        self._soon.start()
        if self._layout.count:
            here = self.verticalScrollBar().value() + self.viewport().height() // 3
            page = self._layout.page_at(here)
            if page != self._page:
                self._page = page
                self.page_changed.emit(page)

    def _pixels(self, page: int) -> int:
        return round(self._layout.size(page)[0] * self.devicePixelRatioF())

    def _want(self) -> None:
        """Ask for the pages in view and their neighbours; drop what nobody looks at any more."""
        document = self._document
        if document is None:
            return
        seen = self._visible()
        near = range(max(0, seen.start - 1), min(self._layout.count, seen.stop + 1))
        document.keep_only(near)
        for page in [one for one in self._painted if not seen.start - _KEEP <= one < seen.stop + _KEEP]:
            del self._painted[page]
        self._asked = {page: key for page, key in self._asked.items() if page in near}
        for page in (*seen, *(one for one in near if one not in seen)):
            self._ask(document, page, Priority.VISIBLE if page in seen else Priority.BACKGROUND)

    def _ask(self, document: Document, page: int, priority: Priority) -> None:
        width, rotation = self._pixels(page), self._layout.rotation
        done = self._painted.get(page)
        fresh = done is not None and (done.width, done.rotation) == (width, rotation)
        if fresh or self._asked.get(page) == (width, rotation) or page in self._broken:
            return
        self._asked[page] = (width, rotation)
        future = document.render(page, width, rotation, None, priority)
        tell(future, self._arrived, document, page, width, rotation)

    def _take(self, document: Document, page: int, width: int, rotation: int, future: Future[Page]) -> None:
        """Take a drawn page, unless another document is in view by now."""
        if document is not self._document:
            return
        if self._asked.get(page) == (width, rotation):
            del self._asked[page]
        try:
            drawn = future.result()
        except CancelledError:
            return
        except ReviewError as fault:
            self._broken[page] = self._context.captions.error(fault).title
            self.failed.emit(fault)
        else:
            image = QImage(
                drawn.pixels, drawn.width, drawn.height, drawn.width * 4, QImage.Format.Format_RGB32
            )
            self._painted[page] = _Painted(image, width, rotation, drawn.pixels)
        self.viewport().update(self._box(page))

    def _ask_sizes(self) -> None:
        """Ask for the sizes of further pages, some at a time."""
        document, first = self._document, self._layout.known
        if document is None or first >= self._layout.count:
            return
        future = document.sizes(first, min(_SIZES, self._layout.count - first))
        tell(future, self._learnt, document, first)

    def _learn(self, document: Document, first: int, future: Future[list[tuple[int, int]]]) -> None:
        if document is not self._document or future.cancelled() or future.exception() is not None:
            return
        self._layout.learn(first, future.result())
        self._range()
        self._ask_sizes()

"""Small pictures of the pages beside the document: the one in view is marked, a click or Enter goes there."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.captions import Captions
from ui.context import Context
from ui.documents.answers import tell
from ui.documents.cache import Page
from ui.documents.document import Document
from ui.documents.queueing import Priority
from zgc_review.errors import ReviewError

Index = QModelIndex | QPersistentModelIndex

WIDTH = 164  # px at 100 %, with the scroll bar
_BOX = QSize(116, 150)
_LINE = 22
_AROUND = 12  # pictures kept on either side of what is in view
_GAP = 8


class _Pages(QAbstractListModel):
    """One row a page; the picture is the delegate's."""

    def __init__(self, captions: Captions, parent: QObject) -> None:
        super().__init__(parent)
        self._captions = captions
        self._count = 0

    def set_count(self, count: int) -> None:
        """Show another document."""
        self.beginResetModel()
        self._count = count
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """One row a page."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the number of the page; in words for whoever does not see it."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._captions.cap("viewer.page_short", page=index.row() + 1)
        return None


class _Thumb(QStyledItemDelegate):
    """Paints one picture with its number; the page in view has an accent edge and a bold number."""

    def __init__(self, context: Context, owner: PageThumbs) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the same size for every page: ten thousand are laid out at once."""
        px = self._context.theme.px
        return QSize(px(_BOX.width()), px(_BOX.height() + _LINE + 2 * _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint paper, picture, edge and number."""
        theme = self._context.theme
        painter.save()
        here = index.row() == self._owner.page
        side = (option.rect.width() - theme.px(_BOX.width())) // 2
        room = option.rect.adjusted(side, theme.px(_GAP), -side, -theme.px(_LINE + _GAP))
        image = self._owner.image(index.row())
        box = _fitted(room, image.size() if image is not None else _BOX)
        painter.fillRect(box, theme.colour("paper"))
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if theme.mode == "dark":
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawImage(box, image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        chosen = bool(option.state & QStyle.StateFlag.State_HasFocus)
        ink = "focus" if chosen else "accent" if here else "line"
        painter.setPen(QPen(theme.colour(ink), theme.px(2) if here or chosen else 1))
        painter.drawRect(box)
        painter.setPen(theme.colour("accent" if here else "text2"))
        font = theme.font("small")
        font.setBold(here)
        painter.setFont(font)
        line = QRect(option.rect.left(), room.bottom() + theme.px(2), option.rect.width(), theme.px(_LINE))
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class PageThumbs(QListView):
    """The strip of pictures; only those in view are drawn, after the page itself.

    Signals:
        page_asked: a page to show, from 0.
    """

    page_asked = Signal(int)
    _arrived = Signal(object, int, object)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self._document: Document | None = None
        self._images: dict[int, tuple[QImage, bytes]] = {}
        self._asked: set[int] = set()
        self._broken: set[int] = set()
        self.page = 0
        self.setObjectName(name)
        self._pages = _Pages(context.captions, self)
        self.setModel(self._pages)
        self.setItemDelegate(_Thumb(context, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._want)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self.clicked.connect(lambda index: self.page_asked.emit(index.row()))
        self.activated.connect(lambda index: self.page_asked.emit(index.row()))
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        context.theme.changed.connect(self._resize)
        context.captions.changed.connect(self._say)
        self._resize()
        self._say()

    def follow(self, document: Document | None, pages: int) -> None:
        """Show the pages of another document, or none; drawings nobody waits for are dropped."""
        if self._document is not None:
            self._document.keep_thumbs(())
        self._document = document
        self._images.clear()
        self._asked.clear()
        self._broken.clear()
        self.page = 0
        self._pages.set_count(pages if document is not None else 0)
        self._soon.start()

    def show_page(self, page: int) -> None:
        """Mark the page in view and bring its picture into view."""
        self.page = page
        index = self._pages.index(page)
        if index.isValid() and self.isVisible():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self.viewport().update()

    def image(self, page: int) -> QImage | None:
        """Return the picture of a page, if it is drawn."""
        held = self._images.get(page)
        return None if held is None else held[0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer pictures are in view."""
        super().resizeEvent(event)
        self._soon.start()

    def _resize(self) -> None:
        self.setFixedWidth(self._context.theme.px(WIDTH))
        self._pages.layoutChanged.emit()
        self._soon.start()

    def _say(self) -> None:
        self.setAccessibleName(self._context.captions.cap("viewer.thumbs"))

    def _seen(self) -> range:
        """Return the pages whose pictures are in view."""
        high = self.viewport().height()
        step = max(1, self.sizeHintForRow(0)) if self._pages.rowCount() else 1
        first = self.verticalScrollBar().value() // step
        return range(max(0, first), min(self._pages.rowCount(), first + high // step + 2))

    def _want(self) -> None:
        """Ask for the pictures in view; let go of those far away."""
        document, seen = self._document, self._seen()
        if document is None or not self.isVisible():
            return
        document.keep_thumbs(seen)
        self._asked &= set(seen)
        for page in [one for one in self._images if not seen.start - _AROUND <= one < seen.stop + _AROUND]:
            del self._images[page]
        width = round(self._context.theme.px(_BOX.width()) * self.devicePixelRatioF())
        for page in seen:
            if page not in self._images and page not in self._asked and page not in self._broken:
                self._asked.add(page)
                future = document.render(page, width, 0, None, Priority.AHEAD)
                tell(future, self._arrived, document, page)

    def _take(self, document: Document, page: int, future: Future[Page]) -> None:
        """Take a picture; a page that cannot be drawn stays plain paper, the page itself says why."""
        if document is not self._document:
            return
        self._asked.discard(page)
        try:
            drawn = future.result()
        except CancelledError:
            return
        except ReviewError:
            self._broken.add(page)
            return
        form = QImage.Format.Format_RGB32
        image = QImage(drawn.pixels, drawn.width, drawn.height, drawn.width * 4, form)
        self._images[page] = (image, drawn.pixels)  # the image shows these bytes without a copy
        self.update(self._pages.index(page))


def _fitted(room: QRect, size: QSize) -> QRect:
    """Return the largest box of a picture's shape in the middle of a room."""
    scaled = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    box = QRect(0, 0, max(1, scaled.width()), max(1, scaled.height()))
    box.moveCenter(room.center())
    return box

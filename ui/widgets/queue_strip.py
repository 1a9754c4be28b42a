"""The strip of applications at the left: 60 px, or 240 over the document (look.md §9)."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.queue import ENTRY, QueueModel, status_words
from ui.viewmodels.score_data import Entry
from ui.widgets.controls import IconButton, button, label, tight

NARROW, WIDE = 60, 240
_ICONS = {
    "done": ("check-line", "ok"),
    "locked": ("lock-fill", "ok"),
    "begun": ("draft-line", "warn"),
    "recused": ("forbid-2-line", "text3"),
    "pending": ("question-line", "warn"),
}


class QueueStrip(QWidget):
    """Applications with their status; closed it shows places, open it shows names as well.

    Signals:
        chosen: the index of an application.
        toggled: whether the strip is open now.
        list_asked: the work list as a page.
    """

    chosen = Signal(int)
    toggled = Signal(bool)
    list_asked = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._finished = (0, 0)
        self._at = -1
        self.is_wide = False
        self.setObjectName("queueStrip")
        self.setProperty("pane", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = QueueModel(context.captions, self)
        self.toggle_button = IconButton(context, "layout-left-line", self.toggle, name="queueToggle")
        self.count = label("small", name="queueCount")
        self.count.setProperty("type", "small")
        self.count.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.view = _QueueView(context)
        self.view.setModel(self.model)
        self.list_button = button(self.list_asked.emit, "quiet", name="queueWorkList")
        self.list_button.hide()
        head = QHBoxLayout()
        tight(head, 0, 4)
        head.setContentsMargins(8, 0, 8, 0)
        head.addWidget(self.toggle_button)
        head.addWidget(self.list_button, 1)
        column = QVBoxLayout(self)
        tight(column, 0, 4)
        column.setContentsMargins(0, 6, 1, 0)
        column.addLayout(head)
        column.addWidget(self.count)
        column.addWidget(self.view, 1)
        self.view.head_pressed.connect(self._fold)
        self.view.selectionModel().currentChanged.connect(self._moved)
        context.captions.changed.connect(self.retranslate)
        self.retranslate()

    def set_finished(self, finished: int, total: int) -> None:
        """Show how far the work is."""
        self._finished = (finished, total)
        self.retranslate()

    def select(self, index: int) -> None:
        """Show which application is on view, without choosing it again."""
        self._at = index
        row = self.model.index(self.model.row_of(index))
        self.view.selectionModel().blockSignals(True)
        self.view.setCurrentIndex(row)
        self.view.selectionModel().blockSignals(False)
        self.view.scrollTo(row)
        self.view.viewport().update()

    def toggle(self) -> None:
        """Open or close the strip."""
        self.is_wide = not self.is_wide
        self.view.is_wide = self.is_wide
        self.model.set_grouped(self.is_wide)
        self.list_button.setVisible(self.is_wide)
        self.view.doItemsLayout()
        self.select(self._at)
        self.retranslate()
        self.toggled.emit(self.is_wide)

    def retranslate(self) -> None:
        """Set every text anew."""
        cap = self._context.captions.cap
        done, total = self._finished
        self.count.setText(f"{done} / {total}")
        self.count.setAccessibleName(cap("score.queue.count", done=done, total=total))
        self.toggle_button.say(cap("score.queue.close" if self.is_wide else "score.queue.open"), "Ctrl+B")
        self.list_button.setText(cap("work.list"))
        self.list_button.setToolTip(f"{cap('work.list')}  L")
        self.view.setAccessibleName(cap("score.queue.title"))

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        place = self.model.place_of(now.row()) if now.isValid() else -1
        if place >= 0:
            self._at = place
            self.chosen.emit(place)

    def _fold(self, direction: str) -> None:
        """Fold a sub-direction, unless it holds what is on view."""
        self.model.toggle(direction)
        self.select(self._at)


class _QueueView(QListView):
    """The list; letters are not searched here but passed on to the screen.

    Signals:
        head_pressed: the sub-direction whose head was pressed.
    """

    head_pressed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.is_wide = False
        self.setObjectName("queueList")
        self.setItemDelegate(_QueueDelegate(context, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.viewport().setAutoFillBackground(False)
        self.setAutoFillBackground(False)
        self.setStyleSheet("QListView { background: transparent; }")
        context.theme.changed.connect(self.doItemsLayout)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by arrows; everything else belongs to the screen."""
        keys = Qt.Key
        if event.key() in {keys.Key_Up, keys.Key_Down, keys.Key_Home, keys.Key_End}:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on a head folds its sub-direction."""
        index, model = self.indexAt(event.position().toPoint()), self.model()
        head = model.head_of(index.row()) if index.isValid() and isinstance(model, QueueModel) else None
        if head is None:
            super().mousePressEvent(event)
        else:
            self.head_pressed.emit(head)


class _QueueDelegate(QStyledItemDelegate):
    """Paints one line: place, status, and in the wide strip number and applicant."""

    def __init__(self, context: Context, view: _QueueView) -> None:
        super().__init__(view)
        self._context = context
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line of 31 px, or of two lines of words in the wide strip."""
        return QSize(40, self._context.theme.px(46 if self._view.is_wide else 31))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, place, status and words."""
        theme = self._context.theme
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            self._head(painter, QRectF(option.rect), index)
            return
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(6, 1, -5, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, box, entry, current=current)
        ink = "onAccent" if current else "text2"
        painter.setFont(theme.font("body", bold=current))
        painter.setPen(theme.colour(ink))
        line = min(box.height(), theme.px(30))
        place = QRectF(box.left() + theme.px(6), box.top(), theme.px(22), line)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        icon, tone = ("edit-line", ink) if current and entry.is_unfinished else self._icon(entry)
        side = theme.px(16)
        spot = QRectF(place.right() + theme.px(1), box.top() + (line - side) / 2, side, side)
        if icon:
            self._context.icons.paint(painter, icon, spot, "onAccent" if current else tone)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("onAccent" if current else "text3"))
            painter.drawEllipse(spot.center(), theme.px(1), theme.px(1))
        if self._view.is_wide:
            self._words(painter, box, spot.right() + theme.px(8), entry, current=current)
        painter.restore()

    def _head(self, painter: QPainter, box: QRectF, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the head of a sub-direction at the foot of its row: the room above parts the groups."""
        theme, model = self._context.theme, index.model()
        head = model.head_of(index.row()) if isinstance(model, QueueModel) else None
        folded = isinstance(model, QueueModel) and head in model.folded
        line = theme.px(26)
        strip = QRectF(box.left(), box.bottom() - line, box.width(), line)
        side = theme.px(16)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spot = QRectF(strip.left() + theme.px(6), strip.center().y() - side / 2, side, side)
        self._context.icons.paint(
            painter, "arrow-right-s-line" if folded else "arrow-down-s-line", spot, "text2"
        )
        painter.setFont(theme.font("micro", bold=True))
        painter.setPen(theme.colour("text2"))
        name, count = (
            model.head_parts(head) if isinstance(model, QueueModel) and head is not None else ("", "")
        )
        room = QRectF(spot.right() + theme.px(4), strip.top(), 0, line)
        room.setRight(strip.right() - theme.px(10))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(count) - theme.px(8))
        words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _icon(self, entry: Entry) -> tuple[str, str]:
        return _ICONS.get(entry.status, ("", "text3"))

    def _ground(self, painter: QPainter, box: QRectF, entry: Entry, *, current: bool) -> None:
        theme = self._context.theme
        painter.setPen(Qt.PenStyle.NoPen)
        if current:
            painter.setBrush(theme.colour("accent"))
            painter.drawRoundedRect(box, 6, 6)
        elif entry.is_closed:
            painter.setBrush(theme.colour("bg1"))
            painter.drawRoundedRect(box, 6, 6)
            hatch = painter.brush()
            hatch.setStyle(Qt.BrushStyle.BDiagPattern)
            hatch.setColor(theme.colour("line"))
            painter.setBrush(hatch)
            painter.drawRoundedRect(box, 6, 6)

    def _words(self, painter: QPainter, box: QRectF, left: float, entry: Entry, *, current: bool) -> None:
        theme = self._context.theme
        width = box.right() - left - theme.px(6)
        first = f"{entry.number} {entry.unit}".strip()
        second = entry.title or status_words(self._context.captions, entry)
        if entry.changed:
            second = self._context.captions.cap("work.state.changed")
        for words, kind, tone, top in (
            (first, "small", "text1", box.top() + theme.px(2)),
            (second, "micro", "text3", box.top() + theme.px(22)),
        ):
            painter.setFont(theme.font(kind))
            painter.setPen(QPen(theme.colour("onAccent" if current else tone)))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(width))
            painter.drawText(QRectF(left, top, width, theme.line(kind)), Qt.AlignmentFlag.AlignVCenter, shown)

"""The agenda at the left of the discussion page: items, how far the sitting is, files in and out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
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
from ui.models.chair_agenda import ITEM, AgendaList, place_words, reason_words, state_words
from ui.viewmodels.chair.discussion import DiscussionModel
from ui.viewmodels.chair.discussion_data import Item
from ui.widgets.controls import button, label, tight

WIDTH = 224
_TALL = 78
_STATES = {"open": ("discuss-line", "accent"), "closed": ("check-line", "ok"), "none": ("", "text3")}


class AgendaPane(QWidget):
    """Items of the sitting.

    Signals:
        chosen: id of the application of a line.
        take_asked: files of the secretary are to be taken.
        write_asked: signed acts are to be written.
    """

    chosen = Signal(str)
    take_asked = Signal()
    write_asked = Signal()

    def __init__(self, context: Context, model: DiscussionModel) -> None:
        super().__init__()
        self._context, self._model = context, model
        self.setObjectName("agendaPane")
        self.setProperty("pane", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = label("head", name="agendaTitle")
        self.steps = _Steps(context)
        self.list = AgendaList(context.captions, self)
        self.view = _AgendaView(context)
        self.view.setModel(self.list)
        self.empty = label("body", "second", name="agendaEmpty", wrap=True)
        self.rest = button(self._toggle, "quiet", name="agendaRest")
        self.ask = button(self._ask, "quiet", name="agendaAsk")
        self.forward = button(lambda: None, "quiet", name="agendaForward")
        self.told = label("small", "second", name="agendaTold", wrap=True)
        self.told.hide()
        self.counts = label("small", "second", name="agendaCounts", wrap=True)
        self.take = button(self.take_asked.emit, name="agendaTake")
        self.write = button(self.write_asked.emit, "outline", name="agendaWrite")
        self._lay_out()
        self.view.selectionModel().currentChanged.connect(self._moved)
        context.theme.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        tight(head, 0, 8)
        head.setContentsMargins(14, 14, 14, 8)
        head.addWidget(self.title)
        head.addWidget(self.steps)
        self.empty.setContentsMargins(14, 8, 14, 8)
        foot = QVBoxLayout()
        tight(foot, 0, 6)
        foot.setContentsMargins(12, 8, 12, 12)
        for one in (self.forward, self.rest, self.ask):
            row = QHBoxLayout()
            tight(row)
            row.addWidget(one)
            row.addStretch(1)
            foot.addLayout(row)
        foot.addWidget(self.counts)
        foot.addWidget(self.told)
        for one in (self.take, self.write):
            foot.addWidget(one)
        column = QVBoxLayout(self)
        tight(column)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Show the items as they are now."""
        model = self._model
        self.view.selectionModel().blockSignals(True)
        if self.list.items != model.shown:
            self.list.show_items(model.shown)
        self.select()
        self.view.selectionModel().blockSignals(False)
        self.say()

    def select(self) -> None:
        """Show which item is on view, without choosing it again."""
        blocked = self.view.selectionModel().blockSignals(True)
        at = self._model.at
        self.view.setCurrentIndex(self.list.index(at) if at >= 0 else QModelIndex())
        self.view.selectionModel().blockSignals(blocked)
        if at >= 0:
            self.view.scrollTo(self.list.index(at))
        self.view.viewport().update()

    def say(self) -> None:
        """Set every text anew; every count is over what the reader may see."""
        cap, count, model = self._context.captions.cap, self._context.captions.cap_count, self._model
        agenda, rest = model.agenda, model.rest
        item = model.item
        names = [one.application for one in agenda]
        at = names.index(item.application) + 1 if item is not None and item.application in names else 0
        key = "discussion.agenda_at" if at else "discussion.agenda"
        self.title.setText(cap(key, at=at, count=len(agenda)))
        self.steps.show_items(agenda, at - 1)
        self.view.setAccessibleName(self.title.text())
        self.empty.setText(cap("discussion.empty_agenda"))
        self.empty.setVisible(not model.shown)
        self.rest.setText(
            cap("discussion.hide_rest") if model.shows_rest else count("discussion.rest", len(rest))
        )
        self.rest.setVisible(bool(rest))
        asked = item is not None and "asked" in item.reasons
        self.ask.setText(cap("discussion.drop" if asked else "discussion.ask"))
        self.ask.setVisible(item is not None and (asked or not item.is_on_agenda))
        self.ask.setEnabled(model.writable)
        stand = [one.line.discussion for one in agenda]
        self.counts.setText(
            cap(
                "discussion.counts",
                closed=stand.count("closed"),
                open=stand.count("open"),
                todo=stand.count("none"),
            )
        )
        self.counts.setVisible(bool(agenda))
        self.forward.setText(cap("discussion.to_opinion"))
        self.take.setText(cap("discussion.take"))
        self.take.setEnabled(model.writable)
        owed = model.discussion.owed
        self.write.setText(count("discussion.write", owed) if owed else cap("discussion.written_all"))
        self.write.setToolTip(cap("discussion.write_where") if owed else "")
        self.write.setEnabled(bool(owed) and model.writable)

    def tell(self, words: str) -> None:
        """Say what was written or taken last."""
        self.told.setText(words)
        self.told.setVisible(bool(words))

    def _fit(self) -> None:
        self.setFixedWidth(self._context.theme.px(WIDTH))
        self.view.doItemsLayout()

    def _toggle(self) -> None:
        self._model.show_rest(not self._model.shows_rest)

    def _ask(self) -> None:
        item = self._model.item
        if item is not None:
            self._model.ask(asked="asked" not in item.reasons)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = now.data(ITEM)
        if isinstance(item, Item):
            self.chosen.emit(item.application)


def fitting(words: Sequence[str], metrics: QFontMetrics, room: int) -> str:
    """Return as many words as there is room for, then how many more there are: no state is cut off."""
    for count in range(len(words), 1, -1):
        more = (f"+{len(words) - count}",) if count < len(words) else ()
        said = "　".join((*words[:count], *more))
        if metrics.horizontalAdvance(said) <= room:
            return said
    return "　".join((*words[:1], f"+{len(words) - 1}")) if len(words) > 1 else "".join(words)


class _AgendaView(QListView):
    """The list; letters are the page's."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("agendaList")
        self.setProperty("ground", "window")
        self.setItemDelegate(_AgendaCell(context, self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)  # the first one in view is whole
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; letters and digits go to the page."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class _AgendaCell(QStyledItemDelegate):
    """Paints one item: place and state, applicant, reasons."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines."""
        return QSize(self._context.theme.px(WIDTH) - 12, self._context.theme.px(_TALL))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, words and the hairline below."""
        item = index.data(ITEM)
        if not isinstance(item, Item):
            return
        theme, captions, px = self._context.theme, self._context.captions, self._context.theme.px
        box = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg0"))
        if chosen:
            painter.fillRect(QRectF(box.left(), box.top(), px(3), box.height()), theme.colour("accent"))
        inner = box.adjusted(px(14), px(8), -px(10), 0)
        icon, ink = _STATES[item.line.discussion]
        state = state_words(captions, item) if item.is_on_agenda else ""
        side = px(16)
        self._line(painter, inner, 0, place_words(captions, item), "text2", "small")
        painter.setPen(theme.colour(ink))
        words = QRectF(inner.left(), inner.top(), inner.width() - (side + px(4) if icon else 0), px(20))
        painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, state)
        if icon:
            self._context.icons.paint(
                painter, icon, QRectF(inner.right() - side, inner.top() + px(2), side, side), ink
            )
        self._line(painter, inner, px(20), str(index.data()), "text1", "body", bold=chosen)
        reasons = fitting(reason_words(captions, item), QFontMetrics(theme.font("small")), int(inner.width()))
        self._line(painter, inner, px(42), reasons, "warn", "small")
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _line(
        self,
        painter: QPainter,
        box: QRectF,
        down: int,
        words: str,
        ink: str,
        kind: str,
        *,
        bold: bool = False,
    ) -> None:
        theme = self._context.theme
        painter.setFont(theme.font(kind, bold=bold))
        painter.setPen(theme.colour(ink))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()))
        place = QRectF(box.left(), box.top() + down, box.width(), theme.px(20))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, shown)


class _Steps(QWidget):
    """One short line an item: done, on view, to come."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._states: tuple[str, ...] = ()
        self._at = -1
        self.setFixedHeight(6)

    def show_items(self, items: tuple[Item, ...], at: int) -> None:
        """Show how far the sitting is."""
        self._states, self._at = tuple(one.line.discussion for one in items), at
        self.update()

    def paintEvent(self, _event: object) -> None:
        """Paint the lines; the words beside say the same."""
        count, tall = len(self._states), self.height()
        if not count:
            return
        painter, theme = QPainter(self), self._context.theme
        gap = 4 if count <= 20 else 1
        wide = (self.width() - gap * (count - 1)) / count
        for n, state in enumerate(self._states):
            ink = "accent" if n == self._at else "ok" if state == "closed" else "border"
            high = tall if n == self._at else tall // 2 if state == "closed" else 1
            painter.fillRect(QRectF(n * (wide + gap), tall - high, wide, high), theme.colour(ink))

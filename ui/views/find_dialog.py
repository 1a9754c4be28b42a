"""Ctrl K: find an application or an expert by a few letters and go there (look.md §8)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.context import Context
from ui.models.found import FoundModel
from ui.viewmodels.finding import Findable
from ui.views.rehearsal import mark_rehearsal
from ui.widgets.chosen_row import bar_at_left
from ui.widgets.controls import label, tag, tight

_EDGE = 48  # px of the screen that a dialog leaves free
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class FindDialog(QDialog):
    """A field and what it finds; the keys of the list work from the field.

    Signals:
        chosen: target of the thing to go to.
    """

    chosen = Signal(str)

    def __init__(
        self, context: Context, things: Sequence[Findable], parent: QWidget, *, office: bool
    ) -> None:
        super().__init__(parent)
        self._context = context
        cap = context.captions.cap
        self.setObjectName("find")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(cap("shell.window"))
        self.found = FoundModel(things, self)
        title = label("title", name="findTitle")
        title.setText(cap("find.title_office" if office else "find.title"))
        self.field = QLineEdit()
        self.field.setObjectName("findField")
        words = cap("find.field_office" if office else "find.field")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.field.setMaxLength(200)
        self.view = QListView()
        self.view.setObjectName("findList")
        self.view.setModel(self.found)
        self.view.setItemDelegate(_FoundCell(context, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setAccessibleName(title.text())
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = label("body", "second", name="findNone", wrap=True)
        self.none.setText(cap("find.none" if things else "find.here"))
        self.count = label("small", "hint", name="findCount")
        self._lay_out(title)
        mark_rehearsal(self._context, self)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._find)
        self.view.clicked.connect(lambda _index: self._choose())
        self._find("")

    def _lay_out(self, title: QWidget) -> None:
        px, cap = self._context.theme.px, self._context.captions.cap
        column = QVBoxLayout(self)
        tight(column, 16, 10)
        column.addWidget(title)
        column.addWidget(self.field)
        column.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.view, 100)
        foot = QHBoxLayout()
        tight(foot, 0, 6)
        for keys, key in (("↑ ↓", "find.move"), ("Enter", "find.open"), ("Esc", "find.back")):
            shown = tag("key")
            shown.setText(keys)
            words = label("small", "hint")
            words.setText(cap(key))
            foot.addWidget(shown)
            foot.addWidget(words)
            foot.addSpacing(6)
        foot.addStretch(1)
        foot.addWidget(self.count)
        column.addLayout(foot)
        room = self.screen().availableGeometry()
        self.setFixedSize(min(px(640), room.width() - _EDGE), min(px(440), room.height() - _EDGE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list and Enter opens while the field keeps the focus."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _MOVES:
                QApplication.sendEvent(self.view, event)
                return True
            if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _find(self, typed: str) -> None:
        self.found.find(typed)
        count = self.found.rowCount()
        self.view.setVisible(bool(count))
        self.none.setVisible(not count)
        self.count.setText(self._context.captions.cap_count("find.more", count) if count else "")
        if count:
            self.view.setCurrentIndex(self.found.index(0))

    def _choose(self) -> None:
        thing = self.view.currentIndex().data(FoundModel.THING) if self.found.rowCount() else None
        if isinstance(thing, Findable):
            self.chosen.emit(thing.target)
            self.accept()


class _FoundCell(QStyledItemDelegate):
    """Paints one line: number or code bold, then the words."""

    def __init__(self, context: Context, view: QListView) -> None:
        super().__init__(view)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Rows have a fixed height."""
        return QSize(60, self._context.theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint ground, number and words."""
        thing: Findable = index.data(FoundModel.THING)
        theme, box = self._context.theme, QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, theme.colour("accentSoft" if chosen else "bg1"))
        if chosen:
            bar_at_left(painter, theme, box)
        inner = box.adjusted(theme.px(10), 0, -theme.px(10), 0)
        painter.setFont(theme.font("body", bold=True))
        painter.setPen(theme.colour("text1"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, thing.key)
        taken = max(theme.px(96), painter.fontMetrics().horizontalAdvance(thing.key) + theme.px(16))
        rest = inner.adjusted(taken, 0, 0, 0)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text2"))
        words = painter.fontMetrics().elidedText(thing.text, Qt.TextElideMode.ElideRight, int(rest.width()))
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

"""Cited pages as links in rows that break, with a counter at their end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLayout, QLayoutItem, QMenu, QSizePolicy, QWidget

from ui.context import Context

_GAP = 8


@dataclass(frozen=True)
class Link:
    """A cited page: what it stands for, and its words."""

    value: Any
    words: str


class PageLinks(QWidget):
    """Links to pages.

    Signals:
        followed: the value of a link.
        removed: the value of a link that is wanted no longer.
    """

    followed = Signal(object)
    removed = Signal(object)

    def __init__(self, context: Context, *, name: str) -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self._rows = RowsLayout(_GAP)
        self.setLayout(self._rows)
        self.links: list[PageLink] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_links(self, links: Sequence[Link], *, editable: bool) -> None:
        """Show other links."""
        if [one.link for one in self.links] == list(links) and all(
            one.editable == editable for one in self.links
        ):
            return
        for old in self.links:
            self._rows.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.links = [PageLink(self._context, one, editable=editable) for one in links]
        for made in self.links:
            self._rows.addWidget(made)
            made.clicked.connect(lambda _checked=False, value=made.link.value: self.followed.emit(value))
            made.removed.connect(lambda value=made.link.value: self.removed.emit(value))
            made.show()
        self.setVisible(bool(links))
        self.updateGeometry()


class PageLink(QAbstractButton):
    """One link: a rounded edge, 28 px in a target of 32.

    Signals:
        removed: Delete, or the menu.
    """

    removed = Signal()

    def __init__(self, context: Context, link: Link, *, editable: bool) -> None:
        super().__init__()
        self._context = context
        self.link = link
        self.editable = editable
        cap = context.captions.cap
        self.setObjectName("pageLink")
        self.setText(link.words)
        self.setAccessibleName(cap("score.link.open", page=link.words))
        self.setToolTip(cap("score.link.tip", page=link.words) if editable else link.words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """The words, an icon and the round ends."""
        theme = self._context.theme
        self.setFont(theme.font("small"))
        width = self.fontMetrics().horizontalAdvance(self.link.words)
        return QSize(width + theme.px(42), theme.px(32))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the citation away."""
        if event.key() == Qt.Key.Key_Delete and self.editable:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to take the citation away."""
        if not self.editable:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._context.captions.cap("score.link.remove")).triggered.connect(self.removed)
        menu.popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint edge, icon and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._context.theme
        px = theme.px
        box = QRectF(self.rect()).adjusted(0.5, px(2) + 0.5, -0.5, -px(2) - 0.5)
        painter.setPen(QPen(theme.colour("accent"), 1))
        painter.setBrush(theme.colour("accentSoft" if self.underMouse() or self.isDown() else "bg1"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        icon = QRectF(px(11), (self.height() - px(14)) / 2, px(14), px(14))
        self._context.icons.paint(painter, "links-line", icon, "accent")
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("accent"))
        words = QRectF(px(28), 0, self.width() - px(36), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.link.words)


class RowsLayout(QLayout):
    """Puts widgets beside one another and begins a new row where the room ends."""

    def __init__(self, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """More rows where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all rows."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return the least that is needed."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Return the size of the widest item."""
        size = QSize(0, 0)
        for item in self._items:
            size = size.expandedTo(item.sizeHint())
        return size

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Walk the rows; return their height."""
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint()
            if x > rect.x() and x + size.width() > rect.right() + 1:
                x, y, tall = rect.x(), y + tall + self._gap // 2, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self._gap
            tall = max(tall, size.height())
        return y + tall - rect.y()

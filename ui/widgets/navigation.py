"""Navigation at the left: pages with icons and counts; narrow windows show icons alone (look.md §9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from ui.context import Context
from ui.widgets.controls import press_by_enter, rule, tight

WIDE, NARROW = 176, 48


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the navigation: its key, the key of its caption, its icon in both states."""

    key: str
    caption: str
    icon: str
    chosen_icon: str


class NavButton(QAbstractButton):
    """One page: icon, words, count."""

    def __init__(self, context: Context, place: Place, number: int) -> None:
        super().__init__()
        self.place = place
        self._context = context
        self._number = number
        self._badge = 0
        self._narrow = False
        self.setObjectName(f"nav:{place.key}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say()

    def sizeHint(self) -> QSize:
        """One row."""
        width = NARROW - 16 if self._narrow else WIDE - 16
        return QSize(self._context.theme.px(width), self._context.theme.px("row"))

    @property
    def badge(self) -> int:
        """How much waits on this page."""
        return self._badge

    def set_badge(self, count: int) -> None:
        """Show how much waits on this page; nothing for 0."""
        self._badge = count
        self.say()

    def rename(self, caption: str) -> None:
        """Let the page have another caption."""
        self.place = replace(self.place, caption=caption)
        self.say()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon alone."""
        self._narrow = narrow
        self.updateGeometry()
        self.update()

    def say(self) -> None:
        """Set words, tool tip and accessible name."""
        words = self._context.captions.cap(self.place.caption)
        self.setText(words)
        self.setToolTip(f"{words}  Ctrl+{self._number}" if self._number else words)
        self.setAccessibleName(f"{words} {self._badge}" if self._badge else words)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the page, or out."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that this can be pressed."""
        super().enterEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, words, count."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._context.theme, QRectF(self.rect())
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentSoft" if chosen else "bg3"))
            painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        ink = "accent" if chosen else "text2"
        side = theme.px(18)
        left = (box.width() - side) / 2 if self._narrow else theme.px(12)
        place = QRectF(left, box.center().y() - side / 2, side, side)
        self._context.icons.paint(painter, self.place.chosen_icon if chosen else self.place.icon, place, ink)
        if self._narrow:
            self._dot(painter, place)
            return
        painter.setFont(theme.font("body", bold=chosen))
        painter.setPen(theme.colour(ink))
        room = box.adjusted(place.right() + theme.px(10), 0, -theme.px(12), 0)
        if self._badge:
            count = f"{self._badge:,}"
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, count)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(count) - theme.px(6))
        words = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(room.width()) + 1
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _dot(self, painter: QPainter, icon: QRectF) -> None:
        """Mark an icon on whose page something waits; how much stands in tool tip and accessible name."""
        if not self._badge:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._context.theme.colour("accent"))
        side = self._context.theme.px(7)
        painter.drawEllipse(QRectF(icon.right() - side / 2, icon.top() - side / 2, side, side))


class Navigation(QWidget):
    """The pages that exist; at the foot ways out of the frame, the one to the list of rounds last.

    Signals:
        chosen: key of a page.
    """

    chosen = Signal(str)

    def __init__(
        self,
        context: Context,
        places: tuple[Place, ...],
        leave: Callable[[], None],
        links: Sequence[tuple[Place, Callable[[], None]]] = (),
    ) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("navigation")
        column = QVBoxLayout(self)
        tight(column, 8, 2)
        column.setContentsMargins(8, 12, 8, 8)
        self.buttons = {place.key: NavButton(context, place, n) for n, place in enumerate(places, 1)}
        for key, one in self.buttons.items():
            one.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            column.addWidget(one)
        column.addStretch(1)
        column.addWidget(rule())
        self.leave = NavButton(
            context, Place("leave", "secretary.rounds", "arrow-left-line", "arrow-left-line"), 0
        )
        self.links = [NavButton(context, place, 0) for place, _ in links]
        acts = [act for _, act in links]
        for one, act in zip((*self.links, self.leave), (*acts, leave), strict=True):
            one.setCheckable(False)
            one.setAutoExclusive(False)  # else the focus on a way out makes every page a stop of Tab
            one.clicked.connect(lambda _checked=False, act=act: act())
            column.addWidget(one)
        context.captions.changed.connect(self._say)

    def choose(self, key: str) -> None:
        """Mark a page as the one on show; Tab comes to it alone, the arrows go to the others."""
        self.buttons[key].setChecked(True)
        for name, one in self.buttons.items():
            policy = Qt.FocusPolicy.StrongFocus if name == key else Qt.FocusPolicy.ClickFocus
            one.setFocusPolicy(policy)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or icons with words."""
        self.setFixedWidth(self._context.theme.px(NARROW if narrow else WIDE))
        for one in (*self.buttons.values(), *self.links, self.leave):
            one.set_narrow(narrow)

    def _say(self) -> None:
        for one in (*self.buttons.values(), *self.links, self.leave):
            one.say()

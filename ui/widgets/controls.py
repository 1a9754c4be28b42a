"""Small makers of labels, buttons and lines, so that every screen uses the same kinds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.context import Context


def label(kind: str = "body", tone: str = "", *, name: str = "", wrap: bool = False) -> QLabel:
    """Return an empty label of a type (look.md §3) and tone; texts are set in ``retranslate``."""
    made = QLabel()
    made.setProperty("type", kind)
    if tone:
        made.setProperty("tone", tone)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def tag(kind: str, *, name: str = "") -> QLabel:
    """Return a tag: ``plain``, ``ok``, ``warn``, ``danger``, ``rehearse``, ``edge`` or ``key``."""
    made = label("micro" if kind == "key" else "small", name=name)
    made.setProperty("tag", kind)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made


def press_by_enter(one: QAbstractButton, event: QKeyEvent) -> bool:
    """Let Enter press the button that has the focus, as Space does, in every window and on every desktop.

    Where Qt would let it pass, a question went back while its act had the focus. However long the key is
    held, it presses once.

    Returns:
        Whether the key was Enter, so that nothing else is to be done with it.
    """
    if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
        return False
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        event.ignore()
    elif not event.isAutoRepeat():
        one.click()
    return True


class ActButton(QPushButton):
    """A push button that a double click presses once, also where the first click brought it there."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses; a choice leaves it to its page."""
        if self.isCheckable() or self.menu() is not None or not press_by_enter(self, event):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second press of a double click for the first one; a choice follows every click."""
        if self.isCheckable():
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()


def button(act: Callable[[], object], kind: str = "", *, name: str = "") -> QPushButton:
    """Return a push button: ``primary`` (one a screen), ``danger``, ``quiet``, ``outline`` or plain."""
    made = ActButton()
    made.setObjectName(name)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda _checked=False: act())
    return made


class IconButton(QToolButton):
    """A square button with an icon, a tool tip and an accessible name."""

    def __init__(self, context: Context, icon: str, act: Callable[[], object], *, name: str = "") -> None:
        super().__init__()
        self._context = context
        self.setObjectName(name)
        self.setProperty("kind", "icon")
        self.set_icon(icon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.clicked.connect(lambda _checked=False: act())
        context.theme.changed.connect(self._resize)
        self._resize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def set_icon(self, icon: str, ink: str = "text2") -> None:
        """Show another icon."""
        self.setIcon(self._context.icons.icon(icon, ink))

    def say(self, text: str, key: str = "") -> None:
        """Set tool tip and accessible name; ``key`` is shown behind the text."""
        self.setToolTip(f"{text}  {key}" if key else text)
        self.setAccessibleName(text)

    def _resize(self) -> None:
        side = self._context.theme.px(18)
        self.setIconSize(QSize(side, side))


def rule(direction: str = "h") -> QFrame:
    """Return a hairline: horizontal or vertical."""
    made = QFrame()
    made.setProperty("rule", direction)
    return made


def pane(kind: str, *, name: str = "") -> QWidget:
    """Return a widget whose ground the style sheet paints: ``plain``, ``card``, ``footer`` and so on."""
    made = QWidget()
    made.setObjectName(name)
    made.setProperty("pane", kind)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return made


def tight(layout: QBoxLayout, margin: int = 0, gap: int = 0) -> QBoxLayout:
    """Set margins and spacing of a layout in pixels."""
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet reads; where one is another now, apply it anew."""
    changed = {name: value for name, value in properties.items() if widget.property(name) != value}
    for name, value in changed.items():
        widget.setProperty(name, value)
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def drain(layout: QLayout) -> None:
    """Take every widget out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()

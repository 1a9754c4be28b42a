"""Hands without a mouse, and an eye for where Tab goes: used by the key-only walks of secretary and chair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from ui.views.ask import Question
from ui.views.shell import Shell

Key = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
_PLAIN = Qt.KeyboardModifier.NoModifier
_CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTabBar,
    QTextEdit,
)  # fmt: skip
_MOST = 150  # stops of a window
_SAME_LINE = 12  # px


def name(one: QWidget | None) -> str:
    """Return what a widget is called."""
    return "nothing" if one is None else one.objectName() or type(one).__name__


def controls(window: QWidget) -> list[QWidget]:
    """Return what can be used below a window now; rows and marks that only show something are none."""
    found = []
    for one in window.findChildren(QWidget):
        if one.objectName().startswith("qt_") or isinstance(one, QHeaderView):
            # Nor is a viewport asked for its proxy: Qt for Python would then take the scrolling part for
            # its child, and let both go when Python clears up.
            continue
        if not (one.window() is window and one.isVisible() and one.isEnabled() and one.focusProxy() is None):
            continue
        if isinstance(one.parent(), QLineEdit):  # the eye of a passphrase: a key of its field does the same
            continue
        shows_only = isinstance(one, QAbstractItemView | QTextEdit | QPlainTextEdit) and not one.focusPolicy()
        if not shows_only and (isinstance(one, _CONTROLS) or one.focusPolicy() & Qt.FocusPolicy.TabFocus):
            found.append(one)
    return found


def is_seen(one: QWidget) -> bool:
    """Say whether anything of a widget, or of what covers it from inside, is in sight."""
    return any(not each.visibleRegion().isEmpty() for each in (one, *one.findChildren(QWidget)))


def walked(key: Qt.Key = Key.Key_Tab) -> tuple[list[QWidget], bool, set[str]]:
    """Press a key until the focus was somewhere before.

    Returns:
        Where the focus was, whether it came round, and what was out of sight when it had the focus: what
        stands in something that scrolls must come into view.
    """
    seen: list[QWidget] = []
    unseen: set[str] = set()
    for _ in range(_MOST):
        now = QApplication.focusWidget()
        if now is None or now in seen:
            return seen, now is not None and now is seen[0], unseen
        seen.append(now)
        if not is_seen(now):
            unseen.add(name(now))
        QTest.keyClick(now, key)
        QApplication.processEvents()
    return seen, False, unseen


def place(one: QWidget) -> QRect:
    """Return where a widget stands in its window: of what is scrolled away in part, what is left of it."""
    seen = one.visibleRegion().boundingRect()
    shown = one.rect() if seen.isEmpty() else seen
    return QRect(one.mapTo(one.window(), shown.topLeft()), shown.size())


def upward(seen: Sequence[QWidget]) -> list[str]:
    """Return where Tab goes up in a column, or left in a line."""
    found = []
    for one, other in pairwise(seen):
        here, there = place(one), place(other)
        above = there.bottom() <= here.top() and there.left() < here.right() and here.left() < there.right()
        same = abs(there.center().y() - here.center().y()) < _SAME_LINE
        if above or (same and there.right() <= here.left()):
            found.append(f"{name(one)} → {name(other)}")
    return found


def faults(window: QWidget) -> list[str]:
    """Walk through a window with Tab and back with Shift Tab; return what is wrong with it."""
    start = QApplication.focusWidget()
    if start is None or start.window() is not window:
        return [f"the focus is at {name(start)}"]
    found = _pressed_unasked(window) if isinstance(window, QDialog) else []
    start.setFocus()
    if start.focusPolicy() == Qt.FocusPolicy.NoFocus:  # a page that only keeps the keys
        QTest.keyClick(start, Key.Key_Tab)
    (there, round_, unseen), (back, round_back, unseen_back) = walked(), walked(Key.Key_Backtab)
    found += [] if round_ and round_back else ["Tab does not come round"]
    hidden = [one for one in there if not one.isVisible() or not one.isEnabled()]
    found += [f"hidden or disabled: {name(one)}" for one in hidden]
    found += [f"out of sight: {one}" for one in sorted(unseen | unseen_back)]
    found += [f"one way only: {name(one)}" for one in {*there} ^ {*back}]
    found += [f"without a name: {name(one)}" for one in there if not _said(one)]
    found += [f"out of reach: {name(one)}" for one in controls(window) if not _is_reached(one, there)]
    jumps = upward(
        _from_the_top([one for one in there if is_seen(one)])
    )  # what is scrolled away has no place
    return found + [f"up: {one}" for one in jumps if "header" not in one.split(" → ")[-1]]


def _pressed_unasked(window: QDialog) -> list[str]:
    """Return what Enter in a field would press though it is not the act of the dialog."""
    found = set()
    for field in window.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled() and field.focusPolicy() & Qt.FocusPolicy.TabFocus:
            field.setFocus()
            buttons = [one for one in window.findChildren(QPushButton) if one.isDefault() and one.isVisible()]
            found |= {f"Enter in a field presses {name(one)}" for one in buttons if not _may_be_pressed(one)}
    return sorted(found)


def _may_be_pressed(one: QPushButton) -> bool:
    """Say whether Enter in a field may press a button: the act, never one that cannot be taken back."""
    return one.property("kind") == "primary" or isinstance(one.window(), Question)  # which presses nothing


def _from_the_top(seen: Sequence[QWidget]) -> list[QWidget]:
    """Begin with what stands at the top left, wherever the walk began."""
    top = min((place(one).top() for one in seen), default=0)
    heads = [n for n, one in enumerate(seen) if place(one).top() < top + _SAME_LINE]
    first = min(heads, key=lambda n: place(seen[n]).left(), default=0)
    return [*seen[first:], *seen[:first]]


def _said(one: QWidget) -> str:
    words = getattr(one, "text", str)
    return one.accessibleName() or str(words())


def _is_reached(one: QWidget, seen: Sequence[QWidget]) -> bool:
    """Say whether Tab came to a control, or to another of its group: the arrows go on from there."""
    if one in seen:
        return True
    if not isinstance(one, QAbstractButton):
        return False
    others = [each for each in seen if isinstance(each, QAbstractButton)]
    groups = {id(each.group()) for each in others} - {id(None)}
    parents = {each.parent() for each in others if each.autoExclusive()}
    return id(one.group()) in groups or (one.autoExclusive() and one.parent() in parents)


class Keys:
    """Presses keys where the focus is; after every key something that can be seen and used must have it."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    @property
    def window(self) -> QWidget:
        """The dialog that is open, else the window."""
        open_now = [one for one in self.shell.findChildren(QDialog) if one.isVisible()]
        return open_now[-1] if open_now else self.shell

    @property
    def focus(self) -> QWidget:
        """What has the focus."""
        now = QApplication.focusWidget()
        assert now is not None, "nothing has the focus"
        assert now.window() is self.window, f"the focus is below {name(now.window())}"
        assert now.isVisible(), name(now)
        assert now.isEnabled(), name(now)
        assert now.focusPolicy() != Qt.FocusPolicy.NoFocus, f"nothing shows the focus on {name(now)}"
        return now

    def settle(self) -> None:
        """Let arrive what is on its way, and let go what left the window."""
        for _ in range(4):
            QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if not self.window.isActiveWindow():  # no window manager gives a window back its focus here
            self.window.activateWindow()
        for _ in range(4):
            QApplication.processEvents()

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = _PLAIN) -> QWidget:
        """Press keys one after another; return what has the focus then."""
        for key in keys:
            QTest.keyClick(self.focus, key, held)
            self.settle()
        return self.focus

    def turn(self, page: int) -> QWidget:
        """Go to a page by its digit."""
        return self.press(Key(Key.Key_0 + page), held=CTRL)

    def to(self, wanted: str) -> QWidget:
        """Press Tab until a control has the focus."""
        seen: list[QWidget] = []
        now = self.focus
        while now.objectName() != wanted:
            assert now not in seen, f"Tab does not come to {wanted}; it went to {[name(one) for one in seen]}"
            seen.append(now)
            now = self.press(Key.Key_Tab)
        return now

    def act(self, button: str, key: Qt.Key = Key.Key_Return) -> QWidget:
        """Tab to a button and press it."""
        self.to(button)
        return self.press(key)

    def agree(self) -> QWidget:
        """Tab to the act of the question that is open and press it; its own way back has the focus first."""
        assert self.focus.objectName() == "questionBack"
        return self.act("questionAct")

    def tab(self, bar: str, at: int) -> QWidget:
        """Tab to a bar of tabs, go to one of them by the arrows."""
        tabs = self.to(bar)
        assert isinstance(tabs, QTabBar)
        while tabs.currentIndex() != at:
            before = tabs.currentIndex()
            self.press(Key.Key_Right if at > before else Key.Key_Left)
            assert tabs.currentIndex() != before, f"{bar} stays at {before}"
            if tabs.currentIndex() != at:
                self.to(bar)
        return self.focus

    def row(self, table: str, words: str) -> QWidget:
        """Tab to a table, go to the row that says some words."""
        view = self.to(table)
        assert isinstance(view, QTableView)
        self.press(Key.Key_Home, held=CTRL)
        model = view.model()
        for _ in range(model.rowCount()):
            row = view.currentIndex().row()
            if words in " ".join(str(model.index(row, n).data() or "") for n in range(model.columnCount())):
                return self.focus
            self.press(Key.Key_Down)
        raise AssertionError(f"{table} has no row of {words}")

    def choose(self, box: str, at: int) -> QWidget:
        """Tab to a box, open it by Alt Down, go to an entry, take it."""
        combo = self.to(box)
        assert isinstance(combo, QComboBox)
        QTest.keyClick(combo, Key.Key_Down, ALT)
        self.settle()
        view = combo.view()
        assert view.isVisible(), box
        QTest.keyClick(view, Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(view, Key.Key_Down)
        QTest.keyClick(view, Key.Key_Return)
        self.settle()
        assert combo.currentIndex() == at, box
        return self.focus

    def pick(self, box: str, words: str) -> QWidget:
        """Choose the entry of a box that says some words."""
        combo = self.window.findChild(QComboBox, box)
        assert combo is not None, box
        found = [n for n in range(combo.count()) if words in combo.itemText(n)]
        assert len(found) == 1, (box, words, [combo.itemText(n) for n in range(combo.count())])
        return self.choose(box, found[0])

    def type(self, text: str) -> QWidget:
        """Type over what stands in the field that has the focus."""
        field = self.focus
        assert isinstance(field, QLineEdit | QPlainTextEdit), name(field)
        QTest.keyClick(field, Key.Key_A, CTRL)
        event = QInputMethodEvent()
        event.setCommitString(text)  # an input method commits words at once
        QApplication.sendEvent(field, event)
        self.settle()
        return self.focus

    def spell(self, text: str) -> QWidget:
        """Type plain letters over what stands in the field that has the focus, key by key."""
        QTest.keyClick(self.focus, Key.Key_A, CTRL)
        QTest.keyClicks(self.focus, text)
        self.settle()
        return self.focus

    def menu(self, entry: str) -> QWidget:
        """Open the menu by F10, go down to an entry, take it."""
        self.press(Key.Key_F10)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), "F10 opens no menu"
        for _ in menu.actions():
            now = menu.activeAction()
            if now is not None and now.objectName() == entry:
                QTest.keyClick(menu, Key.Key_Return)
                self.settle()
                return self.focus
            QTest.keyClick(menu, Key.Key_Down)
        raise AssertionError(f"the menu has no {entry}")

"""Hands and eyes in a real window: wait for what it shows, press what has the focus, answer file dialogs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import shiboken6
from faults import RAISED, Counted, broke, say
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
)
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

import ui.media
from ui.captions import Captions
from ui.context import Context
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.views.program import Program
from ui.views.shell import Shell
from ui.widgets.notices import ErrorPane
from zgc_review.domain.times import SystemClock

Key = Qt.Key
#: Seconds after which an error on show ends the waiting.
PATIENCE = 2.0
#: Seconds after which what is waited for does not come any more.
LONGEST = float(os.environ.get("ZGC_WALK_WAIT", "60"))
#: Whether every button is double-clicked and Enter pressed twice.
TIRED = bool(os.environ.get("ZGC_WALK_TIRED"))
#: Where pictures of the screen go; nowhere without it.
PICTURES = os.environ.get("ZGC_WALK_PICTURES", "")


class Walk:
    """Hands and eyes: waits for what the window shows, presses what has the focus."""

    def __init__(self, app: QApplication, shell: Shell, jobs: Counted) -> None:
        self.app, self.shell, self._jobs = app, shell, jobs
        self._awaited: list[str] = []

    # -- eyes

    def until(self, what: str, so: Callable[[], bool], seconds: float = LONGEST) -> None:
        """Wait for a condition."""
        end = time.monotonic() + seconds
        refused = 0.0
        while not so():
            now = time.monotonic()
            refused = (refused or now + PATIENCE) if self.said() else 0.0
            strange = self.strange()
            if RAISED or strange or now > end or (refused and now > refused):
                focus = QApplication.focusWidget()
                self.picture("failed")
                self.shell.grab().save("walk-failed.png")
                screen = self.shell.stack.currentWidget()
                raise SystemExit(
                    f"waited in vain for {what}; on {screen}; focus {focus}; said {self.said()}; "
                    f"unexpected {strange}; raised {RAISED}"
                )
            self.app.processEvents()
            time.sleep(0.005)
        assert not self.strange(), f"{what}, but nobody asked for {self.strange()}"
        say(f"walk: {what}")

    def at(self, name: str) -> None:
        """Wait for a screen."""
        self.until(name, lambda: self.shell.screen is not None and self.shell.screen.objectName() == name)

    def find(self, name: str) -> QWidget:
        """Wait for a widget that is on show."""
        found: list[QWidget] = []

        def seen() -> bool:
            found[:] = [one for one in self.shell.findChildren(QWidget, name) if one.isVisible()]
            return bool(found)

        self.until(name, seen)
        return found[-1]

    def text(self, name: str) -> str:
        """Return the words of a label that is on show and says something."""
        shown = self.find(name)
        assert isinstance(shown, QLabel | QLineEdit)
        self.until(f"{name} says something", lambda: bool(shown.text()))
        return shown.text()

    def says(self, name: str, words: str) -> None:
        """Wait until a label says some words."""
        shown = self.find(name)
        assert isinstance(shown, QLabel)
        self.until(f"{name} says {words}", lambda: words in shown.text())

    def rest(self) -> None:
        """Wait until no job is on its way and every answer has been shown."""
        for _ in range(3):
            self.app.processEvents()
            self.until("nothing is on its way", lambda: not self._jobs.under_way)

    def said(self) -> list[str]:
        """Return what error panes say; for whoever waits in vain."""
        panes = [one for one in self.shell.findChildren(ErrorPane) if one.isVisible()]
        return [part.text() for one in panes for part in one.findChildren(QLabel) if part.text()]

    def strange(self) -> list[str]:
        """Return the dialogs on show that nobody waited for."""
        shown = [one for one in self.app.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        return [str(one) for one in shown if one.objectName() not in self._awaited]

    def picture(self, name: str) -> None:
        """Keep what the screen shows."""
        if PICTURES:
            for _ in range(20):
                self.app.processEvents()
                time.sleep(0.005)
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.app.primaryScreen().grabWindow(0).save(str(Path(PICTURES) / f"{name}.png"))

    # -- hands

    def type(self, text: str) -> None:
        """Type where the focus is."""
        widget = QApplication.focusWidget()
        assert widget is not None, f"nothing has the focus for {text}"
        if not text.isascii():  # an input method commits words at once
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(widget, event)
        else:
            QTest.keyClicks(widget, text)
        self.app.processEvents()

    def focus(self, field: QWidget) -> None:
        """Click into a field."""
        inside = field.viewport() if isinstance(field, QAbstractScrollArea) else field
        QTest.mouseClick(inside, Qt.MouseButton.LeftButton)
        self.focus_in(field.objectName())

    def fill(self, name: str, text: str) -> None:
        """Click into a field and type over what stands there."""
        field = self.find(name)
        assert isinstance(field, QLineEdit)
        self.focus(field)
        field.selectAll()
        self.type(text)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.shell
        QTest.keyClick(target, key, modifier)
        if TIRED and key == Key.Key_Return and shiboken6.isValid(target) and _may_repeat(target):
            QTest.keyClick(target, key, modifier)
        self.app.processEvents()

    def click(self, name: str) -> None:
        """Click a button that can be clicked."""
        button = self.find(name)
        assert isinstance(button, QAbstractButton)
        self.until(f"{name} can be clicked", button.isEnabled)
        _press(button)
        self.app.processEvents()

    def tab(self, name: str, at: int) -> None:
        """Click a tab."""
        bar = self.find(name)
        assert isinstance(bar, QTabBar)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())
        self.until(f"{name} turned to {at}", lambda: bar.currentIndex() == at)

    def turn(self, place: int) -> None:
        """Go to a page of the frame by its key, Ctrl 1–9."""
        self.press(Key(Key.Key_0 + place), Qt.KeyboardModifier.ControlModifier)

    def table(self, name: str, rows: int | None = None) -> QTableView:
        """Wait for a table, and for its number of rows where one is named."""
        shown = self.find(name)
        assert isinstance(shown, QTableView)
        if rows is not None:
            self.until(f"{name} has {rows} rows", lambda: shown.model().rowCount() == rows)
        return shown

    def choose_row(self, name: str, words: str) -> int:
        """Click the row of a table that says some words."""
        shown = self.table(name)
        found: list[int] = []

        def there() -> bool:
            found[:] = [n for n in range(shown.model().rowCount()) if words in " ".join(row_of(shown, n))]
            return bool(found)

        self.until(f"{name} has a row of {words}", there)
        index = shown.model().index(found[0], 1)
        shown.scrollTo(index)
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualRect(index).center())
        self.app.processEvents()
        return found[0]

    def focus_in(self, name: str) -> None:
        """Wait until a widget has the focus."""
        self.until(
            f"focus in {name}", lambda: getattr(QApplication.focusWidget(), "objectName", str)() == name
        )

    def menu(self, name: str) -> None:
        """Open the program's menu by its key, go to an entry by keys, take it."""
        self.press(Key.Key_F10)
        menu = self.find("programMenu")
        assert isinstance(menu, QMenu)

        def there() -> bool:
            QTest.keyClick(menu, Key.Key_Down)
            return getattr(menu.activeAction(), "objectName", str)() == f"menu:{name}"

        self.until(f"the menu stands at {name}", there)
        QTest.keyClick(menu, Key.Key_Return)
        self.app.processEvents()

    # -- questions and dialogs

    def dialog(self, name: str) -> QDialog:
        """Wait for a dialog; any other one that appears stops the walk."""
        self._awaited.append(name)
        found: list[QDialog] = []

        def seen() -> bool:
            found[:] = [one for one in self.shell.findChildren(QDialog, name) if one.isVisible()]
            return bool(found)

        self.until(f"the dialog {name}", seen)
        return found[-1]

    def question(self) -> QDialog:
        """Wait for a question."""
        return self.dialog("question")

    def agree(self, question: QDialog) -> None:
        """Click the act of a question."""
        act = question.findChild(QAbstractButton, "questionAct")
        assert isinstance(act, QAbstractButton)
        _press(act)
        self.gone(question)

    def ask(self, name: str) -> None:
        """Click a button that asks, and agree."""
        self.click(name)
        self.agree(self.question())

    def gone(self, dialog: QDialog) -> None:
        """Wait until a dialog is gone; there is no window manager here that would give the focus back."""
        self.until("the dialog is gone", lambda: not shiboken6.isValid(dialog) or not dialog.isVisible())
        self._awaited.pop()
        below = [one for one in self.shell.findChildren(QDialog) if one.isVisible()]
        top = below[-1] if below else self.shell
        top.activateWindow()
        self.until("the window is active", top.isActiveWindow)


def row_of(table: QTableView, row: int) -> list[str]:
    """Return the words of a row."""
    model = table.model()
    return [str(model.index(row, n, QModelIndex()).data() or "") for n in range(model.columnCount())]


def _may_repeat(target: QWidget) -> bool:
    """Say whether Enter may come twice: in a percent it goes on to the next criterion, which is no act."""
    return target.isVisible() and target.objectName() != "percent"


def _press(button: QAbstractButton) -> None:
    """Click, or double-click as tired hands do where it is no choice and in view."""
    window = button.window()
    at = button.mapTo(window, _middle(button))
    is_in_view = window.childAt(at) in {button, *button.findChildren(QWidget)}
    chooses = "Choose" in button.objectName()  # a file dialog of the system takes the second click
    if TIRED and is_in_view and not chooses and not button.isCheckable():
        QTest.mouseDClick(
            window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )
    else:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=_middle(button))


def _middle(button: QAbstractButton) -> QPoint:
    """Return where a button is clicked: a box with a long caption is hit at its mark."""
    return QPoint(min(button.width() // 2, 12), button.height() // 2)


def answer(*paths: Path) -> None:
    """Let the next file dialog give these paths; the system's own dialog is no part of the program."""
    words = [str(path) for path in paths]

    def one(*_given: object, **_named: object) -> tuple[str, str]:
        return words[0], ""

    def several(*_given: object, **_named: object) -> tuple[list[str], str]:
        return words, ""

    def folder(*_given: object, **_named: object) -> str:
        return words[0]

    QFileDialog.getOpenFileName = staticmethod(one)  # type: ignore[method-assign]
    QFileDialog.getSaveFileName = staticmethod(one)  # type: ignore[method-assign]
    QFileDialog.getOpenFileNames = staticmethod(several)  # type: ignore[method-assign]
    QFileDialog.getExistingDirectory = staticmethod(folder)  # type: ignore[method-assign]


@contextmanager
def window(
    app: QApplication,
    preferences: Path,
    media: Sequence[Path],
    vault: Path | None = None,
    *,
    language: str = "zh_CN",
    mode: str = "light",
) -> Iterator[Walk]:
    """Open the program as on a computer of its own: with its preferences and what is plugged in."""
    ui.media.media_roots = lambda: tuple(media)
    kept = Preferences(preferences)
    if vault is not None:
        kept.opened(vault, SystemClock().now())
    theme = Theme(app, mode, 1.0)
    jobs = Counted(app)
    context = Context(theme, Icons(theme), Captions(language), jobs, kept, SystemClock())
    shell = Shell(context)
    program = Program(context, shell)
    jobs.fault.connect(broke)
    program.start()
    shell.show()
    shell.activateWindow()
    walk = Walk(app, shell, jobs)
    walk.until("the window is active", shell.isActiveWindow)
    yield walk
    focus = QApplication.focusWidget()  # nobody here goes to the header: the focus must not run there
    assert focus is None or not shell.header.isAncestorOf(focus), focus.objectName()
    shell.close()
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not RAISED, RAISED

"""Somebody in a hurry: presses whatever can be pressed, types into whatever takes text, in random order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.views.fault import FaultDialog
from ui.views.shell import Shell
from ui.views.unlock import UnlockScreen

TEXTS = (
    "",
    "85",
    "８５",
    "请看第 3 页：有出入。",
    "𠮷野",
    "=1+1",
    "x" * 300,
    "ZGC-0001",
    "-1",
    "101",
    "<b>粗</b>",
)
KEYS = "ABCD1234JKNQGMXFVEPUO"
PRESSES = (
    Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Tab,
    Qt.Key.Key_F6, Qt.Key.Key_F8, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_Delete,
)  # fmt: skip
#: Ends what is tried; has tests of its own.
SPARED = frozenset({"qt_spinbox_lineedit"})


class Monkey:
    """Hands without eyes.

    Args:
        shell: the window.
        seed: of what is done.
        passphrase: typed where the window was locked.
        files: what dialogs for files answer, with nothing and with these, by chance.
    """

    def __init__(self, shell: Shell, seed: int, passphrase: str, files: Sequence[Path]) -> None:
        self.shell, self.draw = shell, random.Random(seed)
        self.passphrase, self.files = passphrase, tuple(files)
        self.done: list[str] = []

    def answer_file_dialogs(self, folder: Path) -> dict[str, Callable[..., object]]:
        """Return what stands in for the dialogs of the system that ask for files and folders."""

        def chosen(*_args: object, **_more: object) -> tuple[str, str]:
            return str(self.draw.choice((Path(), *self.files))).removeprefix("."), ""

        def several(*_args: object, **_more: object) -> tuple[list[str], str]:
            return [str(one) for one in self.draw.sample(self.files, k=min(2, len(self.files)))], ""

        def kept(*_args: object, **_more: object) -> tuple[str, str]:
            return str(folder / f"kept{self.draw.randint(0, 3)}"), ""

        def place(*_args: object, **_more: object) -> str:
            return self.draw.choice(("", str(folder), str(self.files[0].parent)))

        return {
            "getOpenFileName": chosen,
            "getOpenFileNames": several,
            "getSaveFileName": kept,
            "getExistingDirectory": place,
        }

    def step(self) -> None:
        """Do one thing."""
        screen = self.shell.screen
        if isinstance(screen, UnlockScreen):
            self._unlock(screen)
        elif self.draw.random() < 0.2:
            self._key()
        else:
            things = self._things()
            if things:
                self._use(self.draw.choice(things))
        QApplication.processEvents()
        # What left the window goes now, as it does in a running event loop.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        faults = [one for one in self.shell.findChildren(FaultDialog) if one.isVisible()]
        assert faults == [], self.done[-3:]

    def _unlock(self, screen: UnlockScreen) -> None:
        fields = [one for one in screen.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
        if fields:
            fields[0].setText(self.passphrase)
            self._note("unlock", fields[0])
            QTest.keyClick(fields[0], Qt.Key.Key_Return)

    def _things(self) -> list[QWidget]:
        """Return what can be used now: of the newest dialog, where one is open, else of the window."""
        dialogs = [one for one in self.shell.findChildren(QDialog) if one.isVisible()]
        place: QWidget = dialogs[-1] if dialogs else self.shell
        kinds = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QTabBar)
        return [
            one
            for one in place.findChildren(QWidget)
            if isinstance(one, kinds)
            and one.isVisible()
            and one.isEnabled()
            and one.objectName() not in SPARED
            and not isinstance(one.window(), QFileDialog)
        ]

    def _use(self, widget: QWidget) -> None:
        self._note("use", widget)
        if isinstance(widget, QAbstractButton):
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        elif isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
            self._type(widget)
        elif isinstance(widget, QComboBox) and widget.count():
            widget.setCurrentIndex(self.draw.randrange(widget.count()))
            widget.activated.emit(widget.currentIndex())
        elif isinstance(widget, QTabBar) and widget.count():
            widget.setCurrentIndex(self.draw.randrange(widget.count()))
        elif isinstance(widget, QAbstractItemView):
            self._cell(widget)

    def _type(self, widget: QLineEdit | QPlainTextEdit | QTextEdit) -> None:
        """Replace a text, perhaps press Enter."""
        text = self.draw.choice(TEXTS)
        if widget.isReadOnly():
            return
        if isinstance(widget, QLineEdit):
            widget.setText(text[: widget.maxLength()])
            if self.draw.random() < 0.3:
                QTest.keyClick(widget, Qt.Key.Key_Return)
        else:
            widget.setPlainText(text)

    def _cell(self, view: QAbstractItemView) -> None:
        """Go to a cell, perhaps press a key or click there."""
        model = view.model()
        nowhere = QModelIndex()
        if model is None or not model.rowCount(nowhere):
            return
        columns = 1 if isinstance(view, QListView) else model.columnCount(nowhere)
        row, column = self.draw.randrange(model.rowCount(nowhere)), self.draw.randrange(max(columns, 1))
        index = model.index(row, column)
        view.setCurrentIndex(index)
        if not shiboken6.isValid(view):
            return
        view.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if self.draw.random() < 0.5:
            QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
        else:
            QTest.keyClick(view, self.draw.choice(PRESSES))

    def _key(self) -> None:
        """Press a key where the focus is."""
        widget = QApplication.focusWidget() or self.shell
        self._note("key", widget)
        chance = self.draw.random()
        if chance < 0.4:
            QTest.keyClick(widget, self.draw.choice(KEYS).lower())
        elif chance < 0.8:
            QTest.keyClick(widget, self.draw.choice(PRESSES))
        else:
            key = self.draw.choice(
                (*range(Qt.Key.Key_1, Qt.Key.Key_9), Qt.Key.Key_K, Qt.Key.Key_B, Qt.Key.Key_Z)
            )
            QTest.keyClick(widget, Qt.Key(key), Qt.KeyboardModifier.ControlModifier)

    def _note(self, what: str, widget: QWidget) -> None:
        words = getattr(widget, "text", str)
        said = words() if isinstance(widget, QAbstractButton) else ""
        self.done.append(f"{what} {type(widget).__name__} {widget.objectName()} {said}")

"""An expert's whole way in a real window, by keys and clicks; run by test_real_window in a process.

Usage: ``walk.py FOLDER VAULT PACKAGE CODE PASSPHRASE-FILE``. Ends with 0 when the files for the secretary
are on the stick; says on standard output what it did.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget

import ui.media
from ui.captions import Captions
from ui.context import Context
from ui.jobs import JobRunner
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.views.program import Program
from ui.views.shell import Shell
from ui.widgets.percent_field import PercentField
from zgc_review.domain.times import SystemClock

Key = Qt.Key
PERCENTS = ("85", "78", "80", "82", "76")
OPINION = (
    "The route is clear, the team complete, the market real; milestones belong into the contract. 指标明确。"
)


class Walk:
    """Hands and eyes: waits for what the window shows, presses what has the focus."""

    def __init__(self, app: QApplication, shell: Shell) -> None:
        self.app, self.shell = app, shell

    def until(self, what: str, so: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait for a condition."""
        end = time.monotonic() + seconds
        while not so():
            if time.monotonic() > end:
                focus = QApplication.focusWidget()
                self.shell.grab().save("walk-failed.png")
                raise SystemExit(f"waited in vain for {what}; focus {focus}")
            self.app.processEvents()
            time.sleep(0.005)
        print(f"walk: {what}", flush=True)

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

    def type(self, text: str) -> None:
        """Type where the focus is."""
        widget = QApplication.focusWidget()
        if not text.isascii():  # an input method commits words at once
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(widget, event)
        else:
            QTest.keyClicks(widget, text)
        self.app.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget() or self.shell, key, modifier)
        self.app.processEvents()

    def click(self, name: str) -> None:
        """Click a button that can be clicked."""
        button = self.find(name)
        assert isinstance(button, QPushButton)
        self.until(f"{name} can be clicked", button.isEnabled)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.app.processEvents()

    def focus_in(self, name: str) -> None:
        """Wait until a widget has the focus."""
        self.until(
            f"focus in {name}", lambda: getattr(QApplication.focusWidget(), "objectName", str)() == name
        )

    def agree(self, question: QDialog) -> None:
        """Click the act of a question; there is no window manager here that would give the focus back."""
        QTest.mouseClick(question.findChild(QPushButton, "questionAct"), Qt.MouseButton.LeftButton)
        self.until(
            "the question is gone", lambda: not shiboken6.isValid(question) or not question.isVisible()
        )
        self.shell.activateWindow()
        self.until("the window is active", self.shell.isActiveWindow)

    def question(self) -> QDialog:
        """Wait for a question."""
        found: list[QDialog] = []

        def seen() -> bool:
            found[:] = [one for one in self.shell.findChildren(QDialog, "question") if one.isVisible()]
            return bool(found)

        self.until("a question", seen)
        return found[0]


def unlock_and_open(walk: Walk, vault: str, package: Path, code: str, passphrase: str) -> None:
    """Unlock, open the package found on the stick, type the round code."""
    walk.at("unlock")
    walk.focus_in("unlockPassphrase")
    walk.type(passphrase)
    walk.press(Key.Key_Return)
    walk.at("home")
    walk.click(f"package:{package.name}Act")
    walk.focus_in("codeField")
    walk.type(code.replace(" ", ""))
    walk.press(Key.Key_Return)
    walk.focus_in("openedEnter")
    walk.press(Key.Key_Return)
    walk.at("pledge")


def declare(walk: Walk, applications: int) -> None:
    """Pledge and declare by keys: one yes with its reason, no for everything else."""
    walk.focus_in("pledgeSign")
    walk.press(Key.Key_Space)
    walk.at("declare")
    walk.focus_in("declareGrid")
    screen = walk.shell.screen
    walk.until("the grid is read", lambda: len(screen.model.lines) == applications)  # type: ignore[union-attr]
    walk.press(Key.Key_Right)
    walk.press(Key.Key_1)
    walk.focus_in("detailReason")
    walk.type("同一单位在职")
    screen.table.setFocus()  # type: ignore[union-attr]
    for _line in range(1, applications):
        walk.press(Key.Key_Down)
        walk.press(Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        if _line + 1 < applications:
            walk.press(Key.Key_Up)
    walk.click("declareSign")
    walk.agree(walk.question())
    walk.at("score")


def score(walk: Walk, applications: int) -> None:
    """Score every open application by keys, cite a page, write the opinion."""
    screen = walk.shell.screen
    for n in range(applications - 1):
        for place, percent in enumerate(PERCENTS):
            walk.until(
                f"criterion {place + 1}",
                lambda place=place: (screen.rubric.section or "").endswith(f"K{place + 1}"),
            )  # type: ignore[misc,union-attr]
            walk.until("the percent waits", lambda: isinstance(QApplication.focusWidget(), PercentField))
            walk.type(percent)
            if not n and not place:
                walk.until("the document is on view", lambda: screen.documents.current() is not None)  # type: ignore[union-attr]
                walk.press(Key.Key_Q)
            walk.press(Key.Key_Return)
        walk.focus_in("overall")
        walk.type(OPINION)
        opinion = screen.rubric.opinion  # type: ignore[union-attr]
        QTest.mouseClick(opinion.recommend.buttons[0], Qt.MouseButton.LeftButton)
        QTest.mouseClick(opinion.integrity.buttons[0], Qt.MouseButton.LeftButton)
        walk.until("nothing is missing", lambda: not screen.model.sheet.missing())  # type: ignore[union-attr]
        walk.until("everything is kept", lambda: screen.model.saver.is_clean)  # type: ignore[union-attr]
        walk.click("nextApplication")


def lock_and_return(walk: Walk, passphrase: str, stick: Path) -> None:
    """Lock all sheets with the passphrase and write the files."""
    walk.at("review")
    walk.click("reviewLockAll")
    question = walk.question()
    walk.focus_in("signPassphrase")
    walk.type(passphrase)
    walk.agree(question)
    walk.at("giveBack")
    QFileDialog.getExistingDirectory = staticmethod(lambda *_given: str(stick))  # type: ignore[method-assign,assignment]
    walk.click("returnWrite")
    walk.find("file:scores")
    walk.find("file:declaration")


def main() -> int:
    """Walk."""
    folder, vault, package, code, secret, count = sys.argv[1:]
    passphrase = Path(secret).read_text("utf-8")
    stick = Path(package).parent
    ui.media.media_roots = lambda: (stick,)
    preferences = Preferences(Path(folder) / "preferences.json")
    preferences.opened(Path(vault), SystemClock().now())
    app = QApplication([])
    theme = Theme(app, "light", 1.0)
    context = Context(theme, Icons(theme), Captions("zh_CN"), JobRunner(app), preferences, SystemClock())
    shell = Shell(context)
    program = Program(context, shell)
    program.start()
    shell.show()
    shell.activateWindow()
    walk = Walk(app, shell)
    walk.until("the window is active", shell.isActiveWindow)
    unlock_and_open(walk, vault, Path(package), code, passphrase)
    declare(walk, int(count))
    score(walk, int(count))
    lock_and_return(walk, passphrase, stick)
    shell.close()
    print(f"walk: done on {app.platformName()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

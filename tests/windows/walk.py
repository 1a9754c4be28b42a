"""An expert's whole way in a real window, by keys and clicks; run by test_real_window in a process.

Usage: ``walk.py FOLDER VAULT PACKAGE CODE PASSPHRASE-FILE APPLICATIONS``. Ends with 0 when the files for the
secretary are on the stick; says on standard output what it did.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from faults import stop_at_faults
from hands import Key, Walk, answer, window
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.theme.theme import STYLE
from ui.views.declare import DeclareScreen
from ui.views.score import ScoreScreen
from ui.widgets.percent_field import PercentField

PERCENTS = ("85", "78", "80", "82", "76")
OPINION = (
    "The route is clear, the team complete, the market real; milestones belong into the contract. 指标明确。"
)


def unlock_and_open(walk: Walk, package: Path, code: str, passphrase: str) -> None:
    """Unlock, open the package found on the stick; the round code is typed where none was confirmed."""
    walk.at("unlock")
    walk.focus_in("unlockPassphrase")
    walk.type(passphrase)
    walk.press(Key.Key_Return)
    walk.at("home")
    walk.click(f"package:{package.name}Act")
    if code:
        walk.focus_in("codeField")
        walk.type(code.replace(" ", ""))
        walk.press(Key.Key_Return)
    walk.focus_in("openedEnter")
    walk.press(Key.Key_Return)
    walk.at("pledge")


def declare(walk: Walk, applications: int, *, conflicted: bool = True) -> None:
    """Pledge and declare by keys: one yes with its reason, no for everything else."""
    walk.focus_in("pledgeSign")
    walk.press(Key.Key_Space)
    walk.at("declare")
    walk.focus_in("declareGrid")
    screen = walk.shell.screen
    assert isinstance(screen, DeclareScreen)
    walk.until("the grid is read", lambda: len(screen.model.lines) == applications)
    if conflicted:
        walk.press(Key.Key_Right)
        walk.press(Key.Key_1)
        walk.focus_in("detailReason")
        walk.type("同一单位在职")
        screen.table.setFocus()
    for line in range(int(conflicted), applications):
        if line:
            walk.press(Key.Key_Down)
        walk.press(Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
        if line + 1 < applications:
            walk.press(Key.Key_Up)
    walk.click("declareSign")
    walk.agree(walk.question())
    walk.at("score")


def same(_n: int) -> Sequence[str]:
    """Return the percents of an application: the same for all."""
    return PERCENTS


def score(walk: Walk, count: int, percents: Callable[[int], Sequence[str]] = same) -> None:
    """Score the open applications by keys, cite a page, write the opinion."""
    screen = walk.shell.screen
    assert isinstance(screen, ScoreScreen)
    for n in range(count):
        for place, percent in enumerate(percents(n), 1):
            walk.until(f"criterion {place}", partial(is_at, screen, place))
            walk.until("the percent waits", lambda: isinstance(QApplication.focusWidget(), PercentField))
            walk.type(percent)
            if not n and place == 1:
                walk.until("the document is on view", lambda: screen.documents.current() is not None)
                walk.press(Key.Key_Q)
            walk.press(Key.Key_Return)
        walk.focus_in("overall")
        walk.type(OPINION)
        opinion = screen.rubric.opinion
        QTest.mouseClick(opinion.recommend.buttons[0], Qt.MouseButton.LeftButton)
        QTest.mouseClick(opinion.integrity.buttons[0], Qt.MouseButton.LeftButton)
        walk.until("nothing is missing", lambda: not screen.model.sheet.missing())
        walk.until("everything is kept", lambda: screen.model.saver.is_clean)
        if not n:
            walk.picture("score")
        walk.click("nextApplication")


def is_at(screen: ScoreScreen, place: int) -> bool:
    """Say whether a criterion is on show."""
    return (screen.rubric.section or "").endswith(f"K{place}")


def lock_and_return(walk: Walk, passphrase: str, stick: Path) -> None:
    """Lock all sheets with the passphrase and write the files."""
    walk.at("review")
    walk.click("reviewLockAll")
    question = walk.question()
    walk.focus_in("signPassphrase")
    walk.type(passphrase)
    walk.agree(question)
    walk.at("giveBack")
    answer(stick)
    walk.click("returnWrite")
    walk.find("file:scores")
    walk.find("file:declaration")


def main() -> int:
    """Walk."""
    folder, vault, package, code, secret, count = sys.argv[1:]
    passphrase = Path(secret).read_text("utf-8")
    stick = Path(package).parent
    stop_at_faults()
    app = QApplication(["walk", *STYLE])
    with window(app, Path(folder) / "preferences.json", [stick], Path(vault)) as walk:
        unlock_and_open(walk, Path(package), code, passphrase)
        declare(walk, int(count))
        score(walk, int(count) - 1)
        lock_and_return(walk, passphrase, stick)
    print(f"walk: done on {app.platformName()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

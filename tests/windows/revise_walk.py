"""An expert revises a sheet after the group discussed it, in a real window; run by test_real_window.

Usage: ``revise_walk.py FOLDER VAULT PACKAGE PASSPHRASE-FILE``. The package holds the letter that told of
the discussion. Ends with 0 when the files for the secretary are on the stick.
"""

from __future__ import annotations

import sys
from pathlib import Path

from faults import stop_at_faults
from hands import Key, Walk, answer, window
from PySide6.QtWidgets import QApplication

from ui.theme.theme import STYLE
from ui.views.score import ScoreScreen
from ui.widgets.percent_field import PercentField

REASON = "听取了检测报告的说明，调整第一项的打分"
PERCENT = "72"


def come_back(walk: Walk, package: Path, passphrase: str) -> None:
    """Unlock, open the newer package: the round is known, so no code is asked for; the sitting waits."""
    walk.at("unlock")
    walk.focus_in("unlockPassphrase")
    walk.type(passphrase)
    walk.press(Key.Key_Return)
    walk.at("home")
    walk.click(f"package:{package.name}Act")
    walk.focus_in("openedEnter")
    walk.press(Key.Key_Return)
    walk.at("memberSitting")


def revise(walk: Walk) -> None:
    """Begin with a reason, change one percent by keys, see both totals."""
    walk.click("sittingRevise")
    dialog = walk.dialog("revise")
    walk.focus_in("reviseReason")
    walk.type(REASON)
    walk.agree(dialog)
    walk.at("score")
    screen = walk.shell.screen
    assert isinstance(screen, ScoreScreen)
    sheet = screen.model.sheet
    walk.until("the revision is open", lambda: sheet.is_open and sheet.content.phase == "revision")
    before = walk.text("runningTotal")
    walk.click("criterion1")
    walk.until("the percent waits", lambda: isinstance(QApplication.focusWidget(), PercentField))
    walk.type(PERCENT)
    walk.press(Key.Key_Return)
    walk.until("the total follows", lambda: walk.text("runningTotal") != before)
    walk.says("recusalTag", before)  # the first total stays beside the new one
    walk.until("everything is kept", lambda: screen.model.saver.is_clean)
    walk.picture("revision")
    walk.click("nextApplication")


def lock_and_return(walk: Walk, passphrase: str, stick: Path) -> None:
    """Sign the revision and write the files."""
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


def main() -> int:
    """Walk."""
    folder, vault, package, secret = sys.argv[1:]
    passphrase = Path(secret).read_text("utf-8")
    stick = Path(package).parent
    stop_at_faults()
    app = QApplication(["walk", *STYLE])
    with window(app, Path(folder) / "preferences.json", [stick], Path(vault)) as walk:
        come_back(walk, Path(package), passphrase)
        revise(walk)
        lock_and_return(walk, passphrase, stick)
    sys.stdout.write(f"walk: done on {app.platformName()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

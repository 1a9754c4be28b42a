"""The experts' sittings: each opens, pledges, declares, scores, locks and gives back by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from hands import Key, Walk, answer
from PySide6.QtWidgets import QApplication
from round_cast import PASSPHRASE, SIZE, Round
from round_first import enter, newest, sit
from walk import declare, lock_and_return, score, unlock_and_open

#: Around which percent the members judge each application.
_LEVELS = (78, 64, 82)
#: Place of the member who declares a conflict with the first application, and of the one who judges apart.
CONFLICTED, APART = 1, 4
#: Place of the member who finds a conflict with the last application when everything is given back.
LATE = 3


def percents_of(member: int, n: int) -> Sequence[str]:
    """Return what a member gives the n-th application, by criterion."""
    base = _LEVELS[n] + member - 2 - (16 if member == APART and n == 2 else 0)
    return [str(base + step) for step in (0, 1, -1, 2, 0)]


def judge(app: QApplication, play: Round, member: int) -> None:
    """Open the package from the stick, pledge, declare, score, lock, give back."""
    name = play.seated[member]
    package = newest(play.stick("3-材料包"), "*.zgcpkg")
    first, count = int(member == CONFLICTED), len(play.numbers)
    with sit(app, play, name, package.parent) as walk:
        code = "" if name == play.chair else play.codes[1]  # the chair's computer knows the round
        unlock_and_open(walk, package, code, PASSPHRASE)
        declare(walk, count, conflicted=member == CONFLICTED)
        score(walk, count - first, lambda n: percents_of(member, n + first))
        lock_and_return(walk, PASSPHRASE, play.stick(f"4-回传/{name}"))
        walk.picture(f"3{member}-given-back")


def find_late(app: QApplication, play: Round) -> None:
    """A conflict after the sheets were given back: declared from the menu by keys, given back anew (§4.2)."""
    name = play.seated[LATE]
    with sit(app, play, name) as walk:
        enter(walk, "score")
        walk.menu("late")
        dialog = walk.dialog("lateConflict")
        walk.focus_in("late:application")
        walk.type(play.numbers[-1])
        walk.press(Key.Key_Tab)
        walk.focus_in("late:rule")
        walk.type("R03")
        walk.focus(walk.find("lateReason"))
        walk.type("三年内在申报单位任职，回家后才想起")
        walk.picture("37-late-conflict")
        walk.says("lateFollows", "回避")
        before = walk.shell.screen
        walk.agree(dialog)
        walk.until("the round is read anew", lambda: walk.shell.screen is not before)
        to_give_back(walk)
        answer(play.stick(f"4-回传/{name}"))
        walk.click("returnWrite")
        walk.find("file:declaration")
        walk.picture("38-given-back-anew")


def to_give_back(walk: Walk) -> None:
    """Go on from the sheets, which are locked, to the way back."""
    walk.click("nextApplication")
    walk.at("review")
    walk.click("reviewLockAll")
    walk.at("giveBack")


SCENES: dict[str, Callable[[QApplication, Round], None]] = {
    **{f"judge{member}": partial(judge, member=member) for member in range(SIZE)},
    "find_late": find_late,
}

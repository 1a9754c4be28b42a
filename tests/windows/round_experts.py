"""The experts' sittings: each opens, pledges, declares, scores, locks and gives back by keys and clicks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QApplication
from round_cast import PASSPHRASE, SIZE, Round
from round_first import newest, sit
from walk import declare, lock_and_return, score, unlock_and_open

#: Around which percent the members judge each application.
_LEVELS = (78, 64, 82)
#: Place of the member who declares a conflict with the first application, and of the one who judges apart.
CONFLICTED, APART = 1, 4


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


SCENES = {f"judge{member}": partial(judge, member=member) for member in range(SIZE)}

"""The demo's vaults, opened to compare figures: of windows, commands and the independent verifier."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.bootstrap import open_desk
from ui.captions import Captions
from ui.cli.session import Session
from ui.context import Context
from ui.jobs import InlineJobs
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from ui.viewmodels.home import heads
from zgc_review.domain.times import SystemClock
from zgc_review.services.desk import Desk

EQUAL = Path(__file__).resolve().parents[1] / "ui" / "equal"
if str(EQUAL) not in sys.path:
    sys.path.insert(0, str(EQUAL))

from figures_compare import Comparison  # noqa: E402 - the folder is no package


class Demo:
    """A demo that ran, and its vaults, opened when first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._desks: dict[str, Desk] = {}

    def desk(self, name: str) -> Desk:
        if name not in self._desks:
            passphrase = (self.folder / "口令" / f"{name}.txt").read_text("utf-8").splitlines()[0]
            self._desks[name] = open_desk(self.folder / "保险库" / f"{name}.zgcvault", passphrase)
        return self._desks[name]

    def close(self) -> None:
        for one in self._desks.values():
            one.vault.close()

    def chairs(self) -> Iterator[tuple[str, Desk]]:
        """Yield every chair with the group whose decisions the chair signed."""
        for folder in sorted((self.folder / "介质" / "6-结论").glob("*/*")):
            desk = self.desk(folder.name)
            if heads(desk)[0].role == "chair":
                yield folder.parent.name, desk


def context_of(app: QApplication, folder: Path) -> Context:
    """Return the surroundings of a window with inline jobs."""
    theme = Theme(app, "light", 1.0)
    preferences = Preferences(folder / "preferences.json")
    return Context(theme, Icons(theme), Captions("zh_CN"), InlineJobs(), preferences, SystemClock())


def compare_figures(folder: Path, out: Path, language: str, app: QApplication, qtbot: QtBot) -> None:
    """Compare everything that is printed about the demo's round, in one language."""
    demo, context = Demo(folder), context_of(app, out)
    secretary, observer, sealed = demo.desk("秘书"), demo.desk("监督"), folder / "介质" / "7-封存"
    comparison = Comparison(folder / "打开" / "结果", language, secretary, Session())
    assert len(comparison.wanted) == 13
    comparison.secretarys_window(context, qtbot)
    (result,) = (folder / "结果").glob("*.zgcresult")
    officers = ((secretary, "秘书01"), (observer, "监督01"))
    shares = [(desk, next(sealed.glob(f"*{code}.zgcshare"))) for desk, code in officers]
    comparison.opened_result(context, qtbot, result, shares)
    comparison.commands(out / "list.csv")
    comparison.explanations(context, qtbot)
    shown = [comparison.chairs_window(context, qtbot, desk, group) for group, desk in demo.chairs()]
    assert len(shown) == 3
    assert all(shown)
    demo.close()

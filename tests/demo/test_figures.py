"""Figures of the demo's round: windows, commands and the independent verifier print the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.bootstrap import open_desk
from ui.captions import Captions
from ui.cli.main import main
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


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Run the demo with small documents."""
    folder = tmp_path_factory.mktemp("figures") / "round"
    assert main(["demo", "--out", str(folder), "--light", "--applications", "13"]) == 0
    made = Demo(folder)
    yield made
    made.close()


@pytest.fixture
def context(qapp: QApplication, tmp_path: Path) -> Context:
    """Surroundings of a window with inline jobs."""
    theme = Theme(qapp, "light", 1.0)
    preferences = Preferences(tmp_path / "preferences.json")
    return Context(theme, Icons(theme), Captions("zh_CN"), InlineJobs(), preferences, SystemClock())


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_screen_the_command_line_and_the_verifier_print_the_same(
    demo: Demo, context: Context, qtbot: QtBot, tmp_path: Path, language: str
) -> None:
    secretary, sealed = demo.desk("秘书"), demo.folder / "介质" / "7-封存"
    comparison = Comparison(demo.folder / "打开" / "结果", language, secretary, Session())
    assert len(comparison.wanted) == 13
    comparison.secretarys_window(context, qtbot)
    (result,) = (demo.folder / "结果").glob("*.zgcresult")
    officers = ((secretary, "秘书01"), (demo.desk("监督"), "监督01"))
    shares = [(desk, next(sealed.glob(f"*{code}.zgcshare"))) for desk, code in officers]
    comparison.opened_result(context, qtbot, result, shares)
    comparison.commands(tmp_path / "list.csv")
    comparison.explanations(context, qtbot)
    shown = [comparison.chairs_window(context, qtbot, desk, group) for group, desk in demo.chairs()]
    assert len(shown) == 3
    assert all(shown)

"""Fixtures of the windows: offscreen, one application, jobs done inline unless a test asks for threads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.captions import Captions
from ui.context import Context
from ui.jobs import InlineJobs
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import STYLE, Theme
from zgc_review.domain.times import SystemClock

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from services_harness import World  # noqa: E402 - the folders are no packages
from services_stages import Stages  # noqa: E402


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Return what the program makes its application with."""
    return ["zgc-review", *STYLE]


@pytest.fixture(scope="session", autouse=True)
def nothing_goes_while_styled() -> Iterator[None]:
    """Let no widget be collected while Qt goes through all of them for a new style sheet: it would crash.

    The program itself collects in pauses only (``ui/housekeeping.py``).
    """
    apply = Theme._apply

    def quiet(theme: Theme) -> None:
        was = gc.isenabled()
        gc.disable()
        try:
            apply(theme)
        finally:
            if was:
                gc.enable()

    Theme._apply = quiet  # type: ignore[method-assign]
    yield
    Theme._apply = apply  # type: ignore[method-assign]


@pytest.fixture
def context(qapp: QApplication, tmp_path: Path) -> Context:
    """Surroundings of a window with inline jobs, light, Chinese, 100 %."""
    theme = Theme(qapp, "light", 1.0)
    preferences = Preferences(tmp_path / "preferences.json")
    return Context(theme, Icons(theme), Captions("zh_CN"), InlineJobs(), preferences, SystemClock())


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [one for one in threading.enumerate() if one not in before and one.is_alive() and not one.daemon]
    assert left == []


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Return the worlds that tests copy."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def at(stages: Stages, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Return a function that gives an own copy of a round at a stage, its vaults closed."""
    given: list[World] = []

    def copy(stage: str) -> World:
        given.append(stages.copy(stage, tmp_path / f"{stage}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.close()

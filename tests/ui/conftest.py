"""Fixtures of the windows: offscreen, one application, jobs done inline unless a test asks for threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ui.captions import Captions
from ui.context import Context
from ui.jobs import InlineJobs
from ui.preferences import Preferences
from ui.theme.icons import Icons
from ui.theme.theme import Theme
from zgc_review.domain.times import SystemClock


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

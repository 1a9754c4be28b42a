"""Windows over rounds that are locked, decided, sealed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from result_bench import Bench, bench_of  # noqa: E402 - the folder is no package
from services_harness import World  # noqa: E402

from ui.context import Context  # noqa: E402


@pytest.fixture
def sitting(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Callable[[str], Bench]:
    """Return a function that opens the secretary's window at a stage."""

    def make(stage: str) -> Bench:
        world = at(stage)
        return bench_of(context, qtbot, world, world.secretary)

    return make

"""The observer's window over rounds at some stage."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

WINDOWS = Path(__file__).resolve().parents[1]
for folder in (WINDOWS / "result", WINDOWS / "secretary_people"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from result_bench import Bench, bench_of  # noqa: E402 - the folder is no package
from services_harness import World  # noqa: E402

from ui.context import Context  # noqa: E402
from ui.views.observer.rooms import ObserverRooms  # noqa: E402


@pytest.fixture
def watch(
    context: Context, qtbot: QtBot, at: Callable[[str], World]
) -> Callable[[str], tuple[Bench, ObserverRooms]]:
    """Return a function that opens the observer's window at a stage."""

    def make(stage: str) -> tuple[Bench, ObserverRooms]:
        world = at(stage)
        bench = bench_of(context, qtbot, world, world.observer)
        assert bench.program.rooms is not None
        rooms = bench.program.rooms.findChild(ObserverRooms)
        assert rooms is not None
        return bench, rooms

    return make

"""Benches at the stages of a round."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from member_bench import Bench  # noqa: E402 - the folder is no package


@pytest.fixture
def bench_at(context: Context, qtbot: QtBot, at: Callable[[str], World]) -> Iterator[Callable[..., Bench]]:
    """Return a function that shows the vault of an expert at a stage."""
    made: list[Bench] = []

    def bench(stage: str, expert: int = 1, world: World | None = None) -> Bench:
        round_at = world or at(stage)
        made.append(Bench(context, qtbot, round_at, round_at.experts[expert]))
        return made[-1]

    yield bench
    for one in made:
        one.program.lock()


@pytest.fixture
def opened(bench_at: Callable[..., Bench]) -> Bench:
    """Return the window of an expert who opened the package and did nothing yet."""
    return bench_at("opened")


@pytest.fixture
def declared(at: Callable[[str], World], bench_at: Callable[..., Bench]) -> Bench:
    """Return the window of an expert who declared that no rule applies."""
    world = at("opened")
    world.declare_none(world.experts[1])
    return bench_at("opened", world=world)

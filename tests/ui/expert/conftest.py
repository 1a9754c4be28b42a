"""Benches of experts at the stages of a round; no medium of this machine is looked at."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from services_harness import World

import ui.media
from ui.context import Context

MEMBER = Path(__file__).resolve().parents[1] / "member"
for folder in (MEMBER, Path(__file__).resolve().parent):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from member_bench import Bench  # noqa: E402 - the folder is no package


@pytest.fixture
def bench_at(
    context: Context, qtbot: QtBot, at: Callable[[str], World], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Bench]]:
    """Return a function that shows the vault of an expert at a stage."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Bench] = []

    def bench(stage: str, expert: int = 1, world: World | None = None) -> Bench:
        round_at = world or at(stage)
        made.append(Bench(context, qtbot, round_at, round_at.experts[expert]))
        return made[-1]

    yield bench
    for one in made:
        one.program.lock()

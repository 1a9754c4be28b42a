"""A window over the vault of anybody of a round, and the files that a double-click brings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from services_harness import Person, World

import ui.media
from ui.context import Context

HERE = Path(__file__).resolve().parent
for folder in (HERE, HERE.parent / "member"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from member_bench import Bench  # noqa: E402 - the folder is no package


@pytest.fixture
def window(
    context: Context, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[World, Person], Bench]]:
    """Return a function that shows a person's vault; no medium of this machine is looked at."""
    monkeypatch.setattr(ui.media, "media_roots", lambda: ())
    made: list[Bench] = []

    def show(world: World, person: Person) -> Bench:
        made.append(Bench(context, qtbot, world, person))
        return made[-1]

    yield show
    for one in made:
        one.program.lock()

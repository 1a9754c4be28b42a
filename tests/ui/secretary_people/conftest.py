"""Windows over rounds that are built once and copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from services_harness import World

from ui.context import Context

HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1]
for folder in (TESTS / "conflict_desk", TESTS / "drawing", TESTS / "assigning", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from people_bench import Bases, Office  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Return the rounds that tests copy."""
    return Bases(tmp_path_factory.mktemp("people"))


@pytest.fixture
def world_at(bases: Bases, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Return a function that gives an own copy of a round."""
    made: list[World] = []

    def give(name: str) -> World:
        made.append(bases.copy(name, tmp_path / f"{name}{len(made)}"))
        return made[-1]

    yield give
    for one in made:
        one.close()


@pytest.fixture
def office_at(
    context: Context, qtbot: QtBot, world_at: Callable[[str], World]
) -> Iterator[Callable[[str], Office]]:
    """Return a function that opens the secretary's window over an own copy of a round."""
    made: list[Office] = []

    def give(name: str) -> Office:
        made.append(Office(context, qtbot, world_at(name)))
        return made[-1]

    yield give
    for one in made:
        one.program.lock()

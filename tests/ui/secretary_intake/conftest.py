"""Windows over rounds of all three ways, built once and copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.context import Context

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "gates", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from gates_harness import GateWorld  # noqa: E402 - the folder is no package
from intake_bench import Bases, Desk  # noqa: E402


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Return the rounds that tests copy."""
    return Bases(tmp_path_factory.mktemp("intake"))


@pytest.fixture
def world_at(bases: Bases, tmp_path: Path) -> Iterator[Callable[[str], GateWorld]]:
    """Return a function that gives an own copy of a round: ``defined`` or ``taken``."""
    made: list[GateWorld] = []

    def give(name: str) -> GateWorld:
        made.append(bases.copy(name, tmp_path / f"{name}{len(made)}"))
        return made[-1]

    yield give
    for one in made:
        one.close()


@pytest.fixture
def desk_at(context: Context, qtbot: QtBot, world_at: Callable[[str], GateWorld]) -> Callable[[str], Desk]:
    """Return a function that opens the import page over an own copy of a round."""
    return lambda name: Desk(context, qtbot, world_at(name))

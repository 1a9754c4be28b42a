"""Rounds with sub-directions of all three ways, built once, copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from gates_harness import GateWorld, taken_world  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def taken(tmp_path_factory: pytest.TempPathFactory) -> GateWorld:
    """Return a round whose applications are taken in, with closed vaults: to be copied."""
    world = taken_world(tmp_path_factory.mktemp("taken") / "world")
    world.close()
    return world


@pytest.fixture
def world(taken: GateWorld, tmp_path: Path) -> Iterator[GateWorld]:
    """Return an own copy of that round: O-1, O-2 (open call), Q-1, Q-2 (on qualification)."""
    made = taken.copied(tmp_path / "world")
    yield made
    made.close()

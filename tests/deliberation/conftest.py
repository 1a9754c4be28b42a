"""Rounds after the lock, built once, copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from sitting_harness import Bases, Sitting  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Return the rounds that tests copy."""
    return Bases(tmp_path_factory.mktemp("bases"))


@pytest.fixture
def at(bases: Bases, tmp_path: Path) -> Iterator[Callable[[str], Sitting]]:
    """Return a function that gives an own copy of a round: see :class:`Bases`."""
    given: list[Sitting] = []

    def copy(name: str) -> Sitting:
        given.append(bases.copy(name, tmp_path / f"{name}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.world.close()


@pytest.fixture(scope="module")
def keep(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Sitting]]:
    """Return a function that gives one round per name to all tests of a module; they must not change it."""
    given: dict[str, Sitting] = {}

    def shared(name: str) -> Sitting:
        if name not in given:
            given[name] = bases.copy(name, tmp_path_factory.mktemp("kept") / name)
        return given[name]

    yield shared
    for one in given.values():
        one.world.close()

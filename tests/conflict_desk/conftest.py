"""An office with a defined round, built once, copied for each test; and rounds at later stages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from desk_harness import Office, new_office  # noqa: E402 - the folder is no package
from services_harness import World  # noqa: E402
from services_stages import Stages  # noqa: E402


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office that tests copy, with closed vaults."""
    office = new_office(tmp_path_factory.mktemp("office") / "base")
    office.world.close()
    return office


@pytest.fixture
def office(base: Office, tmp_path: Path) -> Iterator[Office]:
    """Return an own copy of the office."""
    made = base.copied(tmp_path / "office")
    yield made
    made.world.close()


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Return the rounds that tests copy."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def at(stages: Stages, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Return a function that gives an own copy of a round at a stage."""
    given: list[World] = []

    def copy(stage: str) -> World:
        given.append(stages.copy(stage, tmp_path / f"{stage}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.close()


@pytest.fixture(scope="module")
def keep(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Return a function that gives one round per stage to all tests of a module."""
    given: dict[str, World] = {}

    def shared(stage: str) -> World:
        if stage not in given:
            given[stage] = stages.copy(stage, tmp_path_factory.mktemp("kept") / stage)
        return given[stage]

    yield shared
    for one in given.values():
        one.close()

"""A whole round, stage by stage, each kept as a folder to be copied; the fixtures that give copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from services_harness import World, new_world, rising


def _seat(world: World) -> None:
    """Defined, taken in, experts seated and assigned."""
    world.define()
    world.seat()


def _pack(world: World) -> None:
    """One package for everybody."""
    world.pack()


def _open(world: World) -> None:
    """Every expert opened the package and fetched the documents."""
    for person in world.experts:
        world.open(person, world.package)


def _write(world: World) -> None:
    """Every expert scored, locked and wrote the files; one reopened a sheet first. Nothing is collected."""
    for n, person in enumerate(world.experts):
        world.score(person, rising(62 + 4 * n))
        if n == 2:
            world.rescore(person, 1, rising(70)(1))
        world.give_back(person)


def _lock(world: World) -> None:
    """Everything collected."""
    for person in world.experts:
        arrivals = world.collect(sorted(world.returns(person).iterdir()))
        assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals


def _decide(world: World) -> None:
    """Aggregated and decided."""
    world.decide()


def _seal(world: World) -> None:
    """Sealed."""
    world.seal()


class Stages:
    """Builds each stage from the one before, once, and gives copies."""

    _steps: ClassVar[dict[str, Callable[[World], None]]] = {
        "seated": _seat,
        "packed": _pack,
        "opened": _open,
        "written": _write,
        "locked": _lock,
        "decided": _decide,
        "sealed": _seal,
    }

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, World] = {}

    def copy(self, stage: str, folder: Path) -> World:
        """Return a copy of the world at ``stage``."""
        return self._at(stage).copy(folder)

    def _at(self, stage: str) -> World:
        """Return the world of ``stage`` with closed vaults."""
        if stage not in self._made:
            names = list(self._steps)
            place = names.index(stage)
            before = self._at(names[place - 1]) if place else None
            # A new folder for every attempt, so that each test shows why a stage cannot be built.
            folder = self._folder / f"{stage}{len(list(self._folder.iterdir()))}"
            world = new_world(folder) if before is None else before.copy(folder)
            self._steps[stage](world)
            world.close()
            self._made[stage] = world
        return self._made[stage]


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Return the worlds that tests copy."""
    return Stages(tmp_path_factory.mktemp("stages"))


@pytest.fixture
def at(stages: Stages, tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Return a function that gives an own copy of the world at a stage."""
    given: list[World] = []

    def copy(stage: str) -> World:
        given.append(stages.copy(stage, tmp_path / f"{stage}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.close()


@pytest.fixture(scope="module")
def keep(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], World]]:
    """Return a function that gives one world per stage to all tests of a module; they must not change it."""
    given: dict[str, World] = {}

    def shared(stage: str) -> World:
        if stage not in given:
            given[stage] = stages.copy(stage, tmp_path_factory.mktemp("kept") / stage)
        return given[stage]

    yield shared
    for one in given.values():
        one.close()

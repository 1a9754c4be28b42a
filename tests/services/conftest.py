"""Worlds at every stage of a round: built once, copied for each test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from services_harness import World, new_world  # noqa: E402 - the folder is no package
from services_stages import Stages  # noqa: E402


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a round of five experts whose cards the secretary has compared."""
    made = new_world(tmp_path)
    yield made
    made.close()


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


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], None]]:
    """Return a function that makes a folder a read-only medium; root or not, nothing can be written."""
    mounted: list[Path] = []

    def freeze(folder: Path) -> None:
        if os.geteuid() == 0:
            subprocess.run(["mount", "--bind", folder, folder], check=True)
            mounted.append(folder)
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        else:
            folder.chmod(0o555)

    yield freeze
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)

"""Rounds of single assignment, built once up to a stage and copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE.parent / "conflict_desk", HERE.parent / "drawing", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from assigning_harness import Single, new_single  # noqa: E402 - the folder is no package


class Stages:
    """Builds each stage from the one before, once, and gives copies."""

    _steps = ("taken", "drawn", "assigned", "packed", "opened", "locked")

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Single] = {}

    def copy(self, stage: str, folder: Path) -> Single:
        """Return a copy of the round at ``stage``."""
        return self._at(stage).copy(folder)

    def _at(self, stage: str) -> Single:
        if stage not in self._made:
            place = self._steps.index(stage)
            folder = self._folder / f"{stage}{len(list(self._folder.iterdir()))}"
            made = self._at(self._steps[place - 1]).copy(folder) if place else new_single(folder)
            getattr(made, f"to_{stage}")()
            made.close()
            self._made[stage] = made
        return self._made[stage]


@pytest.fixture(scope="session")
def single_stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Return the stages, each built when it is first asked for."""
    return Stages(tmp_path_factory.mktemp("single"))


@pytest.fixture
def at(single_stages: Stages, tmp_path: Path) -> Iterator[Callable[[str], Single]]:
    """Return a function that gives an own copy of the round at a stage."""
    made: list[Single] = []

    def give(stage: str) -> Single:
        made.append(single_stages.copy(stage, tmp_path / f"{stage}{len(made)}"))
        return made[-1]

    yield give
    for one in made:
        one.close()

"""Rounds of stage midterm and acceptance, built once, copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE.parent / "deliberation", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from stage_harness import StageBases, StageSitting  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def stage_bases(tmp_path_factory: pytest.TempPathFactory) -> StageBases:
    """Return the rounds that tests copy."""
    return StageBases(tmp_path_factory.mktemp("stage-bases"))


@pytest.fixture
def at(stage_bases: StageBases, tmp_path: Path) -> Iterator[Callable[[str], StageSitting]]:
    """Return a function that gives an own copy of a round whose sheets are in: midterm or acceptance."""
    given: list[StageSitting] = []

    def copy(name: str) -> StageSitting:
        given.append(stage_bases.copy(name, tmp_path / f"{name}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.world.close()

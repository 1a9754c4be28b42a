"""Windows over a mid-term check and an acceptance whose sheets are in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1]
for folder in (TESTS / "deliberation", TESTS / "stages", HERE.parent / "member", HERE.parent / "result"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from stage_harness import StageBases, StageSitting  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def stage_bases(tmp_path_factory: pytest.TempPathFactory) -> StageBases:
    """Return the rounds that tests copy."""
    return StageBases(tmp_path_factory.mktemp("stage-windows"))


@pytest.fixture
def stage_at(stage_bases: StageBases, tmp_path: Path) -> Iterator[Callable[[str], StageSitting]]:
    """Return a function that gives an own copy of a round whose sheets are in: midterm or acceptance."""
    given: list[StageSitting] = []

    def copy(stage: str) -> StageSitting:
        given.append(stage_bases.copy(stage, tmp_path / f"{stage}{len(given)}"))
        return given[-1]

    yield copy
    for one in given:
        one.world.close()

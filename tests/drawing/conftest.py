"""Offices with a roster to draw from, built once, copied for each test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE.parent / "conflict_desk", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from desk_harness import Office, new_office  # noqa: E402 - the folder is no package
from draw_harness import GROUP, TWO_GROUPS  # noqa: E402


def _base(folder: Path, groups: list[dict[str, object]]) -> Office:
    """Return an office with closed vaults."""
    office = new_office(folder, groups=groups)
    office.world.close()
    return office


@pytest.fixture(scope="session")
def one_base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office with one group of five."""
    return _base(tmp_path_factory.mktemp("one") / "base", [GROUP])


@pytest.fixture(scope="session")
def two_base(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return an office with two groups."""
    return _base(tmp_path_factory.mktemp("two") / "base", TWO_GROUPS)


@pytest.fixture
def office(one_base: Office, tmp_path: Path) -> Iterator[Office]:
    """Return an own copy of the office with one group."""
    made = one_base.copied(tmp_path / "office")
    yield made
    made.world.close()


@pytest.fixture
def offices(two_base: Office, tmp_path: Path) -> Iterator[Office]:
    """Return an own copy of the office with two groups."""
    made = two_base.copied(tmp_path / "office")
    yield made
    made.world.close()

"""An office with a defined round, built once, copied for each test; and rounds at later stages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from desk_harness import Office, new_office  # noqa: E402 - the folder is no package
from services_stages import at, keep, stages  # noqa: E402 - fixtures

__all__ = ["at", "keep", "stages"]


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

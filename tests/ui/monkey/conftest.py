"""Whole rounds stand beside the services' and the sitting's tests."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "deliberation", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

import pytest  # noqa: E402 - after the folders
from sitting_harness import Bases  # noqa: E402


@pytest.fixture(scope="session")
def bases(tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Return the rounds that tests copy."""
    return Bases(tmp_path_factory.mktemp("bases"))

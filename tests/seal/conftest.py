"""Makes the harness of this room and the writer of the samples importable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
VECTORS = HERE.parent / "vectors"
for folder in (HERE, VECTORS):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from seal_harness import Party  # noqa: E402 - the folder is no package


@pytest.fixture(scope="session")
def secretary() -> Party:
    return Party()


@pytest.fixture(scope="session")
def expert() -> Party:
    return Party()

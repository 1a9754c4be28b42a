"""The helpers beside these tests, and the fuzzed rounds, can be imported; rounds play in memory."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TESTS = HERE.parents[1]
for folder in (HERE, TESTS / "fuzz", TESTS / "deliberation"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

MEMORY = Path("/dev/shm")
LEAST = 1 << 31  # bytes


@pytest.fixture(scope="module")
def swift_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder for the tests of a module, in memory where the system has one: vaults sync."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < LEAST:
        yield tmp_path_factory.mktemp("rounds")
        return
    made = Path(tempfile.mkdtemp(prefix="zgc-equal-", dir=MEMORY))
    yield made
    shutil.rmtree(made)

"""The harnesses of whole rounds stand beside the services' tests; rounds play in memory: vaults sync."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE.parent / "deliberation", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

MEMORY = Path("/dev/shm")
LEAST = 1 << 31  # bytes


def _memory(ordinary: Path) -> Iterator[Path]:
    """Yield a folder in memory where the system has one, else an ordinary one."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < LEAST:
        yield ordinary
        return
    made = Path(tempfile.mkdtemp(prefix="zgc-fuzz-", dir=MEMORY))
    yield made
    shutil.rmtree(made)


@pytest.fixture
def swift(tmp_path: Path) -> Iterator[Path]:
    """Return a folder for one test."""
    yield from _memory(tmp_path)


@pytest.fixture(scope="module")
def swift_base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder for the tests of a module."""
    yield from _memory(tmp_path_factory.mktemp("base"))

"""Where rounds are played: in memory where the system has such a folder; vaults sync after every act."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
LEAST = 1 << 31  # bytes


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in memory where the system has one, else an ordinary one."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < LEAST:
        yield tmp_path_factory.mktemp("leaks")
        return
    made = Path(tempfile.mkdtemp(prefix="zgc-leaks-", dir=MEMORY))
    yield made
    shutil.rmtree(made)

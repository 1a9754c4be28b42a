"""The harnesses of whole rounds stand beside the services' and the sitting's tests."""

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


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a folder in memory where the system has one, else an ordinary one."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < 1 << 31:
        yield tmp_path_factory.mktemp("leaks")
        return
    made = Path(tempfile.mkdtemp(prefix="zgc-leaks-", dir=MEMORY))
    yield made
    shutil.rmtree(made)

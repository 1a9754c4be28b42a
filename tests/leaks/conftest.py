"""The harnesses of whole rounds stand beside the services' tests."""

from __future__ import annotations

import os
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


@pytest.fixture
def swift(tmp_path: Path) -> Iterator[Path]:
    """Return a folder in memory where there is one: the vaults sync after every act."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="zgc-leaks-", dir=memory))
    yield folder
    shutil.rmtree(folder)

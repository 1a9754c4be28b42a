"""Worlds at every stage of a round: built once, copied for each test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from services_escrow import fresh, held, held_base, scored_base  # noqa: E402 - fixtures
from services_harness import World, new_world  # noqa: E402 - the folder is no package
from services_stages import at, keep, stages  # noqa: E402 - fixtures

__all__ = ["at", "fresh", "held", "held_base", "keep", "scored_base", "stages"]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a round of five experts whose cards the secretary has compared."""
    made = new_world(tmp_path)
    yield made
    made.close()


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], None]]:
    """Return a function that makes a folder a read-only medium; root or not, nothing can be written."""
    mounted: list[Path] = []

    def freeze(folder: Path) -> None:
        if os.geteuid() == 0:
            subprocess.run(["mount", "--bind", folder, folder], check=True)
            mounted.append(folder)
            subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        else:
            folder.chmod(0o555)

    yield freeze
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)

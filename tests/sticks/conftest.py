"""Rounds at every stage, to write from onto sticks that go."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

from services_stages import at, keep, stages  # noqa: E402 - fixtures; the folder is no package

__all__ = ["at", "keep", "stages"]

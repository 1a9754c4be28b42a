"""Windows that write onto sticks that go."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parents[1] / "sticks", HERE.parent / "result"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

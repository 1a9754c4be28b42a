"""The harnesses of whole rounds stand beside the services' and the sitting's tests."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent / "services", HERE.parent / "deliberation", HERE):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

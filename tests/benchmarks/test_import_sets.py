"""Heavy libraries are imported when needed, not when the command line starts (design §7)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = [
    "pandas",
    "matplotlib",
    "scipy",
    "numpy",
    "typst",
    "openpyxl",
    "fontTools",
    "opencc",
    "pypinyin",
    "PySide6",
]
STARTS = {
    "import": "import ui.cli.main",
    "catalogue show": "from ui.cli.main import main\nassert main(['catalogue', 'show']) == 0",
}
ASK = "\nimport sys\nprint('imported:', *sorted({name.partition('.')[0] for name in sys.modules}))"


def imported(code: str) -> set[str]:
    """Return the top-level modules that a new process holds after ``code``."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code + ASK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("imported:")[2].split())


@pytest.mark.parametrize("name", STARTS)
def test_heavy_libraries_are_not_imported(name: str) -> None:
    assert imported(STARTS[name]) & set(HEAVY) == set()


def test_the_question_would_find_them() -> None:
    found = imported("import numpy, ui.cli.commands.rounds")
    assert {"numpy", "zgc_review", "sqlcipher3"} <= found

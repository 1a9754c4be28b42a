"""Small modules with one reason to exist: none of the program's is longer than 400 lines."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400


@pytest.mark.parametrize("room", ["zgc_review", "ui", "db", "benchmarks"])
def test_no_module_is_longer_than_400_lines(room: str) -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in (ROOT / room).rglob("*.py")}
    assert lines
    assert {str(path): count for path, count in lines.items() if count > LONGEST} == {}

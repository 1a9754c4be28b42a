"""C7: with and without an application, who stands aside on it sees the same numbers, orders and sizes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from leak_rounds import How, LeakRound, Viewer, drawn_plan
from leak_views import Eyes, size_classes

SEEDS = range(12 if os.environ.get("ZGC_HOLD") else 1)
CASES = [
    (seed, viewer, how)
    for seed in SEEDS
    for viewer in ("expert", "chair", "acting")
    for how in ("found", "declared")
]


@pytest.mark.parametrize(("seed", "viewer", "how"), CASES)
def test_c7_a_conflicted_viewer_sees_the_same(
    swift: Path, capsys: pytest.CaptureFixture[str], seed: int, viewer: Viewer, how: How
) -> None:
    plan = drawn_plan(seed, viewer, how)
    seen = [
        _seen(LeakRound(plan, swift / name, with_hidden=name == "with"), capsys)
        for name in ("with", "without")
    ]
    number = f"ZGC-{plan.hidden:04d}"
    for (stage, with_it), (_, without) in zip(seen[0].items(), seen[1].items(), strict=True):
        if how == "declared" and stage == "pack_and_open":
            continue  # what is declared afterwards was open then
        for command, shown in with_it.items():
            told = _without_own_line(shown, number) if how == "declared" else shown
            assert told == without[command], f"{plan}: {stage}: {command}"


def _without_own_line(shown: Any, number: str) -> Any:
    """Leave out what the viewer knew before declaring: that the application is on the list, and closed."""
    done, text = shown
    if isinstance(text, str):
        return done, "".join(line for line in text.splitlines(keepends=True) if not line.startswith(number))
    value, err = text
    if isinstance(value, list):
        value = [one for one in value if not (isinstance(one, dict) and one.get("number") == number)]
    return done, (value, err)


def _seen(made: LeakRound, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """Play the round and return what the viewer sees at each stage."""
    seen: dict[str, dict[str, Any]] = {}
    stages = ("seat", "pack_and_open", "declare", "score", "combine", "sit", "decide")
    for stage in stages:
        getattr(made, stage)()
        if stage != "seat":
            seen[stage] = Eyes(made, made.viewer, capsys).everything()
            seen[stage]["sizes"] = (0, str(_sizes(made, stage)))
    made.world.close()
    return seen


def _sizes(made: LeakRound, stage: str) -> list[int]:
    """Return the size classes of the files that the viewer got so far."""
    code = made.viewer.code
    found = [path for path in made.world.folder.rglob("*") if path.is_file() and code in path.name]
    mine = {".zgcpkg", ".zgcpanel", ".zgcack"}
    if made.plan.how == "declared":
        mine.remove(".zgcpkg")  # its first package held what was declared afterwards
    return sorted(size_classes([path for path in found if path.suffix in mine]))

"""A whole round in real X windows: the demo's intake folder goes in, the opened result comes out (issue 5).

Every act of every role is a click or a key in the program's own window: secretary, observer, five experts,
their chair. Only two things are not the program's: file dialogs are answered (they belong to the system),
and there is no window manager, so that the walk gives a window back its focus after a dialog.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
XVFB = shutil.which("xvfb-run")
SCREEN = "-screen 0 1366x768x24"


@pytest.mark.skipif(XVFB is None, reason="xvfb-run is not installed: no real window can be had")
@pytest.mark.timeout(900)
def test_a_round_goes_from_the_intake_folder_to_the_opened_result_by_clicks_and_keys(tmp_path: Path) -> None:
    folder = tmp_path / "round"
    folder.mkdir()
    command = [str(XVFB), "-a", "-s", SCREEN, sys.executable, str(HERE / "round_walk.py"), str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=800,
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "walk: done on xcb" in done.stdout
    _judge(folder)


def _judge(folder: Path) -> None:
    """The opened result says what was clicked and typed, and the independent verifier agrees."""
    opened = folder / "介质" / "8-公开"
    walk = json.loads((folder / "walk.json").read_text("utf-8"))
    code, head = walk["codes"][-1].replace(" ", ""), walk["head"].replace(" ", "")
    verifier = [sys.executable, "-I", str(ROOT / "resources" / "verifier" / "zgc_verify.py")]
    given = [str(opened), "--json", "--round-code", code, "--log-head", head]
    checked = subprocess.run([*verifier, *given], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    parts = json.loads((opened / "manifest.json").read_text("utf-8"))["body"]["parts"]
    roles = Counter(one["role"] for one in parts)
    assert roles["sheet"] == 15  # five experts by three applications, one of them a recusal
    aggregate = next(one["file"] for one in parts if one["role"] == "aggregate")
    result = json.loads((opened / aggregate).read_text("utf-8"))
    lines = result["applications"]
    assert sorted(_line(one) for one in lines) == [
        (6445, 5, 0, "RESERVE", None),
        (7859, 4, 1, "SUPPORT", 100_000_000),  # cut from 120 万元 by key, judged without who is in conflict
        (8125, 5, 0, "SUPPORT", 110_000_000),
    ]
    assert sorted(one["result"] for one in result["unscored"]) == ["DECLINED", "INFO_MISSING", "LISTED"]


def _line(one: dict[str, Any]) -> tuple[Any, ...]:
    """Return value ×100, effective sheets, recusals, decision and amount in 分 of an application."""
    return one["after"]["value"], one["n_effective"], one["n_recused"], one["decision"], one["amount_fen"]

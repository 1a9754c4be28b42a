"""The expert's whole way in a real X window: clicks and keys, real threads, real documents (U4)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
SERVICES = HERE.parent / "services"
if str(SERVICES) not in sys.path:
    sys.path.insert(0, str(SERVICES))

from services_harness import PASSPHRASE, new_world  # noqa: E402 - the folder is no package

from zgc_review.services import collecting  # noqa: E402

XVFB = shutil.which("xvfb-run")


@pytest.mark.skipif(XVFB is None, reason="xvfb-run is not installed: no real window can be had")
@pytest.mark.timeout(600)
def test_an_expert_walks_from_the_unlock_to_the_files_for_the_secretary(tmp_path: Path) -> None:
    world = new_world(tmp_path / "world", applications=3)
    (tmp_path / "world").mkdir(exist_ok=True)
    world.define()
    world.seat()
    package = world.pack()
    person, code = world.experts[1], world.code(2)
    person.close()
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, "utf-8")
    given = [tmp_path, person.vault, package, code, secret, 3]
    command = [str(XVFB), "-a", "-s", "-screen 0 1366x768x24", sys.executable, str(HERE / "walk.py")]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [*command, *map(str, given)],
        capture_output=True,
        text=True,
        timeout=500,
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(HERE.parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "done on xcb" in done.stdout
    files = sorted(
        one for one in package.parent.iterdir() if one.suffix in {".zgcscore", ".zgcdecl", ".zgccons"}
    )
    arrivals = collecting.collect(world.secretary.desk, world.secretary.round, files)
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
    assert any(one.kind == "scores" for one in arrivals)
    world.close()

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

from services_harness import PASSPHRASE, Person, World, new_world, rising  # noqa: E402 - the folder is no package

from zgc_review.services import aggregating, collecting, deliberating, post  # noqa: E402

XVFB = shutil.which("xvfb-run")


@pytest.mark.skipif(XVFB is None, reason="xvfb-run is not installed: no real window can be had")
@pytest.mark.timeout(900)
def test_an_expert_walks_from_the_unlock_to_the_revision_after_the_discussion(tmp_path: Path) -> None:
    """Declare, score, lock, return; then, once the discussion is open, revise, lock, return again."""
    world = new_world(tmp_path / "world", applications=3)
    (tmp_path / "world").mkdir(exist_ok=True)
    world.define()
    world.seat()
    package = world.pack()
    person = world.experts[1]
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE, "utf-8")
    person.close()
    walked(tmp_path, "walk.py", person.vault, package, world.code(2), secret, 3)
    arrivals = collecting.collect(world.secretary.desk, world.secretary.round, on_stick(package))
    assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
    assert any(one.kind == "scores" for one in arrivals)
    chair = discussed(world, person, package)
    walked(tmp_path, "revise_walk.py", person.vault, world.package, secret)
    again = [one for one in world.collect(on_stick(package)) if one.kind == "scores"]
    assert sorted(one.outcome for one in again) == ["duplicate", "new"], again
    second = world.ids()[1]
    with world.secretary.desk.vault.begin() as uow:
        sheets = uow.messages.find(world.secretary.round.round_id, "sheet", slot=second)
    totals = {
        body.phase: body.total
        for body in (post.body_of_row(one) for one in sheets if one.sender == person.card.card_id)
    }
    assert set(totals) == {"initial", "revision"}
    assert totals["initial"] > totals["revision"]
    assert chair.code
    world.close()


def discussed(world: World, person: Person, package: Path) -> Person:
    """Let everybody else score, the secretary combine, the chair discuss; tell ``person`` by letter."""
    for n, other in enumerate(world.experts):
        if other is not person:
            world.open(other, package)
            world.score(other, rising(62 + 4 * n))
            world.collect(world.give_back(other))
    aggregating.aggregate_round(world.secretary.desk, world.secretary.round)
    chair = world.experts[0]
    act = deliberating.open_discussion(chair.desk, chair.round, world.ids()[1], world.folder / "acts")
    assert act.path is not None
    assert all(one.outcome == "new" for one in world.collect([act.path]))
    with person.desk.vault.begin() as uow:
        (person.row,) = uow.rounds.all()
    person.code = person.row.code or ""
    person.close()
    world.pack(letters_only=True, codes=(person.code,))
    return chair


def on_stick(package: Path) -> list[Path]:
    """Return what an expert wrote beside the package."""
    return sorted(
        one for one in package.parent.iterdir() if one.suffix in {".zgcscore", ".zgcdecl", ".zgccons"}
    )


def walked(folder: Path, script: str, *given: object) -> None:
    """Run a walk in a real X window and expect it to come to its end."""
    screen = ["-a", "-s", "-screen 0 1366x768x24"]
    command = [str(XVFB), *screen, sys.executable, str(HERE / script), str(folder), *map(str, given)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "QT_QPA_PLATFORMTHEME": "", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=500,
        cwd=folder,
        env={**environment, "PYTHONPATH": str(HERE.parents[1])},
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert "done on xcb" in done.stdout

"""S7: the program killed at random moments of writing leaves old or new files, and doing it again works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from services_harness import Person
from services_stages import Stages
from sticks_acts import ACTS, contents, standing

from db.check import check
from db.vault import Limit
from ui.media import find_candidates, find_panels
from ui.viewmodels.secretary.post import returned_files

MOMENTS = 20 if os.environ.get("ZGC_HOLD") else 1
CHILD = Path(__file__).resolve().parents[1] / "services" / "services_child.py"


@pytest.mark.parametrize("name", ACTS)
def test_s7_a_kill_leaves_old_or_new_and_the_act_can_be_repeated(
    stages: Stages, tmp_path: Path, name: str
) -> None:
    act, chance = ACTS[name], random.Random(name)
    base = stages.copy(act.stage, tmp_path / "base")
    act.begin(base)
    base.close()
    world = base.copy(tmp_path / "rehearsed")
    begin = time.monotonic()
    act.do(world, tmp_path / "first")
    took = time.monotonic() - begin
    world.close()
    old = {path.name: path.read_bytes() for path in standing(tmp_path / "first").values()}
    expected = set(contents(tmp_path / "first"))
    for turn in range(MOMENTS):
        world, stick = base.copy(tmp_path / f"w{turn}"), tmp_path / f"s{turn}"
        stick.mkdir()
        for file, data in old.items() if turn % 2 == 0 else ():
            (stick / file).write_bytes(data)
        before = contents(stick)
        killed(name, act.who(world), [stick, *act.given(world)], chance.uniform(0, took))
        now, there = contents(stick), standing(stick)
        assert set(before) <= set(now) <= expected
        seen = {*returned_files([stick]), *find_panels([stick], ())}
        candidates = find_candidates([stick], ())
        assert not [one for one in candidates if one.damaged]
        assert {one.name for one in seen} | {one.path.name for one in candidates} <= set(now)
        for file in set(now) - {one for one in now if now[one] == before.get(one)}:
            act.whole(world, there[file])
        assert act.who(world).store.limit is Limit.NONE
        assert check(act.who(world).store) == ()
        if act.is_over(world):
            assert set(now) == expected
        else:
            act.do(world, stick)  # a file that is there already may stay beside one with a new number
        there = standing(stick)
        assert there if act.renumbers else expected <= set(there)
        assert act.renumbers or set(stick.iterdir()) == set(there.values())
        for path in there.values():
            act.whole(world, path)
        world.close()


def killed(name: str, person: Person, given: list[object], after: float) -> None:
    """Let a process of its own begin an act and kill it ``after`` so many seconds."""
    person.close()
    command = [sys.executable, str(CHILD), name, str(person.vault), *map(str, given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)

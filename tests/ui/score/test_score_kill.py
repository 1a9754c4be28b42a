"""The program killed one second after a keystroke loses nothing that is older (acceptance U1).

Ten times here, as often as ``ZGC_HOLD`` says under ``make hold`` (200 in acceptance).
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from score_bench import CRITERIA, Prepared, declared_none
from services_harness import PASSPHRASE

import db.vault
from zgc_review.domain.times import SystemClock
from zgc_review.services.desk import Desk

CHILD = Path(__file__).with_name("kill_child.py")
TIMES = 200 if os.environ.get("ZGC_HOLD") else 10
OLD = 1.0  # s; what is older must not be lost


def killed_at(child: subprocess.Popen[str], count: int) -> list[tuple[float, str]]:
    """Read keystrokes until ``count`` of them, wait a second, kill; return when each text stood there."""
    assert child.stdout is not None
    seen: list[tuple[float, str]] = []
    for line in child.stdout:
        number, _, text = line.rstrip("\n").partition(" ")
        seen.append((time.monotonic(), text))
        if int(number) == count:
            break
    time.sleep(OLD)
    child.kill()
    child.wait()
    return seen


@pytest.mark.hold
@pytest.mark.timeout(TIMES * 20)
def test_u1_killed_a_second_after_a_keystroke(prepared: Prepared, tmp_path: Path) -> None:
    vault = tmp_path / "expert.zgcvault"
    shutil.copytree(prepared.vault, vault)
    with db.vault.open_vault(vault, PASSPHRASE) as store:
        declared_none(Desk(store, SystemClock()), prepared.row)
        with store.begin() as uow:
            first = uow.applications.all(prepared.row.round_id)[0].application_id
    draw = random.Random(20261123)
    for n in range(TIMES):
        copy = tmp_path / f"run{n}.zgcvault"
        shutil.copytree(vault, copy)
        count, pause = draw.randint(1, 30), draw.choice((15, 60, 200, 300))
        # More keystrokes follow the last one that counts: the kill falls into the middle of typing.
        command = [sys.executable, str(CHILD), str(copy), str(count + 200), str(pause)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            seen = killed_at(child, count)
        with db.vault.open_vault(copy, PASSPHRASE) as store, store.begin() as uow:
            stored = uow.drafts.newest(prepared.row.round_id, first, "initial")
        kept = "" if stored is None else stored.body["comments"].get(CRITERIA[0], "")
        assert kept.startswith(seen[-1][1]), (n, count, pause)
        shutil.rmtree(copy)

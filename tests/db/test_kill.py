"""kill -9 in the middle of transactions: exactly the committed rows are there afterwards (U1)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from db.check import check
from db.vault import Limit

if TYPE_CHECKING:
    from conftest import Place

KILLS = int(os.environ.get("ZGC_KILLS", "10"))

# Each round commits a batch of facts and an object, and says so only afterwards.
WRITER = """
import sys
from pathlib import Path
from db.vault import open_vault
vault = open_vault(Path(sys.argv[1]), sys.argv[2])
assert vault.writable
with vault.begin() as work:
    batch = (work.facts.get("batch") or 0) + 1
while True:
    writer = vault.objects.writer()
    writer.write(b"%d " % batch * 20000)
    digest = writer.keep()
    with vault.begin() as work:
        work.facts.put("batch", batch)
        for n in range(200):
            work.facts.put(f"fact {batch} {n}", ["PLAINTEXT-MARKER", batch, n])
        work.facts.put(f"object {batch}", digest)
        print("begun", batch, flush=True)
        work.commit()
    print("done", batch, flush=True)
    batch += 1
"""


def test_u01_only_whole_transactions_survive_a_kill(place: Place) -> None:
    chance = random.Random(7)
    committed = 0
    for turn in range(KILLS):
        done, begun = run_and_kill(place, chance.randrange(1, 5), turn % 3)
        for path in place.path.rglob("*"):
            assert not path.is_file() or b"PLAINTEXT-MARKER" not in path.read_bytes()
        with place.open() as vault:
            assert vault.limit is Limit.NONE
            assert check(vault) == ()
            with vault.begin() as work:
                batch = work.facts.get("batch") or 0
                assert max(committed, done) <= batch <= max(begun, committed)
                for number in range(1, batch + 1):
                    for n in range(200):
                        assert work.facts.get(f"fact {number} {n}") == ["PLAINTEXT-MARKER", number, n]
                    assert vault.objects.has(work.facts.get(f"object {number}"))
                assert work.facts.get(f"fact {batch + 1} 0") is None
            assert not list((place.path / "objects").glob("*.part"))
        committed = batch
    assert committed > 0


def run_and_kill(place: Place, batches: int, moment: int) -> tuple[int, int]:
    """Let a child write, kill it, and return the last batch it called done and the last it began.

    ``moment``: 0 kills right after a commit was begun, 1 right after one was done, 2 somewhere.
    """
    command = [sys.executable, "-c", WRITER, str(place.path), place.passphrase]
    done = begun = seen = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            word, number = line.split()
            begun = max(begun, int(number))
            if word == "done":
                done, seen = int(number), seen + 1
            if seen >= batches and (moment == 2 or (word == "begun") == (moment == 0)):
                break
        child.send_signal(signal.SIGKILL)
        for line in child.stdout:
            word, number = line.split()
            begun = max(begun, int(number))
            done = max(done, int(number)) if word == "done" else done
    return done, begun


CREATOR = """
import sys
from pathlib import Path
from db.keyfile import KdfParameters
from db.vault import create_vault
folder = Path(sys.argv[1])
n = 0
while True:
    create_vault(folder / f"{n}.zgcvault", "long enough", kdf=KdfParameters(8192, 1, 1)).vault.close()
    print(n, flush=True)
    n += 1
"""


def test_a_killed_creation_leaves_no_half_vault(tmp_path: Path, place: Place) -> None:
    from db.vault import open_vault  # noqa: PLC0415 - beside its only use

    folder = tmp_path / "many"
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", CREATOR, str(folder)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        while int(child.stdout.readline()) < 6:
            pass
        child.send_signal(signal.SIGKILL)
    vaults = list(folder.glob("*.zgcvault"))
    assert len(vaults) >= 7
    for path in vaults:
        with open_vault(path, "long enough") as vault:
            assert vault.limit is Limit.NONE
            assert check(vault) == ()

"""A round in which everybody does anything in any order ends, by allowed acts, in a result that verifies."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import islice
from pathlib import Path

import fuzz_acts
import pytest
from fuzz_due import Finish
from fuzz_play import Play
from fuzz_worlds import SORTS, seated_world

from zgc_review.seal.digits import digits_of
from zgc_review.services import escrow, rounds

HOLD = bool(os.environ.get("ZGC_HOLD"))
# One seed alone, to see again what went wrong.
ONLY = os.environ.get("ZGC_FUZZ_SEED")
SEEDS = [int(ONLY)] if ONLY else list(range(60 if HOLD else 4))
STEPS = int(os.environ.get("ZGC_FUZZ_STEPS", "400" if HOLD else "70"))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_fuzzed_round_ends_in_a_verified_result(swift: Path, seed: int) -> None:
    world = seated_world(swift / "round", SORTS[seed % len(SORTS)], seed)
    play = Play(world, seed)
    try:
        wander(play, STEPS)
        finish(play)
        verify(play)
        wander(play, 15, helped=False)
        verify_again(play)
    except BaseException as fault:
        fault.add_note(play.story())
        raise
    finally:
        world.close()


def wander(play: Play, steps: int, *, helped: bool = True) -> None:
    """Do anything, now and then something useful, so that the round gets on."""
    finish = Finish(play, random.Random(f"help {play.seed}"))
    names = [*fuzz_acts.ACTS]
    weights = [weight for _, weight in fuzz_acts.ACTS.values()]
    for _ in range(steps):
        due = list(islice(finish.due(), 3)) if helped and play.rng.random() < 0.35 else []
        due = [one for one in due if one.name != "seal"]
        if due:
            one = play.rng.choice(due)
            play.done.append(f"due: {one.name}")
            one.step()
        else:
            (name,) = play.rng.choices(names, weights)
            fuzz_acts.ACTS[name][0](play, play.rng)
    play.check_logs()


def finish(play: Play) -> None:
    """Bring the round to its end."""
    way = Finish(play, random.Random(f"finish {play.seed}"))
    before, times = "", 0
    for _ in range(150):
        if {*play.states().values()} == {"SEALED"}:
            return
        due = next(way.due(), None)
        if due is None:
            assert way.hand_in_everything(), f"nothing is due, and the round has not ended: {play.states()}"
            continue
        before, times = due.name, times + 1 if due.name == before else 0
        assert times < 4, f"{due.name} does not get the round on: {play.states()}"
        play.done.append(f"due: {due.name}")
        due.step()
    raise AssertionError(f"the round does not come to its end: {play.states()}")


def verify(play: Play) -> None:
    """Open the result with two officers and let the independent verifier recompute it."""
    world = play.world
    assert play.sealed is not None
    words, recipient = [], ""
    for person, code in ((world.secretary, "秘书01"), (world.observer, "监督01")):
        share = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(share.words)
        recipient = share.recipient
    opened = escrow.open_result(world.secretary.desk.suite, play.sealed.result, tuple(words), recipient)
    folder = play.folder()
    escrow.unpack(opened, folder)
    checker = world.folder / "zgc_verify.py"
    checker.write_bytes(rounds.verifier_bytes())
    anchors = ["--round-code", world.code(1), "--log-head", digits_of(play.sealed.head.root)]
    command = [sys.executable, "-I", "-S", str(checker), str(folder), *anchors]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def verify_again(play: Play) -> None:
    """After the seal nothing changes what was sealed."""
    assert {*play.states().values()} == {"SEALED"}
    verify(play)

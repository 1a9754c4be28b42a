"""A whole round through the services, from the intake folder to the verified result."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from zgc_review.seal.digits import digits_of
from zgc_review.services import escrow, reading, rounds


def test_a_round_from_intake_to_verified_result(world: Any, tmp_path: Path) -> None:
    world.run_to_locked()
    received = world.acknowledge("received")
    assert all(one.confirmed >= 3 for one in received.values())
    expert = world.experts[2]
    with expert.desk.vault.begin() as uow:
        first = uow.applications.all(expert.round.round_id)[0]
    document, content = reading.read_document(expert.desk, expert.round, first.application_id, 1)
    assert len(content) == document.size
    world.decide()
    sealed = world.seal()
    counted = world.acknowledge("counted")
    assert {one.confirmed for one in counted.values()} == {3}
    assert all(one.missing == () for one in counted.values())

    shares = tmp_path / "shares"
    words, recipient = [], ""
    for person in (world.secretary, world.observer):
        code = "秘书01" if person is world.secretary else "监督01"
        body = escrow.words_of_share(person.desk, next(shares.glob(f"*-{code}.zgcshare")))
        words.append(body.words)
        recipient = body.recipient
    opened = escrow.open_result(world.secretary.desk.suite, sealed.result, tuple(words), recipient)
    folder = tmp_path / "opened"
    escrow.unpack(opened, folder)
    verifier = tmp_path / "zgc_verify.py"
    verifier.write_bytes(rounds.verifier_bytes())
    command = [sys.executable, "-I", "-S", str(verifier), str(folder)]
    alone = subprocess.run(command, capture_output=True, check=False)
    assert alone.returncode == 3, alone.stdout.decode() + alone.stderr.decode()
    anchored = [*command, "--round-code", world.code(1), "--log-head", digits_of(sealed.head.root)]
    done = subprocess.run(anchored, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()

"""A refused version of the round definition, from refusal to the verified result (docs/bodies.md §1)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from services_forgery import refused
from services_harness import Person, World, level
from services_harness import new_world as make

from zgc_review.services import escrow, following, progress_facts, rounds, sealing, sharing, taking_in
from zgc_review.services.consents import sign_consent
from zgc_review.services.sealing_witness import key_version
from zgc_review.services.status import round_status


def answer(world: World, person: Person, said: str, version: int) -> None:
    """Follow the chain and answer its newest version; the secretary takes it in."""
    folder = world.folder / f"v{version}-{said}"
    paths = sharing.publish_round(world.secretary.desk, world.secretary.round, folder)
    person.row = following.follow_round(person.desk, paths, world.code(version))
    with person.desk.vault.begin() as uow:
        about = rounds.signed_versions(uow, person.round)[-1].message_id
    message = sign_consent(person.desk, person.round, "round", said, about=about)
    path = sharing.write_to_secretary(person.desk, person.round, message, folder)
    (arrival,) = world.collect([path])
    assert arrival.outcome == "new", arrival.error


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Return a round whose version 2 the observer refused."""
    made = make(tmp_path / "world")
    made.define()
    made.take_in()
    made.appoint()
    assert refused(made.appoint) == "round.amend.pending"
    answer(made, made.observer, "no", 2)
    return made


def test_the_result_of_a_round_with_refused_versions_is_verified(world: World, tmp_path: Path) -> None:
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        assert round_status(uow, row).refused == ("监督01",)
        assert round_status(uow, row).waiting == ()
        assert "consent" not in progress_facts.progress_of(uow, row).act.code
    world.appoint()
    for person in (world.observer, world.experts[0]):
        answer(world, person, "yes", 3)
    taking_in.assign_groups(desk, row)
    package = world.pack()
    for n, person in enumerate(world.experts):
        world.open(person, package)
        world.score(person, level(60 + 5 * n))
        assert {one.outcome for one in world.collect(world.give_back(person))} <= {"new", "duplicate"}
    world.decide()
    chair = world.experts[0]
    first = escrow.prepare_seal(desk, row, world.folder / "first")
    answer(world, chair, "no", 4)
    with desk.vault.begin() as uow:
        assert key_version(uow, row) is None
    assert refused(lambda: sealing.seal_round(desk, row, world.folder / "result")) == "seal.unprepared"
    escrow.prepare_seal(desk, row, world.folder / "shares")
    answer(world, chair, "yes", 5)
    (stale,) = [path for path in first.shares if path.stem.endswith("秘书01")]
    assert refused(lambda: escrow.words_of_share(desk, stale)) == "seal.share.unnamed"
    sealed = sealing.seal_round(desk, row, world.folder / "result")
    words, recipient = [], ""
    for person, code in ((world.secretary, "秘书01"), (chair, chair.code)):
        body = escrow.words_of_share(person.desk, next((world.folder / "shares").glob(f"*-{code}.zgcshare")))
        words.append(body.words)
        recipient = body.recipient
    opened = escrow.open_result(desk.suite, sealed.result, tuple(words), recipient)
    escrow.unpack(opened, tmp_path / "opened")
    verifier = tmp_path / "zgc_verify.py"
    verifier.write_bytes(rounds.verifier_bytes())
    command = [sys.executable, "-I", "-S", str(verifier), str(tmp_path / "opened")]
    done = subprocess.run([*command, "--round-code", world.code(1)], capture_output=True, check=False)
    said = done.stdout.decode()
    assert done.returncode == 0, said + done.stderr.decode()
    assert "第 2 版被拒绝，由后一版代替" in said
    assert "第 4 版被拒绝，由后一版代替" in said
    world.close()


def test_any_change_takes_the_place_of_a_refused_one_and_names_no_leftover(world: World) -> None:
    """Nobody whom only the refused version named keeps a seat."""
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        assert len(uow.seats.all(row.round_id)) == 7
        rounds.sign_amendment(desk, uow, row, rounds.AmendmentBody(version=2, reason="另议"))
        uow.commit()
    with desk.vault.begin() as uow:
        assert [one.code for one in uow.seats.all(row.round_id)] == ["监督01", "秘书01"]
    answer(world, world.observer, "yes", 3)
    with desk.vault.begin() as uow:
        state = rounds.state_of(uow, row)
    assert (state.version, dict(state.groups), len(state.withdrawn)) == (3, {}, 1)
    world.close()

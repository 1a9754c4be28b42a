"""Files under score escrow: whose they are, damage, forgeries, cards and rulings in between, kill -9."""

from __future__ import annotations

import hashlib
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from services_cards import agreed, amend, open_new, second_laptop
from services_escrow import (
    custody,
    events,
    finish,
    hold,
    hold_all,
    open_all,
    revoke,
    score_file,
    scored,
    share,
    states,
)
from services_forgery import Forger, content, refusal, refused, sentences
from services_harness import Person, World, fill, level, rising

from db.check import check
from zgc_review.services import declaring, opening, ruling_signing, score_escrow, sheets
from zgc_review.services.amending import CardChange
from zgc_review.services.collecting import Arrival
from zgc_review.services.declaring import GivenAnswer
from zgc_review.services.rounds import state_of

CHILD = Path(__file__).with_name("services_child.py")


def error(arrival: Arrival) -> str:
    """Return the code of a refused file, its sentences checked."""
    assert arrival.error is not None, arrival
    assert sentences(arrival.error)
    return arrival.error.code


def key_of(world: World) -> str:
    """Return the recipient of the key for score files."""
    with world.secretary.desk.vault.begin() as uow:
        return str(state_of(uow, world.secretary.round).escrow_scores)


# -- whose file


def test_a_file_is_whose_the_secretary_says_else_whose_its_name_says(fresh: World) -> None:
    person, other = fresh.experts[1], fresh.experts[2]
    path = score_file(fresh, person)
    nameless = fresh.folder / "评分.zgcscore"
    nameless.write_bytes(path.read_bytes())
    before = content(fresh.secretary)
    assert error(hold(fresh, person, nameless, "")) == "escrow.whose"
    for code in ("专家99", "监督01"):
        assert error(hold(fresh, person, path, code)) == "escrow.whose"
    assert content(fresh.secretary) == before
    (arrival,) = fresh.collect([path])
    assert (arrival.outcome, arrival.code) == ("held", person.code)
    moved = hold(fresh, person, nameless, other.code)
    assert (moved.outcome, moved.code) == ("held", other.code)
    (known,) = custody(fresh).files
    assert (known.code, known.name) == (other.code, nameless.name)


def test_a_file_handed_in_as_somebody_elses_counts_as_its_signers(fresh: World) -> None:
    a, b, *rest = fresh.experts[1:]
    files = {person: score_file(fresh, person) for person in fresh.experts}
    for person in (fresh.experts[0], *rest):
        hold(fresh, person, files[person])
    hold(fresh, a, files[b])
    hold(fresh, b, files[a])
    opened = open_all(fresh)
    assert [(one.given, one.arrival.code) for one in opened if one.given != one.arrival.code] == [
        (a.code, b.code),
        (b.code, a.code),
    ]
    assert states(fresh) == {"LOCKED"}


def test_what_is_no_score_file_is_not_held(fresh: World) -> None:
    """Only files named or said to be score files are kept; everything else is refused as before."""
    person, suite = fresh.experts[1], fresh.secretary.desk.suite
    stranger = suite.recipient_of(suite.make_identity())
    forger = Forger(fresh, person)
    foreign = forger.write(forger.scores(*forger.stored.values()), "x.zgcdecl", stranger)
    plain = fresh.folder / f"{person.code}-scores-00000000.zgcscore"
    plain.write_bytes(b"age-encryption.org/v1\n" + b"x" * 1000)
    before = content(fresh.secretary)
    assert error(hold(fresh, person, foreign, "")) == "seal.age.not_for_me"
    assert error(hold(fresh, person, plain)) == "seal.age.header"
    assert content(fresh.secretary) == before


# -- damage


@pytest.mark.parametrize("cut", [1, 16, 65_552, 65_553])
def test_f_age_06_a_file_that_was_cut_is_refused_when_it_arrives(fresh: World, cut: int) -> None:
    person = fresh.experts[1]
    path = score_file(fresh, person)
    data = path.read_bytes()
    path.write_bytes(data[:-cut] if cut < len(data) else data[:200])
    before = content(fresh.secretary)
    assert error(hold(fresh, person, path)) in {"seal.age.length", "seal.age.header"}
    assert content(fresh.secretary) == before


def test_a_damaged_file_is_refused_at_the_opening_and_handed_in_again(fresh: World) -> None:
    people = fresh.experts
    hold_all(fresh, people[:4])
    path = score_file(fresh, people[4])
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert hold(fresh, people[4], path).outcome == "held"
    opened = open_all(fresh)
    assert [one.arrival.outcome for one in opened] == ["new"] * 4 + ["refused"]
    assert error(opened[4].arrival) == "seal.age.damaged"
    assert events(fresh, "scores.unsealed")[4] | {"error": "seal.age.damaged"} == {
        "code": people[4].code,
        "error": "seal.age.damaged",
        "file": hashlib.sha256(data).hexdigest(),
        "message": None,
        "outcome": "refused",
    }
    assert events(fresh, "escrow.done") == [{"files": 5, "refused": 1}]
    assert states(fresh) == {"REVIEWING"}
    assert refused(lambda: open_all(fresh)) == "escrow.opened"
    fault = refusal(lambda: fresh.pack(letters_only=True))
    assert (fault.code, fault.params) == ("escrow.spent", {"codes": people[4].code})
    revoke(fresh, people[4])
    (arrival,) = fresh.collect([score_file(fresh, people[4])])
    assert arrival.outcome == "new"
    assert states(fresh) == {"LOCKED"}
    finish(fresh)


def test_an_object_that_is_lost_can_be_opened_from_a_backup(held: World) -> None:
    objects = held.secretary.desk.vault.objects
    lost, spoilt = custody(held).files[1].sha256, custody(held).files[2].sha256
    kept = {digest: objects.path(digest).read_bytes() for digest in (lost, spoilt)}
    objects.remove(lost)
    objects.path(spoilt).write_bytes(kept[spoilt][:-1])
    opened = open_all(held)
    assert [one.arrival.outcome for one in opened] == ["new", "refused", "refused", "new", "new"]
    assert [error(one.arrival) for one in opened[1:3]] == ["vault.object.missing", "escrow.damaged"]
    assert (custody(held).done, states(held)) == (False, {"REVIEWING"})
    for digest, data in kept.items():
        objects.path(digest).write_bytes(data)
    assert [one.arrival.outcome for one in open_all(held, ("secretary", "observer"))] == ["new", "new"]
    assert states(held) == {"LOCKED"}
    assert len(events(held, "escrow.opened")) == 1
    finish(held)


# -- forgeries


def test_a_file_sealed_to_the_secretary_is_refused_while_the_key_is_in_force(fresh: World) -> None:
    """Rules §15: the secretary's program keeps nothing of what could have been read early."""
    forger = Forger(fresh, fresh.experts[1])
    score_file(fresh, fresh.experts[1])
    own = [forger.stored[one] for one in sorted(forger.stored)]
    before = content(fresh.secretary)
    for to, code in (((forger.secretary.card_id,), "escrow.way.key"), ((), "seal.arrival.recipient")):
        path = forger.write(forger.scores(*own, to=to), "x.zgcscore")
        assert error(fresh.collect([path])[0]) == code
    assert content(fresh.secretary) == before


def test_what_else_was_sealed_to_the_key_is_refused_at_the_opening(fresh: World) -> None:
    hold_all(fresh)
    person = fresh.experts[1]
    forger, other, key = Forger(fresh, person), Forger(fresh, fresh.experts[2]), key_of(fresh)
    own = [forger.stored[one] for one in sorted(forger.stored)]
    suite = fresh.secretary.desk.suite
    stranger = suite.recipient_of(suite.make_identity())
    listed = {"phase": "revision"}
    made = {
        "to": (forger.scores(*own, seq=9), key),
        "kind": (forger.message("declaration", person.code, forger.declaration(), seq=9), key),
        "stranger": (forger.scores(*own, to=(), seq=9), stranger),
        "name": (forger.scores(*own, to=(), seq=9, key=other.card), key),
        "phase": (forger.scores(*own, to=(), seq=9, listed=listed), key),
        "version": (forger.scores(*own, to=(), seq=9, round_version="0" * 64), key),
    }
    for name, (message, recipient) in made.items():
        assert hold(fresh, person, forger.write(message, f"{name}.zgcscore", recipient)).outcome == "held"
    before = states(fresh)
    opened = open_all(fresh)[5:]
    assert before == {"REVIEWING"}
    assert [error(one.arrival) for one in opened] == [
        "seal.arrival.recipient",
        "seal.arrival.kind",
        "escrow.stranger",
        "seal.signature.signer",
        "escrow.way.card",
        "collect.round_version",
    ]
    assert states(fresh) == {"LOCKED"}
    finish(fresh)


# -- what happens between handing in and opening


def test_a_card_replaced_before_the_opening_needs_a_new_file(fresh: World) -> None:
    """Rules §3.3: nobody knows what is in a held file, so nothing of it can be kept (docs/bodies.md §1)."""
    hold_all(fresh)
    old = fresh.experts[1]
    new = second_laptop(fresh, old)
    done = amend(fresh, CardChange(old.code, new.card.fingerprint))
    assert dict(done.sealed) == {old.code: 1}
    agreed(fresh, fresh.experts[0])
    fault = refusal(lambda: open_all(fresh))
    assert (fault.code, fault.params["codes"]) == ("escrow.early", old.code)
    fresh.pack(letters_only=False, codes=(old.code,))
    open_new(fresh, new)
    fresh.score(new, rising(66))
    fresh.experts[1] = new
    assert hold(fresh, new).outcome == "held"
    opened = open_all(fresh)
    outcomes = [one.arrival.outcome for one in opened if one.given == old.code]
    assert outcomes == ["refused", "new"]
    assert error(next(one.arrival for one in opened if one.arrival.error)) == "collect.revoked"
    assert states(fresh) == {"LOCKED"}
    finish(fresh)
    new.close()


def test_a_ruling_is_waited_for_and_so_is_what_it_opens(tmp_path: Path) -> None:
    """A file covers what its letter had opened: what a ruling opens later needs another file."""
    world = scored(tmp_path, people=())
    person, (first, *rest) = world.experts[3], world.ids()

    def awaited() -> bool:
        with world.secretary.desk.vault.begin() as uow:
            row = world.secretary.round
            return person.code in score_escrow.waited_for(uow, row, state_of(uow, row))

    def letter() -> None:
        world.pack(letters_only=True, codes=(person.code,))
        person.row = opening.open_review(person.desk, world.package, None).row

    declaring.pledge(person.desk, person.round)
    declaring.answer(person.desk, person.round, first, [GivenAnswer("R12", "yes", "参与编制过申报指南")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    world.collect(world.give_back(person))
    letter()
    for one in rest:
        fill(person, one, level(70)(0))
    sheets.lock(person.desk, person.round, rest)
    assert hold(world, person).outcome == "held"
    assert awaited()
    for ruler in (world.secretary, world.experts[0]):
        signed = ruling_signing.sign_ruling(
            ruler.desk, ruler.round, first, person.code, "R12", "open", world.folder / "ruled"
        )
        if ruler is not world.secretary:
            assert signed.path is not None
            assert world.collect([signed.path])[0].outcome == "new"
    assert awaited()
    letter()
    fill(person, first, level(70)(0))
    sheets.lock(person.desk, person.round, [first])
    assert hold(world, person).outcome == "held"
    assert not awaited()
    world.close()


def test_revoked_before_the_opening_everything_goes_to_the_card(fresh: World) -> None:
    """Lost shares: the key is given up, everybody hands in again, what is held is never opened."""
    hold_all(fresh, fresh.experts[:2])
    secretary = fresh.secretary
    for reason, code in (("", "amend.reason"), (fresh.experts[1].name, "secrecy.name")):
        assert refused(lambda: score_escrow.revoke_key(secretary.desk, secretary.round, reason)) == code  # noqa: B023
    revoke(fresh, *fresh.experts)
    again = refused(lambda: score_escrow.revoke_key(secretary.desk, secretary.round, "再次"))
    assert again == "escrow.revoked"
    for person in fresh.experts:
        (arrival,) = fresh.collect([score_file(fresh, person)])
        assert arrival.outcome == "new", arrival.error
    assert states(fresh) == {"LOCKED"}
    finish(fresh)


# -- stopped in the middle


def killed(person: Person, given: list[str], after: float) -> None:
    """Let a child process begin to open and kill it ``after`` so many seconds."""
    person.close()
    command = [sys.executable, str(CHILD), "open_scores", str(person.vault), *given]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)


@pytest.mark.xdist_group("services-kills-1")
def test_u01_killed_while_opening(held: World, tmp_path: Path) -> None:
    """Of each file everything is there or nothing; the same shares finish the work; the key is nowhere."""
    shares = [share(held, who) for who in ("chair", "observer")]
    given = [shares[0].recipient, *(one.words for one in shares)]
    held.close()
    trial = held.copy(tmp_path / "trial")
    begin = time.monotonic()
    open_all(trial)
    took, chance = time.monotonic() - begin, random.Random(7)
    trial.close()
    for turn, after in enumerate((0.0, chance.uniform(0, took), chance.uniform(0, took))):
        world = held.copy(tmp_path / str(turn))
        secretary = world.secretary
        killed(secretary, given, after)
        assert {one.code for one in check(secretary.store)} <= {"vault.check.object.absent"}
        judged = [one["file"] for one in events(world, "scores.unsealed")]
        with secretary.desk.vault.begin() as uow:
            scores = uow.messages.find(secretary.round.round_id, "scores")
            sheets_in = uow.messages.find(secretary.round.round_id, "sheet")
        assert sorted(str(one.file_sha256) for one in scores) == sorted(map(str, judged))
        assert len(sheets_in) == 3 * len(scores)
        if custody(world).done:
            assert refused(lambda: open_all(world)) == "escrow.opened"  # noqa: B023
        else:
            rest = open_all(world, ("chair", "secretary"))
            assert [one.arrival.outcome for one in rest] == ["new"] * (5 - len(judged))
        assert states(world) == {"LOCKED"}
        assert len(events(world, "escrow.opened")) == len(events(world, "escrow.done")) == 1
        world.close()

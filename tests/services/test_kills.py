"""kill -9 in the middle of an act: everything of it is there or nothing, and doing it again works (U1)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from services_harness import Person, World, fill, level, new_world

from db.check import check
from db.vault import Limit
from zgc_review.domain.states import SheetStatus
from zgc_review.services import collecting, post, sealing, sheets, taking_in
from zgc_review.services.acks import event_of

KILLS = int(os.environ.get("ZGC_KILLS", "200" if os.environ.get("ZGC_HOLD") else "2"))
CHILD = Path(__file__).with_name("services_child.py")


def killed(act: str, person: Person, given: Sequence[object], after: float) -> None:
    """Let a child process begin an act and kill it ``after`` so many seconds."""
    person.close()
    command = [sys.executable, str(CHILD), act, str(person.vault), *map(str, given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "begun\n"
        time.sleep(after)
        child.send_signal(signal.SIGKILL)


def sound(person: Person) -> None:
    """Check that a vault opens for writing and holds together."""
    vault = person.store
    assert vault.limit is Limit.NONE
    assert {one.code for one in check(vault)} <= {"vault.check.object.absent"}
    assert not list((person.vault / "objects").glob("*.part"))


def events(person: Person, act: str) -> list[dict[str, object]]:
    with person.desk.vault.begin() as uow:
        leaves = [event_of(one.leaf) for one in uow.events.all(person.round.round_id)]
    return [dict(one["data"]) for one in leaves if one["act"] == act]


def moments(act: Callable[[], object]) -> list[float]:
    """Return when to kill: spread over the time the act took once, the very beginning among them."""
    begin = time.monotonic()
    act()
    took, chance = time.monotonic() - begin, random.Random(5)
    return [0.0, *(chance.uniform(0, took) for _ in range(KILLS - 1))]


@pytest.mark.xdist_group("services-kills-1")
def test_u01_taking_in(tmp_path: Path) -> None:
    base = new_world(tmp_path / "base")
    base.define()
    folder = base.intake()
    base.close()
    trial = base.copy(tmp_path / "trial")
    for turn, after in enumerate(
        moments(lambda: taking_in.take_in(trial.secretary.desk, trial.secretary.round, folder))
    ):
        world = base.copy(tmp_path / str(turn))
        secretary = world.secretary
        killed("take_in", secretary, [folder], after)
        sound(secretary)
        complete(secretary)
        taken = taking_in.take_in(secretary.desk, secretary.round, folder)
        assert len(taken.new) + len(taken.unchanged) == 3
        assert complete(secretary) == 3
        sound(secretary)
        world.close()
    trial.close()


def complete(secretary: Person) -> int:
    """Check that every application held has its documents and its event, and return their number."""
    with secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(secretary.round.round_id)
        documents = [uow.applications.documents(one.application_id) for one in rows]
    assert len({len(one) for one in documents}) <= 1
    for row, found in zip(rows, documents, strict=True):
        assert found
        for one in found:
            assert secretary.desk.vault.objects.has(one.object)
            with secretary.desk.vault.objects.open(one.object) as source:
                secretary.desk.suite.open_stream(source, Nowhere(), [str(row.identity)])
    named = [one["application"] for one in events(secretary, "application.received")]
    assert sorted(map(str, named)) == sorted(row.application_id for row in rows)
    return len(rows)


class Nowhere:
    """Takes bytes and forgets them."""

    def write(self, data: bytes, /) -> int:
        return len(data)


@pytest.mark.xdist_group("services-kills-2")
def test_u01_collecting(at: Callable[[str], World], tmp_path: Path) -> None:
    base = at("written")
    base.close()
    trial = base.copy(tmp_path / "trial")
    files = sorted((base.folder / "returns").glob("*/*"))
    for after in moments(lambda: collecting.collect(trial.secretary.desk, trial.secretary.round, files)):
        world = base.copy(tmp_path / str(after))
        secretary = world.secretary
        killed("collect", secretary, files, after)
        sound(secretary)
        with secretary.desk.vault.begin() as uow:
            scores = uow.messages.find(secretary.round.round_id, "scores")
            sheets_in = {one.message_id for one in uow.messages.find(secretary.round.round_id, "sheet")}
            states = {one.state for one in uow.applications.all(secretary.round.round_id)}
        listed = [sheet.sheet for one in scores for sheet in post.body_of_row(one).sheets]
        assert sheets_in == set(listed)
        assert len(listed) == 3 * len(scores)
        received = [one["message"] for one in events(secretary, "scores.received")]
        assert sorted(map(str, received)) == sorted(one.message_id for one in scores)
        assert states <= {"REVIEWING", "LOCKED"}
        arrivals = world.collect(files)
        assert {one.outcome for one in arrivals} <= {"new", "duplicate"}, arrivals
        with secretary.desk.vault.begin() as uow:
            assert {one.state for one in uow.applications.all(secretary.round.round_id)} == {"LOCKED"}
            assert len(uow.messages.find(secretary.round.round_id, "sheet")) == 15
        world.close()
    trial.close()


@pytest.mark.xdist_group("services-kills-1")
def test_u01_locking(at: Callable[[str], World], tmp_path: Path) -> None:
    base = at("opened")
    person = base.experts[1]
    base.declare_none(person)
    for one in base.ids():
        fill(person, one, level(70)(0))
    base.close()
    trial = base.copy(tmp_path / "trial")
    other = trial.experts[1]
    for after in moments(lambda: sheets.lock(other.desk, other.round, trial.ids())):
        world = base.copy(tmp_path / str(after))
        person, ids = world.experts[1], world.ids()
        killed("lock", person, ids, after)
        sound(person)
        with person.desk.vault.begin() as uow:
            states = [one.state for one in uow.applications.all(person.round.round_id)]
            signed = uow.messages.find(person.round.round_id, "sheet")
        locked = states == [SheetStatus.LOCKED] * 3
        assert locked or states == [SheetStatus.OPEN] * 3
        assert len(signed) == len(events(person, "sheet.locked")) == (3 if locked else 0)
        if not locked:
            sheets.lock(person.desk, person.round, ids)
        arrivals = world.collect(world.give_back(person))
        assert {one.outcome for one in arrivals} == {"new"}, arrivals
        world.close()
    trial.close()


@pytest.mark.xdist_group("services-kills-2")
def test_u01_sealing(at: Callable[[str], World], tmp_path: Path) -> None:
    base = at("decided")
    base.prepare_seal()
    base.close()
    trial = base.copy(tmp_path / "trial")
    desk, row = trial.secretary.desk, trial.secretary.round
    for after in moments(lambda: sealing.seal_round(desk, row, trial.folder / "result")):
        world = base.copy(tmp_path / str(after))
        secretary, target = world.secretary, world.folder / "result"
        killed("seal", secretary, [target], after)
        sound(secretary)
        with secretary.desk.vault.begin() as uow:
            states = {one.state for one in uow.applications.all(secretary.round.round_id)}
            kinds = [len(uow.messages.find(secretary.round.round_id, kind)) for kind in ("result", "names")]
        closed = states == {"SEALED"}
        assert closed or states == {"DELIBERATED"}
        assert kinds == ([1, 1] if closed else [0, 0])
        assert len(events(secretary, "round.sealed")) == int(closed)
        assert len(events(secretary, "sheet.counted")) == (15 if closed else 0)
        whole = {path.name: path.read_bytes() for path in target.glob("[!.]*")}
        assert closed or not whole
        sealed = sealing.seal_round(secretary.desk, secretary.round, target)
        assert {path.name for path in target.iterdir()} == {sealed.result.name, sealed.names.name}
        assert all(data.startswith(b"age-encryption.org/v1\n") for data in whole.values())
        world.close()
    trial.close()

"""Full and read-only media: a coded refusal, nothing half under its name, and it works later (S7, U1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from services_forgery import refused
from services_harness import Person, World, fill, level, new_world
from services_media import SmallMedium

from db.check import check
from zgc_review.errors import Cancelled
from zgc_review.scoring import drafts
from zgc_review.services import acks, escrow, opening, packing, returning, sealing, sharing, sheets, taking_in

FULL = {"seal.file.space", "seal.file.full", "seal.file.limit"}


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Callable[[str], SmallMedium]]:
    """Return a function that gives a small medium."""
    made: list[SmallMedium] = []

    def make(name: str, size: int = 16 << 20) -> SmallMedium:
        made.append(SmallMedium(tmp_path / name, size))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_s7_packing_onto_a_full_stick(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium]
) -> None:
    world, stick = at("seated"), medium("stick")
    desk, row = world.secretary.desk, world.secretary.round

    def pack(progress: Callable[[int, int], None] = lambda _done, _total: None) -> tuple[packing.Packed, ...]:
        return packing.pack(desk, row, stick.folder, packing.PackOrder(), progress)

    stick.fill(300_000)
    assert refused(pack) in FULL | {"vault.disk.io"}
    stick.empty()
    assert stick.files() == []
    assert check(world.secretary.store) == ()
    assert refused(lambda: pack(lambda _done, _total: stick.fill())) in FULL | {"vault.disk.io"}
    stick.empty()
    assert stick.files() == []
    ((path,),) = [one.paths for one in pack()]
    world.open(world.experts[1], path)
    assert stick.files() == [path.name]


def test_s7_returning_onto_a_full_stick(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium]
) -> None:
    world, stick = at("written"), medium("stick")
    person = world.experts[1]
    stick.fill(50_000)
    assert refused(lambda: returning.return_files(person.desk, person.round, stick.folder)) in FULL | {
        "vault.disk.io"
    }
    stick.empty()
    assert stick.files() == []
    written = returning.return_files(person.desk, person.round, stick.folder)
    before = {path.name for path in world.returns(person).iterdir()}
    assert {one.path.name for one in written} == before  # the same messages, none signed anew
    assert {one.outcome for one in world.collect([one.path for one in written])} <= {"new", "duplicate"}


def test_s7_sealing_onto_a_full_stick(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium]
) -> None:
    world, stick = at("decided"), medium("stick")
    desk, row = world.secretary.desk, world.secretary.round
    stick.fill(50_000)
    assert refused(lambda: escrow.prepare_seal(desk, row, stick.folder)) in FULL | {"vault.disk.io"}
    stick.empty()
    assert stick.files() == []
    world.prepare_seal()  # nothing of the first attempt bars the second
    stick.fill(50_000)
    assert refused(lambda: sealing.seal_round(desk, row, stick.folder)) in FULL | {"vault.disk.io"}
    stick.empty()
    assert stick.files() == []
    first = sealing.seal_round(desk, row, stick.folder)
    names = stick.files()
    kept = {name: (stick.folder / name).read_bytes() for name in names}
    stick.fill(10_000)
    assert refused(lambda: sealing.seal_round(desk, row, stick.folder)) in FULL | {"vault.disk.io"}
    stick.empty()
    assert {name: (stick.folder / name).read_bytes() for name in stick.files()} == kept
    assert {first.result.name, first.names.name} == set(names)
    assert check(world.secretary.store) == ()


def test_s7_receipts_and_definitions_onto_a_full_stick(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium]
) -> None:
    world, stick = at("locked"), medium("stick")
    desk, row = world.secretary.desk, world.secretary.round
    stick.fill(50_000)
    assert refused(lambda: acks.acknowledge(desk, row, stick.folder, "received")) in FULL | {"vault.disk.io"}
    assert refused(lambda: sharing.publish_round(desk, row, stick.folder)) in FULL | {"vault.disk.io"}
    stick.empty()
    assert stick.files() == []
    paths = acks.acknowledge(desk, row, stick.folder, "received")
    assert len(stick.files()) == len(paths) == len(world.experts)


def test_nothing_is_written_onto_a_read_only_medium(
    at: Callable[[str], World], read_only: Callable[[Path], None]
) -> None:
    world = at("sealed")
    folder, person = world.folder / "ro", world.experts[1]
    folder.mkdir()
    read_only(folder)
    desk, row = world.secretary.desk, world.secretary.round
    for act in (
        lambda: packing.pack(desk, row, folder, packing.PackOrder(letters_only=True)),
        lambda: returning.return_files(person.desk, person.round, folder),
        lambda: sealing.seal_round(desk, row, folder),
        lambda: acks.acknowledge(desk, row, folder, "counted"),
        lambda: sharing.publish_round(desk, row, folder),
    ):
        assert refused(act) == "seal.file.readonly"
    assert list(folder.iterdir()) == []
    for code in (
        refused(lambda: packing.pack(desk, row, folder / "new", packing.PackOrder(letters_only=True))),
        refused(lambda: sealing.seal_round(desk, row, folder / "new")),
        refused(lambda: returning.return_files(person.desk, person.round, folder / "new")),
    ):
        assert code == "seal.file.readonly"


def on_small_disk(world: World, person: Person, disk: SmallMedium) -> Person:
    """Move a vault onto a small disk."""
    shutil.copytree(person.vault, disk.folder / person.vault.name)
    return Person(person.name, disk.folder / person.vault.name, person.card, person.code, person.row)


def test_u01_a_full_disk_loses_no_draft_and_saving_works_later(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium]
) -> None:
    world, disk = at("opened"), medium("disk")
    world.declare_none(world.experts[1])
    world.close()
    person = on_small_disk(world, world.experts[1], disk)
    first = world.ids()[0]
    fill(person, first, level(70)(0))

    def edit(text: str) -> object:
        return sheets.edit(person.desk, person.round, first, "x", lambda body: drafts.set_overall(body, text))

    def history() -> int:
        with person.desk.vault.begin() as uow:
            return len(uow.drafts.history(person.round.round_id, first, "initial"))

    before, saved = history(), []

    def go_on() -> None:
        for n in range(60):  # until the pages at hand are used up
            edit(f"第{n}次修改" * 500)
            saved.append(n)

    disk.fill()
    assert refused(go_on) in {"vault.disk.full", "vault.disk.limit", "vault.disk.io"}
    assert history() == before + len(saved)
    disk.empty()
    edit("空间腾出之后的意见" * 500)
    assert history() == before + len(saved) + 1
    assert check(person.store) == ()
    person.close()


def test_documents_that_do_not_fit_into_the_vault_leave_nothing_half(
    at: Callable[[str], World], medium: Callable[[str], SmallMedium], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, disk = at("packed"), medium("disk")
    world.close()
    person = on_small_disk(world, world.experts[1], disk)
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    disk.fill(1_000)
    code = refused(lambda: opening.fetch_documents(person.desk, person.round, world.package))
    assert code == "seal.file.space"
    with monkeypatch.context() as late:  # the room is taken only after it was asked for
        late.setattr(opening, "require_space", lambda *_given: None)
        code = refused(lambda: opening.fetch_documents(person.desk, person.round, world.package))
    assert code in {"vault.disk.full", "vault.disk.limit", "vault.disk.io"}
    disk.empty()
    assert not list((person.vault / "objects").glob("*.part"))
    assert {one.code for one in check(person.store)} <= {"vault.check.object.absent"}
    opening.fetch_documents(person.desk, person.round, world.package)
    assert check(person.store) == ()
    person.close()


def test_taking_in_on_a_full_disk_keeps_whole_applications_only(
    tmp_path: Path, medium: Callable[[str], SmallMedium]
) -> None:
    world, disk = new_world(tmp_path / "w"), medium("disk")
    world.define()
    folder = world.intake()
    world.close()
    secretary = on_small_disk(world, world.secretary, disk)
    disk.fill(30_000)
    code = refused(lambda: taking_in.take_in(secretary.desk, secretary.round, folder))
    assert code in {"vault.disk.full", "vault.disk.limit", "vault.disk.io"}
    disk.empty()
    assert named(secretary) == set(secretary.desk.vault.objects.digests())
    assert check(secretary.store) == ()
    taken = taking_in.take_in(secretary.desk, secretary.round, folder)
    assert len(taken.new) + len(taken.unchanged) == 3
    secretary.close()


def named(secretary: Person) -> set[str]:
    """Return the objects that some application names."""
    with secretary.desk.vault.begin() as uow:
        rows = uow.applications.all(secretary.round.round_id)
        return {doc.object for one in rows for doc in uow.applications.documents(one.application_id)}


@pytest.mark.parametrize("strict", [False, True])
def test_a_cancelled_intake_leaves_no_object_behind(tmp_path: Path, strict: bool) -> None:
    world = new_world(tmp_path / "w")
    world.define()
    folder, seen = world.intake(), [0]
    desk, row = world.secretary.desk, world.secretary.round

    def stop(_done: int, _total: int) -> None:
        seen[0] += 1
        if seen[0] == 12:  # in the second application
            raise Cancelled

    with pytest.raises(Cancelled):
        taking_in.take_in(desk, row, folder, strict=strict, progress=stop)
    with desk.vault.begin() as uow:
        assert len(uow.applications.all(row.round_id)) == (0 if strict else 1)
    assert named(world.secretary) == set(desk.vault.objects.digests())
    assert not list((world.secretary.vault / "objects").glob("*.part"))
    assert len(taking_in.take_in(desk, row, folder).new) == (3 if strict else 2)
    assert check(world.secretary.store) == ()
    world.close()

"""Packages on sticks: volumes, letters alone, damage, read-only media (design §4.2; S1, S7)."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from services_forgery import content, refusal, sentences
from services_harness import Person, World, new_world

from db.check import check
from zgc_review.errors import Cancelled, ReviewError
from zgc_review.seal.package_read import Package, open_package, verify_package
from zgc_review.services import declaring, opening, reading
from zgc_review.services.declaring import GivenAnswer

VOLUME = 230_000


@pytest.fixture
def wide(at: Callable[[str], World]) -> World:
    """Return a round packed into several volumes."""
    world = at("seated")
    world.pack(codes=("专家02",), volume_size=VOLUME)
    return world


def reader(world: World) -> Person:
    """Return the expert whose letter the volumes hold; which one that is a secret salt decides."""
    for person in world.experts:
        try:
            opening.open_review(person.desk, volumes(world)[0], None)
        except ReviewError:
            continue
        return person
    raise AssertionError


def volumes(world: World) -> list[Path]:
    return sorted((world.folder / "stick").glob("*.zgcpkg"), key=lambda path: (len(path.name), path.name))


def objects(person: Person) -> set[str]:
    return set(person.desk.vault.objects.digests())


def wanted(person: Person) -> set[str]:
    """Return every object an expert was given."""
    with person.desk.vault.begin() as uow:
        rows = uow.applications.all(person.round.round_id)
        return {doc.object for one in rows for doc in uow.applications.documents(one.application_id)}


def test_volumes_are_whole_packages_and_letters_stand_in_the_first(wide: World) -> None:
    paths = volumes(wide)
    assert len(paths) >= 2
    opened = [open_package(path) for path in paths]
    assert all(path.stat().st_size <= VOLUME for path in paths)
    assert [one.info.volume for one in opened] == list(range(1, len(paths) + 1))
    assert {one.info.volumes for one in opened} == {len(paths)}
    assert [len(one.letters) for one in opened] == [1, *[0] * (len(paths) - 1)]
    assert all(verify_package(one) == () for one in opened)
    person = reader(wide)
    wide.open(person, paths[0])
    assert objects(person) == wanted(person) != set()


def test_a_missing_volume_is_named_and_the_rest_can_be_fetched_later(wide: World) -> None:
    person, (first, second, *_) = reader(wide), volumes(wide)
    elsewhere = second.rename(second.with_suffix(".away"))
    person.row = opening.open_review(person.desk, first, wide.code(2)).row
    fault = refusal(lambda: opening.fetch_documents(person.desk, person.round, first))
    assert (fault.code, fault.params["file"]) == ("letter.volume_missing", second.name)
    kept = objects(person)
    assert kept <= wanted(person)
    elsewhere.rename(second)
    count, _ = opening.fetch_documents(person.desk, person.round, first)
    assert count == len(wanted(person) - kept)
    assert objects(person) == wanted(person)
    assert check(person.store) == ()


def test_letters_alone_find_the_documents_of_the_package_that_is_there(at: Callable[[str], World]) -> None:
    """Table-side order: the stick with the documents is there already, letters are packed last."""
    world = at("packed")
    person, big = world.experts[1], world.package
    letters = world.pack(letters_only=True)
    assert letters.stat().st_size < big.stat().st_size
    world.open(person, letters)
    assert objects(person) == wanted(person) != set()


def test_letters_alone_without_documents_name_what_is_missing(at: Callable[[str], World]) -> None:
    world = at("packed")
    person, big = world.experts[1], world.package
    letters = world.pack(letters_only=True)
    big.unlink()
    person.row = opening.open_review(person.desk, letters, world.code(2)).row
    fault = refusal(lambda: opening.fetch_documents(person.desk, person.round, letters))
    assert fault.code == "seal.package.object_missing"
    assert any(digest.startswith(str(fault.params["part"])) for digest in wanted(person))
    assert objects(person) == set()


def test_one_package_per_expert_holds_only_the_own_objects(tmp_path: Path) -> None:
    """Design §4.2: rounds that mind the number and sizes of objects write one package per expert."""
    world = new_world(tmp_path / "w", applications=2, settings={"package_per": "expert"})
    world.define()
    world.seat()
    world.pack()
    paths = volumes(world)
    assert len(paths) == len(world.experts)
    for path in paths:
        outcomes = [outcome(world, person, path) for person in world.experts]
        assert sorted(outcomes) == ["new", *["seal.package.no_letter"] * (len(paths) - 1)]
        assert len(open_package(path).letters) == 1
    person, left_out = world.experts[1], world.ids()[0]
    declaring.pledge(person.desk, person.round)
    declaring.answer(person.desk, person.round, left_out, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    world.collect(world.give_back(person))
    world.pack(codes=(person.code,))
    with person.desk.vault.begin() as uow:
        kept = {doc.object for doc in uow.applications.documents(world.ids()[1])}
    assert set(open_package(world.package).objects) == kept != set()
    world.close()


def outcome(world: World, person: Person, path: Path) -> str:
    """Open a package and return what it was to this expert."""
    try:
        opened = opening.open_review(person.desk, path, world.code(2))
    except ReviewError as fault:
        return fault.code
    person.row, person.code = opened.row, opened.row.code or ""
    return opened.outcome


def damaged(path: Path, offset: int) -> None:
    """Alter one byte of a file."""
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(data)


def my_part(package: Package, person: Person) -> str:
    """Return a name of one of an expert's objects in a package."""
    return next(digest for digest in package.objects if digest in wanted(person))


def test_damage_in_another_letter_is_reported_and_does_not_stop_me(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    whole = open_package(world.package)
    mine: list[ReviewError] = []
    for part in whole.letters:
        shutil.copy(world.package, world.folder / "a.zgcpkg")
        damaged(world.folder / "a.zgcpkg", part.offset + 500)
        try:
            opened = opening.open_review(person.desk, world.folder / "a.zgcpkg", world.code(2))
        except ReviewError as fault:
            mine.append(fault)
            continue
        assert [damage.part for damage in opened.damages] == [part.name]
        assert len(opened.applications) == world.applications
    assert [one.code for one in mine] == ["seal.package.letter_damaged"]
    assert sentences(mine[0])


def test_damage_in_my_document_is_refused_and_nothing_of_it_kept(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    package = open_package(world.package)
    digest = sorted(wanted(person))[3]
    damaged(world.package, package.objects[digest].offset + 700)
    fault = refusal(lambda: opening.fetch_documents(person.desk, person.round, world.package))
    assert fault.code == "seal.package.object"
    assert digest in str(fault.params["part"])
    assert digest not in objects(person)
    assert objects(person) < wanted(person)
    assert {one.code for one in check(person.store)} == {"vault.check.object.absent"}
    assert not list((person.vault / "objects").glob("*.part"))


def test_a_document_read_from_a_damaged_package_is_refused(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    world.declare_none(person)
    with person.desk.vault.begin() as uow:
        first = uow.applications.all(person.round.round_id)[0]
        document = uow.applications.documents(first.application_id)[0]
    _, text = reading.read_document(person.desk, person.round, first.application_id, 1, world.package)
    assert len(text) == document.size
    damaged(world.package, open_package(world.package).objects[document.object].offset + 900)
    fault = refusal(
        lambda: reading.read_document(person.desk, person.round, first.application_id, 1, world.package)
    )
    assert fault.code in {"seal.age.damaged", "seal.age.truncated"}
    assert objects(person) == set()


def test_a_damaged_list_refuses_the_package(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    before = content(person)
    for offset, size in ((700, None), (0, None), (100, 4096)):
        path = world.folder / "a.zgcpkg"
        path.write_bytes(world.package.read_bytes()[:size])
        damaged(path, offset)
        refusal(lambda: opening.open_review(person.desk, path, world.code(2)))  # noqa: B023
    assert content(person) == before


def test_fetching_goes_on_where_it_was_cancelled(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done > total // 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        opening.fetch_documents(person.desk, person.round, world.package, stop)
    first = objects(person)
    assert set() < first < wanted(person)
    assert not list((person.vault / "objects").glob("*.part"))
    progress: list[tuple[int, int]] = []
    count, size = opening.fetch_documents(
        person.desk, person.round, world.package, lambda done, total: progress.append((done, total))
    )
    assert count == len(wanted(person)) - len(first)
    assert progress[-1] == (size, size)
    assert size < seen[0][1]
    assert objects(person) == wanted(person)
    assert opening.fetch_documents(person.desk, person.round, world.package) == (0, 0)


def test_a_package_on_a_read_only_medium_is_opened(
    at: Callable[[str], World], read_only: Callable[[Path], None]
) -> None:
    world = at("packed")
    person = world.experts[1]
    read_only(world.folder / "stick")
    with pytest.raises(OSError, match=r"Read-only|Permission"):
        (world.folder / "stick" / "x").write_bytes(b"x")
    world.open(person, world.package)
    assert objects(person) == wanted(person) != set()


def test_an_expert_declared_away_still_fetches_the_rest(at: Callable[[str], World]) -> None:
    world = at("packed")
    person = world.experts[1]
    person.row = opening.open_review(person.desk, world.package, world.code(2)).row
    declaring.pledge(person.desk, person.round)
    left_out = world.ids()[0]
    declaring.answer(person.desk, person.round, left_out, [GivenAnswer("R06", "yes", "负责人是配偶")])
    declaring.answer_rest(person.desk, person.round)
    declaring.declare(person.desk, person.round)
    opening.fetch_documents(person.desk, person.round, world.package)
    with person.desk.vault.begin() as uow:
        closed = {doc.object for doc in uow.applications.documents(left_out)}
    assert objects(person) == wanted(person) - closed

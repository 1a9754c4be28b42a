"""F-WRT-04: a package in several volumes is wholly the old or wholly the new one, whenever the stick goes."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sticks_port import WAYS, Stick

from ui.media import find_candidates
from zgc_review.errors import Left, StorageError
from zgc_review.seal.aftermath import written_into
from zgc_review.seal.package_read import ObjectFinder, open_package, require_whole
from zgc_review.seal.package_set import drop_strays, further_of, is_stray
from zgc_review.seal.package_write import Contents, StoredObject, write_package
from zgc_review.seal.suites import suite_named

ROUND = "5f" * 16
NAME = "材料.zgcpkg"
HOLD = bool(os.environ.get("ZGC_HOLD"))
SMALL, LARGE = 9_000, 16_000  # bytes of a volume: the same documents are divided otherwise
OLD, NEW = b"old letter", b"new letter"


@dataclass(frozen=True)
class Case:
    """What lies on the stick before, and how the new set is divided."""

    before: int
    after: int
    unnamed: bool = False  # further volumes as older writers called them


CASES = {
    "smaller": Case(LARGE, SMALL),
    "larger": Case(SMALL, LARGE),
    "whole": Case(SMALL, 1 << 20),
    "first": Case(0, SMALL),
    "unnamed": Case(SMALL, LARGE, unnamed=True),
}


@pytest.fixture(scope="module")
def objects(tmp_path_factory: pytest.TempPathFactory) -> list[StoredObject]:
    """Return documents as a vault keeps them."""
    folder, suite = tmp_path_factory.mktemp("objects"), suite_named("intl-1")
    found = []
    for number in range(9):
        content = bytes([number]) * 2_500
        digest = suite.digest(content).hexdigest()
        (folder / digest).write_bytes(content)
        found.append(StoredObject(digest, folder / digest, len(content)))
    return found


def written(folder: Path, letter: bytes, objects: Sequence[StoredObject], size: int) -> None:
    contents = Contents("intl-1", ROUND, [letter], objects)
    with written_into(folder):
        write_package(folder / NAME, contents, volume_size=size, reread=True)


def begun(stick: Stick, case: Case, objects: Sequence[StoredObject]) -> dict[str, bytes]:
    """Put the old set onto a stick; return its files."""
    stick.folder.mkdir()
    if case.before:
        written(stick.folder, OLD, objects, case.before)
    for path in list(stick.folder.iterdir()):
        named = further_of(path.name)
        if case.unnamed and named is not None:
            path.rename(path.with_name(f"材料.{named.volume}.zgcpkg"))
    return stick.files()


def moments(tmp_path: Path, case: Case, objects: Sequence[StoredObject]) -> list[int]:
    """Return the calls that rename or remove, and those right after each; and where all ends."""
    stick = Stick(tmp_path / "rehearsed", random.Random(1))
    begun(stick, case, objects)
    with stick.watched():
        written(stick.folder, NEW, objects, case.after)
    assert any(call in {"replace", "unlink"} for call in stick.named.values())
    at = [number for number, name in stick.named.items() if name in {"replace", "unlink"}]
    return sorted({*at, *(one + 1 for one in at), *((one + 2 for one in at) if HOLD else ())})


@pytest.mark.parametrize("name", CASES)
def test_f_wrt_04_a_pull_at_every_renaming_leaves_one_whole_set(
    tmp_path: Path, objects: list[StoredObject], name: str
) -> None:
    """Under ``ZGC_HOLD`` every moment in every way; else each moment in one of them, in turn."""
    case, seen = CASES[name], set()
    for turn, at in enumerate(moments(tmp_path, case, objects)):
        for way in WAYS if HOLD else (WAYS[turn % len(WAYS)],):
            stick = Stick(tmp_path / f"s{at}-{way}", random.Random(f"{at}{way}"))
            before, left = begun(stick, case, objects), None
            try:
                with stick.watched(at=at, way=way):
                    written(stick.folder, NEW, objects, case.after)
            except StorageError as fault:
                left = fault.left
                assert left is not None
            stands = judged(stick, objects)
            assert stands or not case.before
            seen.add(stands)
            if left is not None and not left.gone:
                said(left, stick, before, stands)
            written(stick.folder, NEW, objects, case.after)
            repeated(stick, objects)
    assert seen == {OLD if case.before else b"", NEW}


def judged(stick: Stick, objects: Sequence[StoredObject]) -> bytes:
    """Return the letter of the set that stands: every document of it is found in its own volumes."""
    found = find_candidates([stick.folder], ())
    assert not [one for one in found if one.damaged]
    if not found:
        return b""
    (first,) = found
    package = open_package(first.path)
    finder, own = ObjectFinder(package), set()
    for one in objects:
        where, _part = finder.find(one.digest)
        own.add(where.path.name)
    for path in stick.folder.glob("*.zgcpkg"):
        require_whole(open_package(path))
    volumes = [one for one in stick.folder.glob("*.zgcpkg") if not is_stray(one)]
    assert {open_package(one).info.volume for one in volumes} == set(range(1, package.info.volumes + 1))
    (part,) = package.letters
    data = first.path.read_bytes()[part.offset : part.offset + part.size]
    assert data in {OLD, NEW}
    return data


def said(left: Left, stick: Stick, before: dict[str, bytes], stands: bytes) -> None:
    """New and old are told of the set that stands: nothing of the new one counts before its first volume."""
    assert set(left.new).isdisjoint(left.old)
    if stands == NEW:
        assert NAME in left.new
    else:
        assert left.new == ()
        assert set(left.old) == set(before)
    assert {*left.new, *left.old} <= set(stick.files())


def repeated(stick: Stick, objects: Sequence[StoredObject]) -> None:
    """Written again, the new set stands alone."""
    assert judged(stick, objects) == NEW
    assert stick.hidden() == []
    volumes = open_package(stick.folder / NAME).info.volumes
    assert len(stick.files()) == volumes
    assert not [one for one in stick.folder.iterdir() if is_stray(one)]


def test_f_wrt_04_only_what_is_a_volume_of_this_package_is_removed(
    tmp_path: Path, objects: list[StoredObject]
) -> None:
    """Files that are called alike and are something else stay, and so does a package of another round."""
    folder = tmp_path / "stick"
    folder.mkdir()
    kept = {"材料.2.0a1b2c3d.zgcpkg": b"no package", "材料.3.zgcpkg": b"", "材料.2.txt": b"x"}
    for name, data in kept.items():
        (folder / name).write_bytes(data)
    other = Contents("intl-1", "6e" * 16, [OLD], objects)
    (_first, second, *_) = write_package(tmp_path / "材料.zgcpkg", other, volume_size=SMALL)
    (folder / "材料.2.ffffffff.zgcpkg").write_bytes(second.read_bytes())
    written(folder, NEW, objects, LARGE)
    written(folder, NEW, objects, SMALL)
    for name in (*kept, "材料.2.ffffffff.zgcpkg"):
        assert (folder / name).exists(), name
    assert (folder / "材料.2.0a1b2c3d.zgcpkg").read_bytes() == b"no package"


def test_f_wrt_04_beside_a_first_volume_that_cannot_be_read_nothing_is_removed(
    tmp_path: Path, objects: list[StoredObject]
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    written(folder, OLD, objects, SMALL)
    before = sorted(path.name for path in folder.iterdir())
    (folder / NAME).write_bytes(b"broken")
    drop_strays(folder / NAME, ROUND)
    assert sorted(path.name for path in folder.iterdir()) == before
    written(folder, NEW, objects, LARGE)
    assert len(list(folder.iterdir())) == open_package(folder / NAME).info.volumes

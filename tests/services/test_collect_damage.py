"""Damaged files and things that are no files of ours: refused by name, nothing kept (S1)."""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from services_forgery import SUITE, content, sentences
from services_harness import World

from zgc_review.seal.message import sealed_bytes
from zgc_review.services import collecting

FLIPS = int(os.environ.get("ZGC_FLIPS", "1000" if os.environ.get("ZGC_HOLD") else "40"))


@pytest.fixture(scope="module")
def world(keep: Callable[[str], World]) -> World:
    return keep("written")


def whole(world: World) -> bytes:
    """Return a score file that would be accepted."""
    (path,) = world.returns(world.experts[1]).glob("*.zgcscore")
    return path.read_bytes()


def refused(world: World, path: Path) -> str:
    """Collect a file that must be refused without a trace, and return the code."""
    before = content(world.secretary)
    (arrival,) = world.collect([path])
    assert (arrival.outcome, arrival.kind, arrival.code) == ("refused", "", "")
    assert arrival.error is not None
    assert arrival.error.params["file"] == path.name
    assert sentences(arrival.error)
    assert content(world.secretary) == before
    return arrival.error.code


def test_s1_one_altered_bit_is_refused_with_the_part_that_is_damaged(world: World, tmp_path: Path) -> None:
    data, chance = whole(world), random.Random(20)
    before, codes = content(world.secretary), set()
    path = tmp_path / "a.zgcscore"
    offsets = {0, 30, 100, 180, 220, len(data) - 1, *chance.sample(range(len(data)), FLIPS)}
    for offset in sorted(offsets):
        path.write_bytes(
            data[:offset] + bytes([data[offset] ^ 1 << chance.randrange(8)]) + data[offset + 1 :]
        )
        (arrival,) = world.collect([path])
        assert arrival.outcome == "refused", offset
        assert arrival.error is not None
        assert arrival.error.params["part"], offset
        codes.add(arrival.error.code)
    assert codes >= {"seal.age.not_age", "seal.age.header", "seal.age.damaged"}
    assert content(world.secretary) == before


def test_s1_a_cut_file_is_refused(world: World, tmp_path: Path) -> None:
    data, path = whole(world), tmp_path / "a.zgcscore"
    codes = {}
    for length in (0, 10, 100, 1000, 65_536, len(data) - 1):
        path.write_bytes(data[:length])
        codes[length] = refused(world, path)
    assert codes[0] == codes[10] == "seal.age.not_age"
    assert codes[100] == "seal.age.header"
    assert codes[1000] == codes[len(data) - 1] == "seal.age.damaged"


def test_s1_a_file_with_more_behind_it_is_refused(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.zgcscore"
    path.write_bytes(whole(world) + b"\n")
    assert refused(world, path) == "seal.age.trailing"


def test_an_armored_file_or_another_document_is_refused(world: World, tmp_path: Path) -> None:
    armored = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(whole(world))
    for name, data in (("a.zgcscore", armored), ("申报书.pdf", b"%PDF-1.7\n" * 100), ("leer.zgcscore", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        assert refused(world, path) == "seal.age.not_age"


def test_something_sealed_to_the_secretary_that_is_no_message_is_refused(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "a.zgcscore"
    for inside, code in ((b"\x00" * 2048, "seal.entry.missing"), (b"hello" * 500, "seal.tar.header")):
        path.write_bytes(sealed_bytes(inside, SUITE, [world.secretary.card.recipient]))
        assert refused(world, path) == code


def test_a_huge_file_is_refused_unread(world: World, tmp_path: Path) -> None:
    path = tmp_path / "a.zgcscore"
    with path.open("wb") as stream:
        stream.write(whole(world))
        stream.truncate(collecting.FILE_LIMIT + 1)
    assert refused(world, path) == "seal.file.large"


def test_a_folder_a_missing_file_and_a_pulled_stick_are_refused(world: World, tmp_path: Path) -> None:
    assert refused(world, tmp_path / "missing.zgcscore") == "seal.file.read"
    (tmp_path / "folder.zgcscore").mkdir()
    assert refused(world, tmp_path / "folder.zgcscore") == "seal.file.read"


def test_a_refused_file_does_not_stop_the_others(at: Callable[[str], World], tmp_path: Path) -> None:
    world = at("written")
    broken = tmp_path / "broken.zgcscore"
    broken.write_bytes(whole(world)[:-7])
    good = sorted(world.returns(world.experts[2]).iterdir())
    arrivals = world.collect([broken, *good, tmp_path / "missing"])
    assert [one.outcome for one in arrivals] == ["refused", *["new"] * len(good), "refused"]

"""S7: a stick pulled at random moments leaves the complete old or the complete new file, and it is told.

Twenty moments of each act, onto an empty stick and over old files, under ``ZGC_HOLD``; else a few. The
calls of the system fail from that moment on; what was not flushed may be lost.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import World
from services_stages import Stages
from sticks_acts import ACTS, Act, contents, plain, standing
from sticks_port import WAYS, Stick

from db.check import check
from resources.reader import LANGUAGES, Texts
from ui.cli.console import error_text
from ui.left_words import left_words
from ui.media import find_candidates, find_panels
from ui.viewmodels.secretary.post import returned_files
from zgc_review.errors import ReviewError, StorageError

MOMENTS = 20 if os.environ.get("ZGC_HOLD") else 3


@pytest.fixture(scope="module")
def bases(stages: Stages, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    """Return a function that gives the round before an act, its vaults closed: to be copied."""
    made: dict[str, World] = {}

    def base(name: str) -> World:
        if name not in made:
            act = ACTS[name]
            world = stages.copy(act.stage, tmp_path_factory.mktemp(name) / "base")
            act.begin(world)
            world.close()
            made[name] = world
        return made[name]

    return base


@pytest.mark.parametrize("has_old", [True, False], ids=["over-old", "empty"])
@pytest.mark.parametrize("name", ACTS)
def test_s7_a_pulled_stick_keeps_old_or_new_and_the_program_says_which(
    bases: Callable[[str], World], tmp_path: Path, name: str, has_old: bool
) -> None:
    act, base, chance = ACTS[name], bases(name), random.Random(f"{name}{has_old}")
    old, calls = rehearsed(act, base, tmp_path)
    expected = set(contents(tmp_path / "first"))
    for turn in range(MOMENTS):
        # Some turns hit the end, where files are put in their places.
        at = calls - chance.randint(0, 4) if turn % 4 == 0 else chance.randint(1, calls)
        world = base.copy(tmp_path / f"w{turn}")
        stick = Stick(tmp_path / f"s{turn}", chance)
        stick.folder.mkdir()
        for file, data in old.items() if has_old else ():
            (stick.folder / file).write_bytes(data)
        before = contents(stick.folder)
        told = pulled(act, world, stick, at, WAYS[turn % len(WAYS)])
        judge(act, world, stick, before, expected)
        if told is not None:
            says(told, stick, before)
        repeat(act, world, stick, expected)
        world.close()


def rehearsed(act: Act, base: World, folder: Path) -> tuple[dict[str, bytes], int]:
    """Do the act whole once; return the files it leaves and how often it reached the stick."""
    world = base.copy(folder / "rehearsed")
    stick = Stick(folder / "first", random.Random(1))
    stick.folder.mkdir()
    with stick.watched():
        act.do(world, stick.folder)
    world.close()
    assert stick.hidden() == []
    assert stick.calls > 10
    return stick.files(), stick.calls


def pulled(act: Act, world: World, stick: Stick, at: int, way: str) -> StorageError | None:
    """Begin the act and pull the stick; return the refusal, None where the act had ended before."""
    told: ReviewError | None = None
    try:
        with stick.watched(at=at, way=way):
            act.do(world, stick.folder)
    except ReviewError as fault:
        told = fault
    if told is None:
        return None
    assert stick.is_pulled
    assert isinstance(told, StorageError), told
    assert told.code in {"seal.file.write", "seal.file.read", "seal.file.readonly"}, told
    return told


def judge(act: Act, world: World, stick: Stick, before: dict[str, bytes], expected: set[str]) -> None:
    """Every file that a person or the program sees is the old or the new one, whole; the vault is sound."""
    now, there = contents(stick.folder), standing(stick.folder)
    assert set(now) <= set(before) | expected
    assert set(before) <= set(now)
    for file, data in now.items():
        if data != before.get(file):
            act.whole(world, there[file])
    found = {one.name for one in (*returned_files([stick.folder]), *find_panels([stick.folder], ()))}
    candidates = find_candidates([stick.folder], ())
    assert not [one for one in candidates if one.damaged]
    assert (found | {one.path.name for one in candidates}) <= set(now)
    for person in (world.secretary, world.experts[0]):
        assert check(person.store) == ()


def says(fault: StorageError, stick: Stick, before: dict[str, bytes]) -> None:
    """The refusal names the files that are new and those that are old, or says that none can be seen."""
    left, now = fault.left, contents(stick.folder)
    assert left is not None
    if not left.gone:
        # A further volume may be put in place anew with the very same bytes.
        assert {file for file in now if now[file] != before.get(file)} <= {plain(one) for one in left.new}
        assert {*left.new, *left.old} == {path.name for path in standing(stick.folder).values()}
    for language in LANGUAGES:
        words = left_words(Texts(language), fault)
        assert words.endswith(Texts(language).get("left.again"))
        assert error_text(Texts(language), fault).endswith(words)
        kinds = ["gone"] if left.gone else ["new"] if left.new else ["none"]
        for kind in kinds:
            start = Texts(language).get(f"left.{kind}", files="\0").split("\0")[0]
            assert start in words


def repeat(act: Act, world: World, stick: Stick, expected: set[str]) -> None:
    """With the stick in place again the act succeeds and leaves every file whole, and nothing else."""
    act.do(world, stick.folder)
    assert stick.hidden() == [] or act.renumbers
    there = standing(stick.folder)
    assert there if act.renumbers else expected <= set(there)
    assert len(there) == len(stick.files())  # nothing beside what counts
    for path in there.values():
        act.whole(world, path)
    assert check(world.secretary.store) == ()

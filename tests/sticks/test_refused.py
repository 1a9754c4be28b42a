"""Full, read-only and FAT32 media: every act says so with a way on, leaves no half, and works later (S7)."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from services_harness import World
from sticks_acts import ACTS, EXPORTS, standing
from sticks_port import REFUSALS, Stick

from db.check import check
from resources.reader import LANGUAGES, Texts
from ui.cli.console import error_text
from zgc_review.errors import StorageError

EVERY = {**ACTS, **EXPORTS}
CODES = {
    "full": {"seal.file.full", "seal.file.space"},
    "limit": {"seal.file.limit"},
    "disc": {"seal.file.readonly"},
}
#: Which other medium, or what else, in words: by language.
WAYS_ON = {"zh_CN": "换一个", "en": "another"}


@pytest.mark.parametrize("name", EVERY)
def test_s7_a_medium_that_refuses_is_told_with_a_way_on_and_the_act_is_done_again(
    at: Callable[[str], World], tmp_path: Path, name: str
) -> None:
    act, world = EVERY[name], at(EVERY[name].stage)
    act.begin(world)
    for way in REFUSALS:
        stick = Stick(tmp_path / way, random.Random(way))
        stick.folder.mkdir()
        # A finished disc refuses at once; room and size run out in the middle of a file.
        at_call = 1 if way == "disc" else 9
        with pytest.raises(StorageError) as told, stick.watched(at=at_call, way=way):
            act.do(world, stick.folder / "new" if act.own_folder else stick.folder)
        assert told.value.code in CODES[way]
        for language in LANGUAGES:
            words = error_text(Texts(language), told.value)
            assert WAYS_ON[language] in words, words
            assert "{" not in words
        assert told.value.left is not None
        assert stick.hidden() == []
        for path in standing(stick.folder).values():
            act.whole(world, path)
        assert check(act.who(world).store) == ()
    # The last one can be written again: the very same act, on the same medium.
    assert not act.is_over(world)
    folder = stick.folder / "new" if act.own_folder else stick.folder
    act.do(world, folder)
    done = standing(folder)
    assert done
    for path in done.values():
        act.whole(world, path)

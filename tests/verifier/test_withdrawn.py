"""A refused version of the round definition and the one in its place (docs/bodies.md §1 withdraws)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]


def newest(world: World) -> str:
    """Return the id of the newest version."""
    return str(world.rounds[-1][0])


def refuse(world: World, who: Any) -> str:
    """Refuse the newest version and return its id."""
    world.consent(who, "round", "no", about=newest(world))
    return newest(world)


def test_the_next_version_takes_the_place_of_a_refused_one(small: World, judge: Judge) -> None:
    small.score()
    small.define(reason="写错")
    wrong = refuse(small, small.experts[0])
    assert judge(small)[0] == "chain.consent"  # without the next one it is no chain
    small.define(small.experts[0], reason="改正", withdraws=wrong)
    assert judge(small) == ("", "")
    small.consent(small.experts[0], "round", "yes", about=wrong)  # what is said later changes nothing
    assert judge(small) == ("", "")


def test_refused_versions_may_follow_each_other(small: World, judge: Judge) -> None:
    small.score()
    small.define(reason="一")
    small.define(reason="二", withdraws=refuse(small, small.experts[0]))
    small.define(small.experts[0], reason="三", withdraws=refuse(small, small.experts[0]))
    assert judge(small) == ("", "")


@pytest.mark.parametrize(
    ("said", "by", "fields"),
    [
        ("yes", 0, {}),  # it counted
        ("no", 1, {}),  # somebody who is not asked
        ("", 0, {}),  # nobody refused it
        ("no", 0, {"withdraws": "0" * 64}),  # another one
        ("no", 0, {"withdraws": None}),
        ("no", 0, {"withdraws": 7}),
        ("no", 0, {"inner": []}),  # the refusal is not carried
    ],
)
def test_what_was_not_refused_cannot_be_withdrawn(
    small: World, judge: Judge, said: str, by: int, fields: dict[str, Any]
) -> None:
    small.score()
    small.define(reason="写错")
    wrong = newest(small)
    if said:
        small.consent(small.experts[by], "round", said, about=wrong)
    small.define(small.experts[0], **{"reason": "改正", "withdraws": wrong, **fields})
    assert judge(small)[0] in {"chain.withdraws", "chain.consent", "shape"}


def test_version_1_and_a_version_in_force_are_never_withdrawn(tools: Tools, judge: Judge) -> None:
    made = tools.World()
    first = made.define(made.observer)
    made.consent(made.observer, "round", "no", about=first)
    codes = [expert.code for expert in made.experts]
    made.define(
        made.observer,
        made.experts[0],
        members=[expert.entry() for expert in made.experts],
        groups=[{"id": "G01", "members": codes, "chair": codes[0]}],
        round_chair=codes[0],
        withdraws=first,
    )
    assert judge(made)[0] in {"chain.consent", "chain.withdraws"}


def test_whom_only_a_withdrawn_version_named_is_no_member(tools: Tools, judge: Judge) -> None:
    """The chair-to-be may refuse the version that would make it chair; what it signs else counts nowhere."""
    made = tools.World()
    made.define(made.observer)
    codes = [expert.code for expert in made.experts]
    seats = {
        "members": [expert.entry() for expert in made.experts],
        "groups": [{"id": "G01", "members": codes, "chair": codes[0]}],
    }
    made.define(made.observer, **seats, round_chair=codes[0])
    wrong = refuse(made, made.experts[0])
    rest = codes[1:]
    made.define(
        made.observer,
        made.experts[1],
        members=[expert.entry() for expert in made.experts[1:]],
        groups=[{"id": "G01", "members": rest, "chair": rest[0]}],
        round_chair=rest[0],
        withdraws=wrong,
    )
    assert judge(made) == ("", "")
    made.consent(made.experts[0], "pledge", "yes")
    assert judge(made)[0] == "signer.unknown"

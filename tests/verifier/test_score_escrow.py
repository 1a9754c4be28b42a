"""Score escrow in a result: the key in the chain, sheets after it, the order of opening (bodies §1, §5)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]

KEY, OTHER = "age1" + "q" * 58, "age1" + "z" * 58


@pytest.fixture
def escrowed(tools: Tools) -> World:
    """A round of score escrow at version 2, with one application."""
    made = tools.World(collector="score_escrow")
    made.experts = made.experts[:3]
    made.start()
    made.apply(1)
    return made


def name(world: World, key: str = KEY, **fields: Any) -> str:
    """Add a version that names or revokes the key; the round chair consents."""
    return str(world.define(world.experts[0], **{"escrow_scores": key, **fields}))


def opened(world: World, *acts: str) -> None:
    """Write these events."""
    for act in acts or ("scores.held", "escrow.opened", "scores.received"):
        data = {"version": world.rounds[-1][0]} if act == "round.amended" else {}
        world.event(act, data)


def test_a_round_of_score_escrow_agrees(escrowed: World, judge: Judge) -> None:
    name(escrowed)
    escrowed.score()
    opened(escrowed)
    assert judge(escrowed) == ("", "")
    name(escrowed, "revoked")
    opened(escrowed, "round.amended", "scores.received")
    assert judge(escrowed) == ("", "")
    escrowed.define(escrowed.experts[0], escrow_result=OTHER)
    assert judge(escrowed) == ("", "")


@pytest.mark.parametrize(
    "versions",
    [
        [("revoked", {})],
        [(KEY, {}), (OTHER, {})],
        [(KEY, {}), ("revoked", {}), (OTHER, {})],
        [(KEY, {}), ("revoked", {}), ("revoked", {})],
        [(KEY, {"escrow_result": KEY})],
        [(KEY, {}), (None, {"escrow_result": KEY})],
        [(None, {"escrow_result": KEY}), (KEY, {})],
    ],
)
def test_the_key_is_named_once_then_revoked_once(
    escrowed: World, judge: Judge, versions: list[tuple[Any, dict[str, Any]]]
) -> None:
    for key, fields in versions:
        name(escrowed, key, **fields)
    assert judge(escrowed)[0] == "chain.escrow"


def test_a_round_that_collects_without_escrow_names_no_key(small: World, judge: Judge) -> None:
    name(small)
    assert judge(small)[0] == "chain.escrow"


def test_a_key_of_another_shape_is_refused(escrowed: World, judge: Judge) -> None:
    name(escrowed, "Revoked")
    assert judge(escrowed)[0] == "shape"


def test_no_sheet_is_older_than_the_key(escrowed: World, judge: Judge) -> None:
    escrowed.score()
    assert judge(escrowed)[0] == "chain.escrow"
    name(escrowed)
    assert judge(escrowed)[0] == "chain.escrow"


@pytest.mark.parametrize(
    "acts",
    [
        ("scores.held", "scores.received", "escrow.opened"),
        ("escrow.opened", "scores.received", "scores.held"),
        ("escrow.opened", "escrow.opened"),
        ("scores.received", "round.amended"),
    ],
)
def test_a_log_that_shows_an_early_opening_is_refused(
    escrowed: World, judge: Judge, acts: tuple[str, ...]
) -> None:
    name(escrowed)
    escrowed.score()
    name(escrowed, "revoked")
    opened(escrowed, *acts)
    assert judge(escrowed)[0] == "log.escrow"


def test_the_naming_version_opens_nothing(escrowed: World, judge: Judge) -> None:
    name(escrowed)
    escrowed.score()
    opened(escrowed, "round.amended", "scores.received")
    assert judge(escrowed)[0] == "log.escrow"


def test_other_rounds_log_as_they_did(small: World, judge: Judge, tmp_path: Path) -> None:
    small.score()
    opened(small, "scores.received", "scores.received")
    assert judge(small) == ("", "")

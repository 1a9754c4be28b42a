"""What a secretary could sign: results with good signatures that break a rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]
    Capture = pytest.CaptureFixture[str]


@pytest.fixture
def world(tools: Tools) -> World:
    return tools.example()


# -- what a secretary could sign


def refused(tools: Tools, world: World, folder: Path, capsys: Capture, **change: Any) -> tuple[str, str]:
    status, said = tools.run(world.write(folder, **change), capsys, "--round-code", world.code(1))
    assert status == 1
    return said["refused"]["item"], said["refused"]["why"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": "zgc/2"}, "format"),
        ({"suite": "gm-1"}, "suite"),
        ({"kind": "names"}, "kind"),
        ({"kind": "sheet"}, "shape"),
        ({"round": "cd" * 16}, "round"),
        ({"seq": 0}, "shape"),
        ({"seq": 1, "prev": "0" * 64}, "shape"),
        ({"slot": "x"}, "shape"),
        ({"time": "2026-02-30T00:00:00+08:00"}, "shape"),
        ({"time": "2026-02-20T00:00:00+00:00"}, "shape"),
        ({"to": ["1" * 64, "0" * 64]}, "shape"),
        ({"more": 1}, "keys"),
        ({"files": []}, "shape"),
        ({"body": {"more": 1}}, "keys"),
        ({"body": {"schema": 2}}, "shape"),
        ({"body": {"log": {"root": "0" * 64, "size": 6}}}, "log.root"),
        ({"body": {"log": {"root": "0" * 64, "size": 7}}}, "log.size"),
        ({"body": {"parts": []}}, "parts.once"),
        ({"round_version": "0" * 64}, "version.last"),
        ({"round_version": None}, "version.last"),
        ({"sender": "0" * 64}, "signer.role"),
    ],
)
def test_a_manifest_that_breaks_a_rule(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, change: dict[str, Any], why: str
) -> None:
    assert refused(tools, world, tmp_path / "r", capsys, **change)[1] == why


def test_only_the_secretary_in_force_seals(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    chair, outsider = world.experts[0], tools.Person("外人", "expert")
    assert refused(tools, world, tmp_path / "a", capsys, signer=chair) == ("SHA256SUMS.sig", "signer.key")
    assert refused(tools, world, tmp_path / "b", capsys, signer=outsider) == ("SHA256SUMS.sig", "signer.key")
    assert refused(tools, world, tmp_path / "c", capsys, signer=chair, sender=chair.card)[1] == "signer.role"


def drop(role: str, number: int) -> Callable[[list[Any]], list[Any]]:
    """Leave out the part of this role and number."""

    def change(parts: list[Any]) -> list[Any]:
        mine = [part for part in parts if part[0] == role]
        return [part for part in parts if part is not mine[number]]

    return change


@pytest.mark.parametrize(
    ("role", "number", "why"),
    [
        ("round", 0, "chain.version"),
        ("round", 1, "version.last"),
        ("sheet", 0, "sheet.missing|log.counted"),
        ("sheet", 4, "sheet.missing|log.counted"),
        ("catalogue", 0, "parts.once"),
        ("applications", 0, "parts.once"),
        ("recusals", 0, "parts.once"),
        ("aggregate", 0, "parts.once"),
        ("log", 0, "parts.once"),
    ],
)
def test_a_part_left_out(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, role: str, number: int, why: str
) -> None:
    assert refused(tools, world, tmp_path / "r", capsys, parts=drop(role, number))[1] in why.split("|")


def test_every_needed_consent_left_out(tools: Tools, world: World, tmp_path: Path, capsys: Capture) -> None:
    """B §1: without the observer's or the named chair's consent the version does not count.

    The consent to version 1 stands inside version 2 as well, so that one copy may be missing.
    """
    first = world.rounds[0][0]
    for number, message_id in enumerate(sorted(world.consents)):
        body = world.bodies[message_id]
        if body["about"] == first:
            assert tools.run(world.write(tmp_path / "x", parts=drop("consent", number)), capsys)[0] == 3
            continue
        item, why = refused(tools, world, tmp_path / str(number), capsys, parts=drop("consent", number))
        assert why == {"round": "chain.consent", "decision": "aggregate"}[body["act"]]
        assert item.startswith("data/000002.tar/" if body["act"] == "round" else "data/000014.json")


@pytest.mark.parametrize(
    "reorder",
    [
        lambda parts: list(reversed(parts)),
        lambda parts: [parts[1], parts[0], *parts[2:]],
        lambda parts: [*parts[:2], parts[3], parts[2], *parts[4:]],
        lambda parts: [*parts[:2], parts[2], parts[2], *parts[3:]],
        lambda parts: [*parts[:6], parts[7], parts[6], *parts[8:]],
        lambda parts: [*parts, parts[0]],
        lambda parts: [*parts, parts[11]],
        lambda parts: [("sheet" if p[0] == "consent" else p[0], *p[1:]) for p in parts],
        lambda parts: [(p[0], p[1], "json" if p[2] == "tar" else p[2], p[3]) for p in parts],
    ],
)
def test_parts_in_any_other_order(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture, reorder: Callable[[list[Any]], list[Any]]
) -> None:
    why = refused(tools, world, tmp_path / "r", capsys, parts=reorder)[1]
    assert why in {"order", "chain.version", "parts.once", "kind"}


def test_an_aggregate_with_one_other_number(
    tools: Tools, world: World, tmp_path: Path, capsys: Capture
) -> None:
    world.aggregate["applications"][0]["before"]["value"] = 7001
    status, said = tools.run(world.write(tmp_path / "r"), capsys)
    assert (status, said["refused"]["item"]) == (1, "data/000015.json")
    assert said["refused"]["detail"] == ".applications[0].before.value: 7001 ≠ 7000"

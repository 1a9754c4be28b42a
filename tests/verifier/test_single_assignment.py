"""Experts of single applications: bound to the round definition by a digest (rules §3, bodies §1, §4)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import rfc8785

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[[Any], str]

MEMBERS = {1: ["专家02", "专家03", "专家04"], 2: ["专家01", "专家03", "专家05"]}


@pytest.fixture
def verdict(tools: Tools, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Judge:
    """Write a world with the aggregate that fits it, if one can be computed; return why it is refused."""

    def run(world: World) -> str:
        try:
            world.aggregate = tools.recount(world, tmp_path / "counted")
        except tools.module.Refused:
            world.aggregate = {}
        for line in world.aggregate.get("applications", []):
            for mark in line["after"]["marks"]:
                world.counted(mark["sheet"], mark["trimmed"])
        status, said = tools.run(world.write(tmp_path / "written"), capsys)
        return "" if status == 3 else str(said["refused"]["why"])

    return run


def digest(tools: Tools, table: dict[int, list[str]]) -> str:
    lines = [{"application": f"{n:032x}", "members": codes} for n, codes in sorted(table.items())]
    return str(tools.sha(rfc8785.dumps({"assignments": lines, "schema": 1})))


def bench(tools: Tools, table: dict[int, list[str]] = MEMBERS, **version: Any) -> World:
    """Return a round of five on the bench and two applications; ``version`` changes version 2."""
    world = tools.World(assignment="individual")
    world.define(world.observer)
    codes = [one.code for one in world.experts]
    body = {
        "members": [one.entry() for one in world.experts],
        "groups": [{"id": "G01", "members": codes, "chair": codes[0]}],
        "round_chair": codes[0],
        "assignment": digest(tools, table),
    }
    world.define(world.observer, world.experts[0], **{**body, **version})
    for n, codes in MEMBERS.items():
        world.apply(n, members=codes)
    return world


def scored(tools: Tools, **version: Any) -> World:
    """Return the same with a sheet of every expert of both applications."""
    world = bench(tools, **version)
    for n, line in enumerate(world.applications):
        for one in world.experts:
            if one.code in line["members"]:
                world.sheet(one, line["application"], [70 + 5 * n] * 5)
    return world


def test_both_applications_are_combined_over_their_own_experts(tools: Tools, tmp_path: Path) -> None:
    lines = tools.recount(scored(tools), tmp_path / "r")["applications"]
    assert [[mark["code"] for mark in one["after"]["marks"]] for one in lines] == list(MEMBERS.values())
    assert [one["after"]["value"] for one in lines] == [7000, 7500]
    assert {one["n_received"] for one in lines} == {3}


def test_an_honest_result_passes(tools: Tools, verdict: Judge) -> None:
    assert verdict(scored(tools)) == ""


@pytest.mark.parametrize(
    "members",
    [
        ["专家02", "专家03"],
        ["专家02", "专家03", "专家04", "专家05"],
        ["专家03", "专家02", "专家04"],
        ["专家02", "专家02", "专家03", "专家04"],
        None,
    ],
)
def test_other_experts_than_the_digest_are_refused(
    tools: Tools, verdict: Judge, members: list[str] | None
) -> None:
    """A low sheet cannot be made to vanish by leaving its writer out."""
    world = scored(tools)
    world.applications[0]["members"] = members
    assert verdict(world) == "assignment"


def test_experts_must_sit_on_the_bench(tools: Tools, verdict: Judge) -> None:
    table = {**MEMBERS, 1: ["专家02", "专家03", "专家09"]}
    world = bench(tools, table)
    world.applications[0]["members"] = table[1]
    assert verdict(world) == "assignment"


def test_a_sheet_of_nobody_assigned_is_refused(tools: Tools, verdict: Judge) -> None:
    world = scored(tools)
    world.sheet(world.experts[4], world.applications[0]["application"], [10] * 5)
    assert verdict(world) == "assignment.sheet"


def test_a_result_without_any_assignment_is_refused(tools: Tools, verdict: Judge) -> None:
    world = scored(tools)
    for line in world.applications:
        line["members"] = None
    assert verdict(world) == "assignment"


def test_a_later_version_replaces_the_assignment_with_the_chairs_consent(
    tools: Tools, verdict: Judge, tmp_path: Path
) -> None:
    world = scored(tools)
    table = {**MEMBERS, 1: [*MEMBERS[1], "专家05"]}
    world.define(world.experts[0], assignment=digest(tools, table))
    world.applications[0]["members"] = table[1]
    world.sheet(world.experts[4], world.applications[0]["application"], [74] * 5)
    lines = tools.recount(world, tmp_path / "later")["applications"]
    assert (lines[0]["n_effective"], lines[0]["after"]["value"]) == (4, 7100)
    assert verdict(world) == ""


def test_the_assignment_before_the_newest_is_refused(tools: Tools, verdict: Judge) -> None:
    world = scored(tools)
    world.define(world.experts[0], assignment=digest(tools, {**MEMBERS, 1: [*MEMBERS[1], "专家05"]}))
    assert verdict(world) == "assignment"


def test_without_the_chairs_consent_it_does_not(tools: Tools, verdict: Judge) -> None:
    world = scored(tools)
    world.define(assignment=digest(tools, MEMBERS))
    assert verdict(world) == "chain.consent"


@pytest.mark.parametrize("kind", ["group", "two groups", "other chair"])
def test_a_chain_that_cannot_carry_single_assignment(tools: Tools, verdict: Judge, kind: str) -> None:
    if kind == "group":
        world = tools.World()
        world.start()
        world.define(world.experts[0], assignment="0" * 64)
    else:
        codes = [one.code for one in tools.World().experts]
        groups = [{"id": "G01", "members": codes, "chair": codes[1 if kind == "other chair" else 0]}]
        if kind == "two groups":
            groups.append({"id": "G02", "members": codes, "chair": codes[0]})
        world = bench(tools, groups=groups)
    assert verdict(world) == "chain.members"

"""Ranks, lines, unscored applications and funds, against values worked out by hand."""

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


# -- ranking and line


def pool(**change: Any) -> list[dict[str, Any]]:
    base = {"id": "P1", "fund": "F1", "sub_directions": ["M01-1", "M01-2"], "pass": 7000, "reserve": 6000}
    return [{**base, "budget_fen": None, "rule": "strict", **change}]


def ranked(
    tools: Tools, folder: Path, values: list[int], costs: list[int], **change: Any
) -> list[dict[str, Any]]:
    world = tools.round_of(3, pools=pool(**change))
    for number, (value, cost) in enumerate(zip(values, costs, strict=True), 1):
        application = world.apply(number, requested_fen=cost)
        world.values(application, [value] * 3)
    lines: list[dict[str, Any]] = tools.recount(world, folder / "r")["pools"][0]["lines"]
    return lines


VALUES = [91, 90, 88, 88, 85, 84, 80, 79, 75, 70]
COSTS = [300, 450, 200, 250, 400, 150, 350, 100, 300, 50]


@pytest.mark.parametrize(
    ("budget", "rule", "funded", "spent"),
    [
        (1250, "strict", [1, 2, 3, 4], 1200),
        (1250, "skip", [1, 2, 3, 4, 10], 1250),
        (1300, "skip", [1, 2, 3, 4, 8], 1300),
        (1350, "skip", [1, 2, 3, 4, 6], 1350),
        (None, "strict", list(range(1, 11)), 2550),
    ],
)
def test_budget_line_reference_case(
    tools: Tools, tmp_path: Path, budget: int, rule: str, funded: list[int], spent: int
) -> None:
    lines = ranked(tools, tmp_path, VALUES, COSTS, budget_fen=budget, rule=rule)
    assert [int(line["application"], 16) for line in lines if line["line"] == "within"] == funded
    assert lines[-1]["running_fen"] == spent
    assert [line["rank"] for line in lines] == [1, 2, 3, 3, 5, 6, 7, 8, 9, 10]
    assert [line["tied"] for line in lines] == [False, False, True, True] + [False] * 6


def test_a11_strict_and_skip(tools: Tools, tmp_path: Path) -> None:
    for rule, words in (("strict", "wwbb"), ("skip", "wwbw")):
        lines = ranked(
            tools, tmp_path / rule, [90, 85, 80, 75], [400, 350, 300, 200], budget_fen=1000, rule=rule
        )
        assert "".join(line["line"][0] for line in lines) == words


@pytest.mark.parametrize(("rule", "last"), [("strict", "beyond_budget"), ("skip", "within")])
def test_a_tie_is_never_cut_silently(tools: Tools, tmp_path: Path, rule: str, last: str) -> None:
    lines = ranked(tools, tmp_path, [90, 80, 80, 75], [400, 400, 400, 100], budget_fen=1000, rule=rule)
    assert [line["line"] for line in lines] == ["within", "tie_open", "tie_open", last]
    assert [line["running_fen"] for line in lines] == [400, 400, 400, 500 if last == "within" else 400]


def test_lines_below_pass(tools: Tools, tmp_path: Path) -> None:
    lines = ranked(tools, tmp_path, [70, 69, 60, 59], [1, 1, 1, 1], budget_fen=10)
    assert [line["line"] for line in lines] == ["within", "reserve", "reserve", "below"]


@pytest.mark.parametrize(
    ("decision", "value", "line"),
    [
        ("NOT_SUPPORT", 80, "below"),
        ("NOT_SUPPORT", 65, "below"),
        ("RESERVE", 80, "reserve"),
        ("SUPPORT", 65, "reserve"),
        ("SUPPORT", 55, "below"),
        ("RESERVE", 55, "below"),
        ("SUPPORT_IF_REVISED", 80, "within"),
    ],
)
def test_the_decision_moves_the_line(
    tools: Tools, tmp_path: Path, decision: str, value: int, line: str
) -> None:
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, [value] * 3)
    world.consent(
        world.experts[0], "decision", decision, application=application, values={"amount_fen": None}
    )
    assert tools.recount(world, tmp_path / "r")["pools"][0]["lines"][0]["line"] == line


@pytest.mark.parametrize("out", ["VETOED", "DEFER", "VOID"])
def test_what_is_out_is_listed_as_unranked(tools: Tools, tmp_path: Path, out: str) -> None:
    world = tools.round_of(3)
    first, second = world.apply(1), world.apply(2)
    for application in (first, second):
        world.values(application, [80, 80, 80])
    world.consent(
        world.experts[0], "decision", out, application=first, values={"amount_fen": None}, text="理由"
    )
    found = tools.recount(world, tmp_path / "r")["pools"][0]
    assert found["unranked"] == [first]
    assert [(line["rank"], line["application"], line["tied"]) for line in found["lines"]] == [
        (1, second, False)
    ]


def test_s10_tie_keys_in_order(tools: Tools, tmp_path: Path) -> None:
    """All have 80.00: by plain mean, then top criterion, then votes, then the round chair's order."""
    world = tools.round_of(5)
    ids = [world.apply(n) for n in range(1, 7)]
    plain = [80, 80, 80, 80, 80]
    rows = [plain, plain, plain, plain, [80, 80, 80, 80, 95], plain]
    for application, totals in zip(ids, rows, strict=True):
        for n, (who, total) in enumerate(zip(world.experts, totals, strict=True)):
            percents = [82, 78, 80, 80, 80] if application == ids[3] else [total] * 5
            vote = "NOT_SUPPORT" if application == ids[5] and n == 0 else "SUPPORT"
            world.sheet(who, application, percents, recommendation=vote)
    world.consent(
        world.experts[0], "tie", "order", values={"pool": "P1", "order": [ids[2], ids[0]]}, text="商定"
    )
    world.consent(world.experts[1], "tie", "order", values={"pool": "P1", "order": [ids[1]]}, text="无权")
    lines = tools.recount(world, tmp_path / "r")["pools"][0]["lines"]
    assert [line["application"] for line in lines] == [ids[4], ids[3], ids[2], ids[0], ids[1], ids[5]]
    assert [line["rank"] for line in lines] == [1, 2, 3, 4, 5, 6]
    assert not any(line["tied"] for line in lines)


def test_s10_fully_equal_gives_equal_rank(tools: Tools, tmp_path: Path) -> None:
    """A10: ranks 1, 1, 3."""
    lines = ranked(tools, tmp_path, [80, 85, 85], [1, 1, 1])
    assert [(line["rank"], line["tied"]) for line in lines] == [(1, True), (1, True), (3, False)]
    assert [int(line["application"], 16) for line in lines] == [2, 3, 1]


# -- unscored applications and funds


def test_unscored_and_funds(tools: Tools, tmp_path: Path) -> None:
    limit = {
        "F1": {"annual_fen": 150, "spent_before_fen": 10},
        "F5": {"annual_fen": None, "spent_before_fen": 7},
    }
    world = tools.round_of(3, funds=limit)
    scored = world.apply(1, requested_fen=100)
    world.values(scored, [80, 80, 80])
    kind = {"sub_direction": "M01-3", "mode": "on_qualification", "group": None, "version": None}
    world.apply(2, **kind, state="CHECKED", check_result="MET", requested_fen=60, ceiling_fen=40)
    world.apply(3, **kind, state="SEALED", check_result="NOT_MET", requested_fen=60)
    world.apply(4, **kind, state="SEALED", check_result="MET", requested_fen=None)
    world.apply(5, **kind, state="INELIGIBLE", check_result=None)
    world.apply(6, state="WITHDRAWN")
    found = tools.recount(world, tmp_path / "r")
    assert [(line["result"], line["amount_fen"]) for line in found["unscored"]] == [
        ("MET", 40),
        ("NOT_MET", None),
        ("MET", None),
    ]
    assert [line["application"] for line in found["applications"]] == [scored]
    assert found["funds"] == [
        {"fund": "F1", "annual_fen": 150, "spent_before_fen": 10, "scored_fen": 100, "unscored_fen": 40,
         "total_fen": 150, "within": True},
        {"fund": "F5", "annual_fen": None, "spent_before_fen": 7, "scored_fen": 0, "unscored_fen": 0,
         "total_fen": 7, "within": True},
    ]  # fmt: skip


def test_fund_over_its_year_is_said(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(3, funds={"F1": {"annual_fen": 99, "spent_before_fen": 0}})
    world.values(world.apply(1, requested_fen=100), [80, 80, 80])
    assert tools.recount(world, tmp_path / "r")["funds"][0]["within"] is False

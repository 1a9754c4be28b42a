"""Mid-term check and acceptance: outcomes recomputed, forged ones refused (rules §2.4, docs/bodies.md §4)."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any
    Judge = Callable[..., tuple[str, str]]


def check(tools: Tools, values: list[Any], **settings: Any) -> tuple[World, str]:
    """Return a mid-term check with one project and one sheet per value."""
    world = tools.round_of(len(values), **{**tools.midterm, **settings})
    application = world.apply(1, requested_fen=None)
    for who, value in zip(world.experts, values, strict=True):
        world.sheet(who, application, [value, value])
    return world, str(application)


def decide(world: World, application: str, answer: str, amount: int | None = None) -> None:
    world.consent(
        world.experts[0], "decision", answer, application=application, values={"amount_fen": amount}
    )


def claim(world: World, application: str, item: str, who: Any = None, document: str | None = None) -> str:
    values = {"item": item, "document": document, "page": None}
    by = who or world.experts[1]
    return str(
        world.consent(by, "veto_claim", "claimed", application=application, values=values, text="证据")
    )


def vote(world: World, application: str, about: str, yes: int, no: int = 0) -> None:
    for n, who in enumerate(world.experts[: yes + no]):
        answer = "yes" if n < yes else "no"
        world.consent(who, "veto_vote", answer, about=about, application=application)


def line(tools: Tools, world: World, folder: Path) -> dict[str, Any]:
    (found,) = tools.recount(world, folder)["applications"]
    return dict(found)


@pytest.mark.parametrize(
    ("values", "value", "outcome"),
    [
        ([70, 70, 70], 7000, "CONTINUE"),
        ([69, 70, 70], 6967, "ADJUST"),
        ([60, 60, 60], 6000, "ADJUST"),
        ([59, 60, 60], 5967, "STOP_ADVISED"),
        ([0, 0, 0], 0, "STOP_ADVISED"),
        ([100, 100], None, "VOID"),
    ],
)
def test_2_4_bands_give_the_outcome(
    tools: Tools, tmp_path: Path, values: list[int], value: int | None, outcome: str
) -> None:
    world, _ = check(tools, values)
    found = line(tools, world, tmp_path / "r")
    assert (found["after"]["value"], found["suggestion"]) == (value, outcome)
    assert (found["pool"], found["amount_fen"], found["established"]) == (None, None, [])


@pytest.mark.parametrize(("values", "near"), [([68] * 3, True), ([67] * 3, False), ([58] * 3, True)])
def test_8_near_a_band_is_discussed(tools: Tools, tmp_path: Path, values: list[int], near: bool) -> None:
    """Within 2 points of the lower limit of a band; the last one, 0, is no line."""
    world, _ = check(tools, values)
    assert ("near_line" in line(tools, world, tmp_path / "r")["discuss"]) is near
    world, _ = check(tools, [1, 1, 1])
    assert "near_line" not in line(tools, world, tmp_path / "low")["discuss"]


@pytest.mark.parametrize(("yes", "holds"), [(4, True), (3, False), (0, False)])
def test_8_a_screening_item_needs_two_thirds(tools: Tools, tmp_path: Path, yes: int, holds: bool) -> None:
    """4 of 5 (rules §8); then not passed whatever the score (rules §2.4)."""
    world, application = check(tools, [90] * 5)
    vote(world, application, claim(world, application, "SM-S1"), yes, 5 - yes)
    found = line(tools, world, tmp_path / "r")
    assert found["established"] == (["SM-S1"] if holds else [])
    assert found["suggestion"] == ("STOP_ADVISED" if holds else "CONTINUE")


def test_8_vetoes_and_proven_items_count_in_a_stage(tools: Tools, tmp_path: Path) -> None:
    world, application = check(tools, [90] * 3)
    vote(world, application, claim(world, application, "M01-V1"), 2, 1)
    claim(world, application, "CV02", world.secretary)
    vote(world, application, claim(world, application, "XX-S9", world.experts[2]), 3)
    assert line(tools, world, tmp_path / "r")["established"] == ["CV02", "M01-V1"]


def test_8_cv02_of_an_expert_needs_a_document(tools: Tools, tmp_path: Path) -> None:
    world, application = check(tools, [90] * 3)
    claim(world, application, "CV02")
    assert line(tools, world, tmp_path / "r")["established"] == []
    claim(world, application, "CV02", document="7" * 64)
    assert line(tools, world, tmp_path / "proven")["established"] == ["CV02"]


def test_4_1_only_effective_experts_vote(tools: Tools, tmp_path: Path) -> None:
    """A recused member's yes does not count: 2 of 4 are not two thirds (rules §4.1.3)."""
    world, application = check(tools, [90] * 5)
    vote(world, application, claim(world, application, "SM-S1"), 3)
    world.recusals = [{"application": application, "code": "专家02", "rule": "R02", "decision": "recused"}]
    assert line(tools, world, tmp_path / "r")["established"] == []


def test_p02_fewer_than_three_sheets_establish_nothing(tools: Tools, tmp_path: Path) -> None:
    world, application = check(tools, [90, 90])
    vote(world, application, claim(world, application, "SM-S1"), 2)
    found = line(tools, world, tmp_path / "r")
    assert (found["suggestion"], found["after"]["value"]) == ("VOID", None)


@pytest.mark.parametrize(
    ("answer", "items", "why"),
    [
        ("CONTINUE", False, ""),
        ("DEFER", False, ""),
        ("VOID", False, ""),
        ("ADJUST", False, "decision.outcome"),
        ("STOP_ADVISED", False, "decision.outcome"),
        ("STOP_ADVISED", True, ""),
        ("VOID", True, ""),
        ("CONTINUE", True, "decision.outcome"),
        ("DEFER", True, "decision.outcome"),
        ("SUPPORT", False, "decision.stage"),
        ("VETOED", True, "decision.stage"),
        ("ACCEPTED", False, "decision.stage"),
    ],
)
def test_a_decision_beside_the_outcome_is_refused(
    tools: Tools, judge: Judge, answer: str, items: bool, why: str
) -> None:
    world, application = check(tools, [80] * 3)
    if items:
        vote(world, application, claim(world, application, "SM-S2"), 2)
    decide(world, application, answer)
    assert judge(world)[0] == why


def test_a_decision_of_a_stage_in_a_proposal_is_refused(tools: Tools, judge: Judge) -> None:
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, [80, 80, 80])
    decide(world, application, "ACCEPTED")
    assert judge(world)[0] == "decision.stage"


def test_a_decision_with_an_amount_is_refused(tools: Tools, judge: Judge) -> None:
    world, application = check(tools, [80] * 3)
    decide(world, application, "CONTINUE", 1)
    assert judge(world)[0] == "decision.stage"


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        ({"suggestion": "ADJUST"}, "aggregate"),
        ({"decision": "CONTINUE"}, "aggregate"),
        ({"established": ["SM-S1"]}, "aggregate"),
        ({"established": []}, "aggregate"),
        ({"pool": "P1"}, "aggregate"),
        ({"amount_fen": 1}, "aggregate"),
    ],
)
def test_a_forged_line_is_refused(
    tools: Tools, tmp_path: Path, capsys: Any, forge: dict[str, Any], why: str
) -> None:
    """What was established and the outcome stand in aggregate.json, and are recomputed from signed files."""
    world, application = check(tools, [80] * 3)
    vote(world, application, claim(world, application, "SM-S2"), 2)
    decide(world, application, "STOP_ADVISED")
    world.aggregate = tools.recount(world, tmp_path / "honest")
    for mark in world.aggregate["applications"][0]["after"]["marks"]:
        world.counted(mark["sheet"], mark["trimmed"])
    assert tools.run(world.write(tmp_path / "good"), capsys)[0] == 3
    world.aggregate = copy.deepcopy(world.aggregate)
    world.aggregate["applications"][0].update(forge)
    status, said = tools.run(world.write(tmp_path / "forged"), capsys)
    assert (status, said["refused"]["why"]) == (1, why)


def test_a_vote_that_the_log_mentions_cannot_be_left_out(tools: Tools, judge: Judge) -> None:
    """Without the two votes the project would continue; the log says that they were cast."""
    world, application = check(tools, [80] * 3)
    about = claim(world, application, "SM-S2")
    world.event("consent.veto_claim", {"consent": about})
    before = set(world.consents)
    vote(world, application, about, 2)
    votes = set(world.consents) - before
    for one in sorted(votes):
        world.event("consent.veto_vote", {"consent": one})
    for one in votes:
        del world.consents[one]
    assert judge(world)[0] == "log.consent"


@pytest.mark.parametrize(
    ("settings", "item"),
    [
        ({"pools": [{"id": "P1", "fund": "F1", "sub_directions": ["M01-1"], "budget_fen": 1,
                     "rule": "strict", "pass": 7000, "reserve": 6000}]}, "settings.pools"),
        ({"funds": {"F1": {"annual_fen": 1, "spent_before_fen": 0}}}, "settings.funds"),
        ({"grants": {"M01-1": {"ratio_bp": 1, "cap_fen": None}}}, "settings.grants"),
        ({"vote_rule": [2, 3]}, "settings.vote_rule"),
    ],
)  # fmt: skip
def test_money_and_order_in_a_stage_are_refused(
    tools: Tools, judge: Judge, settings: dict[str, Any], item: str
) -> None:
    world, _ = check(tools, [80] * 3, **settings)
    assert judge(world) == ("stage.settings", item)


@pytest.mark.parametrize("field", ["requested_fen", "ceiling_fen"])
def test_amounts_of_a_project_are_refused(tools: Tools, judge: Judge, field: str) -> None:
    world, _ = check(tools, [80] * 3)
    world.applications[0][field] = 5
    assert judge(world)[0] == "stage.settings"


def test_another_way_than_the_review_is_refused(tools: Tools, judge: Judge) -> None:
    world, _ = check(tools, [80] * 3, modes={"M01-1": "open_call", "M01-3": "on_qualification"})
    world.apply(2, sub_direction="M01-3", mode="on_qualification", state="CHECKED", requested_fen=None)
    assert judge(world)[0] == "stage.settings"


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [{"code": "CONTINUE", "min": 70}],
        [{"code": "STOP_ADVISED", "min": 60}, {"code": "CONTINUE", "min": 0}],
        [{"code": "CONTINUE", "min": 60}, {"code": "ADJUST", "min": 70}, {"code": "STOP_ADVISED", "min": 0}],
        [{"code": "ACCEPTED", "min": 60}, {"code": "STOP_ADVISED", "min": 0}],
        [{"code": "CONTINUE", "min": 101}, {"code": "STOP_ADVISED", "min": 0}],
        [{"code": "CONTINUE"}],
        "bands",
    ],
)
def test_bands_that_give_no_outcome_are_refused(tools: Tools, judge: Judge, bands: Any) -> None:
    world, _ = check(tools, [80] * 3, catalogue=_with_bands(tools, bands))
    assert judge(world)[0] in {"catalogue.form", "shape"}


def _with_bands(tools: Tools, bands: Any) -> dict[str, Any]:
    catalogue: dict[str, Any] = copy.deepcopy(tools.catalogue)
    catalogue["stage_rubrics"]["midterm"]["bands"] = bands
    return catalogue


def test_6_11_a_budget_opinion_in_a_stage_is_refused(tools: Tools, judge: Judge) -> None:
    world = tools.round_of(3, **tools.midterm)
    application = world.apply(1, requested_fen=None)
    for who in world.experts:
        world.sheet(who, application, [80, 80], budget={"amount_fen": 1, "cuts": []})
    assert judge(world)[0] == "stage.settings"

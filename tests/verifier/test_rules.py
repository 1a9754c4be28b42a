"""What the verifier computes, against values worked out by hand (docs/bodies.md §4): values."""

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


# -- S01, S02, S04, S07, S09


@pytest.mark.parametrize(
    ("totals", "value", "plain", "median", "trimmed"),
    [
        ([82, 85, 78, 91, 60, 84, 83], 8240, 8043, 8300, 2),
        ([82, 85, 78, 91, 60], 8167, 7920, 8200, 2),
        ([82, 85, 78, 91], 8400, 8400, 8350, 0),
        ([60, 82, 84, 86, 99], 8400, 8220, 8400, 2),
        ([75, 75, 75, 75, 75], 7500, 7500, 7500, 2),
        ([90, 70], None, None, None, 0),
    ],
)
def test_s01_worked_values(
    tools: Tools, tmp_path: Path, totals: list[int], value: int, plain: int, median: int, trimmed: int
) -> None:
    world = tools.round_of(len(totals))
    world.values(world.apply(1), totals)
    after = tools.recount(world, tmp_path / "r")["applications"][0]["after"]
    assert (after["rule"], after["value"], after["plain_mean"], after["median"]) == (
        "S01",
        value,
        plain,
        median,
    )
    assert after["n_trimmed"] == trimmed
    assert [mark["total"] for mark in after["marks"]] == [100 * total for total in totals]


def test_s01_ties_are_trimmed_by_code_and_s07_flags_by_the_median_only(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(7)
    world.values(world.apply(1), [82, 85, 78, 91, 60, 84, 83])
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert [mark["trimmed"] for mark in line["after"]["marks"]] == ["", "", "", "high", "low", "", ""]
    assert [mark["flags"] for mark in line["after"]["marks"]] == [[], [], [], [], ["median"], [], []]
    assert line["discuss"] == ["spread"]
    world = tools.round_of()
    world.values(world.apply(1), [80, 80, 80, 80, 80])
    marks = tools.recount(world, tmp_path / "ties")["applications"][0]["after"]["marks"]
    assert [mark["trimmed"] for mark in marks] == ["high", "", "", "", "low"]


def test_min_effective_2_gives_a_value_to_two_sheets(tools: Tools, tmp_path: Path) -> None:
    """A2 and rules §7: 90 and 70 → 80.00."""
    world = tools.round_of(2, min_effective=2)
    world.values(world.apply(1), [90, 70])
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["after"]["value"], line["suggestion"]) == (8000, "SUPPORT")


def test_s02_trims_nothing(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(5, combine="S02")
    world.values(world.apply(1), [82, 85, 78, 91, 60])
    after = tools.recount(world, tmp_path / "r")["applications"][0]["after"]
    assert (after["rule"], after["value"], after["n_trimmed"]) == ("S02", 7920, 0)
    assert {mark["trimmed"] for mark in after["marks"]} == {""}


def s04(tools: Tools, gaps: int) -> World:
    world = tools.round_of(5, combine="S04")
    application = world.apply(1)
    for n, who in enumerate(world.experts):
        world.sheet(who, application, [80 + n, 60 - n, 70, 90, None if n < gaps else 50 + 7 * n])
    return world


def test_s04_combines_criteria(tools: Tools, tmp_path: Path) -> None:
    """K1 80…84 × 30, K2 60…56 × 30, K3 70 × 20, K4 90 × 12; K5 of three: 64, 71, 78 × 8, untrimmed."""
    after = tools.recount(s04(tools, 2), tmp_path / "r")["applications"][0]["after"]
    values = [entry["value"] for entry in after["criteria"]]
    assert values == [82 * 30, 58 * 30, 1400, 1080, 71 * 8]
    assert (after["rule"], after["value"], after["n_trimmed"]) == ("S04", sum(values), 0)
    assert [entry["n_trimmed"] for entry in after["criteria"]] == [2, 2, 2, 2, 0]
    assert [entry["n"] for entry in after["criteria"]] == [5, 5, 5, 5, 3]


def test_s04_falls_back_to_s01_when_a_criterion_has_too_few_marks(tools: Tools, tmp_path: Path) -> None:
    after = tools.recount(s04(tools, 3), tmp_path / "r")["applications"][0]["after"]
    assert (after["rule"], after["n_trimmed"]) == ("S01", 2)
    assert {entry["value"] for entry in after["criteria"]} == {None}
    assert {entry["n_trimmed"] for entry in after["criteria"]} == {0}


@pytest.mark.parametrize(("floors", "below"), [(True, True), (False, False)])
def test_s09_floor_compares_the_exact_mean(tools: Tools, tmp_path: Path, floors: bool, below: bool) -> None:
    """Mean 59.8 of K1 is below 60 although it is shown as 59.80."""
    world = tools.round_of(5, floors=floors)
    application = world.apply(1)
    for who, first in zip(world.experts, [60, 60, 60, 60, 59], strict=True):
        world.sheet(who, application, [first, 80, 80, 80, 80])
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert line["before"]["criteria"][0]["mean"] == 5980
    assert line["before"]["criteria"][0]["below_floor"] is below
    assert ("floor" in line["discuss"]) is below


def test_weight_profile_hides_criteria_and_top_is_the_first_of_equal_weight(
    tools: Tools, tmp_path: Path
) -> None:
    """M01-2: weights 0, 40, 40, 20, 0."""
    world = tools.round_of(3)
    application = world.apply(1, sub_direction="M01-2")
    for who in world.experts:
        world.sheet(who, application, [50, 90, 100])
    after = tools.recount(world, tmp_path / "r")["applications"][0]["after"]
    assert [entry["criterion"] for entry in after["criteria"]] == ["M01-K2", "M01-K3", "M01-K4"]
    assert (after["value"], after["top_criterion"]) == (7600, 5000)


def test_stage_rubric_replaces_the_measures(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(3, **tools.midterm)
    application = world.apply(1, requested_fen=None)
    for who in world.experts:
        world.sheet(who, application, [80, 50])
    after = tools.recount(world, tmp_path / "r")["applications"][0]["after"]
    assert [entry["criterion"] for entry in after["criteria"]] == ["SM-K1", "SM-K2"]
    assert after["value"] == 6800


# -- who counts


def test_recused_absent_and_void_do_not_count(tools: Tools, tmp_path: Path) -> None:
    """Rules §2.3: seven members, one recused by a line, one by the own sheet, one absent, one void."""
    world = tools.round_of(7)
    application = world.apply(1)
    ids = world.values(application, [90, 80, 70, 60])
    world.recusals = [
        {"application": application, "code": "专家05", "rule": "R02", "decision": "recused"},
        {"application": application, "code": "专家04", "rule": "R16", "decision": "disclosed"},
    ]
    world.recusals.sort(key=lambda line: (line["application"], line["code"], line["rule"]))
    world.recused_sheet(world.experts[5], application)
    for who in (world.secretary, world.experts[0]):
        world.consent(who, "absent", "yes", values={"code": "专家07"}, text="生病")
        world.consent(
            who, "void", "conflict", about=ids[3], application=application, values={"code": "专家04"}
        )
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    counts = {key: line[key] for key in line if key.startswith("n_")}
    assert counts == {"n_received": 4, "n_effective": 3, "n_recused": 2, "n_void": 1, "n_absent": 1}
    assert line["after"]["value"] == 8000


@pytest.mark.parametrize("who", [["secretary"], ["chair"], ["secretary", "other"], []])
def test_absence_and_void_need_both(tools: Tools, tmp_path: Path, who: list[str]) -> None:
    world = tools.round_of(5)
    application = world.apply(1)
    ids = world.values(application, [90, 80, 70, 60])
    people = {"secretary": world.secretary, "chair": world.experts[0], "other": world.experts[1]}
    for name in who:
        world.consent(
            people[name], "absent", "yes", application=application, values={"code": "专家05"}, text="生病"
        )
        world.consent(
            people[name], "void", "integrity", about=ids[0], application=application, values={"code": "x"}
        )
    with pytest.raises(tools.module.Refused) as refusal:
        tools.recount(world, tmp_path / "r")
    assert (refusal.value.item, refusal.value.why, refusal.value.detail) == (
        application,
        "sheet.missing",
        "专家05",
    )
    world.values(application, [None] * 4 + [60])
    assert tools.recount(world, tmp_path / "all")["applications"][0]["n_void"] == 0


def test_newest_sheet_counts_and_revision_counts_afterwards_only(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, [50, 60, 70])
    again = world.values(application, [80])
    revised = world.values(application, [None, 90], phase="revision", reason="合议")
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["before"]["value"], line["after"]["value"]) == (7000, 8000)
    assert [mark["phase"] for mark in line["after"]["marks"]] == ["initial", "revision", "initial"]
    assert line["before"]["marks"][0]["sheet"] == again[0]
    assert line["after"]["marks"][1]["sheet"] == revised[0]


def test_void_initial_sheet_voids_its_revision(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(4)
    application = world.apply(1)
    ids = world.values(application, [60, 90, 60, 60])
    world.values(application, [None, 95], phase="revision")
    for who in (world.secretary, world.experts[0]):
        world.consent(
            who, "void", "conflict", about=ids[1], application=application, values={"code": "专家02"}
        )
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["n_void"], line["after"]["value"]) == (1, 6000)


def test_void_revision_leaves_the_initial_sheet(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, [60, 60, 60])
    revised = world.values(application, [None, 90], phase="revision")[0]
    for who in (world.secretary, world.experts[0]):
        world.consent(
            who, "void", "conflict", about=revised, application=application, values={"code": "专家02"}
        )
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["n_void"], line["before"]["value"], line["after"]["value"]) == (0, 6000, 6000)


def test_another_version_of_the_application_is_refused(tools: Tools, tmp_path: Path) -> None:
    """Rules §6.9."""
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, [50, 60])
    last = world.sheet(world.experts[2], application, [70] * 5, application_version="0" * 64)
    with pytest.raises(tools.module.Refused) as refusal:
        tools.recount(world, tmp_path / "r")
    assert refusal.value.why == "sheet.version"
    place = sorted(world.sheets).index(last) + 1 + len(world.rounds) + len(world.consents)
    assert refusal.value.item == f"data/{place:06d}.tar/manifest.json"


def test_members_of_a_single_assignment_and_round_chair(tools: Tools, tmp_path: Path) -> None:
    """Assignment individual: members of the line count and the round chair decides (rules §3)."""
    world = tools.round_of(5, assignment="individual")
    application = world.apply(1, members=["专家03", "专家04", "专家05"])
    world.values(application, [None, None, 80, 70, 90])
    world.consent(
        world.experts[0], "decision", "RESERVE", application=application, values={"amount_fen": None}
    )
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["n_received"], line["after"]["value"], line["decision"]) == (3, 8000, "RESERVE")


# -- discussion, suggestion, decision


@pytest.mark.parametrize(
    ("totals", "suggestion", "discuss"),
    [
        ([70, 70, 70], "SUPPORT", ["near_line"]),
        ([72, 72, 72], "SUPPORT", ["near_line"]),
        ([73, 73, 73], "SUPPORT", []),
        ([69, 69, 69], "RESERVE", ["near_line"]),
        ([65, 65, 65], "RESERVE", []),
        ([60, 60, 60], "RESERVE", ["near_line"]),
        ([59, 59, 59], "NOT_SUPPORT", ["floor", "near_line"]),
        ([90, 50, None], "VOID", []),
    ],
)
def test_s08_suggestion_and_discussion(
    tools: Tools, tmp_path: Path, totals: list[int], suggestion: str, discuss: list[str]
) -> None:
    world = tools.round_of(3)
    application = world.apply(1)
    world.values(application, totals)
    if None in totals:
        world.recused_sheet(world.experts[2], application)
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["suggestion"], line["discuss"]) == (suggestion, discuss)


def test_veto_claims_and_split_votes_are_discussed(tools: Tools, tmp_path: Path) -> None:
    claim = {"item": "CV01", "document": None, "page": None, "text": "证据"}
    world = tools.round_of(3)
    first, second, third = (world.apply(n) for n in (1, 2, 3))
    for application in (first, second, third):
        world.values(application, [80, 80])
    world.sheet(world.experts[2], first, [80] * 5, claims=[claim])
    world.sheet(world.experts[2], second, [80] * 5, recommendation="NOT_SUPPORT")
    world.sheet(world.experts[2], third, [80] * 5)
    values = {key: claim[key] for key in ("item", "document", "page")}
    world.consent(world.secretary, "veto_claim", "claimed", application=third, values=values, text="证据")
    lines = tools.recount(world, tmp_path / "r")["applications"]
    assert [line["discuss"] for line in lines] == [["veto"], ["split"], ["veto"]]


@pytest.mark.parametrize(
    ("rule", "votes", "suggestion"),
    [
        ([2, 3], 4, "SUPPORT"),
        ([2, 3], 3, "RESERVE"),
        ([1, 2], 3, "RESERVE"),
        ([1, 2], 4, "SUPPORT"),
        (None, 0, "SUPPORT"),
    ],
)
def test_s06_votes(tools: Tools, tmp_path: Path, rule: Any, votes: int, suggestion: str) -> None:
    """Six effective experts: 2/3 is at least four, 1/2 is more than three."""
    world = tools.round_of(6, vote_rule=rule)
    application = world.apply(1)
    for n, who in enumerate(world.experts):
        vote = ["SUPPORT", "SUPPORT_IF_REVISED"][n % 2] if n < votes else "NOT_SUPPORT"
        world.sheet(who, application, [80] * 5, recommendation=vote)
    found = tools.recount(world, tmp_path / "r")
    assert found["applications"][0]["suggestion"] == suggestion
    place = "within" if suggestion == "SUPPORT" else "reserve"
    assert found["pools"][0]["lines"][0]["line"] == place


@pytest.mark.parametrize(
    ("answer", "amount", "ceiling", "fen"),
    [
        ("SUPPORT", 50, 90, 50), ("SUPPORT_IF_REVISED", 90, 90, 90), ("SUPPORT", None, 90, None),
        ("RESERVE", 50, 90, None), ("VETOED", None, None, None), ("", None, 90, 90), ("", None, None, 100),
    ],
)  # fmt: skip
def test_decision_and_amount(
    tools: Tools, tmp_path: Path, answer: str, amount: int, ceiling: int, fen: int
) -> None:
    world = tools.round_of(3)
    application = world.apply(1, requested_fen=100, ceiling_fen=ceiling)
    world.values(application, [80, 80, 80])
    if answer:
        for old in ("DEFER", answer):  # of one slot the highest seq counts
            world.consent(
                world.experts[0], "decision", old, application=application, values={"amount_fen": amount}
            )
    world.consent(
        world.experts[1], "decision", "NOT_SUPPORT", application=application, values={"amount_fen": 1}
    )
    line = tools.recount(world, tmp_path / "r")["applications"][0]
    assert (line["decision"], line["amount_fen"]) == (answer or None, fen)


def test_an_amount_over_the_ceiling_is_refused(tools: Tools, tmp_path: Path) -> None:
    world = tools.round_of(3)
    application = world.apply(1, requested_fen=100, ceiling_fen=90)
    world.values(application, [80, 80, 80])
    world.consent(world.experts[0], "decision", "SUPPORT", application=application, values={"amount_fen": 91})
    with pytest.raises(tools.module.Refused) as refusal:
        tools.recount(world, tmp_path / "r")
    assert refusal.value.why == "decision.amount"


def acting_round(tools: Tools, **settings: Any) -> tuple[World, str]:
    """Return a round whose chair is recused on the only application; everybody else decided it."""
    world = tools.round_of(5, **settings)
    application = world.apply(1)
    world.values(application, [None, 80, 80, 80, None])
    lines = [(expert, "R02") for expert in ("专家01", "专家05")]
    world.recusals = [
        {"application": application, "code": code, "rule": rule, "decision": "recused"}
        for code, rule in lines
    ]
    for n, answer in enumerate(("SUPPORT", "RESERVE", "DEFER", "NOT_SUPPORT", "VOID")):
        world.consent(
            world.experts[n], "decision", answer, application=application, values={"amount_fen": None}
        )
    return world, application


def name(world: World, application: str, *pairs: tuple[int, int]) -> None:
    """Let people name people; -1 is the secretary."""
    for by, code in pairs:
        who = world.secretary if by < 0 else world.experts[by]
        values = {"code": world.experts[code].code}
        world.consent(who, "acting", "named", application=application, values=values)


@pytest.mark.parametrize(
    ("pairs", "decided"),
    [
        ((), None),
        (((-1, 2),), None),
        (((0, 2),), None),
        (((-1, 2), (0, 2)), "DEFER"),
        (((-1, 2), (0, 3)), None),
        (((-1, 2), (0, 2), (-1, 3), (0, 3)), "NOT_SUPPORT"),
        (((-1, 2), (0, 2), (0, 3)), None),
        (((-1, 4), (0, 4)), None),  # recused as well
        (((-1, 0), (0, 0)), None),  # the chair who is recused
        (((-1, 2), (1, 2)), None),  # another member is not the chair
    ],
)
def test_secretary_and_chair_name_the_acting_chair(
    tools: Tools, tmp_path: Path, pairs: tuple[tuple[int, int], ...], decided: str | None
) -> None:
    """B §4, chair: the newest words of both, also of the chair who is recused (rules §13)."""
    world, application = acting_round(tools)
    name(world, application, *pairs)
    assert tools.recount(world, tmp_path / "r")["applications"][0]["decision"] == decided


def test_next_in_draw_order_goes_by_code(tools: Tools, tmp_path: Path) -> None:
    """Rules §13 acting_chair next: nobody names; whoever stands aside is passed over."""
    world, application = acting_round(tools, acting_chair="next")
    name(world, application, (-1, 3))
    assert tools.recount(world, tmp_path / "r")["applications"][0]["decision"] == "RESERVE"
    world.recusals.append(
        {"application": application, "code": "专家02", "rule": "R02", "decision": "recused"}
    )
    world.recusals.sort(key=lambda line: str(line["code"]))
    assert tools.recount(world, tmp_path / "later")["applications"][0]["decision"] == "DEFER"


def test_where_the_chair_is_not_recused_nobody_else_decides(tools: Tools, tmp_path: Path) -> None:
    world, application = acting_round(tools)
    world.values(application, [80])
    world.recusals = world.recusals[1:]
    name(world, application, (-1, 2), (0, 2))
    assert tools.recount(world, tmp_path / "r")["applications"][0]["decision"] == "SUPPORT"

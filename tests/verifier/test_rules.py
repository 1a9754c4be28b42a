"""What the verifier computes, against values worked out by hand from the review rules (docs/bodies.md §4)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    Tools = Any
    World = Any


def round_of(tools: Tools, experts: int = 5, **settings: Any) -> World:
    world = tools.World(**settings)
    world.experts = [tools.Person(f"专家{n:02d}", "expert") for n in range(1, experts + 1)]
    world.start()
    return world


def score(world: World, application: str, values: list[Any], **fields: Any) -> list[str]:
    """One sheet per expert with the same percent in every criterion, so that the total is the percent."""
    count = 3 if world.applications[-1]["sub_direction"] == "M01-2" else 5
    pairs = zip(world.experts, values, strict=False)
    return [
        world.sheet(who, application, [value] * count, **fields) for who, value in pairs if value is not None
    ]


def result(tools: Tools, world: World, folder: Path) -> dict[str, Any]:
    return tools.recount(world, folder / "r")


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
    world = round_of(tools, len(totals))
    score(world, world.apply(1), totals)
    after = result(tools, world, tmp_path)["applications"][0]["after"]
    assert (after["rule"], after["value"], after["plain_mean"], after["median"]) == (
        "S01",
        value,
        plain,
        median,
    )
    assert after["n_trimmed"] == trimmed
    assert [mark["total"] for mark in after["marks"]] == [100 * total for total in totals]


def test_s01_ties_are_trimmed_by_code_and_s07_flags_by_the_median_only(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 7)
    score(world, world.apply(1), [82, 85, 78, 91, 60, 84, 83])
    line = result(tools, world, tmp_path)["applications"][0]
    assert [mark["trimmed"] for mark in line["after"]["marks"]] == ["", "", "", "high", "low", "", ""]
    assert [mark["flags"] for mark in line["after"]["marks"]] == [[], [], [], [], ["median"], [], []]
    assert line["discuss"] == ["spread"]
    world = round_of(tools)
    score(world, world.apply(1), [80, 80, 80, 80, 80])
    marks = tools.recount(world, tmp_path / "ties")["applications"][0]["after"]["marks"]
    assert [mark["trimmed"] for mark in marks] == ["high", "", "", "", "low"]


def test_min_effective_2_gives_a_value_to_two_sheets(tools: Tools, tmp_path: Path) -> None:
    """A2 and rules §7: 90 and 70 → 80.00."""
    world = round_of(tools, 2, min_effective=2)
    score(world, world.apply(1), [90, 70])
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["after"]["value"], line["suggestion"]) == (8000, "SUPPORT")


def test_s02_trims_nothing(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 5, combine="S02")
    score(world, world.apply(1), [82, 85, 78, 91, 60])
    after = result(tools, world, tmp_path)["applications"][0]["after"]
    assert (after["rule"], after["value"], after["n_trimmed"]) == ("S02", 7920, 0)
    assert {mark["trimmed"] for mark in after["marks"]} == {""}


def s04(tools: Tools, gaps: int) -> World:
    world = round_of(tools, 5, combine="S04")
    application = world.apply(1)
    for n, who in enumerate(world.experts):
        world.sheet(who, application, [80 + n, 60 - n, 70, 90, None if n < gaps else 50 + 7 * n])
    return world


def test_s04_combines_criteria(tools: Tools, tmp_path: Path) -> None:
    """K1 80…84 × 30, K2 60…56 × 30, K3 70 × 20, K4 90 × 12; K5 of the last three 64, 71, 78 × 8, untrimmed."""
    after = result(tools, s04(tools, 2), tmp_path)["applications"][0]["after"]
    values = [entry["value"] for entry in after["criteria"]]
    assert values == [82 * 30, 58 * 30, 1400, 1080, 71 * 8]
    assert (after["rule"], after["value"], after["n_trimmed"]) == ("S04", sum(values), 0)
    assert [entry["n_trimmed"] for entry in after["criteria"]] == [2, 2, 2, 2, 0]
    assert [entry["n"] for entry in after["criteria"]] == [5, 5, 5, 5, 3]


def test_s04_falls_back_to_s01_when_a_criterion_has_too_few_marks(tools: Tools, tmp_path: Path) -> None:
    after = result(tools, s04(tools, 3), tmp_path)["applications"][0]["after"]
    assert (after["rule"], after["n_trimmed"]) == ("S01", 2)
    assert {entry["value"] for entry in after["criteria"]} == {None}
    assert {entry["n_trimmed"] for entry in after["criteria"]} == {0}


@pytest.mark.parametrize(("floors", "below"), [(True, True), (False, False)])
def test_s09_floor_compares_the_exact_mean(tools: Tools, tmp_path: Path, floors: bool, below: bool) -> None:
    """Mean 59.8 of K1 is below 60 although it is shown as 59.80."""
    world = round_of(tools, 5, floors=floors)
    application = world.apply(1)
    for who, first in zip(world.experts, [60, 60, 60, 60, 59], strict=True):
        world.sheet(who, application, [first, 80, 80, 80, 80])
    line = result(tools, world, tmp_path)["applications"][0]
    assert line["before"]["criteria"][0]["mean"] == 5980
    assert line["before"]["criteria"][0]["below_floor"] is below
    assert ("floor" in line["discuss"]) is below


def test_weight_profile_hides_criteria_and_top_is_the_first_of_equal_weight(
    tools: Tools, tmp_path: Path
) -> None:
    """M01-2: weights 0, 40, 40, 20, 0."""
    world = round_of(tools, 3)
    application = world.apply(1, sub_direction="M01-2")
    for who in world.experts:
        world.sheet(who, application, [50, 90, 100])
    after = result(tools, world, tmp_path)["applications"][0]["after"]
    assert [entry["criterion"] for entry in after["criteria"]] == ["M01-K2", "M01-K3", "M01-K4"]
    assert (after["value"], after["top_criterion"]) == (7600, 5000)


def test_stage_rubric_replaces_the_measures(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 3, stage="midterm")
    application = world.apply(1)
    for who in world.experts:
        world.sheet(who, application, [80, 50])
    after = result(tools, world, tmp_path)["applications"][0]["after"]
    assert [entry["criterion"] for entry in after["criteria"]] == ["SM-K1", "SM-K2"]
    assert after["value"] == 6800


# -- who counts


def test_recused_absent_and_void_do_not_count(tools: Tools, tmp_path: Path) -> None:
    """Rules §2.3: seven members, one recused by a line, one by the own sheet, one absent, one void."""
    world = round_of(tools, 7)
    application = world.apply(1)
    ids = score(world, application, [90, 80, 70, 60])
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
    line = result(tools, world, tmp_path)["applications"][0]
    counts = {key: line[key] for key in line if key.startswith("n_")}
    assert counts == {"n_received": 4, "n_effective": 3, "n_recused": 2, "n_void": 1, "n_absent": 1}
    assert line["after"]["value"] == 8000


@pytest.mark.parametrize("who", [["secretary"], ["chair"], ["secretary", "other"], []])
def test_absence_and_void_need_both(tools: Tools, tmp_path: Path, who: list[str]) -> None:
    world = round_of(tools, 5)
    application = world.apply(1)
    ids = score(world, application, [90, 80, 70, 60])
    people = {"secretary": world.secretary, "chair": world.experts[0], "other": world.experts[1]}
    for name in who:
        world.consent(
            people[name], "absent", "yes", application=application, values={"code": "专家05"}, text="生病"
        )
        world.consent(
            people[name], "void", "integrity", about=ids[0], application=application, values={"code": "x"}
        )
    with pytest.raises(tools.module.Refused) as refusal:
        result(tools, world, tmp_path)
    assert (refusal.value.item, refusal.value.why, refusal.value.detail) == (
        application,
        "sheet.missing",
        "专家05",
    )
    score(world, application, [None] * 4 + [60])
    assert tools.recount(world, tmp_path / "all")["applications"][0]["n_void"] == 0


def test_newest_sheet_counts_and_revision_counts_afterwards_only(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 3)
    application = world.apply(1)
    score(world, application, [50, 60, 70])
    again = score(world, application, [80])
    revised = score(world, application, [None, 90], phase="revision", reason="合议")
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["before"]["value"], line["after"]["value"]) == (7000, 8000)
    assert [mark["phase"] for mark in line["after"]["marks"]] == ["initial", "revision", "initial"]
    assert line["before"]["marks"][0]["sheet"] == again[0]
    assert line["after"]["marks"][1]["sheet"] == revised[0]


def test_void_initial_sheet_voids_its_revision(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 4)
    application = world.apply(1)
    ids = score(world, application, [60, 90, 60, 60])
    score(world, application, [None, 95], phase="revision")
    for who in (world.secretary, world.experts[0]):
        world.consent(
            who, "void", "conflict", about=ids[1], application=application, values={"code": "专家02"}
        )
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["n_void"], line["after"]["value"]) == (1, 6000)


def test_void_revision_leaves_the_initial_sheet(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 3)
    application = world.apply(1)
    score(world, application, [60, 60, 60])
    revised = score(world, application, [None, 90], phase="revision")[0]
    for who in (world.secretary, world.experts[0]):
        world.consent(
            who, "void", "conflict", about=revised, application=application, values={"code": "专家02"}
        )
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["n_void"], line["before"]["value"], line["after"]["value"]) == (0, 6000, 6000)


def test_another_version_of_the_application_is_refused(tools: Tools, tmp_path: Path) -> None:
    """Rules §6.9."""
    world = round_of(tools, 3)
    application = world.apply(1)
    score(world, application, [50, 60])
    last = world.sheet(world.experts[2], application, [70] * 5, application_version="0" * 64)
    with pytest.raises(tools.module.Refused) as refusal:
        result(tools, world, tmp_path)
    assert refusal.value.why == "sheet.version"
    place = sorted(world.sheets).index(last) + 1 + len(world.rounds) + len(world.consents)
    assert refusal.value.item == f"data/{place:06d}.tar/manifest.json"


def test_members_of_a_single_assignment_and_round_chair(tools: Tools, tmp_path: Path) -> None:
    """assignment individual: members of the line count and the round chair decides (rules §3)."""
    world = round_of(tools, 5, assignment="individual")
    application = world.apply(1, group=None, members=["专家05", "专家03", "专家04"])
    score(world, application, [10, 10, 80, 70, 90])
    world.consent(
        world.experts[0], "decision", "RESERVE", application=application, values={"amount_fen": None}
    )
    line = result(tools, world, tmp_path)["applications"][0]
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
    world = round_of(tools, 3)
    application = world.apply(1)
    score(world, application, totals)
    if None in totals:
        world.recused_sheet(world.experts[2], application)
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["suggestion"], line["discuss"]) == (suggestion, discuss)


def test_veto_claims_and_split_votes_are_discussed(tools: Tools, tmp_path: Path) -> None:
    claim = {"item": "CV01", "document": None, "page": None, "text": "证据"}
    world = round_of(tools, 3)
    first, second, third = (world.apply(n) for n in (1, 2, 3))
    for application in (first, second, third):
        score(world, application, [80, 80])
    world.sheet(world.experts[2], first, [80] * 5, claims=[claim])
    world.sheet(world.experts[2], second, [80] * 5, recommendation="NOT_SUPPORT")
    world.sheet(world.experts[2], third, [80] * 5)
    values = {key: claim[key] for key in ("item", "document", "page")}
    world.consent(world.secretary, "veto_claim", "claimed", application=third, values=values, text="证据")
    lines = result(tools, world, tmp_path)["applications"]
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
    world = round_of(tools, 6, vote_rule=rule)
    application = world.apply(1)
    for n, who in enumerate(world.experts):
        vote = ["SUPPORT", "SUPPORT_IF_REVISED"][n % 2] if n < votes else "NOT_SUPPORT"
        world.sheet(who, application, [80] * 5, recommendation=vote)
    found = result(tools, world, tmp_path)
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
    world = round_of(tools, 3)
    application = world.apply(1, requested_fen=100, ceiling_fen=ceiling)
    score(world, application, [80, 80, 80])
    if answer:
        for old in ("DEFER", answer):  # of one slot the highest seq counts
            world.consent(
                world.experts[0], "decision", old, application=application, values={"amount_fen": amount}
            )
    world.consent(
        world.experts[1], "decision", "NOT_SUPPORT", application=application, values={"amount_fen": 1}
    )
    line = result(tools, world, tmp_path)["applications"][0]
    assert (line["decision"], line["amount_fen"]) == (answer or None, fen)


def test_an_amount_over_the_ceiling_is_refused(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 3)
    application = world.apply(1, requested_fen=100, ceiling_fen=90)
    score(world, application, [80, 80, 80])
    world.consent(world.experts[0], "decision", "SUPPORT", application=application, values={"amount_fen": 91})
    with pytest.raises(tools.module.Refused) as refusal:
        result(tools, world, tmp_path)
    assert refusal.value.why == "decision.amount"


def test_the_acting_chair_decides_where_the_chair_is_recused(tools: Tools, tmp_path: Path) -> None:
    world = round_of(tools, 4)
    application = world.apply(1)
    score(world, application, [None, 80, 80, 80])
    world.recusals = [{"application": application, "code": "专家01", "rule": "R02", "decision": "recused"}]
    world.consent(world.experts[0], "decision", "SUPPORT", application=application, values={"amount_fen": 5})
    assert result(tools, world, tmp_path)["applications"][0]["decision"] is None
    world.consent(world.experts[1], "decision", "RESERVE", application=application, values={"amount_fen": 5})
    assert tools.recount(world, tmp_path / "acting")["applications"][0]["decision"] == "RESERVE"
    world.consent(world.experts[2], "decision", "SUPPORT", application=application, values={"amount_fen": 5})
    with pytest.raises(tools.module.Refused) as refusal:
        tools.recount(world, tmp_path / "two")
    assert refusal.value.why == "decision.acting"


# -- ranking and line


def pool(**change: Any) -> list[dict[str, Any]]:
    base = {"id": "P1", "fund": "F1", "sub_directions": ["M01-1", "M01-2"], "pass": 7000, "reserve": 6000}
    return [{**base, "budget_fen": None, "rule": "strict", **change}]


def ranked(
    tools: Tools, folder: Path, values: list[int], costs: list[int], **change: Any
) -> list[dict[str, Any]]:
    world = round_of(tools, 3, pools=pool(**change))
    for number, (value, cost) in enumerate(zip(values, costs, strict=True), 1):
        application = world.apply(number, requested_fen=cost)
        score(world, application, [value] * 3)
    lines: list[dict[str, Any]] = result(tools, world, folder)["pools"][0]["lines"]
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
    [("NOT_SUPPORT", 80, "below"), ("NOT_SUPPORT", 65, "below"), ("RESERVE", 80, "reserve"), ("SUPPORT", 65, "reserve"),
     ("SUPPORT", 55, "below"), ("RESERVE", 55, "below"), ("SUPPORT_IF_REVISED", 80, "within")],
)  # fmt: skip
def test_the_decision_moves_the_line(
    tools: Tools, tmp_path: Path, decision: str, value: int, line: str
) -> None:
    world = round_of(tools, 3)
    application = world.apply(1)
    score(world, application, [value] * 3)
    world.consent(
        world.experts[0], "decision", decision, application=application, values={"amount_fen": None}
    )
    assert result(tools, world, tmp_path)["pools"][0]["lines"][0]["line"] == line


@pytest.mark.parametrize("out", ["VETOED", "DEFER", "VOID"])
def test_what_is_out_is_listed_as_unranked(tools: Tools, tmp_path: Path, out: str) -> None:
    world = round_of(tools, 3)
    first, second = world.apply(1), world.apply(2)
    for application in (first, second):
        score(world, application, [80, 80, 80])
    world.consent(
        world.experts[0], "decision", out, application=first, values={"amount_fen": None}, text="理由"
    )
    found = result(tools, world, tmp_path)["pools"][0]
    assert found["unranked"] == [first]
    assert [(line["rank"], line["application"], line["tied"]) for line in found["lines"]] == [
        (1, second, False)
    ]


def test_s10_tie_keys_in_order(tools: Tools, tmp_path: Path) -> None:
    """All have 80.00: by plain mean, then top criterion, then votes, then the round chair's order."""
    world = round_of(tools, 5)
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
    lines = result(tools, world, tmp_path)["pools"][0]["lines"]
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
    world = round_of(tools, 3, funds=limit)
    scored = world.apply(1, requested_fen=100)
    score(world, scored, [80, 80, 80])
    kind = {"sub_direction": "M01-3", "mode": "on_qualification", "group": None, "version": None}
    world.apply(2, **kind, state="CHECKED", check_result="MET", requested_fen=60, ceiling_fen=40)
    world.apply(3, **kind, state="SEALED", check_result="NOT_MET", requested_fen=60)
    world.apply(4, **kind, state="SEALED", check_result="MET", requested_fen=None)
    world.apply(5, **kind, state="INELIGIBLE", check_result=None)
    world.apply(6, state="WITHDRAWN")
    found = result(tools, world, tmp_path)
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
    world = round_of(tools, 3, funds={"F1": {"annual_fen": 99, "spent_before_fen": 0}})
    score(world, world.apply(1, requested_fen=100), [80, 80, 80])
    assert result(tools, world, tmp_path)["funds"][0]["within"] is False

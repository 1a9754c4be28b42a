"""Assigning by the solver: rules, bounds, seeds, and what cannot be done (rules §3, acceptance C9)."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_harness import Office, new_office
from draw_harness import OBSERVER, ROLES, SECRETARY, name, roster
from services_harness import SUB, new_world

from zgc_review.assignment.problem import parse_problem
from zgc_review.assignment.solve import Solution, solution_bytes, solve
from zgc_review.errors import GateError
from zgc_review.services import assigning, drawing, rounds
from zgc_review.services.assigning import Order, Outcome
from zgc_review.services.assigning_record import assignments_of, problem_bytes
from zgc_review.services.assigning_view import assignment_view
from zgc_review.services.drawing_record import finished_draw

FLAT = "试评审，三人即可"
ROOT = Path(__file__).resolve().parents[2]


def bench(size: int, per: int = 3, **settings: Any) -> dict[str, Any]:
    group = {"id": "G01", "sub_directions": [SUB, "M04-1"], "size": size}
    return {"assignment": "individual", "per_application": per, "groups": [group], **settings}


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Office]:
    """Return offices by size of the bench, with closed vaults."""
    made = {}
    for size in (5, 12):
        office = new_office(tmp_path_factory.mktemp(f"bench{size}") / "base", **bench(size))
        office.world.close()
        made[size] = office
    return made


@pytest.fixture
def twelve(bases: dict[int, Office], tmp_path: Path) -> Iterator[Office]:
    yield from _copy(bases[12], tmp_path)


@pytest.fixture
def five(bases: dict[int, Office], tmp_path: Path) -> Iterator[Office]:
    yield from _copy(bases[5], tmp_path)


def _copy(base: Office, folder: Path) -> Iterator[Office]:
    made = base.copied(folder / "office")
    yield made
    made.world.close()


def unit(n: int) -> str:
    return f"申报单位第{n:02d}号公司"


def apply(office: Office, count: int, sub: str = SUB, **record: Any) -> None:
    for n in range(1, count + 1):
        given = {"unit_name": unit(n), "unit_credit_code": "", "team": [], **record}
        office.application(f"{sub}-{n:02d}", sub=sub, **given)


def draw(office: Office) -> None:
    drawing.begin(office.desk, office.row)
    drawing.say_words(office.desk, office.row, "secretary", SECRETARY)
    drawing.say_words(office.desk, office.row, "observer", OBSERVER)
    drawing.run(office.desk, office.row)


def run(office: Office, **order: Any) -> Outcome:
    return assigning.run(office.desk, office.row, Order(**{"size_reason": FLAT, **order}))


def view(office: Office) -> Any:
    with office.desk.vault.begin() as uow:
        return assignment_view(uow, office.row)


def experts(office: Office) -> dict[str, set[str]]:
    """Return the experts by application, as numbers."""
    return {one.number: set(one.experts) for one in view(office).lines}


def problem(office: Office) -> bytes:
    with office.desk.vault.begin() as uow:
        return problem_bytes(uow, office.row, assignments_of(uow, office.row)[-1])


def refused(office: Office, **order: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(GateError) as refusal:
        run(office, **order)
    return refusal.value.code, refusal.value.params


def test_c9_thirty_applications_for_twelve_experts(twelve: Office, tmp_path: Path) -> None:
    """Each gets 3, no conflicted pair, loads 7 or 8; the same seed gives the same bytes on two machines."""
    rnd = random.Random(9)
    apply(twelve, 30)
    roster(twelve, 12)
    conflicts = set()
    for n in range(1, 13):
        # Former employees of three applicants each stand aside there (R03).
        places = rnd.sample(range(1, 31), 3)
        conflicts |= {(f"{SUB}-{place:02d}", f"E{n:03d}") for place in places}
        worked = [{"name": unit(place), "from": "2020-01-01", "to": "2026-01-01"} for place in places]
        given = {"name": name(n), "employer": f"䲜䴉研究院第{n:02d}所", "roles": ROLES}
        twelve.expert(f"E{n:03d}", **given, employment=worked)
    draw(twelve)
    outcome = run(twelve)
    assert outcome.made is not None, outcome.findings
    assert (outcome.made.least, outcome.made.most) == (7, 8)
    assigned = experts(twelve)
    assert {len(one) for one in assigned.values()} == {3}
    assert not conflicts & {(number, one) for number, people in assigned.items() for one in people}
    assert set(Counter(one for people in assigned.values() for one in people).values()) == {7, 8}
    asked = tmp_path / "problem.json"
    asked.write_bytes(problem(twelve))
    here = solution_bytes(solve(parse_problem(asked.read_bytes())))
    command = [sys.executable, "-m", "ui", "assign", "solve", str(asked), str(tmp_path / "there.json")]
    elsewhere = {"PYTHONHASHSEED": "77", "PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=elsewhere, check=True, capture_output=True)
    assert (tmp_path / "there.json").read_bytes() == here
    ids = {one: number for number, one in {**twelve.experts, **twelve.applications}.items()}
    pairs = {(ids[one], ids[other]) for one, other in json.loads(here)["pairs"]}
    assert pairs == {(number, one) for number, people in assigned.items() for one in people}


def test_another_seed_settles_equal_answers_otherwise(twelve: Office) -> None:
    apply(twelve, 6)
    roster(twelve, 12)
    draw(twelve)
    run(twelve)
    asked = {**json.loads(problem(twelve)), "affinity": []}  # wishes were settled by the seed already
    with twelve.desk.vault.begin() as uow:
        assert asked["seed"] == finished_draw(uow, twelve.row).seed
    first = solve(parse_problem(json.dumps(asked).encode()))
    other = solve(parse_problem(json.dumps({**asked, "seed": "0" * 64}).encode()))
    assert isinstance(first, Solution)
    assert isinstance(other, Solution)
    assert first.objective == other.objective
    assert first.pairs != other.pairs


@pytest.mark.parametrize("settled", [None, "recuse", "dismiss"])
def test_h_is_assigned_only_once_it_was_dismissed(five: Office, settled: str | None) -> None:
    """R02: the expert works for the applicant. Undecided or confirmed bars; dismissed does not."""
    apply(five, 5)
    roster(five, 5)
    five.expert("E001", name=name(1), employer=unit(1), roles=ROLES)
    if settled is not None:
        for one in five.found():
            five.decide(one, settled, "同名单位，已核实")
    draw(five)
    # Everybody must judge everything: the one pair decides whether there is an answer.
    outcome = run(five, least=0, most=5, size_reason="", loads={})
    assert (outcome.made is not None) is (settled == "dismiss")
    if outcome.made is None:
        (why,) = [one for one in outcome.findings if one.code == "assignment.single.experts"]
        assert why.params == {"number": f"{SUB}-01", "need": 5, "possible": 4}


def test_v_is_not_assigned_before_it_is_settled(five: Office) -> None:
    """R12, level V: waits for two people; it is counted so that one knows whom to ask."""
    apply(five, 4)
    roster(five, 5)
    recommended = [{"measure": f"{SUB}-02", "kind": "recommendation"}]
    five.expert("E003", name=name(3), employer="某单位", roles=ROLES, prior_roles=recommended)
    (finding,) = five.found()
    assert (finding.row.rule, finding.row.level) == ("R12", "V")
    draw(five)
    outcome = run(five)
    assert outcome.made is not None
    assert "E003" not in experts(five)[f"{SUB}-02"]
    outcome = run(five, size_reason="", most=4, reason="每项五人再试")
    assert outcome.made is None
    assert [one.params for one in outcome.findings if one.code == "assignment.single.waiting"] == [
        {"count": 1}
    ]


def test_c9_ten_applications_and_loads_of_eight_are_short_by_name(five: Office) -> None:
    """10 × 5 with five experts of load 8: ten reviews short; applications, experts and bound are named."""
    apply(five, 10)
    roster(five, 5)
    draw(five)
    outcome = run(five, size_reason="", least=0, most=8)
    assert outcome.made is None
    total, bottleneck = outcome.findings
    assert (total.code, total.params) == ("assignment.single.shortage", {"count": 10})
    assert bottleneck.code == "assignment.single.most"
    assert (bottleneck.params["needed"], bottleneck.params["capacity"]) == (50, 40)
    assert bottleneck.params["applications"] == 10
    assert str(bottleneck.params["numbers"]).split()[0] == f"{SUB}-01"
    assert str(bottleneck.params["people"]).split() == [f"E{n:03d}" for n in range(1, 6)]
    with five.desk.vault.begin() as uow:
        assert assignments_of(uow, five.row) == ()  # nothing is kept of what cannot be done


def test_least_loads_that_nobody_can_reach_are_named(five: Office) -> None:
    apply(five, 2)
    roster(five, 5)
    draw(five)
    outcome = run(five, least=2, most=2)
    assert outcome.made is None
    assert [one.code for one in outcome.findings] == ["assignment.single.missing", "assignment.single.least"]
    assert outcome.findings[0].params == {"count": 4}


def test_p03_holds_for_an_application_and_not_for_the_bench(five: Office) -> None:
    """Two colleagues sit on the bench, never on one application; also where a third joins their employers."""
    apply(five, 5)
    roster(five, 5)
    for n in (1, 2):
        five.expert(f"E{n:03d}", name=name(n), employer="同一研究院", roles=ROLES)
    draw(five)
    outcome = run(five, least=0, most=5)
    assert outcome.made is not None
    assert not any({"E001", "E002"} <= people for people in experts(five).values())
    assert not any(one.code == "assignment.single.p03" for one in outcome.findings)
    five.expert("E003", name=name(3), employer="同一研究院", roles=ROLES)
    outcome = run(five, least=0, most=5, reason="三人同单位")
    assert outcome.made is not None
    assert not any(len({"E001", "E002", "E003"} & people) > 1 for people in experts(five).values())
    five.expert("E004", name=name(4), employer="同一研究院", roles=ROLES)
    outcome = run(five, least=0, most=5, reason="四人同单位")
    assert outcome.made is None
    wanted = {"number": f"{SUB}-01", "need": 3, "possible": 2}
    short = [one for one in outcome.findings if one.code == "assignment.single.institutions"]
    assert wanted in [one.params for one in short]


def test_p01_raises_the_number_for_a_large_request(twelve: Office) -> None:
    """Requests from 10 million yuan ask for 7; per_application is the least; a reason keeps it flat."""
    apply(twelve, 3)
    roster(twelve, 12)
    big = {"unit_name": unit(3), "unit_credit_code": "", "team": [], "requested_amount": 1_000_000_000}
    twelve.application(f"{SUB}-03", **big)
    draw(twelve)
    assert run(twelve, size_reason="").made is not None
    assert {number: len(people) for number, people in experts(twelve).items()} == {
        f"{SUB}-01": 5,
        f"{SUB}-02": 5,
        f"{SUB}-03": 7,
    }
    outcome = run(twelve, reason="改为每项三人")
    assert {len(people) for people in experts(twelve).values()} == {3}
    assert [one.params["least"] for one in outcome.findings if one.code == "assignment.single.p01"] == [
        5,
        5,
        7,
    ]


def test_p05_every_application_gets_its_roles_where_the_bench_has_them(twelve: Office) -> None:
    """Four hold tech, two each of the others: left to chance many applications would miss finance."""
    apply(twelve, 6)
    held = [["tech"]] * 4 + [["industry"]] * 2 + [["invest"]] * 2 + [["finance"]] * 2 + [["legal"]] * 2
    for n, roles in enumerate(held, 1):
        twelve.expert(f"E{n:03d}", name=name(n), employer=f"研究院第{n:02d}所", roles=roles)
    draw(twelve)
    outcome = run(twelve, size_reason="", least=0, most=4)
    assert outcome.made is not None
    assert [one for one in outcome.findings if one.code == "assignment.single.p05"] == []
    role = {f"E{n:03d}": roles[0] for n, roles in enumerate(held, 1)}
    for people in experts(twelve).values():
        assert Counter(role[one] for one in people) >= Counter(
            ["tech", "tech", "industry", "invest", "finance"]
        )


def test_p05_places_that_stay_open_are_named(five: Office) -> None:
    apply(five, 1)
    for n in range(1, 6):
        five.expert(f"E{n:03d}", name=name(n), employer=f"研究院第{n:02d}所", roles=["tech"])
    draw(five)
    found = [one.params for one in run(five, size_reason="").findings if one.code == "assignment.single.p05"]
    assert len(found) == 3
    assert {one["open"] for one in found} == {1}


def test_loads_and_affinities_of_the_committee(five: Office) -> None:
    apply(five, 5)
    roster(five, 5)
    draw(five)
    wish = {(f"{SUB}-{n:02d}", "E005"): 1000 for n in (1, 2)}
    outcome = run(five, least=1, most=5, loads={"E005": (2, 2), "E001": (1, 1)}, affinity=wish)
    assert outcome.made is not None
    loads = view(five).loads
    assert (loads["E005"], loads["E001"]) == (2, 1)
    assert {number for number, people in experts(five).items() if "E005" in people} == {
        f"{SUB}-01",
        f"{SUB}-02",
    }


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"least": 4, "most": 3}, "assign.bounds"),
        ({"least": -1}, "assign.bounds"),
        ({"loads": {"E001": (3, 1)}}, "assign.bounds"),
        ({"loads": {"E099": (0, 1)}}, "assign.bench"),
        ({"affinity": {(f"{SUB}-01", "E001"): 1001}}, "assign.affinity"),
        ({"affinity": {(f"{SUB}-01", "E099"): 1}}, "assign.bench"),
    ],
)
def test_orders_that_make_no_sense(five: Office, order: dict[str, Any], code: str) -> None:
    apply(five, 2)
    roster(five, 5)
    draw(five)
    assert refused(five, **order)[0] == code


def test_the_order_of_work(five: Office) -> None:
    roster(five, 5)
    assert refused(five)[0] == "draw.none"
    draw(five)
    assert refused(five)[0] == "assign.nothing"
    apply(five, 2)
    run(five)
    assert refused(five)[0] == "assign.again"
    assert refused(five, reason=" ")[0] == "assign.again"
    again = run(five, reason="补充材料后重做")
    assert again.made is not None
    assert (again.made.n, again.version) == (2, None)
    said = [json.loads(one) for one in five.leaves()]
    made = [one["data"] for one in said if one["act"] == "assignment.made"]
    assert [one["n"] for one in made] == [1, 2]
    lines = [one["data"] for one in said if one["act"] == "application.assigned"]
    assert len(lines) == 4
    assert all(code.startswith("专家") for one in lines for code in one["members"])
    assert not any(expert in json.dumps(one) for one in lines for expert in five.experts.values())


def test_p08_rotation_is_asked_of_who_is_assigned(five: Office) -> None:
    """One round in this vault: nobody is over a limit, and every expert is asked about."""
    apply(five, 2)
    roster(five, 5)
    draw(five)
    outcome = run(five)
    assert [one for one in outcome.findings if one.code.startswith("assignment.p08")] == []


def test_a_round_of_groups_has_no_single_assignment(tmp_path: Path) -> None:
    office = new_office(tmp_path / "groups")
    with pytest.raises(GateError, match=r"assign\.single"):
        run(office)
    office.world.close()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"per_application": 4}, "per_application"),
        ({"per_application": 13}, "groups"),
        ({"min_effective": 5}, "min_effective"),
        ({"groups": []}, "groups"),
        (
            {
                "groups": [
                    {"id": "G01", "sub_directions": [SUB], "size": 7},
                    {"id": "G02", "sub_directions": ["M04-1"], "size": 7},
                ]
            },
            "groups",
        ),
    ],
)
def test_settings_that_contradict_single_assignment(
    tmp_path: Path, change: dict[str, Any], name: str
) -> None:
    with pytest.raises(GateError) as refusal:
        new_office(tmp_path / "o", **{**bench(12), **change})
    assert (refusal.value.code, refusal.value.params["name"]) == ("round.settings.rule", name)


def test_the_bench_must_be_given(tmp_path: Path) -> None:
    world = new_world(tmp_path / "w", experts=())
    given = {"title": "轮次", "call_year": 2026, "t0": "2026-11-22", "modes": {SUB: "open_call"}}
    with pytest.raises(GateError) as refusal:
        rounds.define_round(
            world.secretary.desk,
            {**given, "assignment": "individual"},
            world.catalogue,
            world.observer.card.card_id,
        )
    assert (refusal.value.code, refusal.value.params["name"]) == ("round.settings.rule", "groups")
    world.close()

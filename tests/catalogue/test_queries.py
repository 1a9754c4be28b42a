"""What the rest of the program asks the catalogue."""

from __future__ import annotations

from itertools import product
from typing import Any

import msgspec
import pytest

from zgc_review.catalogue import Catalogue, Rubric, Stage
from zgc_review.domain.canonical import canonical_bytes, parse_canonical
from zgc_review.errors import CatalogueError


def _refused(act: Any, code: str) -> dict[str, Any]:
    with pytest.raises(CatalogueError) as refused:
        act()
    assert refused.value.code == f"catalogue.{code}"
    return refused.value.params


def test_sub_direction_measure_and_fund(catalogue: Catalogue) -> None:
    assert catalogue.sub_direction("M04-2").zh == "投资机构加大对本市科技型企业投资"
    assert catalogue.sub_direction("M01-1").modes == ("on_qualification", "open_call")
    assert catalogue.measure_of("M13-5").number == 13
    assert catalogue.fund_of("M13-5").zh == "提升国际化发展水平支持资金"
    assert {catalogue.fund_of(sub.id).id for sub in catalogue.sub_directions} == {
        "F1",
        "F2",
        "F3",
        "F4",
        "F5",
    }


def test_unknown_ids_are_refused(catalogue: Catalogue) -> None:
    for act in (
        lambda: catalogue.sub_direction("M04-9"),
        lambda: catalogue.measure_of("M04"),
        lambda: catalogue.fund_of(""),
        lambda: catalogue.rubric("M14-1"),
        lambda: catalogue.fields_for(["M01-1", "M04-9"]),
        lambda: catalogue.gates_for("M04-9", "open_call"),
        lambda: catalogue.attachments_for("M04-9"),
        lambda: catalogue.vetoes_for("M14"),
        lambda: catalogue.panel_for([]),
    ):
        _refused(act, "unknown")
    assert _refused(lambda: catalogue.measure("M14"), "unknown") == {"id": "M14"}


def test_every_rubric_sums_to_100(catalogue: Catalogue) -> None:
    scored = [sub.id for sub in catalogue.sub_directions if "open_call" in sub.modes]
    assert len(scored) == 38
    for sub in scored:
        criteria = catalogue.rubric(sub).criteria
        assert sum(criterion.weight for criterion in criteria) == 100
        assert all(criterion.weight > 0 for criterion in criteria)
    stages: tuple[Stage, ...] = ("midterm", "acceptance")
    for name, stage in product((sub.id for sub in catalogue.sub_directions), stages):
        assert sum(criterion.weight for criterion in catalogue.rubric(name, stage).criteria) == 100


def test_unscored_sub_directions_have_no_rubric(catalogue: Catalogue) -> None:
    for sub in catalogue.sub_directions:
        if "open_call" not in sub.modes:
            assert _refused(lambda name=sub.id: catalogue.rubric(name), "unscored") == {"id": sub.id}


def test_weights_of_the_profile_and_weight_0_is_not_shown(catalogue: Catalogue) -> None:
    """Catalogue head, item 3: M03-3 does not score M03-K1."""
    rubric = catalogue.rubric("M03-3")
    assert [(criterion.id, criterion.weight) for criterion in rubric.criteria] == [
        ("M03-K2", 25),
        ("M03-K3", 35),
        ("M03-K4", 25),
        ("M03-K5", 15),
    ]
    assert catalogue.rubric("M03-1").criteria[0].weight == 35
    assert [criterion.weight for criterion in catalogue.rubric("M01-1").criteria] == [30, 30, 20, 12, 8]
    assert catalogue.measure("M03").rubric.criteria[0].weight == 30


def test_criteria_carry_floor_roles_and_anchors(catalogue: Catalogue) -> None:
    first, second, *_ = catalogue.rubric("M01-1").criteria
    assert (first.floor, first.roles) == (60, ("tech",))
    assert (second.floor, second.roles) == (None, ("industry", "invest"))
    assert set(first.anchors) == {"A", "B", "C", "D"}
    assert first.anchors["D"].startswith("以应用开发或贸易为主")


def test_s10_top_criterion_is_the_first_of_the_largest(catalogue: Catalogue) -> None:
    assert catalogue.rubric("M01-1").top_criterion.id == "M01-K1"  # 30 and 30
    assert catalogue.rubric("M03-3").top_criterion.id == "M03-K3"
    assert catalogue.rubric("M09-5").top_criterion.id == "M09-K1"  # 35 and 35


def test_stage_rubrics_have_screening_and_bands(catalogue: Catalogue) -> None:
    rubric = catalogue.rubric("M01-2", "acceptance")
    assert [criterion.weight for criterion in rubric.criteria] == [35, 20, 20, 15, 10]
    assert [item.id for item in rubric.screening] == [f"SA-S{n}" for n in range(1, 7)]
    assert [(band.code, band.min) for band in rubric.bands] == [
        ("ACCEPTED", 70),
        ("FIX_THEN_ACCEPT", 60),
        ("NOT_ACCEPTED", 0),
    ]
    assert catalogue.rubric("M01-1").bands == ()


def test_a_rubric_can_travel_as_json(catalogue: Catalogue) -> None:
    """A letter carries the rubric; what is read back is the same value."""
    for rubric in (catalogue.rubric("M03-3"), catalogue.rubric("M03-3", "acceptance")):
        assert (
            msgspec.convert(parse_canonical(canonical_bytes(msgspec.to_builtins(rubric))), Rubric) == rubric
        )


def test_fields_for(catalogue: Catalogue) -> None:
    def names(subs: list[str], stage: Any = "proposal") -> set[str]:
        return {field.id for field in catalogue.fields_for(subs, stage)}

    one = names(["M01-1"])
    assert {"sme_no", "title", "ethics_involved"} <= one
    assert not {"award_list_match", "manager_no", "contract_end"} & one
    assert "award_list_match" in names(["M01-2"])
    assert names(["M01-1", "M04-2"]) == names(["M01-1"]) | names(["M04-2"])
    assert "contract_end" in names(["M01-1"], "midterm")
    assert "months_overdue" not in names(["M01-1"], "midterm")
    assert {"months_overdue", "title"} <= names(["M01-1"], "acceptance")
    assert names([]) == names(["M13-1"]) - {"event_approval"}


def test_fields_say_what_they_hold(catalogue: Catalogue) -> None:
    fields = {field.id: field for field in catalogue.fields}
    assert fields["sub_direction"].values["M13-5"] == "提升国际科技期刊影响力"
    assert len(fields["sub_direction"].values) == 48
    assert fields["social_grade"].values["5A"] == "5A"
    former, terms, partners = (fields[name].items for name in ("former_names", "warrant_terms", "partners"))
    assert former is not None
    assert (former.type, former.values, former.parts) == ("text", {}, ())
    assert terms is not None
    assert (terms.type, terms.values["price"]) == ("enum", "行权价")
    assert partners is not None
    parts = {part.id: part for part in partners.parts}
    assert partners.type == "record"
    assert parts["kind"].values["university"] == "高校"
    assert (parts["credit_code"].type, parts["agreement_signed"].type) == ("credit_code", "bool")
    assert fields["title"].items is None


def test_gates_for_open_call(catalogue: Catalogue) -> None:
    gates = catalogue.gates_for("M01-1", "open_call")
    assert [gate.id for gate in gates] == [
        *(f"CG{n:02d}" for n in range(1, 11)),
        *(f"M01-G{n}" for n in range(1, 6)),
    ]
    assert [gate.measure for gate in gates] == [""] * 10 + ["M01"] * 5
    assert [gate.blocking for gate in gates if gate.id in ("CG01", "CG02")] == [True, False]


def test_gates_for_no_application(catalogue: Catalogue) -> None:
    """Rules §2.2 N: CG04, CG05 and the measure's gates."""
    gates = catalogue.gates_for("M01-2", "no_application")
    assert [gate.id for gate in gates] == ["CG04", "CG05", "M01-G6"]


def test_a_way_the_sub_direction_does_not_have_is_refused(catalogue: Catalogue) -> None:
    assert _refused(lambda: catalogue.gates_for("M01-2", "open_call"), "way") == {
        "id": "M01-2",
        "mode": "open_call",
    }


def test_vetoes_and_attachments(catalogue: Catalogue) -> None:
    assert [veto.id for veto in catalogue.vetoes_for("M04")] == [
        *(f"CV{n:02d}" for n in range(1, 8)),
        *("M04-V1", "M04-V2", "M04-V3"),
    ]
    assert [veto.measure for veto in catalogue.vetoes_for("M04")] == [""] * 7 + ["M04"] * 3
    papers = catalogue.attachments_for("M04-2")
    assert [paper.id for paper in papers][-3:] == ["M04-A1", "M04-A2", "M04-A3"]
    assert [paper.id for paper in papers if paper.required_when] == ["CA08"]
    assert len(catalogue.attachments_for("M01-4")) == 8


def test_panel_for(catalogue: Catalogue) -> None:
    """Rules §3: the largest size of the group's measures; P05 by measure."""
    one = catalogue.panel_for(["M05-1", "M05-2"])
    assert (one.size, list(one.panels)) == (5, ["M05"])
    two = catalogue.panel_for({"M05-1", "M02-1"})
    assert two.size == 9
    assert two.panels["M05"].roles == {"finance": 2, "invest": 2, "legal": 1}
    assert two.panels["M02"].size == 9
    later = catalogue.panel_for(["M02-1"], "midterm")
    assert (later.size, later.panels["M02"].roles["tech"]) == (5, 2)


def test_largest_role_counts_sum_to_more_than_any_group(catalogue: Catalogue) -> None:
    """Rules §3.1 gives 16 seats for the largest role counts of all measures."""
    largest: dict[str, int] = {}
    for measure in catalogue.measures:
        for role, count in measure.panel.roles.items():
            largest[role] = max(largest.get(role, 0), count)
    assert sum(largest.values()) == 16


def test_gate_values_of_a_round(catalogue: Catalogue) -> None:
    """Rules §13 gate_values; head item 6: two operators on one field need field.operator."""

    def codes(given: dict[str, Any]) -> list[str]:
        return [finding.code.removeprefix("catalogue.") for finding in catalogue.check_gate_values(given)]

    assert codes({}) == []
    assert codes({"M04-G6": {"fund_paid_in": 30_000, "fund_founded.after": "2025-01-01"}}) == []
    assert codes({"M04-G6": {"fund_founded": "2025-01-01"}}) == ["override.ambiguous"]
    assert codes({"M04-G6": {"fund_founded.eq": "2025-01-01"}}) == ["override.field"]
    assert codes({"M04-G6": {"title": "x"}}) == ["override.field"]
    assert codes({"M04-G6": {"fund_founded.before": "soon"}}) == ["test.value"]
    assert codes({"M04-G6": {"fund_paid_in": "30000"}}) == ["test.value"]
    assert codes({"M04-G6": {"fund_paid_in": None}}) == []
    assert codes({"SA-S3": {"target_completion": 75}}) == []  # （可配置）: tests of screening items as well
    assert codes({"SA-S3": {"months_overdue": 75}, "SA-S1": {}}) == ["override.field", "override.gate"]
    assert codes({"M03-G1": {"title": "x"}, "M99-G1": {}}) == ["override.gate"] * 2
    assert codes({"M04-G1": {"manager_no": "(a+)+"}}) == ["test.regex"]
    assert codes({"CG02": {"unit_credit_code": "horoscope"}}) == ["test.check"]
    assert codes({"M01-G1": {"tech_field": ["it"]}, "M01-G8": {"above_scale_year": "@call_year-1y"}}) == []

"""The shape of a catalogue: keys, types, ids, words; each fault alone gives its finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

G3 = "measures[M04].gates[M04-G3].test"

FAULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "other schema version": (lambda cat: cat.raw.update(schema_version="1.2"), "choice", "schema_version"),
    "top-level key missing": (lambda cat: cat.raw.pop("funds"), "key.missing", "/"),
    "top-level key unknown": (lambda cat: cat.raw.update(extra=1), "key.unknown", "/"),
    "key of a gate missing": (
        lambda cat: cat.gate("M04-G3").pop("evidence"),
        "key.missing",
        "measures[M04].gates[M04-G3]",
    ),
    "key of a gate misspelt": (
        lambda cat: cat.gate("M04-G3").update(blokcing=True),
        "key.unknown",
        "measures[M04].gates[M04-G3]",
    ),
    "English text missing": (lambda cat: cat.gate("CG01").pop("en"), "key.missing", "common_gates[CG01]"),
    "text blank": (lambda cat: cat.gate("CG01").update(en=" "), "words.empty", "common_gates[CG01].en"),
    "text with an escape character": (
        lambda cat: cat.gate("CG01").update(q="a\x1b[31m"),
        "words.control",
        "common_gates[CG01].q",
    ),
    "number for a text": (lambda cat: cat.raw.update(catalogue_id=7), "expected.string", "catalogue_id"),
    "number for an id": (lambda cat: cat.measure(4).update(id=4), "expected.string", "measures[3].id"),
    "text for a number": (
        lambda cat: cat.measure(4)["panel"].update(size="7"),
        "expected.integer",
        "measures[M04].panel.size",
    ),
    "truth value for a number": (
        lambda cat: cat.measure(4)["panel"].update(size=True),
        "expected.integer",
        "measures[M04].panel.size",
    ),
    "number for a truth value": (
        lambda cat: cat.gate("CG01").update(blocking=1),
        "expected.boolean",
        "common_gates[CG01].blocking",
    ),
    "map for a list": (lambda cat: cat.raw.update(measures={}), "expected.list", "measures"),
    "list for a map": (lambda cat: cat.raw.update(policy=[]), "expected.map", "policy"),
    "list for a table": (lambda cat: cat.raw.update(references=[]), "expected.map", "references"),
    "no measures": (lambda cat: cat.raw.update(measures=[]), "list.short", "measures"),
    "empty table": (lambda cat: cat.raw.update(expert_roles={}), "list.short", "expert_roles"),
    "mode twice": (
        lambda cat: cat.measure(2)["sub_directions"][0].update(modes=["open_call", "open_call"]),
        "list.repeated",
        "measures[M02].sub_directions[M02-1].modes",
    ),
    "mode unknown": (
        lambda cat: cat.measure(2)["sub_directions"][0].update(modes=["lottery"]),
        "choice",
        "measures[M02].sub_directions[M02-1].modes[0]",
    ),
    "mode table incomplete": (
        lambda cat: cat.raw["selection_modes"].pop("open_call"),
        "key.missing",
        "selection_modes",
    ),
    "source mark unknown": (
        lambda cat: cat.gate("CG01").update(src="rumour"),
        "choice",
        "common_gates[CG01].src",
    ),
    "fund id": (lambda cat: cat.measure(1).update(fund="F6"), "id.shape", "measures[M01].fund"),
    "measure id": (lambda cat: cat.measure(1).update(id="M1"), "id.shape", "measures[M1].id"),
    "gate id": (
        lambda cat: cat.gate("M04-G3").update(id="M04-K3"),
        "id.shape",
        "measures[M04].gates[M04-K3].id",
    ),
    "id with a line feed behind": (
        lambda cat: cat.gate("CG01").update(id="CG01\n"),
        "id.shape",
        "common_gates[CG01\\x0a].id",
    ),
    "field id": (
        lambda cat: cat.field("title").update(id="Title"),
        "id.shape",
        "application_fields[Title].id",
    ),
    "reference id": (lambda cat: cat.raw["references"].update(X1="办法"), "id.shape", "references.X1"),
    "floor above 100": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0].update(floor=101),
        "range",
        "measures[M01].rubric.criteria[M01-K1].floor",
    ),
    "weight below 0": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0].update(weight=-1),
        "range",
        "measures[M01].rubric.criteria[M01-K1].weight",
    ),
    "anchor missing": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0]["anchors"].pop("C"),
        "key.missing",
        "measures[M01].rubric.criteria[M01-K1].anchors",
    ),
    "score band missing": (lambda cat: cat.raw["score_bands"].pop("B"), "key.missing", "score_bands"),
    "other rounding": (
        lambda cat: cat.raw["scoring_defaults"]["round"].update(mode="half_even"),
        "choice",
        "scoring_defaults.round.mode",
    ),
    "check result missing": (
        lambda cat: cat.raw["check_results"]["on_qualification"].pop("MANUAL"),
        "key.missing",
        "check_results.on_qualification",
    ),
    "stage missing": (lambda cat: cat.raw["stage_rubrics"].pop("midterm"), "key.missing", "stage_rubrics"),
    "stage rubric for some only": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"].update(applies_to=["M01-1"]),
        "choice",
        "stage_rubrics.midterm.applies_to",
    ),
    "stage criterion id": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["criteria"][0].update(id="SA-K1"),
        "id.shape",
        "stage_rubrics.midterm.criteria[SA-K1].id",
    ),
    "field type unknown": (
        lambda cat: cat.field("title").update(type="string"),
        "choice",
        "application_fields[title].type",
    ),
    "field stage unknown": (
        lambda cat: cat.field("contract_end").update(stage=["later"]),
        "choice",
        "application_fields[contract_end].stage[0]",
    ),
    "values of no enum": (
        lambda cat: cat.field("tech_field").update(values="measures"),
        "choice",
        "application_fields[tech_field].values",
    ),
    "items of no type": (
        lambda cat: cat.field("former_names").update(items="texts"),
        "choice",
        "application_fields[former_names].items",
    ),
    "derive op unknown": (
        lambda cat: cat.field("academic_partners")["derive"].update(op="sum"),
        "choice",
        "application_fields[academic_partners].derive.op",
    ),
    "derive without sources": (
        lambda cat: cat.field("rd_expense_increase")["derive"].update(of=[]),
        "list.short",
        "application_fields[rd_expense_increase].derive.of",
    ),
    "test of another kind": (lambda cat: cat.gate("M04-G3").update(test="yes"), "test.shape", G3),
    "test empty": (lambda cat: cat.test(), "test.shape", G3),
    "test with all and any": (lambda cat: cat.test(all=[{}], any=[{}]), "test.shape", G3),
    "test with field and all": (lambda cat: cat.test(field="a", op="eq", value=1, all=[]), "test.shape", G3),
    "all of nothing": (lambda cat: cat.test(all=[]), "list.short", f"{G3}.all"),
    "nested test broken": (
        lambda cat: cat.test(any=[{"all": [{"none": []}]}]),
        "test.shape",
        f"{G3}.any[0].all[0]",
    ),
    "operator unknown": (
        lambda cat: cat.test(field="invested_beijing", op="==", value=1, unit="元"),
        "choice",
        f"{G3}.op",
    ),
    "comparison without value": (
        lambda cat: cat.test(field="invested_beijing", op="ge", unit="元"),
        "key.missing",
        G3,
    ),
    "other on_fail": (
        lambda cat: cat.test(field="title", op="present", value=True, on_fail="no"),
        "choice",
        f"{G3}.on_fail",
    ),
    "partial no truth value": (
        lambda cat: cat.test(field="title", op="present", value=True, partial="yes"),
        "expected.boolean",
        f"{G3}.partial",
    ),
}


@pytest.mark.parametrize(("damage", "code", "path"), FAULTS.values(), ids=FAULTS)
def test_one_fault(cat: Any, damage: Callable[[Any], Any], code: str, path: str) -> None:
    damage(cat)
    cat.refused(code, path)

"""What holds a catalogue together: numbers, ids, funds, references, fixed tables; one fault each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

R3 = "measures[M03].rubric"

FAULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "twelve measures": (lambda cat: cat.raw["measures"].pop(), "measures.count", "measures"),
    "measures in another order": (
        lambda cat: cat.move(cat.raw["measures"], 0, 1),
        "measures.number",
        "measures[M02]",
    ),
    "number and id differ": (lambda cat: cat.measure(4).update(number=5), "measures.number", "measures[M04]"),
    "number and policy differ": (
        lambda cat: cat.measure(4)["policy_basis"].update(measure_number=5),
        "measures.number",
        "measures[M04]",
    ),
    "id twice": (
        lambda cat: cat.gate("M04-G3").update(id="M04-G4"),
        "id.repeated",
        "measures[M04].gates[M04-G4]",
    ),
    "id twice across kinds": (
        lambda cat: cat.field("sub_park").update(id="title"),
        "id.repeated",
        "application_fields[title]",
    ),
    "screening id twice": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["screening"][1].update(id="SM-S1"),
        "id.repeated",
        "stage_rubrics.midterm.screening[SM-S1]",
    ),
    "id of another measure": (
        lambda cat: cat.gate("M04-G3").update(id="M05-G9"),
        "id.foreign",
        "measures[M04].gates[M05-G9]",
    ),
    "criterion of another measure": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0].update(id="M02-K9"),
        "id.foreign",
        "measures[M01].rubric.criteria[M02-K9]",
    ),
    "own stage rubric with common ids": (
        lambda cat: cat.midterm("M04", ""),
        "id.foreign",
        "measures[M04].stage_rubrics.midterm.criteria[SM-K1]",
    ),
    "common stage rubric with a measure's id": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["screening"][0].update(id="M04-SM-S1"),
        "id.foreign",
        "stage_rubrics.midterm",
    ),
    "measure in two funds": (lambda cat: cat.raw["funds"][1]["measures"].append(1), "funds.cover", "funds"),
    "measure in no fund": (lambda cat: cat.raw["funds"][0]["measures"].pop(), "funds.cover", "funds"),
    "fund with an unknown measure": (
        lambda cat: cat.raw["funds"][0]["measures"].append(14),
        "funds.cover",
        "funds",
    ),
    "measure names another fund": (
        lambda cat: cat.measure(1).update(fund="F2"),
        "funds.other",
        "measures[M01].fund",
    ),
    "reference unknown": (
        lambda cat: cat.gate("CG01").update(ref="R99"),
        "reference.unknown",
        "common_gates[CG01]",
    ),
    "informed_by unknown": (
        lambda cat: cat.measure(1)["rubric"].update(informed_by=["R99"]),
        "reference.unknown",
        "measures[M01].rubric",
    ),
    "public without reference": (
        lambda cat: cat.gate("CG01").pop("ref"),
        "reference.none",
        "common_gates[CG01]",
    ),
    "public way without reference": (
        lambda cat: cat.measure(4)["sub_directions"][1].pop("ref"),
        "reference.none",
        "measures[M04].sub_directions[M04-2]",
    ),
    "on_qualification scored": (
        lambda cat: cat.raw["selection_modes"]["on_qualification"].update(scored=True),
        "fixed",
        "selection_modes.on_qualification.scored",
    ),
    "unverified passes": (
        lambda cat: cat.raw["gate_answers"]["unverified"].update(passes=True),
        "fixed",
        "gate_answers.unverified.passes",
    ),
    "not_applicable without a reason": (
        lambda cat: cat.raw["gate_answers"]["not_applicable"].update(needs_reason=False),
        "fixed",
        "gate_answers.not_applicable.needs_reason",
    ),
    "CG04 missing": (lambda cat: cat.raw["common_gates"].pop(3), "gates.common", "common_gates"),
    "score bands not descending": (
        lambda cat: cat.raw["score_bands"]["B"].update(min=95),
        "bands.order",
        "score_bands",
    ),
    "score band D above 0": (
        lambda cat: cat.raw["score_bands"]["D"].update(min=1),
        "bands.order",
        "score_bands",
    ),
    "reserve above pass": (
        lambda cat: cat.raw["scoring_defaults"].update(reserve_line=71),
        "lines.order",
        "scoring_defaults",
    ),
    "two base units": (lambda cat: cat.raw["units"]["bp"].update({"‱": 1}), "units.base", "units.bp"),
    "for names nobody": (
        lambda cat: cat.field("sme_no").update({"for": ["M14"]}),
        "target.unknown",
        "application_fields[sme_no].for",
    ),
    "applies_to names another measure's": (
        lambda cat: cat.gate("M04-G3").update(applies_to=["M05-1"]),
        "target.unknown",
        "measures[M04].gates[M04-G3].applies_to",
    ),
    "common gate for nobody": (
        lambda cat: cat.gate("CG03").update(applies_to=["M14"]),
        "target.unknown",
        "common_gates[CG03].applies_to",
    ),
    "attachment for nobody": (
        lambda cat: cat.measure(1)["attachments"][0].update(applies_to=["M01-9"]),
        "target.unknown",
        "measures[M01].attachments[M01-A1].applies_to",
    ),
    "rubric for another measure's": (
        lambda cat: cat.measure(3)["rubric"]["applies_to"].append("M04-1"),
        "target.unknown",
        f"{R3}.applies_to",
    ),
}


@pytest.mark.parametrize(("damage", "code", "path"), FAULTS.values(), ids=FAULTS)
def test_one_fault(cat: Any, damage: Callable[[Any], Any], code: str, path: str) -> None:
    damage(cat)
    cat.refused(code, path)

"""A whole mid-term check and a whole acceptance, from the definition to the independent verifier."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from stage_harness import PREFIX, StageSitting

from zgc_review.services import deciding

OUTCOMES = {
    "midterm": ("CONTINUE", "ADJUST", "STOP_ADVISED"),
    "acceptance": ("ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED"),
}


def result_table(folder: Any) -> dict[str, Any]:
    """Return aggregate.json of an opened result."""
    body = json.loads((folder / "manifest.json").read_bytes())["body"]
    (name,) = [part["file"] for part in body["parts"] if part["role"] == "aggregate"]
    found: dict[str, Any] = json.loads((folder / name).read_bytes())
    return found


@pytest.mark.parametrize("stage", ["midterm", "acceptance"])
def test_2_4_a_whole_round_of_a_stage_ends_verified(stage: str, at: Callable[[str], StageSitting]) -> None:
    """Rules §2.4: sheets against the stage's rubric, bands for outcomes; no rank, no line, no amount."""
    sitting = at(stage)
    result = sitting.aggregate()
    assert result.pools == result.funds == result.unscored == ()
    by_id = {line.application: line for line in result.applications}
    lines = [by_id[name] for name in sitting.world.ids()]
    assert [line.after.value for line in lines] == [8000, 6500, 5000]
    assert [line.suggestion for line in lines] == list(OUTCOMES[stage])
    assert {(line.pool, line.amount_fen, line.established) for line in lines} == {(None, None, ())}
    assert {one.criterion[:2] for line in lines for one in line.after.criteria} == {PREFIX[stage]}
    sitting.panel()
    sitting.discuss(2)  # below a floor: the chair must open discussion (S09)
    sitting.collect(*sitting.decide())
    assert deciding.check_decisions(sitting.secretary.desk, sitting.secretary.round) == ()
    assert sitting.confirm() == (3, 0)
    folder, sealed = sitting.open_result()
    status, said = sitting.verify(folder, sealed)
    assert status == 0, said
    table = result_table(folder)
    assert sorted(line["decision"] for line in table["applications"]) == sorted(OUTCOMES[stage])

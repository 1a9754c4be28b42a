"""What a round asks for stands beside the words of the catalogue (rules §13)."""

from __future__ import annotations

from typing import Any

import pytest

from zgc_review.catalogue import Catalogue, Gate, Screening, load_shipped
from zgc_review.services.in_force import in_force

CATALOGUE = load_shipped()


def _item(catalogue: Catalogue, name: str) -> Gate | Screening:
    every = [
        *catalogue.common_gates,
        *(gate for measure in catalogue.measures for gate in measure.gates),
        *(item for rubric in catalogue.stage_rubrics.values() for item in rubric.screening),
    ]
    return next(one for one in every if one.id == name)


@pytest.mark.parametrize(
    ("name", "given", "zh", "en"),
    [
        ("SA-S3", {"target_completion": 75}, "（本轮：{zh} 75.00%）", " (this round: {en} 75.00%)"),
        ("M04-G6", {"fund_paid_in": 5000}, "（本轮：首期实缴规模 5,000.00 万元）", "CNY 50,000,000.00)"),
        ("M04-G6", {"fund_founded.after": "@t0-3y"}, "按轮次定义）", "as the round definition says)"),
        ("SM-S4", {"months_stopped": None}, "由人认定）", "settled by a person)"),
        ("M13-G2", {"conference_people": 200, "overseas_guest_share": 20}, "200人；", "20.00%)"),
    ],
)
def test_values_of_a_round_stand_beside_the_words(name: str, given: dict[str, Any], zh: str, en: str) -> None:
    before, after = (_item(one, name) for one in (CATALOGUE, in_force(CATALOGUE, {name: given})))
    field = next(one for one in CATALOGUE.fields if one.id == "target_completion")
    assert after.zh.startswith(before.zh)
    assert zh.format(zh=field.zh) in after.zh.removeprefix(before.zh)
    assert after.en.startswith(before.en)
    if before.en:
        assert en.format(en=field.en) in after.en.removeprefix(before.en)


def test_only_what_the_round_changes_says_so() -> None:
    ours = in_force(CATALOGUE, {"SA-S3": {"target_completion": 75}})
    assert _item(ours, "SA-S4") == _item(CATALOGUE, "SA-S4")
    assert ours.digest == CATALOGUE.digest
    assert in_force(CATALOGUE, {}) is CATALOGUE

"""Gate tests: fields, operators, values, units, patterns; one fault each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

G3 = "measures[M04].gates[M04-G3].test"

FAULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "test of an unknown field": (lambda cat: cat.test(field="luck", op="eq", value=1), "test.field", G3),
    "field of another measure": (
        lambda cat: cat.test(field="sme_no", op="present", value=True),
        "test.form",
        G3,
    ),
    "field of a later stage": (
        lambda cat: cat.test(field="contract_end", op="after", value="@t0"),
        "test.form",
        G3,
    ),
    "common gate on a particular field": (
        lambda cat: cat.gate("CG03")["test"].update(field="fixed_site"),
        "test.form",
        "common_gates[CG03].test",
    ),
    "screening on a field of another stage": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["screening"][3]["test"].update(
            field="months_overdue"
        ),
        "test.form",
        "stage_rubrics.midterm.screening[SM-S4].test",
    ),
    "attachment on an unknown field": (
        lambda cat: cat.by_id(cat.raw["common_attachments"], "CA08")["required_when"].update(field="luck"),
        "test.field",
        "common_attachments[CA08].required_when",
    ),
    "operator of another type": (lambda cat: cat.test(field="title", op="ge", value=1), "test.operator", G3),
    "equal text": (lambda cat: cat.test(field="title", op="eq", value="x"), "test.operator", G3),
    "contains_all of records": (
        lambda cat: cat.test(field="investees", op="contains_all", value=["name"]),
        "test.operator",
        G3,
    ),
    "contains_all of words": (
        lambda cat: cat.test(field="former_names", op="contains_all", value=["a"]),
        "test.operator",
        G3,
    ),
    "enum value unknown": (
        lambda cat: cat.test(field="registration_place", op="in", value=["moon"]),
        "test.value",
        G3,
    ),
    "in with one word": (
        lambda cat: cat.test(field="registration_place", op="in", value="zgc_park"),
        "test.value",
        G3,
    ),
    "in with nothing": (
        lambda cat: cat.test(field="registration_place", op="in", value=[]),
        "test.value",
        G3,
    ),
    "in with lists": (
        lambda cat: cat.test(field="registration_place", op="in", value=[["zgc_park"]]),
        "test.value",
        G3,
    ),
    "in with a word twice": (
        lambda cat: cat.test(field="registration_place", op="in", value=["outside", "outside"]),
        "test.value",
        G3,
    ),
    "equal to an unknown enum value": (
        lambda cat: cat.test(field="entity_kind", op="eq", value="ministry"),
        "test.value",
        G3,
    ),
    "truth value as number": (
        lambda cat: cat.test(field="is_legal_person", op="eq", value=1),
        "test.value",
        G3,
    ),
    "number as truth value": (
        lambda cat: cat.test(field="invested_beijing", op="ge", value=True, unit="元"),
        "test.value",
        G3,
    ),
    "present false": (lambda cat: cat.test(field="title", op="present", value=False), "test.value", G3),
    "present null": (lambda cat: cat.test(field="title", op="present", value=None), "test.value", G3),
    "day that does not exist": (
        lambda cat: cat.test(field="registration_date", op="after", value="2026-02-30"),
        "test.value",
        G3,
    ),
    "day written otherwise": (
        lambda cat: cat.test(field="registration_date", op="after", value="20260228"),
        "test.value",
        G3,
    ),
    "unknown round value": (
        lambda cat: cat.test(field="registration_date", op="after", value="@t1"),
        "test.value",
        G3,
    ),
    "year for a day": (
        lambda cat: cat.test(field="registration_date", op="after", value="@call_year"),
        "test.value",
        G3,
    ),
    "year of the call for people": (
        lambda cat: cat.test(field="rd_staff", op="ge", value="@call_year", unit="人"),
        "test.value",
        G3,
    ),
    "day for an amount": (
        lambda cat: cat.test(field="invested_beijing", op="ge", value="@t0", unit="元"),
        "test.value",
        G3,
    ),
    "count_ge below 0": (lambda cat: cat.test(field="investees", op="count_ge", value=-1), "test.value", G3),
    "pattern that is no text": (lambda cat: cat.test(field="title", op="matches", value=5), "test.value", G3),
    "check that is no text": (
        lambda cat: cat.test(field="unit_credit_code", op="valid", value=5),
        "test.value",
        G3,
    ),
    "pattern that does not compile": (
        lambda cat: cat.test(field="title", op="matches", value="(a"),
        "test.regex",
        G3,
    ),
    "pattern that runs away": (
        lambda cat: cat.test(field="title", op="matches", value="(a+)+$"),
        "test.regex",
        G3,
    ),
    "check unknown": (
        lambda cat: cat.test(field="unit_credit_code", op="valid", value="horoscope"),
        "test.check",
        G3,
    ),
    "amount without a unit": (
        lambda cat: cat.test(field="invested_beijing", op="ge", value=1),
        "test.unit",
        G3,
    ),
    "amount in percent": (
        lambda cat: cat.test(field="invested_beijing", op="ge", value=1, unit="%"),
        "test.unit",
        G3,
    ),
    "ratio in 元": (
        lambda cat: cat.test(field="city_guidance_share", op="ge", value=1, unit="元"),
        "test.unit",
        G3,
    ),
    "people in 家": (lambda cat: cat.test(field="rd_staff", op="ge", value=1, unit="家"), "test.unit", G3),
    "truth value with a unit": (
        lambda cat: cat.test(field="is_legal_person", op="eq", value=True, unit="个"),
        "test.unit",
        G3,
    ),
    "fault inside all and any": (
        lambda cat: cat.test(any=[{"all": [{"field": "luck", "op": "eq", "value": 1}]}]),
        "test.field",
        f"{G3}.any[0].all[0]",
    ),
}


@pytest.mark.parametrize(("damage", "code", "path"), FAULTS.values(), ids=FAULTS)
def test_one_fault(cat: Any, damage: Callable[[Any], Any], code: str, path: str) -> None:
    damage(cat)
    cat.refused(code, path)

"""Application fields: values, items, units, computed fields; one fault each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

FAULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "enum without values": (
        lambda cat: cat.field("buyer_relation").pop("values"),
        "field.values",
        "application_fields[buyer_relation]",
    ),
    "text with values": (
        lambda cat: cat.field("title").update(values={"a": "甲"}),
        "field.values",
        "application_fields[title]",
    ),
    "list without items": (
        lambda cat: cat.field("former_names").pop("items"),
        "field.items",
        "application_fields[former_names]",
    ),
    "text with items": (
        lambda cat: cat.field("title").update(items="text"),
        "field.items",
        "application_fields[title]",
    ),
    "list of enum without keys": (
        lambda cat: cat.field("former_names").update(items="enum"),
        "field.items",
        "application_fields[former_names]",
    ),
    "parts and labels mixed": (
        lambda cat: cat.field("shareholders")["items"].update(kind="种类"),
        "field.items",
        "application_fields[shareholders].items.kind",
    ),
    "amount without unit": (
        lambda cat: cat.field("total_investment").pop("unit"),
        "field.unit",
        "application_fields[total_investment]",
    ),
    "amount in 万元": (
        lambda cat: cat.field("fixed_investment_land").update(unit="万元"),
        "field.unit",
        "application_fields[fixed_investment_land]",
    ),
    "integer in 万元": (
        lambda cat: cat.field("months_stopped").update(unit="万元"),
        "field.unit",
        "application_fields[months_stopped]",
    ),
    "ratio in percent": (
        lambda cat: cat.field("target_completion").update(unit="%"),
        "field.unit",
        "application_fields[target_completion]",
    ),
    "text with a unit": (
        lambda cat: cat.field("title").update(unit="个"),
        "field.unit",
        "application_fields[title]",
    ),
    "computed by the applicant": (
        lambda cat: cat.field("ethics_involved").update(source="applicant"),
        "derive.source",
        "application_fields[ethics_involved]",
    ),
    "computed from an unknown field": (
        lambda cat: cat.field("ethics_involved")["derive"]["of"].append("ethics_more"),
        "derive.of",
        "application_fields[ethics_involved].derive",
    ),
    "computed from itself": (
        lambda cat: cat.field("ethics_involved")["derive"]["of"].append("ethics_involved"),
        "derive.of",
        "application_fields[ethics_involved].derive",
    ),
    "difference of three": (
        lambda cat: cat.field("rd_expense_increase")["derive"]["of"].append("revenue_y1"),
        "derive.types",
        "application_fields[rd_expense_increase].derive",
    ),
    "difference in another unit": (
        lambda cat: cat.field("rd_expense_increase").update(type="integer", unit="bp"),
        "derive.types",
        "application_fields[rd_expense_increase].derive",
    ),
    "ratio of an amount and people": (
        lambda cat: cat.field("service_revenue_share")["derive"].update(of=["revenue_y1", "rd_staff"]),
        "derive.types",
        "application_fields[service_revenue_share].derive",
    ),
    "ratio that is no bp": (
        lambda cat: cat.field("service_revenue_share").update(unit="个"),
        "derive.types",
        "application_fields[service_revenue_share].derive",
    ),
    "any_true of an amount": (
        lambda cat: cat.field("ethics_involved")["derive"].update(of=["revenue_y1"]),
        "derive.types",
        "application_fields[ethics_involved].derive",
    ),
    "any_true of one name": (
        lambda cat: cat.field("ethics_involved")["derive"].update(of="ethics_humans"),
        "derive.types",
        "application_fields[ethics_involved].derive",
    ),
    "count of an amount": (
        lambda cat: cat.field("academic_partners")["derive"].update(of="revenue_y1"),
        "derive.types",
        "application_fields[academic_partners].derive",
    ),
    "count without where": (
        lambda cat: cat.field("academic_partners")["derive"].pop("where"),
        "derive.where",
        "application_fields[academic_partners].derive",
    ),
    "difference with where": (
        lambda cat: cat.field("rd_expense_increase")["derive"].update(where={"kind": ["a"]}),
        "derive.where",
        "application_fields[rd_expense_increase].derive",
    ),
    "count where a part is unknown": (
        lambda cat: cat.field("academic_partners")["derive"].update(where={"size": ["university"]}),
        "derive.where",
        "application_fields[academic_partners].derive.where.size",
    ),
    "count where a value is unknown": (
        lambda cat: cat.field("academic_partners")["derive"].update(where={"kind": ["academy"]}),
        "derive.where",
        "application_fields[academic_partners].derive.where.kind",
    ),
    "count where a truth value is a word": (
        lambda cat: cat.field("unsigned_partners")["derive"].update(where={"agreement_signed": ["no"]}),
        "derive.where",
        "application_fields[unsigned_partners].derive.where.agreement_signed",
    ),
    "count where the list has no parts": (
        lambda cat: cat.field("academic_partners")["derive"].update(of="former_names"),
        "derive.where",
        "application_fields[academic_partners].derive.where.kind",
    ),
}


@pytest.mark.parametrize(("damage", "code", "path"), FAULTS.values(), ids=FAULTS)
def test_one_fault(cat: Any, damage: Callable[[Any], Any], code: str, path: str) -> None:
    damage(cat)
    cat.refused(code, path)

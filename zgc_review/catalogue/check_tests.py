"""Checks gate tests: field and operator, values, units, patterns, and whether the form has the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from zgc_review.catalogue.index import Index, leaves
from zgc_review.catalogue.moments import names_day, names_year
from zgc_review.catalogue.patterns import fault_of
from zgc_review.catalogue.report import Report, labelled, shown
from zgc_review.catalogue.schema import NUMERIC

# Names of the identifier checks of rules §12 that a catalogue may ask for; intake supplies them.
CHECK_NAMES = (
    *("credit_code", "resident_id", "issn", "patent_no"),
    *("hightech_certificate", "fund_manager", "fund_filing", "securities_code", "cn_number"),
)

# Catalogue head, item 6: the field types each operator works on.
FITTING: Mapping[str, tuple[str, ...]] = {
    "eq": ("integer", "money_fen", "enum", "bool"),
    "in": ("enum",),
    "ge": ("integer", "money_fen"),
    "gt": ("integer", "money_fen"),
    "le": ("integer", "money_fen"),
    "lt": ("integer", "money_fen"),
    "before": ("date",),
    "after": ("date",),
    "present": ("text", "credit_code", "date"),
    "matches": ("text",),
    "valid": ("credit_code", "text"),
    "contains_all": ("list",),
    "count_ge": ("list",),
}


def check_tests(index: Index, report: Report) -> None:
    """Report what is wrong with the tests of gates, attachments and screening items."""
    for gate, path, owner in index.gates():
        if "test" in gate:
            subs = index.targets(gate.get("applies_to", [owner] if owner else None))
            _check_test(index, gate["test"], f"{path}.test", subs, "proposal", report)
    for attachment, path, owner in index.attachments():
        if "required_when" in attachment:
            subs = index.targets(attachment.get("applies_to", [owner] if owner else None))
            place = f"{path}.required_when"
            _check_test(index, attachment["required_when"], place, subs, "proposal", report)
    for rubric, path, stage, owner in index.stage_rubrics():
        subs = index.targets([owner] if owner else None)
        for item, place in labelled(rubric["screening"], f"{path}.screening"):
            if "test" in item:
                _check_test(index, item["test"], f"{place}.test", subs, stage, report)


def _check_test(
    index: Index, test: dict[str, Any], path: str, subs: set[str], stage: str, report: Report
) -> None:
    """Check every comparison of one test."""
    for leaf, place in leaves(test, path):
        entry = index.fields.get(leaf["field"])
        if entry is None:
            report.add("test.field", place, value=leaf["field"])
            continue
        if not _on_form(index, entry, subs, stage):
            report.add("test.form", place, value=entry["id"])
        if not _operator_fits(index, leaf["op"], entry):
            report.add("test.operator", place, value=leaf["op"], type=entry["type"])
            continue
        _check_value(index, leaf["op"], entry, leaf["value"], place, report)
        _check_unit(index.raw["units"], leaf, entry, place, report)


def _on_form(index: Index, entry: dict[str, Any], subs: set[str], stage: str) -> bool:
    """Say whether the forms of all these sub-directions have the field at this stage."""
    return subs <= index.targets(entry.get("for")) and stage in entry.get("stage", [stage])


def _operator_fits(index: Index, op: str, entry: dict[str, Any]) -> bool:
    """Say whether the operator works on the field; ``contains_all`` needs a list of enum."""
    if op == "contains_all":
        return entry["type"] == "list" and bool(index.enum_keys(entry))
    return entry["type"] in FITTING[op]


def _check_value(index: Index, op: str, entry: dict[str, Any], value: Any, path: str, report: Report) -> None:
    """Check the value of one comparison; null means that the year's guideline gives it."""
    if value is None and op != "present":
        return
    if op == "matches" and isinstance(value, str):
        if fault_of(value):
            report.add("test.regex", path, value=shown(value))
    elif op == "valid" and isinstance(value, str):
        if value not in CHECK_NAMES:
            report.add("test.check", path, value=shown(value), allowed=", ".join(CHECK_NAMES))
    elif not _value_fits(index, op, entry, value):
        report.add("test.value", path, value=shown(value))


def _value_fits(index: Index, op: str, entry: dict[str, Any], value: Any) -> bool:
    """Say whether a value can be compared with the field."""
    if op in ("in", "contains_all"):
        keys = index.enum_keys(entry)
        listed = isinstance(value, list) and all(isinstance(key, str) for key in value)
        return listed and 0 < len(set(value)) == len(value) and set(value) <= keys
    if op in ("matches", "valid"):
        return False  # only texts, looked at by the caller
    if op == "present":
        return value is True
    if op == "count_ge":
        return type(value) is int and value >= 0
    if op in ("before", "after"):
        return isinstance(value, str) and (names_day(value) or _is_day(value))
    if entry["type"] == "enum":
        return isinstance(value, str) and value in index.enum_keys(entry)
    if entry["type"] == "bool":
        return isinstance(value, bool)
    year = isinstance(value, str) and names_year(value) and entry.get("unit") == "年"
    return type(value) is int or year


def _is_day(text: str) -> bool:
    """Say whether ``text`` is a day YYYY-MM-DD of the calendar."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_unit(
    units: dict[str, dict[str, int]], leaf: dict[str, Any], entry: dict[str, Any], path: str, report: Report
) -> None:
    """A number of a field with a unit says its own, one that converts; other values have none."""
    unit = leaf.get("unit")
    if leaf["op"] == "count_ge":
        return  # a count word; there is nothing to convert
    if leaf["op"] in NUMERIC and "unit" in entry:
        if unit is None or factor_of(units, entry, unit) is None:
            report.add("test.unit", path, value=shown(unit or ""), unit=entry["unit"])
    elif unit is not None:
        report.add("test.unit", path, value=shown(unit), unit="–")


def factor_of(units: dict[str, dict[str, int]], entry: dict[str, Any], unit: str) -> int | None:
    """Return how many of the field's unit make one ``unit``, None where it cannot be converted.

    Amounts convert within ``units.money_fen``, ratios within ``units.bp``; any other unit is only itself.
    """
    if entry["type"] == "money_fen":
        return units["money_fen"].get(unit)
    if entry.get("unit") in units["bp"]:
        return units["bp"].get(unit)
    return 1 if unit == entry.get("unit") else None


def check_overrides(index: Index, gate_values: Mapping[str, Mapping[str, Any]], report: Report) -> None:
    """Report what is wrong with the ``gate_values`` of a round (head, item 6; rules §13)."""
    gates = {gate["id"]: gate for gate, _, _ in index.gates() if "test" in gate}
    # The tests of screening items are as configurable as those of gates (rules §2.4).
    for rubric, _, _, _ in index.stage_rubrics():
        gates |= {item["id"]: item for item in rubric["screening"] if "test" in item}
    for name, given in gate_values.items():
        path = f"gate_values.{name}"
        if name not in gates:
            report.add("override.gate", path, value=shown(name))
            continue
        found = [leaf for leaf, _ in leaves(gates[name]["test"], path)]
        operators = Counter(field for field, _ in {(leaf["field"], leaf["op"]) for leaf in found})
        for key, value in given.items():
            field, _, op = key.partition(".")
            meant = [leaf for leaf in found if leaf["field"] == field and op in ("", leaf["op"])]
            if not meant:
                report.add("override.field", path, value=shown(key))
            elif not op and operators[field] > 1:
                report.add("override.ambiguous", path, value=shown(key))
            else:
                entry = index.fields[field]
                _check_value(index, meant[0]["op"], entry, value, f"{path}.{key}", report)

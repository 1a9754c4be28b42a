"""Checks the application fields: values, list items, units, and what the program computes."""

from __future__ import annotations

from typing import Any

from zgc_review.catalogue.index import Index, is_enum_items
from zgc_review.catalogue.report import Report, labelled
from zgc_review.catalogue.schema import SCALAR_TYPES

_BASE_MONEY = "money_fen"


def check_fields(index: Index, report: Report) -> None:
    """Report what is wrong with the fields."""
    earlier: dict[str, dict[str, Any]] = {}
    for entry, path in labelled(index.raw["application_fields"], "application_fields"):
        _check_values(entry, path, report)
        _check_items(entry, path, report)
        _check_unit(index.raw["units"], entry, path, report)
        if "derive" in entry:
            _check_derive(entry, path, earlier, report)
        earlier.setdefault(entry["id"], entry)


def _check_values(entry: dict[str, Any], path: str, report: Report) -> None:
    """An enum has values, nothing else has."""
    if ("values" in entry) is not (entry["type"] == "enum"):
        report.add("field.values", path)


def _check_items(entry: dict[str, Any], path: str, report: Report) -> None:
    """A list says what it holds: one type, enum keys with labels, or parts with a type or labels."""
    if ("items" in entry) is not (entry["type"] == "list"):
        report.add("field.items", path)
        return
    items = entry.get("items")
    if items == "enum":
        report.add("field.items", path)
    if not isinstance(items, dict) or is_enum_items(items):
        return
    for name, kind in items.items():
        if isinstance(kind, str) and (kind not in SCALAR_TYPES or kind == "enum"):
            report.add("field.items", f"{path}.items.{name}")


def _check_unit(units: dict[str, dict[str, int]], entry: dict[str, Any], path: str, report: Report) -> None:
    """Amounts stand in the base unit, 分; a ratio in bp; only numbers have a unit (head, item 6)."""
    unit = entry.get("unit", "")
    if entry["type"] == _BASE_MONEY:
        fine = units[_BASE_MONEY].get(unit) == 1
    elif entry["type"] == "integer":
        fine = unit not in units[_BASE_MONEY] and units["bp"].get(unit, 1) == 1
    else:
        fine = not unit
    if not fine:
        report.add("field.unit", path)


def _check_derive(
    entry: dict[str, Any], path: str, earlier: dict[str, dict[str, Any]], report: Report
) -> None:
    """A computed field is the program's; its sources stand before it (no circles) and fit the method."""
    derive = entry["derive"]
    if entry["source"] != "program":
        report.add("derive.source", path)
    names = [derive["of"]] if isinstance(derive["of"], str) else derive["of"]
    missing = [name for name in names if name not in earlier]
    for name in missing:
        report.add("derive.of", f"{path}.derive", value=name)
    if missing:
        return
    sources = [earlier[name] for name in names]
    if not _fits(derive["op"], isinstance(derive["of"], str), sources, entry):
        report.add("derive.types", f"{path}.derive", op=derive["op"])
    elif ("where" in derive) is not (derive["op"] == "count"):
        report.add("derive.where", f"{path}.derive")
    elif derive["op"] == "count":
        _check_where(sources[0], derive["where"], f"{path}.derive.where", report)


def _fits(op: str, single: bool, sources: list[dict[str, Any]], entry: dict[str, Any]) -> bool:
    """Say whether sources and result have the types the method works on."""
    kinds = {(source["type"], source.get("unit")) for source in sources}
    own = (entry["type"], entry.get("unit"))
    types = {source["type"] for source in sources}
    if op == "count":
        return single and types == {"list"} and entry["type"] == "integer"
    if single:
        return False
    if op == "any_true":
        return types == {"bool"} and entry["type"] == "bool"
    if len(sources) != 2 or len(kinds) != 1 or not types <= {"integer", _BASE_MONEY}:
        return False
    return kinds == {own} if op == "minus" else own == ("integer", "bp")


def _check_where(source: dict[str, Any], where: dict[str, list[Any]], path: str, report: Report) -> None:
    """The condition of a count names parts of the list, and values these parts can have."""
    parts = source.get("items")
    for name, wanted in where.items():
        part = None if not isinstance(parts, dict) or is_enum_items(parts) else parts.get(name)
        if isinstance(part, dict):
            fine = all(isinstance(value, str) and value in part for value in wanted)
        else:
            fine = part == "bool" and all(isinstance(value, bool) for value in wanted)
        if not fine:
            report.add("derive.where", f"{path}.{name}")

"""What the checks look up in a raw catalogue of the right shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zgc_review.catalogue.report import labelled
from zgc_review.catalogue.schema import SCALAR_TYPES


class Index:
    """Look-ups by id; of two equal ids the first counts, the second is reported elsewhere."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.measures: list[tuple[dict[str, Any], str]] = labelled(raw["measures"], "measures")
        self.own: dict[str, set[str]] = {}
        for measure, _ in self.measures:
            subs = {sub["id"] for sub in measure["sub_directions"]}
            self.own.setdefault(measure["id"], set()).update(subs)
        self.subs = {sub for subs in self.own.values() for sub in subs}
        self.fields: dict[str, dict[str, Any]] = {}
        for entry in raw["application_fields"]:
            self.fields.setdefault(entry["id"], entry)
        self.roles = set(raw["expert_roles"])
        self.references = set(raw["references"])

    def targets(self, names: list[str] | None) -> set[str]:
        """Return the sub-directions that ``names`` mean: measures stand for all of theirs, None for all."""
        if names is None:
            return self.subs
        return {sub for name in names for sub in self.own.get(name, {name})} & self.subs

    def enum_keys(self, entry: dict[str, Any]) -> set[str]:
        """Return the keys that an enum field, or a list of enum, may hold."""
        if entry["type"] == "enum":
            values = entry.get("values", {})
            return self.subs if values == "sub_directions" else set(values)
        items = entry.get("items")
        return set(items) if isinstance(items, dict) and is_enum_items(items) else set()

    def stage_rubrics(self) -> Iterator[tuple[dict[str, Any], str, str, str]]:
        """Return each stage rubric with its path, stage and measure (empty for the common ones)."""
        for stage, rubric in self.raw["stage_rubrics"].items():
            yield rubric, f"stage_rubrics.{stage}", stage, ""
        for measure, path in self.measures:
            for stage, rubric in measure.get("stage_rubrics", {}).items():
                yield rubric, f"{path}.stage_rubrics.{stage}", stage, measure["id"]

    def gates(self) -> Iterator[tuple[dict[str, Any], str, str]]:
        """Return each gate with its path and measure (empty for the common ones)."""
        yield from self._each("gates")

    def vetoes(self) -> Iterator[tuple[dict[str, Any], str, str]]:
        """Return each veto likewise."""
        yield from self._each("vetoes")

    def attachments(self) -> Iterator[tuple[dict[str, Any], str, str]]:
        """Return each attachment likewise."""
        yield from self._each("attachments")

    def _each(self, kind: str) -> Iterator[tuple[dict[str, Any], str, str]]:
        for entry, path in labelled(self.raw[f"common_{kind}"], f"common_{kind}"):
            yield entry, path, ""
        for measure, place in self.measures:
            for entry, path in labelled(measure[kind], f"{place}.{kind}"):
                yield entry, path, measure["id"]


def is_enum_items(items: Any) -> bool:
    """Say whether ``items`` of a list field are enum keys with labels rather than parts of a record.

    Both are maps (catalogue head, item 7): parts have a type name or a map of labels, enum keys a label.
    """
    return isinstance(items, dict) and all(
        isinstance(value, str) and value not in SCALAR_TYPES for value in items.values()
    )


def leaves(test: dict[str, Any], path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Return every comparison of a raw test with its path."""
    if "field" in test:
        yield test, path
        return
    join = "all" if "all" in test else "any"
    for inner, place in labelled(test[join], f"{path}.{join}"):
        yield from leaves(inner, place)

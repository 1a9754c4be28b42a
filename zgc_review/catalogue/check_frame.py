"""Checks what holds the catalogue together: numbers, ids, funds, references, fixed tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zgc_review.catalogue.index import Index
from zgc_review.catalogue.report import Report, labelled
from zgc_review.domain.findings import Level

MEASURES = 13
SUB_DIRECTIONS = 48
NO_APPLICATION_COMMON = ("CG04", "CG05")  # the common gates of 免申即享 (catalogue head, item 5)
STAGE_COMMON = ("CG05",)  # what a mid-term check or an acceptance asks as well: the integrity list (rules §9)
_PASSES = {"yes": True, "no": False, "not_applicable": True, "unverified": None}


def check_frame(index: Index, report: Report) -> None:
    """Report what does not hold together."""
    _check_measures(index, report)
    _check_ids(index, report)
    _check_funds(index, report)
    _check_references(index, report)
    _check_fixed(index.raw, report)
    _check_scales(index.raw, report)
    _check_targets(index, report)


def _check_measures(index: Index, report: Report) -> None:
    """Thirteen measures in order, their numbers in ids and policy basis; 48 sub-directions is usual."""
    if len(index.measures) != MEASURES:
        report.add("measures.count", "measures", count=len(index.measures), due=MEASURES)
    for number, (measure, path) in enumerate(index.measures, start=1):
        named = measure["id"] == f"M{measure['number']:02d}"
        if not named or measure["number"] != number or measure["policy_basis"]["measure_number"] != number:
            report.add("measures.number", path, due=number)
    if len(index.subs) != SUB_DIRECTIONS:
        report.add(
            "sub_directions.count",
            "measures",
            level=Level.WARN,
            count=len(index.subs),
            due=SUB_DIRECTIONS,
        )


def _check_ids(index: Index, report: Report) -> None:
    """An id stands once in the whole catalogue, and what a measure owns begins with its id."""
    seen: set[str] = set()
    for name, path, owner in _ids(index):
        if name in seen:
            report.add("id.repeated", path, value=name)
        seen.add(name)
        if owner and not name.startswith(f"{owner}-"):
            report.add("id.foreign", path, value=name, measure=owner)
    for rubric, path, _, owner in index.stage_rubrics():
        if not owner and any(item["id"].startswith("M") for item in rubric["criteria"] + rubric["screening"]):
            report.add("id.foreign", path, value=rubric["criteria"][0]["id"], measure="–")


def _ids(index: Index) -> Iterator[tuple[str, str, str]]:
    """Return every id with its path and the measure that owns it, or empty."""
    for kind in ("funds", "application_fields", "measures"):
        for entry, path in labelled(index.raw[kind], kind):
            yield entry["id"], path, ""
    for measure, path in index.measures:
        owned = [(measure["sub_directions"], f"{path}.sub_directions")]
        owned.append((measure["rubric"]["criteria"], f"{path}.rubric.criteria"))
        yield from _owned(owned, measure["id"])
    for entries in (index.gates(), index.vetoes(), index.attachments()):
        for entry, path, owner in entries:
            yield entry["id"], path, owner
    for rubric, path, _, owner in index.stage_rubrics():
        yield from _owned([(rubric[kind], f"{path}.{kind}") for kind in ("criteria", "screening")], owner)


def _owned(lists: list[tuple[list[Any], str]], owner: str) -> Iterator[tuple[str, str, str]]:
    """Return the ids of some lists of one owner."""
    for items, path in lists:
        for entry, place in labelled(items, path):
            yield entry["id"], place, owner


def _check_funds(index: Index, report: Report) -> None:
    """Each measure stands under exactly one fund, the one it names."""
    holders: dict[int, list[str]] = {}
    for fund in index.raw["funds"]:
        for number in fund["measures"]:
            holders.setdefault(number, []).append(fund["id"])
    numbers = {measure["number"] for measure, _ in index.measures}
    if set(holders) != numbers or any(len(funds) != 1 for funds in holders.values()):
        report.add("funds.cover", "funds")
    for measure, path in index.measures:
        if measure["fund"] not in holders.get(measure["number"], []):
            report.add("funds.other", f"{path}.fund", value=measure["fund"])


def _check_references(index: Index, report: Report) -> None:
    """A named reference exists; what is marked public names one (catalogue head, source marks)."""
    for entry, path in _sourced(index.raw, ""):
        names = list(entry.get("informed_by", []))
        if "ref" in entry:
            names.append(entry["ref"])
        for name in names:
            if name not in index.references:
                report.add("reference.unknown", path, value=name)
        if "public" in (entry.get("src"), entry.get("mode_src")) and not names:
            report.add("reference.none", path)


def _sourced(value: Any, path: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Return every map with a source mark, with its path."""
    if isinstance(value, dict):
        if "src" in value or "mode_src" in value:
            yield value, path
        for key, entry in value.items():
            yield from _sourced(entry, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for entry, place in labelled(value, path):
            yield from _sourced(entry, place)


def _check_fixed(raw: dict[str, Any], report: Report) -> None:
    """Tables whose meaning the program fixes (rules §2.2): their flags cannot change."""
    for mode, entry in raw["selection_modes"].items():
        if entry["scored"] is not (mode == "open_call"):
            report.add("fixed", f"selection_modes.{mode}.scored")
    for answer, entry in raw["gate_answers"].items():
        if entry["passes"] is not _PASSES[answer]:
            report.add("fixed", f"gate_answers.{answer}.passes")
        if entry.get("needs_reason", False) is not (answer == "not_applicable"):
            report.add("fixed", f"gate_answers.{answer}.needs_reason")
    present = {gate["id"] for gate in raw["common_gates"]}
    for gate in dict.fromkeys((*NO_APPLICATION_COMMON, *STAGE_COMMON)):
        if gate not in present:
            report.add("gates.common", "common_gates", value=gate)


def _check_scales(raw: dict[str, Any], report: Report) -> None:
    """Bands descend to 0 (rules §6.1), lines do not cross, each unit table has one base unit."""
    bands = [raw["score_bands"][code]["min"] for code in "ABCD"]
    if sorted(set(bands), reverse=True) != bands or bands[-1] != 0:
        report.add("bands.order", "score_bands")
    defaults = raw["scoring_defaults"]
    if defaults["reserve_line"] > defaults["pass_line"]:
        report.add("lines.order", "scoring_defaults")
    for kind, factors in raw["units"].items():
        if list(factors.values()).count(1) != 1:
            report.add("units.base", f"units.{kind}")


def _check_targets(index: Index, report: Report) -> None:
    """``for`` names measures or sub-directions that exist; ``applies_to`` those of its own measure."""
    known = index.subs | set(index.own)
    for entry, path in labelled(index.raw["application_fields"], "application_fields"):
        _check_names(entry.get("for", []), known, f"{path}.for", report)
    for entries in (index.gates(), index.attachments()):
        for entry, path, owner in entries:
            allowed = index.own[owner] if owner else known
            _check_names(entry.get("applies_to", []), allowed, f"{path}.applies_to", report)
    for measure, path in index.measures:
        allowed = index.own[measure["id"]]
        _check_names(measure["rubric"]["applies_to"], allowed, f"{path}.rubric.applies_to", report)


def _check_names(names: list[str], known: set[str], path: str, report: Report) -> None:
    """Report the names that do not exist there."""
    for name in names:
        if name not in known:
            report.add("target.unknown", path, value=name)

"""Checks rubrics and panels: weights, profiles, roles, role places, bands, who is scored at all."""

from __future__ import annotations

from typing import Any

from zgc_review.catalogue.index import Index
from zgc_review.catalogue.report import Report, labelled
from zgc_review.catalogue.schema import OUTCOMES

SIZES = (5, 7, 9)  # a group has 5, 7 or 9 members (rules §3)


def check_rubrics(index: Index, report: Report) -> None:
    """Report what is wrong with rubrics and panels."""
    for measure, path in index.measures:
        rubric, place = measure["rubric"], f"{path}.rubric"
        _check_weights(rubric, place, set(rubric["applies_to"]), report)
        _check_roles(index, rubric, place, report)
        _check_panel(index, measure["panel"], f"{path}.panel", report)
        _check_scored(measure, place, report)
        _check_role_weights(index, measure, path, report)
    for rubric, path, stage, owner in index.stage_rubrics():
        _check_weights(rubric, path, index.own[owner] if owner else index.subs, report)
        _check_roles(index, rubric, path, report)
        _check_panel(index, rubric["panel"], f"{path}.panel", report)
        _check_bands(rubric["bands"], f"{path}.bands", OUTCOMES[stage], report)


def _check_weights(rubric: dict[str, Any], path: str, subs: set[str], report: Report) -> None:
    """Weights sum to 100, in every profile too; a profile names every criterion (head, items 2 and 3)."""
    weights = {criterion["id"]: criterion["weight"] for criterion in rubric["criteria"]}
    profiles: dict[str, dict[str, int]] = rubric.get("weight_profiles", {})
    # A base weight counts for the sub-directions without a profile of their own; the sum always holds.
    if sum(weights.values()) != 100:
        report.add("weights.sum", f"{path}.criteria", sum=sum(weights.values()))
    for sub, profile in profiles.items():
        place = f"{path}.weight_profiles.{sub}"
        if sub not in subs:
            report.add("target.unknown", place, value=sub)
        if set(profile) != set(weights):
            report.add("weights.criteria", place)
        elif sum(profile.values()) != 100:
            report.add("weights.sum", place, sum=sum(profile.values()))


def _check_roles(index: Index, rubric: dict[str, Any], path: str, report: Report) -> None:
    """Criteria name roles that exist."""
    for criterion, place in labelled(rubric["criteria"], f"{path}.criteria"):
        for role in criterion["role"]:
            if role not in index.roles:
                report.add("role.unknown", f"{place}.role", value=role)


def _check_panel(index: Index, panel: dict[str, Any], path: str, report: Report) -> None:
    """5, 7 or 9 members; the role places sum to the size (head, item 2)."""
    if panel["size"] not in SIZES:
        report.add("panel.size", path, size=panel["size"])
    places = sum(panel["roles"].values())
    if places != panel["size"]:
        report.add("panel.sum", path, sum=places, size=panel["size"])
    for role in panel["roles"]:
        if role not in index.roles:
            report.add("role.unknown", f"{path}.roles", value=role)


def _check_scored(measure: dict[str, Any], path: str, report: Report) -> None:
    """The rubric covers exactly the sub-directions that may be chosen by open call, the only scored way."""
    covered = set(measure["rubric"]["applies_to"])
    for sub in measure["sub_directions"]:
        scored = "open_call" in sub["modes"]
        if scored and sub["id"] not in covered:
            report.add("rubric.uncovered", path, value=sub["id"])
        if not scored and sub["id"] in covered:
            report.add("rubric.unscored", path, value=sub["id"])


def _check_role_weights(index: Index, measure: dict[str, Any], path: str, report: Report) -> None:
    """Role weights (S03) name roles that exist and are not all zero."""
    weights: dict[str, int] = measure.get("role_weights", {})
    for role in weights:
        if role not in index.roles:
            report.add("role.unknown", f"{path}.role_weights", value=role)
    if weights and not any(weights.values()):
        report.add("weights.zero", f"{path}.role_weights")


def _check_bands(bands: list[dict[str, Any]], path: str, outcomes: tuple[str, ...], report: Report) -> None:
    """Bands of a stage go down to 0, so that every final value falls into one, and end with 不通过."""
    minima = [band["min"] for band in bands]
    if sorted(set(minima), reverse=True) != minima or minima[-1] != 0:
        report.add("bands.order", path)
    places = [outcomes.index(band["code"]) for band in bands]
    if sorted(places) != places or places[-1] != len(outcomes) - 1:
        report.add("bands.outcomes", path)
    if len({band["code"] for band in bands}) != len(bands):
        report.add("id.repeated", path, value=", ".join(band["code"] for band in bands))

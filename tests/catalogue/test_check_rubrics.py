"""Rubrics and panels: weights, profiles, roles, places, bands, coverage; one fault each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

R3 = "measures[M03].rubric"

FAULTS: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "weights sum to 99": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0].update(weight=29),
        "weights.sum",
        "measures[M01].rubric.criteria",
    ),
    "profile sums to 101": (
        lambda cat: cat.measure(3)["rubric"]["weight_profiles"]["M03-1"].update({"M03-K1": 36}),
        "weights.sum",
        f"{R3}.weight_profiles.M03-1",
    ),
    "stage weights sum to 90": (
        lambda cat: cat.raw["stage_rubrics"]["acceptance"]["criteria"].pop(),
        "weights.sum",
        "stage_rubrics.acceptance.criteria",
    ),
    "profile leaves a criterion out": (
        lambda cat: cat.measure(3)["rubric"]["weight_profiles"]["M03-3"].pop("M03-K1"),
        "weights.criteria",
        f"{R3}.weight_profiles.M03-3",
    ),
    "profile of an unscored sub-direction": (
        lambda cat: cat.measure(3)["rubric"]["weight_profiles"].update(
            {"M03-2": cat.measure(3)["rubric"]["weight_profiles"]["M03-1"]}
        ),
        "target.unknown",
        f"{R3}.weight_profiles.M03-2",
    ),
    "criterion with an unknown role": (
        lambda cat: cat.measure(1)["rubric"]["criteria"][0].update(role=["poet"]),
        "role.unknown",
        "measures[M01].rubric.criteria[M01-K1].role",
    ),
    "panel with an unknown role": (
        lambda cat: cat.measure(5)["panel"].update(roles={"finance": 4, "poet": 1}),
        "role.unknown",
        "measures[M05].panel.roles",
    ),
    "role weights of an unknown role": (
        lambda cat: cat.measure(5).update(role_weights={"poet": 1}),
        "role.unknown",
        "measures[M05].role_weights",
    ),
    "role weights all zero": (
        lambda cat: cat.measure(5).update(role_weights={"finance": 0}),
        "weights.zero",
        "measures[M05].role_weights",
    ),
    "role places and size differ": (
        lambda cat: cat.measure(5)["panel"]["roles"].update(finance=3),
        "panel.sum",
        "measures[M05].panel",
    ),
    "even panel": (
        lambda cat: cat.measure(5)["panel"].update(size=6, roles={"finance": 6}),
        "panel.size",
        "measures[M05].panel",
    ),
    "stage panel": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["panel"].update(size=7),
        "panel.sum",
        "stage_rubrics.midterm.panel",
    ),
    "open call without rubric": (
        lambda cat: cat.measure(2)["rubric"].update(applies_to=["M02-1"]),
        "rubric.uncovered",
        "measures[M02].rubric",
    ),
    "rubric without open call": (
        lambda cat: cat.measure(3)["rubric"]["applies_to"].append("M03-2"),
        "rubric.unscored",
        R3,
    ),
    "stage bands not descending": (
        lambda cat: cat.move(cat.raw["stage_rubrics"]["midterm"]["bands"], 0, 1),
        "bands.order",
        "stage_rubrics.midterm.bands",
    ),
    "stage bands above 0": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["bands"].pop(),
        "bands.order",
        "stage_rubrics.midterm.bands",
    ),
    "stage band code twice": (
        lambda cat: cat.raw["stage_rubrics"]["midterm"]["bands"][1].update(code="CONTINUE"),
        "id.repeated",
        "stage_rubrics.midterm.bands",
    ),
    "stage outcomes from worst to best": (
        lambda cat: _rename(cat, ["STOP_ADVISED", "ADJUST", "CONTINUE"]),
        "bands.outcomes",
        "stage_rubrics.midterm.bands",
    ),
    "stage outcome not passed is missing": (
        lambda cat: _rename(cat, ["CONTINUE", "ADJUST"]),
        "bands.outcomes",
        "stage_rubrics.midterm.bands",
    ),
    "stage outcome of the other stage": (
        lambda cat: _rename(cat, ["ACCEPTED", "ADJUST", "STOP_ADVISED"]),
        "choice",
        "stage_rubrics.midterm.bands[ACCEPTED].code",
    ),
}


def _rename(cat: Any, codes: list[str]) -> None:
    """Give the bands of the mid-term check these codes, the last of them at 0."""
    bands = cat.raw["stage_rubrics"]["midterm"]["bands"]
    del bands[len(codes) :]
    for band, code in zip(bands, codes, strict=True):
        band["code"] = code
    bands[-1]["min"] = 0


@pytest.mark.parametrize(("damage", "code", "path"), FAULTS.values(), ids=FAULTS)
def test_one_fault(cat: Any, damage: Callable[[Any], Any], code: str, path: str) -> None:
    damage(cat)
    cat.refused(code, path)

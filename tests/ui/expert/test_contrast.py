"""Contrast of every rule of the style sheet that names a text and its ground, in both modes (U4)."""

from __future__ import annotations

import re

import pytest

from ui.theme.stylesheet import stylesheet
from ui.theme.tokens import MODES

LEAST = 4.5
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOUR = re.compile(
    r"(?<![-\w])(color|background|background-color|selection-color|selection-background-color):\s*(#[0-9A-Fa-f]{6})"
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rules(mode: str) -> dict[str, dict[str, str]]:
    """Return what each selector says of colours; a state inherits what its plain selector says."""
    found: dict[str, dict[str, str]] = {}
    for selectors, body in RULE.findall(stylesheet(MODES[mode], 1.0)):
        named = {
            name.replace("background-color", "background"): value for name, value in COLOUR.findall(body)
        }
        for selector in (one.strip() for one in selectors.split(",")):
            plain = re.sub(r":(hover|pressed|disabled|checked|selected|focus)", "", selector)
            found[selector] = {**found.get(plain, {}), **found.get(selector, {}), **named}
    return found


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_u4_texts_of_the_style_sheet_are_readable(mode: str) -> None:
    judged, poor = 0, {}
    for selector, said in rules(mode).items():
        for front, ground in (("color", "background"), ("selection-color", "selection-background")):
            pair = said.get(front), said.get(ground) or said.get(f"{ground}-color")
            if pair[0] and pair[1]:
                judged += 1
                ratio = contrast(pair[0], pair[1])
                if ratio < LEAST:
                    poor[selector] = round(ratio, 2)
    assert judged > 20
    assert poor == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_u4_marked_text_is_readable(mode: str) -> None:
    assert contrast(MODES[mode]["mark"], MODES[mode]["onMark"]) >= LEAST
    assert contrast(MODES[mode]["paper"], MODES[mode]["onMark"]) >= LEAST

"""The colours of look.md §2: contrast recomputed, and nothing else names a colour."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.theme.tokens import DARK, LIGHT, MODES

ROOT = Path(__file__).resolve().parents[2]
GROUNDS = ("bg0", "bg1", "bg2", "bg3")
TINTS = ("accentSoft", "okSoft", "warnSoft", "dangerSoft", "rehearseSoft")
LEAST = 4.5
EDGE = 3.0
# Pairs of the table in look.md §2: foreground, grounds, the worst value printed there (light, dark).
PAIRS = (
    ("text1", (*GROUNDS, *TINTS), LEAST, (11.74, 9.84)),
    ("text2", (*GROUNDS, *TINTS), LEAST, (6.20, 6.74)),
    ("text3", (*GROUNDS[:3], "accentSoft"), LEAST, (4.78, 4.96)),
    ("accent", (*GROUNDS[:3], "accentSoft"), LEAST, (6.59, 6.36)),
    ("onAccent", ("accent", "accentHover", "danger"), LEAST, (6.86, 8.48)),
    ("ok", (*GROUNDS[:3], "okSoft"), LEAST, (5.64, 6.84)),
    ("warn", (*GROUNDS[:3], "warnSoft"), LEAST, (5.60, 8.19)),
    ("danger", (*GROUNDS[:3], "dangerSoft"), LEAST, (5.55, 6.89)),
    ("rehearse", (*GROUNDS[:3], "rehearseSoft"), LEAST, (6.53, 6.74)),
    ("border", GROUNDS[:3], EDGE, (3.22, 3.87)),
    ("focus", (*GROUNDS, "desk"), EDGE, (5.73, 5.95)),
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("front", "grounds", "least", "printed"), PAIRS)
def test_contrast_is_as_printed(
    mode: str, front: str, grounds: tuple[str, ...], least: float, printed: tuple[float, float]
) -> None:
    colours = MODES[mode]
    worst = min(contrast(colours[front], colours[ground]) for ground in grounds)
    assert worst >= least
    assert worst == pytest.approx(printed[mode == "dark"], abs=0.006)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("kind", ["band", "heat"])
@pytest.mark.parametrize("letter", "ABCD")
def test_letters_are_readable_on_bands_and_heat(mode: str, kind: str, letter: str) -> None:
    colours = MODES[mode]
    assert contrast(colours[f"{kind}{letter}"], colours[f"{kind}{letter}Text"]) >= LEAST


def test_both_modes_have_the_same_names() -> None:
    assert set(LIGHT) == set(DARK)


def test_nothing_else_in_the_windows_names_a_colour() -> None:
    wrong = []
    for path in sorted((ROOT / "ui").rglob("*.py")):
        if path.name == "tokens.py" or "cli" in path.parts:
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|GlobalColor\.(?!transparent)", line):
                wrong.append(f"{path.name}:{number}")
    assert wrong == []

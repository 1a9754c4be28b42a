"""Names of every colour, size and type of the windows; nothing else in ``ui`` names a colour.

Source: look.md §2–§4. Two frozen mappings hold the same names, one per mode.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, NamedTuple


class Type(NamedTuple):
    """A type of text: size in points at 100 %, weight, height of a line in pixels."""

    points: float
    weight: int
    line: int


LIGHT: Final = MappingProxyType(
    {
        "bg0": "#F4F2ED",
        "bg1": "#FFFFFF",
        "bg2": "#EAE7E0",
        "bg3": "#DFDBD2",
        "desk": "#DCD8D0",
        "paper": "#FFFFFF",
        "line": "#D9D4CA",
        "border": "#857F73",
        "text1": "#1C2126",
        "text2": "#464D54",
        "text3": "#5E656C",
        "accent": "#1D4F91",
        "accentHover": "#163F75",
        "accentSoft": "#E3ECF7",
        "onAccent": "#FFFFFF",
        "focus": "#1D4F91",
        "ok": "#00664F",
        "okSoft": "#DDF0EA",
        "warn": "#7A5200",
        "warnSoft": "#FBF0D2",
        "danger": "#A3341A",
        "dangerSoft": "#FAE6DF",
        "rehearse": "#6A3D82",
        "rehearseSoft": "#F1E6F6",
        "mark": "#FFF2B8",
        "onMark": "#1C2126",
        "bandA": "#004B41",
        "bandAText": "#FFFFFF",
        "bandB": "#3F9E8C",
        "bandBText": "#10201D",
        "bandC": "#EFC964",
        "bandCText": "#2A2008",
        "bandD": "#A8401F",
        "bandDText": "#FFFFFF",
        "heatA": "#6FB5A5",
        "heatAText": "#10201D",
        "heatB": "#B9DED4",
        "heatBText": "#10201D",
        "heatC": "#FBF1D3",
        "heatCText": "#2A2008",
        "heatD": "#A8401F",
        "heatDText": "#FFFFFF",
    }
)

DARK: Final = MappingProxyType(
    {
        "bg0": "#15181B",
        "bg1": "#1D2125",
        "bg2": "#272C31",
        "bg3": "#323840",
        "desk": "#0F1113",
        "paper": "#EAE7E0",
        "line": "#383F46",
        "border": "#7F878F",
        "text1": "#ECEAE5",
        "text2": "#C0C4C7",
        "text3": "#9DA3A8",
        "accent": "#8FBBF2",
        "accentHover": "#ABCDF7",
        "accentSoft": "#22344B",
        "onAccent": "#0D1B2C",
        "focus": "#8FBBF2",
        "ok": "#6CCBB5",
        "okSoft": "#17352F",
        "warn": "#EFC964",
        "warnSoft": "#3A3015",
        "danger": "#F5A088",
        "dangerSoft": "#43221A",
        "rehearse": "#D3A8E8",
        "rehearseSoft": "#392845",
        "mark": "#F2DE8E",
        "onMark": "#1C2126",
        "bandA": "#B7EBDD",
        "bandAText": "#0C211C",
        "bandB": "#226457",
        "bandBText": "#FFFFFF",
        "bandC": "#D6A53A",
        "bandCText": "#231A04",
        "bandD": "#E0653F",
        "bandDText": "#1E0A04",
        "heatA": "#2F7F70",
        "heatAText": "#FFFFFF",
        "heatB": "#1F4A43",
        "heatBText": "#ECEAE5",
        "heatC": "#63531F",
        "heatCText": "#F6E7BE",
        "heatD": "#F0906E",
        "heatDText": "#1E0A04",
    }
)

MODES: Final = MappingProxyType({"light": LIGHT, "dark": DARK})

TYPES: Final = MappingProxyType(
    {
        "micro": Type(9, 400, 17),
        "small": Type(9.75, 400, 20),
        "body": Type(10.5, 400, 22),
        "head": Type(11.25, 700, 24),
        "title": Type(13.5, 700, 26),
        "page": Type(16.5, 700, 32),
        "display": Type(21, 700, 40),
        "digits": Type(25.5, 400, 44),  # fingerprints that are read aloud (look.md §9, first row)
    }
)

FAMILIES: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
)

# Pixels at 100 % (look.md §4); a factor scales them together with the type.
SIZES: Final = MappingProxyType(
    {
        "button": 36,
        "tool": 32,
        "rowDense": 32,
        "row": 36,
        "rowFinding": 40,
        "rowTall": 56,
        "header": 48,
        "status": 28,
        "bar": 40,
        "action": 64,
        "radius": 6,
        "chip": 24,
    }
)

SCALES: Final = (1.0, 1.25, 1.5, 1.75, 2.0)
PROJECTOR: Final = 13 / 10.5  # body 13 pt (look.md §3)

"""Nothing is told by colour alone (acceptance U4, look.md §1).

With every colour of a state made equal, two states of whatever the windows paint still differ: by a shape,
an icon, a number or a word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from grey_states import STATES
from PIL import Image, ImageChops

import ui
import ui.theme.theme as themes
from ui.context import Context
from ui.theme.tokens import LIGHT

_GROUND, _INK, _EDGE, _HAIR = "#FFFFFF", "#303030", "#808080", "#D0D0D0"
UI = Path(ui.__file__).parent
PAINTING = {"paintEvent", "paint", "paintSection"}
COMPARED = {
    *("LineCell", "ReviewCell", "DeclareCell", "_FoundCell", "NameWithState", "_Cell", "_AroundCell"),
    *("MatrixCell", "MatrixHeader", "CaseCell", "WorkCell", "OverviewCell", "StepLine", "Steps", "_Steps"),
    *("_QueueDelegate", "_BandRow", "BandSlider", "NavButton"),
}
ONE_STATE = {
    "Icons": "a glyph in one ink: icons differ by their shape",
    "_GlyphEngine": "the same glyphs, for buttons",
    "PageView": "pages of a document",
    "_Thumb": "pages of a document; the current one has a bold number",
    "FigureView": "pictures drawn by a job: tests/export compare them in grey",
    "CriterionPane": "a hairline round its parts",
    "OpinionPane": "a hairline round its parts",
    "_AgendaCell": "a bar for the chosen one as CaseCell, an icon and a word for every state",
    "HeatLegend": "says what the others mean",
    "Mark": "the program's mark",
    "BandChip": "a letter",
    "RehearsalBar": "there or not, with words",
    "ScoreStrip": "dots at their place, bounds with words",
    "CriterionHead": "parts: chips, tags, icons, each with a letter or a word",
    "ElidedLine": "words",
    "ShortLabel": "words",
    "MarkedText": "runs that agree are underlined",
    "PageLink": "words; with or without a cross",
    "ChoiceBox": "words",
    "FocusRing": "there or not",
    "UprightHeader": "the current head is bold",
}
_LEAST = 10  # pixels that differ by more than a shade
_SHADE = 40


def _equal() -> dict[str, str]:
    """Return a theme with one ground, one ink, one edge and one hairline; text on ink is the ground."""
    made = dict.fromkeys(LIGHT, _INK)
    tints = {one for one in LIGHT if one.startswith("bg") or one.endswith("Soft")}
    heats = {one for one in LIGHT if one.startswith("heat") and not one.endswith("Text")}
    letters = {one for one in LIGHT if one.startswith("band") and one.endswith("Text")}
    made |= dict.fromkeys(tints | heats | letters | {"paper", "desk", "mark"}, _GROUND)
    return made | {"onAccent": _GROUND, "border": _EDGE, "line": _HAIR}


@pytest.fixture
def equal(context: Context, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """Return a context whose theme has no colours that tell anything."""
    with monkeypatch.context() as within:
        made = _equal()
        within.setattr(themes, "MODES", {"light": made, "dark": made})
        context.theme.set_mode("light")
        yield context
    context.theme.set_mode("light")


def _differing(one: Image.Image, other: Image.Image) -> int:
    """Return how many pixels of two pictures differ by more than a shade."""
    if one.size != other.size:
        return one.width * one.height
    return sum(value > _SHADE for value in ImageChops.difference(one, other).tobytes())


@pytest.mark.parametrize("name", list(STATES))
def test_u4_states_differ_without_their_colours(name: str, equal: Context) -> None:
    pictures = STATES[name](equal)
    assert len(pictures) > 1
    alike = [
        (one, other)
        for one, other in combinations(pictures, 2)
        if _differing(pictures[one], pictures[other]) < _LEAST
    ]
    assert alike == []


def test_whatever_paints_is_compared_or_has_one_state() -> None:
    """A new class with a paint method stands in a comparison, or says why it needs none."""
    painting = {
        one.name
        for path in UI.rglob("*.py")
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef)
        and PAINTING & {part.name for part in one.body if isinstance(part, ast.FunctionDef)}
    }
    assert painting - COMPARED - set(ONE_STATE) == set()
    assert (COMPARED | set(ONE_STATE)) - painting == set()


def test_the_comparison_sees_a_state_that_is_a_tint_only(equal: Context) -> None:
    """Two tints are one picture here: a state told by its tint alone would be found."""
    ground = Image.new("L", (40, 40), 255)
    assert _differing(ground, Image.new("L", (40, 40), 230)) < _LEAST
    marked = ground.copy()
    marked.paste(48, (0, 0, 3, 40))
    assert _differing(ground, marked) >= _LEAST

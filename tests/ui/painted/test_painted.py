"""Golden pictures of what the windows paint themselves, light and dark, and the marks in them by pixel.

A picture is compared as a coarse grid of mean colours: another version of the font changes it little, a
lost mark, a wrong tint or another place changes it much. ``ZGC_UPDATE_GOLDEN=1`` writes the pictures
anew: look at the difference before keeping it.
"""

from __future__ import annotations

import ast
import io
import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from painted_samples import HEAT, SAMPLES, STEPS, heat_of, steps_of
from PIL import Image, ImageChops
from PySide6.QtCore import QBuffer, QIODevice, QObject
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

import ui
from ui.context import Context
from ui.models.chair_overview import Heat
from ui.viewmodels.chair.grid import Score

GOLDEN = Path(__file__).resolve().parent / "golden"
MODES = ("light", "dark")
CELL = 6  # pixels of a side of the grid
MEAN_LIMIT = 3.0  # of 255, over the picture
CELL_LIMIT = 48  # of 255, one channel of one cell of the grid
BYTES_LIMIT = 12_000
UI = Path(ui.__file__).parent
PAINTING = {"paintEvent", "paint", "paintSection"}
# What paints, and why it stands in no sample. Everything here is in the pictures of whole screens.
ELSEWHERE = {
    "Icons": "glyphs of the icon font: in nearly every sample",
    "_GlyphEngine": "the same glyphs, for buttons",
    "PageView": "pages of a document: tests/ui/documents look at its pixels",
    "_Thumb": "pages of a document in small",
    "FigureView": "a picture drawn by a job: tests/export look at charts",
    "CriterionPane": "one hairline round its parts, which are samples",
    "OpinionPane": "one hairline round its parts",
    "DeclareCell": "needs a round behind it",
    "ReviewCell": "needs a round behind it",
    "WorkCell": "needs a round behind it",
    "CaseCell": "needs findings of a round",
    "_AgendaCell": "needs a sitting",
    "_Steps": "needs a sitting",
    "_Cell": "needs sheets of a round",
    "_FoundCell": "needs a round to search in",
    "_AroundCell": "needs the file of an import",
    "ShortLabel": "one line of words of the header: in the pictures of every screen",
}


def _picture(widget: QWidget) -> Image.Image:
    """Return what a widget paints, as it stands on the ground of a window."""
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.ensurePolished()
    assert widget.grab().save(held, "PNG")
    return Image.open(io.BytesIO(bytes(held.data().data()))).convert("RGB")


def _grid(picture: Image.Image) -> Image.Image:
    size = (max(1, picture.width // CELL), max(1, picture.height // CELL))
    return picture.resize(size, Image.Resampling.BOX)


def _differences(first: Image.Image, second: Image.Image) -> tuple[float, int]:
    """Return mean and largest difference of two pictures of one size."""
    values = list(ImageChops.difference(_grid(first), _grid(second)).tobytes())
    return sum(values) / len(values), max(values)


def _alike(first: Image.Image, second: Image.Image) -> bool:
    mean, largest = _differences(first, second)
    return mean <= MEAN_LIMIT and largest <= CELL_LIMIT


def _painted(context: Context, name: str, mode: str) -> Image.Image:
    context.theme.set_mode(mode)
    widget = SAMPLES[name](context)
    picture = _picture(widget)
    widget.deleteLater()
    return picture


def _near(picture: Image.Image, box: tuple[int, int, int, int], colour: QColor) -> int:
    """Return how many pixels of a box have a colour, or nearly."""
    wanted = (colour.red(), colour.green(), colour.blue())
    pixels = picture.crop(box).tobytes()
    threes = zip(pixels[::3], pixels[1::3], pixels[2::3], strict=True)
    return sum(max(abs(a - b) for a, b in zip(one, wanted, strict=True)) <= 8 for one in threes)


def _cell(context: Context, shown: Heat) -> Image.Image:
    """Return one cell of the overview, 56 × 32 (the second: the first is the current one)."""
    blank = Heat(Score("专家00", "none", None, ""), "")
    return _picture(heat_of(context, (blank, shown))).crop((57, 1, 113, 33))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", list(SAMPLES))
def test_painted_looks_like_the_golden_one(name: str, mode: str, context: Context, tmp_path: Path) -> None:
    picture = _painted(context, name, mode)
    kept = GOLDEN / f"{name}-{mode}.png"
    if os.environ.get("ZGC_UPDATE_GOLDEN"):
        picture.quantize(64, Image.Quantize.FASTOCTREE).save(kept, optimize=True)
    assert kept.stat().st_size <= BYTES_LIMIT
    with Image.open(kept) as golden:
        assert golden.size == picture.size
        mean, largest = _differences(picture, golden.convert("RGB"))
    assert (mean <= MEAN_LIMIT, largest <= CELL_LIMIT) == (True, True), (mean, largest)


def test_every_golden_picture_has_its_sample() -> None:
    assert {one.name for one in GOLDEN.iterdir()} == {f"{n}-{m}.png" for n in SAMPLES for m in MODES}


def _painting() -> dict[str, Path]:
    """Return classes that paint themselves, and the modules in which they stand."""
    return {
        one.name: path
        for path in UI.rglob("*.py")
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(one, ast.ClassDef)
        and PAINTING & {part.name for part in one.body if isinstance(part, ast.FunctionDef)}
    }


def test_whatever_paints_stands_in_a_sample_or_has_a_reason(context: Context) -> None:
    """A new class with a paint method is drawn in a sample, or says why not."""
    drawn: set[str] = set()
    for made in SAMPLES.values():
        whole = made(context)
        for one in (whole, *whole.findChildren(QObject)):
            drawn |= {base.__name__ for base in type(one).__mro__}
        whole.deleteLater()
    painting = _painting()
    assert set(painting) - drawn - set(ELSEWHERE) == set()
    assert set(ELSEWHERE) - set(painting) == set(), "reasons for what is there no longer"
    assert set(ELSEWHERE) & drawn == set(), "reasons for what is drawn"


@pytest.mark.parametrize("mode", MODES)
def test_the_comparison_sees_lost_marks_and_swapped_tints(mode: str, context: Context) -> None:
    """A cell that lost its hollow or its band, a step in another state, the other mode.

    A lost hatch is too fine for the grid: it has its own test below.
    """
    context.theme.set_mode(mode)
    whole = _picture(heat_of(context, HEAT))
    assert _differences(whole, whole) == (0.0, 0)
    changed = (
        (4, replace(HEAT[4].score, trimmed="")),
        (0, replace(HEAT[0].score, band="B")),
        (2, replace(HEAT[2].score, band="A")),
    )
    for n, score in changed:
        other = list(HEAT)
        other[n] = replace(HEAT[n], score=score)
        assert not _alike(whole, _picture(heat_of(context, other))), score
    line = _picture(steps_of(context, STEPS))
    for n, state in ((0, "problem"), (1, "done"), (2, "todo"), (3, "done")):
        marks = list(STEPS)
        marks[n] = replace(STEPS[n], state=state)
        assert not _alike(line, _picture(steps_of(context, marks))), state
    context.theme.set_mode("dark" if mode == "light" else "light")
    assert not _alike(whole, _picture(heat_of(context, HEAT)))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("n", range(4))
def test_counted_scores_are_filled_in_the_tint_of_their_band(n: int, mode: str, context: Context) -> None:
    context.theme.set_mode(mode)
    cell = _cell(context, HEAT[n])
    band = HEAT[n].score.band
    assert _near(cell, (4, 4, 52, 28), context.theme.colour(f"heat{band}")) > 700
    others = {"A", "B", "C", "D"} - {band}
    assert not any(_near(cell, (4, 4, 10, 28), context.theme.colour(f"heat{one}")) for one in others)


@pytest.mark.parametrize("mode", MODES)
def test_trimmed_scores_are_hollow_with_a_mark_in_their_corner(mode: str, context: Context) -> None:
    """What does not count is told without colour: an edge only, and a mark above or below."""
    context.theme.set_mode(mode)
    theme = context.theme
    high, low = _cell(context, HEAT[4]), _cell(context, HEAT[5])
    for cell, band in ((high, "B"), (low, "D")):
        assert _near(cell, (6, 6, 50, 26), theme.colour(f"heat{band}")) < 60
        assert _near(cell, (8, 4, 40, 10), theme.colour("bg1")) > 100
        assert _near(cell, (0, 6, 6, 26), theme.colour(f"band{band}")) >= 20
    above, below = (44, 2, 56, 14), (44, 18, 56, 30)
    ink = theme.colour("text2")
    assert _near(high, above, ink) >= 8 > _near(high, below, ink)
    assert _near(low, below, ink) >= 8 > _near(low, above, ink)
    assert _near(low, (2, 2, 14, 14), theme.colour("warn")) >= 4, "a deviating one keeps its dot"


@pytest.mark.parametrize("mode", MODES)
def test_recused_cells_are_hatched_and_empty_ones_are_not(mode: str, context: Context) -> None:
    context.theme.set_mode(mode)
    ink = context.theme.colour("line")
    recused, empty = _cell(context, HEAT[7]), _cell(context, HEAT[8])
    assert _near(recused, (4, 4, 14, 28), ink) >= 15
    assert _near(empty, (4, 4, 52, 28), ink) == 0
    assert _near(empty, (4, 4, 52, 28), context.theme.colour("bg1")) > 1000


@pytest.mark.parametrize("mode", MODES)
def test_steps_differ_by_fill_and_edge(mode: str, context: Context) -> None:
    """Done: filled; wrong: an edge in the colour of warnings; under way: accent; to come: hollow."""
    context.theme.set_mode(mode)
    theme = context.theme
    picture = _picture(steps_of(context, STEPS))
    middles = [60 + 120 * n for n in range(4)]
    boxes = [(x - 18, 0, x + 18, 36) for x in middles]
    assert _near(picture, boxes[0], theme.colour("ok")) > 400
    assert _near(picture, boxes[1], theme.colour("warnSoft")) > 200
    assert _near(picture, boxes[1], theme.colour("warn")) > 60
    assert _near(picture, boxes[2], theme.colour("accent")) > 400
    assert _near(picture, boxes[3], theme.colour("bg1")) > 400
    joins = [(x + 20, 16, x + 100, 20) for x in middles[:3]]
    assert [_near(picture, one, theme.colour("ok")) > 80 for one in joins] == [True, True, False]


@pytest.mark.parametrize("mode", MODES)
def test_bands_stay_apart_without_colour(mode: str, context: Context) -> None:
    """The chips differ in grey, so that a print or an eye without colour tells them apart."""
    context.theme.set_mode(mode)
    grey = {band: context.theme.colour(f"band{band}") for band in "ABCD"}
    values = [0.2126 * c.redF() + 0.7152 * c.greenF() + 0.0722 * c.blueF() for c in grey.values()]
    picture = _painted(context, "chips", mode)
    for colour in grey.values():
        assert _near(picture, (0, 0, picture.width, picture.height), colour) > 100
    apart = sorted(values)
    assert all(more - less > 0.02 for less, more in pairwise(apart)), values

"""Many words in one piece: an artist of the drawing library that measures each word once.

The library's own texts are objects of their own, laid out anew for every picture and every kind of file;
three hundred applications have thousands of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from matplotlib.artist import Artist
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontPath, FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D, IdentityTransform

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_KNOWN = 20_000  # words that are measured once: names, numbers and values of a large round
_SUBPIXELS = 64.0
_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


@dataclass(frozen=True, slots=True)
class Word:
    """Words at a place of an axes.

    Attributes:
        x: of the data, or 0 and 1 for the left and the right edge where ``at_edge``.
        y: of the data; the words stand around it.
        shift: points further to the right.
        file, size: letters, and their size in points.
    """

    words: str
    x: float
    y: float
    ink: str
    file: FontPath
    size: float
    shift: float = 0.0
    align: Literal["left", "center", "right"] = "left"
    at_edge: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """Width, and the height above the line of writing, in points."""

    width: float
    above: float


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter of a word: its outline in hundredths of the letters' size, and where it begins."""

    outline: Path
    x: float


@lru_cache(_KNOWN)
def glyphs(words: str, file: FontPath) -> tuple[Glyph, ...]:
    """Return the outlines of words, the same object for the same letter."""
    font, known = get_font(file), _outlines(file)
    font.set_size(text_to_path.FONT_SCALE, 72)
    placed, fresh, _ = text_to_path.get_glyphs_with_font(
        font, words, glyph_map=known, return_new_glyphs_only=True
    )
    known |= {name: Path(*outline) for name, outline in fresh.items()}
    return tuple(Glyph(known[name], x) for name, x, _, _ in placed)


@cache
def _outlines(_file: FontPath) -> dict[str, Any]:
    """Return the letters of a file that were drawn so far."""
    return {}


@lru_cache(_KNOWN)
def extent(words: str, file: FontPath, size: float) -> Extent:
    """Measure words; as high as a word with a tall letter at least, so that a column stands on one line."""
    font = get_font(file)
    font.set_size(size, 72)
    font.set_text(f"{words}l", flags=LoadFlags.NO_HINTING)
    whole = font.get_width_height()[0]
    above = (font.get_width_height()[1] - font.get_descent()) / _SUBPIXELS
    font.set_text("l", flags=LoadFlags.NO_HINTING)
    return Extent((whole - font.get_width_height()[0]) / _SUBPIXELS, above)


class Words(Artist):
    """All words of one axes that lie in one layer; they may stand outside the axes."""

    def __init__(self, axes: Axes, zorder: float) -> None:
        super().__init__()
        self._words: list[Word] = []
        #: Letters are drawn as outlines, each of which the library writes once; else as letters.
        self.is_outlined = False
        self._letters: dict[tuple[FontPath, float], FontProperties] = {}
        self.set_zorder(zorder)
        self.set_clip_on(False)
        axes.add_artist(self)

    def add(self, word: Word) -> None:
        """Write words."""
        if word.words:
            self._words.append(word)

    def draw(self, renderer: Any) -> None:
        """Draw everything, by ink; called by the library for each kind of file."""
        if not self._words:
            return
        height = renderer.get_canvas_width_height()[1]
        lefts, lines = self._places(renderer.points_to_pixels(1.0))
        if self.is_outlined:
            self._draw_outlines(renderer, lefts, lines)
            return
        if renderer.flipy():
            lines = [height - one for one in lines]
        placed = zip(self._words, lefts, lines, strict=True)
        for ink, own in groupby(placed, lambda one: one[0].ink):
            pen = renderer.new_gc()
            pen.set_foreground(ink)
            for word, left, line in own:
                renderer.draw_text(pen, float(left), float(line), word.words, self._font(word), 0)
            pen.restore()
        self.stale = False

    def _draw_outlines(self, renderer: Any, lefts: Any, lines: Any) -> None:
        """Draw each letter of one ink and size as a sign at all its places."""
        point = renderer.points_to_pixels(1.0)
        places: dict[tuple[str, float, int], tuple[Path, list[tuple[float, float]]]] = {}
        for word, left, line in zip(self._words, lefts, lines, strict=True):
            scale = word.size / text_to_path.FONT_SCALE * point
            for one in glyphs(word.words, word.file):
                key = (word.ink, scale, id(one.outline))
                places.setdefault(key, (one.outline, []))[1].append((left + one.x * scale, line))
        for (ink, scale, _), (outline, points) in places.items():
            if any(True for _ in outline.iter_segments()):  # a space has none
                pen = renderer.new_gc()
                pen.set_linewidth(0)
                grown = Affine2D().scale(scale)
                renderer.draw_markers(pen, outline, grown, Path(points), IdentityTransform(), to_rgba(ink))
                pen.restore()

    def _places(self, point: float) -> tuple[list[float], list[float]]:
        """Return where each begins and its line of writing, in pixels from the lower left corner."""
        axes = self.axes
        assert axes is not None  # noqa: S101 - it was added to one
        places = axes.transData.transform([(0 if one.at_edge else one.x, one.y) for one in self._words])
        box, lefts, lines = axes.bbox, [], []
        for one, (across, up) in zip(self._words, places.tolist(), strict=True):
            size = extent(one.words, one.file, one.size)
            start = box.x0 + one.x * box.width if one.at_edge else across
            lefts.append(start + (one.shift - _SHARE[one.align] * size.width) * point)
            lines.append(up - size.above / 2 * point)
        return lefts, lines

    def _font(self, word: Word) -> FontProperties:
        """Return the letters of a word, the same object for the same letters."""
        key = (word.file, word.size)
        if key not in self._letters:
            self._letters[key] = FontProperties(fname=word.file, size=word.size)
        return self._letters[key]

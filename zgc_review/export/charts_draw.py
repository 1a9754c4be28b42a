"""The ground of every picture: figure, letters, axes, title, legend, names, rows.

Coordinates are the only floats: they are made here from exact values and never go back.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontPath, FontProperties, fontManager
from matplotlib.lines import Line2D

from resources.reader import Texts
from zgc_review.export.charts_values import Named
from zgc_review.export.charts_words import Word, Words, extent
from zgc_review.export.fonts import FAMILIES, FONT_DIR_VARIABLE, Typeface, safe_text, typeface

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

    from zgc_review.export.charts import Look, Place

_DPI: Final = 96
_PT: Final = 72 / _DPI  # of one pixel at 100 %
_HEAD, _FOOT, _LEFT, RIGHT = 74, 44, 318, 76  # pixels at 100 %
_HEAD_UP = 9  # pixels from the first row up to the middle of the head of a column
_TALLEST = 44  # pixels of a row
_TICK = 36  # pixels that a label of two digits asks for
_SIGN = 3.4  # of the letters' size: a sign of the legend, its gap, the gap to the next
_BESIDE, _ABOVE_SIGNS = 3, 5  # layers of words
_ROOM = 26  # for an applicant's name beside a row, in Latin letters


class Sheet:
    """A figure with the tokens, letters and measures of its place; remembers what stands where.

    ``noted`` holds application, expert and left, low, right, high in pixels from the lower left corner.
    """

    def __init__(
        self, look: Look, language: str, size: tuple[int, int], scale: float, face: Typeface
    ) -> None:
        self.look, self.scale, self.size = look, scale, size
        self.texts = Texts(language)
        self.noted: list[tuple[str, str, float, float, float, float]] = []
        self._face = face
        self._layers: dict[tuple[Axes, float], Words] = {}
        self.figure = Figure(
            figsize=(size[0] / _DPI, size[1] / _DPI), dpi=_DPI, facecolor=look.bg1, edgecolor=look.bg1
        )

    def words_of(self, key: str, **params: object) -> str:
        """Return the words ``chart.<key>``."""
        return self.texts.get(f"chart.{key}", **params)

    def px(self, pixels: float) -> float:
        """Return pixels at 100 % as points, in which lines and type are measured."""
        return pixels * _PT * self.scale

    def font(self, pixels: float, *, bold: bool = False) -> FontProperties:
        """Return the letters of a size, the family's own bold where it has one."""
        file = self._bold if bold else self._regular
        return FontProperties(fname=file, size=self.px(pixels))

    def axes(self, left: float = _LEFT, right: float = RIGHT) -> Axes:
        """Return axes between a room at the left and one at the right, in pixels at 100 %."""
        wide, tall = self.size
        k = self.scale
        box = (
            left * k / wide,
            _FOOT * k / tall,
            max(0.1, 1 - (left + right) * k / wide),
            max(0.1, 1 - (_HEAD + _FOOT) * k / tall),
        )
        made = self.figure.add_axes(box, facecolor=self.look.bg1)
        for side in ("top", "right", "left"):
            made.spines[side].set_visible(False)
        made.spines["bottom"].set_color(self.look.border)
        made.spines["bottom"].set_linewidth(self.px(1))
        made.tick_params(axis="y", length=0)
        made.tick_params(axis="x", length=self.px(4), width=self.px(1), color=self.look.border)
        return made

    def room(self, axes: Axes) -> float:
        """Return how wide axes are, in pixels at 100 %."""
        return float(axes.bbox.width) / self.scale

    def ticks(self, axes: Axes, places: Sequence[float], words: Sequence[str], name: str) -> None:
        """Label the axis below."""
        axes.set_xticks(places, words, fontproperties=self.font(12), color=self.look.text2)
        axes.set_xlabel(name, fontproperties=self.font(12), color=self.look.text3, labelpad=self.px(2))

    def title(self, words: str, at: Place, *, seen: bool) -> None:
        """Say what is shown, of what is seen if so, and which page of how many."""
        words += self.words_of("word.seen") if seen else ""
        wide, tall = self.size
        top = 1 - 12 * self.scale / tall
        self.figure.text(
            16 * self.scale / wide,
            top,
            safe_text(words, self._face),
            fontproperties=self.font(15, bold=True),
            color=self.look.text1,
            va="top",
        )
        if at.pages > 1:
            self.figure.text(
                1 - 16 * self.scale / wide,
                top,
                self.words_of("page.of", page=at.page, pages=at.pages),
                fontproperties=self.font(12),
                color=self.look.text3,
                va="top",
                ha="right",
            )

    def legend(self, handles: Sequence[Artist]) -> None:
        """Say what the signs mean, in one line under the title, in two where one is too narrow."""
        wide, tall = self.size
        shown = self.figure.legend(
            handles=handles,
            loc="upper left",
            bbox_to_anchor=(10 * self.scale / wide, 1 - 36 * self.scale / tall),
            ncols=len(handles) if self._fit_a_line(handles) else -(-len(handles) // 2),
            prop=self.font(12),
            frameon=False,
            borderaxespad=0,
            labelspacing=0.3,
            handletextpad=0.4,
            columnspacing=1.4,
            handlelength=1.6,
        )
        for words in shown.get_texts():
            words.set_color(self.look.text2)

    def _fit_a_line(self, handles: Sequence[Artist]) -> bool:
        """Return whether the words of a legend and their signs have room beside each other."""
        letters = self.font(12)
        size = letters.get_size_in_points()
        words = sum(extent(str(one.get_label()), self._regular, size).width for one in handles)
        signs = len(handles) * _SIGN * size
        return bool(words + signs <= (self.size[0] - 20 * self.scale) * _PT)

    def names(self, axes: Axes, rows: Sequence[tuple[str, Named]]) -> None:
        """Write rank, number and applicant at the left of each row, from row 0 down."""
        for n, (rank, name) in enumerate(rows):
            self.beside(axes, n, rank, 40 - _LEFT, align="right")
            self.beside(axes, n, name.number, 52 - _LEFT, size=12, ink=self.look.text2)
            self.beside(axes, n, _short(name.unit), 148 - _LEFT, size=12)

    def beside(
        self,
        axes: Axes,
        row: float,
        words: str,
        pixels: float,
        *,
        size: float = 13,
        ink: str = "",
        **more: Any,
    ) -> None:
        """Write words so many pixels right of an edge of the axes (``edge`` 0 left, 1 right), at a row.

        ``align``: ``left`` or ``right`` of that place; ``bold``.
        """
        word = Word(
            safe_text(words, self._face),
            more.get("edge", 0.0),
            row,
            ink or self.look.text1,
            self._bold if more.get("bold", False) else self._regular,
            self.px(size),
            shift=self.px(pixels),
            align=more.get("align", "left"),
            at_edge=True,
        )
        self._layer(axes, _BESIDE).add(word)

    def head(self, axes: Axes, words: str, pixels: float) -> None:
        """Write what a column of figures is, above its first row, ending so many pixels right of the axes."""
        up = _HEAD_UP * self.scale / float(axes.bbox.height) * abs(axes.get_ylim()[0] - axes.get_ylim()[1])
        self.beside(axes, -0.5 - up, words, pixels, size=12, ink=self.look.text3, align="right", edge=1.0)

    def below(self, axes: Axes, x: float, row: float, words: str, *, size: float, ink: str) -> None:
        """Write words around a value of the axis, at a row, above all signs."""
        word = Word(words, x, row, ink, self._regular, self.px(size), align="center")
        self._layer(axes, _ABOVE_SIGNS).add(word)

    def outline(self, *, outlined: bool) -> None:
        """Draw words of rows as outlines, or as letters."""
        for one in self._layers.values():
            one.is_outlined = outlined

    def _layer(self, axes: Axes, order: float) -> Words:
        """Return the words of axes that lie in one layer."""
        if (axes, order) not in self._layers:
            self._layers[axes, order] = Words(axes, order)
        return self._layers[axes, order]

    def rows(self, axes: Axes, applications: Sequence[str], tallest: int = _TALLEST) -> None:
        """Fix one unit a row from above, draw a hairline below each, and note where they stand.

        ``tallest``: pixels at 100 % that a row may have; a last page of few rows keeps its foot empty.
        """
        count = len(applications)
        room = float(axes.bbox.height) / self.scale / tallest
        axes.set_ylim(max(float(count), room) - 0.5, -0.5)
        axes.set_yticks([])
        hairlines = [[(0.0, n + 0.5), (1.0, n + 0.5)] for n in range(count)]
        self.strokes(axes, hairlines, self.look.line, 1, 0, transform=axes.get_yaxis_transform())
        edges = axes.transData.transform([(0, n - 0.5) for n in range(count + 1)])[:, 1]
        for application, high, low in zip(applications, edges, edges[1:], strict=False):
            self.noted.append((application, "", 0.0, float(low), float(self.size[0]), float(high)))

    def strokes(
        self,
        axes: Axes,
        lines: Sequence[Sequence[tuple[float, float]]],
        ink: str,
        width: float,
        order: float,
        **more: Any,
    ) -> None:
        """Draw lines of one ink and width (pixels at 100 %) in one piece."""
        drawn = LineCollection(
            lines, colors=ink, linewidths=self.px(width), zorder=order, capstyle="projecting", **more
        )
        axes.add_collection(drawn, autolim=False)

    def line_at(self, axes: Axes, value: float, style: str, *, ink: str = "", width: float = 1.2) -> Line2D:
        """Draw a line from top to bottom."""
        return axes.axvline(
            value, color=ink or self.look.text3, linestyle=style, linewidth=self.px(width), zorder=1
        )

    def sign(self, marker: str, words: str, *, hollow: bool = False, **more: Any) -> Line2D:
        """Return a sign for the legend."""
        look = self.look
        return Line2D(
            [],
            [],
            linestyle=more.pop("linestyle", ""),
            marker=marker,
            color=more.pop("color", look.text1),
            markersize=self.px(more.pop("size", 9)),
            markerfacecolor=look.bg1 if hollow else more.pop("face", look.text2),
            markeredgecolor=look.text1,
            markeredgewidth=self.px(1.4),
            label=words,
            **more,
        )

    @cached_property
    def _regular(self) -> FontPath:
        return FontPath(*self._face.regular)

    @cached_property
    def _bold(self) -> FontPath:
        return FontPath(*(self._face.bold or self._face.regular))


@cache
def find_face() -> Typeface:
    """Return the typeface of forms, from the drawing library's own list of fonts where it knows one.

    The typesetter lists a system's fonts in one piece and holds up every window meanwhile (0.1–0.3 s).

    Raises:
        ReviewError: ``export.font.missing``.
    """
    if os.environ.get(FONT_DIR_VARIABLE):
        return typeface()
    upright = [one for one in fontManager.ttflist if one.style == "normal" and Path(one.fname).is_file()]
    for family in FAMILIES:
        faces = {
            one.weight: (one.fname, one.index)
            for one in sorted(upright, key=lambda one: (one.fname, one.index), reverse=True)
            if one.name == family
        }
        if 400 in faces:
            return Typeface(family, faces[400], faces.get(700), None)
    return typeface()


def span(values: Sequence[int]) -> tuple[int, int]:
    """Return the axis (points × 100) that holds all values: whole steps of 5 points, at least 20 wide."""
    low = min(values, default=0) // 500 * 500
    high = -(-max(values, default=10_000) // 500) * 500
    low = max(0, low - 500 if min(values, default=0) - low < 150 else low)
    high = min(10_000, high + 500 if high - max(values, default=10_000) < 150 else high)
    return (max(0, high - 2000), high) if high - low < 2000 else (low, high)


def score_ticks(low: int, high: int, room: float) -> tuple[list[float], list[str]]:
    """Return where an axis of so many pixels at 100 % is labelled: every 5, 10 or 20 points."""
    step = next(one for one in (500, 1000, 2000, 5000) if (high - low) / one * _TICK <= room or one == 5000)
    places = range(-(-low // step) * step, high + 1, step)
    return [value / 100 for value in places], [str(value // 100) for value in places]


def _short(name: str) -> str:
    """Return a name that fits beside its row; Latin letters are half as wide as Han characters."""
    widths = [1 if ord(char) < 0x2E80 else 2 for char in name]
    if sum(widths) <= _ROOM:
        return name
    kept = [char for char, end in zip(name, accumulate(widths), strict=True) if end <= _ROOM - 2]
    return "".join(kept) + "…"

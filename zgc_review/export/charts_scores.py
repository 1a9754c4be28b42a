"""Totals per application: filled counts, hollow ▲▼ was dropped, hatched stands aside, the bar is final."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from matplotlib.patches import Patch, Rectangle

from zgc_review.aggregation.listing import rank_words
from zgc_review.domain.money import points
from zgc_review.export.charts_draw import RIGHT, Sheet, score_ticks, span
from zgc_review.export.charts_values import Dot, ScorePicture, ScoreRow, Trimmed, ends_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zgc_review.export.charts import Place

MARKS: Final[dict[Trimmed, str]] = {"": "o", "high": "^", "low": "v"}
_SMALL, _DIGIT = 10, 5.6  # pixels: height of a code's letters, width of a digit in it
_ABOVE, _BELOW = 0.14, 0.31  # of a row: dots stand above its middle, codes below
_BAR = (-0.46, 0.13)  # of a row: the final value stands beside the dots and clear of the codes
_BOX = (14, 10)  # pixels of the hatched box of who stands aside
_HATCH = "/////"


def draw_scores(sheet: Sheet, page: ScorePicture, at: Place) -> None:
    """Draw the rows with their signs, the lines of the pool, the legend of what there is."""
    axes = sheet.axes()
    low, high = span([*ends_of(page), *page.lines])
    axes.set_xlim(low / 100, high / 100)
    sheet.rows(axes, [row.application for row in page.rows])
    title = "title.scores" if page.pool else "title.scores_stage"
    sheet.title(sheet.words_of(title, pool=page.pool), at, seen=page.seen)
    sheet.names(axes, [(_rank(page, row), row.name) for row in page.rows])
    sheet.head(axes, sheet.words_of("head.final"), RIGHT - 16)
    _dots(sheet, axes, page)
    for n, row in enumerate(page.rows):
        _row(sheet, axes, n, row)
    handles = _signs(sheet, page)
    for value, style, key in zip(page.lines, ("--", ":"), ("pass_line", "reserve"), strict=False):
        drawn = sheet.line_at(axes, value / 100, style)
        drawn.set_label(sheet.words_of(f"legend.{key}", value=points(value)))
        handles.append(drawn)
    sheet.legend(handles)
    sheet.ticks(axes, *score_ticks(low, high, sheet.room(axes)), sheet.words_of("axis.points"))


def _rank(page: ScorePicture, row: ScoreRow) -> str:
    """Return the rank of a row; a stage ranks nothing (rules §2.4)."""
    return rank_words(row.rank, tied=row.tied) if page.pool else ""


def _signs(sheet: Sheet, page: ScorePicture) -> list[Any]:
    """Return what the signs mean; the hatched box only where somebody stands aside."""
    look = sheet.look
    found: list[Any] = [
        sheet.sign("o", sheet.words_of("legend.counted")),
        sheet.sign("^", sheet.words_of("legend.high"), hollow=True),
        sheet.sign("v", sheet.words_of("legend.low"), hollow=True),
        sheet.sign("|", sheet.words_of("legend.final"), size=14, color=look.accent),
    ]
    found[-1].set(markeredgecolor=look.accent, markeredgewidth=sheet.px(3))
    if any(row.aside for row in page.rows):
        found.append(
            Patch(
                facecolor=look.bg1, edgecolor=look.text3, hatch=_HATCH, label=sheet.words_of("legend.recused")
            )
        )
    return found


def _dots(sheet: Sheet, axes: Axes, page: ScorePicture) -> None:
    """Draw the dots of every application, each kind of sign and of line in one piece."""
    look = sheet.look
    spans = [(n, [dot.total / 100 for dot in row.dots]) for n, row in enumerate(page.rows) if row.dots]
    lines = [[(min(totals), n - _ABOVE), (max(totals), n - _ABOVE)] for n, totals in spans]
    sheet.strokes(axes, lines, look.border, 1, 2)
    for trimmed, marker in MARKS.items():
        found = [
            (dot.total / 100, n - _ABOVE)
            for n, row in enumerate(page.rows)
            for dot in row.dots
            if dot.trimmed == trimmed
        ]
        axes.plot(
            [x for x, _ in found],
            [y for _, y in found],
            linestyle="",
            marker=marker,
            markersize=sheet.px(9),
            markerfacecolor=look.bg1 if trimmed else look.text2,
            markeredgecolor=look.text1,
            markeredgewidth=sheet.px(1.4),
            zorder=5 if trimmed else 4,  # hollow on top: it hides nothing that is filled
        )
    low, high = _BAR
    valued = [(row.value / 100, n) for n, row in enumerate(page.rows) if row.value is not None]
    sheet.strokes(axes, [[(x, n + low), (x, n + high)] for x, n in valued], look.accent, 3, 3)


def _row(sheet: Sheet, axes: Axes, n: int, row: ScoreRow) -> None:
    """Write the codes of the experts of one application, its final value; draw who stands aside."""
    _codes(sheet, axes, n, sorted(row.dots, key=lambda dot: (dot.total, dot.code)))
    if row.aside:
        _aside(sheet, axes, n, row.aside)
    if row.value is None:
        sheet.beside(axes, n, sheet.words_of("word.none"), 8, size=12, ink=sheet.look.text3, edge=1.0)
        return
    sheet.beside(axes, n, points(row.value), RIGHT - 16, bold=True, align="right", edge=1.0)


def _aside(sheet: Sheet, axes: Axes, n: int, codes: Sequence[str]) -> None:
    """Draw a hatched box at the left of a row, with the numbers of those who stand aside."""
    wide, tall = (length * sheet.scale for length in _BOX)
    left, middle = axes.transData.transform((axes.get_xlim()[0], n + _BELOW))
    turned = axes.transData.inverted()
    corners = [(left + 2, middle - tall / 2), (left + 2 + wide, middle + tall / 2)]
    (x, low), (end, high) = (turned.transform(corner) for corner in corners)
    axes.add_patch(
        Rectangle(
            (x, low),
            end - x,
            high - low,
            facecolor=sheet.look.bg1,
            edgecolor=sheet.look.text3,
            hatch=_HATCH,
            linewidth=sheet.px(1),
            zorder=4,
        )
    )
    words = " ".join(short_code(code) for code in codes)
    sheet.beside(axes, n + _BELOW, words, _BOX[0] + 6, size=_SMALL, ink=sheet.look.text3)


def _codes(sheet: Sheet, axes: Axes, n: int, ordered: Sequence[Dot]) -> None:
    """Write the experts' numbers below their dots; words that would touch become one."""
    groups: list[tuple[float, list[str]]] = []  # middle in pixels, codes
    (begin, _), (after_one, _) = axes.transData.transform([(0, n), (1, n)])
    wide = float(after_one - begin)
    for dot in ordered:
        place = float(begin) + dot.total / 100 * wide
        groups.append((place, [short_code(dot.code)]))
        while len(groups) > 1 and _touch(sheet, groups[-2], groups[-1]):
            (left, before), (right, after) = groups[-2:]
            share = len(after) / (len(before) + len(after))
            groups[-2:] = [(left + (right - left) * share, [*before, *after])]
    for middle, codes in groups:
        x = (middle - float(begin)) / wide
        sheet.below(axes, x, n + _BELOW, " ".join(codes), size=_SMALL, ink=sheet.look.text3)


def _touch(sheet: Sheet, left: tuple[float, list[str]], right: tuple[float, list[str]]) -> bool:
    """Say whether two words would touch; digits of the family are all of one width."""
    halves = [len(" ".join(codes)) * _DIGIT * sheet.scale / 2 for _, codes in (left, right)]
    return right[0] - left[0] < sum(halves) + _DIGIT * sheet.scale


def short_code(code: str) -> str:
    """Return the number of an expert's code, the code itself where it ends in no number."""
    digits = code[len(code.rstrip("0123456789")) :]
    return digits or code

"""Each expert's totals as dots, with the middle half and the median."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matplotlib.patches import Patch, Rectangle

from zgc_review.domain.money import points
from zgc_review.export.charts_draw import Sheet, score_ticks, span
from zgc_review.export.charts_values import SpreadPicture, SpreadRow, ends_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zgc_review.export.charts import Place

_LEFT, _RIGHT = 110, 150
_MEDIAN = 66  # pixels right of the axis
_TALLEST = 84  # pixels of a row
_REACH = 7  # pixels around a dot that mean it
_LANES = (0.0, -0.16, 0.16, -0.3, 0.3)  # of a row, for dots that would hide each other


def draw_spread(sheet: Sheet, page: SpreadPicture, at: Place) -> None:
    """Draw one row an expert; the dotted line is the median of all totals shown."""
    axes, look = sheet.axes(_LEFT, _RIGHT), sheet.look
    low, high = span(ends_of(page))
    axes.set_xlim(low / 100, high / 100)
    sheet.rows(axes, [""] * len(page.rows), _TALLEST)
    sheet.noted.clear()  # the dots are what stands somewhere here
    sheet.title(sheet.words_of("title.spread"), at, seen=page.seen)
    sheet.head(axes, sheet.words_of("head.median"), _MEDIAN)
    sheet.head(axes, sheet.words_of("head.count"), _RIGHT - 12)
    for n, row in enumerate(page.rows):
        _row(sheet, axes, n, row)
    box = Patch(facecolor=look.accent_soft, edgecolor=look.accent, label=sheet.words_of("legend.box"))
    box.set_linewidth(sheet.px(1.2))
    handles = [sheet.sign("o", sheet.words_of("legend.one"), size=7), box]
    if page.median is not None:
        line = sheet.line_at(axes, page.median / 100, ":")
        line.set_label(sheet.words_of("legend.every", value=points(page.median)))
        handles.append(line)
    sheet.legend(handles)
    sheet.ticks(axes, *score_ticks(low, high, sheet.room(axes)), sheet.words_of("axis.points"))


def _row(sheet: Sheet, axes: Axes, n: int, row: SpreadRow) -> None:
    """Draw box, median and dots of one expert, and write median and number beside them."""
    look = sheet.look
    sheet.beside(axes, n, row.code, 16 - _LEFT)
    box = Rectangle(
        (row.lower / 100, n - 0.38),
        (row.upper - row.lower) / 100,
        0.76,
        facecolor=look.accent_soft,
        edgecolor=look.accent,
        linewidth=sheet.px(1.2),
        zorder=2,
    )
    axes.add_patch(box)
    middle = row.median / 100
    axes.plot([middle, middle], [n - 0.38, n + 0.38], color=look.accent, linewidth=sheet.px(3), zorder=3)
    _dots(sheet, axes, n, row)
    sheet.beside(axes, n, points(row.median), _MEDIAN, bold=True, align="right", edge=1.0)
    sheet.beside(axes, n, str(len(row.dots)), _RIGHT - 12, size=12, ink=look.text2, align="right", edge=1.0)


def _dots(sheet: Sheet, axes: Axes, n: int, row: SpreadRow) -> None:
    """Draw the dots; those that would hide each other go to lanes, always the same ones."""
    look, reach = sheet.look, _REACH * sheet.scale
    totals = [dot.total / 100 for dot in row.dots]
    places = [float(place) for place, _ in axes.transData.transform([(total, n) for total in totals])]
    rows, last = [], dict[float, float]()
    for place in places:
        free = [lane for lane in _LANES if place - last.get(lane, -1e9) >= reach]
        lane = free[0] if free else min(_LANES, key=lambda one: last[one])
        last[lane] = place
        rows.append(n + lane)
    axes.plot(
        totals,
        rows,
        linestyle="",
        marker="o",
        markersize=sheet.px(6.5),
        markerfacecolor=look.text2,
        markeredgecolor=look.bg1,
        markeredgewidth=sheet.px(0.8),
        zorder=4,
    )
    heights = axes.transData.transform(list(zip(totals, rows, strict=True)))
    for dot, place, (_, height) in zip(row.dots, places, heights, strict=True):
        low, high = float(height) - reach, float(height) + reach
        sheet.noted.append((dot.application, row.code, place - reach, low, place + reach, high))

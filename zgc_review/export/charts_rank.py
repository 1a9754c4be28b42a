"""The ranking of a pool: values as bars, amounts as they add up, and the budget they must keep within."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.collections import PolyCollection
from matplotlib.patches import Patch

from zgc_review.aggregation.listing import rank_words
from zgc_review.domain.money import Amount, points, wan_yuan
from zgc_review.export.charts_draw import Sheet, score_ticks
from zgc_review.export.charts_values import RankPicture, end_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from zgc_review.export.charts import Place

_LEFT, _GAP, _SIDE = 318, 60, 96
_TALL = 0.62
_GRANTED = frozenset({"within", "beyond_budget", "tie_open"})
_FULL = 10_000  # points × 100
_WAN = 1_000_000
_TICK = 56  # pixels that a label of an amount asks for


def draw_ranking(sheet: Sheet, page: RankPicture, at: Place) -> None:
    """Draw two columns with the same rows: values at the left, running amounts at the right."""
    room = sheet.size[0] / sheet.scale - _LEFT - _SIDE - _GAP
    half = room / 2
    values = sheet.axes(_LEFT, _SIDE + _GAP + half)
    sheet.rows(values, [row.application for row in page.rows])
    sheet.title(sheet.words_of("title.ranking", pool=page.pool), at, seen=page.seen)
    sheet.names(values, [(rank_words(row.rank, tied=row.tied), row.name) for row in page.rows])
    amounts = sheet.axes(_LEFT + half + _GAP, _SIDE)
    sheet.rows(amounts, [row.application for row in page.rows])
    del sheet.noted[len(page.rows) :]  # the same rows a second time
    lines = _values(sheet, values, page)
    budget = _amounts(sheet, amounts, page)
    kinds = ("within", "beyond_budget", "tie_open", "other")
    handles: list[Any] = [
        Patch(**_fill(sheet, "reserve" if kind == "other" else kind), label=sheet.words_of(f"legend.{kind}"))
        for kind in kinds
    ]
    sheet.legend([*handles, *lines, budget])


def _values(sheet: Sheet, axes: Axes, page: RankPicture) -> list[Any]:
    """Draw the values; return pass and reserve line for the legend."""
    low, high = 0, _FULL  # a bar says a value by its length, so it begins at nothing
    axes.set_xlim(low / 100, high / 100)
    _bars(sheet, axes, [(row.place, n, 0.0, row.value / 100) for n, row in enumerate(page.rows)])
    sheet.head(axes, sheet.words_of("head.final"), 48)
    for n, row in enumerate(page.rows):
        sheet.beside(axes, n, points(row.value), 48, bold=True, align="right", edge=1.0)
    sheet.ticks(axes, *score_ticks(low, high, sheet.room(axes)), sheet.words_of("axis.points"))
    drawn = []
    for value, style, key in ((page.pass_line, "--", "pass_line"), (page.reserve, ":", "reserve")):
        line = sheet.line_at(axes, value / 100, style)
        line.set_label(sheet.words_of(f"legend.{key}", value=points(value)))
        drawn.append(line)
    return drawn


def _amounts(sheet: Sheet, axes: Axes, page: RankPicture) -> Any:
    """Draw the running amounts; return the budget line for the legend."""
    most = max(page.most_fen, _WAN)
    axes.set_xlim(0, most / _WAN * 1.02)
    _bars(
        sheet,
        axes,
        [
            (row.place, n, (end_of(row) - row.amount_fen) / _WAN, end_of(row) / _WAN)
            for n, row in enumerate(page.rows)
            if row.place in _GRANTED and row.amount_fen
        ],
    )
    sheet.head(axes, sheet.words_of("head.amount"), _SIDE - 16)
    for n, row in enumerate(page.rows):
        amount = "—" if row.amount_fen is None else wan_yuan(row.amount_fen)
        sheet.beside(axes, n, amount, _SIDE - 16, size=12, align="right", edge=1.0)
    step = _step(most, int(sheet.room(axes) / _TICK))
    places = range(0, most + 1, step)
    words = [f"{value // _WAN:,}" for value in places]
    sheet.ticks(axes, [value / _WAN for value in places], words, sheet.words_of("axis.amount"))
    if page.budget_fen is None:
        return Patch(facecolor="none", edgecolor="none", label=sheet.words_of("legend.no_budget"))
    line = sheet.line_at(axes, page.budget_fen / _WAN, "-", ink=sheet.look.accent, width=2.5)
    line.set_zorder(4)
    line.set_label(sheet.words_of("legend.budget", amount=Amount(page.budget_fen)))
    return line


def _bars(sheet: Sheet, axes: Axes, bars: Sequence[tuple[str, int, float, float]]) -> None:
    """Draw bars from one value to another at their rows, all of one look in one piece."""
    half = _TALL / 2
    looks: dict[str, list[list[tuple[float, float]]]] = {}
    for place, n, low, high in bars:
        corners = [(low, n - half), (high, n - half), (high, n + half), (low, n + half)]
        looks.setdefault(place if place in _GRANTED else "other", []).append(corners)
    for place, corners_of in looks.items():
        drawn = PolyCollection(corners_of, zorder=2, **_fill(sheet, place))
        axes.add_collection(drawn, autolim=False)


def _fill(sheet: Sheet, place: str) -> dict[str, Any]:
    """Return how a bar looks: solid, hatched or empty, so that grey tells the same as colour."""
    look = sheet.look
    shapes: dict[str, dict[str, Any]] = {
        "within": {"facecolor": look.accent, "edgecolor": look.accent},
        "beyond_budget": {"facecolor": look.bg1, "edgecolor": look.accent},
        "tie_open": {"facecolor": look.bg1, "edgecolor": look.accent, "hatch": "////"},
    }
    other = {"facecolor": look.bg3, "edgecolor": look.border}
    return {**shapes.get(place, other), "linewidth": sheet.px(1.2)}


def _step(most: int, count: int) -> int:
    """Return the least step of 1, 2 or 5 × 10ⁿ 万元 (in 分) that labels an axis at most so often."""
    step = _WAN
    while True:
        for factor in (1, 2, 5):
            if most // (step * factor) < max(2, count):
                return step * factor
        step *= 10

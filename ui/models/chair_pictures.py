"""The figures of a picture as a table: what is drawn, for whoever reads rather than looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from ui.captions import Captions
from ui.models.cells import Cell, CellTable
from zgc_review.aggregation.listing import rank_words
from zgc_review.domain.money import Amount, points, wan_yuan
from zgc_review.export.charts_values import Picture, RankPicture, RankRow, ScoreRow, SpreadPicture, SpreadRow

FigureRow = ScoreRow | SpreadRow | RankRow
_SIGNS = {"": "", "high": "▲", "low": "▼"}
_HEADS: Mapping[str, tuple[str, ...]] = {
    "scores": ("rank", "number", "unit", "final", "totals"),
    "spread": ("code", "count", "median", "middle", "ends"),
    "ranking": ("rank", "number", "unit", "final", "amount", "running", "place"),
}
#: Pixels at 100 % by column; the column that is not named takes the rest.
WIDTHS = {
    "scores": {0: 64, 1: 136, 2: 220, 3: 88},
    "spread": {0: 112, 1: 88, 2: 104, 3: 184},
    "ranking": {0: 64, 1: 136, 3: 88, 4: 120, 5: 136, 6: 144},
}
_RIGHT = {"scores": frozenset({3}), "spread": frozenset({1, 2}), "ranking": frozenset({3, 4, 5})}


class FigureTable(CellTable[FigureRow]):
    """Rows of one kind of picture: ``scores``, ``spread`` or ``ranking``."""

    def __init__(self, captions: Captions, kind: str, parent: QObject | None = None) -> None:
        super().__init__(captions, parent)
        self.kind = kind
        self.columns = tuple(f"pictures.head.{head}" for head in _HEADS[kind])
        self.at_right = _RIGHT[kind]

    def show_picture(self, picture: Picture | None) -> None:
        """Show every page of a picture."""
        self.show_rows(() if picture is None else picture.rows)

    def cell(self, row: FigureRow, column: int) -> Cell:
        """Return what stands in a cell."""
        words = _words(self.cap, row)[column]
        bold = _HEADS[self.kind][column] in {"final", "median"}
        return Cell(words, type="head" if bold else "small", at_right=column in _RIGHT[self.kind])

    def place_of(self, application: str) -> int:
        """Return the row of an application, -1 for none; a row of an expert is of none."""
        return next(
            (
                n
                for n, row in enumerate(self.rows)
                if not isinstance(row, SpreadRow) and row.application == application
            ),
            -1,
        )


def _words(cap: Callable[..., str], row: FigureRow) -> tuple[str, ...]:
    """Return the words of a row, column by column."""
    if isinstance(row, ScoreRow):
        value = cap("pictures.none") if row.value is None else points(row.value)
        each = [f"{dot.code} {points(dot.total)}{_SIGNS[dot.trimmed]}" for dot in row.dots]
        totals = "   ".join([*each, *(cap("pictures.aside", code=code) for code in row.aside)])
        return rank_words(row.rank, tied=row.tied), row.name.number, row.name.unit, value, totals
    if isinstance(row, SpreadRow):
        ends = f"{points(row.dots[0].total)} – {points(row.dots[-1].total)}"
        middle = f"{points(row.lower)} – {points(row.upper)}"
        return row.code, str(len(row.dots)), points(row.median), middle, ends
    amount = "—" if row.amount_fen is None else wan_yuan(row.amount_fen)
    return (
        rank_words(row.rank, tied=row.tied),
        row.name.number,
        row.name.unit,
        points(row.value),
        amount,
        wan_yuan(row.running_fen),
        cap(f"pictures.place.{row.place}"),
    )


def spot_words(cap: Callable[..., str], picture: Picture, application: str, code: str) -> str:
    """Return what stands at a spot as one sentence."""
    for row in picture.rows:
        if isinstance(row, SpreadRow):
            dot = next((one for one in row.dots if one.application == application), None)
            if row.code == code and dot is not None:
                said = {"code": code, "number": dot.name.number, "unit": dot.name.unit}
                return cap("pictures.spot.spread", total=points(dot.total), **said)
        elif row.application == application:
            rank, *words = _words(cap, row)
            told = dict(zip(_HEADS[kind_of(picture)][1:], words, strict=True))
            told["rank"] = rank.removeprefix("=")  # a sentence has other words for it
            if isinstance(row, ScoreRow):
                return cap("pictures.spot.scores", **told)
            money = {"amount": Amount(row.amount_fen or 0), "running": Amount(row.running_fen)}
            return cap("pictures.spot.ranking", **{**told, **money})
    return ""


def kind_of(picture: Picture) -> str:
    """Return which kind of picture this is."""
    if isinstance(picture, RankPicture):
        return "ranking"
    return "spread" if isinstance(picture, SpreadPicture) else "scores"

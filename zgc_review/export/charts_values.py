"""What the pictures of a panel show, as exact values: points × 100, amounts in 分; no drawing here.

A picture is cut into pages of whole rows, so that three hundred applications stay readable, on paper and
in a window. The same values are the table that stands beside every picture.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, TypeAlias

from zgc_review.aggregation.exact import rounded_median
from zgc_review.domain.results import Aggregate, ApplicationLine, PoolTable, RankLine
from zgc_review.domain.settings import Pool, RoundSettings

_NOBODY: Mapping[str, tuple[str, ...]] = MappingProxyType({})
Trimmed: TypeAlias = Literal["", "high", "low"]
Place: TypeAlias = Literal["within", "beyond_budget", "tie_open", "reserve", "below"]


@dataclass(frozen=True, slots=True)
class Named:
    """How an application is called: its number and its applicant."""

    number: str
    unit: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One expert's total in the value that counts."""

    code: str
    total: int
    trimmed: Trimmed


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """The totals of one application; ``rank`` and ``value`` are None where it has none.

    ``aside``: codes of those who stand aside on it.
    """

    application: str
    name: Named
    rank: int | None
    value: int | None
    dots: tuple[Dot, ...]
    aside: tuple[str, ...] = ()
    tied: bool = False


@dataclass(frozen=True, slots=True)
class ScorePicture:
    """Totals per application, in the order of ranks; ``lines`` are the pass and reserve lines.

    ``seen``, here and below: it holds what one reader may see, and says so (rules §15).
    ``ends``: of a page the least and the greatest total of the whole picture: all pages have one axis.
    """

    pool: str
    lines: tuple[int, ...]
    rows: tuple[ScoreRow, ...]
    seen: bool = False
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpreadDot:
    """One application in an expert's row."""

    application: str
    name: Named
    total: int


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """Every total of one expert, ascending; quartiles are medians of the halves (Tukey), half up."""

    code: str
    dots: tuple[SpreadDot, ...]
    lower: int
    median: int
    upper: int


@dataclass(frozen=True, slots=True)
class SpreadPicture:
    """Totals per expert over the applications shown; ``median`` is that of all totals.

    ``ends`` as in :class:`ScorePicture`.
    """

    median: int | None
    rows: tuple[SpreadRow, ...]
    seen: bool = False
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RankRow:
    """One place of a ranking; amounts in 分, ``running_fen`` of what is within so far."""

    application: str
    name: Named
    rank: int
    value: int
    amount_fen: int | None
    running_fen: int
    place: Place
    tied: bool = False


@dataclass(frozen=True, slots=True)
class RankPicture:
    """The ranking of one pool with its budget; ``most_fen`` is the largest amount drawn on any page."""

    pool: str
    budget_fen: int | None
    pass_line: int
    reserve: int
    most_fen: int
    rows: tuple[RankRow, ...]
    seen: bool = False


Picture: TypeAlias = ScorePicture | SpreadPicture | RankPicture


@dataclass(frozen=True)
class Pictures:
    """All pictures of what a reader may see; those without a row are left out."""

    scores: tuple[ScorePicture, ...]
    spread: SpreadPicture
    rankings: tuple[RankPicture, ...]

    def as_seen(self) -> Pictures:
        """Return them marked as one reader's."""
        return Pictures(
            tuple(replace(one, seen=True) for one in self.scores),
            replace(self.spread, seen=True),
            tuple(replace(one, seen=True) for one in self.rankings),
        )

    @property
    def all(self) -> tuple[Picture, ...]:
        """Every picture that shows something, in the order of reading."""
        shown: list[Picture] = [*self.scores, self.spread, *self.rankings]
        return tuple(one for one in shown if one.rows)


def pictures_of(
    aggregate: Aggregate,
    names: Mapping[str, Named],
    settings: RoundSettings,
    aside: Mapping[str, tuple[str, ...]] = _NOBODY,
) -> Pictures:
    """Return the pictures of an aggregate.

    Args:
        names: of its applications and no other.
        aside: who stands aside on each, by code.

    A mid-term check or an acceptance has no ranking: its totals stand in one picture by number.
    """
    lines = {line.application: line for line in aggregate.applications if line.application in names}
    pools = {pool.id: pool for pool in settings.pools}
    known = _Known(lines, names, aside)
    scores = [_scores(pools[table.pool], table, known) for table in aggregate.pools]
    if not aggregate.pools:
        ordered = sorted(lines, key=lambda one: names[one].number)
        scores = [ScorePicture("", (), tuple(known.row(one, None) for one in ordered))]
    return Pictures(
        scores=tuple(one for one in scores if one.rows),
        spread=_spread(list(lines.values()), names),
        rankings=tuple(
            made for table in aggregate.pools if (made := _ranking(pools[table.pool], table, names)).rows
        ),
    )


def pages_of(picture: Picture, size: int) -> tuple[Picture, ...]:
    """Cut a picture into pages of at most ``size`` rows."""
    starts = range(0, max(1, len(picture.rows)), max(1, size))
    if isinstance(picture, ScorePicture):
        ends = ends_of(picture)
        return tuple(replace(picture, rows=picture.rows[at : at + size], ends=ends) for at in starts)
    if isinstance(picture, SpreadPicture):
        ends = ends_of(picture)
        return tuple(replace(picture, rows=picture.rows[at : at + size], ends=ends) for at in starts)
    return tuple(replace(picture, rows=picture.rows[at : at + size]) for at in starts)


def ends_of(picture: ScorePicture | SpreadPicture) -> tuple[int, ...]:
    """Return the least and the greatest total, of a page those of its whole picture; empty without any."""
    totals = [dot.total for row in picture.rows for dot in row.dots]
    return picture.ends or ((min(totals), max(totals)) if totals else ())


@dataclass(frozen=True, slots=True)
class _Known:
    """Lines, names and who stands aside, by application."""

    lines: Mapping[str, ApplicationLine]
    names: Mapping[str, Named]
    aside: Mapping[str, tuple[str, ...]]

    def row(self, application: str, rank: int | None, *, tied: bool = False) -> ScoreRow:
        """Return the totals that count for one application."""
        after = self.lines[application].after
        dots = tuple(Dot(mark.code, mark.total, mark.trimmed) for mark in after.marks)
        aside = self.aside.get(application, ())
        return ScoreRow(application, self.names[application], rank, after.value, dots, aside, tied)


def _scores(pool: Pool, table: PoolTable, known: _Known) -> ScorePicture:
    """Return the totals of a pool: by rank, what is not ranked last."""
    ranked = [one for one in table.lines if one.application in known.lines]
    rows = [known.row(one.application, one.rank, tied=one.tied) for one in ranked]
    rows += [known.row(one, None) for one in table.unranked if one in known.lines]
    return ScorePicture(pool.id, (pool.pass_line, pool.reserve), tuple(rows))


def _spread(lines: Sequence[ApplicationLine], names: Mapping[str, Named]) -> SpreadPicture:
    """Return every expert's totals, as they were before the sitting: revisions were made in its light."""
    found: dict[str, list[SpreadDot]] = {}
    for line in lines:
        for mark in line.before.marks:
            found.setdefault(mark.code, []).append(
                SpreadDot(line.application, names[line.application], mark.total)
            )
    rows = tuple(_spread_row(code, found[code]) for code in sorted(found))
    every = sorted(dot.total for row in rows for dot in row.dots)
    return SpreadPicture(rounded_median(every) if every else None, rows)


def _spread_row(code: str, dots: Sequence[SpreadDot]) -> SpreadRow:
    """Return one expert's totals with their quartiles; the median of an odd number is in both halves."""
    ordered = tuple(sorted(dots, key=lambda dot: (dot.total, dot.name.number)))
    totals = [dot.total for dot in ordered]
    half = (len(totals) + 1) // 2
    return SpreadRow(
        code=code,
        dots=ordered,
        lower=rounded_median(totals[:half]),
        median=rounded_median(totals),
        upper=rounded_median(totals[-half:]),
    )


def _ranking(pool: Pool, table: PoolTable, names: Mapping[str, Named]) -> RankPicture:
    """Return the ranking of a pool."""
    rows = tuple(_rank_row(one, names[one.application]) for one in table.lines if one.application in names)
    ends = [end_of(row) for row in rows]
    return RankPicture(
        pool=pool.id,
        budget_fen=table.budget_fen,
        pass_line=pool.pass_line,
        reserve=pool.reserve,
        most_fen=max([*ends, table.budget_fen or 0], default=0),
        rows=rows,
    )


def _rank_row(line: RankLine, name: Named) -> RankRow:
    return RankRow(
        application=line.application,
        name=name,
        rank=line.rank,
        value=line.value,
        amount_fen=line.amount_fen,
        running_fen=line.running_fen,
        place=line.line,
        tied=line.tied,
    )


def end_of(row: RankRow) -> int:
    """Return where the bar of an amount ends: at the sum so far, or beyond it for what is not within."""
    if row.place == "within":
        return row.running_fen
    return row.running_fen + (row.amount_fen or 0 if row.place in {"beyond_budget", "tie_open"} else 0)

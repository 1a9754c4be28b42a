"""The overview as plain values: rows by rank or number, cells by expert code, the line of each budget.

Made of the :class:`Panel` alone, so that what is closed to the reader is in no cell, count or order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ui.viewmodels.chair.panel import Entry, Panel
from zgc_review.aggregation.derivation import votes
from zgc_review.aggregation.members import Aside
from zgc_review.domain.money import points
from zgc_review.domain.results import Mark, PoolTable, RankLine
from zgc_review.domain.settings import Bands, Pool
from zgc_review.services.deliberating_agenda import is_on_agenda, reasons_of
from zgc_review.services.panel_view import PanelLine, PanelView

Kind: TypeAlias = Literal["total", "recused", "absent", "void", "none"]


@dataclass(frozen=True, slots=True)
class Score:
    """One expert on one application.

    Attributes:
        kind: ``total``, why it does not count, or ``none`` for who never judged it.
        total: points × 100.
        band: A to D.
        trimmed: ``high``, ``low`` or empty (S01).
        flagged: the first sheet deviates (S07).
        earlier: total of the first sheet where a revision counts.
        rules: of a recused expert.
    """

    code: str
    kind: Kind
    total: int | None = None
    band: str = ""
    trimmed: str = ""
    flagged: bool = False
    earlier: int | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One application: what the overview shows of it; ``reasons`` as the agenda of the sitting names them."""

    entry: Entry
    line: PanelLine
    scores: tuple[Score, ...]
    place: RankLine | None
    reasons: tuple[str, ...]
    votes: tuple[int, int, int]
    pass_line: int | None

    @property
    def application(self) -> str:
        """Id of the application."""
        return self.entry.application

    @property
    def is_flagged(self) -> bool:
        """Whether the agenda of the sitting has it."""
        return is_on_agenda(self.line, self.reasons)

    @property
    def value(self) -> int | None:
        """The final value that counts, points × 100."""
        return self.line.line.after.value

    @property
    def earlier(self) -> int | None:
        """The value before 合议 where sheets were revised since."""
        before, after = self.line.line.before.value, self.line.line.after.value
        return before if before != after else None


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """The line of a pool: how many stand above it, what they take, what is left, what does not fit.

    Attributes:
        next_fen: what the first one beyond asks for, None where all fit.
        tied: equal ones among which the budget would run out.
    """

    pool: str
    group: str
    budget_fen: int
    count: int
    taken_fen: int
    next_fen: int | None
    tied: int

    @property
    def left_fen(self) -> int:
        """What the budget leaves."""
        return self.budget_fen - self.taken_fen


@dataclass(frozen=True, slots=True)
class PoolHead:
    """Where the ranking of a pool begins, when several are shown."""

    pool: str
    group: str
    count: int


GridRow: TypeAlias = Row | BudgetLine | PoolHead


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is shown.

    Attributes:
        scope: ``fund:F1``, ``measure:M03``, ``group:G01``, or empty for everything.
        flagged: only what is on the agenda.
        by: ``rank`` or ``number``.
    """

    scope: str = ""
    text: str = ""
    flagged: bool = False
    by: Literal["rank", "number"] = "rank"


@dataclass(frozen=True)
class Grid:
    """Rows and columns on show.

    Attributes:
        count: applications on show. flagged: how many of those the reader sees are on the agenda.
        least: lowest total of all, points × 100, for the axis of the strips.
        has_line: the round ranks and grants.
    """

    codes: tuple[str, ...] = ()
    rows: tuple[GridRow, ...] = ()
    count: int = 0
    flagged: int = 0
    least: int = 10_000
    has_line: bool = True
    stage: str = "proposal"


def grid_of(panel: Panel, wanted: Wanted) -> Grid:
    """Return the overview of a panel."""
    views = [(view, [one for one in _rows(panel, view) if _fits(one, wanted.scope)]) for view in panel.views]
    flagged = sum(row.is_flagged for _, rows in views for row in rows)
    shown = [(view, [one for one in rows if _found(one, wanted)]) for view, rows in views]
    codes = tuple(sorted({score.code for _, rows in shown for row in rows for score in row.scores}))
    every = [row for _, rows in shown for row in rows]
    totals = [one.total for row in every for one in row.scores if one.total is not None]
    if wanted.by == "number":
        every.sort(key=lambda row: row.entry.number)
        listed: tuple[GridRow, ...] = tuple(every)
    else:
        several = len(panel.settings.pools) > 1 or len(shown) > 1
        listed = tuple(entry for view, rows in shown for entry in _by_rank(view, rows, several=several))
    least, stage = min(totals, default=10_000), panel.settings.stage
    return Grid(codes, listed, len(every), flagged, least, panel.has_line, stage)


def band_of(total: int, bands: Bands) -> str:
    """Return the band of a total in points × 100; a bound belongs to the band above (rules §6.1)."""
    for letter, least in (("A", bands.A), ("B", bands.B), ("C", bands.C)):
        if total >= 100 * least:
            return letter
    return "D"


def scopes_of(panel: Panel) -> tuple[str, ...]:
    """Return what there is to choose from: funds and measures, and groups where there are several."""
    entries = panel.entries.values()
    found = [f"fund:{one}" for one in sorted({entry.fund for entry in entries})]
    found += [f"measure:{one}" for one in sorted({entry.measure for entry in entries})]
    groups = sorted({entry.group for entry in entries})
    return (*found, *(f"group:{one}" for one in groups if len(groups) > 1))


def _rows(panel: Panel, view: PanelView) -> list[Row]:
    """Return every application of a group."""
    pools = {pool.id: pool for pool in panel.settings.pools}
    return [_row(panel, one, pools.get(one.line.pool or "")) for one in view.lines]


def _row(panel: Panel, one: PanelLine, pool: Pool | None) -> Row:
    bands = panel.settings.bands
    first = {mark.code: mark for mark in one.line.before.marks}
    scores = [_score(mark, first[mark.code], bands) for mark in one.line.after.marks]
    scores += [_outside(aside) for aside in one.standing.aside]
    return Row(
        entry=panel.entries[one.line.application],
        line=one,
        scores=tuple(sorted(scores, key=lambda score: score.code)),
        place=one.rank,
        reasons=reasons_of(one, panel.notes),
        votes=votes(one.standing),
        pass_line=None if pool is None else pool.pass_line,
    )


def _score(mark: Mark, first: Mark, bands: Bands) -> Score:
    return Score(
        code=mark.code,
        kind="total",
        total=mark.total,
        band=band_of(mark.total, bands),
        trimmed=mark.trimmed,
        flagged=bool(first.flags),
        earlier=first.total if first.sheet != mark.sheet else None,
    )


def _outside(one: Aside) -> Score:
    return Score(code=one.code, kind=one.kind, rules=one.rules)


def _fits(row: Row, scope: str) -> bool:
    """Say whether an application is of the chosen fund, measure or group."""
    kind, _, name = scope.partition(":")
    entry = row.entry
    return not kind or name == {"fund": entry.fund, "measure": entry.measure, "group": entry.group}[kind]


def _found(row: Row, wanted: Wanted) -> bool:
    """Say whether an application is shown: on the agenda, and of the text looked for."""
    text = wanted.text.strip().casefold()
    said = f"{row.entry.number} {row.entry.unit} {row.entry.title}".casefold()
    return (not wanted.flagged or row.is_flagged) and (not text or text in said)


def _by_rank(view: PanelView, rows: Sequence[Row], *, several: bool) -> Iterator[GridRow]:
    """Yield the rows of a group pool by pool, each with the line of its budget."""
    known = {row.application: row for row in rows}
    for table in view.aggregate.pools:
        ranked = [known[one.application] for one in table.lines if one.application in known]
        rest = sorted(
            (known[one] for one in table.unranked if one in known), key=lambda row: row.entry.number
        )
        if not ranked and not rest:
            continue
        if several:
            yield PoolHead(table.pool, view.group, len(ranked) + len(rest))
        yield from _with_line(ranked, _line_of(view.group, table))
        yield from rest
    if not view.aggregate.pools:  # a stage after the grant ranks nothing: best first
        yield from sorted(rows, key=lambda row: (row.value is None, -(row.value or 0), row.entry.number))


def _with_line(rows: Sequence[Row], line: BudgetLine | None) -> Iterator[GridRow]:
    """Put the line behind the last row that is within the budget, or before all rows if none is."""
    if line is None:
        yield from rows
        return
    last = max((n for n, row in enumerate(rows) if row.place and row.place.line == "within"), default=-1)
    yield from rows[: last + 1]
    yield line
    yield from rows[last + 1 :]


def _line_of(group: str, table: PoolTable) -> BudgetLine | None:
    """Return the line of a pool's budget over everything ranked, None where no budget is set."""
    if table.budget_fen is None or not table.lines:
        return None
    within = [one for one in table.lines if one.line == "within"]
    beyond = [one for one in table.lines if one.line == "beyond_budget"]
    return BudgetLine(
        pool=table.pool,
        group=group,
        budget_fen=table.budget_fen,
        count=len(within),
        taken_fen=sum(one.amount_fen or 0 for one in within),
        next_fen=beyond[0].amount_fen if beyond else None,
        tied=sum(one.line == "tie_open" for one in table.lines),
    )


def spread_words(scores: Sequence[Score]) -> str:
    """Return the totals of a row from highest to lowest, for the tool tip and screen readers."""
    totals = sorted((one.total for one in scores if one.total is not None), reverse=True)
    return " ".join(points(one) for one in totals)

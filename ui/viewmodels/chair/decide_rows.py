"""The page of decisions as plain values: every row with its place in the line that follows from all of them.

Made of the panel, of what stands beside it and of drafts; nothing is read or written here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from ui.viewmodels.chair.panel import Entry, Panel
from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.listing import listed_pool
from zgc_review.aggregation.outcomes import DECISIONS, Conclusion
from zgc_review.aggregation.ranking import panel_places, parting_key
from zgc_review.aggregation.redrawing import Redrawn, decided_as, redraw, undecided, with_pool
from zgc_review.aggregation.robustness import Firmness
from zgc_review.domain.bodies import Decision, Outcome
from zgc_review.domain.results import ApplicationLine, FundTotal, RankLine
from zgc_review.domain.settings import Pool, RoundSettings, TieKey
from zgc_review.services.deciding_view import DecidingView
from zgc_review.services.deliberating_decisions import objection_to
from zgc_review.services.panel_view import PanelLine, PanelView
from zgc_review.services.tables_out import DecisionRow, proposed

RESERVE = "RESERVE"
_NOTHING = Redrawn((), ())
Origin: TypeAlias = Literal["signed", "noted", "proposed"]
_WORDS: tuple[Conclusion, ...] = (*get_args(Decision), *get_args(Outcome))


@dataclass(frozen=True, slots=True)
class Draft:
    """What the chair noted on an application; ``decision`` None where nothing was chosen yet."""

    decision: Conclusion | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """One ranking of one group; ``pool`` is empty in a mid-term check or an acceptance."""

    group: str
    pool: str


@dataclass(frozen=True, slots=True)
class DecideRow:
    """One application.

    Attributes:
        place: rank and line with everything decided as on this page, None where it is not ranked.
        was: the line as the panel file has it (under a what-if: as this page has it), where it is another.
        decision, amount_fen: what would be signed.
        origin: whether that was signed, noted or is only proposed.
        is_signed: it is, in these very words.
        objection: code of what speaks against signing it, None when it may stand.
        parted_by: what separates it from the next better one of the same value; empty where nothing does.
        beside: number of that one.
        reserve: place on the reserve list by rank, equal ranks alike; None where it is not on it.
    """

    entry: Entry
    line: PanelLine
    place: RankLine | None
    was: str
    decision: str
    amount_fen: int | None
    origin: Origin
    is_signed: bool
    objection: str | None
    firmness: Firmness | None
    parted_by: TieKey | Literal[""] = ""
    beside: str = ""
    reserve: int | None = None

    @property
    def application(self) -> str:
        """Id of the application."""
        return self.entry.application

    @property
    def takes_money(self) -> bool:
        """Whether it is supported."""
        return self.decision in YES

    @property
    def most_fen(self) -> int | None:
        """The most that may be granted, in 分: the ceiling, else the request."""
        return self.entry.requested_fen if self.entry.ceiling_fen is None else self.entry.ceiling_fen

    @property
    def as_signed(self) -> DecisionRow:
        """Return it as it would be signed."""
        return DecisionRow(self.application, self.decision, self.amount_fen)


@dataclass(frozen=True)
class Sheet:
    """Everything the page shows of one scope.

    Attributes:
        pool: with its what-if changes, None in a stage without a line.
        fund: total of the pool's fund with these decisions over what the reader sees.
        is_what_if: the pool is not the round's own.
        tied: groups that nothing but the round chair's word separates, best first, as they stand now.
        settings: with the pool as it is shown, None before anything is.
        drawn, lines: every pool and fund as they are shown, and what they were drawn from.
    """

    rows: tuple[DecideRow, ...] = ()
    pool: Pool | None = None
    fund: FundTotal | None = None
    is_what_if: bool = False
    tied: tuple[tuple[DecideRow, ...], ...] = ()
    settings: RoundSettings | None = None
    drawn: Redrawn = _NOTHING
    lines: tuple[ApplicationLine, ...] = ()

    def row(self, application: str) -> DecideRow | None:
        """Return the row of an application."""
        return next((one for one in self.rows if one.application == application), None)


@dataclass(frozen=True)
class Summary:
    """What a list of rows amounts to: rows by decision in the order of decisions, amounts in 分."""

    groups: tuple[tuple[str, tuple[DecideRow, ...]], ...] = ()
    amount_fen: int = 0
    refused: tuple[DecideRow, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many rows it holds."""
        return sum(len(rows) for _, rows in self.groups)


def scopes_of(panel: Panel) -> tuple[Scope, ...]:
    """Return what may be shown: each pool of each group that holds something."""
    found: list[Scope] = []
    for view in panel.views:
        if not view.aggregate.pools:
            found.append(Scope(view.group, ""))
        found += [
            Scope(view.group, table.pool) for table in view.aggregate.pools if table.lines or table.unranked
        ]
    return tuple(found)


def conclusions(stage: str) -> tuple[Conclusion, ...]:
    """Return what may be decided in a stage, in the order of rules §8."""
    return tuple(word for word in _WORDS if word in DECISIONS[stage])


def sheet_of(
    panel: Panel,
    view: DecidingView,
    scope: Scope,
    drafts: Callable[[str], Draft],
    what_if: Pool | None = None,
) -> Sheet:
    """Return the rows of a scope, ranked, with the line drawn over drafts or over a changed pool.

    With ``what_if`` the numbers speak alone, as if nothing but vetoes, deferrals and voids were decided.
    """
    seen = next(one for one in panel.views if one.group == scope.group)
    unscored = seen.aggregate.unscored
    lines = [_as_decided(line.line, drafts, panel) for line in seen.lines]
    numbers = {name: one.number for name, one in panel.entries.items()}
    base = shown = _listed(redraw(panel.settings, lines, view.funds, unscored, view.ties), numbers)
    settings = panel.settings
    if what_if is not None:
        settings = with_pool(settings, what_if)
        lines = [undecided(line, _most(panel, line)) for line in lines]
        shown = _listed(redraw(settings, lines, view.funds, unscored, view.ties), numbers)
    free = redraw(settings, lines, view.funds, unscored, {}) if view.ties else shown
    pool = next((one for one in settings.pools if one.id == scope.pool), None)
    rows = _rows(panel, view, seen, scope, drafts, _Drawn(_places(base, scope), _places(shown, scope)))
    if what_if is not None:  # how firm a place is was worked out for the round's own line
        rows = [replace(one, firmness=None) for one in rows]
    return Sheet(
        rows=_reserved(_parted(rows, {one.application: one for one in lines}, settings, view, scope)),
        pool=pool,
        fund=None if pool is None else next(one for one in shown.funds if one.fund == pool.fund),
        is_what_if=what_if is not None,
        tied=_tied(rows, free, scope),
        settings=settings,
        drawn=shown,
        lines=tuple(lines),
    )


def _listed(drawn: Redrawn, numbers: Mapping[str, str]) -> Redrawn:
    """Return what was drawn, listed as every other window and form lists it."""
    return replace(drawn, pools=tuple(listed_pool(one, numbers) for one in drawn.pools))


def summary_of(rows: Sequence[DecideRow]) -> Summary:
    """Return counts, rows and the total amount of what would be signed, and what may not be."""
    by_word: dict[str, list[DecideRow]] = {}
    for row in rows:
        by_word.setdefault(row.decision, []).append(row)
    order = [word for word in _WORDS if word in by_word]
    return Summary(
        groups=tuple((word, tuple(by_word[word])) for word in order),
        amount_fen=sum(row.amount_fen or 0 for row in rows if row.takes_money),
        refused=tuple(row for row in rows if row.objection is not None),
    )


def _as_decided(line: ApplicationLine, drafts: Callable[[str], Draft], panel: Panel) -> ApplicationLine:
    """Return a line as the page has it: what was noted, else what was signed."""
    draft = drafts(line.application)
    if draft.decision is not None:
        _, amount, _ = _would_sign(line, draft, "", _most(panel, line))
        return decided_as(line, draft.decision, amount)
    if draft.amount_fen is not None and line.decision is None:
        return decided_as(line, None, draft.amount_fen)
    return line


def _most(panel: Panel, line: ApplicationLine) -> int | None:
    """Return what may be granted at most: the ceiling, else the request."""
    entry = panel.entries[line.application]
    return entry.requested_fen if entry.ceiling_fen is None else entry.ceiling_fen


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Places by application: with everything decided as on this page, and as the page shows them."""

    base: Mapping[str, RankLine]
    shown: Mapping[str, RankLine]


def _places(drawn: Redrawn, scope: Scope) -> dict[str, RankLine]:
    """Return the places of a ranking, best first; none where there is no line."""
    table = next((one for one in drawn.pools if one.pool == scope.pool), None)
    return {} if table is None else {one.application: one for one in table.lines}


def _rows(
    panel: Panel,
    view: DecidingView,
    seen: PanelView,
    scope: Scope,
    drafts: Callable[[str], Draft],
    drawn: _Drawn,
) -> list[DecideRow]:
    """Return the rows of a scope by rank, what is not ranked last by number."""
    own = [one for one in seen.lines if (one.line.pool or "") == scope.pool]
    order = {name: n for n, name in enumerate(drawn.shown)}
    own.sort(key=lambda one: (order.get(one.line.application, len(order)), one.number))
    return [_row(panel, view, one, drawn, drafts(one.line.application)) for one in own]


def _row(panel: Panel, view: DecidingView, line: PanelLine, drawn: _Drawn, draft: Draft) -> DecideRow:
    """Return one row with what would be signed and what speaks against it."""
    name, official = line.line.application, "" if line.rank is None else line.rank.line
    base, place = drawn.base.get(name), drawn.shown.get(name)
    before = official if base is place else "" if base is None else base.line
    decided = "" if base is None else base.line
    decision, amount, origin = _would_sign(line.line, draft, decided, _most(panel, line.line))
    ground = view.grounds.get(name)
    signed = (line.line.decision, line.line.amount_fen)
    return DecideRow(
        entry=panel.entries[name],
        line=line,
        place=place,
        was="" if place is None or place.line == before else before,
        decision=decision,
        amount_fen=amount,
        origin=origin,
        is_signed=line.line.decision is not None and (decision, amount) == signed,
        objection=None if ground is None else objection_to(decision, amount, ground),
        firmness=view.firmness.get(name),
    )


def _would_sign(
    line: ApplicationLine, draft: Draft, place: str, most: int | None
) -> tuple[str, int | None, Origin]:
    """Return decision, amount and origin: what was noted, else what was signed, else the suggestion."""
    if draft.decision is not None:
        word, amount, origin = str(draft.decision), draft.amount_fen, "noted"
    elif line.decision is not None:
        return str(line.decision), line.amount_fen, "signed"
    else:
        word, amount, origin = proposed(line.suggestion, place), draft.amount_fen, "proposed"
    if word not in YES:
        amount = None
    elif amount is None:
        amount = line.amount_fen if line.amount_fen is not None else most
    return word, amount, "noted" if origin == "noted" else "proposed"


def _parted(
    rows: Sequence[DecideRow],
    lines: Mapping[str, ApplicationLine],
    settings: RoundSettings,
    view: DecidingView,
    scope: Scope,
) -> tuple[DecideRow, ...]:
    """Say of neighbours with the same value which published key put one before the other (S10)."""
    places = panel_places(view.ties.get(scope.pool))
    found: list[DecideRow] = []
    for n, row in enumerate(rows):
        before = rows[n - 1] if n else None
        same = before is not None and None not in (row.place, before.place) and _value(row) == _value(before)
        if before is not None and same:
            key = parting_key(lines[before.application], lines[row.application], settings, places)
            if key is not None and key != "value":
                found.append(replace(row, parted_by=key, beside=before.entry.number))
                continue
        found.append(row)
    return tuple(found)


def _reserved(rows: Sequence[DecideRow]) -> tuple[DecideRow, ...]:
    """Number the reserve list: who is asked first when a supported one drops out."""
    listed = sorted(row.place.rank for row in rows if row.decision == RESERVE and row.place is not None)
    return tuple(
        replace(row, reserve=1 + bisect_left(listed, row.place.rank))
        if row.decision == RESERVE and row.place is not None
        else row
        for row in rows
    )


def _value(row: DecideRow) -> int | None:
    return row.line.line.after.value


def _tied(rows: Sequence[DecideRow], free: Redrawn, scope: Scope) -> tuple[tuple[DecideRow, ...], ...]:
    """Return the groups that nothing but the round chair's word separates, best first, as they stand now."""
    table = next((one for one in free.pools if one.pool == scope.pool), None)
    ranks = {} if table is None else {one.application: one.rank for one in table.lines if one.tied}
    groups: dict[int, list[DecideRow]] = {}
    for row in rows:
        if row.application in ranks:
            groups.setdefault(ranks[row.application], []).append(row)
    return tuple(tuple(group) for _, group in sorted(groups.items()))

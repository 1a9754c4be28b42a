"""How the line of a pool and the total of its fund came, amount by amount (S08, S10, rules §9).

The lines repeat the walk of :mod:`line` and the sum of :mod:`funds` in exact amounts; every place and every
total in them is the table's own. Whoever shows them may have drawn the table over other decisions, or with
another budget.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.deliberation import meets_votes
from zgc_review.aggregation.line import fits
from zgc_review.aggregation.steps import Step, step
from zgc_review.domain.money import points
from zgc_review.domain.results import ApplicationLine, FundTotal, PoolTable, RankLine
from zgc_review.domain.settings import Pool, RoundSettings

POOL, FUND = "pool", "fund"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it was drawn.

    Attributes:
        settings: with the pools it was drawn with.
        table: of the pool that is explained.
        pools: every table, for the fund.
        lines: every application they hold, by id.
        numbers: what the applications are called, by id.
    """

    settings: RoundSettings
    table: PoolTable
    pools: Sequence[PoolTable]
    lines: Mapping[str, ApplicationLine]
    numbers: Mapping[str, str]


def line_steps(drawn: Drawn) -> tuple[Step, ...]:
    """Return how the line of a pool came: its settings, the walk by rank, what is taken and left."""
    pool = next(one for one in drawn.settings.pools if one.id == drawn.table.pool)
    return (
        *_settings(drawn, pool),
        *_walk(drawn, pool),
        *_sum(drawn, pool),
        *_unranked(drawn),
    )


def fund_steps(drawn: Drawn, fund: FundTotal) -> tuple[Step, ...]:
    """Return how the total of a fund came: spent before, each pool's support, grants without scores."""
    found = [step(FUND, "fund.spent", amount=fund.spent_before_fen)]
    found += [_granted(drawn, table) for table in drawn.pools if table.fund == fund.fund]
    if fund.unscored_fen:
        found.append(step(FUND, "fund.unscored", amount=fund.unscored_fen))
    sums = {"spent": fund.spent_before_fen, "scored": fund.scored_fen, "unscored": fund.unscored_fen}
    said = {"fund": fund.fund, **sums, "comes_to": fund.total_fen}
    if fund.annual_fen is None:
        return (*found, step(FUND, "fund.open", **said))
    key = "fund.within" if fund.within else "fund.over"
    return (*found, step(FUND, key, annual=fund.annual_fen, **said))


def granted_in(table: PoolTable, lines: Mapping[str, ApplicationLine]) -> tuple[int, int, int]:
    """Return what a pool adds to its fund: how many, how many of them undecided, their sum in 分.

    As :func:`zgc_review.aggregation.funds.fund_totals` counts: support, and what is within while undecided.
    """
    within = {one.application for one in table.lines if one.line == "within"}
    own = [line for line in lines.values() if line.pool == table.pool]
    said = [line for line in own if line.decision in YES]
    waiting = [line for line in own if line.decision is None and line.application in within]
    counted = (*said, *waiting)
    return len(counted), len(waiting), sum(line.amount_fen or 0 for line in counted)


def _granted(drawn: Drawn, table: PoolTable) -> Step:
    count, waiting, amount = granted_in(table, drawn.lines)
    key = "fund.pool_waiting" if waiting else "fund.pool"
    return step(FUND, key, pool=table.pool, count=count, waiting=waiting, amount=amount)


def _settings(drawn: Drawn, pool: Pool) -> Iterator[Step]:
    """Yield what the line is drawn by."""
    yield step(POOL, "pool.lines", pass_line=points(pool.pass_line), reserve=points(pool.reserve))
    if drawn.settings.vote_rule is not None:
        yield step(POOL, "pool.votes", share="/".join(map(str, drawn.settings.vote_rule)))
    if pool.budget_fen is None:
        yield step(POOL, "pool.open")
    else:
        yield step(POOL, f"pool.{pool.rule}", budget=pool.budget_fen)


def _walk(drawn: Drawn, pool: Pool) -> Iterator[Step]:
    """Yield one line an application by rank, one for equals that do not fit together."""
    is_stopped = False
    for _, group in groupby(drawn.table.lines, key=lambda one: one.rank):
        members = list(group)
        tied = [one for one in members if one.line == "tie_open"]
        if tied:
            yield _tied(drawn, pool, tied)
        for one in members:
            if one not in tied:
                yield _one(drawn, pool, one, is_stopped=is_stopped)
        stops = any(one.line in {"tie_open", "beyond_budget"} for one in members)
        is_stopped = is_stopped or (stops and pool.rule == "strict")


def _one(drawn: Drawn, pool: Pool, place: RankLine, *, is_stopped: bool) -> Step:
    """Return where one application stands, and why."""
    line = drawn.lines[place.application]
    said = {
        "rank": place.rank,
        "number": drawn.numbers[place.application],
        "value": points(place.value),
        "place": place.line,
    }
    if not fits(line, drawn.settings, pool):
        return _outside(drawn, pool, line, said)
    amount = place.amount_fen or 0
    is_within = place.line == "within"
    before = place.running_fen - (amount if is_within else 0)
    sums = {"before": before, "amount": amount, "running": before + amount}
    if pool.budget_fen is None:
        return step(POOL, "pool.adds", **said, **sums)
    if is_stopped:
        return step(POOL, "pool.after", **said)
    key = "pool.fits" if is_within else "pool.exceeds"
    return step(POOL, key, budget=pool.budget_fen, **said, **sums)


def _tied(drawn: Drawn, pool: Pool, tied: Sequence[RankLine]) -> Step:
    """Return why equals stay open: they fit together or not at all."""
    amount, before = sum(one.amount_fen or 0 for one in tied), tied[0].running_fen
    return step(
        POOL,
        "pool.tie",
        rank=tied[0].rank,
        count=len(tied),
        numbers=_listed(drawn, [one.application for one in tied]),
        before=before,
        amount=amount,
        running=before + amount,
        budget=pool.budget_fen,
        place=tied[0].line,
    )


def _outside(drawn: Drawn, pool: Pool, line: ApplicationLine, said: Mapping[str, object]) -> Step:
    """Return why an application takes no money: its value, the panel's word, or too few votes."""
    if (line.after.value or 0) < pool.pass_line:
        return step(POOL, "pool.under", pass_line=points(pool.pass_line), **said)
    if not meets_votes(line.after, drawn.settings):
        return step(POOL, "pool.few", yes=line.after.yes_votes, n=len(line.after.marks), **said)
    return step(POOL, "pool.decided", decision=line.decision, **said)


def _sum(drawn: Drawn, pool: Pool) -> Iterator[Step]:
    """Yield what is taken, and what is left."""
    inside = [one for one in drawn.table.lines if one.line == "within"]
    taken = inside[-1].running_fen if inside else 0
    if pool.budget_fen is None:
        yield step(POOL, "pool.taken", count=len(inside), taken=taken)
    else:
        left = pool.budget_fen - taken
        yield step(POOL, "pool.left", count=len(inside), taken=taken, left=left, budget=pool.budget_fen)


def _unranked(drawn: Drawn) -> Iterator[Step]:
    """Yield what has no rank."""
    if drawn.table.unranked:
        listed = _listed(drawn, drawn.table.unranked)
        yield step(POOL, "pool.unranked", count=len(drawn.table.unranked), numbers=listed)


def _listed(drawn: Drawn, applications: Sequence[str]) -> str:
    return " ".join(sorted(drawn.numbers[one] for one in applications))

"""Totals of a fund over its pools and its unscored grants (rules §9)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from zgc_review.aggregation.combination import YES
from zgc_review.domain.results import (
    ApplicationLine,
    FundTotal,
    PoolTable,
    ResultApplication,
    UnscoredLine,
)
from zgc_review.domain.settings import Fund, FundLimit, RoundSettings
from zgc_review.errors import AggregationError

_CHECKED = frozenset({"CHECKED", "SEALED"})
_GRANTED = frozenset({"MET", "LISTED"})
_MOST_FEN = 10**15  # what an amount field holds (domain.shapes.Fen)


def unscored_lines(applications: Sequence[ResultApplication]) -> tuple[UnscoredLine, ...]:
    """Return what was settled without scores, by id (rules §2.2).

    Raises:
        AggregationError: ``aggregation.check.missing`` for one that was checked without a result.
    """
    return tuple(
        _unscored(application)
        for application in sorted(applications, key=lambda entry: entry.application)
        if application.mode != "open_call" and application.state in _CHECKED
    )


def fund_totals(
    settings: RoundSettings,
    funds: Mapping[str, Fund],
    lines: Sequence[ApplicationLine],
    pools: Sequence[PoolTable],
    unscored: Sequence[UnscoredLine],
) -> tuple[FundTotal, ...]:
    """Return the total of every fund that the round's pools or limits name, by id.

    ``funds``: the fund of each sub-direction.

    Raises:
        AggregationError: ``aggregation.fund.missing`` for an unscored grant of no known fund;
            ``aggregation.fund.range`` for a total that no amount field holds.
    """
    within = {line.application for pool in pools for line in pool.lines if line.line == "within"}
    fund_of_pool = {pool.id: pool.fund for pool in settings.pools}
    scored: defaultdict[Fund, int] = defaultdict(int)
    for line in lines:
        if line.pool is None:
            continue
        if line.decision in YES or (line.decision is None and line.application in within):
            scored[fund_of_pool[line.pool]] += line.amount_fen or 0
    granted: defaultdict[Fund, int] = defaultdict(int)
    for entry in unscored:
        if entry.sub_direction not in funds:
            raise AggregationError("aggregation.fund.missing", sub_direction=entry.sub_direction)
        granted[funds[entry.sub_direction]] += entry.amount_fen or 0
    names = sorted({*fund_of_pool.values(), *settings.funds})
    return tuple(_total(fund, settings, scored[fund], granted[fund]) for fund in names)


def _total(fund: Fund, settings: RoundSettings, scored: int, unscored: int) -> FundTotal:
    """Add up one fund and compare it with what the year allows."""
    limit = settings.funds.get(fund, FundLimit())
    total = limit.spent_before_fen + scored + unscored
    if total > _MOST_FEN:
        raise AggregationError("aggregation.fund.range", fund=fund)
    return FundTotal(
        fund=fund,
        annual_fen=limit.annual_fen,
        spent_before_fen=limit.spent_before_fen,
        scored_fen=scored,
        unscored_fen=unscored,
        total_fen=total,
        within=limit.annual_fen is None or total <= limit.annual_fen,
    )


def _unscored(application: ResultApplication) -> UnscoredLine:
    """Return the line of one checked application; only a met standard or a listed unit gets an amount."""
    if application.check_result is None:
        raise AggregationError("aggregation.check.missing", application=application.number)
    bounds = [bound for bound in (application.requested_fen, application.ceiling_fen) if bound is not None]
    granted = application.check_result in _GRANTED
    return UnscoredLine(
        application=application.application,
        sub_direction=application.sub_direction,
        result=application.check_result,
        amount_fen=min(bounds, default=None) if granted else None,
    )

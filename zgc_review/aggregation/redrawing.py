"""The ranking of a pool with its line, also of lines that were changed: other decisions, another budget.

The official line and every “what if” are drawn by the same functions; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from zgc_review.aggregation.combination import YES
from zgc_review.aggregation.funds import fund_totals
from zgc_review.aggregation.inputs import SignedConsent
from zgc_review.aggregation.line import draw_line
from zgc_review.aggregation.ranking import UNRANKED, may_rank, rank_groups
from zgc_review.domain.bodies import Decision, Outcome
from zgc_review.domain.results import ApplicationLine, FundTotal, PoolTable, UnscoredLine
from zgc_review.domain.settings import Fund, Pool, RoundSettings


@dataclass(frozen=True, slots=True)
class Redrawn:
    """Every pool and every fund anew."""

    pools: tuple[PoolTable, ...]
    funds: tuple[FundTotal, ...]


def redraw(
    settings: RoundSettings,
    lines: Sequence[ApplicationLine],
    funds: Mapping[str, Fund],
    unscored: Sequence[UnscoredLine],
    ties: Mapping[str, SignedConsent],
) -> Redrawn:
    """Rank and draw lines anew.

    Args:
        settings: of the round, or with other pools.
        lines: as they stand, or with other decisions and amounts.
        funds: the fund of each sub-direction.
        unscored: grants settled without scores.
        ties: the order of equals that counts, by pool.

    Raises:
        AggregationError: as ``aggregation.funds`` and ``aggregation.ranking``.
    """
    pools = tuple(pool_table(settings, pool, lines, ties.get(pool.id)) for pool in settings.pools)
    return Redrawn(pools, fund_totals(settings, funds, lines, pools, unscored))


def with_pool(settings: RoundSettings, changed: Pool) -> RoundSettings:
    """Return settings in which a pool is another one with the same id."""
    pools = tuple(changed if one.id == changed.id else one for one in settings.pools)
    return msgspec.structs.replace(settings, pools=pools)


def decided_as(
    line: ApplicationLine, decision: Decision | Outcome | None, amount_fen: int | None
) -> ApplicationLine:
    """Return a line as it would be with a decision; only support has an amount."""
    amount = amount_fen if decision is None or decision in YES else None
    return msgspec.structs.replace(line, decision=decision, amount_fen=amount)


def undecided(line: ApplicationLine, most: int | None) -> ApplicationLine:
    """Return a line without the panel's word on support; what is VETOED, DEFER or VOID stays so.

    ``most``: what may be granted at most, its amount where the panel recommended none.
    """
    if line.decision is None or line.decision in UNRANKED:
        return line
    amount = line.amount_fen if line.decision in YES else most
    return msgspec.structs.replace(line, decision=None, amount_fen=amount)


def pool_table(
    settings: RoundSettings, pool: Pool, lines: Sequence[ApplicationLine], tie: SignedConsent | None
) -> PoolTable:
    """Rank one pool and draw its line."""
    own = [line for line in lines if line.pool == pool.id]
    groups = rank_groups([line for line in own if may_rank(line)], settings, tie)
    return PoolTable(
        pool=pool.id,
        fund=pool.fund,
        rule=pool.rule,
        budget_fen=pool.budget_fen,
        lines=draw_line(groups, settings, pool),
        unranked=tuple(line.application for line in own if not may_rank(line)),
    )

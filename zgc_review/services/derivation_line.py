"""How the line of a pool came, with the total of its fund, in windows and commands (rules §9, §15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zgc_review.aggregation.derivation_line import POOL, Drawn, fund_steps, line_steps
from zgc_review.aggregation.listing import listed
from zgc_review.aggregation.steps import step
from zgc_review.domain.results import ApplicationLine, FundTotal, PoolTable
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.errors import GateError
from zgc_review.services.aggregating import current_aggregate
from zgc_review.services.derivation import Derivation
from zgc_review.services.desk import Desk
from zgc_review.services.panel_view import only_group, panel_view, panels_taken
from zgc_review.services.rounds import state_of


def explain_pool(desk: Desk, row: RoundRow, pool: str, group: str = "") -> Derivation:
    """Return how the line of a pool came: for the secretary of the round, for others of a panel file.

    Args:
        group: of which panel file, where several were taken.

    Raises:
        GateError: ``tie.pool``: the round has no such pool; ``panel.none``, ``panel.which``.
            AggregationError.
    """
    with desk.vault.begin() as uow:
        is_whole = row.place == "secretary"
        if is_whole:
            found = current_aggregate(uow, row)
        else:
            name = group or only_group(uow, row)
            if name not in panels_taken(uow, row):
                raise GateError("panel.none", group=name)
            found = panel_view(uow, row, name).aggregate
        settings = state_of(uow, row).settings
        rows = uow.applications.all(row.round_id)
    held = {line.application for line in found.applications}
    numbers = {one.application_id: one.number for one in rows if one.application_id in held}
    found = listed(found, numbers)
    return pool_derivation(
        settings, found.pools, found.funds, found.applications, numbers, pool, is_whole=is_whole
    )


def pool_derivation(
    settings: RoundSettings,
    pools: Sequence[PoolTable],
    funds: Sequence[FundTotal],
    lines: Sequence[ApplicationLine],
    numbers: Mapping[str, str],
    pool: str,
    *,
    is_whole: bool,
) -> Derivation:
    """Return how a line came that was drawn already, perhaps over other decisions or with another budget.

    Args:
        settings: with the pools the line was drawn with.
        numbers: of the applications in ``lines``, by id.

    Raises:
        GateError: ``tie.pool``.
    """
    table = next((one for one in pools if one.pool == pool), None)
    if table is None:
        raise GateError("tie.pool", pool=pool[:32])
    drawn = Drawn(settings, table, pools, {one.application: one for one in lines}, numbers)
    fund = next(one for one in funds if one.fund == table.fund)
    scope = () if is_whole else (step(POOL, "pool.seen", count=len(table.lines) + len(table.unranked)),)
    return Derivation(
        number=pool,
        code="",
        steps=(*scope, *line_steps(drawn), *fund_steps(drawn, fund)),
        criteria={},
        documents={},
        is_whole=is_whole,
        subject="pool",
    )

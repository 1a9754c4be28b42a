"""Ties: the round chair orders what nothing else separates (rules S10); a tie is never cut silently."""

from __future__ import annotations

from dataclasses import replace

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.bodies import (
    ConsentBody,
)
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import SheetStatus, State
from zgc_review.errors import GateError
from zgc_review.services.aggregating import aggregation_input
from zgc_review.services.chain import RoundState
from zgc_review.services.panel_chairs import stands_aside

_OPEN = frozenset({State.AGGREGATED.value, State.DELIBERATED.value})
_ASIDE = frozenset({SheetStatus.RECUSED.value, SheetStatus.PENDING.value})


def check_tie(uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, body: ConsentBody) -> None:
    """Refuse an order of equals by anybody but the round chair, or of what is not equal.

    Raises:
        GateError: ``consent.chair``, ``tie.pool``, ``tie.twice``, ``tie.key``, ``tie.recused``,
            ``tie.unequal``.
    """
    pool, order = str(body.values["pool"]), body.values["order"]
    assert isinstance(order, list)  # noqa: S101 - checked by the shape of the act
    if code != state.round_chair:
        raise GateError("consent.chair", act=body.act, number=pool)
    if pool not in {one.id for one in state.settings.pools}:
        raise GateError("tie.pool", pool=pool)
    if "panel_vote" not in state.settings.tie_keys:
        raise GateError("tie.key", pool=pool)
    if len(set(order)) != len(order) or len(order) < 2:
        raise GateError("tie.twice", pool=pool)
    if row.place == "secretary":
        _check_equal(uow, row, state, code, pool, order)
        return
    # The round chair's vault knows only the own groups; the secretary's judges the rest.
    for application_id in order:
        known = uow.applications.get(application_id)
        if known is not None and known.state in _ASIDE:
            raise GateError("tie.recused", number=known.number)


def tied_groups(uow: UnitOfWork, row: RoundRow, pool: str) -> tuple[tuple[str, ...], ...]:
    """Return the applications of a pool that nothing but the panel's word separates, best group first.

    Raises:
        GateError: ``tie.pool``: the round has no such pool; a mid-term check or an acceptance has none.
    """
    inputs = aggregation_input(uow, row)
    unordered = [one for one in inputs.consents if one.body.act != "tie"]
    pools = aggregate(replace(inputs, consents=unordered)).pools
    table = next((one for one in pools if one.pool == pool), None)
    if table is None:
        raise GateError("tie.pool", pool=pool[:32])
    groups: dict[int, list[str]] = {}
    for line in table.lines:
        if line.tied:
            groups.setdefault(line.rank, []).append(line.application)
    return tuple(tuple(one) for _, one in sorted(groups.items()))


def _check_equal(
    uow: UnitOfWork, row: RoundRow, state: RoundState, code: str, pool: str, order: list[str]
) -> None:
    """Refuse to order what is not equal, is decided for good, or on which the chair stands aside."""
    equal = {application for group in tied_groups(uow, row, pool) for application in group}
    for application_id in order:
        application = uow.applications.get(application_id)
        if application is None or application.round_id != row.round_id:
            raise GateError("application.unknown")
        if stands_aside(uow, row, state, code, application_id):
            raise GateError("tie.recused", number=application.number)
        if application_id not in equal or application.state not in _OPEN:
            raise GateError("tie.unequal", number=application.number)

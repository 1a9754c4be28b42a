"""How firmly the funded applications stand, over what a reader may see (acceptance A13, rules §15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.aggregation.inputs import AggregationInput
from zgc_review.aggregation.robustness import Firmness, robustness
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.aggregating import aggregation_input
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.panel_view import seen_inputs


@dataclass(frozen=True)
class FirmnessView:
    """What is near a line or crosses it, in the order of pools and ranks; ``numbers`` by application id."""

    found: tuple[Firmness, ...]
    numbers: Mapping[str, str]


def firmness_seen(desk: Desk, row: RoundRow, group: str) -> FirmnessView:
    """Return it over the newest panel file of a group: the reader's visible set and no more.

    Raises:
        GateError: ``panel.none``.
        AggregationError: ``aggregation.*``.
    """
    with desk.vault.begin() as uow:
        inputs = seen_inputs(uow, row, group)
    return _view(inputs)


def firmness_of_round(uow: UnitOfWork, row: RoundRow) -> FirmnessView:
    """Return it over everything combined so far, for the secretary.

    Raises:
        GateError: somebody else asks.
        AggregationError: ``aggregation.*``.
    """
    as_secretary(row)
    return _view(aggregation_input(uow, row))


def _view(inputs: AggregationInput) -> FirmnessView:
    """Compute it; nothing is read any more."""
    numbers = {one.application: one.number for one in inputs.applications}
    return FirmnessView(robustness(inputs), numbers)

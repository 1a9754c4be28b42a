"""One scored application as it stands: the same line that the whole aggregate has, computed alone."""

from __future__ import annotations

from zgc_review.aggregation.aggregate import aggregate
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.results import ApplicationLine
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SCORED
from zgc_review.errors import GateError
from zgc_review.services.aggregating import aggregation_input


def line_of(uow: UnitOfWork, row: RoundRow, application: ApplicationRow) -> ApplicationLine:
    """Return the line of an application in the secretary's vault.

    Raises:
        GateError: ``deliberation.unscored``: it is not combined yet.
        AggregationError: ``aggregation.*``.
    """
    if application.state not in SCORED:
        raise GateError("deliberation.unscored", number=application.number)
    (line,) = aggregate(aggregation_input(uow, row, application.application_id)).applications
    return line


def effective_codes(line: ApplicationLine) -> tuple[str, ...]:
    """Return the experts whose sheet counts: only they vote on a veto (rules §8)."""
    return tuple(mark.code for mark in line.before.marks)

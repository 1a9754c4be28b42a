"""A new card waits for its own letter: nothing is signed on what was sent to the card before (rules §3.3)."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow


def await_letter(uow: UnitOfWork, row: RoundRow) -> None:
    """Note that the own card is new and has no letter yet; the caller commits."""
    uow.facts.put(_name(row), True)


def letter_came(uow: UnitOfWork, row: RoundRow) -> None:
    """Note that a letter to the card in force was taken in; the caller commits."""
    if is_awaited(uow, row):
        uow.facts.put(_name(row), False)


def is_awaited(uow: UnitOfWork, row: RoundRow) -> bool:
    """Say whether the letters held are all to a card that is out of use."""
    return bool(uow.facts.get(_name(row)))


def _name(row: RoundRow) -> str:
    """Return the name of the fact."""
    return f"letter-awaited:{row.round_id}"

"""What a service works at: an unlocked vault, a suite and a clock."""

from __future__ import annotations

from dataclasses import dataclass, field

from zgc_review.domain.ports import UnitOfWork, Vault
from zgc_review.domain.rows import OwnCard, RoundRow
from zgc_review.domain.times import Clock, SystemClock
from zgc_review.errors import GateError, ProgramFault
from zgc_review.seal.suite import Suite
from zgc_review.seal.suites import suite_named


@dataclass(frozen=True)
class Desk:
    """An unlocked vault with its suite and clock."""

    vault: Vault
    clock: Clock = field(default_factory=SystemClock)
    suite: Suite = field(default_factory=lambda: suite_named("intl-1"))


def the_round(uow: UnitOfWork, round_id: str | None = None) -> RoundRow:
    """Return the round meant: the named one, else the only one of the vault.

    Raises:
        GateError: ``round.none``, ``round.unknown`` or ``round.which`` when several could be meant.
    """
    rounds = uow.rounds.all()
    if not rounds:
        raise GateError("round.none")
    if round_id is not None:
        found = [row for row in rounds if row.round_id.startswith(round_id)]
        if len(found) != 1:
            raise GateError("round.unknown", round=round_id)
        return found[0]
    if len(rounds) > 1:
        raise GateError("round.which", count=len(rounds))
    return rounds[0]


def own_card(uow: UnitOfWork, row: RoundRow) -> OwnCard:
    """Return the card this vault uses in a round."""
    card = uow.cards.own_by_id(row.card_id)
    if card is None:
        raise ProgramFault(f"round {row.round_id} names a card the vault does not hold")
    return card


def as_secretary(row: RoundRow) -> None:
    """Refuse acts that only the round's own vault may do (rules §1).

    Raises:
        GateError: ``round.role.secretary``.
    """
    if row.place != "secretary":
        raise GateError("round.role.secretary")


def as_member(row: RoundRow) -> None:
    """Refuse in the round's own vault what belongs to a member's: its tables mean other things there.

    Raises:
        GateError: ``round.role.member``.
    """
    if row.place != "member":
        raise GateError("round.role.member")

"""Whose card is there, and whose is still missing before seats can be written (design §4.1, rules §3.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ExpertRow, KnownCard, RoundRow
from zgc_review.services.desk import as_secretary
from zgc_review.services.drawing_record import Draw, draws_of
from zgc_review.services.rounds import acting_state


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who was drawn and gets a seat.

    Attributes:
        group: group id.
        cards: cards that bear the same name and belong to no member yet, newest last; a person decides.
    """

    expert: ExpertRow
    group: str
    cards: tuple[KnownCard, ...]

    @property
    def compared(self) -> tuple[KnownCard, ...]:
        """Those of the cards whose digits were compared."""
        return tuple(one for one in self.cards if one.trusted_at is not None)


@dataclass(frozen=True, slots=True)
class CardsDue:
    """The cards of a vault beside a round.

    Attributes:
        cards: every card taken in, in order of arrival.
        codes: code in this round, by card id; also of the version that waits.
        owners: who waits for a seat, by group and in the order of the draw.
    """

    cards: tuple[KnownCard, ...]
    codes: Mapping[str, str]
    owners: tuple[Owner, ...]

    @property
    def missing(self) -> tuple[Owner, ...]:
        """Who waits for a seat and has no compared card."""
        return tuple(one for one in self.owners if not one.compared)


def cards_due(uow: UnitOfWork, row: RoundRow) -> CardsDue:
    """Return the cards, and whose are missing.

    Raises:
        GateError: ``round.role.secretary``.
    """
    as_secretary(row)
    state = acting_state(uow, row)
    cards = tuple(sorted(uow.cards.known(), key=lambda one: (one.seen_at, one.card_id)))
    owned = {one.card_id: state.owner(one.card_id) for one in cards}
    codes = {card: member.code for card, member in owned.items() if member is not None}
    free = tuple(one for one in cards if one.card_id not in codes)
    draws = draws_of(uow, row)
    newest = draws[-1] if draws else None
    waiting = newest is not None and newest.done_at and newest.version is None
    owners = _owners(uow, newest, free) if waiting and newest is not None else ()
    return CardsDue(cards, codes, owners)


def plain_name(name: str) -> str:
    """Return a name as cards are compared by it: spelling of width and spaces plays no part."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _owners(uow: UnitOfWork, draw: Draw, free: tuple[KnownCard, ...]) -> tuple[Owner, ...]:
    """Return those whom a draw seats, each with the cards of the same name."""
    found = []
    for one in draw.drawn:
        for entry in draw.seated(one.group):
            expert = uow.experts.get(entry)
            if expert is not None:
                name = plain_name(str(expert.record.get("name", "")))
                cards = tuple(card for card in free if plain_name(card.name) == name)
                found.append(Owner(expert, one.group, cards))
    return tuple(found)

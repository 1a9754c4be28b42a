"""Cards of others: taken from files, compared by their digits; whose are missing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.viewmodels.session import Session
from zgc_review.domain.rows import KnownCard, RoundRow
from zgc_review.errors import ReviewError
from zgc_review.seal.cards import MAX_CARD
from zgc_review.services import post
from zgc_review.services.cards_due import CardsDue, cards_due
from zgc_review.services.desk import Desk
from zgc_review.services.trust import take_card, trust_card

CARD = ".zgccard"
_MOST = 2000


@dataclass(frozen=True, slots=True)
class TakenCards:
    """What became of card files.

    Attributes:
        new: cards that were not here before.
        known: how many were.
        refused: file name and why.
    """

    new: tuple[KnownCard, ...]
    known: int
    refused: tuple[tuple[str, ReviewError], ...]


class CardsModel(QObject):
    """The cards of a vault, beside a round where one is open.

    Signals:
        loaded: the cards were read.
        taken: a :class:`TakenCards`.
        trusted: id of a card that counts from now on.
        failed: a :class:`ReviewError`.
        changed: cards are not what they were.
    """

    loaded = Signal()
    taken = Signal(object)
    trusted = Signal(str)
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.due = CardsDue((), {}, ())

    def load(self) -> None:
        """Read the cards."""
        row = self._row()
        self.session.read(self, lambda desk: read_due(desk, row), self._loaded, self.failed.emit)

    def take(self, paths: Sequence[Path]) -> None:
        """Take card files in; nothing is trusted by it."""
        row = self._row()

        def work(desk: Desk) -> tuple[TakenCards, CardsDue]:
            return take_files(desk, card_files(paths)), read_due(desk, row)

        def done(found: tuple[TakenCards, CardsDue]) -> None:
            self._loaded(found[1])  # who hears of new cards finds them in the list
            self.changed.emit()
            self.taken.emit(found[0])

        self.session.act(self, work, done, self.failed.emit)

    def trust(self, card_id: str) -> None:
        """Trust a card whose digits were read aloud and were the same."""
        card = self.card(card_id)
        if card is None:
            return

        digits, row = card.fingerprint, self._row()

        def work(desk: Desk) -> CardsDue:
            trust_card(desk, card_id, digits)
            return read_due(desk, row)

        def done(due: CardsDue) -> None:
            self._loaded(due)
            self.changed.emit()
            self.trusted.emit(card_id)

        self.session.act(self, work, done, self.failed.emit)

    def card(self, card_id: str) -> KnownCard | None:
        """Return a card that was taken in."""
        return next((one for one in self.due.cards if one.card_id == card_id), None)

    def _row(self) -> RoundRow | None:
        """The round that is open, None before there is one."""
        return self.session.head.row if self.session.head is not None else None

    def _loaded(self, due: CardsDue) -> None:
        self.due = due
        self.loaded.emit()


def read_due(desk: Desk, row: RoundRow | None) -> CardsDue:
    """Read the cards; without a round there is nobody whose card could be missing."""
    with desk.vault.begin() as uow:
        if row is not None:
            return cards_due(uow, row)
        cards = sorted(uow.cards.known(), key=lambda one: (one.seen_at, one.card_id))
        return CardsDue(tuple(cards), {}, ())


def take_files(desk: Desk, files: Sequence[Path]) -> TakenCards:
    """Take card files in, each on its own; a file that is no card is named with its reason."""
    with desk.vault.begin() as uow:
        known = {one.card_id for one in uow.cards.known()}
    new: dict[str, KnownCard] = {}
    again, refused = 0, list[tuple[str, ReviewError]]()
    for path in files:
        try:
            card = take_card(desk, post.read_file(path, MAX_CARD))
        except ReviewError as fault:
            refused.append((path.name, fault))
            continue
        if card.card_id in known or card.card_id in new:
            again += 1
        else:
            new[card.card_id] = card
    return TakenCards(tuple(new.values()), again, tuple(refused))


def card_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return files as they are given, and the card files in folders; unreadable folders count as empty."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path)
            continue
        with suppress(OSError):
            found |= dict.fromkeys(sorted(one for one in path.iterdir() if one.suffix == CARD))
    return tuple(found)[:_MOST]

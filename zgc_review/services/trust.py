"""Own cards, other people's cards, and the fingerprint comparison that makes a card trusted."""

from __future__ import annotations

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import KnownCard, OwnCard
from zgc_review.errors import GateError, SealError
from zgc_review.seal.cards import make_card, read_card
from zgc_review.seal.digits import read_digits
from zgc_review.services import log
from zgc_review.services.desk import Desk


def make_own_card(desk: Desk, name: str, organisation: str) -> OwnCard:
    """Make a card with new keys; one is made per round, so that keys do not link rounds (design §4.1)."""
    keys, payload = make_card(name, organisation, desk.suite, desk.clock)
    card = read_card(payload, desk.suite)
    row = OwnCard(
        card_id=card.card_id,
        fingerprint=card.fingerprint,
        name=name,
        organisation=organisation,
        recipient=card.recipient,
        key=card.key,
        age_secret=keys.identity,
        sign_secret=keys.signing_key.hex(),
        payload=payload,
        created_at=desk.clock.now(),
    )
    with desk.vault.begin() as uow:
        uow.cards.add_own(row)
        _note(uow, desk, "card.made", card.card_id)
        uow.commit()
    return row


def take_card(desk: Desk, payload: bytes) -> KnownCard:
    """Keep somebody's card, not trusted yet; the same card again changes nothing.

    Raises:
        PackageError: ``seal.*``: not a well-formed, self-signed card.
    """
    card = read_card(payload, desk.suite)
    with desk.vault.begin() as uow:
        known = uow.cards.known_by_id(card.card_id)
        if known is None:
            known = KnownCard(
                card_id=card.card_id,
                fingerprint=card.fingerprint,
                name=card.name,
                organisation=card.organisation,
                recipient=card.recipient,
                key=card.key,
                payload=payload,
                seen_at=desk.clock.now(),
                trusted_at=None,
            )
            uow.cards.add_known(known)
            _note(uow, desk, "card.seen", card.card_id)
            uow.commit()
    return known


def trust_card(desk: Desk, card_id: str, typed: str) -> KnownCard:
    """Trust a card after its fingerprint was read aloud by its owner and typed here.

    Raises:
        GateError: ``card.unknown``.
        SealError: ``seal.digits.form``, or ``card.fingerprint`` when the digits are another card's.
    """
    digits = read_digits(typed)
    with desk.vault.begin() as uow:
        known = uow.cards.known_by_id(card_id)
        if known is None:
            raise GateError("card.unknown")
        if digits != known.fingerprint:
            raise SealError("card.fingerprint")
        if known.trusted_at is None:
            uow.cards.trust(card_id, desk.clock.now())
            _note(uow, desk, "card.trusted", card_id)
            uow.commit()
        return uow.cards.known_by_id(card_id) or known


def trusted_card(uow: UnitOfWork, card_id: str) -> KnownCard:
    """Return a card that may be sealed to.

    Raises:
        GateError: ``card.unknown``; ``card.untrusted``: nobody compared its fingerprint.
    """
    known = uow.cards.known_by_id(card_id)
    if known is None:
        raise GateError("card.unknown")
    if known.trusted_at is None:
        raise GateError("card.untrusted", fingerprint=known.fingerprint)
    return known


def _note(uow: UnitOfWork, desk: Desk, act: str, card_id: str) -> None:
    """Write an event about a card into the vault's own log."""
    log.record(uow, log.VAULT_LOG, act, "", desk.clock.now(), {"card": card_id})

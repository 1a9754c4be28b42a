"""Who must consent to a version of the round definition, and what they answered (docs/bodies.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.round_bodies import Member

if TYPE_CHECKING:
    from zgc_review.services.chain import RoundState


@dataclass(frozen=True, slots=True)
class SignedConsent:
    """One signed act, whoever's card signed it."""

    message_id: str
    sender: str
    seq: int
    body: ConsentBody


def missing_consents(before: RoundState, after: RoundState, agreed: frozenset[str]) -> tuple[str, ...]:
    """Return the codes whose consent ``after`` still needs (design §4.6)."""
    return tuple(member.code for member in needed_consents(before, after) if member.card not in agreed)


def needed_consents(before: RoundState, after: RoundState) -> tuple[Member, ...]:
    """Return who must consent to ``after``, with the card that must sign (docs/bodies.md §1).

    The observer signs with the card of the version before: a new one would be the secretary's word alone.
    """
    chair = before.member(before.round_chair) if before.round_chair else None
    if chair is None:
        named = after.member(after.round_chair) if after.round_chair else None
        return (before.observer,) if named is None else (before.observer, named)
    return (before.observer,) if _card_lost(before, after, chair) else (chair,)


def unable_to_consent(before: RoundState, after: RoundState) -> tuple[str, ...]:
    """Return the codes whose consent ``after`` needs and whose card is revoked: nothing it signs counts."""
    return tuple(one.code for one in needed_consents(before, after) if one.card in before.revoked)


def agreement(before: RoundState, version_id: str, consents: Iterable[SignedConsent]) -> frozenset[str]:
    """Return the cards whose newest consent to a version says yes, by what ``before`` lets count.

    A revoked card consents to nothing more, but for what was kept of it.
    """
    newest: dict[str, SignedConsent] = {}
    for one in _answers(before, version_id, consents):
        if one.sender not in newest or newest[one.sender].seq < one.seq:
            newest[one.sender] = one
    return frozenset(card for card, one in newest.items() if one.body.answer == "yes")


def refusers(before: RoundState, after: RoundState, consents: Iterable[SignedConsent]) -> tuple[str, ...]:
    """Return the codes whose consent ``after`` needs and whose newest answer to it is no."""
    said = tuple(_answers(before, after.version_id, consents))
    agreed = agreement(before, after.version_id, said)
    answered = {one.sender for one in said}
    return tuple(
        one.code for one in needed_consents(before, after) if one.card in answered and one.card not in agreed
    )


def was_refused(before: RoundState, after: RoundState, consents: Iterable[SignedConsent]) -> bool:
    """Say whether anybody whose consent ``after`` needs ever said no to it.

    A version that withdraws another is signed on such an answer; what is said afterwards changes nothing.
    """
    needed = {one.card for one in needed_consents(before, after)}
    said = _answers(before, after.version_id, consents)
    return any(one.sender in needed and one.body.answer == "no" for one in said)


def _answers(
    before: RoundState, version_id: str, consents: Iterable[SignedConsent]
) -> Iterator[SignedConsent]:
    """Yield the answers to a version that ``before`` lets count."""
    for one in consents:
        kept = before.revoked.get(one.sender)
        if one.body.act != "round" or one.body.about != version_id:
            continue
        if kept is None or one.message_id in kept:
            yield one


def _card_lost(before: RoundState, after: RoundState, chair: Member) -> bool:
    """Say whether the amendment replaces or revokes the round chair's own card."""
    current = after.member(chair.code)
    newly_revoked = chair.card in after.revoked and chair.card not in before.revoked
    return newly_revoked or (current is not None and current.card != chair.card)

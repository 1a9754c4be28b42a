"""The signed acts that count: one per member and slot, lost cards left out (docs/bodies.md §2, §4)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.bodies import ConsentBody
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.services import post
from zgc_review.services.chain import RoundState


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a member said last in a slot.

    Attributes:
        code: who signed.
        row: the message; ``row.at`` is when this vault got or made it.
        body: the act.
    """

    code: str
    row: MessageRow
    body: ConsentBody

    @property
    def id(self) -> str:
        """The message id."""
        return self.row.message_id


def spoken(
    uow: UnitOfWork, row: RoundRow, state: RoundState, act: str, application: str | None = None
) -> tuple[Spoken, ...]:
    """Return the counting consents of one act by message id; ``application``: only those about it.

    Of one member and slot the newer card's message counts, then the higher number.
    """
    newest: dict[tuple[str, str], tuple[tuple[int, int], Spoken]] = {}
    for message in uow.messages.find(row.round_id, "consent"):
        if message.slot.split(":", 1)[0] != act:
            continue
        owner = state.owner(message.sender or "")
        if owner is None or not state.accepts(owner.card, message.message_id):
            continue
        body = post.signed_consent(message).body
        if application is not None and body.application != application:
            continue
        cards = [member.card for member in state.members[owner.code]]
        rank = (cards.index(owner.card), message.seq)
        key = (owner.code, message.slot)
        if key not in newest or newest[key][0] < rank:
            newest[key] = (rank, Spoken(owner.code, message, body))
    return tuple(sorted((one for _, one in newest.values()), key=lambda one: one.id))

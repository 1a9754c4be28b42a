"""The signed acts that count: one per member and slot, lost cards left out (docs/bodies.md §2, §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zgc_review.domain.bodies import (
    ConsentBody,
)
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


# Acts whose slot is the application itself: found without reading all others.
_BY_APPLICATION = frozenset({"acting", "discuss", "opinion", "decision"})


class ConsentBook:
    """The counting consents of a round, read once and looked up by act and application."""

    def __init__(self, uow: UnitOfWork, row: RoundRow, state: RoundState) -> None:
        self._found: dict[tuple[str, str | None], list[Spoken]] = {}
        for one in _newest(uow.messages.find(row.round_id, "consent"), state):
            self._found.setdefault((one.body.act, one.body.application), []).append(one)

    def of(self, act: str, application: str | None) -> tuple[Spoken, ...]:
        """Return the consents of an act about one application, by message id."""
        return tuple(self._found.get((act, application), ()))


def spoken(
    uow: UnitOfWork, row: RoundRow, state: RoundState, act: str, application: str | None = None
) -> tuple[Spoken, ...]:
    """Return the counting consents of one act by message id; ``application``: only those about it.

    Of one member and slot the newer card's message counts, then the higher number.
    """
    slot = f"{act}:{application}" if application is not None and act in _BY_APPLICATION else None
    held = uow.messages.find(row.round_id, "consent", slot=slot)
    of_act = [one for one in held if one.slot.split(":", 1)[0] == act]
    return tuple(one for one in _newest(of_act, state) if application in {None, one.body.application})


def _newest(messages: Iterable[MessageRow], state: RoundState) -> list[Spoken]:
    """Choose per member and slot, by message id."""
    newest: dict[tuple[str, str], tuple[tuple[int, int], Spoken]] = {}
    for message in messages:
        owner = state.owner(message.sender or "")
        if owner is None or not state.accepts(owner.card, message.message_id):
            continue
        cards = [member.card for member in state.members[owner.code]]
        rank = (cards.index(owner.card), message.seq)
        key = (owner.code, message.slot)
        if key not in newest or newest[key][0] < rank:
            newest[key] = (rank, Spoken(owner.code, message, post.signed_consent(message).body))
    return sorted((one for _, one in newest.values()), key=lambda one: one.id)

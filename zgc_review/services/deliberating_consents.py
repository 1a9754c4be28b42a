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
from zgc_review.services.rounds import once_in_force


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
        def read() -> dict[tuple[str, str | None], tuple[Spoken, ...]]:
            found: dict[tuple[str, str | None], list[Spoken]] = {}
            for one in _newest(uow.messages.find(row.round_id, "consent"), state):
                found.setdefault((one.body.act, one.body.application), []).append(one)
            return {key: tuple(words) for key, words in found.items()}

        self._found = once_in_force(uow, row, state, "consent book", read)

    def of(self, act: str, application: str | None) -> tuple[Spoken, ...]:
        """Return the consents of an act about one application, by message id."""
        return self._found.get((act, application), ())


def spoken(
    uow: UnitOfWork, row: RoundRow, state: RoundState, act: str, application: str | None = None
) -> tuple[Spoken, ...]:
    """Return the counting consents of one act by message id; ``application``: only those about it.

    Of one member and slot the newer card's message counts, then the higher number.
    """
    if application is not None and act in _BY_APPLICATION:
        held = uow.messages.find(row.round_id, "consent", slot=f"{act}:{application}")
        return tuple(one for one in _newest(held, state) if one.body.application == application)

    def read() -> tuple[Spoken, ...]:
        held = uow.messages.find(row.round_id, "consent")
        return tuple(_newest([one for one in held if one.slot.split(":", 1)[0] == act], state))

    words = once_in_force(uow, row, state, ("spoken", act), read)
    return tuple(one for one in words if application in {None, one.body.application})


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

"""Whether this vault still holds its copy of a round (rules §11); one handed back is not taken in again."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError
from zgc_review.services import post
from zgc_review.services.consents import consents


@dataclass(frozen=True, slots=True)
class HandedBack:
    """When the copy was deleted, with which media, by which signed act."""

    consent: str
    at: str
    media: tuple[str, ...]


def handed_back(uow: UnitOfWork, row: RoundRow) -> HandedBack | None:
    """Return how the copy of a round was handed back, None while it is here."""
    for one in consents(uow, row, "handback"):
        if one.sender == row.card_id:
            message = uow.messages.get(one.message_id)
            media = one.body.values["media"]
            numbers = tuple(media) if isinstance(media, list) else ()
            at = str(post.manifest_value(message)["time"]) if message is not None else ""
            return HandedBack(one.message_id, at, numbers)
    return None


def require_copy(uow: UnitOfWork, row: RoundRow) -> None:
    """Refuse to work on a review that was handed back.

    Raises:
        GateError: ``handback.done`` with the day.
    """
    done = handed_back(uow, row)
    if done is not None:
        raise GateError("handback.done", on=done.at[:10])

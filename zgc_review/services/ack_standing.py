"""What the secretary's acknowledgements said so far, as they stand in an expert's vault (design §4.1).

They were checked when they were taken; the proofs are checked again each time this is read, so that what is
shown is what the signed bytes prove.
"""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.bodies import AckBody, CountedSheet, Phase
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, RoundRow
from zgc_review.seal.digits import digits_of
from zgc_review.services import post
from zgc_review.services.acks import TakenAck, check_proofs, confirmed_by


@dataclass(frozen=True, slots=True)
class SheetFate:
    """What became of one own sheet.

    Attributes:
        number: of the application.
        trimmed: empty, ``high`` or ``low`` (S01).
    """

    number: str
    phase: Phase
    counted: bool
    trimmed: str
    void: bool
    revised: bool


@dataclass(frozen=True, slots=True)
class AckStanding:
    """One acknowledgement that was taken.

    Attributes:
        at: when it was taken here, claimed.
        taken: what it confirms and what it leaves out.
        head: 6×5 digits of the log's head that its proofs lead to; after sealing they stand on the minutes.
        sheets: every sheet it tells of, by number; none while it only says received.
    """

    at: str
    taken: TakenAck
    head: str
    sheets: tuple[SheetFate, ...]


def ack_standings(uow: UnitOfWork, row: RoundRow) -> tuple[AckStanding, ...]:
    """Return the newest ``received``, then the newest ``counted``, as far as they were taken.

    Raises:
        PackageError: ``ack.leaf``; SealError: ``seal.log.proof``: the vault's copy no longer proves it.
    """
    newest: dict[str, tuple[MessageRow, AckBody]] = {}
    for message in sorted(uow.messages.find(row.round_id, "ack"), key=lambda one: one.seq):
        body = post.body_of_row(message)
        if isinstance(body, AckBody) and message.slot == row.code:
            newest[body.answer] = (message, body)
    return tuple(_standing(uow, row, *newest[one]) for one in ("received", "counted") if one in newest)


def _standing(uow: UnitOfWork, row: RoundRow, message: MessageRow, body: AckBody) -> AckStanding:
    """Return one acknowledgement, its proofs checked."""
    check_proofs(body)
    numbers = {one.application_id: one.number for one in uow.applications.all(row.round_id)}
    fates = sorted((_fate(numbers, one) for one in body.counted), key=lambda one: (one.number, one.phase))
    return AckStanding(message.at, confirmed_by(uow, row, body), digits_of(body.log.root), tuple(fates))


def _fate(numbers: dict[str, str], one: CountedSheet) -> SheetFate:
    number = numbers.get(one.application, one.application[:8])
    return SheetFate(number, one.phase, one.counted, one.trimmed, one.void, one.revised)

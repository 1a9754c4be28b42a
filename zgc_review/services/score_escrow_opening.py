"""Opening the held score files, once for the whole round, with the shares of k officers (design §4.4).

The key is put together in memory and forgotten. Each file is judged in a transaction of its own, so that a
stop leaves all of a file or nothing, and the same shares finish the work.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import GateError, PackageError, ReviewError, SealError, StorageError
from zgc_review.seal.reading import Reading, open_message
from zgc_review.seal.shares import rebuild_identity
from zgc_review.services import log, post
from zgc_review.services.chain import RoundState
from zgc_review.services.collecting import Arrival, conclude, judge
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.rounds import state_of
from zgc_review.services.score_escrow import DONE, STARTED, UNSEALED, HeldFile, custody_of, waited_for


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What became of one held file; ``given`` is the code under which it was handed in."""

    arrival: Arrival
    given: str


def open_scores(desk: Desk, row: RoundRow, words: Sequence[str], recipient: str) -> tuple[OpenedFile, ...]:
    """Open every held file in order of arrival and judge it as collecting does.

    Args:
        desk: the secretary's desk.
        row: the round.
        words: of each share.
        recipient: the key that the shares say they belong to.

    Raises:
        GateError: ``escrow.unprepared``, ``escrow.opened``, ``escrow.early`` naming who is waited for,
            ``escrow.foreign``: shares of another key; SealError: ``seal.share.*``;
            StorageError: the disk refused, and the same shares finish the work later.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        waiting = _ready(uow, row, state)
        if recipient != state.escrow_scores:
            raise GateError("escrow.foreign")
        identity = rebuild_identity(words, recipient, desk.suite)
        if not custody_of(uow, row).started:
            data = {"files": len(waiting), "key": hashlib.sha256(recipient.encode()).hexdigest()}
            log.record(uow, row.round_id, STARTED, state.secretary.code, desk.clock.now(), data)
            uow.commit()
    opened = tuple(OpenedFile(_open(desk, row, held, identity), held.code) for held in waiting)
    _finish(desk, row, [one.arrival for one in opened])
    return opened


def _ready(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[HeldFile, ...]:
    """Return the files to open; refuse before everybody's is in, and a second time."""
    if state.escrow_scores is None:
        raise GateError("escrow.unprepared")
    custody = custody_of(uow, row)
    if custody.done:
        raise GateError("escrow.opened")
    if not custody.started:
        missing = waited_for(uow, row, state)
        if missing:
            raise GateError("escrow.early", count=len(missing), codes=" ".join(missing))
        if not custody.files:
            raise GateError("escrow.nothing")
    return custody.waiting


def _open(desk: Desk, row: RoundRow, held: HeldFile, identity: str) -> Arrival:
    """Open and judge one file; a refusal is noted, damage of this vault's own store is not."""
    try:
        data = _stored(desk, held)
    except ReviewError as fault:
        fault.params.setdefault("file", held.name)
        return Arrival(held.name, "refused", "scores", held.code, error=fault)
    try:
        with desk.vault.begin() as uow:
            arrival = _judge(desk, uow, row, held, data, identity)
            uow.commit()
    except StorageError:
        raise
    except ReviewError as fault:
        fault.params.setdefault("file", held.name)
        with desk.vault.begin() as uow:
            _note(desk, uow, row, held, "refused", None, fault.code)
            uow.commit()
        return Arrival(held.name, "refused", "scores", held.code, error=fault)
    return arrival


def _judge(desk: Desk, uow: UnitOfWork, row: RoundRow, held: HeldFile, data: bytes, identity: str) -> Arrival:
    """Open one file and take it in; the caller commits."""
    try:
        opened = open_message(io.BytesIO(data), desk.suite, [identity], Reading(check_body=post.check_body))
    except SealError as fault:
        if fault.code != "seal.age.not_for_me":
            raise
        raise GateError("escrow.stranger") from fault
    arrival = judge(desk, uow, row, opened, held.name, held.sha256, escrowed=True)
    _note(desk, uow, row, held, arrival.outcome, opened.id, "")
    return arrival


def _stored(desk: Desk, held: HeldFile) -> bytes:
    """Return the bytes as they arrived; a restored backup may bring back what is not there now."""
    with desk.vault.objects.open(held.sha256) as source:
        data = source.read()
    if hashlib.sha256(data).hexdigest() != held.sha256:
        raise PackageError("escrow.damaged", digest=held.sha256[:16])
    return data


def _note(
    desk: Desk, uow: UnitOfWork, row: RoundRow, held: HeldFile, outcome: str, message: str | None, error: str
) -> None:
    """Write what became of one file."""
    by = state_of(uow, row).secretary.code
    data = {
        "code": held.code,
        "error": error,
        "file": held.sha256,
        "message": message,
        "outcome": outcome,
    }
    log.record(uow, row.round_id, UNSEALED, by, desk.clock.now(), data)


def _finish(desk: Desk, row: RoundRow, arrivals: Sequence[Arrival]) -> None:
    """Lock what is complete; the opening is over when every file was judged."""
    with desk.vault.begin() as uow:
        custody = custody_of(uow, row)
        if not custody.waiting:
            refused = sum(one.outcome == "refused" for one in custody.files)
            by, data = state_of(uow, row).secretary.code, {"files": len(custody.files), "refused": refused}
            log.record(uow, row.round_id, DONE, by, desk.clock.now(), data)
        conclude(desk, uow, row, arrivals)
        uow.commit()

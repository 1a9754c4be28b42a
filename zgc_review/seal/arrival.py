"""Whether a verified message is wanted here: pure rules, no keys and no files (formats F-ARR-01 to F-ARR-04).

Roles are judged by the round definition in force, which is the business of the services.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from zgc_review.errors import PackageError
from zgc_review.seal.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader waits for.

    Attributes:
        suite: name of the round's suite.
        round: round id.
        kinds: kinds wanted here.
        me: card id of the reader.
        sender: card id that must have signed, None for any.
        slot: slot it must have, None for any.
        rehearsal: whether the round at hand is a rehearsal.
        other_sort: ids of rounds known here that are of the other sort (rehearsal or live).
    """

    suite: str
    round: str
    kinds: Collection[str]
    me: str
    sender: str | None = None
    slot: str | None = None
    rehearsal: bool = False
    other_sort: Collection[str] = ()


class Arrival(StrEnum):
    """What an accepted message is."""

    NEW = "new"
    LOADED = "loaded"


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest message known of one (sender, kind, slot)."""

    id: str
    seq: int


def check_expected(manifest: Manifest, expected: Expected) -> None:
    """Refuse a message that belongs elsewhere, with the reason that helps most.

    Raises:
        PackageError: ``seal.arrival.rehearsal``, ``.round``, ``.suite``, ``.kind``, ``.recipient``,
            ``.sender``, ``.slot``.
    """
    if manifest.round in expected.other_sort:
        raise PackageError("seal.arrival.rehearsal" if not expected.rehearsal else "seal.arrival.live")
    if manifest.round != expected.round:
        raise PackageError("seal.arrival.round")
    if manifest.suite != expected.suite:
        raise PackageError("seal.arrival.suite", suite=manifest.suite)
    if manifest.kind not in expected.kinds:
        raise PackageError("seal.arrival.kind", kind=manifest.kind)
    if manifest.to and expected.me not in manifest.to:
        raise PackageError("seal.arrival.recipient")
    if expected.sender is not None and manifest.sender != expected.sender:
        raise PackageError("seal.arrival.sender")
    if expected.slot is not None and manifest.slot != expected.slot:
        raise PackageError("seal.arrival.slot")


def check_sequence(message_id: str, seq: int, newest: Newest | None) -> Arrival:
    """Say whether a message is new or already loaded (F-ARR-04).

    Args:
        message_id: of the message that arrived.
        seq: of the message that arrived.
        newest: the newest known message of the same sender, kind and slot.

    Raises:
        PackageError: ``seal.arrival.older``; ``seal.arrival.fork``, which is an alarm.
    """
    if newest is None:
        return Arrival.NEW
    if newest.id == message_id:
        return Arrival.LOADED
    if seq == newest.seq:
        raise PackageError("seal.arrival.fork", seq=seq)
    if seq < newest.seq:
        raise PackageError("seal.arrival.older", seq=seq, newest=newest.seq)
    return Arrival.NEW

"""Values that a vault keeps; the database maps them to tables, services only see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnCard:
    """A card of the vault's owner with its secret keys.

    ``sign_secret`` is the Ed25519 seed as 64 hex characters; ``payload`` the card's carried bytes.
    """

    card_id: str
    fingerprint: str
    name: str
    organisation: str
    recipient: str
    key: str
    age_secret: str = field(repr=False)
    sign_secret: str = field(repr=False)
    payload: bytes = field(repr=False)
    created_at: str


@dataclass(frozen=True, slots=True)
class KnownCard:
    """Somebody's card. Nothing is sealed to it before its fingerprint was typed (``trusted_at``)."""

    card_id: str
    fingerprint: str
    name: str
    organisation: str
    recipient: str
    key: str
    payload: bytes = field(repr=False)
    seen_at: str
    trusted_at: str | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round this vault takes part in.

    ``place`` is ``secretary`` (the one authority) or ``member``; ``pinned`` the id of the round
    version whose code was typed, null until then; ``code`` this owner's code once known.
    """

    round_id: str
    title: str
    place: str
    card_id: str
    code: str | None
    pinned: str | None
    rehearsal: bool
    created_at: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A signed message, made here (``out``) or received (``in``).

    ``payload`` is the carried form; letters keep only their signed list, because a recused
    application's identity must be deletable. ``file_sha256`` is that of the file that arrived.
    """

    message_id: str
    round_id: str | None
    kind: str
    sender: str | None
    slot: str
    seq: int
    prev: str | None
    direction: str
    payload: bytes = field(repr=False)
    at: str
    file_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application. ``identity`` is null where this vault may not open its documents (any more).

    ``record`` holds catalogue field ids as imported; ``version`` is the application_version.
    """

    application_id: str
    round_id: str
    number: str
    sub_direction: str
    group: str | None
    state: str
    reason: str
    record: dict[str, Any] = field(repr=False)
    version: str
    recipient: str | None
    identity: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of an application: digests of ciphertext (``object``) and plaintext."""

    application_id: str
    position: int
    name: str
    label: str
    media: str
    size: int
    plain: str
    object: str


@dataclass(frozen=True, slots=True)
class ExpertRow:
    """A roster entry, kept by the secretary alone."""

    expert_id: str
    round_id: str
    number: str
    record: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Which person a code is: the secretary's key between codes and people."""

    round_id: str
    code: str
    expert_id: str | None
    card_id: str
    name: str = field(repr=False)
    organisation: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One autosaved version of a sheet; ``n`` counts from 1 and nothing is overwritten."""

    round_id: str
    application_id: str
    phase: str
    n: int
    at: str
    change: str
    body: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One saved version of what is typed or settled in a sitting and not signed yet; ``n`` counts from 1.

    ``kind`` says what it is (``zgc_review.services.sitting_notes``); nothing of it ever travels.
    """

    round_id: str
    application_id: str
    kind: str
    n: int
    at: str
    body: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One saved version of an expert's answers R01–R18 on one application."""

    round_id: str
    application_id: str
    n: int
    at: str
    answers: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a log; ``round_id`` is empty for the log of the vault itself."""

    round_id: str
    n: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class EventText:
    """A text that stands beside the log and enters it as a salted digest."""

    round_id: str
    n: int
    name: str
    salt: bytes = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """What screening found between an expert and an application; never changed, never deleted.

    ``finding_id`` is random, so that a log may name it without saying whom it is about; ``evidence`` is
    the digest that a decision is bound to; ``hit`` holds texts, fields and reason of both sides.
    """

    finding_id: str
    round_id: str
    expert_id: str
    application_id: str
    evidence: str
    rule: str
    level: str
    found_at: str
    hit: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class FindingAct:
    """One thing that happened to a finding: found, gone, decided, undone; ``n`` counts from 1."""

    round_id: str
    finding_id: str
    n: int
    at: str
    act: str
    by: str
    reason: str = field(repr=False)

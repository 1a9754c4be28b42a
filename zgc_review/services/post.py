"""Signing what leaves and reading what arrives; the one place where services meet messages."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

import msgspec
from msgspec import Struct

from zgc_review.domain.bodies import (
    ConsentBody,
    body_of,
    plain,
)
from zgc_review.domain.body_reading import SheetHead, body_in, sheet_head_in
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import MessageRow, OwnCard, RoundRow
from zgc_review.errors import PackageError, ProgramFault, ReviewError
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.message import Attachment, Message, build, sealed_bytes
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.reading import Reading, open_message, read_carried
from zgc_review.seal.safe_files import save_bytes, storage_faults
from zgc_review.services import log
from zgc_review.services.chain_consents import SignedConsent
from zgc_review.services.desk import Desk, own_card


class Outgoing(TypedDict, total=False):
    """What a message to be signed says.

    ``kind``, ``slot`` and ``body`` are always given. ``data``: entries; ``to``: card ids of the readers;
    ``round_version``: id of the newest version in force, left out only for version 1; ``answers``: id of
    the message answered; ``with_log_head``: state size and root of this vault's log of the round;
    ``secret``: keep the signed list only, the content is for its reader alone (shares of a key).
    """

    kind: Required[str]
    slot: Required[str]
    body: Required[Struct]
    data: Sequence[Attachment]
    to: Sequence[str]
    round_version: str | None
    answers: str | None
    with_log_head: bool
    secret: bool


def issue(uow: UnitOfWork, desk: Desk, row: RoundRow, **says: Unpack[Outgoing]) -> MessageRow:
    """Sign a message with this vault's card, with the next number of its slot, and keep it.

    Returns:
        The message with its whole payload, whatever was kept.
    """
    kind, slot = says["kind"], says["slot"]
    card = own_card(uow, row)
    seq, prev = uow.sequences.last(card.card_id, kind, slot)
    if seq == 0:
        seq, prev = _carried_on(uow, row, kind, slot)
    head = log.manifest_head(uow, row.round_id) if says.get("with_log_head") else None
    manifest = replace(_manifest(desk, row, card, says), seq=seq + 1, prev=prev, log_head=head)
    message = _signed(desk, card, manifest, says)
    stored = MessageRow(
        message_id=message.id,
        round_id=row.round_id,
        kind=kind,
        sender=card.card_id,
        slot=slot,
        seq=seq + 1,
        prev=prev,
        direction="out",
        payload=message.carried(),
        at=manifest.time,
    )
    uow.messages.add(replace(stored, payload=signed_list(stored.payload)) if says.get("secret") else stored)
    uow.sequences.put(card.card_id, kind, slot, seq + 1, message.id)
    return stored


def says_again(
    uow: UnitOfWork, desk: Desk, row: RoundRow, before: MessageRow, **says: Unpack[Outgoing]
) -> bool:
    """Say whether a message signed here earlier is the newest of its slot and says the very same."""
    card = own_card(uow, row)
    seq, _ = uow.sequences.last(card.card_id, says["kind"], says["slot"])
    if before.sender != card.card_id or before.seq != seq:
        return False
    time = str(manifest_value(before)["time"])
    manifest = replace(_manifest(desk, row, card, says), seq=seq, prev=before.prev, time=time)
    return _signed(desk, card, manifest, says).id == before.message_id


def _manifest(desk: Desk, row: RoundRow, card: OwnCard, says: Outgoing) -> Manifest:
    """Return the manifest of a message, without its number."""
    return Manifest(
        suite=desk.suite.name,
        kind=says["kind"],
        round=row.round_id,
        round_version=says.get("round_version"),
        sender=card.card_id,
        to=tuple(sorted(set(says.get("to", ())))),
        slot=says["slot"],
        seq=1,
        prev=None,
        answers=says.get("answers"),
        time=desk.clock.now(),
        log_head=None,
        files=(),
        body=plain(says["body"]),
    )


def _signed(desk: Desk, card: OwnCard, manifest: Manifest, says: Outgoing) -> Message:
    """Sign a message."""
    data = list(says.get("data", ()))
    return build(manifest, data, desk.suite, bytes.fromhex(card.sign_secret), check_body)


def _carried_on(uow: UnitOfWork, row: RoundRow, kind: str, slot: str) -> tuple[int, str | None]:
    """Return where the earlier card of this vault stopped counting in a slot (docs/bodies.md §1).

    A definition names the version before whatever card signed it; else ``prev`` stays within one card.
    """
    own = {card.card_id for card in uow.cards.own()}
    last = next(
        (one for one in reversed(uow.messages.find(row.round_id, kind, slot=slot)) if one.sender in own), None
    )
    if last is None:
        return 0, None
    return last.seq, last.message_id if kind == "round" else None


def check_body(kind: str, _schema: int, body: Mapping[str, Any]) -> None:
    """Refuse a body that does not fit its kind (docs/bodies.md).

    Raises:
        PackageError: ``seal.body`` naming kind and place.
    """
    try:
        body_of(kind, dict(body))
    except ValueError as fault:
        raise PackageError("seal.body", kind=kind, place=str(fault)) from fault


def carried(row: MessageRow, label: str = "") -> Attachment:
    """Return a stored message as a data entry of another one."""
    return Attachment("tar", row.payload, label)


def ready_folder(folder: Path) -> None:
    """Make a folder to write into, with its parents.

    Raises:
        StorageError: ``seal.file.write``, ``seal.file.full``: the medium is read-only, full or gone.
    """
    with storage_faults(folder.name):
        folder.mkdir(parents=True, exist_ok=True)


def seal_to_file(desk: Desk, payload: bytes, recipients: Sequence[str], target: Path) -> str:
    """Seal a carried message to ``recipients``, write and re-read it; return the file's SHA-256."""
    sealed = sealed_bytes(payload, desk.suite, recipients)
    save_bytes(target, sealed, reread=True)
    return hashlib.sha256(sealed).hexdigest()


def open_sealed(desk: Desk, uow: UnitOfWork, data: bytes, *, file: str) -> OpenedMessage:
    """Open a sealed file with the own cards' identities; whose key signed is judged by the caller.

    Raises:
        PackageError, SealError: ``seal.*``, naming ``file``.
    """
    identities = [card.age_secret for card in uow.cards.own()]
    try:
        return open_message(io.BytesIO(data), desk.suite, identities, Reading(check_body=check_body))
    except ReviewError as fault:
        fault.params.setdefault("file", file)
        raise


def typed_body(opened: OpenedMessage) -> Any:
    """Return the typed body of a message that was read."""
    return body_of(opened.manifest.kind, dict(opened.manifest.body))


def opened_row(desk: Desk, row: MessageRow) -> OpenedMessage:
    """Read a stored message again."""
    return read_payload_bytes(desk, row.payload)


def read_payload_bytes(desk: Desk, payload: bytes) -> OpenedMessage:
    """Read a message in carried form."""
    return read_carried(io.BytesIO(payload), desk.suite, Reading(check_body=check_body))


def stored_row(opened: OpenedMessage, *, at: str, file_sha256: str | None = None) -> MessageRow:
    """Return a received message as it is kept."""
    manifest = opened.manifest
    return MessageRow(
        message_id=opened.id,
        round_id=manifest.round,
        kind=manifest.kind,
        sender=manifest.sender,
        slot=manifest.slot,
        seq=manifest.seq,
        prev=manifest.prev,
        direction="in",
        payload=opened.carried(),
        at=at,
        file_sha256=file_sha256,
    )


def body_of_row(row: MessageRow) -> Any:
    """Return the typed body of a stored message.

    The bytes were judged when the message was made or received; here only the manifest is looked up.
    """
    return body_in(row.kind, _manifest_bytes(row.payload))


def bodies(uow: UnitOfWork, row: RoundRow, kind: str) -> tuple[tuple[MessageRow, Any], ...]:
    """Return every message of a kind with its typed body, by (seq, message id)."""

    def read() -> tuple[tuple[MessageRow, Any], ...]:
        return tuple((one, body_of_row(one)) for one in uow.messages.find(row.round_id, kind))

    return uow.once(("bodies", row.round_id, kind), read)


def sheet_head(row: MessageRow) -> SheetHead:
    """Return of a stored sheet what says where its member stands."""
    return sheet_head_in(_manifest_bytes(row.payload))


def sheet_heads(uow: UnitOfWork, row: RoundRow) -> tuple[tuple[MessageRow, SheetHead], ...]:
    """Return every sheet with its head, by (seq, message id)."""

    def read() -> tuple[tuple[MessageRow, SheetHead], ...]:
        return tuple((one, sheet_head(one)) for one in uow.messages.find(row.round_id, "sheet"))

    return uow.once(("sheet heads", row.round_id), read)


def manifest_value(row: MessageRow) -> dict[str, Any]:
    """Return the manifest of a stored message as JSON values."""
    return _manifest_value(row.payload)


def signed_consent(row: MessageRow) -> SignedConsent:
    """Return a stored consent as rules see it."""
    body = body_of_row(row)
    if not isinstance(body, ConsentBody) or row.sender is None:
        raise ProgramFault(f"message {row.message_id} is no consent")
    return SignedConsent(row.message_id, row.sender, row.seq, body)


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a file that is not larger than ``limit``.

    Raises:
        PackageError: ``seal.file.read``; ``seal.file.large``.
    """
    try:
        if path.stat().st_size > limit:
            raise PackageError("seal.file.large", file=path.name)
        return path.read_bytes()
    except OSError as fault:
        raise PackageError("seal.file.read", file=path.name) from fault


def signed_list(payload: bytes) -> bytes:
    """Return the first two entries of a carried message: what was signed, without what it says."""
    return payload[: _third_entry(payload)]


def _third_entry(payload: bytes) -> int:
    """Return where ``manifest.json`` begins (formats F-ENT-01)."""
    at = 0
    for _ in range(2):
        at += 512 + -(-int(payload[at + 124 : at + 135], 8) // 512) * 512
    return at


def _manifest_bytes(payload: bytes) -> memoryview:
    """Find ``manifest.json`` in a carried message: the third entry (formats F-ENT-01)."""
    at = _third_entry(payload)
    size = int(payload[at + 124 : at + 135], 8)
    return memoryview(payload)[at + 512 : at + 512 + size]


def _manifest_value(payload: bytes) -> dict[str, Any]:
    """Return the manifest of a carried message as JSON values."""
    value = msgspec.json.decode(_manifest_bytes(payload))
    if not isinstance(value, dict):
        raise ProgramFault("a stored message lost its manifest")
    return value

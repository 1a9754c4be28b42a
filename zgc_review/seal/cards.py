"""Cards: who somebody is in one round, open and self-signed (formats F-CRD-01 to F-CRD-05)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zgc_review.domain.times import Clock
from zgc_review.errors import PackageError, SealError
from zgc_review.seal.digits import digits_of
from zgc_review.seal.fields import is_text
from zgc_review.seal.kinds import CARD
from zgc_review.seal.manifest import Manifest
from zgc_review.seal.message import build
from zgc_review.seal.opened import OpenedMessage
from zgc_review.seal.reading import read_carried
from zgc_review.seal.suite import Suite
from zgc_review.seal.sums import MANIFEST

MAX_CARD = 65_536
MAX_NAME = 200

_SCHEMA = 1
_KEYS = {"key", "name", "organisation", "recipient", "schema"}
_FINGERPRINT = b"zgc-card-1\x00"


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The secret keys behind one's own card; they live in the vault alone.

    Attributes:
        suite: name of the suite.
        card_id: message id of the card.
        identity: secret text for opening.
        signing_key: secret key for signing messages, and nothing else.
    """

    suite: str
    card_id: str
    identity: str = field(repr=False)
    signing_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says; true only once its fingerprint was compared over a second channel.

    Attributes:
        card_id: message id, 64 hex.
        fingerprint: six groups of five digits (F-CRD-04).
        suite: name of the suite.
        name: of the person, as typed.
        organisation: as typed, perhaps empty.
        recipient: public text to seal to.
        key: public signing key line.
        time: claimed time of making.
    """

    card_id: str
    fingerprint: str
    suite: str
    name: str
    organisation: str
    recipient: str
    key: str
    time: str


def make_card(name: str, organisation: str, suite: Suite, clock: Clock) -> tuple[OwnKeys, bytes]:
    """Return new keys and the bytes of their ``.zgccard``.

    Raises:
        PackageError: ``seal.card.body`` for a name or organisation no reader accepts.
    """
    identity, signing_key = suite.make_identity(), suite.make_signing_key()
    body = {
        "key": suite.public_key_of(signing_key),
        "name": name,
        "organisation": organisation,
        "recipient": suite.recipient_of(identity),
        "schema": _SCHEMA,
    }
    _check_body(body, suite)
    manifest = Manifest(
        suite=suite.name, kind=CARD, round=None, round_version=None, sender=None, time=clock.now(), body=body
    )
    message = build(manifest, (), suite, signing_key)
    return OwnKeys(suite.name, message.id, identity, signing_key), message.carried()


def read_card(data: bytes, suite: Suite) -> Card:
    """Return what the ``.zgccard`` of these bytes says.

    Raises:
        PackageError: ``seal.card.*`` and all that a message can be refused for.
    """
    if len(data) > MAX_CARD:
        raise PackageError("seal.card.size", part="end")
    return card_of(read_carried(io.BytesIO(data), suite), suite)


def card_of(opened: OpenedMessage, suite: Suite) -> Card:
    """Return what an opened message of kind ``card`` says.

    Raises:
        PackageError: ``seal.card.kind``, ``seal.card.body``, ``seal.card.signer``.
    """
    manifest = opened.manifest
    if manifest.kind != CARD:
        raise PackageError("seal.card.kind", part=MANIFEST)
    _check_body(manifest.body, suite)
    if manifest.body["key"] != opened.signer:
        raise PackageError("seal.card.signer", part=MANIFEST)
    return Card(
        card_id=opened.id,
        fingerprint=_fingerprint(opened.head[0][1], suite),
        suite=manifest.suite,
        name=manifest.body["name"],
        organisation=manifest.body["organisation"],
        recipient=manifest.body["recipient"],
        key=manifest.body["key"],
        time=manifest.time,
    )


def _fingerprint(sums: bytes, suite: Suite) -> str:
    """Return the digits of a card's fingerprint."""
    return digits_of(suite.digest(_FINGERPRINT + sums).hexdigest())


def _check_body(body: Mapping[str, Any], suite: Suite) -> None:
    """Refuse a body that is not exactly a card's (F-CRD-02)."""
    well_formed = (
        set(body) == _KEYS
        and body["schema"] == _SCHEMA
        and is_text(body["name"], MAX_NAME)
        and bool(body["name"].strip())
        and is_text(body["organisation"], MAX_NAME)
        and isinstance(body["recipient"], str)
        and isinstance(body["key"], str)
    )
    if not well_formed:
        raise PackageError("seal.card.body", part=MANIFEST)
    try:
        suite.check_recipient(body["recipient"])
        suite.check_public_key(body["key"])
    except SealError as fault:
        raise PackageError("seal.card.body", part=MANIFEST) from fault

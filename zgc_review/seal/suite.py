"""What a suite of algorithms must do; callers get one by :func:`zgc_review.seal.suites.suite_named`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from zgc_review.seal.streams import Readable, Writable


class Digest(Protocol):
    """A running digest."""

    def update(self, data: bytes, /) -> None:
        """Take ``data``."""

    def hexdigest(self) -> str:
        """Return 64 lower-case hex characters."""


class Suite(Protocol):
    """Algorithms and names of one suite (F-SUI-01); a round has one for its whole life."""

    @property
    def name(self) -> str:
        """The name in manifests, such as ``intl-1``."""

    @property
    def sums_name(self) -> str:
        """The name of the digest list inside messages."""

    def digest(self, data: bytes = b"") -> Digest:
        """Return a running digest that has taken ``data``."""

    def make_identity(self) -> str:
        """Return a new secret identity for opening, as text."""

    def recipient_of(self, identity: str) -> str:
        """Return the public recipient of ``identity``; SealError ``seal.key.identity``."""

    def check_recipient(self, recipient: str) -> None:
        """Raise SealError ``seal.key.recipient`` unless ``recipient`` is in its one spelling."""

    def make_signing_key(self) -> bytes:
        """Return a new secret signing key."""

    def public_key_of(self, signing_key: bytes) -> str:
        """Return the public line of ``signing_key``."""

    def check_public_key(self, line: str) -> None:
        """Raise SealError ``seal.key.public`` unless ``line`` is in its one spelling."""

    def sign(self, signing_key: bytes, data: bytes) -> bytes:
        """Return the signature file over ``data``."""

    def signer_of(self, data: bytes, signature: bytes, *, part: str) -> str:
        """Check ``signature`` over ``data`` and return the public line it names.

        Raises:
            PackageError: ``seal.signature.*``.
        """

    def verify(self, public_key: str, data: bytes, signature: bytes, *, part: str) -> None:
        """Check ``signature`` over ``data`` by ``public_key``; PackageError ``seal.signature.*``."""

    def seal_stream(self, source: Readable, target: Writable, recipients: Sequence[str]) -> None:
        """Encrypt ``source`` into ``target`` for ``recipients``.

        Errors raised by ``source`` or ``target`` come through unchanged, which is how work is cancelled.

        Raises:
            SealError: ``seal.age.recipients``, ``seal.key.recipient``.
        """

    def open_stream(self, source: Readable, target: Writable, identities: Sequence[str]) -> None:
        """Decrypt ``source`` into ``target``; what ``target`` got counts only after the return.

        Errors raised by ``source`` or ``target`` come through unchanged.

        Raises:
            PackageError: ``seal.age.*`` (F-AGE-01 to F-AGE-04).
            SealError: ``seal.age.not_for_me``, ``seal.key.identity``.
        """

    def check_length(self, data: bytes) -> None:
        """Refuse a sealed message that was cut short, without any key (F-AGE-06).

        Raises:
            PackageError: ``seal.age.not_age``, ``seal.age.header``, ``seal.age.length``.
        """

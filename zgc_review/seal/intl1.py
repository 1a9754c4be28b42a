"""Suite ``intl-1``: age v1 to X25519, Ed25519 as SSHSIG, SHA-256 (formats F-SUI-02, F-AGE-01 to F-AGE-05)."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from typing import Never

import pyrage

from zgc_review.errors import PackageError, SealError
from zgc_review.seal import sshsig
from zgc_review.seal.refusals import AGE, AGE_HEADER
from zgc_review.seal.streams import Readable, Writable
from zgc_review.seal.suite import Digest

MAGIC = b"age-encryption.org/v1\n"
MAX_HEADER = 65_536
_NONCE = 16
_CHUNK = 65_536 + 16  # a chunk of the payload with its tag

# The header ends with its MAC: 43 base64 characters of 32 bytes.
_HEADER_END = re.compile(rb"\n--- [A-Za-z0-9+/]{43}\n")


class Intl1:
    """The international suite; keeps no state."""

    name = "intl-1"
    sums_name = "SHA256SUMS"

    def digest(self, data: bytes = b"") -> Digest:
        """Return a running SHA-256."""
        return hashlib.sha256(data)

    def make_identity(self) -> str:
        """Return a new X25519 identity as ``AGE-SECRET-KEY-1…``."""
        return str(pyrage.x25519.Identity.generate())

    def recipient_of(self, identity: str) -> str:
        """Return the ``age1…`` recipient of ``identity``."""
        return str(_identity(identity).to_public())

    def check_recipient(self, recipient: str) -> None:
        """Refuse everything but the one spelling of a recipient (F-SUI-03)."""
        _recipient(recipient)

    def make_signing_key(self) -> bytes:
        """Return a new Ed25519 secret key, 32 bytes."""
        return sshsig.make_secret_key()

    def public_key_of(self, signing_key: bytes) -> str:
        """Return ``ssh-ed25519 <base64>``."""
        return sshsig.public_line(signing_key)

    def check_public_key(self, line: str) -> None:
        """Refuse everything but the one spelling of a public key (F-SUI-03)."""
        sshsig.check_public_line(line)

    def sign(self, signing_key: bytes, data: bytes) -> bytes:
        """Return the armored SSHSIG over ``data``."""
        return sshsig.sign(signing_key, data)

    def signer_of(self, data: bytes, signature: bytes, *, part: str) -> str:
        """Check ``signature`` and return the key line it names."""
        return sshsig.signer_of(data, signature, part=part)

    def verify(self, public_key: str, data: bytes, signature: bytes, *, part: str) -> None:
        """Check ``signature`` over ``data`` by ``public_key``."""
        if sshsig.signer_of(data, signature, part=part) != public_key:
            raise PackageError("seal.signature.signer", part=part)

    def seal_stream(self, source: Readable, target: Writable, recipients: Sequence[str]) -> None:
        """Encrypt ``source`` into ``target`` as one binary age file."""
        if not recipients:
            raise SealError("seal.age.recipients")
        keys = [_recipient(text) for text in recipients]
        reader, writer = _Source(source), _Target(target)
        try:
            pyrage.encrypt_io(reader, writer, keys)
        except (pyrage.EncryptError, OSError) as fault:
            _reraise(reader, writer)
            raise SealError("seal.age.failed") from fault

    def open_stream(self, source: Readable, target: Writable, identities: Sequence[str]) -> None:
        """Decrypt one binary age file from ``source`` into ``target``."""
        keys = [_identity(text) for text in identities]
        start = _checked_header(source)
        reader, writer = _Source(source, start), _Target(target)
        try:
            pyrage.decrypt_io(reader, writer, keys)
        except (pyrage.DecryptError, OSError) as fault:
            _reraise(reader, writer)
            _refuse(fault)

    def check_length(self, data: bytes) -> None:
        """Refuse a length that no sealed form of a message has (F-AGE-06)."""
        _checked_header(io.BytesIO(data))
        end = _HEADER_END.search(data, 0, MAX_HEADER)
        rest = len(data) - (end.end() if end is not None else 0) - _NONCE
        if rest < _CHUNK or rest % _CHUNK:
            raise PackageError("seal.age.length", part=AGE)


class _Source:
    """Hands the library our bytes and remembers our own error, which the library would rename."""

    def __init__(self, inner: Readable, start: bytes = b"") -> None:
        self._inner = inner
        self._start = start
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes, first those already taken."""
        if self._start:
            taken, self._start = self._start[:size], self._start[size:]
            return taken
        try:
            return self._inner.read(size)
        except BaseException as fault:
            self.fault = fault
            raise


class _Target:
    """Takes the library's bytes for us and remembers our own error."""

    def __init__(self, inner: Writable) -> None:
        self._inner = inner
        self.fault: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Pass ``data`` on; all of it is taken."""
        try:
            self._inner.write(data)
        except BaseException as fault:
            self.fault = fault
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: flushing is the business of whoever owns the stream."""


def _reraise(reader: _Source, writer: _Target) -> None:
    """Raise our own error in place of the library's name for it."""
    for end in (reader, writer):
        if end.fault is not None:
            raise end.fault from None


def _checked_header(source: Readable) -> bytes:
    """Take bytes until the age header is complete and return them (F-AGE-01, F-AGE-02).

    The library would also open armored files and reads a header of any length.
    """
    start = b""
    while len(start) < MAX_HEADER:
        more = source.read(MAX_HEADER - len(start))
        start += more
        if not start.startswith(MAGIC) and (not more or len(start) >= len(MAGIC)):
            raise PackageError("seal.age.not_age", part=AGE_HEADER)
        if _HEADER_END.search(start) is not None:
            return start
        if not more:
            break
    raise PackageError("seal.age.header", part=AGE_HEADER)


def _refuse(fault: Exception) -> Never:
    """Raise the coded error for one of the library's two unrelated kinds."""
    text = str(fault)
    if isinstance(fault, pyrage.DecryptError):
        if "No matching keys" in text:
            raise SealError("seal.age.not_for_me", part=AGE_HEADER) from fault
        raise PackageError("seal.age.header", part=AGE_HEADER) from fault
    if "truncated" in text:
        raise PackageError("seal.age.truncated", part=AGE) from fault
    if "last chunk" in text:
        raise PackageError("seal.age.trailing", part=AGE) from fault
    raise PackageError("seal.age.damaged", part=AGE) from fault


def _identity(text: str) -> pyrage.x25519.Identity:
    """Return the library's identity for its one spelling."""
    try:
        found = pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        # Not chained: the library's text could repeat the secret.
        raise SealError("seal.key.identity") from None
    if str(found) != text:
        raise SealError("seal.key.identity")
    return found


def _recipient(text: str) -> pyrage.x25519.Recipient:
    """Return the library's recipient for its one spelling."""
    try:
        found = pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as fault:
        raise SealError("seal.key.recipient") from fault
    if str(found) != text:
        raise SealError("seal.key.recipient")
    return found

"""Ed25519 signatures as ``ssh-keygen -Y`` writes and checks them (formats F-SIG-01 to F-SIG-04).

Written after OpenSSH's PROTOCOL.sshsig and RFC 8709; strict: one spelling for each signature.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zgc_review.errors import PackageError, SealError

NAMESPACE = b"zgc-review-1"

_MAGIC = b"SSHSIG"
_KEY_TYPE = b"ssh-ed25519"
_HASH = b"sha512"
_FIRST = "-----BEGIN SSH SIGNATURE-----\n"
_LAST = "-----END SSH SIGNATURE-----\n"
_WIDTH = 70


def make_secret_key() -> bytes:
    """Return a new Ed25519 secret key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_line(secret_key: bytes) -> str:
    """Return ``ssh-ed25519 <base64>`` for a secret key of 32 bytes (F-SUI-03)."""
    return _line(Ed25519PrivateKey.from_private_bytes(secret_key).public_key().public_bytes_raw())


def check_public_line(line: str) -> bytes:
    """Return the 32 bytes of the key in ``line`` (F-SUI-03).

    Raises:
        SealError: ``seal.key.public`` for another key type, a comment, any other spelling.
    """
    kind, _, text = line.partition(" ")
    try:
        raw = base64.b64decode(text, validate=True)[-32:]
    except (binascii.Error, ValueError):
        raw = b""
    if kind != _KEY_TYPE.decode() or len(raw) != 32 or _line(raw) != line:
        raise SealError("seal.key.public")
    return raw


def sign(secret_key: bytes, data: bytes) -> bytes:
    """Return the armored signature over ``data``; the same input gives the same bytes."""
    key = Ed25519PrivateKey.from_private_bytes(secret_key)
    return _armor(key.public_key().public_bytes_raw(), NAMESPACE, key.sign(_signed(data, NAMESPACE)))


def signer_of(data: bytes, armored: bytes, *, part: str) -> str:
    """Check ``armored`` over ``data`` and return the public key line it was made with.

    The caller compares that line with the sender's: a valid signature by nobody known proves nothing.

    Raises:
        PackageError: ``seal.signature.form``, ``.algorithm``, ``.namespace`` or ``.wrong``.
    """
    public, namespace, signature = _parse(armored, part)
    if namespace != NAMESPACE:
        raise PackageError("seal.signature.namespace", part=part)
    if _armor(public, namespace, signature) != armored:
        raise PackageError("seal.signature.form", part=part)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(data, namespace))
    except (InvalidSignature, ValueError) as fault:
        raise PackageError("seal.signature.wrong", part=part) from fault
    return _line(public)


def _line(public: bytes) -> str:
    """Return the public key line of 32 bytes."""
    return f"{_KEY_TYPE.decode()} {base64.b64encode(_key_blob(public)).decode()}"


def _string(data: bytes) -> bytes:
    """Return the SSH wire form of a string (RFC 4251 §5)."""
    return struct.pack(">I", len(data)) + data


def _key_blob(public: bytes) -> bytes:
    """Return the SSH wire form of a public key (RFC 8709 §4)."""
    return _string(_KEY_TYPE) + _string(public)


def _signed(data: bytes, namespace: bytes) -> bytes:
    """Return the bytes that Ed25519 signs for ``data``."""
    digest = hashlib.sha512(data).digest()
    return _MAGIC + _string(namespace) + _string(b"") + _string(_HASH) + _string(digest)


def _armor(public: bytes, namespace: bytes, signature: bytes) -> bytes:
    """Return the one armored spelling of a signature."""
    blob = b"".join(
        (
            _MAGIC,
            struct.pack(">I", 1),
            _string(_key_blob(public)),
            _string(namespace),
            _string(b""),
            _string(_HASH),
            _string(_string(_KEY_TYPE) + _string(signature)),
        )
    )
    text = base64.b64encode(blob).decode()
    lines = "".join(text[start : start + _WIDTH] + "\n" for start in range(0, len(text), _WIDTH))
    return (_FIRST + lines + _LAST).encode()


def _parse(armored: bytes, part: str) -> tuple[bytes, bytes, bytes]:
    """Return public key, namespace and signature; judge the algorithms on the way (F-SIG-02)."""
    first, last = _FIRST.encode(), _LAST.encode()
    if not (armored.startswith(first) and armored.endswith(last)):
        raise PackageError("seal.signature.form", part=part)
    try:
        blob = base64.b64decode(armored[len(first) : -len(last)].replace(b"\n", b""), validate=True)
        fields = _Fields(blob)
        version = fields.take(len(_MAGIC) + 4)
        key = _Fields(fields.string())
        key_type, public = key.string(), key.string()
        namespace, reserved, hash_name = fields.string(), fields.string(), fields.string()
        inner = _Fields(fields.string())
        signature_type, signature = inner.string(), inner.string()
    except (ValueError, struct.error) as fault:
        raise PackageError("seal.signature.form", part=part) from fault
    if (version, key_type, reserved, hash_name, signature_type) != (
        _MAGIC + struct.pack(">I", 1),
        _KEY_TYPE,
        b"",
        _HASH,
        _KEY_TYPE,
    ):
        raise PackageError("seal.signature.algorithm", part=part)
    if fields.rest or key.rest or inner.rest or len(public) != 32 or len(signature) != 64:
        raise PackageError("seal.signature.form", part=part)
    return public, namespace, signature


class _Fields:
    """Takes length-prefixed strings from the front of a blob."""

    def __init__(self, blob: bytes) -> None:
        self.rest = blob

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes; ValueError when there are fewer."""
        if len(self.rest) < size:
            raise ValueError("short")
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def string(self) -> bytes:
        """Return the next string."""
        (size,) = struct.unpack(">I", self.take(4))
        return self.take(size)

"""The key file: the data key of a vault, wrapped once per way to open it (design §3).

``vault.key`` and ``vault.key.2`` hold the same bytes: RFC 8785 of ``{check, format, vault_id,
wraps}``. ``check`` is the SHA-256 of the RFC 8785 form of the rest; it is tested first, so a damaged
file is told apart from a wrong passphrase, which only the tag of ChaCha20-Poly1305 can show.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from msgspec import Meta, Struct

from db.files import disk_error, durable_write
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.shapes import Digest, Id
from zgc_review.errors import StorageError

FORMAT = "zgc-vault/1"
NAMES = ("vault.key", "vault.key.2")
KEY_BYTES = 32

Kind = Literal["passphrase", "recovery"]

_MEMORY_KIB = range(8 * 1024, 1024 * 1024 + 1)
_PASSES = range(1, 11)
_LANES = range(1, 17)
_LONGEST_FILE = 16 * 1024


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """Cost of argon2id: memory ``m`` in KiB, passes ``t``, lanes ``p``.

    The default is what RFC 9106 §4 recommends for limited memory: 64 MiB, 3 passes, 4 lanes.
    """

    m: int = 64 * 1024
    t: int = 3
    p: int = 4

    def acceptable(self) -> bool:
        """Say whether the costs lie within 8 MiB–1 GiB, 1–10 passes, 1–16 lanes."""
        return self.m in _MEMORY_KIB and self.t in _PASSES and self.p in _LANES

    def derive(self, secret: bytes, salt: bytes) -> bytes:
        """Return the 32-byte wrapping key of ``secret``."""
        return Argon2id(
            salt=salt, length=KEY_BYTES, iterations=self.t, lanes=self.p, memory_cost=self.m
        ).derive(secret)


@dataclass(frozen=True, slots=True)
class Wrap:
    """The data key under one secret."""

    kind: Kind
    kdf: KdfParameters
    salt: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file: one passphrase wrap, one recovery wrap."""

    vault_id: str
    wraps: tuple[Wrap, ...]

    def with_wrap(self, wrap: Wrap) -> KeyFile:
        """Return the key file with the wrap of the same kind replaced."""
        return KeyFile(self.vault_id, tuple(wrap if old.kind == wrap.kind else old for old in self.wraps))

    def open(self, kind: Kind, secret: bytes) -> bytes | None:
        """Return the data key, or None if ``secret`` is not the one."""
        wrap = next(item for item in self.wraps if item.kind == kind)
        key = wrap.kdf.derive(secret, wrap.salt)
        associated = _associated(self.vault_id, wrap.kind, wrap.kdf)
        try:
            return ChaCha20Poly1305(key).decrypt(wrap.nonce, wrap.wrapped, associated)
        except InvalidTag:
            return None

    def to_bytes(self) -> bytes:
        """Return the bytes of the file."""
        rest: dict[str, Any] = {
            "format": FORMAT,
            "vault_id": self.vault_id,
            "wraps": [_shown(wrap) for wrap in self.wraps],
        }
        return canonical_bytes({**rest, "check": _check(rest)})


def make_wrap(vault_id: str, kind: Kind, secret: bytes, data_key: bytes, kdf: KdfParameters) -> Wrap:
    """Wrap ``data_key`` under ``secret`` with fresh salt and nonce."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    cipher = ChaCha20Poly1305(kdf.derive(secret, salt))
    return Wrap(kind, kdf, salt, nonce, cipher.encrypt(nonce, data_key, _associated(vault_id, kind, kdf)))


class _KdfForm(Struct, frozen=True, forbid_unknown_fields=True):
    name: Literal["argon2id"]
    m: int
    t: int
    p: int


class _WrapForm(Struct, frozen=True, forbid_unknown_fields=True):
    kind: Kind
    kdf: _KdfForm
    salt: Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
    nonce: Annotated[str, Meta(pattern=r"^[0-9a-f]{24}\Z")]
    wrapped: Annotated[str, Meta(pattern=r"^[0-9a-f]{96}\Z")]


class _FileForm(Struct, frozen=True, forbid_unknown_fields=True):
    format: str
    vault_id: Id
    wraps: tuple[_WrapForm, _WrapForm]
    check: Digest


def parse_key_file(data: bytes, name: str) -> KeyFile:
    """Read the bytes of a key file called ``name``.

    Raises:
        StorageError: ``vault.key.damaged`` (not what was written), ``vault.key.format`` (whole, but
            of another format) or ``vault.key.bounds`` (whole, but asking for absurd costs).
    """
    value = _checked(data, name)
    if value.get("format") != FORMAT:
        raise StorageError("vault.key.format", name=name)
    try:
        form = msgspec.convert(value, _FileForm)
    except msgspec.ValidationError as fault:
        raise StorageError("vault.key.format", name=name) from fault
    if {wrap.kind for wrap in form.wraps} != {"passphrase", "recovery"}:
        raise StorageError("vault.key.format", name=name)
    wraps = tuple(_wrap_of(wrap) for wrap in form.wraps)
    if not all(wrap.kdf.acceptable() for wrap in wraps):
        raise StorageError("vault.key.bounds", name=name)
    return KeyFile(form.vault_id, wraps)


def _checked(data: bytes, name: str) -> dict[str, Any]:
    """Return the object whose ``check`` holds."""
    try:
        value = parse_canonical(data)
    except CanonicalFault as fault:
        raise StorageError("vault.key.damaged", name=name) from fault
    if not isinstance(value, dict):
        raise StorageError("vault.key.damaged", name=name)
    rest = {key: item for key, item in value.items() if key != "check"}
    if value.get("check") != _check(rest):
        raise StorageError("vault.key.damaged", name=name)
    return value


def _wrap_of(form: _WrapForm) -> Wrap:
    """Return the value of a wrap as the file shows it."""
    kdf = KdfParameters(form.kdf.m, form.kdf.t, form.kdf.p)
    return Wrap(
        form.kind, kdf, bytes.fromhex(form.salt), bytes.fromhex(form.nonce), bytes.fromhex(form.wrapped)
    )


def _shown(wrap: Wrap) -> dict[str, Any]:
    """Return a wrap as the file shows it."""
    return {
        "kind": wrap.kind,
        "kdf": _shown_kdf(wrap.kdf),
        "salt": wrap.salt.hex(),
        "nonce": wrap.nonce.hex(),
        "wrapped": wrap.wrapped.hex(),
    }


def _shown_kdf(kdf: KdfParameters) -> dict[str, Any]:
    """Return the costs as the file shows them."""
    return {"name": "argon2id", "m": kdf.m, "t": kdf.t, "p": kdf.p}


def _associated(vault_id: str, kind: Kind, kdf: KdfParameters) -> bytes:
    """Return what the tag of a wrap also covers (design §3)."""
    return canonical_bytes({"format": FORMAT, "vault_id": vault_id, "kind": kind, "kdf": _shown_kdf(kdf)})


def _check(rest: dict[str, Any]) -> str:
    """Return the SHA-256 of the RFC 8785 form of everything but ``check``."""
    return hashlib.sha256(canonical_bytes(rest)).hexdigest()


@dataclass(frozen=True, slots=True)
class KeyCopies:
    """The key file that counts, and the names of copies that do not agree with it."""

    key: KeyFile
    stale: tuple[str, ...]


def read_keys(folder: Path) -> KeyCopies:
    """Read both copies; the first whole one counts.

    Raises:
        StorageError: ``vault.missing`` (no copy at all), ``vault.key.damaged`` (no whole copy),
            ``vault.key.format`` or ``vault.key.bounds`` (of the copy that counts).
    """
    copies = {name: _read(folder / name) for name in NAMES}
    if not folder.is_dir() or all(isinstance(data, FileNotFoundError) for data in copies.values()):
        raise StorageError("vault.missing", name=folder.name)
    refusal = StorageError("vault.key.damaged", name=NAMES[0])
    for name, data in copies.items():
        if isinstance(data, OSError):
            refusal.__cause__ = disk_error(data, name)
            continue
        try:
            key = parse_key_file(data, name)
        except StorageError as fault:
            if fault.code != "vault.key.damaged":
                raise
            refusal = fault
            continue
        return KeyCopies(key, tuple(other for other in NAMES if copies[other] != data))
    raise refusal


def _read(path: Path) -> bytes | OSError:
    """Return the bytes of a copy, or why they cannot be had."""
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST_FILE)
    except OSError as fault:
        return fault


def write_keys(folder: Path, key: KeyFile, names: tuple[str, ...] = NAMES) -> None:
    """Write the named copies durably; both are on the disk before either gets its name.

    Raises:
        StorageError: the disk refused.
    """
    data = key.to_bytes()
    durable_write(*((folder / name, data) for name in names))

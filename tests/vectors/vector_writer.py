"""Writes messages and packages after docs/formats.md without the program's own code, rules broken on request.

It stands on the standard library's ``tarfile`` and ``json`` and on bare Ed25519, so that the samples are
a second opinion about the format and not an echo of the program.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import tarfile
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

Entry = tuple[str, bytes]

ROUND = "5eed0000000000000000000000000001"
ROUND_VERSION = "ab" * 32
APPLICATION = "0a" * 16
TIME = "2026-11-22T10:00:00+08:00"
FILL = 65_536


class Person:
    """Fixed keys of a person of the samples; they protect nothing."""

    def __init__(self, name: str, organisation: str, who: str, identity: str, recipient: str) -> None:
        self.name = name
        self.organisation = organisation
        self.identity = identity
        self.recipient = recipient
        self.key = Ed25519PrivateKey.from_private_bytes(
            hashlib.sha256(f"zgc-review vectors signing {who}".encode()).digest()
        )
        self.line = "ssh-ed25519 " + base64.b64encode(key_blob(self.key)).decode()
        self.card = message(card_manifest(self), key=self.key)
        self.card_id = hashlib.sha256(sums_of(self.card)).hexdigest()


def canonical(value: Any) -> bytes:
    """Return JSON as RFC 8785 writes it for ASCII keys, integers and text without rare escapes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def header(name: str, size: int, **changes: Any) -> bytes:
    """Return a ustar header as the standard library writes it."""
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in changes.items():
        setattr(info, field, value)
    return info.tobuf(tarfile.USTAR_FORMAT)


def entry(name: str, content: bytes, **changes: Any) -> bytes:
    """Return one entry, filled to a block."""
    return header(name, len(content), **changes) + content + bytes(-len(content) % 512)


def stream(entries: Sequence[Entry], end: bytes = bytes(1024)) -> bytes:
    """Return entries and what ends them: the carried form."""
    return b"".join(entry(name, content) for name, content in entries) + end


def payload(entries: Sequence[Entry], pad: int = 0) -> bytes:
    """Return the sealed form, with ``pad`` bytes of padding entry."""
    body = b"".join(entry(name, content) for name, content in entries)
    if pad:
        body += entry("pad", bytes(pad))
    return body + bytes(-(len(body) + 1024) % FILL + 1024)


def sums(entries: Sequence[Entry]) -> bytes:
    """Return the digest list of entries."""
    return b"".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n".encode() for name, data in entries)


def string(data: bytes) -> bytes:
    """Return an SSH string."""
    return struct.pack(">I", len(data)) + data


def key_blob(key: Ed25519PrivateKey) -> bytes:
    """Return the SSH form of the public key."""
    return string(b"ssh-ed25519") + string(key.public_key().public_bytes_raw())


def signature(
    key: Ed25519PrivateKey,
    data: bytes,
    *,
    namespace: bytes = b"zgc-review-1",
    hash_name: str = "sha512",
    version: int = 1,
    reserved: bytes = b"",
    width: int = 70,
    more: bytes = b"",
) -> bytes:
    """Return an SSHSIG over ``data`` as OpenSSH's PROTOCOL.sshsig describes it."""
    digest = hashlib.new(hash_name, data).digest()
    fields = string(namespace) + string(reserved) + string(hash_name.encode())
    signed = key.sign(b"SSHSIG" + fields + string(digest))
    blob = b"SSHSIG" + struct.pack(">I", version) + string(key_blob(key)) + fields
    blob += string(string(b"ssh-ed25519") + string(signed)) + more
    text = base64.b64encode(blob).decode()
    lines = "".join(text[at : at + width] + "\n" for at in range(0, len(text), width))
    return f"-----BEGIN SSH SIGNATURE-----\n{lines}-----END SSH SIGNATURE-----\n".encode()


def message(
    manifest: dict[str, Any] | bytes,
    data: Sequence[Entry] = (),
    *,
    key: Ed25519PrivateKey,
    listed: bytes | None = None,
    signed: bytes | None = None,
) -> list[Entry]:
    """Return the entries of a signed message.

    Args:
        manifest: its value, with ``files`` as it should stand, or its bytes.
        data: data entries.
        key: the signer's.
        listed: bytes of SHA256SUMS in place of the right ones.
        signed: bytes of SHA256SUMS.sig in place of the right ones.
    """
    encoded = manifest if isinstance(manifest, bytes) else canonical(manifest)
    rest = [("manifest.json", encoded), *data]
    digests = sums(rest) if listed is None else listed
    sig = signature(key, digests) if signed is None else signed
    return [("SHA256SUMS", digests), ("SHA256SUMS.sig", sig), *rest]


def sums_of(entries: Sequence[Entry]) -> bytes:
    """Return the bytes of SHA256SUMS."""
    return entries[0][1]


def files_of(data: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the manifest's list of data entries."""
    return [{"label": name.rpartition("/")[2], "name": name, "size": len(content)} for name, content in data]


def card_manifest(person: Person, **changes: Any) -> dict[str, Any]:
    """Return the manifest of a card."""
    return {
        "answers": None,
        "body": {
            "key": person.line,
            "name": person.name,
            "organisation": person.organisation,
            "recipient": person.recipient,
            "schema": 1,
        },
        "files": [],
        "format": "zgc/1",
        "kind": "card",
        "log_head": None,
        "prev": None,
        "round": None,
        "round_version": None,
        "sender": None,
        "seq": 1,
        "slot": "",
        "suite": "intl-1",
        "time": TIME,
        "to": [],
        **changes,
    }


def package(files: Sequence[Entry], info: dict[str, Any] | None = None, **changes: Any) -> list[Entry]:
    """Return the entries of a package of ``files`` (letters, then objects)."""
    letters = sum(name.startswith("letters/") for name, _ in files)
    value = {
        "format": "zgc-package/1",
        "letters": letters,
        "objects": len(files) - letters,
        "round": ROUND,
        "suite": "intl-1",
        "volume": 1,
        "volumes": 1,
        **(info or {}),
        **changes,
    }
    rest = [("package.json", canonical(value)), *files]
    return [("SHA256SUMS", sums(rest)), *rest]


SECRETARY = Person(
    "周若䶮",
    "北京甲技术研究院",
    "secretary",
    "AGE-SECRET-KEY-1JADU5FRZEGP494YA08VRRCUV8UNPGV4FZY36XHH5CDUCPHNKN4WS5YW2S5",
    "age1ae0ed48e80taxuw9camvfe63wnn2upds365ltyrtn5mdca5skypsd8hcnc",
)
EXPERT_1 = Person(
    "𠮷田 Anna",
    "",
    "expert-1",
    "AGE-SECRET-KEY-1554QA2T5NPXQCF8Y24RZ275MEJZ837GTVLST52NM7C76WA02LUFS9A80GW",
    "age1m8n07hgtg5ddf3l77q4hz5fq84yl9twvxl748egt38t7vszmg9asyrvpfc",
)
EXPERT_2 = Person(
    "白慕岚",
    "北京乙大学",
    "expert-2",
    "AGE-SECRET-KEY-1XRWRJD3C0D9EAMEDD5FY4KTT8CEG4FUK7MV62CVWPK2MK83VZGXSS6YWP2",
    "age13vp5nsrrq4ydn2gcz09s5nlwtyfeutdln5avqwd60y96lm98lymqn2xg8f",
)
PEOPLE = (SECRETARY, EXPERT_1, EXPERT_2)
APPLICATION_IDENTITY = "AGE-SECRET-KEY-1AN9ZG4F0FFN7LA95HMYLM9ULRXWFR4XSR3GZKMN3NW7SXKD6NAKQQ5RDXV"
APPLICATION_RECIPIENT = "age1hy3ervs3x939jphq5w44czsqyjemnyndtl5xda7hs834nqus8s4s7vudqc"


def consent(data: Sequence[Entry] = (), **changes: Any) -> dict[str, Any]:
    """Return the manifest of a consent from expert 1 to the secretary; its body is a stand-in."""
    return {
        "answers": None,
        "body": {"act": "discuss", "application": APPLICATION, "schema": 1, "text": "附议“甲”。\n"},
        "files": files_of(data),
        "format": "zgc/1",
        "kind": "consent",
        "log_head": {"root": "cd" * 32, "size": 7},
        "prev": None,
        "round": ROUND,
        "round_version": ROUND_VERSION,
        "sender": EXPERT_1.card_id,
        "seq": 1,
        "slot": f"discuss:{APPLICATION}",
        "suite": "intl-1",
        "time": TIME,
        "to": [SECRETARY.card_id],
        **changes,
    }


def sheet(**changes: Any) -> dict[str, Any]:
    """Return the manifest of a sheet of expert 1; its body is a stand-in."""
    fields = {"kind": "sheet", "log_head": None, "slot": APPLICATION, "to": []}
    body = {"application": APPLICATION, "schema": 1, "total": 8240}
    return consent(**{**fields, "body": body, **changes})

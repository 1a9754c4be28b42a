"""Samples of messages and cards: one broken rule each (docs/formats.md sections 1 to 11)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vector_writer import (
    EXPERT_1,
    EXPERT_2,
    SECRETARY,
    Entry,
    canonical,
    consent,
    entry,
    header,
    message,
    payload,
    sheet,
    signature,
    stream,
    string,
    sums,
)

KEY = EXPERT_1.key
PDF = ("data/000001.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 3)
TXT = ("data/000002.txt", "意见一\n".encode())


@dataclass(frozen=True)
class Case:
    """One sample file.

    Attributes:
        file: path under tests/vectors.
        kind: how it is read: card, carried, payload, sealed, package, volume (a further one of a package).
        rules: ids of the rules it shows.
        data: its bytes.
        code: with which it is refused, empty when it is accepted.
        part: which part the refusal names.
        counts: whether a further volume counts as there (F-WRT-04).
    """

    file: str
    kind: str
    rules: tuple[str, ...]
    data: bytes
    code: str = ""
    part: str = ""
    counts: bool = True


def consent_entries() -> list[Entry]:
    """Return a consent with three data entries, the last of them a carried sheet."""
    carried = ("data/000003.tar", stream(message(sheet(), key=KEY)))
    data = [PDF, TXT, carried]
    return message(consent(data), data, key=KEY)


def valid() -> Iterator[Case]:
    """Yield messages that a reader accepts."""
    yield Case(
        "valid/secretary.zgccard",
        "card",
        ("F-CRD-01", "F-CRD-02", "F-CRD-03", "F-CRD-04", "F-GEN-03"),
        stream(SECRETARY.card),
    )
    for number, person in enumerate((EXPERT_1, EXPERT_2), 1):
        yield Case(f"valid/expert-{number}.zgccard", "card", ("F-CRD-02",), stream(person.card))
    whole = consent_entries()
    rules = "F-TAR-01 F-TAR-04 F-TAR-05 F-ENT-01 F-ENT-02 F-SUM-01 F-SUM-04 F-SIG-01 F-MAN-02 F-CAR-01"
    yield Case("valid/consent.tar", "carried", tuple(rules.split()), stream(whole))
    yield Case("valid/consent-minimal.bin", "payload", ("F-TAR-06",), payload(whole))
    entries = len(stream(whole)) - 1024
    pad = 2 * 65_536 - 1024 - 512 - entries
    yield Case("valid/consent-padded.bin", "payload", ("F-TAR-07",), payload(whole, pad))
    first = consent(kind="round", round_version=None, slot="", log_head=None, to=[])
    yield Case("valid/round-1.tar", "carried", ("F-MAN-07",), stream(message(first, key=KEY)))
    restored = consent(seq=1001, prev=None)
    yield Case("valid/restored.tar", "carried", ("F-MAN-11",), stream(message(restored, key=KEY)))
    escrowed = consent(kind="scores", slot="专家01", to=[])
    yield Case("valid/escrowed.tar", "carried", ("F-MAN-09",), stream(message(escrowed, key=KEY)))
    empty = [("data/000001.bin", b"")]
    yield Case(
        "valid/empty-entry.tar", "carried", ("F-ENT-03",), stream(message(consent(empty), empty, key=KEY))
    )


def _plain(**changes: Any) -> list[Entry]:
    """Return a consent with one data entry."""
    return message(consent([PDF], **changes), [PDF], key=KEY)


def _with_header(changed: bytes) -> bytes:
    """Return a consent whose data entry has another header."""
    entries = _plain()
    return stream(entries[:3], end=b"") + changed + entry(*PDF)[512:] + bytes(1024)


def tar_cases() -> Iterator[Case]:
    """Yield streams that no restricted writer makes."""
    changes: dict[str, dict[str, Any]] = {
        "mode": {"mode": 0o600},
        "owner": {"uname": "root"},
        "uid": {"uid": 1000},
        "time": {"mtime": 1},
        "link": {"type": b"2", "linkname": "/etc/passwd"},
        "folder": {"type": b"5"},
        "pax": {"type": b"x"},
    }
    headers = {name: header(PDF[0], len(PDF[1]), **change) for name, change in changes.items()}
    right = header(*(PDF[0], len(PDF[1])))
    headers["gnu"] = right[:257] + b"ustar  \x00" + right[265:]
    headers["size-spaces"] = right[:124] + b"%11o" % len(PDF[1]) + right[135:]
    headers["checksum"] = right[:148] + b"000000" + right[154:]
    for name, changed in headers.items():
        rule = "F-TAR-02" if name in {"link", "folder", "pax", "gnu"} else "F-TAR-01"
        yield Case(
            f"invalid/tar-{name}.tar", "carried", (rule,), _with_header(changed), "seal.tar.header", PDF[0]
        )
    yield from _end_cases()


def _end_cases() -> Iterator[Case]:
    """Yield streams that end in another way."""
    body = b"".join(entry(name, content) for name, content in _plain())
    filled = body[:-1] + b"x"
    rows = [
        ("content-filling", "F-TAR-03", filled + bytes(1024), "seal.tar.filling", PDF[0]),
        ("one-zero-block", "F-TAR-04", body + bytes(512), "seal.tar.truncated", "end"),
        ("no-end", "F-TAR-04", body, "seal.tar.truncated", "end"),
        ("after-zero-block", "F-TAR-04", body + bytes(512) + entry(*TXT), "seal.tar.filling", "end"),
        ("three-zero-blocks", "F-TAR-05", body + bytes(1536), "seal.tar.trailing", "end"),
        ("carried-pad", "F-TAR-07", body + entry("pad", bytes(9)) + bytes(1024), "seal.tar.pad", "pad"),
    ]
    for name, rule, data, code, part in rows:
        yield Case(f"invalid/{name}.tar", "carried", (rule,), data, code, part)
    sealed = payload(_plain())
    doubled = body + 2 * entry("pad", bytes(9))
    rows = [
        ("payload-long", "F-TAR-06", sealed + bytes(512), "seal.tar.length", "end"),
        ("payload-carried", "F-TAR-06", body + bytes(1024), "seal.tar.length", "end"),
        ("payload-filling", "F-TAR-06", sealed[:-1] + b"x", "seal.tar.filling", "end"),
        ("pad-empty", "F-TAR-07", payload([*_plain(), ("pad", b"")]), "seal.tar.pad", "pad"),
        ("pad-text", "F-TAR-07", payload([*_plain(), ("pad", b"x")]), "seal.tar.pad", "pad"),
        ("pad-twice", "F-TAR-07", doubled + bytes(-len(doubled) % 65_536), "seal.tar.filling", "end"),
    ]
    for name, rule, data, code, part in rows:
        yield Case(f"invalid/{name}.bin", "payload", (rule,), data, code, part)


def entry_cases() -> Iterator[Case]:
    """Yield messages whose entries, list or signature are not as they must be."""
    yield from _order_cases()
    yield from _name_cases()
    yield from _list_cases()
    yield from _signature_cases()
    yield from _signer_cases()


def _entries_case(name: str, rule: str, entries: list[Entry], code: str, part: str) -> Case:
    """Return the case of a message in carried form."""
    return Case(f"invalid/entry-{name}.tar", "carried", (rule,), stream(entries), code, part)


def _order_cases() -> Iterator[Case]:
    """Yield entries that are missing, too many, out of order, too long or other than listed."""
    whole = _plain()
    swapped = [("data/000001.pdf", b"2"), ("data/000002.pdf", b"1")]
    front, back = message(consent(swapped), swapped, key=KEY)[:3], swapped[::-1]
    longer = consent([PDF], files=[{"label": "", "name": PDF[0], "size": len(PDF[1]) + 1}])
    other = sums([("manifest.json", canonical(consent([PDF]))), (PDF[0], b"another")])
    wrong = message(consent([PDF]), [PDF], key=KEY, listed=other)
    big = message(consent(), key=KEY, signed=bytes(1025))
    sig = "SHA256SUMS.sig"
    yield _entries_case("missing-data", "F-ENT-01", whole[:3], "seal.entry.missing", PDF[0])
    yield _entries_case("missing-signature", "F-ENT-01", [whole[0], *whole[2:]], "seal.entry.order", sig)
    yield _entries_case("extra-data", "F-ENT-01", [*whole, TXT], "seal.entry.extra", "end")
    yield _entries_case("data-order", "F-ENT-01", [*front, *back], "seal.entry.order", PDF[0])
    yield _entries_case("signature-size", "F-ENT-03", big, "seal.entry.limit", sig)
    yield _entries_case("digest", "F-ENT-04", wrong, "seal.entry.digest", PDF[0])
    yield _entries_case("size", "F-ENT-05", message(longer, [PDF], key=KEY), "seal.entry.length", PDF[0])


def _name_cases() -> Iterator[Case]:
    """Yield lists of names that the format does not have."""
    rows = [
        ("extension", "F-ENT-02", "data/000001.exe", "seal.entry.name"),
        ("number-width", "F-ENT-02", "data/1.pdf", "seal.entry.name"),
        ("path", "F-ENT-02", "../000001.pdf", "seal.entry.name"),
        ("number-gap", "F-SUM-02", "data/000002.pdf", "seal.sums.order"),
    ]
    for name, rule, entry_name, code in rows:
        data = [(entry_name, PDF[1])]
        yield _entries_case(name, rule, message(consent(data), data, key=KEY), code, "SHA256SUMS")
    no_manifest = message(consent([PDF]), [PDF], key=KEY, listed=sums([PDF]))
    padded = sums([("manifest.json", canonical(consent())), ("pad", b"")])
    with_pad = message(consent(), key=KEY, listed=padded)
    yield _entries_case("list-without-manifest", "F-SUM-02", no_manifest, "seal.sums.order", "SHA256SUMS")
    yield _entries_case("list-with-pad", "F-SUM-02", with_pad, "seal.entry.name", "SHA256SUMS")


def _list_cases() -> Iterator[Case]:
    """Yield lists of another spelling, signed as they are."""
    right = sums([("manifest.json", canonical(consent()))])
    rows = {
        "crlf": right.replace(b"\n", b"\r\n"),
        "upper": right[:64].upper() + right[64:],
        "one-space": right.replace(b"  ", b" "),
        "binary-mark": right.replace(b"  ", b" *"),
        "no-last-line-end": right[:-1],
        "byte-order-mark": b"\xef\xbb\xbf" + right,
        "empty": b"",
    }
    for name, listed in rows.items():
        data = stream(message(consent(), key=KEY, listed=listed))
        yield Case(f"invalid/list-{name}.tar", "carried", ("F-SUM-01",), data, "seal.sums.form", "SHA256SUMS")


def _signature_cases() -> Iterator[Case]:
    """Yield signatures that a reader refuses."""
    listed = sums([("manifest.json", canonical(consent()))])
    right = signature(KEY, listed)
    other = signature(KEY, listed + b"\n")
    rsa = base64.b64encode(b"SSHSIG\x00\x00\x00\x01" + string(string(b"ssh-rsa") + string(bytes(32))))
    first, last = right.splitlines(keepends=True)[0], right.splitlines(keepends=True)[-1]
    unpadded = right.replace(b"=\n", b"\n")
    rows = [
        ("width", "F-SIG-01", signature(KEY, listed, width=76), "seal.signature.form"),
        ("line-end", "F-SIG-01", right + b"\n", "seal.signature.form"),
        ("no-last-line", "F-SIG-01", right.replace(last, b""), "seal.signature.form"),
        ("more", "F-SIG-02", signature(KEY, listed, more=b"x"), "seal.signature.form"),
        ("rsa", "F-SIG-02", first + rsa + b"\n" + last, "seal.signature.form"),
        ("version", "F-SIG-02", signature(KEY, listed, version=2), "seal.signature.algorithm"),
        ("hash", "F-SIG-02", signature(KEY, listed, hash_name="sha256"), "seal.signature.algorithm"),
        ("reserved", "F-SIG-02", signature(KEY, listed, reserved=b"x"), "seal.signature.algorithm"),
        ("namespace", "F-SIG-03", signature(KEY, listed, namespace=b"file"), "seal.signature.namespace"),
        ("other-data", "F-SIG-04", other, "seal.signature.wrong"),
    ]
    if unpadded != right:
        rows.append(("unpadded", "F-SIG-01", unpadded, "seal.signature.form"))
    for name, rule, signed, code in rows:
        data = stream(message(consent(), key=KEY, signed=signed))
        yield Case(f"invalid/signature-{name}.tar", "carried", (rule,), data, code, "SHA256SUMS.sig")


def _signer_cases() -> Iterator[Case]:
    """Yield messages that somebody else signed."""
    foreign = stream(message(consent(), key=EXPERT_2.key))
    yield Case(
        "invalid/signer-other.tar",
        "carried",
        ("F-SIG-05",),
        foreign,
        "seal.signature.signer",
        "SHA256SUMS.sig",
    )
    unknown = stream(message(consent(sender="ef" * 32), key=KEY))
    yield Case(
        "invalid/signer-unknown.tar",
        "carried",
        ("F-SIG-05",),
        unknown,
        "seal.signature.sender",
        "manifest.json",
    )
    inner = [("data/000001.tar", stream(message(sheet(), key=EXPERT_2.key)))]
    carried = stream(message(consent(inner), inner, key=KEY))
    part = "data/000001.tar/SHA256SUMS.sig"
    yield Case("invalid/signer-inside.tar", "carried", ("F-SIG-05",), carried, "seal.signature.signer", part)


def carried_cases() -> Iterator[Case]:
    """Yield messages whose carried messages are refused."""
    deep: list[Entry] = message(sheet(), key=KEY)
    for _ in range(4):
        inner = [("data/000001.tar", stream(deep))]
        deep = message(consent(inner), inner, key=KEY)
    rows = [
        ("no-message", "F-CAR-01", b"%PDF-1.7", "seal.tar.truncated", "SHA256SUMS"),
        ("padded", "F-CAR-01", payload(message(sheet(), key=KEY)), "seal.tar.trailing", "end"),
        (
            "round",
            "F-CAR-02",
            stream(message(sheet(round="77" * 16), key=KEY)),
            "seal.carried.round",
            "manifest.json",
        ),
        (
            "suite",
            "F-CAR-02",
            stream(message(sheet(suite="gm-1"), key=KEY)),
            "seal.manifest.suite",
            "manifest.json",
        ),
    ]
    for name, rule, content, code, part in rows:
        inner = [("data/000001.tar", content)]
        data = stream(message(consent(inner), inner, key=KEY))
        yield Case(f"invalid/carried-{name}.tar", "carried", (rule,), data, code, f"data/000001.tar/{part}")
    yield Case(
        "invalid/carried-depth.tar",
        "carried",
        ("F-CAR-03",),
        stream(deep),
        "seal.carried.depth",
        "data/000001.tar/" * 3 + "data/000001.tar",
    )


def tampered() -> Iterator[Case]:
    """Yield the valid consent with one thing done to it afterwards."""
    whole = stream(consent_entries())
    nested = "data/000003.tar/data"
    spots = {
        "list": (whole.index(b"  manifest.json") - 1, "seal.signature.wrong", "SHA256SUMS.sig"),
        "manifest": (whole.index(b'"consent"') + 1, "seal.entry.digest", "manifest.json"),
        "data": (whole.index(b"%PDF"), "seal.entry.digest", PDF[0]),
        "header": (whole.index(b"data/000002.txt\x00"), "seal.tar.header", TXT[0]),
        "inside": (whole.index(b'"sheet"') + 1, "seal.entry.digest", nested[:-4] + "manifest.json"),
        "end": (len(whole) - 1, "seal.tar.filling", "end"),
    }
    rule = {"list": "F-SIG-04", "header": "F-TAR-02", "end": "F-TAR-04"}
    for name, (offset, code, part) in spots.items():
        data = whole[:offset] + bytes([whole[offset] ^ 1]) + whole[offset + 1 :]
        rules = (rule.get(name, "F-ENT-04"),)
        yield Case(f"tampered/consent-{name}.tar", "carried", rules, data, code, part)
    yield Case(
        "tampered/consent-cut.tar", "carried", ("F-TAR-04",), whole[:4096], "seal.tar.truncated", PDF[0]
    )


def all_cases() -> Iterator[Case]:
    """Yield every sample of this page."""
    yield from valid()
    yield from tar_cases()
    yield from entry_cases()
    yield from carried_cases()
    yield from tampered()

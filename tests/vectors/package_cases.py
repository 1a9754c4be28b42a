"""Samples of sealed files and packages (docs/formats.md sections 9 and 13).

age files are random: they are made once, committed, and read from their files ever after.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyrage
from message_cases import Case, consent_entries
from vector_writer import (
    APPLICATION_RECIPIENT,
    EXPERT_1,
    EXPERT_2,
    ROUND_VERSION,
    SECRETARY,
    Entry,
    Person,
    consent,
    files_of,
    header,
    message,
    package,
    payload,
    stream,
    sums,
)

FOLDER = Path(__file__).resolve().parent
DOCUMENTS = (b"%PDF-1.7 one\n", b"%PDF-1.7 two\n" * 40, b"")

Files = dict[str, bytes]


def letter(person: Person, code: str) -> list[Entry]:
    """Return a letter with the round definition in it; bodies are stand-ins."""
    definition = {"kind": "round", "round_version": None, "slot": "", "log_head": None, "to": []}
    first = consent(**definition, sender=SECRETARY.card_id)
    data = [("data/000001.tar", stream(message(first, key=SECRETARY.key)))]
    fields = consent(
        kind="assignment",
        slot=code,
        to=[person.card_id],
        sender=SECRETARY.card_id,
        round_version=ROUND_VERSION,
        body={"schema": 1},
        files=files_of(data),
    )
    return message(fields, data, key=SECRETARY.key)


def age_sources() -> dict[str, tuple[bytes, str]]:
    """Return what every committed age file holds, and for whom."""
    whole = consent_entries()
    entries = len(stream(whole)) - 1024
    two_chunks = payload(whole, 2 * 65_536 - 1024 - 512 - entries)
    found = {
        "valid/consent.zgccons": (payload(whole), SECRETARY.recipient),
        "valid/consent-two-chunks.zgccons": (two_chunks, SECRETARY.recipient),
        "valid/letter-1.age": (payload(letter(EXPERT_1, "专家01")), EXPERT_1.recipient),
        "valid/letter-2.age": (payload(letter(EXPERT_2, "专家02")), EXPERT_2.recipient),
    }
    for number, document in enumerate(DOCUMENTS, 1):
        found[f"valid/object-{number}.age"] = (document, APPLICATION_RECIPIENT)
    return found


def seal_missing() -> list[str]:
    """Make the age files that are not there yet and return their names."""
    made = []
    for name, (content, recipient) in age_sources().items():
        path = FOLDER / name
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(pyrage.encrypt(content, [pyrage.x25519.Recipient.from_str(recipient)]))
            made.append(name)
    return made


def sealed_cases() -> Iterator[Case]:
    """Yield sealed files and what may happen to them."""
    files = {name: (FOLDER / name).read_bytes() for name in age_sources()}
    for name in ("valid/consent.zgccons", "valid/consent-two-chunks.zgccons"):
        yield Case(name, "sealed", ("F-AGE-01",), files[name])
    whole, longer = files["valid/consent.zgccons"], files["valid/consent-two-chunks.zgccons"]
    body = whole.index(b"\n--- ") + 49
    stanza = whole.index(b"-> X25519 ") + 12
    armored = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(whole)
    armored += b"-----END AGE ENCRYPTED FILE-----\n"
    endless = whole[:22] + b"-> x\n" + (b"A" * 64 + b"\n") * 1200
    cut = longer.index(b"\n--- ") + 49 + 16 + 65_552
    rows = [
        ("armored", "F-AGE-01", armored, "seal.age.not_age", "age header"),
        ("carried", "F-AGE-01", stream(consent_entries()), "seal.age.not_age", "age header"),
        ("endless-header", "F-AGE-02", endless, "seal.age.header", "age header"),
        ("cut-header", "F-AGE-02", whole[:100], "seal.age.header", "age header"),
        ("mac", "F-AGE-02", _flip(whole, body - 10), "seal.age.header", "age header"),
        ("stanza", "F-AGE-03", _flip(whole, stanza), "seal.age.not_for_me", "age header"),
        ("body", "F-AGE-04", _flip(whole, body + 100), "seal.age.damaged", "SHA256SUMS"),
        ("second-chunk", "F-AGE-04", _flip(longer, cut + 100), "seal.age.damaged", "pad"),
        ("cut-between-chunks", "F-AGE-04", longer[:cut], "seal.age.truncated", "pad"),
        ("cut", "F-AGE-04", whole[:-1], "seal.age.damaged", "SHA256SUMS"),
        ("more", "F-AGE-04", whole + b"x", "seal.age.trailing", "end"),
    ]
    for name, rule, data, code, part in rows:
        yield Case(f"tampered/sealed-{name}.zgccons", "sealed", (rule,), data, code, part)
    yield Case(
        "valid/letter-1.age",
        "sealed",
        ("F-AGE-03",),
        files["valid/letter-1.age"],
        "seal.age.not_for_me",
        "age header",
    )


def objects_of(*contents: bytes) -> list[Entry]:
    """Return objects in the order of a package."""
    return sorted((f"objects/{hashlib.sha256(data).hexdigest()}.age", data) for data in contents)


def package_cases() -> Iterator[Case]:
    """Yield packages."""
    letters = [(f"letters/{n:03d}.age", (FOLDER / f"valid/letter-{n}.age").read_bytes()) for n in (1, 2)]
    contents = [(FOLDER / f"valid/object-{n}.age").read_bytes() for n in (1, 2, 3)]
    objects = objects_of(*contents)
    rules = ("F-PKG-01", "F-PKG-02", "F-PKG-03", "F-PKG-04", "F-PKG-07")
    yield Case("valid/panel.zgcpkg", "package", rules, stream(package([*letters, *objects])))
    two = {"volumes": 2}
    first = stream(package(objects[:1], two))
    yield Case("valid/two.zgcpkg", "package", ("F-PKG-06",), first)
    second = stream(package(objects[1:], two, volume=2))
    yield Case("valid/two.2.zgcpkg", "package", ("F-PKG-06", "F-PKG-09"), second)
    yield from _named_volumes([*letters, *objects[:1]], objects[1:])
    yield from _stray_volumes()
    yield from _wrong_packages()
    yield from _wrong_openings()
    yield from _tampered_packages()


def _named_volumes(first: list[Entry], further: list[Entry]) -> Iterator[Case]:
    """Yield a whole set: a first volume, and further ones under the name that it gives them."""
    volumes = {"volumes": 1 + len(further)}
    lead = package(first, volumes)
    yield Case("valid/named.zgcpkg", "package", ("F-PKG-06",), stream(lead))
    for n, one in enumerate(further, 2):
        name = f"valid/named.{n}.{_set_name(lead)}.zgcpkg"
        yield Case(name, "volume", ("F-PKG-06", "F-WRT-04"), stream(package([one], volumes, volume=n)))


def _stray_volumes() -> Iterator[Case]:
    """Yield sets that were written again or torn, with further volumes that nothing leads any more."""
    two, rules = {"volumes": 2}, ("F-PKG-06", "F-WRT-04")
    second = stream(package(SMALL[1:], two, volume=2))
    before = package([LETTER, SMALL[0]], two)
    after = package([("letters/001.age", b"a letter of a later writing"), SMALL[0]], two)
    new, old = _set_name(after), _set_name(before)
    yield Case("tampered/again.zgcpkg", "package", rules, stream(after))
    yield Case(f"tampered/again.2.{new}.zgcpkg", "volume", rules, second)
    yield Case(f"tampered/again.2.{old}.zgcpkg", "volume", rules, second, counts=False)
    yield Case("tampered/again.2.zgcpkg", "volume", rules, second, counts=False)
    # A first volume of which the own set never came: only files of older writers may be its others.
    yield Case("tampered/older.zgcpkg", "package", rules, stream(before))
    yield Case("tampered/older.2.zgcpkg", "volume", rules, second)
    yield Case(f"tampered/older.2.{new}.zgcpkg", "volume", rules, second, counts=False)
    yield Case(f"tampered/gone.2.{old}.zgcpkg", "volume", rules, second, counts=False)
    # A first volume that cannot be read may lead every one.
    torn = stream(before)[:700]
    yield Case("tampered/torn.zgcpkg", "package", rules, torn, "seal.tar.truncated", "SHA256SUMS")
    yield Case(f"tampered/torn.2.{old}.zgcpkg", "volume", rules, second)


def _set_name(lead: list[Entry]) -> str:
    """Return how further volumes of a first one are called: by its list (F-PKG-06)."""
    return hashlib.sha256(lead[0][1]).hexdigest()[:8]


SMALL = objects_of(b"first object", b"second object" * 50, b"third object")
LETTER = ("letters/001.age", b"not a real letter")


def _wrong_packages() -> Iterator[Case]:
    """Yield packages of another shape, consistent in their digests."""
    spelled = package(SMALL)
    spelled[1] = ("package.json", spelled[1][1].replace(b":", b": "))
    spelled[0] = ("SHA256SUMS", sums(spelled[1:]))
    second = package([LETTER, *SMALL], volume=2, volumes=2)
    described = [
        ("format", "F-PKG-03", package(SMALL, format="zgc-package/2"), "seal.package.format"),
        ("counts", "F-PKG-03", package(SMALL, objects=2), "seal.package.json"),
        ("key", "F-PKG-03", package(SMALL, note=""), "seal.package.json"),
        ("volume", "F-PKG-03", package(SMALL, volume=2), "seal.package.json"),
        ("spelling", "F-PKG-03", spelled, "seal.package.json"),
        ("letter-in-second", "F-PKG-06", second, "seal.package.json"),
    ]
    for name, rule, entries, code in described:
        yield _package_case(name, rule, stream(entries), code, "package.json")
    yield _package_case("suite", "F-SUI-01", stream(package(SMALL, suite="gm-1")), "seal.suite.unknown", "")
    listed = [
        ("objects-order", "F-PKG-02", package(SMALL[::-1])),
        ("object-twice", "F-PKG-02", package([SMALL[0], *SMALL])),
        ("object-name", "F-PKG-04", package([(SMALL[0][0], SMALL[1][1]), *SMALL[1:]])),
        ("letters-last", "F-PKG-02", package([*SMALL, LETTER])),
        ("letter-gap", "F-PKG-02", package([("letters/002.age", b"x")])),
        ("foreign-name", "F-PKG-01", package([("readme.txt", b"x")])),
        ("no-info", "F-PKG-01", [("SHA256SUMS", sums(SMALL)), *SMALL]),
    ]
    for name, rule, entries in listed:
        yield _package_case(name, rule, stream(entries), "seal.package.sums", "SHA256SUMS")


def _package_case(name: str, rule: str, data: bytes, code: str, part: str) -> Case:
    """Return the case of a package that is refused."""
    return Case(f"invalid/package-{name}.zgcpkg", "package", (rule,), data, code, part)


def _wrong_openings() -> Iterator[Case]:
    """Yield packages that begin or end in another way."""
    whole = stream(package(SMALL))
    large = whole[: whole.index(SMALL[2][0].encode() + b"\x00")] + header(SMALL[2][0], 2 << 30)
    padded = stream([*package(SMALL), ("pad", bytes(9))])
    listed, described = package(SMALL)[0][1], package(SMALL)[1]
    rows = [
        ("limit", "F-PKG-05", large, "seal.package.limit", SMALL[2][0]),
        ("list-size", "F-PKG-02", header("SHA256SUMS", (16 << 20) + 1), "seal.entry.limit", "SHA256SUMS"),
        ("cut-list", "F-PKG-08", whole[:700], "seal.tar.truncated", "SHA256SUMS"),
        ("cut-info", "F-PKG-08", whole[:1200], "seal.tar.truncated", "package.json"),
        ("no-list", "F-PKG-01", stream([described, *SMALL]), "seal.entry.order", "SHA256SUMS"),
        ("list-filling", "F-TAR-03", _flip(whole, 512 + len(listed)), "seal.tar.filling", "SHA256SUMS"),
        ("pad", "F-PKG-01", padded, "seal.tar.filling", "end"),
    ]
    for name, rule, data, code, part in rows:
        yield _package_case(name, rule, data, code, part)


def _tampered_packages() -> Iterator[Case]:
    """Yield a package with one thing done to it afterwards."""
    entries = package([LETTER, *SMALL])
    whole = stream(entries)
    spots = {
        "list": (whole.index(b"  package.json") + 5, "seal.package.sums", "SHA256SUMS"),
        "list-header": (30, "seal.tar.header", "SHA256SUMS"),
        "info": (whole.index(b'"zgc-package/1"') + 3, "seal.entry.digest", "package.json"),
        "letter": (whole.index(LETTER[1]), "seal.entry.digest", LETTER[0]),
        "object": (whole.index(SMALL[1][1]), "seal.package.object", SMALL[1][0]),
        "object-header": (whole.index(SMALL[1][0].encode() + b"\x00") + 130, "seal.tar.header", SMALL[1][0]),
        "filling": (whole.index(SMALL[0][1]) + len(SMALL[0][1]) + 9, "seal.tar.filling", SMALL[0][0]),
        "end": (len(whole) - 3, "seal.tar.filling", "end"),
    }
    for name, (offset, code, part) in spots.items():
        rules = ("F-PKG-04", "F-PKG-08") if name == "object" else ("F-PKG-08",)
        data = _flip(whole, offset)
        yield Case(f"tampered/package-{name}.zgcpkg", "package", rules, data, code, part)
    front, (a, b, c) = entries[:3], entries[3:]
    rows = [
        ("removed", stream([*front, a, c]), "seal.entry.missing", b[0]),
        ("added", stream([*front, a, LETTER, b, c]), "seal.entry.extra", b[0]),
        ("swapped", stream([*front, b, a, c]), "seal.entry.missing", a[0]),
        ("renamed", stream([*front, a, ("objects/x.age", b[1]), c]), "seal.entry.missing", b[0]),
        ("cut", whole[: whole.index(c[1])], "seal.tar.truncated", c[0]),
        ("cut-end", whole[:-512], "seal.tar.truncated", "end"),
        ("more", whole + b"x", "seal.tar.trailing", "end"),
    ]
    for name, data, code, part in rows:
        yield Case(f"tampered/package-{name}.zgcpkg", "package", ("F-PKG-08",), data, code, part)


def _flip(data: bytes, offset: int) -> bytes:
    """Return ``data`` with one bit turned."""
    return data[:offset] + bytes([data[offset] ^ 1]) + data[offset + 1 :]


def all_cases() -> Iterator[Case]:
    """Yield every sample of this page."""
    yield from sealed_cases()
    yield from package_cases()

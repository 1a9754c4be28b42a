"""Names and lists inside ``.zgcpkg`` files (formats F-PKG-01 to F-PKG-06)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.errors import PackageError
from zgc_review.seal.fields import is_hex, is_integer
from zgc_review.seal.suites import suite_named
from zgc_review.seal.sums import MAX_LINES, SumLine, parse_lines
from zgc_review.seal.tar import BLOCK

SUFFIX = ".zgcpkg"
FORMAT = "zgc-package/1"
SUMS = "SHA256SUMS"
INFO = "package.json"
MAX_PACKAGE_SUMS = 16 << 20
MAX_ENTRY = (1 << 30) + (1 << 20)
MAX_LETTERS = 999
VOLUME_SIZE = 4_187_593_113

# All lines of objects have one length and repeat the digest: one expression judges them together.
_OBJECT_LINES = re.compile(rb"(?:([0-9a-f]{64})  objects/\1\.age\n)*")
_OBJECT_LINE = 64 + 2 + 8 + 64 + 4 + 1


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """``package.json``, unsigned.

    Attributes:
        suite: name of the suite.
        round: round id, 32 hex.
        volume: number of this file, from 1.
        volumes: files in all.
        letters: letters in this file.
        objects: objects in this file.
    """

    suite: str
    round: str
    volume: int
    volumes: int
    letters: int
    objects: int


def letter_name(number: int) -> str:
    """Return the name of letter ``number``, from 1."""
    return f"letters/{number:03d}.age"


def object_name(digest: str) -> str:
    """Return the name of the object with this digest."""
    return f"objects/{digest}.age"


def info_bytes(info: PackageInfo) -> bytes:
    """Return the bytes of ``package.json``."""
    return canonical_bytes(
        {
            "format": FORMAT,
            "letters": info.letters,
            "objects": info.objects,
            "round": info.round,
            "suite": info.suite,
            "volume": info.volume,
            "volumes": info.volumes,
        }
    )


def parse_info(data: bytes) -> PackageInfo:
    """Return what ``package.json`` says (F-PKG-03).

    Raises:
        PackageError: ``seal.package.json``; ``seal.package.format``, ``seal.suite.unknown``.
    """
    try:
        value: Any = parse_canonical(data)
    except CanonicalFault as fault:
        raise PackageError("seal.package.json", part=INFO) from fault
    if not isinstance(value, dict):
        raise PackageError("seal.package.json", part=INFO)
    if value.pop("format", None) != FORMAT:
        raise PackageError("seal.package.format", part=INFO)
    well_formed = (
        set(value) == {"letters", "objects", "round", "suite", "volume", "volumes"}
        and isinstance(value["suite"], str)
        and is_hex(value["round"], 32)
        and is_integer(value["volumes"], 1, MAX_LINES)
        and is_integer(value["volume"], 1, value["volumes"])
        and is_integer(value["letters"], 0, MAX_LETTERS if value["volume"] == 1 else 0)
        and is_integer(value["objects"], 0, MAX_LINES)
    )
    if not well_formed:
        raise PackageError("seal.package.json", part=INFO)
    suite_named(value["suite"])
    return PackageInfo(**value)


def parse_package_sums(data: bytes) -> list[SumLine]:
    """Return the lines of a package's digest list, judged for form and order (F-PKG-02, F-PKG-04).

    Raises:
        PackageError: ``seal.package.sums``, ``seal.sums.limit``.
    """
    if data.count(b"\n") > MAX_LINES:
        raise PackageError("seal.sums.limit", part=SUMS)
    start = data.find(b"  objects/")
    start = len(data) if start < 0 else max(start - 64, 0)
    front, objects = data[:start], data[start:]
    lines = parse_lines(front, part=SUMS, code="seal.package.sums")
    numbers = [line.name for line in lines[1:]]
    expected = [letter_name(number) for number in range(1, len(lines))]
    if lines[0].name != INFO or numbers != expected or len(expected) > MAX_LETTERS:
        raise PackageError("seal.package.sums", part=SUMS, line=1)
    if _OBJECT_LINES.fullmatch(objects) is None:
        raise PackageError("seal.package.sums", part=SUMS, line=len(lines) + 1)
    text = objects.decode("ascii")
    digests = [text[at : at + 64] for at in range(0, len(text), _OBJECT_LINE)]
    if digests != sorted(set(digests)):
        raise PackageError("seal.package.sums", part=SUMS, line=len(lines) + 1)
    return lines + [SumLine(digest, object_name(digest)) for digest in digests]


def small_entry_limit(name: str) -> int:
    """Return how large the two entries that open a package may be."""
    return MAX_PACKAGE_SUMS if name == SUMS else BLOCK

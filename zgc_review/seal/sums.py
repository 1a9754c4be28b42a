"""The list of digests that is signed: ``SHA256SUMS`` (formats F-SUM-01 to F-SUM-04, F-ENT-02)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from zgc_review.errors import PackageError

MANIFEST = "manifest.json"
MAX_SUMS = 8 << 20
MAX_LINES = 100_000
EXTENSIONS = ("pdf", "xlsx", "csv", "json", "jsonl", "txt", "png", "jpg", "docx", "tar", "py", "bin")
CARRIED = "tar"

_LINE = re.compile(rb"([0-9a-f]{64})  ([!-~]{1,100})")
_DATA = re.compile(r"data/([0-9]{6})\.([a-z]{2,5})")


class SumLine(NamedTuple):
    """One line: the digest of the entry ``name`` as 64 hex characters."""

    digest: str
    name: str


def write_sums(lines: Sequence[SumLine]) -> bytes:
    """Return the bytes of the list (F-SUM-01)."""
    return b"".join(f"{line.digest}  {line.name}\n".encode("ascii") for line in lines)


def parse_lines(data: bytes, *, part: str, code: str = "seal.sums.form") -> list[SumLine]:
    """Return the lines of ``data``, names unjudged (F-SUM-01).

    Raises:
        PackageError: ``code`` for the first line of another form; ``seal.sums.limit`` over 100,000.
    """
    if data.count(b"\n") > MAX_LINES:
        raise PackageError("seal.sums.limit", part=part)
    lines: list[SumLine] = []
    for number, text in enumerate(data.split(b"\n")[:-1], 1):
        match = _LINE.fullmatch(text)
        if match is None:
            raise PackageError(code, part=part, line=number)
        lines.append(SumLine(match[1].decode(), match[2].decode()))
    if not lines or not data.endswith(b"\n"):
        raise PackageError(code, part=part, line=len(lines) + 1)
    return lines


def parse_sums(data: bytes, *, part: str) -> list[SumLine]:
    """Return the lines of a message's list: ``manifest.json``, then the data entries in order.

    Raises:
        PackageError: ``seal.sums.form``, ``seal.sums.order``, ``seal.sums.limit``, ``seal.entry.name``.
    """
    lines = parse_lines(data, part=part)
    if lines[0].name != MANIFEST:
        raise PackageError("seal.sums.order", part=part, line=1)
    for number, line in enumerate(lines[1:], 1):
        match = _DATA.fullmatch(line.name)
        if match is None or match[2] not in EXTENSIONS:
            raise PackageError("seal.entry.name", part=part, line=number + 1)
        if int(match[1]) != number:
            raise PackageError("seal.sums.order", part=part, line=number + 1)
    return lines


def data_name(number: int, extension: str) -> str:
    """Return the name of data entry ``number``, counted from 1 (F-ENT-02)."""
    return f"data/{number:06d}.{extension}"


def extension_of(name: str) -> str:
    """Return what follows the last point of an entry's name."""
    return name.rpartition(".")[2]

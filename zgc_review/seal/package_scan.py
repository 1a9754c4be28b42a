"""Finds what stands where in a ``.zgcpkg``, going on behind damage (formats F-PKG-01, F-PKG-08)."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from zgc_review.errors import PackageError
from zgc_review.seal.package_format import (
    INFO,
    MAX_ENTRY,
    SUMS,
    PackageInfo,
    parse_info,
    parse_package_sums,
    small_entry_limit,
)
from zgc_review.seal.streams import CHUNK
from zgc_review.seal.sums import SumLine
from zgc_review.seal.tar import (
    BLOCK,
    END_BLOCKS,
    entry_length,
    filling,
    header,
    is_zero,
    is_zero_block,
    parse_header,
)

END = "end"

_MAGIC = b"ustar\x0000"
_MAGIC_AT = 257


class Part(NamedTuple):
    """An entry whose header is whole.

    Attributes:
        name: as listed.
        digest: as listed, 64 hex.
        offset: of its content in the file.
        size: of its content.
    """

    name: str
    digest: str
    offset: int
    size: int


@dataclass(frozen=True, slots=True)
class Damage:
    """A part that is not as listed: its name and the code of the refusal."""

    part: str
    code: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What a package holds.

    Attributes:
        info: ``package.json``.
        parts: entries in order, those with damaged headers left out.
        damages: what was found on the way.
    """

    info: PackageInfo
    parts: tuple[Part, ...]
    damages: tuple[Damage, ...]


def scan(stream: BinaryIO) -> Scan:
    """Read all headers of a package.

    Args:
        stream: the file, best unbuffered: only headers are read.

    Raises:
        PackageError: ``seal.package.*``, ``seal.tar.*``, ``seal.entry.*`` for the two entries that open it.
    """
    sums, offset = _opening(stream, SUMS, 0)
    lines = parse_package_sums(sums)
    encoded, offset = _opening(stream, INFO, offset)
    if hashlib.sha256(encoded).hexdigest() != lines[0].digest:
        raise PackageError("seal.entry.digest", part=INFO)
    info = parse_info(encoded)
    listed = lines[1:]
    letters = sum(line.name.startswith("letters/") for line in listed)
    if (info.letters, info.objects) != (letters, len(listed) - letters):
        raise PackageError("seal.package.json", part=INFO)
    walk = _Walk(stream, listed, offset)
    walk.run()
    return Scan(info, tuple(walk.parts), tuple(walk.damages))


def read_opening(stream: BinaryIO) -> tuple[bytes, PackageInfo]:
    """Return the two entries that open a package, the digest list not judged yet.

    Raises:
        PackageError: ``seal.package.json``, ``seal.tar.*``, ``seal.entry.*``.
    """
    sums, offset = _opening(stream, SUMS, 0)
    return sums, parse_info(_opening(stream, INFO, offset)[0])


def _opening(stream: BinaryIO, name: str, offset: int) -> tuple[bytes, int]:
    """Return the content of one of the first two entries, and where the next one begins."""
    stream.seek(offset)
    block = stream.read(BLOCK)
    if len(block) < BLOCK:
        raise PackageError("seal.tar.truncated", part=name)
    found, size = parse_header(block, expected=name)
    if found != name:
        raise PackageError("seal.entry.order", part=name)
    if size > small_entry_limit(name):
        raise PackageError("seal.entry.limit", part=name)
    content = stream.read(size + filling(size))
    if len(content) < size + filling(size):
        raise PackageError("seal.tar.truncated", part=name)
    if not is_zero(content[size:]):
        raise PackageError("seal.tar.filling", part=name)
    return content[:size], offset + entry_length(size)


class _Walk:
    """Walks from header to header as listed.

    Attributes:
        parts: entries found whole so far.
        damages: damage found so far.
    """

    def __init__(self, stream: BinaryIO, lines: list[SumLine], offset: int) -> None:
        self._stream = stream
        self._lines = lines
        self._places: dict[str, int] = {}
        self._offset = offset
        self._length = os.fstat(stream.fileno()).st_size
        self.parts: list[Part] = []
        self.damages: list[Damage] = []

    def run(self) -> None:
        """Take all entries and the end."""
        place, block = 0, self._read(self._offset, BLOCK)
        while place < len(self._lines):
            line = self._lines[place]
            size = _size_of(block, line.name)
            if size is None:
                place = self._resume(place, block)
                block = self._read(self._offset, BLOCK)
                continue
            block = self._take(line, size)
            place += 1
        self._end()

    def _take(self, line: SumLine, size: int) -> bytes:
        """Note one entry and return the block behind it."""
        content, gap = self._offset + BLOCK, filling(size)
        self._offset = content + size + gap
        # One reading takes the filling and the next header.
        behind = self._read(content + size, gap + BLOCK)
        if size > MAX_ENTRY:
            self.damages.append(Damage(line.name, "seal.package.limit"))
        elif self._offset > self._length:
            self.damages.append(Damage(line.name, "seal.tar.truncated"))
        else:
            self.parts.append(Part(line.name, line.digest, content, size))
            if not is_zero(behind[:gap]):
                self.damages.append(Damage(line.name, "seal.tar.filling"))
        return behind[gap:]

    def _resume(self, place: int, block: bytes) -> int:
        """Report why ``place`` does not stand here and go to the next listed header behind."""
        code = "seal.tar.header"
        if len(block) < BLOCK:
            code = "seal.tar.truncated"
        elif is_zero_block(block) or _well_formed(block):
            code = "seal.entry.missing"
        following, offset = self._search(place)
        if following == place:
            self.damages.append(Damage(self._lines[place].name, "seal.entry.extra"))
        for line in self._lines[place:following]:
            self.damages.append(Damage(line.name, code))
        self._offset = offset
        return following

    def _search(self, place: int) -> tuple[int, int]:
        """Return place and offset of the first header from here on that is listed at ``place`` or later."""
        if not self._places:
            self._places = {line.name: number for number, line in enumerate(self._lines)}
        begin = self._offset
        while begin < self._length:
            chunk = self._read(begin, CHUNK)
            at = chunk.find(_MAGIC)
            while at >= 0:
                head = at - _MAGIC_AT
                if head >= 0 and head % BLOCK == 0:
                    name = chunk[head : head + 100].rstrip(b"\x00").decode("ascii", "replace")
                    found = self._places.get(name, -1)
                    if found >= place and _size_of(chunk[head : head + BLOCK], name) is not None:
                        return found, begin + head
                at = chunk.find(_MAGIC, at + 1)
            begin += CHUNK
        return len(self._lines), self._length

    def _end(self) -> None:
        """Judge what stands behind the last entry (F-TAR-05)."""
        block = self._read(self._offset, END_BLOCKS + 1)
        if len(block) < END_BLOCKS and is_zero(block):
            self.damages.append(Damage(END, "seal.tar.truncated"))
        elif not is_zero(block[:END_BLOCKS]):
            self.damages.append(Damage(END, "seal.tar.filling"))
        elif len(block) > END_BLOCKS:
            self.damages.append(Damage(END, "seal.tar.trailing"))

    def _read(self, offset: int, size: int) -> bytes:
        """Return bytes from ``offset``, fewer at the end of the file."""
        self._stream.seek(offset)
        return self._stream.read(size)


def _size_of(block: bytes, name: str) -> int | None:
    """Return the size in ``block`` if it is exactly the header of ``name``."""
    try:
        size = int(block[124:135], 8)
    except ValueError:
        return None
    return size if size >= 0 and block == header(name, size) else None


def _well_formed(block: bytes) -> bool:
    """Say whether ``block`` is a header of some entry."""
    try:
        parse_header(block, expected=END)
    except PackageError:
        return False
    return True

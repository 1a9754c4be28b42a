"""Writes ``.zgcpkg`` files by copying: everything in them is encrypted already (formats section 13)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zgc_review.errors import PackageError, SealError, StorageError
from zgc_review.seal.kernel_copy import Copier
from zgc_review.seal.message import Message, payload_length, sealed_bytes
from zgc_review.seal.package_format import (
    INFO,
    MAX_ENTRY,
    MAX_LETTERS,
    SUMS,
    VOLUME_SIZE,
    PackageInfo,
    info_bytes,
    letter_name,
    object_name,
)
from zgc_review.seal.package_read import open_package, require_whole
from zgc_review.seal.package_set import drop_strays, set_name, volume_path
from zgc_review.seal.safe_files import (
    PartFile,
    drop_parts,
    forget_cached,
    reading_faults,
    require_space,
    storage_faults,
)
from zgc_review.seal.streams import Progress, no_progress
from zgc_review.seal.suite import Suite
from zgc_review.seal.sums import MAX_LINES, SumLine, write_sums
from zgc_review.seal.tar import BLOCK, END_BLOCKS, entry, entry_length, filling, header

_LINE = 64 + 2 + 1
_OBJECT_LINE = _LINE + len(object_name("0" * 64))


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An encrypted document to pack.

    Attributes:
        digest: SHA-256 of its bytes, 64 hex; made when it was encrypted and not made again here.
        path: the file that holds it.
        size: bytes of the file.
    """

    digest: str
    path: Path
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a package.

    Attributes:
        suite: name of the suite.
        round: round id, 32 hex.
        letters: sealed letters, in the order they get.
        objects: in any order, each digest once.
    """

    suite: str
    round: str
    letters: Sequence[bytes]
    objects: Sequence[StoredObject]


def seal_letters(letters: Sequence[tuple[Message | bytes, str]], suite: Suite) -> list[bytes]:
    """Seal each letter to its one recipient, all padded to one length, in random order (F-PKG-07)."""
    longest = max((payload_length(message) for message, _ in letters), default=0)
    sealed = [sealed_bytes(message, suite, (recipient,), pad_to=longest) for message, recipient in letters]
    secrets.SystemRandom().shuffle(sealed)
    return sealed


class _Volume:
    """What one file will hold, with its length kept as objects are added."""

    def __init__(self, letters: Sequence[bytes]) -> None:
        self.objects: list[StoredObject] = []
        self._lines = 1 + len(letters)
        self._sums = _LINE + len(INFO) + len(letters) * (_LINE + len(letter_name(1)))
        # package.json takes its header and one block.
        self._entries = 2 * BLOCK + sum(entry_length(len(letter)) for letter in letters)

    @property
    def length(self) -> int:
        """Bytes of the file."""
        return entry_length(self._sums) + self._entries + END_BLOCKS

    def take(self, item: StoredObject, limit: int) -> bool:
        """Add ``item`` if the file stays within ``limit`` and its list within bounds; say whether it did."""
        length = (
            entry_length(self._sums + _OBJECT_LINE) + self._entries + entry_length(item.size) + END_BLOCKS
        )
        # 100,000 lines stay below the bound of the list in bytes.
        fits = length <= limit and self._lines < MAX_LINES
        if fits:
            self.objects.append(item)
            self._lines += 1
            self._sums += _OBJECT_LINE
            self._entries += entry_length(item.size)
        return fits


def write_package(
    path: Path,
    contents: Contents,
    *,
    volume_size: int = VOLUME_SIZE,
    progress: Progress = no_progress,
    reread: bool = False,
) -> tuple[Path, ...]:
    """Write the package at ``path`` and its further volumes, and return their paths.

    The first volume, which holds the letters, is put in its place last: with it the old set becomes the
    new one. The further ones bear names no other set has, and older ones are removed after it (F-WRT-04).

    Args:
        path: ``NAME.zgcpkg``.
        contents: what goes in.
        volume_size: bytes of a file, at most.
        progress: told the bytes written; may raise ``Cancelled``.
        reread: read every volume from the medium and compare every digest before any takes its place.

    Raises:
        SealError: ``seal.package.volume`` for an object or the letters that fit in no volume,
            ``seal.build.letters``, ``seal.build.size``, ``seal.build.changed`` for a file that is not
            as long as it was.
        StorageError: ``seal.file.*``.
    """
    volumes = _planned(contents, volume_size)
    total = sum(volume.length for volume in volumes)
    drop_parts(path)
    drop_strays(path, contents.round)
    require_space(path.parent, total)
    writer = _Writer(contents, volumes, progress)
    name = set_name(writer.sums(1))
    parts: list[PartFile] = []
    with storage_faults(path.name):
        try:
            for number in range(1, len(volumes) + 1):
                parts.append(PartFile(volume_path(path, number, name)))
                writer.write(parts[-1].stream, number)
                parts[-1].finish()
            for part in parts if reread else ():
                _reread(part, progress)
            for part in reversed(parts):
                part.commit()
        except BaseException:
            for part in parts:
                part.discard()
            drop_strays(path, contents.round)
            raise
    drop_strays(path, contents.round)
    return tuple(part.path for part in parts)


def _reread(part: PartFile, progress: Progress) -> None:
    """Compare a finished volume with its own list, read from the medium (F-WRT-03).

    Raises:
        StorageError: ``seal.file.reread``, ``seal.file.read``.
    """
    with reading_faults(part.path.name), part.place.open("rb") as stream:
        forget_cached(stream)
    try:
        require_whole(open_package(part.place), progress)
    except (PackageError, SealError) as fault:
        raise StorageError("seal.file.reread", file=part.path.name) from fault


def _planned(contents: Contents, limit: int) -> list[_Volume]:
    """Return the volumes; the order of objects goes on from one to the next."""
    if len(contents.letters) > MAX_LETTERS:
        raise SealError("seal.build.letters", count=len(contents.letters))
    for number, letter in enumerate(contents.letters, 1):
        if len(letter) > MAX_ENTRY:
            raise SealError("seal.build.size", part=letter_name(number))
    volumes = [_Volume(contents.letters)]
    if volumes[0].length > limit:
        raise SealError("seal.package.volume", part=letter_name(1))
    for item in sorted(contents.objects, key=lambda stored: stored.digest):
        if item.size > MAX_ENTRY:
            raise SealError("seal.build.size", part=object_name(item.digest))
        if not volumes[-1].take(item, limit):
            volumes.append(_Volume(()))
            if not volumes[-1].take(item, limit):
                raise SealError("seal.package.volume", part=object_name(item.digest))
    return volumes


class _Writer:
    """Writes the volumes of one package, counting bytes."""

    def __init__(self, contents: Contents, volumes: Sequence[_Volume], progress: Progress) -> None:
        self._contents = contents
        self._volumes = volumes
        self._total = sum(volume.length for volume in volumes)
        self._progress = progress
        self._done = 0
        self._copier = Copier()

    def sums(self, number: int) -> bytes:
        """Return the digest list of a volume."""
        lines = [SumLine(hashlib.sha256(self._info(number)).hexdigest(), INFO)]
        for place, letter in enumerate(self._letters(number), 1):
            lines.append(SumLine(hashlib.sha256(letter).hexdigest(), letter_name(place)))
        lines += [SumLine(item.digest, object_name(item.digest)) for item in self._objects(number)]
        return write_sums(lines)

    def write(self, target: BinaryIO, number: int) -> None:
        """Write one volume."""
        self._put(target, entry(SUMS, self.sums(number)))
        self._put(target, entry(INFO, self._info(number)))
        for place, letter in enumerate(self._letters(number), 1):
            self._put(target, entry(letter_name(place), letter))
        for item in self._objects(number):
            self._copy(target, item)
        self._put(target, bytes(END_BLOCKS))

    def _letters(self, number: int) -> Sequence[bytes]:
        return self._contents.letters if number == 1 else ()

    def _objects(self, number: int) -> Sequence[StoredObject]:
        return self._volumes[number - 1].objects

    def _info(self, number: int) -> bytes:
        """Return ``package.json`` of a volume."""
        letters, objects = len(self._letters(number)), len(self._objects(number))
        given = self._contents
        return info_bytes(PackageInfo(given.suite, given.round, number, len(self._volumes), letters, objects))

    def _put(self, target: BinaryIO, data: bytes) -> None:
        """Write ``data``."""
        target.write(data)
        self._count(len(data))

    def _copy(self, target: BinaryIO, item: StoredObject) -> None:
        """Copy one object, kernel to kernel where possible."""
        self._put(target, header(object_name(item.digest), item.size))
        target.flush()
        left = item.size
        with item.path.open("rb", buffering=0) as source:
            while left:
                copied = self._copier.copy(source, target, left)
                if not copied:
                    raise SealError("seal.build.changed", part=object_name(item.digest))
                left -= copied
                self._count(copied)
        self._put(target, bytes(filling(item.size)))

    def _count(self, size: int) -> None:
        """Report ``size`` more bytes."""
        self._done += size
        self._progress(self._done, self._total)

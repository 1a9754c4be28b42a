"""Writes files so that at every moment the old or the new one is whole (formats F-WRT-01 to F-WRT-03)."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from zgc_review.errors import StorageError
from zgc_review.seal.streams import CHUNK, Progress, Writable, no_progress

# Room for folder entries and the file system's own blocks.
MARGIN = 1 << 20
_FULL = {errno.ENOSPC, errno.EDQUOT}
# What systems and file systems answer that cannot flush a folder.
_UNFLUSHED = {
    errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EBADF, errno.EISDIR,
    errno.EACCES, errno.EPERM,
}  # fmt: skip
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


# Between name and suffix of a volume: its number, its set.
_VOLUME = re.compile(r"(\.[0-9]+(\.[0-9a-f]+)?)?")


class PartFile:
    """A file being written beside its place; several can be committed one after another.

    Attributes:
        path: the place it is for.
        place: where it stands until it is committed.
        stream: takes the bytes.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.place = part_of(path)
        self.stream: BinaryIO = self.place.open("wb")

    def finish(self) -> None:
        """Flush everything to the disk and close; the place is still untouched."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def check(self, digest: str) -> None:
        """Read the finished file again from the medium, before it takes the place of the old one.

        Raises:
            StorageError: ``seal.file.reread``, ``seal.file.read``.
        """
        check_medium(self.place, digest, name=self.path.name)

    def commit(self) -> None:
        """Put the finished file in its place."""
        self.place.replace(self.path)
        sync_folder(self.path.parent)

    def discard(self) -> None:
        """Remove what was written; a medium that is gone cannot be tidied."""
        with suppress(OSError):
            self.stream.close()
        with suppress(OSError):
            self.place.unlink(missing_ok=True)


def part_of(path: Path) -> Path:
    """Return where a file is written before it is put in its place."""
    return path.with_name(f".{path.name}.part")


def drop_part(path: Path) -> None:
    """Remove what an interrupted writing of this file left: it would count as room that is taken."""
    with suppress(OSError):
        part_of(path).unlink(missing_ok=True)


def drop_parts(path: Path) -> None:
    """Remove what an interrupted writing of a file in several volumes left, whatever its set was called."""
    start, end = part_of(path).name.removesuffix(f"{path.suffix}.part"), f"{path.suffix}.part"
    with suppress(OSError):
        for one in list(path.parent.iterdir()):
            middle = one.name.removeprefix(start).removesuffix(end)
            if one.name == f"{start}{middle}{end}" and _VOLUME.fullmatch(middle):
                one.unlink(missing_ok=True)


@contextmanager
def written(path: Path, size: int, check: Callable[[PartFile], None] | None = None) -> Iterator[BinaryIO]:
    """Give a stream whose bytes become the file ``path`` when the block ends without an error.

    Args:
        path: the place; its folder exists.
        size: bytes that will be written, at most.
        check: judges the finished file before it is put in its place.

    Raises:
        StorageError: ``seal.file.space``, ``.full``, ``.limit``, ``.readonly``, ``.write``.
    """
    drop_part(path)
    require_space(path.parent, size)
    with storage_faults(path.name):
        part = PartFile(path)
        try:
            yield part.stream
            part.finish()
            if check is not None:
                check(part)
            part.commit()
        except BaseException:
            part.discard()
            raise


def save_bytes(path: Path, data: bytes, *, reread: bool = False) -> None:
    """Write ``data`` to ``path``, and read it again from the medium when ``reread`` is set.

    Raises:
        StorageError: ``seal.file.space``, ``.full``, ``.write``, ``.reread``.
    """
    save_stream(path, len(data), lambda stream: stream.write(data), reread=reread)


def save_stream(path: Path, size: int, write: Callable[[Writable], object], *, reread: bool = False) -> str:
    """Let ``write`` fill the file ``path`` and return the SHA-256 of its bytes.

    The file is read again before it takes the old one's place: a stick that lies costs nothing.

    Raises:
        StorageError: ``seal.file.space``, ``.full``, ``.limit``, ``.readonly``, ``.write``, ``.reread``.
    """

    def check(part: PartFile) -> None:
        if reread:
            part.check(hashing.hexdigest())

    with written(path, size, check) as stream:
        hashing = Hashing(stream)
        write(hashing)
    return hashing.hexdigest()


class Hashing:
    """Passes bytes on and keeps their SHA-256."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        """Take ``data``."""
        self._digest.update(data)
        self._target.write(data)
        self.size += len(data)
        return len(data)

    def hexdigest(self) -> str:
        """Return the digest of all bytes so far."""
        return self._digest.hexdigest()


def check_medium(path: Path, digest: str, progress: Progress = no_progress, *, name: str = "") -> None:
    """Read ``path`` again and compare (F-WRT-03): a stick can lie about what it keeps.

    ``name`` stands in an error instead of the file's own, while it is not in its place yet.

    Raises:
        StorageError: ``seal.file.reread``, ``seal.file.read``.
    """
    name = name or path.name
    with reading_faults(name), path.open("rb", buffering=0) as stream:
        forget_cached(stream)
        found = hashlib.sha256()
        total, done = os.fstat(stream.fileno()).st_size, 0
        while chunk := stream.read(CHUNK):
            found.update(chunk)
            done += len(chunk)
            progress(done, total)
    if found.hexdigest() != digest:
        raise StorageError("seal.file.reread", file=name)


def forget_cached(stream: BinaryIO) -> None:
    """Ask the system to read this synced file from the medium; not every system can."""
    advise = getattr(os, "posix_fadvise", None)
    if advise is not None:
        advise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def require_space(folder: Path, size: int) -> None:
    """Refuse when ``folder`` has no room for ``size`` more bytes.

    Raises:
        StorageError: ``seal.file.space``, ``seal.file.write`` when the folder cannot be asked.
    """
    with storage_faults(folder.name):
        free = shutil.disk_usage(folder).free
    if free < size + MARGIN:
        raise StorageError(
            "seal.file.space", file=folder.name, missing_mb=(size + MARGIN - free) // 1_000_000 + 1
        )


def require_writable(path: Path) -> None:
    """Refuse a place that takes no file, before an act that cannot be undone.

    Raises:
        StorageError: ``seal.file.readonly``, ``.full``, ``.write``.
    """
    with storage_faults(path.name):
        part = PartFile(path)
        part.stream.close()
        part.place.unlink()


def sync_folder(folder: Path) -> None:
    """Flush the folder's entries where the system can; some systems cannot, which is no fault.

    Raises:
        OSError: the medium is broken or gone: a file that was put in its place just now may not stay there.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as fault:
        if fault.errno not in _UNFLUSHED:
            raise


@contextmanager
def storage_faults(name: str) -> Iterator[None]:
    """Turn errors of the disk into ours."""
    try:
        yield
    except OSError as fault:
        if fault.errno in _FULL:
            raise StorageError("seal.file.full", file=name) from fault
        if fault.errno in _READ_ONLY:
            raise StorageError("seal.file.readonly", file=name) from fault
        if fault.errno == errno.EFBIG:
            raise StorageError("seal.file.limit", file=name) from fault
        raise StorageError("seal.file.write", file=name, errno=fault.errno or 0) from fault


@contextmanager
def reading_faults(name: str) -> Iterator[None]:
    """Turn errors of a medium that does not read into ours."""
    try:
        yield
    except OSError as fault:
        raise StorageError("seal.file.read", file=name, errno=fault.errno or 0) from fault

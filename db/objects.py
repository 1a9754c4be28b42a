"""Object store: documents as age ciphertext, named by the SHA-256 of the ciphertext (design §3).

An object stands at ``objects/ab/ab…ef.age``: two hex digits of fan-out, because a folder on a FAT
stick takes about nine thousand names of this length, and a backup may well go there. An object is
written to ``objects/….part``, synced, and renamed to its digest; leftovers of a crash are removed
when the vault is next opened for writing.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from pathlib import Path
from typing import BinaryIO

from db.files import PART, disk_error, part_name, storing, sync_folder
from zgc_review.errors import ProgramFault, StorageError

FOLDER = "objects"
SUFFIX = ".age"

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class FileObjectWriter:
    """Receives one object; nothing is visible before :meth:`keep`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._part = part_name(root / "incoming")
        self._hash = hashlib.sha256()
        with storing(FOLDER):
            self._file = self._part.open("xb")

    def write(self, data: bytes, /) -> int:
        """Append ``data``.

        Raises:
            StorageError: the disk refused; the writer can only be dropped then.
        """
        with storing(FOLDER):
            self._file.write(data)
        self._hash.update(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: :meth:`keep` syncs. Stream encryption asks for this method."""

    def keep(self) -> str:
        """Sync, name the object by the SHA-256 of its bytes and return that digest.

        Raises:
            StorageError: the disk refused; nothing is visible then.
        """
        digest = self._hash.hexdigest()
        place = object_path(self._root, digest)
        try:
            with storing(FOLDER):
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                if not place.parent.is_dir():
                    place.parent.mkdir(exist_ok=True)
                    sync_folder(self._root)
                self._name(place)
                sync_folder(place.parent)
        except StorageError:
            self.drop()
            raise
        return digest

    def drop(self) -> None:
        """Forget what was written."""
        with contextlib.suppress(OSError):
            self._file.close()
        with contextlib.suppress(OSError):
            self._part.unlink(missing_ok=True)

    def _name(self, place: Path) -> None:
        """Rename; an object of that name is replaced, which heals a damaged one."""
        try:
            self._part.replace(place)
        except PermissionError:
            # Windows refuses while somebody reads the old one, which has the same bytes.
            if not place.is_file():
                raise
            self._part.unlink()


class FileObjectStore:
    """The folder ``objects`` of a vault."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.root = folder / FOLDER
        self.writable = writable

    def writer(self) -> FileObjectWriter:
        """Start a new object.

        Raises:
            StorageError: ``vault.readonly``, or the disk refused.
        """
        self._refuse_reading()
        return FileObjectWriter(self.root)

    def has(self, digest: str) -> bool:
        """Say whether an object of this name is there (not whether it is whole)."""
        return self.path(digest).is_file()

    def open(self, digest: str) -> BinaryIO:
        """Open an object for reading.

        Raises:
            StorageError: ``vault.object.missing``, or the disk refused.
        """
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError as fault:
            raise StorageError("vault.object.missing", digest=digest) from fault
        except OSError as fault:
            raise disk_error(fault, FOLDER) from fault

    def path(self, digest: str) -> Path:
        """Return where the object of this name stands."""
        return object_path(self.root, digest)

    def remove(self, digest: str) -> None:
        """Remove an object; a missing one is no error."""
        self._refuse_reading()
        with storing(FOLDER):
            self.path(digest).unlink(missing_ok=True)

    def digests(self) -> tuple[str, ...]:
        """Return the names of all objects, sorted."""
        with storing(FOLDER):
            found = [path.name.removesuffix(SUFFIX) for path in self.root.glob(f"??/*{SUFFIX}")]
        return tuple(sorted(name for name in found if _DIGEST.match(name)))

    def sweep(self) -> None:
        """Remove what an interrupted writer left; only for who holds the lock."""
        with storing(FOLDER):
            for path in self.root.glob(f"*{PART}"):
                path.unlink(missing_ok=True)

    def _refuse_reading(self) -> None:
        if not self.writable:
            raise StorageError("vault.readonly", name=FOLDER)


def object_path(root: Path, digest: str) -> Path:
    """Return the place of ``digest`` under ``root``; anything but a digest is a fault."""
    if not _DIGEST.match(digest):
        raise ProgramFault("an object name is not a digest")
    return root / digest[:2] / f"{digest}{SUFFIX}"

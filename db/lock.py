"""One writer per vault: a lock held by the operating system on the file ``lock`` (design §3).

The text of the file only says who; a lock that nobody holds (the computer crashed, the program was
killed) is taken at once, whatever the text says.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from db.files import storing
from zgc_review.domain.canonical import CanonicalFault, canonical_bytes, parse_canonical
from zgc_review.domain.times import Clock

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCK = "lock"
# Windows locks are mandatory: the locked byte lies far behind the text, so that others can read it.
_BYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a vault: computer, process id, claimed time."""

    host: str
    pid: int
    since: str


class Grip(Enum):
    """How an attempt to take the lock ended."""

    TAKEN = "taken"
    HELD = "held"  # by another process, or by this one through another vault object
    MEDIUM = "medium"  # the file cannot be written: read-only medium or no permission


class VaultLock:
    """The lock of one vault folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / LOCK
        self._number: int | None = None

    def take(self, clock: Clock) -> Grip:
        """Try once to take the lock, and write who holds it.

        Raises:
            StorageError: the disk refused for another reason than being read-only.
        """
        number = self._open(os.O_RDWR | os.O_CREAT)
        if number is None:
            return Grip.HELD if self._held_elsewhere() else Grip.MEDIUM
        if not _lock(number, shared=False):
            os.close(number)
            return Grip.HELD
        self._number = number
        holder = {"host": socket.gethostname(), "pid": os.getpid(), "since": clock.now()}
        self._write(canonical_bytes(holder))
        return Grip.TAKEN

    def look(self) -> Grip:
        """Say whether the medium could be written, without taking anything."""
        number = self._open(os.O_RDWR | os.O_CREAT)
        if number is None:
            return Grip.HELD if self._held_elsewhere() else Grip.MEDIUM
        os.close(number)
        return Grip.TAKEN

    def holder(self) -> Holder | None:
        """Return what the text says, None if it says nothing readable."""
        try:
            with self._path.open("rb") as file:
                value = parse_canonical(file.read(4096))
            return Holder(str(value["host"]), int(value["pid"]), str(value["since"]))
        except (OSError, CanonicalFault, KeyError, TypeError, ValueError):
            return None

    def release(self) -> None:
        """Give the lock back; the text is emptied first."""
        if self._number is None:
            return
        with contextlib.suppress(OSError):
            os.ftruncate(self._number, 0)
        os.close(self._number)
        self._number = None

    def _open(self, flags: int) -> int | None:
        """Open the lock file, or return None where it may not be written."""
        with storing(LOCK):
            try:
                return os.open(self._path, flags | getattr(os, "O_CLOEXEC", 0), 0o600)
            except OSError as fault:
                if isinstance(fault, PermissionError) or _read_only(fault):
                    return None
                raise

    def _held_elsewhere(self) -> bool:
        """Say whether somebody who may write holds the lock of a vault we may only read."""
        try:
            number = os.open(self._path, os.O_RDONLY)
        except OSError:
            return False
        try:
            return not _lock(number, shared=True)
        finally:
            os.close(number)

    def _write(self, data: bytes) -> None:
        """Replace the text; a full disk does not stop anybody from holding the lock."""
        if self._number is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._number, 0)
                os.write(self._number, data)


def _read_only(fault: OSError) -> bool:
    """Say whether the medium is read-only (``EROFS`` is no PermissionError in Python)."""
    return fault.errno == errno.EROFS


if sys.platform == "win32":

    def _lock(number: int, *, shared: bool) -> bool:
        """Lock one byte far behind the text; Windows knows no shared form here."""
        del shared
        os.lseek(number, _BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(number, 0, os.SEEK_SET)
        return True

else:

    def _lock(number: int, *, shared: bool) -> bool:
        """Lock the whole file; two openings in one process exclude each other as well."""
        try:
            fcntl.flock(number, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

"""Durable files: written beside, synced, renamed; errors of the disk by code (design §3)."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from zgc_review.errors import StorageError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with bytes done and bytes in total; raising ``Cancelled`` in it stops the act."""

PART = ".part"

_FULL = (errno.ENOSPC, errno.EDQUOT)
_REFUSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_PATH = (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EINVAL)


def disk_error(fault: OSError, name: str) -> StorageError:
    """Return the coded error for what the operating system said about the file ``name``."""
    if fault.errno in _FULL:
        return StorageError("vault.disk.full", name=name)
    if fault.errno == errno.EFBIG:
        return StorageError("vault.disk.limit", name=name)
    if fault.errno in _REFUSED:
        return StorageError("vault.readonly", name=name)
    if fault.errno in _PATH:
        return StorageError("vault.disk.path", name=name)
    return StorageError("vault.disk.io", name=name, number=fault.errno or 0)


@contextmanager
def storing(name: str) -> Iterator[None]:
    """Turn an ``OSError`` of the block into a :class:`StorageError` that names ``name``."""
    try:
        yield
    except OSError as fault:
        raise disk_error(fault, name) from fault


def part_name(path: Path) -> Path:
    """Return a fresh temporary name beside ``path``."""
    return path.with_name(f"{path.name}.{secrets.token_hex(6)}{PART}")


def sync_folder(folder: Path) -> None:
    """Make the names in ``folder`` durable; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def durable_write(*files: tuple[Path, bytes]) -> None:
    """Write each file beside its place, sync all of them, then rename all of them.

    Everything that can fail for want of space happens before the first rename, so two copies of a
    key do not drift apart on a full disk.

    Raises:
        StorageError: the disk refused; nothing was renamed if it happened while writing.
    """
    parts: list[tuple[Path, Path]] = []
    try:
        for path, data in files:
            with storing(path.name):
                part = part_name(path)
                parts.append((part, path))
                _write_synced(part, data)
        for part, path in parts:
            with storing(path.name):
                part.replace(path)
        for folder in {path.parent for _, path in parts}:
            with storing(folder.name):
                sync_folder(folder)
    finally:
        for part, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def _write_synced(path: Path, data: bytes) -> None:
    """Write a new file and wait until the disk has it."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _make(folder: Path, name: str) -> None:
    """Make a folder; where that is not allowed it is the place that is read-only, not the vault."""
    try:
        folder.mkdir(mode=0o700)
    except OSError as fault:
        if fault.errno in _REFUSED:
            raise StorageError("vault.disk.readonly", name=name) from fault
        raise


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """Give a folder beside ``target`` that gets that name only when the block ends well.

    Raises:
        StorageError: ``vault.exists`` if something stands there already, ``vault.disk.readonly`` where
            nothing can be made, or the disk refused.
    """
    refuse_existing(target)
    staging = part_name(target)
    try:
        with storing(target.name):
            _make(staging, target.name)
        yield staging
        refuse_existing(target)
        with storing(target.name):
            for folder, _, _ in os.walk(staging):
                sync_folder(Path(folder))
            staging.rename(target)
            sync_folder(target.parent)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_existing(target: Path) -> None:
    """Refuse a target that exists: nothing is ever overwritten.

    Raises:
        StorageError: ``vault.exists``.
    """
    if os.path.lexists(target):
        raise StorageError("vault.exists", name=target.name)

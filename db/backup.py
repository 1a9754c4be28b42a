"""Encrypted backups and their restoring (design §3)."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from db.check import check_database
from db.engine import Access, Database
from db.files import Progress, refuse_existing, staged_folder, storing
from db.keyfile import KeyFile, read_keys, write_keys
from db.lock import VaultLock
from db.migrations import migrate
from db.objects import FOLDER, FileObjectStore, object_path
from db.unit_of_work import SqlUnitOfWork
from db.vault import BACKUP_FACT, DATABASE, ID_FACT, Limit, OpenVault, enter_vault, open_database, unlock
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.times import Clock, SystemClock
from zgc_review.errors import StorageError

SEQUENCE_STEP = 1000

_PIECE = 1 << 20
_MIB, _MB = 1 << 20, 1_000_000
_SYSTEM_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class CopyReport:
    """What was copied; ``findings`` name objects that were damaged already and were copied as they are."""

    path: Path
    objects: int
    findings: tuple[Finding, ...]


def backup(
    vault: OpenVault, target: Path, *, clock: Clock = _SYSTEM_CLOCK, progress: Progress | None = None
) -> CopyReport:
    """Copy a vault to the folder ``target``, which must not exist.

    The database is in journal mode DELETE, so a read-only medium opens it. The copy is marked: it opens
    read-only until it is restored, because two vaults must not use the same sequence numbers.
    It is written beside its name, re-read from the medium, compared, then renamed.

    Args:
        vault: an open vault.
        target: the folder to make, on a stick or another disk.
        clock: claimed time of the mark.
        progress: called with bytes done and in total; ``Cancelled`` raised in it leaves nothing.

    Raises:
        StorageError: ``vault.exists``, ``vault.disk.space``, ``vault.copy.differs``, ``vault.db.damaged``,
            or the disk refused.
    """
    source = FileObjectStore(vault.path, writable=False)
    with staged_folder(target) as staging:
        _refuse_full(vault.database.path, source, target)
        copy = vault.database.copy_to(staging / DATABASE)
        try:
            with SqlUnitOfWork(copy) as work:
                work.facts.put(BACKUP_FACT, {"at": clock.now()})
                work.commit()
        finally:
            copy.close()
        count, findings = _copy_objects(source, staging, progress)
        write_keys(staging, read_keys(vault.path).key)
        _reread_database(copy, staging / DATABASE)
    return CopyReport(target, count, findings)


def restore(
    source: Path,
    target: Path,
    passphrase: str,
    *,
    note: Callable[[UnitOfWork], None],
    clock: Clock = _SYSTEM_CLOCK,
    progress: Progress | None = None,
) -> OpenVault:
    """Make a working vault at ``target`` from a backup, and open it.

    Every own sequence number is raised by 1,000 in the transaction that also writes the event: the
    lost vault may have sent messages after the backup was made.

    Args:
        source: the folder of the backup, or of a vault that is not open elsewhere.
        target: the folder to make.
        passphrase: that of the backup.
        note: appends the event about the restore to the log of the vault.
        clock: claimed time.
        progress: as for :func:`backup`.

    Raises:
        StorageError: as :func:`db.vault.open_vault` for the source, as :func:`backup` for the target.
    """
    refuse_existing(target)
    keys, data_key = unlock(source, passphrase, clock)
    store = FileObjectStore(source, writable=False)
    with staged_folder(target) as staging:
        _refuse_full(source / DATABASE, store, target)
        original = open_database(source, data_key, VaultLock(source).look(), Limit.ASKED)
        try:
            version = original.identify()
            copy = original.copy_to(staging / DATABASE)
        finally:
            original.close()
        try:
            migrate(copy, version)
            _begin_anew(copy, keys.key, note)
        finally:
            copy.close()
        _, findings = _copy_objects(store, staging, progress)
        write_keys(staging, keys.key)
        _reread_database(copy, staging / DATABASE)
    vault = enter_vault(target, read_keys(target), data_key, write=True, clock=clock)
    vault.notes += findings
    return vault


def _begin_anew(copy: Database, key: KeyFile, note: Callable[[UnitOfWork], None]) -> None:
    """Turn a copied database into a working one, in one transaction."""
    with SqlUnitOfWork(copy) as work:
        if work.facts.get(ID_FACT) != key.vault_id:
            raise StorageError("vault.db.foreign", name=DATABASE)
        work.sequences.raise_all(SEQUENCE_STEP)
        work.facts.put(BACKUP_FACT, None)
        note(work)
        work.commit()


def _refuse_full(database: Path, store: FileObjectStore, target: Path) -> None:
    """Compare what will be written with the free space, before anything is written.

    Raises:
        StorageError: ``vault.disk.space``.
    """
    with storing(target.name):
        needed = sum(store.path(digest).stat().st_size for digest in store.digests())
        # The journal of the copy and half-filled blocks need room as well.
        needed += 2 * database.stat().st_size + _MIB
        free = shutil.disk_usage(target.parent).free
    if free < needed:
        raise StorageError("vault.disk.space", needed=needed // _MB + 1, free=free // _MB)


def _copy_objects(
    store: FileObjectStore, staging: Path, progress: Progress | None
) -> tuple[int, tuple[Finding, ...]]:
    """Copy every object, then read every copy from the medium and compare.

    Raises:
        StorageError: ``vault.copy.differs`` if the medium gives back other bytes than it was given.
    """
    root = staging / FOLDER
    with storing(FOLDER):
        root.mkdir(exist_ok=True)
    digests = store.digests()
    meter = _Meter(sum(store.path(digest).stat().st_size for digest in digests) * 2, progress)
    sums = {digest: _copy(store.path(digest), object_path(root, digest), meter) for digest in digests}
    for digest, value in sums.items():
        place = object_path(root, digest)
        _forget_cached(place)
        if _digest(place, meter) != value:
            raise StorageError("vault.copy.differs", name=place.name)
    damaged = [digest for digest, value in sums.items() if digest != value]
    return len(digests), tuple(
        Finding("vault.check.object.damaged", Level.ERROR, params={"digest": digest}) for digest in damaged
    )


class _Meter:
    """Adds up bytes and tells them."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self._total = total
        self._progress = progress
        self._done = 0

    def add(self, count: int) -> None:
        """Tell that ``count`` more bytes are done."""
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._total)


def _copy(source: Path, target: Path, meter: _Meter) -> str:
    """Copy a file durably and return the SHA-256 of what was read."""
    value = hashlib.sha256()
    with storing(FOLDER):
        target.parent.mkdir(exist_ok=True)
        with source.open("rb") as reader, target.open("xb") as writer:
            while piece := reader.read(_PIECE):
                value.update(piece)
                writer.write(piece)
                meter.add(len(piece))
            writer.flush()
            os.fsync(writer.fileno())
    return value.hexdigest()


def _digest(path: Path, meter: _Meter) -> str:
    """Return the SHA-256 of a file."""
    value = hashlib.sha256()
    with storing(FOLDER), path.open("rb") as file:
        while piece := file.read(_PIECE):
            value.update(piece)
            meter.add(len(piece))
    return value.hexdigest()


def _reread_database(like: Database, path: Path) -> None:
    """Read the copied database from the medium and check it.

    Raises:
        StorageError: ``vault.copy.differs``.
    """
    with storing(DATABASE), path.open("rb+") as file:
        os.fsync(file.fileno())
    _forget_cached(path)
    again = like.sibling(path, Access.READ)
    try:
        if check_database(again):
            raise StorageError("vault.copy.differs", name=DATABASE)
    finally:
        again.close()


def _forget_cached(path: Path) -> None:
    """Ask the system to read from the medium next time: a stick that lies is only caught that way."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

"""The vault: a folder with key files, encrypted database, object store and lock (design §3)."""

from __future__ import annotations

import logging
import secrets
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Self

from db.engine import VERSION, Access, Database
from db.files import staged_folder, storing
from db.keyfile import KEY_BYTES, KdfParameters, KeyCopies, KeyFile, make_wrap, read_keys, write_keys
from db.lock import Grip, Holder, VaultLock
from db.migrations import migrate
from db.objects import FOLDER, FileObjectStore
from db.passphrase import Attempts, accept_passphrase, passphrase_bytes
from db.recoverykey import new_recovery_secret, recovery_secret, recovery_text
from db.unit_of_work import SqlUnitOfWork
from zgc_review.domain import ports
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ids import new_id
from zgc_review.domain.times import Clock, SystemClock
from zgc_review.errors import ProgramFault, StorageError

DATABASE = "vault.db"
ID_FACT = "vault.id"
BACKUP_FACT = "vault.backup"
RECOMMENDED = KdfParameters()

_SYSTEM_CLOCK = SystemClock()
_LOG = logging.getLogger(__name__)


class Limit(Enum):
    """Why an open vault may be written or not."""

    NONE = "none"
    ASKED = "asked"  # opened read-only on purpose
    HELD = "held"  # another process writes; ``holder`` says who
    MEDIUM = "medium"  # read-only medium or no permission
    BACKUP = "backup"  # a backup: restore it first, so that no sequence number is used twice


class OpenVault:
    """An unlocked vault (port ``Vault``).

    Attributes:
        limit: why it is read-only, ``Limit.NONE`` if it is not.
        holder: who writes to it elsewhere, if somebody does.
        notes: what was found and repaired while opening, and why it is read-only, for the person.
        database: the encrypted file, for check and backup.
    """

    vault_id: str
    path: Path
    writable: bool
    objects: ports.ObjectStore

    def __init__(
        self,
        path: Path,
        vault_id: str,
        database: Database,
        lock: VaultLock,
        limit: Limit,
        notes: tuple[Finding, ...] = (),
    ) -> None:
        self.path = path
        self.vault_id = vault_id
        self.writable = limit is Limit.NONE
        self.objects = FileObjectStore(path, writable=self.writable)
        self.limit = limit
        self.holder: Holder | None = lock.holder() if limit is Limit.HELD else None
        self.notes = notes + _said(limit, self.holder)
        self.database = database
        self._lock = lock
        self._open = True

    def begin(self) -> SqlUnitOfWork:
        """Return a unit of work to be used as a context manager."""
        if not self._open:
            raise ProgramFault("the vault is closed")
        return SqlUnitOfWork(self.database)

    def forget(self) -> None:
        """Let go of what transactions remember: the next one reads and computes everything anew."""
        self.database.memory.forget()

    def close(self) -> None:
        """Close the database, then give the lock back; a second call does nothing."""
        if self._open:
            self._open = False
            self.database.close()
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class CreatedVault:
    """A new vault and the recovery key to print; the key is kept nowhere else."""

    vault: OpenVault
    recovery_key: str = field(repr=False)


def create_vault(
    path: Path, passphrase: str, *, clock: Clock = _SYSTEM_CLOCK, kdf: KdfParameters = RECOMMENDED
) -> CreatedVault:
    """Make a vault; it stands under its name whole or not at all.

    Raises:
        StorageError: ``vault.exists``, ``vault.passphrase.*``, or the disk refused.
    """
    secret = accept_passphrase(passphrase)
    recovery, data_key, vault_id = new_recovery_secret(), secrets.token_bytes(KEY_BYTES), new_id()
    with staged_folder(path) as staging:
        wraps = (
            make_wrap(vault_id, "passphrase", secret, data_key, kdf),
            make_wrap(vault_id, "recovery", recovery, data_key, kdf),
        )
        write_keys(staging, KeyFile(vault_id, wraps))
        with storing(FOLDER):
            (staging / FOLDER).mkdir()
        database = Database(staging / DATABASE, data_key, Access.CREATE)
        try:
            database.install()
            with SqlUnitOfWork(database) as work:
                work.facts.put(ID_FACT, vault_id)
                work.commit()
        finally:
            database.close()
    vault = enter_vault(path, read_keys(path), data_key, write=True, clock=clock)
    return CreatedVault(vault, recovery_text(recovery))


def open_vault(path: Path, passphrase: str, *, write: bool = True, clock: Clock = _SYSTEM_CLOCK) -> OpenVault:
    """Open a vault; where it cannot be written it opens read-only and ``limit`` says why.

    Raises:
        StorageError: ``vault.missing``, ``vault.key.*``, ``vault.passphrase.wrong`` or ``.wait`` (with
            the seconds to wait), ``vault.db.*``, ``vault.journal``, or the disk refused.
    """
    keys, data_key = unlock(path, passphrase, clock)
    return enter_vault(path, keys, data_key, write=write, clock=clock)


def waiting_seconds(path: Path, *, clock: Clock = _SYSTEM_CLOCK) -> int:
    """Return how long the next passphrase must wait, 0 if it may be tried now."""
    return Attempts(path, clock).remaining()


def change_passphrase(
    path: Path,
    passphrase: str,
    new_passphrase: str,
    *,
    clock: Clock = _SYSTEM_CLOCK,
    kdf: KdfParameters = RECOMMENDED,
) -> None:
    """Wrap the data key under another passphrase; the recovery key stays as printed.

    Raises:
        StorageError: as :func:`open_vault`, ``vault.passphrase.*`` of the new one, or the disk refused.
    """
    secret = accept_passphrase(new_passphrase)
    keys, data_key = unlock(path, passphrase, clock)
    write_keys(path, keys.key.with_wrap(make_wrap(keys.key.vault_id, "passphrase", secret, data_key, kdf)))


def recover(
    path: Path,
    recovery_key: str,
    new_passphrase: str,
    *,
    clock: Clock = _SYSTEM_CLOCK,
    kdf: KdfParameters = RECOMMENDED,
) -> None:
    """Set a new passphrase with the key from the recovery sheet; that key stays valid.

    Raises:
        StorageError: ``vault.recovery.*``, ``vault.key.*``, ``vault.passphrase.*``, or the disk refused.
    """
    secret = accept_passphrase(new_passphrase)
    recovery = recovery_secret(recovery_key)
    key = read_keys(path).key
    data_key = key.open("recovery", recovery)
    if data_key is None:
        raise StorageError("vault.recovery.wrong")
    write_keys(path, key.with_wrap(make_wrap(key.vault_id, "passphrase", secret, data_key, kdf)))
    Attempts(path, clock).cleared()


def unlock(path: Path, passphrase: str, clock: Clock) -> tuple[KeyCopies, bytes]:
    """Return the key file and the data key, counting wrong passphrases.

    Raises:
        StorageError: ``vault.missing``, ``vault.key.*``, ``vault.passphrase.wrong`` or ``.wait``.
    """
    keys = read_keys(path)
    secret = passphrase_bytes(passphrase)
    attempts = Attempts(path, clock)
    attempts.refuse_early()
    data_key = keys.key.open("passphrase", secret)
    if data_key is None:
        raise StorageError("vault.passphrase.wrong", seconds=attempts.failed())
    attempts.cleared()
    return keys, data_key


def enter_vault(path: Path, keys: KeyCopies, data_key: bytes, *, write: bool, clock: Clock) -> OpenVault:
    """Open the folder with its data key.

    Raises:
        StorageError: ``vault.db.*``, ``vault.journal``, or the disk refused.
    """
    lock = VaultLock(path)
    grip = lock.take(clock) if write else lock.look()
    with ExitStack() as undo:
        undo.callback(lock.release)
        limit = _limit(grip, write=write)
        database = open_database(path, data_key, grip, limit)
        undo.callback(database.close)
        version = database.identify()
        if _belongs(database, keys.key.vault_id) and limit is Limit.NONE:
            undo.pop_all().close()
            return _enter_backup(path, keys, data_key)
        notes: tuple[Finding, ...] = ()
        if limit is Limit.NONE:
            notes = _prepare(path, database, version, keys)
        elif version < VERSION:
            raise StorageError("vault.db.older", found=version, known=VERSION)
        undo.pop_all()
        return OpenVault(path, keys.key.vault_id, database, lock, limit, notes)


def open_database(path: Path, data_key: bytes, grip: Grip, limit: Limit) -> Database:
    """Open the database of a vault folder as far as ``grip`` and ``limit`` allow.

    Raises:
        StorageError: ``vault.db.missing``, or ``vault.journal`` where a read-only medium holds
            changes that were never moved into the file.
    """
    file = path / DATABASE
    if not file.is_file():
        raise StorageError("vault.db.missing", name=path.name)
    if limit is Limit.NONE:
        return Database(file, data_key, Access.WRITE)
    if grip is not Grip.MEDIUM:
        return Database(file, data_key, Access.READ)
    for tail in ("-wal", "-journal"):
        journal = file.with_name(file.name + tail)
        if journal.is_file() and journal.stat().st_size > 0:
            raise StorageError("vault.journal", name=journal.name)
    return Database(file, data_key, Access.FROZEN)


def _enter_backup(path: Path, keys: KeyCopies, data_key: bytes) -> OpenVault:
    """Open a backup read-only although it could be written."""
    database = Database(path / DATABASE, data_key, Access.READ)
    return OpenVault(path, keys.key.vault_id, database, VaultLock(path), Limit.BACKUP)


def _limit(grip: Grip, *, write: bool) -> Limit:
    """Say why the vault will be read-only."""
    if grip is Grip.MEDIUM:
        return Limit.MEDIUM
    if grip is Grip.HELD:
        return Limit.HELD
    return Limit.NONE if write else Limit.ASKED


def _said(limit: Limit, holder: Holder | None) -> tuple[Finding, ...]:
    """Return the note for the person in front of a read-only vault."""
    if limit is Limit.HELD and holder is not None:
        params: dict[str, str | int] = {"host": holder.host, "pid": holder.pid, "since": holder.since}
        return (Finding("vault.limit.held", Level.INFO, params=params),)
    code = {
        Limit.HELD: "vault.limit.busy",
        Limit.MEDIUM: "vault.limit.medium",
        Limit.BACKUP: "vault.limit.backup",
    }.get(limit)
    return (Finding(code, Level.INFO),) if code else ()


def _belongs(database: Database, vault_id: str) -> bool:
    """Compare the vault id in the database with that of the key file; say whether it is a backup.

    Raises:
        StorageError: ``vault.db.foreign``.
    """
    with SqlUnitOfWork(database) as work:
        if work.facts.get(ID_FACT) != vault_id:
            raise StorageError("vault.db.foreign", name=DATABASE)
        return work.facts.get(BACKUP_FACT) is not None


def _prepare(path: Path, database: Database, version: int, keys: KeyCopies) -> tuple[Finding, ...]:
    """Bring a vault we may write into order: version, journal mode, leftovers, copies of the key."""
    migrate(database, version)
    database.use_journal("WAL")
    with storing(FOLDER):
        (path / FOLDER).mkdir(exist_ok=True)
    FileObjectStore(path, writable=True).sweep()
    notes = []
    for name in keys.stale:
        with suppress(StorageError):
            write_keys(path, keys.key, (name,))
            _LOG.warning("key copy %s was damaged or old and has been rewritten", name)
            notes.append(Finding("vault.key.repaired", Level.WARN, source=name, params={"name": name}))
    return tuple(notes)

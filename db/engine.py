"""The encrypted database file: SQLCipher 4 under SQLAlchemy Core.

Everything that only SQLite understands stands in this module: the raw key and the PRAGMAs, the
explicit ``BEGIN IMMEDIATE``, triggers, copies, integrity checks and the meaning of error numbers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from db.once import Memory
from db.tables import KEPT, application_versions, metadata
from zgc_review.errors import ProgramFault, StorageError

APPLICATION_ID = 0x5A474356  # "ZGCV"
VERSION = 2

# Primary result codes of SQLite (sqlite.org/rescode.html).
_CODES = {
    3: "vault.readonly",  # PERM
    5: "vault.busy",  # BUSY
    6: "vault.busy",  # LOCKED
    8: "vault.readonly",  # READONLY
    10: "vault.disk.io",  # IOERR
    11: "vault.db.damaged",  # CORRUPT
    13: "vault.disk.full",  # FULL
    14: "vault.disk.io",  # CANTOPEN
    23: "vault.readonly",  # AUTH
    26: "vault.db.damaged",  # NOTADB: a wrong key too, but the key was checked before
}

_SETTINGS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",  # else INSERT OR REPLACE deletes without asking the triggers
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "busy_timeout=5000",
    "cache_size=-65536",  # at most 64 MiB: a page in the cache needs no decrypting
)


class Access(Enum):
    """How the file is opened; the value is the URI's query."""

    CREATE = "mode=rwc"
    WRITE = "mode=rw"
    READ = "mode=ro"
    FROZEN = "immutable=1"  # read-only medium: no locks, no shared memory, no journal beside the file


class Database:
    """One open database file.

    Args:
        path: the file.
        key: the 32-byte data key; it never stands in a URL or a log.
        access: how to open it.

    Attributes:
        journal_due: a secret was deleted, but the write-ahead log that still holds it could not be
            cut yet; the next commit tries again, and closing the file does it at the latest.
        memory: what transactions computed, as long as it is true.
    """

    def __init__(self, path: Path, key: bytes, access: Access) -> None:
        self.path = path
        self.access = access
        self.journal_due = False
        self.memory = Memory()
        self._key = key
        self.engine = _engine(path, key, access)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """Give a connection inside one transaction; leaving without a commit undoes everything.

        Raises:
            StorageError: busy, damaged, read-only, full.
        """
        with self.engine.connect() as connection:
            try:
                connection.begin()
                yield connection
            finally:
                _undo(connection)

    @contextmanager
    def plain(self) -> Iterator[Any]:
        """Give a driver connection outside any transaction, for PRAGMAs that must run there."""
        with translated():
            fairy = self.engine.raw_connection()
        try:
            with translated():
                yield fairy.driver_connection
        finally:
            fairy.close()

    def install(self) -> None:
        """Write the current schema, our mark and the version into a new file, in one transaction."""
        with self.begin() as connection:
            metadata.create_all(connection, checkfirst=False)
            for statement in trigger_statements():
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={VERSION}")
            connection.commit()

    def identify(self) -> int:
        """Return the version of the file.

        Raises:
            StorageError: ``vault.db.damaged`` (cannot be decrypted, or empty), ``vault.db.foreign``
                (opens, but is none of ours) or ``vault.db.newer``.
        """
        with self.plain() as raw:
            tables = _number(raw, "SELECT count(*) FROM sqlite_schema")
            mark = _number(raw, "PRAGMA application_id")
            version = _number(raw, "PRAGMA user_version")
        if tables == 0:
            raise StorageError("vault.db.damaged", name=self.path.name)
        if mark != APPLICATION_ID or version < 1:
            raise StorageError("vault.db.foreign", name=self.path.name)
        if version > VERSION:
            raise StorageError("vault.db.newer", found=version, known=VERSION)
        return version

    def use_journal(self, mode: str) -> None:
        """Set the journal mode: ``WAL`` while working, ``DELETE`` for read-only media."""
        with self.plain() as raw:
            raw.execute(f"PRAGMA journal_mode={mode}").fetchall()

    def empty_journal(self) -> None:
        """Move the write-ahead log into the file and cut it to nothing, now or at the next commit.

        It runs after a commit that holds already, so a failure here is no failure of that commit.
        """
        self.journal_due = True
        with contextlib.suppress(StorageError), self.plain() as raw:
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self.journal_due = bool(busy)

    def copy_to(self, target: Path) -> Database:
        """Write a consistent encrypted copy with the same key and give it back open, in journal mode DELETE.

        Raises:
            StorageError: this file is damaged, or the target cannot be written.
        """
        with self.plain() as raw:
            raw.execute("VACUUM INTO ?", (str(target),))
        copy = self.sibling(target, Access.WRITE)
        copy.use_journal("DELETE")
        return copy

    def sibling(self, path: Path, access: Access) -> Database:
        """Open another file that has the same key."""
        return Database(path, self._key, access)

    @contextmanager
    def migration(self, version: int) -> Iterator[Connection]:
        """Give one transaction with foreign keys off that ends at ``version`` or changes nothing.

        Tables can only be rebuilt with foreign keys off; they are checked before the commit.

        Raises:
            StorageError: ``vault.db.damaged`` if rows would point nowhere.
        """
        with self.engine.connect() as connection:
            _outside(connection, "PRAGMA foreign_keys=OFF")
            try:
                connection.begin()
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise StorageError("vault.db.damaged", name=self.path.name)
                connection.exec_driver_sql(f"PRAGMA user_version={version}")
                connection.commit()
            finally:
                _undo(connection)
                _outside(connection, "PRAGMA foreign_keys=ON")

    def broken_pages(self) -> tuple[str, ...]:
        """Return what ``cipher_integrity_check`` says: pages whose HMAC fails."""
        return self._complaints("PRAGMA cipher_integrity_check")

    def broken_structure(self) -> tuple[str, ...]:
        """Return what ``integrity_check`` says; it also sees a file cut at a page boundary."""
        return tuple(line for line in self._complaints("PRAGMA integrity_check(100)") if line != "ok")

    def broken_references(self) -> tuple[str, ...]:
        """Return the tables with rows that point nowhere, one entry per row."""
        return self._complaints("PRAGMA foreign_key_check")

    def close(self) -> None:
        """Close all connections; the last one moves the write-ahead log into the file."""
        self.memory.close()
        self.engine.dispose()

    def _complaints(self, statement: str) -> tuple[str, ...]:
        with self.plain() as raw:
            return tuple(str(row[0]) for row in raw.execute(statement).fetchall())


@contextmanager
def unguarded(connection: Connection, *tables: Table) -> Iterator[None]:
    """Let rows of kept tables be deleted inside the block; the triggers are back when it ends.

    Both belong to the transaction: one that is undone leaves rows and triggers as they were.
    """
    for table in tables:
        connection.exec_driver_sql(f"DROP TRIGGER {table.name}_no_delete")
    yield
    for table in tables:
        connection.exec_driver_sql(_forbid(table.name, "DELETE", "DELETE"))


def trigger_statements() -> tuple[str, ...]:
    """Return the triggers that keep what has happened from being rewritten."""
    made = []
    for table in KEPT:
        made += [_forbid(table.name, "UPDATE", "UPDATE"), _forbid(table.name, "DELETE", "DELETE")]
    # Of a kept version of an application only its identity may go (design §4.4).
    fixed = ", ".join(column.name for column in application_versions.columns if column.name != "identity")
    made.append(_forbid("application_versions", "UPDATE", f"UPDATE OF {fixed}"))
    made.append(_forbid("application_versions", "DELETE", "DELETE"))
    made.append(
        "CREATE TRIGGER events_in_turn BEFORE INSERT ON events WHEN NEW.n <> "
        "(SELECT coalesce(max(n), -1) + 1 FROM events WHERE round_id = NEW.round_id) "
        "BEGIN SELECT RAISE(ABORT, 'events: out of turn'); END"
    )
    return tuple(made)


def _forbid(table: str, act: str, when: str) -> str:
    """Return a trigger that refuses ``act`` on ``table``."""
    return (
        f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {when} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table}: kept for ever'); END"
    )


def _engine(path: Path, key: bytes, access: Access) -> Engine:
    """Return an engine whose connections are keyed before anything else is said to them."""
    address = f"{path.absolute().as_uri()}?{access.value}"

    def connect() -> Any:
        return dbapi2.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=5)

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=connect,
        poolclass=QueuePool,
        pool_size=2,
        pool_use_lifo=True,  # the connection used last has its pages decrypted already
        hide_parameters=True,  # rows must not stand in tracebacks
    )
    begin = "BEGIN IMMEDIATE" if access in (Access.CREATE, Access.WRITE) else "BEGIN"

    @event.listens_for(engine, "connect")
    def _prepare(raw: Any, _record: object) -> None:
        raw.execute("PRAGMA cipher_log_level=NONE")  # else a damaged file prints lines on stderr
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        for setting in _SETTINGS:
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error", retval=True)
    def _translate(context: ExceptionContext) -> Exception | None:
        return fault_of(context.original_exception)

    return engine


def commits_seen(connection: Connection) -> int:
    """Return a number that is another one after each commit of another connection (any process).

    Asked inside a transaction it fixes what that one reads, and tells of every commit it sees.
    """
    return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())


# Statements that add a row, with their parameters in turn: to compile one takes half a millisecond.
_INSERTS: dict[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]] = {}


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add many rows at once, past SQLAlchemy's work per row (a third of the time).

    Every row has the same keys; the columns here need no conversion.
    """
    if not rows:
        return
    names = tuple(rows[0])
    known = _INSERTS.get((table.name, names))
    if known is None:
        compiled = insert(table).compile(dialect=connection.dialect, column_keys=list(names))
        known = str(compiled), tuple(compiled.positiontup or names)
        _INSERTS[table.name, names] = known
    statement, order = known
    connection.exec_driver_sql(statement, [tuple(row[name] for name in order) for row in rows])


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's errors of the block into ours."""
    try:
        yield
    except dbapi2.Error as fault:
        raise (fault_of(fault) or fault) from fault


def fault_of(fault: BaseException | None) -> Exception | None:
    """Return our error for an error of the driver, None if it is not one we know.

    The texts of SQLite name tables and columns, never values, so they may stand in a fault.
    """
    if isinstance(fault, UnicodeEncodeError):
        return StorageError("vault.unstorable")
    if not isinstance(fault, dbapi2.Error | OverflowError):
        return None
    number = getattr(fault, "sqlite_errorcode", 0) & 0xFF
    code = _CODES.get(number)
    if code is None:
        return ProgramFault(f"database: {fault}")
    if code == "vault.busy":
        return StorageError(code)
    if code == "vault.disk.io":
        return StorageError(code, name="vault.db", number=number)
    return StorageError(code, name="vault.db")


def _number(raw: Any, statement: str) -> int:
    """Return the single number a statement gives."""
    return int(raw.execute(statement).fetchone()[0])


def _undo(connection: Connection) -> None:
    """Undo what is not committed.

    SQLite leaves a transaction open whose COMMIT failed (disk full, a row that points nowhere), while
    SQLAlchemy counts it as ended: the driver connection is asked as well.
    """
    connection.rollback()
    raw: Any = connection.connection.driver_connection
    if raw.in_transaction:
        with translated():
            raw.rollback()


def _outside(connection: Connection, statement: str) -> None:
    """Run a PRAGMA on the driver connection, outside any transaction."""
    raw: Any = connection.connection.driver_connection
    with translated():
        raw.execute(statement)

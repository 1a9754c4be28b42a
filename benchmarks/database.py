"""The encrypted database against plain sqlite3: same statements, same PRAGMAs (design §7: ≤ 1.7×).

Both sides run through files in one folder, alternating; the median of three rounds counts. Ours goes
the way the program goes (through the engine module to SQLCipher), the other side is the standard library.
"""

from __future__ import annotations

import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from db.engine import Access, Database, insert_many
from db.tables import messages

ROWS = 100_000
ROUNDS = 3
GOAL = 1.7
PRAGMAS = (
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "cache_size=-65536",
)


def run() -> list[dict[str, Any]]:
    """Return one line per work: name, seconds of both sides, ratio, goal."""
    rows = [_row(n) for n in range(ROWS)]
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            for name, seconds in {**_ours(Path(folder), rows), **_plain(Path(folder), rows)}.items():
                times.setdefault(name, []).append(seconds)
    middle = {name: statistics.median(found) for name, found in times.items()}
    return [
        {
            "work": f"database {work}, {ROWS} rows",
            "seconds": round(middle[f"ours {work}"], 3),
            "reference": round(middle[f"plain {work}"], 3),
            "ratio": round(middle[f"ours {work}"] / middle[f"plain {work}"], 2),
            "goal": GOAL,
        }
        for work in ("bulk insert", "scan")
    ]


def _row(n: int) -> dict[str, Any]:
    """Return a message the size of a score sheet without comments."""
    return {
        "message_id": f"{n:064x}",
        "round_id": None,
        "kind": "sheet",
        "sender": f"{n % 25:064x}",
        "slot": f"{n // 25:032x}",
        "seq": 1,
        "prev": None,
        "direction": "in",
        "payload": bytes(300),
        "at": "2026-11-23T09:00:00+08:00",
        "file_sha256": None,
    }


def _ours(folder: Path, rows: list[dict[str, Any]]) -> dict[str, float]:
    """Time the encrypted side."""
    key = secrets.token_bytes(32)
    made = Database(folder / "ours.db", key, Access.CREATE)
    made.install()
    made.close()
    database = Database(folder / "ours.db", key, Access.WRITE)
    database.use_journal("WAL")

    def write() -> None:
        with database.begin() as connection:
            insert_many(connection, messages, rows)
            connection.commit()

    def read() -> None:
        with database.begin() as connection:
            _expect(len(connection.execute(select(messages)).all()))

    found = {"ours bulk insert": _timed(write), "ours scan": _timed(read)}
    database.close()
    return found


def _plain(folder: Path, rows: list[dict[str, Any]]) -> dict[str, float]:
    """Time the standard library on the same table."""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    dialect = sqlite.dialect(paramstyle="named")
    connection.execute("CREATE TABLE rounds (round_id TEXT PRIMARY KEY) STRICT")
    connection.execute(str(CreateTable(messages).compile(dialect=dialect)))
    for index in messages.indexes:
        connection.execute(str(CreateIndex(index).compile(dialect=dialect)))
    insertion = str(insert(messages).compile(dialect=dialect))
    selection = str(select(messages).compile(dialect=dialect))

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insertion, rows)
        connection.execute("COMMIT")

    def read() -> None:
        _expect(len(connection.execute(selection).fetchall()))

    found = {"plain bulk insert": _timed(write), "plain scan": _timed(read)}
    connection.close()
    return found


def _expect(count: int) -> None:
    """Insist that all rows were read."""
    if count != ROWS:
        raise RuntimeError(count)


def _timed(work: Callable[[], None]) -> float:
    """Return the seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    for line in run():
        print(line)

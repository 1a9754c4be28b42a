"""The encrypted file: settings, error split, triggers, strict types, portable tables."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import db.engine
from db import tables
from db.engine import APPLICATION_ID, VERSION, Access, Database, trigger_statements
from db.tables import KEPT, metadata
from db.unit_of_work import SqlUnitOfWork
from db.vault import OpenVault
from zgc_review.domain.rows import SeatRow
from zgc_review.errors import ProgramFault, StorageError

if TYPE_CHECKING:
    from conftest import Samples

KEY = bytes(range(32))
ROOM = Path(tables.__file__).parent


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(tmp_path / "vault.db", KEY, Access.CREATE)
    made.install()
    made.close()
    return Database(tmp_path / "vault.db", KEY, Access.WRITE)


def commit(database: Database, act: Callable[[SqlUnitOfWork], object]) -> None:
    with SqlUnitOfWork(database) as work:
        act(work)
        work.commit()


def run(database: Database, statement: str) -> None:
    with database.begin() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def rows(database: Database, table: str) -> list[tuple[object, ...]]:
    with database.begin() as connection:
        return [tuple(row) for row in connection.execute(select(metadata.tables[table]))]


def pragma(database: Database, name: str) -> object:
    with database.plain() as raw:
        return raw.execute(f"PRAGMA {name}").fetchone()[0]


def test_settings_of_every_connection(database: Database) -> None:
    database.use_journal("WAL")
    expected = {
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "busy_timeout": 5000,
        "application_id": APPLICATION_ID,
        "user_version": VERSION,
    }
    assert {name: pragma(database, name) for name in expected} == expected
    assert str(pragma(database, "cipher_version")).startswith("4.")
    database.close()


def test_the_file_is_noise(database: Database) -> None:
    database.close()
    data = database.path.read_bytes()
    assert not data.startswith(b"SQLite format 3")
    assert b"CREATE TABLE" not in data


def test_key_and_values_stay_out_of_address_and_errors(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert KEY.hex() not in str(database.engine.url)
    with pytest.raises(ProgramFault) as fault:
        commit(database, lambda work: work.seats.put(SeatRow("0" * 32, "专家01", None, "", "张三丰", "")))
    chain: BaseException | None = fault.value
    while chain is not None:
        assert "张三丰" not in str(chain)
        assert KEY.hex() not in str(chain)
        chain = chain.__cause__
    assert "张三丰" not in caplog.text
    assert KEY.hex() not in caplog.text
    database.close()


def test_a_wrong_key_and_a_damaged_first_page_look_alike(database: Database) -> None:
    """Therefore the tag of the key file is always asked first."""
    database.close()
    other = Database(database.path, bytes(32), Access.WRITE)
    with pytest.raises(StorageError) as wrong:
        other.identify()
    data = bytearray(database.path.read_bytes())
    data[100] ^= 1
    database.path.write_bytes(bytes(data))
    with pytest.raises(StorageError) as damaged:
        database.identify()
    assert wrong.value.code == damaged.value.code == "vault.db.damaged"


def test_an_empty_file_is_damage_not_a_new_database(database: Database) -> None:
    database.close()
    database.path.write_bytes(b"")
    with pytest.raises(StorageError) as refused:
        database.identify()
    assert refused.value.code == "vault.db.damaged"
    assert database.path.read_bytes() == b""


@pytest.mark.parametrize("statement", ["PRAGMA application_id=7", "PRAGMA user_version=0"])
def test_somebody_elses_database(database: Database, statement: str) -> None:
    with database.plain() as raw:
        raw.execute(statement)
    with pytest.raises(StorageError) as refused:
        database.identify()
    assert refused.value.code == "vault.db.foreign"
    database.close()


def test_a_newer_database(database: Database) -> None:
    with database.plain() as raw:
        raw.execute(f"PRAGMA user_version={VERSION + 1}")
    with pytest.raises(StorageError) as refused:
        database.identify()
    assert refused.value.code == "vault.db.newer"
    assert refused.value.params == {"found": VERSION + 1, "known": VERSION}
    database.close()


def test_a_missing_file_is_not_created(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as refused:
        Database(tmp_path / "none.db", KEY, Access.WRITE).identify()
    assert refused.value.code == "vault.disk.io"
    assert list(tmp_path.iterdir()) == []


def test_a_second_writer_waits_and_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.engine, "_SETTINGS", (*db.engine._SETTINGS, "busy_timeout=50"))
    other = Database(database.path, KEY, Access.WRITE)
    with database.begin() as connection:
        connection.execute(insert(tables.facts), {"name": "a", "value": "1"})
        with pytest.raises(StorageError) as refused, other.begin():
            raise AssertionError
    assert refused.value.code == "vault.busy"
    with other.begin() as connection:
        assert connection.execute(select(tables.facts)).all() == []
    other.close()
    database.close()


@pytest.mark.parametrize("table", [table.name for table in KEPT] + ["application_versions"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}"],
)
def test_what_has_happened_cannot_be_rewritten(
    vault: OpenVault, samples: Samples, table: str, statement: str
) -> None:
    with vault.begin() as work:
        samples.fill(work)
        work.applications.update(samples.application, "later")
        work.commit()
    column = "n" if "n" in metadata.tables[table].columns else metadata.tables[table].columns.keys()[0]
    before = rows(vault.database, table)
    assert before
    with pytest.raises(ProgramFault, match=r"kept for ever|out of turn"):
        run(vault.database, statement.format(table, column))
    assert rows(vault.database, table) == before


def test_tables_are_strict(database: Database) -> None:
    with pytest.raises(ProgramFault, match="cannot store TEXT"):
        run(database, "INSERT INTO events VALUES ('r', 'zero', x'00')")
    database.close()


def test_rows_that_point_nowhere_fail_at_commit_and_leave_the_connection_usable(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ProgramFault, match="FOREIGN KEY"):
            commit(database, lambda work: work.sequences.put("no card", "sheet", "", 1, "m"))
    with SqlUnitOfWork(database) as work:
        assert work.sequences.last("no card", "sheet", "") == (0, None)
        work.facts.put("after", 1)
        work.commit()
    database.close()


def test_every_table_compiles_for_postgresql_with_its_constraints() -> None:
    dialect = postgresql.dialect()
    for table in metadata.sorted_tables:
        text = str(CreateTable(table).compile(dialect=dialect))
        assert "PRIMARY KEY" in text
        assert "SERIAL" not in text
        for index in table.indexes:
            CreateIndex(index).compile(dialect=dialect)
    assert "BIGINT" in str(CreateTable(tables.documents).compile(dialect=dialect))


def test_sqlite_words_stand_in_the_engine_module_alone() -> None:
    word = re.compile(r"PRAGMA|VACUUM|TRIGGER|rowid\b|IMMEDIATE|sqlite_schema|sqlcipher3|exec_driver_sql")
    found = {path.name for path in ROOM.rglob("*.py") if word.search(path.read_text("utf-8"))}
    # Frozen statements of old versions.
    steps = {path.name for path in (ROOM / "migrations").glob("m[0-9]*.py")}
    assert found <= {"engine.py", "tables.py"} | steps
    assert word.findall((ROOM / "tables.py").read_text("utf-8")) == []


def test_trigger_for_every_kept_table() -> None:
    text = "\n".join(trigger_statements())
    for table in KEPT:
        assert f"{table.name}_no_update" in text
        assert f"{table.name}_no_delete" in text


@pytest.mark.parametrize(
    "query",
    [
        (
            "SELECT * FROM messages WHERE round_id='r' AND kind='k' AND sender='s' AND slot='l' "
            "ORDER BY seq DESC, message_id DESC LIMIT 1"
        ),
        "SELECT * FROM messages WHERE round_id='r' AND kind='k' AND slot='l' ORDER BY seq, message_id",
        "SELECT * FROM messages WHERE round_id='r' AND kind='k'",
        "SELECT * FROM applications WHERE round_id='r' AND number='n'",
        "SELECT * FROM applications WHERE round_id='r'",
        "SELECT * FROM experts WHERE round_id='r' AND number='n'",
        "SELECT * FROM documents WHERE application_id='a' ORDER BY position",
        (
            "SELECT * FROM drafts WHERE round_id='r' AND application_id='a' AND phase='p' "
            "ORDER BY n DESC LIMIT 1"
        ),
        "SELECT * FROM notes WHERE round_id='r' AND application_id='a' AND kind='k' ORDER BY n DESC LIMIT 1",
        "SELECT * FROM answers WHERE round_id='r' AND application_id='a' ORDER BY n DESC LIMIT 1",
        "SELECT max(n) FROM events WHERE round_id='r'",
        "SELECT * FROM events WHERE round_id='r' ORDER BY n",
        "SELECT * FROM event_texts WHERE round_id='r'",
        "SELECT * FROM listings WHERE round_id='r' ORDER BY position",
        "SELECT * FROM seats WHERE round_id='r'",
    ],
)
def test_every_find_uses_an_index(database: Database, query: str) -> None:
    with database.plain() as raw:
        plan = [row[3] for row in raw.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()]
    assert all(line.startswith("SEARCH") for line in plan), plan
    database.close()


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_foreign_key_has_an_index_at_its_start(table: str) -> None:
    made = metadata.tables[table]
    starts = [tuple(column.name for column in index.columns) for index in made.indexes]
    starts.append(tuple(column.name for column in made.primary_key.columns))
    starts += [
        tuple(c.name for c in item.columns)
        for item in made.constraints
        if item.__visit_name__ == "unique_constraint"
    ]
    for key in made.foreign_key_constraints:
        names = tuple(key.column_keys)
        assert any(start[: len(names)] == names for start in starts), (table, names)

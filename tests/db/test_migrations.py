"""Steps between versions: one transaction each, after a copy; a fresh file equals a migrated one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from db.engine import VERSION, Access, Database
from db.migrations import COPY, STEPS, Step, migrate
from zgc_review.errors import StorageError

KEY = bytes(range(32))
GOLDEN = Path(__file__).resolve().parent.parent / "golden"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(tmp_path / "vault.db", KEY, Access.CREATE)
    made.install()
    made.close()
    return Database(tmp_path / "vault.db", KEY, Access.WRITE)


def schema(database: Database) -> list[tuple[str, ...]]:
    with database.plain() as raw:
        return sorted(raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall(), key=str)


def version(database: Database) -> int:
    with database.plain() as raw:
        return int(raw.execute("PRAGMA user_version").fetchone()[0])


def add_table(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE extra (a TEXT PRIMARY KEY) STRICT")


def add_column(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE extra ADD COLUMN b TEXT")


def test_steps_lead_to_the_version_of_this_program() -> None:
    assert [step.version for step in STEPS] == list(range(2, VERSION + 1))


def test_steps_run_in_turn_and_the_copy_goes(database: Database) -> None:
    migrate(database, 1, [Step(2, add_table), Step(3, add_column)])
    assert version(database) == 3
    assert any(row[1] == "extra" and "b TEXT" in row[3] for row in schema(database))
    assert not database.path.with_name(COPY).exists()
    with database.plain() as raw:
        assert raw.execute("PRAGMA foreign_keys").fetchone() == (1,)
    database.close()


def test_nothing_due_makes_no_copy(database: Database) -> None:
    before = schema(database)
    migrate(database, 3, [Step(2, add_table), Step(3, add_column)])
    assert schema(database) == before
    assert version(database) == VERSION
    database.close()


def test_a_failing_step_leaves_the_last_whole_one_and_the_copy(database: Database) -> None:
    def fail(connection: Connection) -> None:
        add_column(connection)
        raise KeyError

    before = schema(database)
    with pytest.raises(KeyError):
        migrate(database, 1, [Step(2, add_table), Step(3, fail)])
    assert version(database) == 2
    assert not any("b TEXT" in str(row[3]) for row in schema(database))
    copy = database.sibling(database.path.with_name(COPY), Access.READ)
    assert schema(copy) == before
    assert version(copy) == VERSION
    copy.close()
    migrate(database, 2, [Step(2, add_table), Step(3, add_column)])
    assert version(database) == 3
    database.close()


def test_a_step_that_leaves_rows_pointing_nowhere_is_undone(database: Database) -> None:
    def orphan(connection: Connection) -> None:
        connection.exec_driver_sql("INSERT INTO listings VALUES ('no round', 0, '{}')")

    with pytest.raises(StorageError) as refused:
        migrate(database, 1, [Step(2, orphan)])
    assert refused.value.code == "vault.db.damaged"
    assert version(database) == VERSION
    with database.plain() as raw:
        assert raw.execute("SELECT count(*) FROM listings").fetchone() == (0,)
    database.close()

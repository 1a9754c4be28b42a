"""Version 2: ``notes``, what is typed or settled in a sitting and not signed yet.

The statements are kept as they were: a later change of ``db.tables`` is a step of its own.
"""

from __future__ import annotations

from sqlalchemy import Connection

VERSION = 2

_LINES = (
    "round_id TEXT NOT NULL",
    "application_id TEXT NOT NULL",
    "kind TEXT NOT NULL",
    "n INTEGER NOT NULL",
    "at TEXT NOT NULL",
    "body TEXT NOT NULL",
    "PRIMARY KEY (round_id, application_id, kind, n)",
    "CONSTRAINT kind_given CHECK (kind <> '')",
    "CONSTRAINT n_least CHECK (n >= 1)",
    "FOREIGN KEY(round_id) REFERENCES rounds (round_id) DEFERRABLE INITIALLY DEFERRED",
    "FOREIGN KEY(application_id) REFERENCES applications (application_id) DEFERRABLE INITIALLY DEFERRED",
)
_TABLE = "CREATE TABLE notes (\n\t" + ", \n\t".join(_LINES) + "\n)\n STRICT\n\n"
_INDEX = "CREATE INDEX notes_application ON notes (application_id)"
_KEPT = tuple(
    f"CREATE TRIGGER notes_no_{act.lower()} BEFORE {act} ON notes "
    "BEGIN SELECT RAISE(ABORT, 'notes: kept for ever'); END"
    for act in ("UPDATE", "DELETE")
)


def upgrade(connection: Connection) -> None:
    """Add the table, its index and the triggers that keep its rows."""
    for statement in (_TABLE, _INDEX, *_KEPT):
        connection.exec_driver_sql(statement)

"""Steps from one version of the database to the next.

Each step is a numbered module ``m0002_name.py`` with ``VERSION`` and ``upgrade``, listed in ``STEPS``;
each runs in one transaction after a copy of the file was made.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from db.engine import Database
from db.files import storing
from db.migrations import m0002_notes

COPY = "vault.db.before"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the version it leads to and what it does inside the transaction."""

    version: int
    upgrade: Callable[[Connection], None]


STEPS: tuple[Step, ...] = (Step(m0002_notes.VERSION, m0002_notes.upgrade),)


def migrate(database: Database, found: int, steps: Sequence[Step] = STEPS) -> None:
    """Bring a file of version ``found`` to the newest version.

    The copy is removed after the last step: it would keep identities that are deleted later.

    Raises:
        StorageError: a step could not be done; the file is as the last whole step left it, and the
            copy stands beside it as ``vault.db.before``.
    """
    due = [step for step in steps if step.version > found]
    if not due:
        return
    copy = database.path.with_name(COPY)
    _remove(copy)
    database.copy_to(copy).close()
    for step in due:
        with database.migration(step.version) as connection:
            step.upgrade(connection)
    _remove(copy)


def _remove(copy: Path) -> None:
    """Remove a copy of the file, if there is one."""
    with storing(COPY), contextlib.suppress(FileNotFoundError):
        copy.unlink()

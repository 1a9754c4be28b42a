"""The member's copy of a round, deleted as a whole (port ``Copies``; rules §11, docs/adr/0018)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Delete, delete, select, update

from db import tables
from db.engine import unguarded

_PIECE = 500  # ids per statement: databases limit the number of parameters


class SqlCopies:
    """Deletes what rows hold of a review.

    ``dropped`` says that it happened in this unit of work, so that the unit of work also removes the
    rows from the write-ahead log after its commit.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dropped = False

    def drop(self, round_id: str, messages: Collection[str]) -> None:
        """Delete drafts, notes, named messages, records, versions, document lists, identities of a round."""
        applications, kept = tables.applications, tables.application_versions
        mine = select(applications.c.application_id).where(applications.c.round_id == round_id)
        with unguarded(self._connection, tables.drafts, tables.notes, kept, tables.messages):
            for typed in (tables.drafts, tables.notes):
                self._delete(delete(typed).where(typed.c.round_id == round_id))
            self._delete(delete(kept).where(kept.c.application_id.in_(mine)))
            named = sorted(messages)
            for start in range(0, len(named), _PIECE):
                ids = tables.messages.c.message_id.in_(named[start : start + _PIECE])
                own = tables.messages.c.round_id == round_id
                self._delete(delete(tables.messages).where(own, ids))
        self._delete(delete(tables.documents).where(tables.documents.c.application_id.in_(mine)))
        empty = {"record": "{}", "identity": None}
        self._connection.execute(update(applications).where(applications.c.round_id == round_id), empty)
        self.dropped = True

    def _delete(self, statement: Delete) -> None:
        self._connection.execute(statement)

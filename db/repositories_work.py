"""Applications, documents, drafts, notes and answers on tables (ports of ``zgc_review.domain.ports``)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from db import tables
from db.codec import Codec
from db.engine import insert_many
from db.once import Once
from db.repositories_people import expect_one
from zgc_review.domain.rows import AnswerRow, ApplicationRow, DocumentRow, DraftRow, NoteRow
from zgc_review.errors import ProgramFault

_RENAMED = {"group": "group_id"}
_APPLICATION = Codec(ApplicationRow, tables.applications, json=("record",), renamed=_RENAMED)
_VERSION = Codec(ApplicationRow, tables.application_versions, json=("record",), renamed=_RENAMED)
_DOCUMENT = Codec(DocumentRow, tables.documents)
_DRAFT = Codec(DraftRow, tables.drafts, json=("body",))
_NOTE = Codec(NoteRow, tables.notes, json=("body",))
_ANSWER = Codec(AnswerRow, tables.answers, json=("answers",))


class SqlApplications:
    """Applications of a round; an update keeps the version before.

    ``identity_dropped`` says that a secret was removed in this unit of work, so that the unit of
    work also removes it from the write-ahead log after its commit.
    """

    def __init__(self, connection: Connection, once: Once) -> None:
        self._connection = connection
        self._once = once
        self.identity_dropped = False

    def add(self, row: ApplicationRow) -> None:
        """Keep a new application."""
        self._connection.execute(insert(tables.applications), _APPLICATION.values(row))

    def get(self, application_id: str) -> ApplicationRow | None:
        """Return one application."""
        query = select(*_APPLICATION.columns).where(tables.applications.c.application_id == application_id)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _APPLICATION.row(found)

    def by_number(self, round_id: str, number: str) -> ApplicationRow | None:
        """Return the application with this 申报编号."""
        table = tables.applications
        query = select(*_APPLICATION.columns).where(table.c.round_id == round_id, table.c.number == number)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _APPLICATION.row(found)

    def all(self, round_id: str) -> tuple[ApplicationRow, ...]:
        """Return the applications of a round, by code points of the number on every database."""
        return self._once(("applications", round_id), lambda: self._all(round_id))

    def update(self, row: ApplicationRow, at: str) -> None:
        """Replace an application; the version before is kept as replaced at ``at``."""
        before = self.get(row.application_id)
        if before is None:
            raise ProgramFault("an application that is not there was to be updated")
        kept = tables.application_versions
        last = select(func.max(kept.c.n)).where(kept.c.application_id == row.application_id)
        n = (self._connection.execute(last).scalar_one() or 0) + 1
        values = {**_VERSION.values(before), "n": n, "replaced_at": at}
        self._connection.execute(insert(kept), values)
        self._change(row.application_id, _APPLICATION.values(row))

    def set_state(self, application_id: str, state: str, reason: str) -> None:
        """Set state and reason; the event log says when and by whom."""
        self._change(application_id, {"state": state, "reason": reason})

    def set_group(self, application_id: str, group: str) -> None:
        """Set the group that judges the application."""
        self._change(application_id, {"group_id": group})

    def versions(self, application_id: str) -> tuple[ApplicationRow, ...]:
        """Return the replaced versions, oldest first, without the one in force."""
        kept = tables.application_versions
        query = select(*_VERSION.columns).where(kept.c.application_id == application_id).order_by(kept.c.n)
        return tuple(_VERSION.rows(self._connection.execute(query)))

    def drop_identity(self, application_id: str) -> None:
        """Delete the identity from the application and all its versions (design §4.4)."""
        self._change(application_id, {"identity": None})
        kept = tables.application_versions
        self._connection.execute(
            update(kept).where(kept.c.application_id == application_id).values(identity=None)
        )
        self.identity_dropped = True

    def documents(self, application_id: str) -> tuple[DocumentRow, ...]:
        """Return the documents of an application, by position."""
        table = tables.documents
        query = (
            select(*_DOCUMENT.columns)
            .where(table.c.application_id == application_id)
            .order_by(table.c.position)
        )
        return tuple(_DOCUMENT.rows(self._connection.execute(query)))

    def documents_of_all(self, round_id: str) -> dict[str, tuple[DocumentRow, ...]]:
        """Return the documents of every application of a round that has any, by position."""
        table, about = tables.documents, tables.applications
        query = (
            select(*_DOCUMENT.columns)
            .join(about, about.c.application_id == table.c.application_id)
            .where(about.c.round_id == round_id)
            .order_by(table.c.application_id, table.c.position)
        )
        rows = _DOCUMENT.rows(self._connection.execute(query))
        return {name: tuple(found) for name, found in groupby(rows, lambda one: one.application_id)}

    def set_documents(self, application_id: str, rows: tuple[DocumentRow, ...]) -> None:
        """Replace the documents of an application."""
        if any(row.application_id != application_id for row in rows):
            raise ProgramFault("a document of another application")
        table = tables.documents
        self._connection.execute(delete(table).where(table.c.application_id == application_id))
        insert_many(self._connection, table, [_DOCUMENT.values(row) for row in rows])

    def _all(self, round_id: str) -> tuple[ApplicationRow, ...]:
        query = select(*_APPLICATION.columns).where(tables.applications.c.round_id == round_id)
        rows = _APPLICATION.rows(self._connection.execute(query))
        return tuple(sorted(rows, key=lambda row: row.number))

    def _change(self, application_id: str, values: dict[str, Any]) -> None:
        table = tables.applications
        change = update(table).where(table.c.application_id == application_id)
        expect_one(self._connection.execute(change, values).rowcount)


class SqlDrafts:
    """Autosaved versions of sheets."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, row: DraftRow) -> None:
        """Keep one more version."""
        self._connection.execute(insert(tables.drafts), _DRAFT.values(row))

    def newest(self, round_id: str, application_id: str, phase: str) -> DraftRow | None:
        """Return the version with the highest number."""
        query = self._of(round_id, application_id, phase).order_by(tables.drafts.c.n.desc()).limit(1)
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _DRAFT.row(found)

    def all_newest(self, round_id: str) -> tuple[DraftRow, ...]:
        """Return the newest version of each application and phase, in this order."""
        drafts = tables.drafts
        keys = (drafts.c.application_id, drafts.c.phase)
        newest = (
            select(*keys, func.max(drafts.c.n).label("n"))
            .where(drafts.c.round_id == round_id)
            .group_by(*keys)
            .subquery()
        )
        match = (
            (drafts.c.application_id == newest.c.application_id)
            & (drafts.c.phase == newest.c.phase)
            & (drafts.c.n == newest.c.n)
        )
        query = (
            select(*_DRAFT.columns)
            .select_from(drafts.join(newest, match))
            .where(drafts.c.round_id == round_id)
            .order_by(*keys)
        )
        return tuple(_DRAFT.rows(self._connection.execute(query)))

    def history(self, round_id: str, application_id: str, phase: str) -> tuple[DraftRow, ...]:
        """Return all versions, oldest first."""
        query = self._of(round_id, application_id, phase).order_by(tables.drafts.c.n)
        return tuple(_DRAFT.rows(self._connection.execute(query)))

    def _of(self, round_id: str, application_id: str, phase: str) -> Select[Any]:
        drafts = tables.drafts
        return select(*_DRAFT.columns).where(
            drafts.c.round_id == round_id, drafts.c.application_id == application_id, drafts.c.phase == phase
        )


class SqlNotes:
    """Saved versions of what is typed in a sitting."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, row: NoteRow) -> None:
        """Keep one more version."""
        self._connection.execute(insert(tables.notes), _NOTE.values(row))

    def newest(self, round_id: str, application_id: str, kind: str) -> NoteRow | None:
        """Return the version with the highest number."""
        notes = tables.notes
        query = (
            select(*_NOTE.columns)
            .where(notes.c.round_id == round_id, notes.c.application_id == application_id)
            .where(notes.c.kind == kind)
            .order_by(notes.c.n.desc())
            .limit(1)
        )
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _NOTE.row(found)

    def all_newest(self, round_id: str) -> tuple[NoteRow, ...]:
        """Return the newest version of each application and kind, in this order."""
        notes = tables.notes
        keys = (notes.c.application_id, notes.c.kind)
        newest = (
            select(*keys, func.max(notes.c.n).label("n"))
            .where(notes.c.round_id == round_id)
            .group_by(*keys)
            .subquery()
        )
        match = (
            (notes.c.application_id == newest.c.application_id)
            & (notes.c.kind == newest.c.kind)
            & (notes.c.n == newest.c.n)
        )
        query = (
            select(*_NOTE.columns)
            .select_from(notes.join(newest, match))
            .where(notes.c.round_id == round_id)
            .order_by(*keys)
        )
        return tuple(_NOTE.rows(self._connection.execute(query)))


class SqlAnswers:
    """Saved answers R01–R18."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, row: AnswerRow) -> None:
        """Keep one more version."""
        self._connection.execute(insert(tables.answers), _ANSWER.values(row))

    def newest(self, round_id: str, application_id: str) -> AnswerRow | None:
        """Return the version with the highest number."""
        answers = tables.answers
        query = (
            select(*_ANSWER.columns)
            .where(answers.c.round_id == round_id, answers.c.application_id == application_id)
            .order_by(answers.c.n.desc())
            .limit(1)
        )
        found = self._connection.execute(query).one_or_none()
        return None if found is None else _ANSWER.row(found)

    def all_newest(self, round_id: str) -> tuple[AnswerRow, ...]:
        """Return the newest version of each application, by application id."""
        answers = tables.answers
        newest = (
            select(answers.c.application_id, func.max(answers.c.n).label("n"))
            .where(answers.c.round_id == round_id)
            .group_by(answers.c.application_id)
            .subquery()
        )
        match = (answers.c.application_id == newest.c.application_id) & (answers.c.n == newest.c.n)
        query = (
            select(*_ANSWER.columns)
            .select_from(answers.join(newest, match))
            .where(answers.c.round_id == round_id)
            .order_by(answers.c.application_id)
        )
        return tuple(_ANSWER.rows(self._connection.execute(query)))

"""One transaction with its repositories."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection

from db.engine import Database, commits_seen
from db.once import Once
from db.repositories_copies import SqlCopies
from db.repositories_findings import SqlFindings
from db.repositories_log import SqlCatalogues, SqlEvents, SqlFacts, SqlMessages, SqlSequences
from db.repositories_people import SqlCards, SqlExperts, SqlListings, SqlRounds, SqlSeats
from db.repositories_work import SqlAnswers, SqlApplications, SqlDrafts, SqlNotes
from zgc_review.domain import ports
from zgc_review.errors import ProgramFault

Value = TypeVar("Value")


class SqlUnitOfWork:
    """One transaction, begun at once, so that what it read stays true until it commits.

    Leaving the block without :meth:`commit` undoes everything.
    """

    cards: ports.Cards
    rounds: ports.Rounds
    messages: ports.Messages
    sequences: ports.Sequences
    applications: ports.Applications
    experts: ports.Experts
    listings: ports.Listings
    seats: ports.Seats
    findings: ports.Findings
    drafts: ports.Drafts
    notes: ports.Notes
    answers: ports.Answers
    events: ports.Events
    catalogues: ports.Catalogues
    copies: ports.Copies
    facts: ports.Facts

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stack = ExitStack()
        self._connection: Connection | None = None
        self._applications: SqlApplications | None = None
        self._copies: SqlCopies | None = None
        self._once: Once | None = None

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            StorageError: ``vault.busy`` after five seconds, or the file cannot be read.
        """
        with ExitStack() as undo:
            connection = undo.enter_context(self._database.begin())
            self._once = once = Once(connection, self._database.memory, commits_seen(connection))
            self._stack = undo.pop_all()
        self._connection = connection
        self._applications = SqlApplications(connection, once)
        self._copies = SqlCopies(connection)
        self.cards = SqlCards(connection)
        self.rounds = SqlRounds(connection)
        self.messages = SqlMessages(connection, once)
        self.sequences = SqlSequences(connection)
        self.applications = self._applications
        self.experts = SqlExperts(connection)
        self.listings = SqlListings(connection)
        self.seats = SqlSeats(connection)
        self.findings = SqlFindings(connection)
        self.drafts = SqlDrafts(connection)
        self.notes = SqlNotes(connection)
        self.answers = SqlAnswers(connection)
        self.events = SqlEvents(connection, once)
        self.catalogues = SqlCatalogues(connection)
        self.copies = self._copies
        self.facts = SqlFacts(connection)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End; what was not committed is undone."""
        self._connection = None
        if self._once is not None:
            self._once.forget()
        self._stack.close()

    def once(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return what was made for a key, made now where it is not known or something was written since.

        It may have been made by an earlier transaction on the same state of the database.
        """
        if self._once is None:
            raise ProgramFault("asked outside the block")
        return self._once(key, make)

    def recall(self, key: Hashable) -> Any:
        """Return what is remembered for a key, None where nothing is."""
        return None if self._once is None else self._once.recall(key)

    def commit(self) -> None:
        """Make everything so far durable.

        Raises:
            StorageError: disk full or another failure; the transaction is undone then.
        """
        if self._connection is None or self._applications is None or self._copies is None:
            raise ProgramFault("commit outside the block")
        self._connection.commit()
        if self._once is not None:
            self._once.committed()
        secret_gone = self._applications.identity_dropped or self._copies.dropped
        if secret_gone or self._database.journal_due:
            # secure_delete wiped the page; the log still holds it until it is cut to nothing.
            self._database.empty_journal()
            self._applications.identity_dropped = self._copies.dropped = False

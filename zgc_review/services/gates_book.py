"""What people said about the gates of one application: every version is kept, the newest row holds all.

The rows are those of the append-only port ``answers``. In a member's vault that port holds the expert's
own R01–R18; there this book is empty.
"""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from zgc_review.catalogue import Answer
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import AnswerRow, RoundRow

PersonAnswer: TypeAlias = Literal["yes", "no", "not_applicable", "unverified"]
Confirmation: TypeAlias = Literal["agreed", "declined", "pending"]


class GivenAnswer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer of a person, beside what the program said at that time (rules §2.2)."""

    gate: str
    answer: PersonAnswer
    machine: Answer
    reason: str = ""
    evidence: str = ""
    by: str
    at: str


class GivenValue(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One field filled by the secretary; null says that it was taken back."""

    field: str
    value: Any
    by: str
    at: str


class Word(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Admission by a person's word: the reason, and what the program said about each gate then."""

    reason: str
    machine: dict[str, Answer]
    by: str
    at: str


class Listed(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The row of the 名单: compared with the application, with consent and payment data of the unit.

    ``origin``: ``list`` where the row made the application, so that a corrected row corrects it.
    """

    origin: Literal["list", "application"]
    match: Literal["match", "mismatch"]
    answer: Confirmation = "pending"
    payee: str = ""
    bank: str = ""
    account: str = ""

    @property
    def is_payable(self) -> bool:
        """Whether payment data are complete."""
        return bool(self.payee and self.bank and self.account)


class Book(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything people said about one application, in the order it was said.

    ``fixed``: it was sent back once already. ``result``: of the unscored ways (rules §2.2).
    """

    kind: Literal["gates"] = "gates"
    answers: tuple[GivenAnswer, ...] = ()
    values: tuple[GivenValue, ...] = ()
    words: tuple[Word, ...] = ()
    listed: Listed | None = None
    fixed: bool = False
    result: str | None = None

    def answer_to(self, gate: str) -> GivenAnswer | None:
        """Return the newest answer to a gate."""
        return next((one for one in reversed(self.answers) if one.gate == gate), None)

    def filled(self) -> dict[str, Any]:
        """Return the fields the secretary filled, by the newest value of each."""
        newest = {one.field: one.value for one in self.values}
        return {name: value for name, value in newest.items() if value is not None}


def book_of(uow: UnitOfWork, row: RoundRow, application_id: str) -> Book:
    """Return the book of one application, empty where nobody said anything."""
    saved = uow.answers.newest(row.round_id, application_id) if row.place == "secretary" else None
    return Book() if saved is None else msgspec.convert(saved.answers, Book)


def books_of(uow: UnitOfWork, row: RoundRow) -> dict[str, Book]:
    """Return the books that exist, by application id."""
    if row.place != "secretary":
        return {}

    def read() -> dict[str, Book]:
        saved = uow.answers.all_newest(row.round_id)
        return {one.application_id: msgspec.convert(one.answers, Book) for one in saved}

    return uow.once(("books", row.round_id), read)


def keep_book(uow: UnitOfWork, row: RoundRow, application_id: str, book: Book, at: str) -> None:
    """Append a version of a book; the caller commits."""
    before = uow.answers.newest(row.round_id, application_id)
    n = (before.n if before is not None else 0) + 1
    uow.answers.append(AnswerRow(row.round_id, application_id, n, at, msgspec.to_builtins(book)))


def carried_over(
    uow: UnitOfWork, row: RoundRow, application_id: str | None, record: dict[str, Any]
) -> dict[str, Any]:
    """Return a record that is imported again, with the secretary's fields that it does not give itself."""
    if application_id is None:
        return record
    return {**book_of(uow, row, application_id).filled(), **record}

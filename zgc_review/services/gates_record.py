"""Answers to the gates of one application over its record and what is computed (rules §2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from zgc_review.catalogue import Answer, Catalogue, Gate, Leaf, Test, derive, gate_answer
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.settings import Mode
from zgc_review.intake.attachments import guess_attachment, missing_attachments
from zgc_review.intake.identifiers import CHECKS
from zgc_review.services.chain import RoundState
from zgc_review.services.gates_book import Book, GivenAnswer, Word, books_of
from zgc_review.services.gates_hits import FIELD as HIT
from zgc_review.services.rounds import catalogue_of

MISSING = "missing_attachments"
LIST_MATCH = "award_list_match"
#: Fields this program fills itself; nobody types them.
COMPUTED = frozenset({MISSING, LIST_MATCH, HIT})
PASSES = frozenset({"yes", "not_applicable"})


@dataclass(frozen=True)
class Bench:
    """What every gate of one round is answered from."""

    row: RoundRow
    state: RoundState
    catalogue: Catalogue
    books: dict[str, Book]
    listed: frozenset[str]  # sub-directions of which a 名单 was taken in

    def book(self, application_id: str) -> Book:
        """Return the book of an application."""
        return self.books.get(application_id, Book())

    def mode(self, application: ApplicationRow) -> Mode:
        """Return the way of an application in this round."""
        return self.state.settings.modes[application.sub_direction]

    def gates(self, application: ApplicationRow) -> tuple[Gate, ...]:
        """Return the gates of an application by its way and stage, the common ones first."""
        stage = self.state.settings.stage
        return self.catalogue.gates_for(application.sub_direction, self.mode(application), stage)


@dataclass(frozen=True, slots=True)
class GateLine:
    """One gate: what the program says, what a person says, what counts.

    Attributes:
        machine: the program's answer now.
        lacking: fields not filled that keep the program from answering.
        person: the newest answer of a person.
        outdated: the program has changed its mind since that answer; the person must look again.
        word: the admission that carries the gate, where no other answer does.
    """

    gate: Gate
    machine: Answer
    lacking: tuple[str, ...]
    person: GivenAnswer | None
    outdated: bool
    word: Word | None

    @property
    def counts(self) -> str:
        """The answer that counts."""
        if self.person is not None:
            return "unverified" if self.outdated else self.person.answer
        return "yes" if self.word is not None else self.machine

    @property
    def passes(self) -> bool:
        """Whether the answer that counts lets the application through."""
        return self.counts in PASSES


def bench_of(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Bench:
    """Collect what the gates of a round are answered from."""
    books = books_of(uow, row)
    compared = [name for name, book in books.items() if book.listed is not None]
    return Bench(row, state, catalogue_of(uow, state), books, _listed(uow, state, compared))


def _listed(uow: UnitOfWork, state: RoundState, compared: Iterable[str]) -> frozenset[str]:
    """Return the sub-directions whose 名单 was taken, as applications compared with one tell."""
    possible = {name for name, mode in state.settings.modes.items() if mode == "no_application"}
    found: set[str] = set()
    for name in compared:
        if found >= possible:  # the rest can name no other
            break
        one = uow.applications.get(name)
        if one is not None:
            found.add(one.sub_direction)
    return frozenset(found)


def gate_lines(uow: UnitOfWork, bench: Bench, application: ApplicationRow) -> tuple[GateLine, ...]:
    """Return every gate of an application with the answers given so far, in the order of the catalogue."""
    record = complete_record(uow, bench, application)
    settings = bench.state.settings
    book = bench.book(application.application_id)
    lines = []
    for gate in bench.gates(application):
        machine = gate_answer(gate, record, settings, settings.gate_values, CHECKS)
        person = book.answer_to(gate.id)
        outdated = person is not None and not _still_counts(person.answer, person.machine, machine)
        lacking = _lacking(gate, record) if machine == "unverified" else ()
        word = _word(book, gate, machine) if person is None else None
        lines.append(GateLine(gate, machine, lacking, person, outdated, word))
    return tuple(lines)


def complete_record(uow: UnitOfWork, bench: Bench, application: ApplicationRow) -> dict[str, Any]:
    """Return the record with every field the program computes (catalogue head, item 7).

    In a member's vault the paths of the documents are not known: there the imported count stays.
    """
    fields = bench.catalogue.fields_for([application.sub_direction], bench.state.settings.stage)
    record = dict(application.record)
    if bench.row.place == "secretary":
        names = {field.id for field in fields}
        own = {
            MISSING: len(missing_papers(uow, bench, application)),
            LIST_MATCH: list_match(bench, application),
        }
        record |= {name: value for name, value in own.items() if name in names and value is not None}
    return derive(record, fields)


def missing_papers(uow: UnitOfWork, bench: Bench, application: ApplicationRow) -> tuple[str, ...]:
    """Return the titles of the papers that are due and not there, with their ids."""
    due = bench.catalogue.attachments_for(application.sub_direction, bench.state.settings.stage)
    documents = uow.applications.documents(application.application_id)
    present = [found for one in documents if (found := guess_attachment(one.label, due)) is not None]
    fields = bench.catalogue.fields_for([application.sub_direction], bench.state.settings.stage)
    missing = missing_attachments(due, present, application.record, fields, bench.state.settings)
    return tuple(f"{paper.id} {paper.zh}" for paper in missing)


def list_match(bench: Bench, application: ApplicationRow) -> str | None:
    """Return the comparison with the 名单: match, mismatch, not_found; None before a list was taken in."""
    listed = bench.book(application.application_id).listed
    if listed is not None:
        return listed.match
    return "not_found" if application.sub_direction in bench.listed else None


def eligibility_gates(gates: tuple[Gate, ...], mode: Mode) -> tuple[Gate, ...]:
    """Return the gates that decide eligibility: under 达标即享 the common ones, else all (rules §2.2)."""
    return tuple(gate for gate in gates if mode != "on_qualification" or not gate.measure)


def fields_of(test: Test | None) -> Iterator[Leaf]:
    """Return every comparison of a test."""
    if isinstance(test, Leaf):
        yield test
    elif test is not None:
        for inner in test.tests:
            yield from fields_of(inner)


def _lacking(gate: Gate, record: dict[str, Any]) -> tuple[str, ...]:
    """Return the fields a gate asks for that are not filled."""
    empty = [leaf.field for leaf in fields_of(gate.test) if record.get(leaf.field) in (None, "")]
    return tuple(dict.fromkeys(empty))


def _still_counts(answer: str, then: Answer, now: Answer) -> bool:
    """Say whether what a person said still stands beside what the program says now.

    A differing answer was given against grounds the person saw; against new ones it must be given again.
    """
    return now in {answer, then, "unverified"}


def _word(book: Book, gate: Gate, machine: Answer) -> Word | None:
    """Return the admission that carries a gate the program does not pass itself."""
    if not book.words or machine in PASSES:
        return None
    word = book.words[-1]
    then = word.machine.get(gate.id)
    return word if then is not None and _still_counts("yes", then, machine) else None

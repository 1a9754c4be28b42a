"""Gates: what the program answers, what a person answers, both kept (rules §2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import GateError
from zgc_review.services import log
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates_book import Book, GivenAnswer, PersonAnswer, Word, keep_book
from zgc_review.services.gates_hits import Hit, Listing, listing_of, refresh_hit
from zgc_review.services.gates_record import Bench, GateLine, bench_of, eligibility_gates, gate_lines
from zgc_review.services.rounds import state_of

ANSWERS = frozenset({"yes", "no", "not_applicable", "unverified"})
LEAST, MOST = 2, 500
_BEFORE = frozenset({State.RECEIVED, State.FORMAL_FIX, State.FORMAL_OK})


@dataclass(frozen=True, slots=True)
class GateView:
    """The gates of one application, and what is known beside them.

    Attributes:
        hits: entries of the 不良信用记录 list that concern it; the secretary's alone.
        result: of the unscored ways, null while there is none.
    """

    application: ApplicationRow
    mode: str
    lines: tuple[GateLine, ...]
    hits: tuple[Hit, ...]
    book: Book

    @property
    def open_lines(self) -> tuple[GateLine, ...]:
        """The blocking gates nobody has settled."""
        return tuple(line for line in self.lines if line.gate.blocking and line.counts == "unverified")


def view_gates(desk: Desk, row: RoundRow, number: str) -> GateView:
    """Return the gates of one application; a member sees what the program says, of the measure's gates.

    Raises:
        GateError: ``application.unknown``.
    """
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        listing = listing_of(uow, row) if row.place == "secretary" else None
        return view_of(uow, bench, listing, meant(uow, row, [number])[0], desk.clock.now()[:10])


def run_gates(desk: Desk, row: RoundRow, numbers: Sequence[str] = ()) -> tuple[GateView, ...]:
    """Compare with the 不良信用记录 list, let the program answer, and return the gates of each application.

    Raises:
        GateError: ``application.unknown``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        listing = listing_of(uow, row)
        rows = [refresh_hit(desk, uow, row, listing, one) for one in meant(uow, row, numbers)]
        day = desk.clock.now()[:10]
        views = tuple(view_of(uow, bench, listing, one, day) for one in rows)
        data = {
            "applications": len(views),
            "open": sum(len(view.open_lines) for view in views),
            "gates": sum(len(view.lines) for view in views),
        }
        log.record(uow, row.round_id, "gates.run", row.code or "", desk.clock.now(), data)
        uow.commit()
    return views


def answer_gate(
    desk: Desk,
    row: RoundRow,
    number: str,
    gate: str,
    answer: str,
    reason: str = "",
    evidence: str = "",
) -> GateLine:
    """Record a person's answer beside the program's; both stay.

    Raises:
        GateError: ``gates.answer``, ``gates.unknown``, ``gates.closed`` (what the gate decides is
            decided), ``gates.reason`` (the answer differs from the program's, or is not_applicable),
            ``gates.evidence`` (it differs), ``gates.long``, ``application.unknown``,
            ``round.role.secretary``.
    """
    as_secretary(row)
    if answer not in ANSWERS:
        raise GateError("gates.answer", answer=answer[:20])
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        application = meant(uow, row, [number])[0]
        line = line_of(gate_lines(uow, bench, application), gate, number)
        _check_open(bench, application, line)
        given = GivenAnswer(
            gate=gate,
            answer=msgspec.convert(answer, PersonAnswer),
            machine=line.machine,
            reason=reason.strip(),
            evidence=evidence.strip(),
            by=row.code or "",
            at=desk.clock.now(),
        )
        _check_grounds(given)
        before = bench.book(application.application_id)
        book = msgspec.structs.replace(before, answers=(*before.answers, given))
        bench.books[application.application_id] = book
        keep_book(uow, row, application.application_id, book, given.at)
        data = {
            "application": application.application_id,
            "answer": answer,
            "gate": gate,
            "machine": line.machine,
        }
        grounds = {"evidence": given.evidence, "reason": given.reason}
        texts = {name: text for name, text in grounds.items() if text}
        log.record(uow, row.round_id, "gates.answered", given.by, given.at, data, texts)
        uow.commit()
        return line_of(gate_lines(uow, bench, application), gate, number)


def record_word(
    desk: Desk, uow: UnitOfWork, row: RoundRow, applications: Sequence[ApplicationRow], reason: str
) -> None:
    """Note that a person's word carries the gates of applications, and what the program said of them.

    Called with ``intake admit``; the caller moves the applications and commits.
    """
    bench = bench_of(uow, row, state_of(uow, row))
    listing = listing_of(uow, row)
    at = desk.clock.now()
    for one in applications:
        application = refresh_hit(desk, uow, row, listing, one)
        decisive = {gate.id for gate in eligibility_gates(bench.gates(application), bench.mode(application))}
        lines = [line for line in gate_lines(uow, bench, application) if line.gate.id in decisive]
        word = Word(
            reason=reason, machine={line.gate.id: line.machine for line in lines}, by=row.code or "", at=at
        )
        book = bench.book(application.application_id)
        keep_book(
            uow,
            row,
            application.application_id,
            msgspec.structs.replace(book, words=(*book.words, word)),
            at,
        )
        counts = {name: sum(line.counts == name for line in lines) for name in sorted(ANSWERS)}
        data = {"application": application.application_id, **counts}
        log.record(uow, row.round_id, "gates.admitted", word.by, at, data, {"reason": reason})


def meant(uow: UnitOfWork, row: RoundRow, numbers: Sequence[str]) -> tuple[ApplicationRow, ...]:
    """Return the applications named, all of them where none is named.

    Raises:
        GateError: ``application.unknown``.
    """
    if not numbers:
        return uow.applications.all(row.round_id)
    found = [uow.applications.by_number(row.round_id, number) for number in dict.fromkeys(numbers)]
    rows = [one for one in found if one is not None]
    if len(rows) != len(found):
        raise GateError("application.unknown")
    return tuple(sorted(rows, key=lambda one: one.number))


def line_of(lines: Sequence[GateLine], gate: str, number: str) -> GateLine:
    """Return the line of one gate.

    Raises:
        GateError: ``gates.unknown``.
    """
    found = next((line for line in lines if line.gate.id == gate), None)
    if found is None:
        raise GateError("gates.unknown", gate=gate[:20], number=number)
    return found


def view_of(
    uow: UnitOfWork, bench: Bench, listing: Listing | None, application: ApplicationRow, day: str
) -> GateView:
    """Return the view of one application on a day (YYYY-MM-DD)."""
    lines = gate_lines(uow, bench, application)
    if bench.row.place == "member":
        lines = tuple(line for line in lines if line.gate.measure)
    hits = listing.hits(application.record, day) if listing is not None else ()
    book = bench.book(application.application_id)
    return GateView(application, bench.mode(application), lines, hits, book)


def _check_open(bench: Bench, application: ApplicationRow, line: GateLine) -> None:
    """Refuse an answer that would come after what it decides (rules §2.1)."""
    mode = bench.mode(application)
    states = set(_BEFORE)
    if mode == "no_application":
        states |= {State.ELIGIBLE, State.CHECKED}
    elif mode == "on_qualification" and line.gate.measure:
        states.add(State.ELIGIBLE)
    if application.state not in states:
        raise GateError("gates.closed", gate=line.gate.id, number=application.number, state=application.state)


def _check_grounds(given: GivenAnswer) -> None:
    """Refuse an answer without the grounds it needs (rules §2.2)."""
    if max(len(given.reason), len(given.evidence)) > MOST:
        raise GateError("gates.long", most=MOST)
    differs = given.machine not in {"unverified", given.answer}
    if (differs or given.answer == "not_applicable") and len(given.reason) < LEAST:
        raise GateError("gates.reason", gate=given.gate, machine=given.machine)
    if differs and len(given.evidence) < LEAST:
        raise GateError("gates.evidence", gate=given.gate, machine=given.machine)

"""Moving applications on what their gates say: formal check, eligibility, result (rules §2.1, §2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.errors import ProgramFault
from zgc_review.services import log
from zgc_review.services.aggregating import ceiling
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.gates import meant
from zgc_review.services.gates_book import Book, keep_book
from zgc_review.services.gates_hits import Listing, listing_of, refresh_hit
from zgc_review.services.gates_record import (
    MISSING,
    Bench,
    GateLine,
    bench_of,
    eligibility_gates,
    fields_of,
    gate_lines,
    list_match,
    missing_papers,
)
from zgc_review.services.moving import move
from zgc_review.services.rounds import state_of
from zgc_review.services.unscored import list_result, qualification, settlements

_NO_ANSWERS: Mapping[str, str] = {}
_LONGEST = 500  # domain.shapes.Line
_GRANTED = frozenset({"MET", "LISTED"})
#: Answers that explain a result.
_HELD_BY = {"NOT_MET": ("no",), "MANUAL": ("unverified",), "INFO_MISSING": ("no", "unverified")}


@dataclass(frozen=True, slots=True)
class Moved:
    """One move of one application."""

    number: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that goes no further until somebody acts, and the gates it waits for."""

    number: str
    state: str
    gates: tuple[str, ...]


@dataclass(frozen=True)
class Decided:
    """What a run of decisions did.

    Attributes:
        moved: every move, in order.
        results: result of each unscored application that has one, by number.
        waiting: who waits for what.
        findings: what a person should look at.
    """

    moved: list[Moved] = field(default_factory=list)
    results: dict[str, str] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def decide_gates(desk: Desk, row: RoundRow, numbers: Sequence[str] = ()) -> Decided:
    """Move applications as far as their gates carry them; without ``numbers`` all of them.

    All in one transaction. What waits for a person stays where it is.

    Raises:
        GateError: ``application.unknown``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        bench = bench_of(uow, row, state_of(uow, row))
        run = _Run(desk, uow, bench, listing_of(uow, row))
        for one in meant(uow, row, numbers):
            run.decide(one)
        uow.commit()
    return run.decided


class _Run:
    """Decides one application after the other within one transaction."""

    def __init__(self, desk: Desk, uow: UnitOfWork, bench: Bench, listing: Listing | None) -> None:
        self._desk = desk
        self._uow = uow
        self._bench = bench
        self._listing = listing
        self.decided = Decided()

    def decide(self, application: ApplicationRow) -> None:
        """Move one application until it waits or its way ends here."""
        steps = {
            State.RECEIVED: self._formal,
            State.FORMAL_OK: self._eligible,
            State.ELIGIBLE: self._check,
            State.CHECKED: self._check,
        }
        one = refresh_hit(self._desk, self._uow, self._bench.row, self._listing, application)
        lines = gate_lines(self._uow, self._bench, one)
        while (step := steps.get(State(one.state))) is not None and step(one, lines):
            one = self._fresh(one)
        if one.state == State.FORMAL_FIX:
            self._wait(one, (line for line in lines if is_formal(line)))

    def _formal(self, one: ApplicationRow, lines: Sequence[GateLine]) -> bool:
        """RECEIVED → FORMAL_OK, FORMAL_FIX once, then FORMAL_FAIL; a row of a 名单 passes as it is."""
        formal = [line for line in lines if is_formal(line)]
        if all(line.passes for line in formal):
            return self._move(one, State.FORMAL_OK)
        failed = [line for line in formal if line.counts == "no"]
        if not failed:
            return self._wait(one, (line for line in formal if not line.passes))
        reason = self._reason(failed, more=missing_papers(self._uow, self._bench, one))
        book = self._bench.book(one.application_id)
        if book.fixed:
            return self._move(one, State.FORMAL_FAIL, reason)
        self._keep(one, msgspec.structs.replace(book, fixed=True))
        return self._move(one, State.FORMAL_FIX, reason)

    def _eligible(self, one: ApplicationRow, lines: Sequence[GateLine]) -> bool:
        """FORMAL_OK → ELIGIBLE or INELIGIBLE; what is unverified waits, but for 免申即享."""
        mode = self._bench.mode(one)
        gates = {gate.id for gate in eligibility_gates(self._bench.gates(one), mode) if gate.blocking}
        decisive = [line for line in lines if line.gate.id in gates]
        failed = [line for line in decisive if line.counts == "no"]
        if failed:
            return self._move(one, State.INELIGIBLE, self._reason(failed))
        if mode == "no_application" or all(line.passes for line in decisive):
            return self._move(one, State.ELIGIBLE)
        return self._wait(one, (line for line in decisive if not line.passes))

    def _check(self, one: ApplicationRow, lines: Sequence[GateLine]) -> bool:
        """ELIGIBLE → CHECKED with its result; checked already: the result as it is by now."""
        mode = self._bench.mode(one)
        if mode == "open_call":
            return False
        answers = {line.gate.id: line.counts for line in lines if line.gate.blocking}
        if mode == "on_qualification":
            answers = self._settled(one, lines)
            result = qualification(answers.values())
        else:
            listed = self._bench.book(one.application_id).listed
            result = list_result(answers.values(), list_match(self._bench, one), listed)
        held_by = [line for line in lines if answers.get(line.gate.id) in _HELD_BY.get(result, ())]
        reason = self._reason(held_by, answers)
        if one.state == State.ELIGIBLE:
            self._move(one, State.CHECKED, reason)
        self._settle(one, result, reason)
        if result in {"MANUAL", "INFO_MISSING"}:
            self._wait(one, held_by)
        self._warn(one, result)
        return False

    def _settled(self, one: ApplicationRow, lines: Sequence[GateLine]) -> dict[str, str]:
        """Return the answers to the measure's blocking gates, with what experts settled once checked."""
        answers = {line.gate.id: line.counts for line in lines if line.gate.measure and line.gate.blocking}
        if one.state == State.CHECKED:
            said = settlements(self._uow, self._bench.row, self._bench.state, one)
            open_ones = {gate for gate, answer in answers.items() if answer == "unverified"}
            answers |= {gate: answer for gate, answer in said.items() if gate in open_ones}
        return answers

    def _settle(self, one: ApplicationRow, result: str, reason: str) -> None:
        """Keep a result that is new, and write its event."""
        book = self._bench.book(one.application_id)
        self.decided.results[one.number] = result
        if book.result == result:
            return
        self._keep(one, msgspec.structs.replace(book, result=result))
        self._uow.applications.set_state(one.application_id, State.CHECKED.value, reason)
        row, at = self._bench.row, self._desk.clock.now()
        data = {"application": one.application_id, "result": result}
        texts = {"reason": reason} if reason else {}
        log.record(self._uow, row.round_id, "gates.result", row.code or "", at, data, texts)

    def _warn(self, one: ApplicationRow, result: str) -> None:
        """Tell what keeps a result from being settled, or an amount from being what it should be."""
        state = self._bench.state
        if result == "MANUAL" and state.group_of(one.sub_direction) is None:
            self._find("gates.manual.group", one, sub_direction=one.sub_direction)
        if result not in _GRANTED:
            return
        settings = state.settings
        grant = settings.grants.get(one.sub_direction)
        if grant is not None and grant.ratio_bp is not None and "audited_spending" not in one.record:
            self._find("gates.amount.spending", one)
        if ceiling(one.record, settings, one.sub_direction) is None:
            self._find("gates.amount.none", one)

    def _find(self, code: str, one: ApplicationRow, **params: str | int) -> None:
        """Add a finding about one application."""
        self.decided.findings.append(Finding(code, Level.WARN, value=one.number, params=params))

    def _move(self, one: ApplicationRow, new: State, reason: str = "") -> bool:
        """Move an application; the answer says that it goes on from there."""
        move(self._desk, self._uow, self._bench.row, one.application_id, new, self._bench.state, reason)
        self.decided.moved.append(Moved(one.number, one.state, new.value, reason))
        return True

    def _wait(self, one: ApplicationRow, lines: Iterable[GateLine]) -> bool:
        """Note that an application waits for a person; the answer says that it goes no further."""
        gates = tuple(line.gate.id for line in lines)
        self.decided.waiting.append(Waiting(one.number, self._fresh(one).state, gates))
        return False

    def _keep(self, one: ApplicationRow, book: Book) -> None:
        """Keep a version of an application's book."""
        self._bench.books[one.application_id] = book
        keep_book(self._uow, self._bench.row, one.application_id, book, self._desk.clock.now())

    def _fresh(self, one: ApplicationRow) -> ApplicationRow:
        """Return an application as it is now."""
        found = self._uow.applications.get(one.application_id)
        if found is None:
            raise ProgramFault(f"application {one.application_id} vanished")
        return found

    def _reason(
        self, lines: Sequence[GateLine], answers: Mapping[str, str] = _NO_ANSWERS, more: Sequence[str] = ()
    ) -> str:
        """Return gates and grounds as one line; forms and the sealed result show it (rules §2.1).

        ``answers``: what counts for a gate where it is not the line's own. ``more``: grounds of a gate that
        no person answered.
        """
        parts = []
        for line in lines:
            given = line.person if not line.outdated else None
            grounds = [given.reason, given.evidence] if given is not None else [*more]
            shown = "；".join(" ".join(text.split()) for text in grounds if text) or line.gate.evidence
            answer = self._bench.catalogue.answer_labels[answers.get(line.gate.id, line.counts)].zh
            parts.append(f"{line.gate.id} {line.gate.zh}：{answer}（{shown}）")
        text = "；".join(parts)
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def is_formal(line: GateLine) -> bool:
    """Say whether a gate is the formal check: the one that counts missing papers (rules §2.1)."""
    return any(leaf.field == MISSING for leaf in fields_of(line.gate.test))

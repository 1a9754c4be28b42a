"""Changing the experts of one application by hand; a rule that would be broken is named (rules §3, §3.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, MessageRow, RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.errors import GateError
from zgc_review.services.assigned import Table, keep_table
from zgc_review.services.assigning import LEAST_REASON, current_table, put_in_force
from zgc_review.services.assigning_bench import Bench, away, bars_of, bench_of
from zgc_review.services.assigning_findings import colleagues, open_roles
from zgc_review.services.assigning_problem import need_of
from zgc_review.services.assigning_record import Assignment, Changed, assignments_of
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk, as_secretary
from zgc_review.services.letters import given_to
from zgc_review.services.members import Standing, standing_of
from zgc_review.services.rounds import catalogue_of, state_of

_OPEN = frozenset({State.ELIGIBLE, State.ASSIGNED, State.REVIEWING, State.LOCKED})
_OUT = frozenset({"recused", "pending", "absent"})


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change on one application, by 名册编号.

    Attributes:
        number: of the application.
        reason: why.
        size_reason: why the experts may be fewer than P01 asks for, or an even number.
        most: greatest load for those who are added; None = as it was assigned.
    """

    number: str
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    reason: str = ""
    size_reason: str = ""
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changing gave.

    Attributes:
        made: the act.
        experts: of the application by 名册编号.
        version: the version that waits for the 总组长, None before the bench is seated.
        findings: what the rules warn of.
    """

    made: Assignment
    experts: tuple[str, ...]
    version: MessageRow | None
    findings: tuple[Finding, ...]


def change(desk: Desk, row: RoundRow, wanted: Change) -> Changes:
    """Change the experts of one application.

    Raises:
        GateError: ``assign.grounds``; ``assign.none`` (no experts yet), ``assign.state``, ``assign.bench``,
            ``assign.member``, ``assign.recused`` (R01–R18), ``assign.waiting`` (V), ``assign.away``,
            ``assign.sheet``, ``assign.returned``, ``assign.persons`` (P03), ``assign.size`` (P01),
            ``assign.effective`` (P02), ``assign.load``; ``round.amend.pending``.
    """
    as_secretary(row)
    if len(wanted.reason.strip()) < LEAST_REASON or not (wanted.add or wanted.drop):
        raise GateError("assign.grounds")
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        judge = Judge.at(uow, row, state)
        application = judge.application(wanted.number)
        members = judge.after(application, wanted)
        before = judge.roster_ids(application)
        table = {
            **judge.table,
            application.application_id: tuple(sorted(judge.bench.codes[one] for one in members)),
        }
        added = tuple(one for one in members if one not in before)
        dropped = tuple(one for one in before if one not in members)
        changed = Changed(application=application.application_id, added=added, dropped=dropped)
        made = judge.act("change", desk.clock.now(), wanted.reason, wanted.size_reason, table, (changed,))
        version = put_in_force(desk, uow, row, state, judge.bench, made, table)
        found = judge.lost_roles(application, before, members)
        uow.commit()
    return Changes(made, tuple(sorted(judge.bench.number(one) for one in members)), version, found)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a change would come to; nothing of it is kept.

    Attributes:
        experts: of the application by 名册编号, where no rule is broken.
        refusal: the first rule that is broken, None where none is.
        findings: what the rules warn of.
    """

    experts: tuple[str, ...]
    refusal: GateError | None
    findings: tuple[Finding, ...] = ()


def weigh(desk: Desk, row: RoundRow, wanted: Change) -> Weighed:
    """Judge a change before it is made; its reason is not asked for here.

    Raises:
        GateError: ``assign.single``, ``draw.none``, ``draw.order``, ``round.role.secretary``.
    """
    as_secretary(row)
    with desk.vault.begin() as uow:
        judge = Judge.at(uow, row, state_of(uow, row))
        try:
            application = judge.application(wanted.number)
            members = judge.after(application, wanted)
        except GateError as fault:
            return Weighed((), fault)
        found = judge.lost_roles(application, judge.roster_ids(application), members)
        return Weighed(tuple(sorted(judge.bench.number(one) for one in members)), None, found)


@dataclass(frozen=True)
class Judge:
    """Judges changes against the rules, over what the secretary's vault holds."""

    uow: UnitOfWork = field(repr=False)
    row: RoundRow
    state: RoundState = field(repr=False)
    bench: Bench = field(repr=False)
    table: Table = field(repr=False)

    @staticmethod
    def at(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Judge:
        """Return a judge over the assignment as it stands."""
        bench = bench_of(uow, row, state)
        return Judge(uow, row, state, bench, current_table(uow, row, state, bench))

    @cached_property
    def standing(self) -> Standing:
        """Where everybody stands."""
        return standing_of(self.uow, self.row, self.state)

    def application(self, number: str) -> ApplicationRow:
        """Return an application whose experts may still change.

        Raises:
            GateError: ``application.unknown``, ``assign.none``, ``assign.state``.
        """
        found = self.uow.applications.by_number(self.row.round_id, number)
        if found is None:
            raise GateError("application.unknown")
        if found.application_id not in self.table:
            raise GateError("assign.none", count=1)
        if found.state not in _OPEN:
            raise GateError("assign.state", number=number, state=found.state)
        return found

    def roster_ids(self, application: ApplicationRow) -> tuple[str, ...]:
        """Return the experts of an application by roster id."""
        ids = self.bench.ids()
        return tuple(sorted(ids[code] for code in self.table[application.application_id] if code in ids))

    def after(self, application: ApplicationRow, wanted: Change) -> tuple[str, ...]:
        """Return the experts after a change that breaks no rule."""
        add = [self.bench.by_number(one) for one in wanted.add]
        drop = [self.bench.by_number(one) for one in wanted.drop]
        before = self.roster_ids(application)
        for one in drop:
            if one not in before:
                raise self._fault("assign.member", application, one)
            self._may_leave(application, one)
        for one in add:
            if one in before or one in drop or add.count(one) > 1:
                raise self._fault("assign.member", application, one)
            self.may_join(application, one)
            self._has_room(one, wanted.most)
        members = tuple(sorted({*before, *add} - {*drop}))
        self._check_persons(application, members)
        self._check_size(application, members, wanted.size_reason)
        return members

    def may_join(self, application: ApplicationRow, expert_id: str) -> None:
        """Refuse an expert to whom the application is closed, who is absent, or who was taken off it."""
        code = self.bench.codes[expert_id]
        bar = bars_of(self.uow, self.row, self.state, {expert_id: code}).get(
            (application.application_id, expert_id)
        )
        if bar is not None:
            name = "assign.waiting" if bar.waits else "assign.recused"
            raise self._fault(name, application, expert_id, rule=bar.rule)
        if code in away(self.uow, self.row, self.state):
            raise self._fault("assign.away", application, expert_id)
        # Their vault has deleted the key and closed the application for good.
        if (
            application.application_id in given_to(self.uow, self.row, code)
            and code != self.state.round_chair
        ):
            raise self._fault("assign.returned", application, expert_id)

    def able(self, application: ApplicationRow, members: Sequence[str]) -> tuple[str, ...]:
        """Return those who do not stand aside and are not absent."""
        return tuple(
            one
            for one in members
            if self.standing.status(self.bench.codes[one], application.application_id) not in _OUT
        )

    def _check_persons(self, application: ApplicationRow, members: Sequence[str]) -> None:
        """Refuse two experts of one legal person on an application (P03); who stands aside has no voice."""
        if not self.state.settings.one_per_legal_person:
            return
        clash = colleagues(self.able(application, members), self.bench)
        if clash is not None:
            first, second = (self.bench.number(one) for one in clash)
            raise GateError("assign.persons", number=application.number, first=first, second=second)

    def lost_roles(
        self, application: ApplicationRow, before: Sequence[str], members: Sequence[str]
    ) -> tuple[Finding, ...]:
        """Return role places that are open now and were not before (P05 warns)."""
        settings, catalogue = self.state.settings, catalogue_of(self.uow, self.state)
        held = Counter(open_roles(application, before, self.bench, settings, catalogue))
        now = Counter(open_roles(application, members, self.bench, settings, catalogue))
        return tuple(
            Finding(
                "assignment.single.p05",
                Level.WARN,
                params={
                    "number": application.number,
                    "role": catalogue.role_labels[role].zh,
                    "open": now[role],
                },
            )
            for role in sorted(now - held)
        )

    def act(
        self,
        act: str,
        at: str,
        reason: str,
        size_reason: str,
        table: Table,
        changes: tuple[Changed, ...],
    ) -> Assignment:
        """Return the act that leads to ``table``, with the bounds that were in force."""
        acts = assignments_of(self.uow, self.row)
        last = acts[-1]
        return Assignment(
            n=len(acts) + 1,
            at=at,
            act="alternate" if act == "alternate" else "change",
            reason=reason.strip(),
            draw=self.bench.drawn[0],
            calls=self.bench.drawn[1],
            least=last.least,
            most=last.most,
            loads=last.loads,
            size_reason=size_reason.strip(),
            problem="",
            objective=0,
            table=keep_table(self.uow, self.row, table),
            changes=changes,
        )

    def _may_leave(self, application: ApplicationRow, expert_id: str) -> None:
        """Refuse to take somebody off whose sheet is in, or who stands aside since: both stay on record."""
        code, application_id = self.bench.codes[expert_id], application.application_id
        was_given = application_id in given_to(self.uow, self.row, code)
        if was_given and self.standing.status(code, application_id) != "missing":
            raise self._fault("assign.sheet", application, expert_id)

    def _has_room(self, expert_id: str, most: int | None) -> None:
        """Refuse more applications than the expert's greatest load."""
        rows = {one.application_id: one for one in self.uow.applications.all(self.row.round_id)}
        live = [codes for one, codes in self.table.items() if rows[one].state not in ENDED]
        load = sum(self.bench.codes[expert_id] in codes for codes in live)
        bound = assignments_of(self.uow, self.row)[-1].bounds(expert_id)[1] if most is None else most
        if load >= bound:
            number = self.bench.number(expert_id)
            raise GateError("assign.load", expert=number, load=load, most=bound)

    def _check_size(self, application: ApplicationRow, members: Sequence[str], reason: str) -> None:
        """Refuse too few experts or an even number without a reason (P01), and too few to judge (P02)."""
        settings, number = self.state.settings, application.number
        can = self.able(application, members)
        if len(can) < settings.min_effective:
            raise GateError(
                "assign.effective", number=number, effective=len(can), least=settings.min_effective
            )
        least = need_of(application, settings, catalogue_of(self.uow, self.state), self.bench.plan)
        # Who stands aside judges no more: parity is that of those who do.
        odd = len(can) % 2 == 1 or len(members) % 2 == 1
        if (len(members) < least or not odd) and len(reason.strip()) < LEAST_REASON:
            raise GateError("assign.size", number=number, size=len(members), least=least)

    def _fault(self, name: str, application: ApplicationRow, expert_id: str, **more: str) -> GateError:
        return GateError(name, number=application.number, expert=self.bench.number(expert_id), **more)

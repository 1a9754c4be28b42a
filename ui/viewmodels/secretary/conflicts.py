"""The conflict desk in a window: findings in order, one of them in full, decisions (rules §4, picture g)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress, Ticket
from ui.viewmodels.session import Session
from zgc_review.conflicts.names import fold, fold_all
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.errors import PackageError
from zgc_review.services import conflict_desk, screening
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk import Act
from zgc_review.services.conflict_desk_effects import is_ruled
from zgc_review.services.conflict_desk_findings import DeskFinding, desk_findings
from zgc_review.services.conflict_desk_sources import Evidence, evidence_of
from zgc_review.services.desk import Desk
from zgc_review.services.rounds import state_of
from zgc_review.services.ruling import Ruled, rulings

#: Decisions in the order of the keys 1–4.
ACTS: tuple[Act, ...] = ("dismiss", "recuse", "disclose", "refer")
LEVELS = ("H", "V", "D")
STATES = ("due", "decided", "returned", "noted", "gone")
By = Literal["expert", "application"]


@dataclass(frozen=True, slots=True)
class Case:
    """One finding as a row.

    Attributes:
        expert: code of the seat, else the number in the roster.
        number, unit: of the application.
        ruled: whether two people ruled on it already, so that nothing is owed.
        searched: what a search looks at, normalised as names are.
    """

    found: DeskFinding
    expert: str
    number: str
    unit: str
    ruled: bool
    searched: str

    @property
    def id(self) -> str:
        """Id of the finding."""
        return self.found.row.finding_id

    @property
    def shown_level(self) -> str:
        """Level as people call it: a doubt about who is who has its own word."""
        return "R15" if self.found.row.rule == "R15" else self.found.row.level

    @property
    def is_due(self) -> bool:
        """Whether the secretary owes a decision."""
        return self.found.is_due and not self.ruled

    @property
    def state(self) -> str:
        """One of :data:`STATES`; what came back on new evidence is due as well."""
        if self.found.status != "open" or (self.ruled and self.found.is_current):
            return "decided"
        if not self.found.is_current:
            return "gone"
        return "due" if self.found.is_due else "noted"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are shown, in which order; empty means any."""

    by: By = "expert"
    level: str = ""
    rule: str = ""
    state: str = ""
    text: str = ""


class ConflictsModel(QObject):
    """The findings of one round.

    Signals:
        loaded: the findings were read.
        found: the findings that fit, in order.
        explained: :class:`Evidence` of the finding asked for last.
        decided: a :class:`Case` as it stands after a decision or its undoing.
        screened: a :class:`Screened`.
        moved: applications compared, applications in all.
        cancelled: a screening was stopped; nothing of it was kept.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal()
    found = Signal(object)
    explained = Signal(object)
    decided = Signal(object)
    screened = Signal(object)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.cases: tuple[Case, ...] = ()
        self.wanted = Wanted()
        self.done: list[str] = []  # what was decided in this sitting, the last at the end
        self._asked = ""

    @property
    def due(self) -> int:
        """How many decisions are owed."""
        return sum(one.is_due for one in self.cases)

    @property
    def asked(self) -> int:
        """How many findings ask, or asked, for a decision: what only stands on the record is not counted."""
        return sum(one.is_due or one.state == "decided" for one in self.cases)

    def load(self) -> None:
        """Read the findings."""
        row = self.session.row
        self.session.read(self, lambda desk: read_cases(desk, row), self._loaded, self.failed.emit)

    def find(self, wanted: Wanted) -> None:
        """Show other findings, or the same in another order."""
        self.wanted = wanted
        self.found.emit(matching(self.cases, wanted))

    def explain(self, case: Case) -> None:
        """Read both sides of a finding; of several asked for in a row only the last is told."""
        row, self._asked = self.session.row, case.id

        def work(desk: Desk) -> Evidence:
            with desk.vault.begin() as uow:
                return evidence_of(uow, row, case.found, state_of(uow, row))

        def done(evidence: Evidence) -> None:
            if evidence.found.row.finding_id == self._asked:
                self.explained.emit(evidence)

        self.session.read(self, work, done, self.failed.emit)

    def decide(self, case: Case, act: Act, reason: str) -> None:
        """Decide one finding."""
        row = self.session.row

        def done(found: DeskFinding) -> None:
            self.done.append(case.id)
            self._put(case, found)

        self.session.act(
            self, lambda desk: conflict_desk.decide(desk, row, case.id, act, reason), done, self.failed.emit
        )

    def undo(self, case: Case, reason: str) -> None:
        """Take a decision back."""
        row = self.session.row

        def done(found: DeskFinding) -> None:
            self.done = [one for one in self.done if one != case.id]
            self._put(case, found)

        self.session.act(
            self, lambda desk: conflict_desk.undo(desk, row, case.id, reason), done, self.failed.emit
        )

    def last_decided(self) -> Case | None:
        """Return what was decided last in this sitting."""
        known = {one.id: one for one in self.cases}
        return next((known[one] for one in reversed(self.done) if one in known), None)

    def screen(self) -> Ticket:
        """Compare everybody with everything anew."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> screening.Screened:
            return screening.screen(desk, row, progress)

        def moved(done: int, total: int) -> None:
            self.moved.emit(done, total)

        return self.session.long_act(self, work, self._screened, self.failed.emit, moved, self.cancelled.emit)

    def _screened(self, sums: screening.Screened) -> None:
        self.session.kept.emit(self.session.context.clock.now()[11:19])
        self.load()
        self.changed.emit()
        self.screened.emit(sums)

    def _put(self, case: Case, found: DeskFinding) -> None:
        """Put one finding as it stands now in the place of what it was."""
        before = replace(found, before=case.found.before) if found.status == "open" else found
        now = replace(case, found=before)
        self.cases = tuple(now if one.id == case.id else one for one in self.cases)
        self.decided.emit(now)
        self.changed.emit()

    def _loaded(self, cases: tuple[Case, ...]) -> None:
        self.cases = cases
        self.loaded.emit()
        self.find(self.wanted)


def read_cases(desk: Desk, row: RoundRow) -> tuple[Case, ...]:
    """Read every finding of a round that stands or was decided."""
    with desk.vault.begin() as uow:
        found = [one for one in desk_findings(uow, row) if one.is_current or one.status != "open"]
        experts = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
        seats = {
            seat.expert_id: seat.code for seat in uow.seats.all(row.round_id) if seat.expert_id is not None
        }
        applications = {one.application_id: one for one in uow.applications.all(row.round_id)}
        ruled = _rulings(uow, row) if found else {}
    texts = fold_all(_searched(one) for one in found)
    cases = []
    for one, text in zip(found, texts, strict=True):
        code, application = seats.get(one.row.expert_id, ""), applications[one.row.application_id]
        roster, unit = experts[one.row.expert_id], str(application.record.get("unit_name", ""))
        covered = is_ruled(one, ruled.get((one.row.application_id, code)))
        said = " ".join((text, fold(roster), fold(code), fold(application.number), fold(unit)))
        cases.append(Case(one, code or roster, application.number, unit, covered, said))
    return tuple(cases)


def _rulings(uow: UnitOfWork, row: RoundRow) -> Mapping[tuple[str, str], Ruled]:
    """Return what two people ruled; nobody can rule while version 1 waits for its consent."""
    try:
        state: RoundState = state_of(uow, row)
    except PackageError:
        return {}
    return rulings(uow, row, state)


def _searched(one: DeskFinding) -> str:
    """Return the texts of a finding, with signs between them that no name keeps."""
    hit = one.row.hit
    return "\u241f".join((str(hit["left"]), str(hit["right"]), one.row.rule, str(hit["basis"])))


def matching(cases: Iterable[Case], wanted: Wanted) -> tuple[Case, ...]:
    """Return the findings that fit, by expert or by application, what is found later further down."""
    text = fold(wanted.text)
    kept = [
        one
        for one in cases
        if (not wanted.level or one.found.row.level == wanted.level)
        and (not wanted.rule or wanted.rule in {one.found.row.rule, one.found.row.hit["basis"]})
        and (not wanted.state or _is_in(one, wanted.state))
        and (not text or text in one.searched)
    ]
    kept.sort(key=_BY[wanted.by])
    return tuple(kept)


_BY: Mapping[By, Callable[[Case], tuple[str, str]]] = {
    "expert": lambda one: (one.expert, one.number),
    "application": lambda one: (one.number, one.expert),
}


def _is_in(one: Case, state: str) -> bool:
    if state == "returned":
        return one.found.before is not None and one.state == "due"
    return one.state == state


def next_due(cases: Sequence[Case], after: int) -> int:
    """Return the place of the next finding that is due below a row, else from the top; -1 for none."""
    places = [*range(after + 1, len(cases)), *range(min(after + 1, len(cases)))]
    return next((place for place in places if cases[place].is_due), -1)

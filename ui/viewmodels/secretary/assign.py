"""Giving applications to experts: to groups, or one by one with the exact solver and by hand (rules §3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ui.jobs import Progress, Ticket
from ui.viewmodels.session import Session
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.domain.states import ENDED, State
from zgc_review.errors import GateError, ReviewError
from zgc_review.services import assigning, assigning_change, taking_in
from zgc_review.services.assigning_change import Change, Weighed
from zgc_review.services.assigning_matrix import Matrix, matrix_of
from zgc_review.services.chain import RoundState
from zgc_review.services.desk import Desk
from zgc_review.services.drawing_parallel import groups_for
from zgc_review.services.rounds import consents_awaited, state_of


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group: how many judge, how many applications it has, how many it would get now."""

    id: str
    sub_directions: tuple[str, ...]
    seats: int
    members: int
    held: int
    coming: int


@dataclass(frozen=True)
class AssignPage:
    """What the page shows.

    Attributes:
        matrix: of a round of single assignment, None in a round of groups or before a draw.
        groups: of a round of groups.
        ready: applications that can be given to their groups now.
        obstacle: why they cannot, None where nothing is in the way.
        awaits: codes whose consents a newer version lacks.
    """

    is_single: bool
    matrix: Matrix | None
    groups: tuple[GroupLine, ...]
    ready: tuple[str, ...]
    obstacle: ReviewError | None
    awaits: tuple[str, ...]


class AssignModel(QObject):
    """Who judges what.

    Signals:
        loaded: the page was read.
        solved: an ``assigning.Outcome``.
        weighed: a :class:`Weighed` of the change that is being put together.
        made: a ``assigning_change.Changes``.
        given: how many applications were given to groups.
        moved: programs solved.
        cancelled: the work was stopped; nothing of it is kept.
        failed: a :class:`ReviewError`.
        changed: the round is not what it was.
    """

    loaded = Signal()
    solved = Signal(object)
    weighed = Signal(object)
    made = Signal(object)
    given = Signal(int)
    moved = Signal(object, object)
    cancelled = Signal()
    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.page: AssignPage | None = None
        self._wanted: Change | None = None

    def load(self) -> None:
        """Read the page."""
        row = self.session.row
        self.session.read(self, lambda desk: read_assign(desk, row), self._loaded, self.failed.emit)

    def solve(self, order: assigning.Order) -> Ticket:
        """Assign what has no experts yet; before version 2 everything anew."""
        row = self.session.row

        def work(desk: Desk, progress: Progress) -> assigning.Outcome:
            return assigning.run(desk, row, order, progress)

        return self.session.long_act(
            self, work, self._solved, self.failed.emit, self._moved, self.cancelled.emit
        )

    def weigh(self, wanted: Change) -> None:
        """Say what a change would break; an older question that is still under way is forgotten."""
        row = self.session.row
        self._wanted = wanted

        def done(found: Weighed) -> None:
            if self._wanted is wanted:
                self.weighed.emit(found)

        self.session.read(
            self, lambda desk: assigning_change.weigh(desk, row, wanted), done, self.failed.emit
        )

    def change(self, wanted: Change) -> None:
        """Change the experts of one application."""
        row = self.session.row

        def done(changes: assigning_change.Changes) -> None:
            self.load()
            self.changed.emit()
            self.made.emit(changes)

        self.session.act(
            self, lambda desk: assigning_change.change(desk, row, wanted), done, self.failed.emit
        )

    def give(self) -> None:
        """Give every eligible application to its group."""
        row = self.session.row

        def done(count: int) -> None:
            self.load()
            self.changed.emit()
            self.given.emit(count)

        self.session.act(self, lambda desk: taking_in.assign_groups(desk, row), done, self.failed.emit)

    def _loaded(self, page: AssignPage) -> None:
        self.page = page
        self.loaded.emit()

    def _solved(self, outcome: assigning.Outcome) -> None:
        if outcome.made is not None:
            self.session.kept.emit(self.session.context.clock.now()[11:19])
        self.load()
        self.changed.emit()
        self.solved.emit(outcome)

    def _moved(self, done: int, total: int) -> None:
        self.moved.emit(done, total)


def read_assign(desk: Desk, row: RoundRow) -> AssignPage:
    """Read the page in one transaction; before the draw of a bench there is no matrix.

    Raises:
        PackageError: ``round.chain.observer`` before version 1 counts.
    """
    with desk.vault.begin() as uow:
        state = state_of(uow, row)
        awaits = consents_awaited(uow, row)
        matrix: Matrix | None = None
        groups: tuple[GroupLine, ...] = ()
        obstacle: ReviewError | None = None
        if state.is_single:
            ready = _with_experts(uow, row, state)
            try:
                matrix = matrix_of(uow, row)
            except GateError as fault:
                obstacle = fault
        else:
            groups, ready, obstacle = _groups(uow, row, state)
        return AssignPage(state.is_single, matrix, groups, ready, obstacle, awaits)


def _with_experts(uow: UnitOfWork, row: RoundRow, state: RoundState) -> tuple[str, ...]:
    """Return the eligible applications whose experts are in force: these can be given to the bench."""
    return tuple(
        one.number
        for one in uow.applications.all(row.round_id)
        if one.state == State.ELIGIBLE and one.application_id in state.assigned
    )


def _groups(
    uow: UnitOfWork, row: RoundRow, state: RoundState
) -> tuple[tuple[GroupLine, ...], tuple[str, ...], ReviewError | None]:
    """Return the groups, what they would get now, and what stands against it."""
    rows = [one for one in uow.applications.all(row.round_id) if one.state not in ENDED]
    eligible = [
        one
        for one in rows
        if one.state == State.ELIGIBLE and state.settings.modes.get(one.sub_direction) == "open_call"
    ]
    coming: Counter[str] = Counter()
    obstacle: ReviewError | None = None
    try:
        coming.update(groups_for(uow, row, state, eligible).values())
    except GateError as fault:
        obstacle = fault
    held = Counter(one.group for one in rows if one.group is not None)
    lines = tuple(
        GroupLine(
            id=plan.id,
            sub_directions=plan.sub_directions,
            seats=plan.size,
            members=len(state.groups[plan.id].members) if plan.id in state.groups else 0,
            held=held[plan.id],
            coming=coming[plan.id],
        )
        for plan in sorted(state.plans.values(), key=lambda one: one.id)
    )
    ready = () if obstacle is not None else tuple(one.number for one in eligible)
    return lines, ready, obstacle


def toggled(change: Change, expert: str, *, holds: bool) -> Change:
    """Return a change with one expert put in or taken out of it; ``holds``: judges the application now."""
    names = change.drop if holds else change.add
    names = tuple(one for one in names if one != expert) if expert in names else (*names, expert)
    return replace(change, drop=names) if holds else replace(change, add=names)

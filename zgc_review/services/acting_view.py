"""On which applications an acting chair is due, who may act and whom both named (rules P09, §13)."""

from __future__ import annotations

from dataclasses import dataclass

from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import State
from zgc_review.services.chain import RoundState
from zgc_review.services.deliberating_consents import spoken
from zgc_review.services.desk import as_secretary
from zgc_review.services.members import members_of
from zgc_review.services.panel_chairs import Chairs
from zgc_review.services.rounds import state_of

_NAMING = frozenset(
    {State.ASSIGNED, State.REVIEWING, State.LOCKED, State.AGGREGATED, State.DELIBERATED}
)  # states in which an acting chair may be named


@dataclass(frozen=True, slots=True)
class ActingLine:
    """An application whose chair stands aside; everybody by code.

    Attributes:
        chair: who stands aside.
        fit: who may be named, the next in line first; by the settings ``next`` that one alone.
        passed: who comes before the next in line and is passed over: ``recused`` or ``absent``.
        by_secretary: whom the secretary named, None while nobody; ``by_chair`` the chair.
        acts: who speaks as chair now.
    """

    application: str
    number: str
    group: str
    chair: str
    fit: tuple[str, ...]
    passed: tuple[tuple[str, str], ...]
    by_secretary: str | None
    by_chair: str | None
    acts: str | None


@dataclass(frozen=True, slots=True)
class ActingView:
    """Every such application, by group and number.

    Attributes:
        is_next: the round definition leaves no choice (§13 ``acting_chair``: ``next``).
    """

    is_next: bool
    lines: tuple[ActingLine, ...]

    @property
    def due(self) -> tuple[ActingLine, ...]:
        """Where nobody acts, or, by the settings ``next``, where nothing tells who does."""
        if self.is_next:
            return tuple(one for one in self.lines if one.acts != one.by_secretary)
        return tuple(one for one in self.lines if one.acts is None)


def acting_view(uow: UnitOfWork, row: RoundRow) -> ActingView:
    """Return where the chair stands aside.

    Raises:
        GateError: ``round.role.secretary``; PackageError: ``round.chain.observer`` before version 1 counts.
    """
    as_secretary(row)
    state = state_of(uow, row)
    chairs = Chairs(uow, row, state)
    said: dict[str, dict[str, str]] = {}
    for one in spoken(uow, row, state, "acting"):
        said.setdefault(str(one.body.application), {})[one.code] = str(one.body.values["code"])
    lines = [
        _line(state, chairs, one, said.get(one.application_id, {}))
        for one in uow.applications.all(row.round_id)
        if one.state in _NAMING and chairs.needs_acting(one)
    ]
    is_next = state.settings.acting_chair == "next"
    return ActingView(is_next, tuple(sorted(lines, key=lambda one: (one.group, one.number))))


def _line(state: RoundState, chairs: Chairs, one: ApplicationRow, said: dict[str, str]) -> ActingLine:
    """Return the line of an application on which the chair stands aside."""
    chair, fit = str(state.chair_of(one.group)), chairs.candidates(one)
    before = [
        code
        for code in sorted(set(members_of(state, one)))
        if code != chair and code not in fit and (not fit or code < fit[0])
    ]
    passed = (
        (code, "recused" if chairs.stands_aside(code, one.application_id) else "absent") for code in before
    )
    return ActingLine(
        application=one.application_id,
        number=one.number,
        group=one.group or "",
        chair=chair,
        fit=fit[:1] if state.settings.acting_chair == "next" else fit,
        passed=tuple(passed),
        by_secretary=said.get(state.secretary.code),
        by_chair=said.get(chair),
        acts=chairs.chair(one),
    )

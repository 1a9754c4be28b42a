"""Parallel groups over the same sub-directions: which one judges which application (rules §3, P11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from zgc_review.assignment.problem import Application, Expert, build_problem
from zgc_review.assignment.solve import Solution, solve
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.domain.states import SheetStatus
from zgc_review.errors import GateError
from zgc_review.services.chain import RoundState
from zgc_review.services.conflict_desk_effects import closed_by_desk, findings_by_code

# One more recusal never outweighs a chair who would have to leave the room.
_CHAIR, _MEMBER = 100, 1


def groups_for(
    uow: UnitOfWork, row: RoundRow, state: RoundState, applications: Sequence[ApplicationRow]
) -> Mapping[str, str]:
    """Return the group of each application: the only one of its sub-direction, or the best of several.

    Among parallel groups the loads differ by one at most, nobody gets an application that too few could
    judge (P02), and as few members as possible stand aside, chairs before others.

    Raises:
        GateError: ``assign.group``: no seated group judges a sub-direction; ``assign.parallel``: the
            applications cannot be spread like that.
    """
    meant: defaultdict[tuple[str, ...], list[ApplicationRow]] = defaultdict(list)
    for one in applications:
        choice = tuple(
            group
            for group, plan in sorted(state.plans.items())
            if one.sub_direction in plan.sub_directions and group in state.groups
        )
        if not choice:
            raise GateError("assign.group", sub_direction=one.sub_direction)
        meant[choice].append(one)
    found: dict[str, str] = {}
    for choice, listed in sorted(meant.items()):
        if len(choice) == 1:
            found.update({one.application_id: choice[0] for one in listed})
        else:
            found.update(_spread(state, choice, listed, _aside(uow, row)))
    return found


def _aside(uow: UnitOfWork, row: RoundRow) -> Mapping[str, frozenset[str]]:
    """Return, by code, the applications on which the conflict desk lets a member stand aside."""
    return {
        code: frozenset(
            application
            for application, status in closed_by_desk(found, {}).items()
            if status is SheetStatus.RECUSED
        )
        for code, found in findings_by_code(uow, row).items()
    }


def _spread(
    state: RoundState,
    choice: tuple[str, ...],
    applications: Sequence[ApplicationRow],
    aside: Mapping[str, frozenset[str]],
) -> Mapping[str, str]:
    """Spread applications evenly over parallel groups; exact, and the same on every machine."""
    least, rest = divmod(len(applications), len(choice))
    affinity: list[tuple[str, str, int]] = []
    conflicts: list[tuple[str, str]] = []
    for one in applications:
        for group in choice:
            seats = state.groups[group]
            gone = [code for code in seats.members if one.application_id in aside.get(code, frozenset())]
            if len(seats.members) - len(gone) < state.settings.min_effective:
                conflicts.append((one.application_id, group))
            else:
                lost = sum(_CHAIR if code == seats.chair else _MEMBER for code in gone)
                affinity.append((one.application_id, group, -lost))
    problem = build_problem(
        [Application(one.application_id, 1) for one in applications],
        [Expert(group, group, least, least + bool(rest)) for group in choice],
        affinity,
        conflicts,
    )
    answer = solve(problem)
    if not isinstance(answer, Solution):
        raise GateError("assign.parallel", groups=" ".join(choice), count=len(applications))
    return dict(answer.pairs)

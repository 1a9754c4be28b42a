"""Which pairs would fill the role places of applications (P05), found before the assignment is solved.

Role places and legal persons cross each other, so that both together are no flow. Instead pairs are chosen
role by role, the rarest first, each time by an exact program; the assignment then wishes for these pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from zgc_review.assignment.problem import Application, Expert, build_problem
from zgc_review.assignment.solve import Solution, solve
from zgc_review.errors import ProgramFault

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Seeker:
    """An application and the roles of its places, in order (``roles.role_places``)."""

    id: str
    need: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Helper:
    """An expert of an institution ("" = unknown) with roles and a greatest load."""

    id: str
    institution: str
    roles: frozenset[str]
    most: int


def wished_pairs(
    applications: Sequence[Seeker],
    experts: Sequence[Helper],
    closed: AbstractSet[Pair],
    role_order: Sequence[str],
    *,
    affinity: Mapping[Pair, int],
    one_per_institution: bool,
    seed: str = "",
) -> frozenset[Pair]:
    """Return (application, expert) pairs that fill as many places as role after role allows.

    ``closed``: pairs in conflict; ``role_order``: decides between roles that are equally rare; ``affinity``:
    what pairs count, not negative, between experts who fill as many places; ``seed``: settles the rest.
    """
    holders = {role: sum(role in one.roles for one in experts) for role in role_order}
    wished: set[Pair] = set()
    load: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    institutions = {one.id: one.institution if one_per_institution else "" for one in experts}
    used: set[Pair] = set()  # application, institution
    for role in sorted(role_order, key=lambda one: (holders[one], role_order.index(one))):
        left = {one.id: min(one.places.count(role), one.need - taken[one.id]) for one in applications}
        wanted = {one: count for one, count in left.items() if count}
        fit = [one for one in experts if role in one.roles and load[one.id] < one.most]
        people = [Expert(one.id, institutions[one.id], 0, one.most - load[one.id]) for one in fit]
        barred = {
            pair
            for application in wanted
            for one in people
            if (pair := (application, one.id)) in closed
            or pair in wished
            or (one.institution and (application, one.institution) in used)
        }
        for application, expert in _fill(wanted, people, barred, affinity, seed):
            wished.add((application, expert))
            load[expert] += 1
            taken[application] += 1
            used.add((application, institutions[expert]))
    return frozenset(wished)


def _fill(
    wanted: Mapping[str, int],
    people: Sequence[Expert],
    barred: AbstractSet[Pair],
    affinity: Mapping[Pair, int],
    seed: str,
) -> list[Pair]:
    """Return as many pairs of one role as there can be; nobody stands in for those that are missing."""
    most = max(wanted.values(), default=0)
    if not people or not most:
        return []
    # Stand-ins make the program possible; one of them costs more than all affinities together can give.
    stand_ins = [Expert(f"-{n}", "", 0, len(wanted)) for n in range(most)]
    ids, total = {one.id for one in people}, sum(wanted.values())
    values = [(*pair, count) for pair, count in affinity.items() if pair[0] in wanted and pair[1] in ids]
    price = 1 + total * max((count for *_, count in values), default=0)
    values += [(application, one.id, -price) for application in wanted for one in stand_ins]
    answer = solve(
        build_problem(
            [Application(one, need) for one, need in wanted.items()],
            [*people, *stand_ins],
            values,
            sorted(barred),
            one_per_institution=True,
            seed=seed,
        )
    )
    if not isinstance(answer, Solution):
        raise ProgramFault("assignment: role places with stand-ins have no answer")
    return [pair for pair in answer.pairs if pair[1] in ids]

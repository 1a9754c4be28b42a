"""Who plays which part once the draw has named the members, and who writes which sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from ui.cli.demo.sample_values import Sample, SheetPlan
from zgc_review.errors import ProgramFault

Closed = frozenset[tuple[str, str]]

#: Findings that leave an application to the expert.
_OPEN: Final = frozenset({"dismissed", "disclosed"})
#: Who plays in each group, each somebody else.
_PLAYERS: Final[Mapping[str, tuple[str, ...]]] = {
    "G01": ("by-hand", "returns-twice", "acting"),
    "G02": ("ruling-open", "ruling-closed", "late-before", "absent", "laptop"),
    "G03": ("late-after", "raises-veto"),
}


#: Applications on which a player must judge, where the part has another name than theirs.
_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "acting": ("chair-recused",),
    "raises-veto": ("veto-confirmed", "veto-failed"),
}


def closed_pairs(findings: Sequence[Mapping[str, Any]]) -> Closed:
    """Return (expert, application) of the findings that stand."""
    return frozenset((one["expert"], one["application"]) for one in findings if one["status"] not in _OPEN)


def cast_players(
    groups: Mapping[str, Sequence[str]], sample: Sample, closed: Closed
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the chair of each group, and who plays in each story.

    A chair has no tie to any application; whoever plays in a story about an application has none to it.
    """
    chairs: dict[str, str] = {}
    players: dict[str, str] = {}
    for group, members in groups.items():
        own = {*sample.qualified, *(number for number, of in sample.groups.items() if of == group)}
        free = [one for one in members if not any((one, number) in closed for number in own)]
        chairs[group] = free[0]
        left = [one for one in members if one != free[0]]
        for part in _PLAYERS.get(group, ()):
            numbers = {sample.parts.get(name, "") for name in _NEEDS.get(part, (part,))}
            numbers |= {*sample.qualified}
            players[part] = next(
                one for one in left if not any((one, number) in closed for number in numbers)
            )
            left.remove(players[part])
    return chairs, players


def writers(
    sample: Sample,
    groups: Mapping[str, Sequence[str]],
    closed: Collection[tuple[str, str]],
) -> dict[str, list[SheetPlan]]:
    """Return the sheets that each expert writes: those of an application go to who may judge it.

    Args:
        sample: with its sheets, one more or less the same for an application.
        groups: 名册编号 of the members who judge, by group.
        closed: who stands aside where.
    """
    found: dict[str, list[SheetPlan]] = {number: [] for members in groups.values() for number in members}
    for application, group in sample.groups.items():
        judges = [one for one in groups[group] if (one, application) not in closed]
        for number, plan in zip(judges, _kept(sample, application, len(judges)), strict=True):
            found[number].append(plan)
    return found


def _kept(sample: Sample, application: str, count: int) -> list[SheetPlan]:
    """Return ``count`` sheets of an application; the one that deviates is always among them."""
    plans = list(sample.plans_of(application))
    if count > len(plans):
        raise ProgramFault("more judges than sheets")
    far = sample.deviating or ("", 0)
    while len(plans) > count:
        plans.remove(next(one for one in plans if (application, one.seat) != far))
    return plans

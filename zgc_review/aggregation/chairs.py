"""Who speaks as chair of an application (rules P09, §13 ``acting_chair``; docs/bodies.md §4, chair)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Literal


def speaking_chair(
    chair: str | None,
    seats: Collection[str],
    recused: Callable[[str], bool],
    gone: Callable[[str], bool],
    acting: Literal["named", "next"],
    named: str | None,
) -> str | None:
    """Return the code that speaks as chair, None where nobody does.

    Args:
        chair: of the group in force, else the round's.
        seats: codes that judge the application.
        recused: whether a code stands aside on it.
        gone: whether the secretary entered a code as absent from it whose sheet is not there.
        acting: how the acting chair is found; ``next`` goes by code, the order that the draw dealt and
            that shows nobody's name.
        named: whom secretary and chair both name.
    """
    if chair is None or not recused(chair):
        return chair
    fit = candidates(chair, seats, lambda code: recused(code) or gone(code))
    if acting == "next":
        return next(iter(fit), None)
    return named if named in fit else None


def candidates(chair: str, seats: Collection[str], unfit: Callable[[str], bool]) -> tuple[str, ...]:
    """Return who may act for ``chair``: the other members who neither stand aside nor are gone, by code."""
    return tuple(code for code in sorted(set(seats)) if code != chair and not unfit(code))

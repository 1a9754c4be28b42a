"""Members matched to the role places of a measure (P05), the same way everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seating:
    """Who fills which role place of one measure.

    Attributes:
        places: (role, member or None), in the order of roles.
        open: roles of the places nobody fills.
    """

    places: tuple[tuple[str, str | None], ...]
    open: tuple[str, ...]


def role_places(counts: Mapping[str, int], role_order: Sequence[str]) -> tuple[str, ...]:
    """Return the places of ``panel.roles`` one by one, in the catalogue's order of ``expert_roles``.

    Raises:
        ValueError: a role that the order does not know.
    """
    unknown = set(counts) - set(role_order)
    if unknown:
        raise ValueError(sorted(unknown)[0])
    return tuple(role for role in role_order for _ in range(counts.get(role, 0)))


def seat(members: Sequence[str], roles: Mapping[str, AbstractSet[str]], places: Sequence[str]) -> Seating:
    """Fill as many places as can be filled at once; a member takes one place per measure.

    Among the largest matchings: the places in order, each to the first member in draw order with whom the
    matching stays largest (rules §3.1).

    Args:
        members: ids in draw order.
        roles: id → roles the person may hold.
        places: roles of the places, in order.
    """
    most = _largest(members, roles, places, {})
    fixed: dict[int, str] = {}
    for place in range(len(places)):
        taken = set(fixed.values())
        for member in members:
            if member in taken or places[place] not in roles.get(member, frozenset()):
                continue
            if _largest(members, roles, places, {**fixed, place: member}) == most:
                fixed[place] = member
                break
    filled = tuple((role, fixed.get(place)) for place, role in enumerate(places))
    return Seating(filled, tuple(role for role, member in filled if member is None))


def open_places(members: Sequence[str], roles: Mapping[str, AbstractSet[str]], places: Sequence[str]) -> int:
    """Return how many places stay empty however the members are seated."""
    return len(places) - _largest(members, roles, places, {})


def _largest(
    members: Sequence[str],
    roles: Mapping[str, AbstractSet[str]],
    places: Sequence[str],
    fixed: Mapping[int, str],
) -> int:
    """Return the size of a largest matching that holds ``fixed`` (augmenting paths)."""
    holder: dict[int, str] = {}
    free = [member for member in members if member not in set(fixed.values())]
    open_now = [place for place in range(len(places)) if place not in fixed]

    def place_member(member: str, seen: set[int]) -> bool:
        for place in open_now:
            if place in seen or places[place] not in roles.get(member, frozenset()):
                continue
            seen.add(place)
            if place not in holder or place_member(holder[place], seen):
                holder[place] = member
                return True
        return False

    return len(fixed) + sum(place_member(member, set()) for member in free)

"""Which application plays which part in the round, decided before any paper is written.

A story that needs a group or a pool takes an application that no other story disturbs: nobody with a tie
to it stands in the roster, and what one story does to it does not hide what another one planted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ui.cli.demo.projects import Project

#: Parts by group, in the order in which applications are given to them.
PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "G01": ("chair-recused",),
    "G02": ("ruling-open", "ruling-closed", "late-before"),
    "G03": ("veto-confirmed", "veto-failed", "late-after"),
}


@dataclass(frozen=True, slots=True)
class Cast:
    """Applications by part.

    Attributes:
        parts: number of the application by part; a part is missing where the sample is too small for it.
        reserved: numbers to which nobody in the roster may have a tie.
    """

    parts: Mapping[str, str]
    reserved: frozenset[str]

    def number(self, part: str) -> str:
        """Return the application of a part, "" where it has none."""
        return self.parts.get(part, "")


def cast_applications(
    pools: Mapping[str, Sequence[Project]], groups: Mapping[str, str], taken: Sequence[str]
) -> Cast:
    """Give every part an application of its group.

    Args:
        pools: applications of each pool, best first.
        groups: group of each sub-direction.
        taken: numbers that scores have made special already; they play no other part.
    """
    parts: dict[str, str] = {}
    for group, names in PARTS.items():
        own = [
            one.number
            for pool in pools.values()
            for one in pool
            if groups[one.direction.id] == group and one.number not in taken
        ]
        parts.update(zip(names, own, strict=False))
    return Cast(parts, frozenset((*taken, *parts.values())))

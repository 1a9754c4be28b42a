"""What the sheet rules need to know of a rubric: ids, weights and floors of its criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class CriterionLike(Protocol):
    """A criterion: its weight is whole, 0 means not shown; its floor is a percent or None."""

    @property
    def id(self) -> str:
        """Name of the criterion in the catalogue."""

    @property
    def weight(self) -> int:
        """Weight in the own sub-direction; the weights of a rubric sum to 100."""

    @property
    def floor(self) -> int | None:
        """Lowest mean percent before the chair must discuss (rule S09)."""


class RubricLike(Protocol):
    """Anything with criteria in catalogue order."""

    @property
    def criteria(self) -> Sequence[CriterionLike]:
        """Criteria in catalogue order."""


@dataclass(frozen=True, slots=True)
class CriterionView:
    """One criterion as plain values."""

    id: str
    weight: int
    floor: int | None = None


@dataclass(frozen=True, slots=True)
class RubricView:
    """A rubric as plain values."""

    criteria: tuple[CriterionView, ...]


def shown(rubric: RubricLike) -> tuple[CriterionLike, ...]:
    """Return the criteria an expert sees: weight 0 is not shown (rules §6.2)."""
    return tuple(criterion for criterion in rubric.criteria if criterion.weight > 0)

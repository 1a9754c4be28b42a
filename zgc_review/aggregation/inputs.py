"""What an aggregate is computed from; nothing else enters, not even the order of receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from zgc_review.domain.bodies import (
    ConsentBody,
    Outcome,
    RecusalLine,
    SheetBody,
)
from zgc_review.domain.results import ResultApplication
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.settings import Fund, RoundSettings


class CriterionLike(Protocol):
    """A criterion: whole weight, 0 means not shown; floor as a percent or None."""

    @property
    def id(self) -> str:
        """Name of the criterion in the catalogue."""

    @property
    def weight(self) -> int:
        """Weight in the sub-direction."""

    @property
    def floor(self) -> int | None:
        """Lowest mean percent before the chair must discuss (rule S09)."""


class RubricLike(Protocol):
    """Anything with criteria in catalogue order, such as the catalogue's rubric."""

    @property
    def criteria(self) -> Sequence[CriterionLike]:
        """Criteria in catalogue order."""


@dataclass(frozen=True, slots=True)
class SignedSheet:
    """One received sheet: message id, the card that signed it, its sequence number."""

    id: str
    card: str
    seq: int
    body: SheetBody


@dataclass(frozen=True, slots=True)
class SignedConsent:
    """One received consent: message id, the card that signed it, its sequence number."""

    id: str
    card: str
    seq: int
    body: ConsentBody


@dataclass(frozen=True, slots=True)
class OutcomeBand:
    """One band of a stage: the outcome of values of at least ``floor``, in points × 100 (rules §2.4)."""

    code: Outcome
    floor: int


@dataclass(frozen=True, slots=True)
class StageRules:
    """What leads from a value to an outcome in one sub-direction.

    Attributes:
        bands: best first; the last one begins at 0 and means 不通过.
        items: ids that may be established: screening items and vetoes.
    """

    bands: tuple[OutcomeBand, ...]
    items: frozenset[str]


@dataclass(frozen=True, slots=True)
class AggregationInput:
    """The state in force of the round chain, the catalogue's part, the lists and the signed messages.

    Attributes:
        settings: of round version 1.
        groups: seats in force by group id.
        cards: card ids per code, earlier cards first, the card in force last.
        kept: per revoked card the message ids that still count.
        round_chair: code of the round chair in force, or None.
        secretary: code of the secretary.
        rubrics: rubric of each scored sub-direction in this round's stage.
        funds: fund of each sub-direction (catalogue).
        applications: every application of the round.
        recusals: who stands aside where.
        sheets: every received sheet.
        consents: every received consent.
        stages: per scored sub-direction what leads to an outcome; empty in a round of stage proposal.
    """

    settings: RoundSettings
    groups: Mapping[str, GroupSeats]
    cards: Mapping[str, Sequence[str]]
    kept: Mapping[str, frozenset[str]]
    round_chair: str | None
    secretary: str
    rubrics: Mapping[str, RubricLike]
    funds: Mapping[str, Fund]
    applications: Sequence[ResultApplication]
    recusals: Sequence[RecusalLine]
    sheets: Sequence[SignedSheet]
    consents: Sequence[SignedConsent]
    stages: Mapping[str, StageRules] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EffectiveSheet:
    """A sheet that enters a combination."""

    code: str
    id: str
    total: int
    body: SheetBody


def shown(rubric: RubricLike) -> tuple[CriterionLike, ...]:
    """Return the criteria that were scored: weight 0 is not shown (rules §6.2)."""
    return tuple(criterion for criterion in rubric.criteria if criterion.weight > 0)

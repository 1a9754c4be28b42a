"""Frozen values of the catalogue: measures, rubrics, gates, fields and what belongs to them.

Maps inside the values are read-only by type; nobody changes them after the build.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from msgspec import Struct

from zgc_review.domain.settings import Mode

Answer = Literal["yes", "no", "unverified"]
Stage = Literal["proposal", "midterm", "acceptance"]
Source = Literal["policy", "public", "proposal"]
FieldType = Literal[
    "text", "integer", "money_fen", "date", "enum", "bool", "credit_code", "person", "list", "record"
]


class Label(Struct, frozen=True, kw_only=True):
    """A name in both languages."""

    zh: str
    en: str


class Band(Struct, frozen=True, kw_only=True):
    """A band by its lowest percent (score bands) or lowest final value in points (stage rubrics)."""

    code: str
    min: int
    zh: str
    en: str


class Leaf(Struct, frozen=True, kw_only=True, tag="leaf"):
    """One comparison of a gate test (catalogue head, item 6), resolved against its field.

    ``factor``: how many of the field's unit make one of ``unit``; ``value`` stands in ``unit``.
    """

    field: str
    field_type: FieldType
    op: str
    value: Any
    unit: str = ""
    factor: int = 1
    partial: bool = False
    on_fail_unverified: bool = False


class Group(Struct, frozen=True, kw_only=True, tag="group"):
    """Several tests joined by ``all`` or ``any``."""

    join: Literal["all", "any"]
    tests: tuple[Leaf | Group, ...]
    partial: bool = False
    on_fail_unverified: bool = False


Test: TypeAlias = Leaf | Group


class Criterion(Struct, frozen=True, kw_only=True):
    """One scored criterion; ``roles`` says whose opinion is shown first, ``floor`` is a percent or None."""

    id: str
    zh: str
    en: str
    weight: int
    roles: tuple[str, ...]
    floor: int | None
    anchors: Mapping[str, str]


class Screening(Struct, frozen=True, kw_only=True):
    """One screening item of a stage: established means not passed.

    A yes of its test is evidence; the item is established as a veto is (rules §2.4, §8).
    """

    id: str
    zh: str
    en: str
    src: Source
    test: Test | None


class Panel(Struct, frozen=True, kw_only=True):
    """Size of a group and its role places (rules P01, P05)."""

    size: int
    roles: Mapping[str, int]


class GroupPanel(Struct, frozen=True, kw_only=True):
    """What a group over several measures needs: the largest size, and each measure's role places."""

    size: int
    panels: Mapping[str, Panel]


class RubricSource(Struct, frozen=True, kw_only=True):
    """The rubric of a measure as written, before the weights of one sub-direction are chosen."""

    applies_to: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    weight_profiles: Mapping[str, Mapping[str, int]]


class StageRubric(Struct, frozen=True, kw_only=True):
    """The rubric of the mid-term check or the acceptance, for every sub-direction (rules §2.4)."""

    stage: Stage
    zh: str
    en: str
    panel: Panel
    criteria: tuple[Criterion, ...]
    weight_profiles: Mapping[str, Mapping[str, int]]
    screening: tuple[Screening, ...]
    bands: tuple[Band, ...]


class Rubric(Struct, frozen=True, kw_only=True):
    """What an expert scores for one sub-direction: shown criteria, weights summing to 100."""

    sub_direction: str
    stage: Stage
    criteria: tuple[Criterion, ...]
    screening: tuple[Screening, ...] = ()
    bands: tuple[Band, ...] = ()

    @property
    def top_criterion(self) -> Criterion:
        """The criterion of the largest weight, the first of equals (rules S10, catalogue head item 4)."""
        return max(self.criteria, key=lambda criterion: criterion.weight)


class Gate(Struct, frozen=True, kw_only=True):
    """A condition to be true before scoring; ``measure`` is empty for the common gates.

    ``applies_to``: sub-directions; empty means every one. Without ``test`` a person answers.
    """

    id: str
    measure: str
    zh: str
    en: str
    evidence: str
    blocking: bool
    applies_to: tuple[str, ...]
    src: Source
    ref: str
    note: str
    test: Test | None


class Veto(Struct, frozen=True, kw_only=True):
    """A reason that stops an application whatever its score; ``measure`` is empty for the common ones."""

    id: str
    measure: str
    zh: str
    en: str
    src: Source
    ref: str


class Attachment(Struct, frozen=True, kw_only=True):
    """A paper that must come with the application; ``required_when`` makes it due where the test is yes."""

    id: str
    measure: str
    zh: str
    en: str
    required: bool
    required_when: Test | None
    applies_to: tuple[str, ...]
    src: Source
    ref: str


class Part(Struct, frozen=True, kw_only=True):
    """One column of a list field; ``values`` only where it is an enum."""

    id: str
    type: FieldType
    values: Mapping[str, str]


class Items(Struct, frozen=True, kw_only=True):
    """What a list field holds: values of one type, enum keys with Chinese labels, or records of parts."""

    type: FieldType
    values: Mapping[str, str]
    parts: tuple[Part, ...]


class Derivation(Struct, frozen=True, kw_only=True):
    """How the program computes a field (catalogue head, item 7)."""

    op: Literal["minus", "ratio_bp", "any_true", "count"]
    of: tuple[str, ...]
    where: Mapping[str, tuple[Any, ...]]


class Field(Struct, frozen=True, kw_only=True):
    """One field of the application record.

    ``values``: enum keys with Chinese labels. ``unit``: 分 for amounts, bp for ratios. ``only_for``:
    measures or sub-directions on whose forms it stands, empty for all. ``stages``: likewise.
    """

    id: str
    zh: str
    en: str
    type: FieldType
    source: Literal["applicant", "secretary", "program"]
    required: bool
    unit: str
    values: Mapping[str, str]
    items: Items | None
    derive: Derivation | None
    only_for: tuple[str, ...]
    stages: tuple[Stage, ...]


class SubDirection(Struct, frozen=True, kw_only=True):
    """One sub-direction of a measure; ``modes[0]`` is its default way."""

    id: str
    measure: str
    zh: str
    en: str
    modes: tuple[Mode, ...]
    mode_note: str
    src: Source
    mode_src: Source


class Fund(Struct, frozen=True, kw_only=True):
    """One of the five funds and the numbers of its measures."""

    id: str
    zh: str
    en: str
    policy_section: str
    measures: tuple[int, ...]


class Measure(Struct, frozen=True, kw_only=True):
    """One of the thirteen measures with all that is its own."""

    id: str
    number: int
    zh: str
    en: str
    fund: str
    policy_text: str
    condensed: str
    funding_style: str
    panel: Panel
    role_weights: Mapping[str, int]
    sub_directions: tuple[SubDirection, ...]
    gates: tuple[Gate, ...]
    rubric: RubricSource
    stage_rubrics: Mapping[str, StageRubric]
    vetoes: tuple[Veto, ...]
    attachments: tuple[Attachment, ...]


class ScoringDefaults(Struct, frozen=True, kw_only=True):
    """Values that fill the form of a round definition; the round's own values count (rules §13)."""

    input_step: int
    pass_line: int
    reserve_line: int
    round_digits: int
    round_mode: str
    round_stages: tuple[str, ...]
    trim_when_at_least: int
    min_valid_sheets: int
    allow_not_applicable: bool

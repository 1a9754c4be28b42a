"""The tables of a result that the independent verifier recomputes byte for byte (docs/bodies.md §4)."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from zgc_review.domain.bodies import (
    Decision,
    Outcome,
    Phase,
)
from zgc_review.domain.shapes import Code, Count, Digest, Fen, Id, Line, Points


class ResultApplication(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One application as the result knows it; sorted by application id in ``applications.json``.

    ``members``: codes that had to score it when experts are assigned one by one, else null and the
    members of ``group`` count. ``ceiling_fen``: the most that may be granted (rules §9), null when unknown.
    """

    application: Id
    number: Line
    title: Line
    unit: Line
    sub_direction: Code
    mode: Literal["open_call", "on_qualification", "no_application"]
    state: Code
    reason: Line
    version: Digest | None
    group: Code | None
    members: tuple[Code, ...] | None
    requested_fen: Fen | None
    ceiling_fen: Fen | None
    check_result: Code | None


class Mark(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One effective sheet in a combination."""

    code: Code
    sheet: Digest
    phase: Phase
    total: Points
    trimmed: Literal["", "high", "low"]
    flags: tuple[Literal["mean", "median"], ...]


class CriterionLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One criterion over the counting sheets; ``mean`` is of percents × 100, ``value`` only under S04."""

    criterion: Code
    n: Count
    n_trimmed: Count
    mean: Points | None
    value: Points | None
    floor: Count | None
    below_floor: bool


class Combination(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One combined value with everything that led to it."""

    rule: Literal["S01", "S02", "S03", "S04", "S05"]
    value: Points | None
    plain_mean: Points | None
    median: Points | None
    top_criterion: Points | None
    yes_votes: Count
    n_trimmed: Count
    marks: tuple[Mark, ...]
    criteria: tuple[CriterionLine, ...]


class ApplicationLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One scored application.

    In a round of stage midterm or acceptance (rules §2.4) ``pool`` and ``amount_fen`` are null,
    ``suggestion`` is the outcome by the bands, and ``established`` lists the items that are established;
    other rounds do not have that key.
    """

    application: Id
    pool: Code | None
    group: Code | None
    n_received: Count
    n_effective: Count
    n_recused: Count
    n_void: Count
    n_absent: Count
    before: Combination
    after: Combination
    discuss: tuple[Literal["spread", "split", "floor", "veto", "near_line"], ...]
    suggestion: Decision | Outcome
    decision: Decision | Outcome | None
    amount_fen: Fen | None
    established: tuple[Code, ...] | UnsetType = UNSET


class RankLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One place of a pool's ranking."""

    rank: Count
    application: Id
    value: Points
    tied: bool
    amount_fen: Fen | None
    running_fen: Fen
    line: Literal["within", "beyond_budget", "tie_open", "reserve", "below"]


class PoolTable(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Ranking and line of one pool."""

    pool: Code
    fund: Code
    rule: Literal["strict", "skip"]
    budget_fen: Fen | None
    lines: tuple[RankLine, ...]
    unranked: tuple[Id, ...]


class FundTotal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a fund would spend: scored grants of all its pools, unscored grants, spent before."""

    fund: Code
    annual_fen: Fen | None
    spent_before_fen: Fen
    scored_fen: Fen
    unscored_fen: Fen
    total_fen: Fen
    within: bool


class UnscoredLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One application that was settled without scores (rules §2.2)."""

    application: Id
    sub_direction: Code
    result: Code
    amount_fen: Fen | None


class Aggregate(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``aggregate.json`` of a result: applications by id, pools in the settings' order, funds by id."""

    schema: Literal[1] = 1
    applications: tuple[ApplicationLine, ...]
    pools: tuple[PoolTable, ...]
    funds: tuple[FundTotal, ...]
    unscored: tuple[UnscoredLine, ...]

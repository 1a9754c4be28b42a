"""What a committee fixes for one round: every name and default of rules §13."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from zgc_review.domain.shapes import Code, Count, Day, Digest, Fen, Id, Line, Percent, Points, Positive

Bp = Annotated[int, Meta(ge=0, le=10**9)]
Share = Annotated[tuple[int, int], Meta(description="numerator, denominator")]
Mode = Literal["open_call", "on_qualification", "no_application"]
Fund = Literal["F1", "F2", "F3", "F4", "F5"]
TieKey = Literal["plain_mean", "top_criterion", "yes_votes", "panel_vote"]


class Pool(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A set of sub-directions of one fund in which one ranking and one line run (rules §7)."""

    id: Code
    fund: Fund
    sub_directions: tuple[Code, ...]
    budget_fen: Fen | None = None
    rule: Literal["strict", "skip"] = "strict"
    pass_line: Points = field(default=7000, name="pass")
    reserve: Points = 6000


class FundLimit(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a fund may spend in the year, and what it had spent before the round."""

    annual_fen: Fen | None = None
    spent_before_fen: Fen = 0


class Grant(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How an amount is bounded: share of the audited spending in 1/10,000, and a cap."""

    ratio_bp: Bp | None = None
    cap_fen: Fen | None = None


class GroupPlan(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A group before its members are drawn (rules §3)."""

    id: Annotated[str, Meta(pattern=r"^(?!code\Z)[A-Za-z0-9_-]{1,16}\Z")]
    sub_directions: tuple[Code, ...]
    size: Annotated[int, Meta(ge=1, le=99)]
    complex: bool = False


class Bands(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Lowest percent of the bands A, B and C (rules §6.1)."""

    A: Percent = 90
    B: Percent = 75
    C: Percent = 60


def _lookback() -> dict[str, int]:
    """Return the look-backs in years (rules §13); R07 has none."""
    return {"R03": 3, "R04": 3, "R08": 3, "R09": 3, "R10": 3, "R17": 3}


class RoundSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The fixed part of a round definition; names, types and defaults are those of rules §13."""

    title: Line
    call_year: Annotated[int, Meta(ge=2000, le=2199)]
    stage: Literal["proposal", "midterm", "acceptance"] = "proposal"
    t0: Day
    support_from: Day | None = None
    support_to: Day | None = None
    re_review_of: Id | None = None
    rehearsal: bool = False
    suite: Literal["intl-1"] = "intl-1"
    catalogue_digest: Digest
    verifier_digest: Digest
    modes: dict[Code, Mode]
    gate_values: dict[Code, dict[str, int | str | bool | None]] = field(default_factory=dict)
    pools: tuple[Pool, ...]
    funds: dict[Fund, FundLimit] = field(default_factory=dict)
    grants: dict[Code, Grant] = field(default_factory=dict)
    amount_step_fen: Annotated[int, Meta(ge=1, le=10**12)] = 1_000_000
    assignment: Literal["group", "individual"] = "group"
    per_application: Positive = 5
    groups: tuple[GroupPlan, ...] = ()
    panel_min: Positive = 5
    panel_large: Positive = 7
    panel_large_from_fen: Fen = 1_000_000_000
    panel_consortium: Positive = 9
    min_effective: Positive = 3
    one_per_legal_person: bool = True
    group_recusal_max: Share = (1, 3)
    alternates: Count = 2
    rounds_per_year: Positive = 3
    same_applicant_years: Positive = 3
    chair_by: Literal["elected", "appointed"] = "elected"
    acting_chair: Literal["named", "next"] = "named"
    lookback_years: dict[Code, Count] = field(default_factory=_lookback)
    excluded_experts_max: Count = 3
    listed_holding_bp: Bp = 100
    org_similarity: Bp = 8500
    other_reason_min: Count = 10
    v_ruling: Literal["secretary+chair", "secretary+observer"] = "secretary+chair"
    input_step: Annotated[int, Meta(ge=1, le=100)] = 1
    bands: Bands = field(default_factory=Bands)
    not_applicable: Literal["renormalise", "block"] = "renormalise"
    comment_overall_min: Count = 30
    comment_extreme_min: Count = 10
    contradiction_high: Points = 7000
    contradiction_low: Points = 6000
    revisions_max: Literal[0, 1] = 1
    combine: Literal["S01", "S02", "S03", "S04", "S05"] = "S01"
    trim_from: Positive = 5
    trim_each: Positive = 1
    round_stages: tuple[Literal["sheet_total", "combined"], ...] = ("sheet_total", "combined")
    round_digits: Literal[2] = 2
    round_mode: Literal["half_up"] = "half_up"
    role_weights: dict[Code, dict[Code, Count]] | None = None
    vote_rule: Share | None = None
    deviation_percent: Positive = 30
    deviation_points: Points = 1500
    near_line: Points = 200
    floors: bool = True
    tie_keys: tuple[TieKey, ...] = ("plain_mean", "top_criterion", "yes_votes", "panel_vote")
    standardise: bool = False
    veto_majority: Share = (2, 3)
    collector: Literal["secretary", "score_escrow"] = "secretary"
    officers_k: Annotated[int, Meta(ge=2, le=16)] = 2
    officers_n: Annotated[int, Meta(ge=2, le=16)] = 3
    package_per: Literal["panel", "expert"] = "panel"
    notice_days: Count = 7
    ethics_followup_months: Count = 12
    retention_years: Positive | Literal["permanent"] = 10

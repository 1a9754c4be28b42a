"""Typed input of the forms about scores: F07, F08, and what every form says of round and application.

Fields are plain: points × 100, amounts in 分, ISO times, codes; ``zgc_review.export.printing`` writes
them. Forms that leave the room name experts by code only (rules §15). The forms of the office and of
the sitting are in ``office_values``, those of results in ``result_values``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from zgc_review.export.printing import Digest, Digits, Fen, Points, SignedPoints, Stamp, Word

Phase = Annotated[str, Word("phase")]
Recommendation = Annotated[str, Word("recommendation")]
Decision = Annotated[str, Word("decision")]
LineFlag = Annotated[str, Word("line")]


class Excerpt(Struct, frozen=True, kw_only=True):
    """A form to be looked at that holds the first ``shown`` of ``whole`` rows."""

    shown: int
    whole: int


class RoundHead(Struct, frozen=True, kw_only=True):
    """What every form says about its round.

    Attributes:
        stage: proposal, midterm or acceptance.
        round_code: digits of the round definition in force.
        ranked: ranks, lines and amounts belong to the round; not in a mid-term check or an acceptance.
        rehearsal: prints 演练 on every page.
        printed_at: claimed time of printing; also the date inside the PDF.
        seen: code of the chair over whose visible set the form runs; empty on the official one.
        excerpt: the form is an excerpt (``zgc_review.export.excerpts``) and says so on every page.
    """

    title: str
    stage: Annotated[str, Word("stage")]
    round_code: Digits
    version: int
    rehearsal: bool
    printed_at: Stamp
    ranked: bool = True
    seen: str = ""
    excerpt: Excerpt | None = None


class ApplicationHead(Struct, frozen=True, kw_only=True):
    """How an application is named on a form; measure and sub-direction in words of the catalogue."""

    number: str
    unit: str
    title: str
    measure: str
    sub_direction: str
    requested: Fen | None = None


class CriterionScore(Struct, frozen=True, kw_only=True):
    """One criterion of a sheet.

    Attributes:
        name: criterion in words.
        weight: whole number; the shown weights sum to 100.
        percent: 0-100; None where not applicable.
        band: A to D, or empty.
        points: percent × weight as points × 100.
        comment: the expert's words.
        reason: why not applicable, or why below the floor.
        cited: pages of the application, as written ("申报书 第12页").
    """

    name: str
    weight: int
    percent: int | None
    band: str
    points: Points | None
    comment: str = ""
    reason: str = ""
    cited: tuple[str, ...] = ()


class Cut(Struct, frozen=True, kw_only=True):
    """One reduction a finance expert proposes."""

    item: str
    amount: Fen
    reason: str


class BudgetView(Struct, frozen=True, kw_only=True):
    """Budget opinion of the finance role (rules §6.11); no part of the score."""

    amount: Fen
    cuts: tuple[Cut, ...] = ()


class SheetPage(Struct, frozen=True, kw_only=True):
    """One score sheet.

    Attributes:
        state: locked, recused, void, absent or draft.
        recusal_rule: R01-R18 where recused.
        integrity: True when dishonesty was found; None where not asked (recused).
        applicable_weight: sum of the weights that count; below 100 the total was converted (rules §6.3).
        total: sheet total; None without one.
        claims: veto items claimed, as written.
        sequence: number of the sheet in its chain; the version printed on paper.
        reason: of a reopened or revised sheet.
        sheet_digits: fingerprint of the signed sheet.
        application_version: digest of the record and documents it judged.
    """

    application: ApplicationHead
    state: Annotated[str, Word("sheet_state")]
    phase: Phase
    recused: bool
    recusal_rule: str = ""
    recusal_reason: str = ""
    integrity: bool | None
    criteria: tuple[CriterionScore, ...]
    applicable_weight: int
    total: Points | None
    recommendation: Recommendation | None
    overall: str
    budget: BudgetView | None = None
    claims: tuple[str, ...] = ()
    sequence: int
    reason: str = ""
    locked_at: Stamp | None
    sheet_digits: Digits | None
    application_version: Digest | None


class ExpertSheets(Struct, frozen=True, kw_only=True):
    """F07 专家个人评分表: one expert's sheets. Name and organisation only from the secretary's vault."""

    head: RoundHead
    expert: str
    name: str = ""
    organisation: str = ""
    group: str
    file_digits: Digits | None
    sheets: tuple[SheetPage, ...]


class Counts(Struct, frozen=True, kw_only=True):
    """What stands behind a total (rules §7, last paragraph)."""

    received: int
    effective: int
    recused: int
    void: int
    absent: int
    trimmed: int


class MarkCell(Struct, frozen=True, kw_only=True):
    """One expert's total in a summary line.

    Attributes:
        state: scored, recused, void, absent or missing; unassigned: others judge the application.
        total: of a scored or void sheet.
        dropped: which end S01 dropped; printed hollow with ▲ or ▼.
        revised: this value is the revision, not the initial sheet.
        flagged: S07 points at it.
    """

    state: Literal["scored", "recused", "void", "absent", "missing", "unassigned"]
    total: Points | None = None
    dropped: Literal["", "high", "low"] = ""
    revised: bool = False
    flagged: bool = False


class SummaryLine(Struct, frozen=True, kw_only=True):
    """One combined value: before (phase initial) or after (revision) deliberation.

    ``marks`` has one cell per code of the section's ``experts``, in that order.
    """

    phase: Annotated[str, Word("final_phase")]
    marks: tuple[MarkCell, ...]
    value: Points | None
    counts: Counts
    rule: str
    rubric: str


class Deviation(Struct, frozen=True, kw_only=True):
    """A sheet total that S07 points at: percent × 100 off the mean, points × 100 off the median."""

    expert: str
    total: Points
    from_mean: SignedPoints
    from_median: SignedPoints
    tests: tuple[Annotated[str, Word("deviation")], ...]
    explained: bool


class EarlierValue(Struct, frozen=True, kw_only=True):
    """A value that counted before a late recusal (rules §4.2), printed as 原值."""

    value: Points
    reason: str
    at: Stamp


class SummaryRow(Struct, frozen=True, kw_only=True):
    """One application on F08; ``tied`` asks for the chair's word (S10)."""

    application: ApplicationHead
    rank: int | None
    tied: bool
    lines: tuple[SummaryLine, ...]
    deviations: tuple[Deviation, ...] = ()
    earlier: tuple[EarlierValue, ...] = ()
    decision: Decision | None
    remarks: tuple[str, ...] = ()


class SummarySection(Struct, frozen=True, kw_only=True):
    """The applications of one pool that one group judged."""

    pool: str
    group: str
    experts: tuple[str, ...]
    chair: str
    rows: tuple[SummaryRow, ...]


class ScoreSummary(Struct, frozen=True, kw_only=True):
    """F08 评分汇总表."""

    head: RoundHead
    sections: tuple[SummarySection, ...]
    log_digits: Digits | None = None

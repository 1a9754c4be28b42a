"""Typed input of the forms about scores and results: F07, F08, F14, F15, F18 (rules §10).

Fields are plain: points × 100, amounts in 分, ISO times, codes; ``zgc_review.export.printing`` writes
them. Forms that leave the room name experts by code only (rules §15). The forms of the office and of
the sitting are in ``office_values``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Struct

from zgc_review.export.printing import (
    Bytes,
    Day,
    Digest,
    Digits,
    Fen,
    Points,
    SignedPoints,
    Stamp,
    Word,
)

Phase = Annotated[str, Word("phase")]
Recommendation = Annotated[str, Word("recommendation")]
Decision = Annotated[str, Word("decision")]
LineFlag = Annotated[str, Word("line")]


class RoundHead(Struct, frozen=True, kw_only=True):
    """What every form says about its round.

    Attributes:
        stage: proposal, midterm or acceptance.
        round_code: digits of the round definition in force.
        ranked: ranks, lines and amounts belong to the round; not in a mid-term check or an acceptance.
        rehearsal: prints 演练 on every page.
        printed_at: claimed time of printing; also the date inside the PDF.
        seen: code of the chair over whose visible set the form runs; empty on the official one.
    """

    title: str
    stage: Annotated[str, Word("stage")]
    round_code: Digits
    version: int
    rehearsal: bool
    printed_at: Stamp
    ranked: bool = True
    seen: str = ""


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


class ResultRow(Struct, frozen=True, kw_only=True):
    """One scored application on F14; the amount is the panel's recommended one."""

    rank: int | None
    tied: bool
    application: ApplicationHead
    value: Points | None
    decision: Decision
    amount: Fen | None
    line: LineFlag | None


class PoolResult(Struct, frozen=True, kw_only=True):
    """Ranking and line of one pool."""

    pool: str
    fund: str
    rule: Annotated[str, Word("pool_rule")]
    pass_line: Points
    reserve_line: Points
    budget: Fen | None
    granted: Fen
    within: int
    rows: tuple[ResultRow, ...]


class OutcomeRow(Struct, frozen=True, kw_only=True):
    """One project on F14 of a mid-term check or an acceptance; ``established`` are items as written."""

    application: ApplicationHead
    value: Points | None
    decision: Decision
    established: tuple[str, ...] = ()


class OutcomeCount(Struct, frozen=True, kw_only=True):
    """How many projects came to one conclusion."""

    decision: Decision
    count: int


class OutcomeSection(Struct, frozen=True, kw_only=True):
    """The projects of one measure, by number, with how many came to which conclusion."""

    measure: str
    counts: tuple[OutcomeCount, ...]
    rows: tuple[OutcomeRow, ...]


class CheckedRow(Struct, frozen=True, kw_only=True):
    """One application settled without scores (达标即享, 免申即享)."""

    application: ApplicationHead
    way: Annotated[str, Word("way")]
    result: Annotated[str, Word("check_result")]
    amount: Fen | None


class EndedRow(Struct, frozen=True, kw_only=True):
    """One application that left the round before a decision, with its reason (rules §2.1)."""

    application: ApplicationHead
    state: Annotated[str, Word("state")]
    reason: str


class FundLine(Struct, frozen=True, kw_only=True):
    """Running total of one fund over all its pools and unscored grants (rules §9)."""

    fund: str
    scored: Fen
    unscored: Fen
    spent_before: Fen
    total: Fen
    annual: Fen | None
    within: bool


class ResultList(Struct, frozen=True, kw_only=True):
    """F14 评审结果清单; a mid-term check or an acceptance has ``outcomes`` in place of pools."""

    head: RoundHead
    pools: tuple[PoolResult, ...]
    outcomes: tuple[OutcomeSection, ...] = ()
    checked: tuple[CheckedRow, ...] = ()
    ended: tuple[EndedRow, ...] = ()
    funds: tuple[FundLine, ...] = ()


class NoticeRow(Struct, frozen=True, kw_only=True):
    """One proposed application on the public notice: nothing but these three."""

    unit: str
    title: str
    measure: str


class PublicNotice(Struct, frozen=True, kw_only=True):
    """F15 公示稿: no expert, score, rank, amount or personal data.

    The rows are printed by measure, unit and title, so that their order tells no rank.
    ``contact`` is an office's, never a person's.
    """

    head: RoundHead
    office: str
    first_day: Day
    last_day: Day
    days: int
    contact: str
    rows: tuple[NoticeRow, ...]


class SealedFile(Struct, frozen=True, kw_only=True):
    """One file of the result."""

    name: str
    size: Bytes
    digest: Digest
    signer: str


class DefinitionVersion(Struct, frozen=True, kw_only=True):
    """One version of the round definition (the rules of the round)."""

    version: int
    digest: Digest
    claimed_at: Stamp


class SealList(Struct, frozen=True, kw_only=True):
    """F18 封存清单.

    Attributes:
        result: the sealed file itself; its signer is the secretary.
        files: what it holds.
        log_digits: head of the event log after the last counted event, ``log_size`` events.
        officers: ``k`` of ``n`` open the result.
    """

    head: RoundHead
    sealed_at: Stamp
    suite: str
    result: SealedFile
    files: tuple[SealedFile, ...]
    definitions: tuple[DefinitionVersion, ...]
    catalogue_version: str
    catalogue_digest: Digest
    verifier_digest: Digest
    program_version: str
    log_digits: Digits
    log_size: int
    officers_k: int
    officers_n: int


class SharePaper(Struct, frozen=True, kw_only=True):
    """The paper of one officer's share: its words, or numbered lines to copy them onto.

    Attributes:
        key: ``escrow_result`` or ``escrow_scores``.
        recipient: the key that the shares make, as the round definition names it.
        words: 33; empty ones are lines.
    """

    head: RoundHead
    officer: str
    key: str
    recipient: str
    k: int
    n: int
    words: tuple[str, ...]
    is_blank: bool

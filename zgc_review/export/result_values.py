"""Typed input of the forms about results: F14, F15, F18, and the paper of a share (rules §10)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from zgc_review.export.form_values import ApplicationHead, Decision, LineFlag, RoundHead
from zgc_review.export.printing import Bytes, Day, Digest, Digits, Fen, Points, Stamp, Word


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

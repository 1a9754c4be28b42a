"""Typed input of the forms of the office and of the sitting: F01-F06, F09-F13, F16, F17 (rules §10).

An empty text prints an empty place to write in where the form has one, else 未提供. Forms with names for
ink (F03, F04, F09) are printed from the secretary's vault only (rules §15).
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Struct

from zgc_review.export.form_values import ApplicationHead, Decision, RoundHead
from zgc_review.export.printing import Day, Digest, Digits, Fen, Points, Stamp, Word

Answer = Annotated[str, Word("answer")]


class CheckLine(Struct, frozen=True, kw_only=True):
    """One gate: the program's answer, a person's answer (it counts where there is one), its grounds."""

    id: str
    question: str
    blocking: bool
    by_program: Answer | None
    by_person: Answer | None
    evidence: str
    reason: str = ""


class FormalCheck(Struct, frozen=True, kw_only=True):
    """F01 形式审查与资格核验表 of one application."""

    head: RoundHead
    application: ApplicationHead
    credit_code: str
    lines: tuple[CheckLine, ...]
    result: Annotated[str, Word("state")]
    reason: str
    checked_by: str
    checked_on: Day


class RuleCount(Struct, frozen=True, kw_only=True):
    """How many candidates a rule kept out."""

    rule: str
    count: int


class DrawLine(Struct, frozen=True, kw_only=True):
    """One candidate in the order of the draw: by id, never beside a code (rules §3.2)."""

    position: int
    roster_id: str
    name: str
    organisation: str
    key: str
    outcome: Annotated[str, Word("draw_outcome")]
    rule: str = ""
    confirmed: bool | None = None


class DrawGroup(Struct, frozen=True, kw_only=True):
    """The draw of one group."""

    group: str
    seats: int
    conditions: str
    lines: tuple[DrawLine, ...]


class AssignedRow(Struct, frozen=True, kw_only=True):
    """One application in an act of assigning: who was added and who taken off, by name."""

    number: str
    added: str
    dropped: str = ""


class AssignRecord(Struct, frozen=True, kw_only=True):
    """One act of assigning experts to single applications (rules §3); ``problem``: digest, None by hand."""

    n: int
    act: Annotated[str, Word("assign_act")]
    at: Stamp
    least: int
    most: int
    reason: str
    size_reason: str
    problem: Digest | None
    table: Digest
    rows: tuple[AssignedRow, ...]


class DrawRecord(Struct, frozen=True, kw_only=True):
    """F02 专家抽取记录表.

    Attributes:
        assignments: acts of assigning that follow this draw; empty in a round of groups.
        batch: name of the batch.
        excluded: who was left out of the pool, by rule.
        candidates: size of the pool.
        redraw_reason: empty for a first draw.
    """

    head: RoundHead
    batch: str
    drawn_at: Stamp
    candidates: int
    excluded: tuple[RuleCount, ...]
    pool_digest: Digest
    secretary_words: str
    observer_words: str
    seed: Digest
    groups: tuple[DrawGroup, ...]
    redraw_reason: str = ""
    assignments: tuple[AssignRecord, ...] = ()


class ExpertPledge(Struct, frozen=True, kw_only=True):
    """F03 专家承诺书."""

    head: RoundHead
    name: str
    organisation: str
    expert: str
    batch: str


class DeclaredRow(Struct, frozen=True, kw_only=True):
    """One application on F04: the answers R01 to R18 in order, and what was decided."""

    number: str
    unit: str
    answers: tuple[Annotated[str, Word("declared")], ...]
    note: str
    ruling: Annotated[str, Word("ruling")]


class InterestDeclaration(Struct, frozen=True, kw_only=True):
    """F04 专家利害关系申报表 of one expert."""

    head: RoundHead
    expert: str
    name: str
    organisation: str
    declared_at: Stamp | None
    rows: tuple[DeclaredRow, ...]


class ExpertRecusal(Struct, frozen=True, kw_only=True):
    """F05 评审专家回避申请表."""

    head: RoundHead
    expert: str
    application: ApplicationHead
    rule: str
    situation: str
    grounds: str
    chair_opinion: str
    registered: str


class ExcludedExpert(Struct, frozen=True, kw_only=True):
    """An expert an applicant asks to be kept away."""

    name: str
    organisation: str
    reason: str


class ApplicantRecusal(Struct, frozen=True, kw_only=True):
    """F06 申报单位回避申请表; at most three experts (R14)."""

    head: RoundHead
    application: ApplicationHead
    experts: tuple[ExcludedExpert, ...]
    acceptance: str


class OpinionSigner(Struct, frozen=True, kw_only=True):
    """A member who signs: code, and a name only on paper printed from the secretary's vault."""

    code: str
    role: str = ""
    name: str = ""


class Dissent(Struct, frozen=True, kw_only=True):
    """不同意见 of one member."""

    code: str
    text: str


class GroupOpinion(Struct, frozen=True, kw_only=True):
    """F09 专家组评审意见 on one application."""

    head: RoundHead
    application: ApplicationHead
    group: str
    value: Points | None
    strengths: str
    weaknesses: str
    advice: str
    decision: Decision
    amount: Fen | None
    signers: tuple[OpinionSigner, ...]
    dissents: tuple[Dissent, ...] = ()


class Evidence(Struct, frozen=True, kw_only=True):
    """Where the proof of a veto stands."""

    file: str
    page: str
    content: str


class VetoVote(Struct, frozen=True, kw_only=True):
    """One effective expert's vote on a veto."""

    code: str
    vote: Annotated[str, Word("vote")]


class VetoRecord(Struct, frozen=True, kw_only=True):
    """F10 一票否决认定表; ``needed`` of ``effective`` must confirm (rules §8).

    ``screening``: the item is a screening item of a mid-term check or an acceptance (rules §2.4).
    """

    head: RoundHead
    application: ApplicationHead
    clause_id: str
    clause: str
    raised_by: str
    by_documents: bool
    evidence: tuple[Evidence, ...]
    votes: tuple[VetoVote, ...]
    effective: int
    needed: int
    established: bool
    remark: str = ""
    screening: bool = False


class Attendee(Struct, frozen=True, kw_only=True):
    """A person on F11; the line for ink is printed anyway."""

    name: str
    organisation: str
    role: str


class SignIn(Struct, frozen=True, kw_only=True):
    """F11 签到表: names without codes (rules §15); ``blank`` adds empty lines."""

    head: RoundHead
    starts_at: Stamp
    place: str
    people: tuple[Attendee, ...]
    blank: int = 0


class MinuteItem(Struct, frozen=True, kw_only=True):
    """One item of the agenda with who left, how it was voted and what was concluded."""

    subject: str
    recused: str
    vote: str
    conclusion: str


class Minutes(Struct, frozen=True, kw_only=True):
    """F12 会议纪要; the log head printed here is the paper anchor of the result (design §4.5)."""

    head: RoundHead
    starts_at: Stamp
    place: str
    people: str
    recusals: str
    items: tuple[MinuteItem, ...]
    conclusion: str
    recorder: str
    log_digits: Digits | None


class Plea(Struct, frozen=True, kw_only=True):
    """One attempt to influence."""

    at: str
    means: str
    person: str
    content: str


class PleaRecord(Struct, frozen=True, kw_only=True):
    """F13 请托情况记录表; ``answered`` None = not filled in yet, False = none."""

    head: RoundHead
    expert: str
    answered: bool | None
    pleas: tuple[Plea, ...] = ()


class Objection(Struct, frozen=True, kw_only=True):
    """F16 异议登记处理单."""

    head: RoundHead
    number: str
    objector: str
    contact: str
    received_on: Day
    application: ApplicationHead
    matter: str
    evidence: str
    accepted: bool | None
    acceptance: str
    review: str
    answer: str


class Medium(Struct, frozen=True, kw_only=True):
    """One medium that changed hands; ``files`` None = not counted here."""

    number: str
    files: int | None
    digest: Digest | None
    given_by: str
    received_by: str
    at: Stamp | None
    destroyed: str


class Handover(Struct, frozen=True, kw_only=True):
    """F17 载体交接与材料回收销毁登记."""

    head: RoundHead
    media: tuple[Medium, ...]
    blank: int = 0

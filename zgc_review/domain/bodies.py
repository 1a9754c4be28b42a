"""Bodies of the travelling messages, one struct per kind (docs/bodies.md).

Unknown keys, wrong types and values out of range are refused on reading.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from zgc_review.domain.round_bodies import AmendmentBody, CardBody, ChainBody, RoundBody, Schema
from zgc_review.domain.shapes import (
    AgeRecipient,
    AgeSecret,
    Code,
    Count,
    Digest,
    Entry,
    Fen,
    Id,
    Line,
    Page,
    Percent,
    Points,
    Positive,
    Prose,
)

Phase = Literal["initial", "revision"]
SheetState = Literal["locked", "recused"]
Recommendation = Literal["SUPPORT", "SUPPORT_IF_REVISED", "NOT_SUPPORT"]
RuleId = Annotated[str, Meta(pattern=r"^R(0[1-9]|1[0-8])\Z")]
RecusalLevel = Literal["H", "V", "D"]


ConsentAct = Literal[
    "round",
    "pledge",
    "pleas",
    "handback",
    "ruling",
    "void",
    "absent",
    "check",
    "acting",
    "discuss",
    "explain",
    "veto_claim",
    "veto_vote",
    "opinion",
    "opinion_vote",
    "decision",
    "tie",
    "witness",
]
Decision = Literal["SUPPORT", "SUPPORT_IF_REVISED", "RESERVE", "NOT_SUPPORT", "VETOED", "DEFER", "VOID"]
# Bands of mid-term check and acceptance, best first, the last one is 不通过 (rules §2.4).
Outcome = Literal["CONTINUE", "ADJUST", "STOP_ADVISED", "ACCEPTED", "FIX_THEN_ACCEPT", "NOT_ACCEPTED"]


class ConsentBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``consent``: one signed act. ``answer`` and ``values`` per act: docs/bodies.md."""

    schema: Schema = 1
    act: ConsentAct
    about: Digest | None = None
    application: Id | None = None
    answer: Code
    values: dict[Code, int | str | bool | list[str] | None] = field(default_factory=dict)
    text: Prose = ""


class LetterDocument(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One document: where its ciphertext is found and what its plaintext must be."""

    object: Digest
    plain: Digest
    size: Annotated[int, Meta(ge=1, le=2**30)]
    name: Line
    media: Line


class LetterApplication(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One assigned application. ``pending`` (V without ruling): no identity, no documents.

    ``duty``, only with single assignment: ``lead`` for the round chair who leads it without a sheet.
    """

    application: Id
    group: Code
    state: Literal["open", "pending"]
    version: Digest
    record: dict[str, Any]
    identity: AgeSecret | None
    documents: tuple[LetterDocument, ...] | None
    duty: Literal["score", "lead"] | UnsetType = UNSET


class LetterRuling(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A ruling that takes effect with this letter."""

    application: Id
    rule: RuleId
    decision: Literal["open", "closed"]


class LetterBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``assignment``."""

    schema: Schema = 1
    code: Code
    chain: tuple[Entry, ...]
    consents: tuple[Entry, ...]
    catalogue: Entry
    applications: tuple[LetterApplication, ...]
    rulings: tuple[LetterRuling, ...] = ()
    sheets: tuple[Entry, ...] = ()  # kept sheets of the code's earlier cards


class DeclaredItem(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One rule an expert answered with yes or unsure."""

    rule: RuleId
    answer: Literal["yes", "unsure"]
    level: RecusalLevel
    reason: Annotated[str, Meta(max_length=500)]


class DeclaredAnswer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The answers R01–R18 on one application; no items = none of the eighteen applies."""

    application: Id
    bulk: bool  # answered with “none for all others”, which is a deliberate act
    items: tuple[DeclaredItem, ...]


class DeclarationBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``declaration``."""

    schema: Schema = 1
    letter: Digest
    answers: tuple[DeclaredAnswer, ...]


class CitedPage(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A page that supports the percent of a criterion (empty criterion: the sheet as a whole)."""

    criterion: str
    document: Digest  # plaintext digest
    page: Page


class VetoClaim(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A veto item an expert claims, with its evidence (rules §8)."""

    item: Code
    document: Digest | None
    page: Page | None
    text: Prose


class SheetRecusal(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The question at the head of every sheet: must I recuse myself (rules §4.1)?"""

    answer: Literal["no", "yes"]
    rule: RuleId | None = None
    reason: Annotated[str, Meta(max_length=500)] = ""


class BudgetCut(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One item a finance expert would cut."""

    item: Line
    amount_fen: Fen
    reason: Prose


class BudgetOpinion(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Opinion of the finance role; not part of the score (rules §6.11)."""

    amount_fen: Fen
    cuts: tuple[BudgetCut, ...] = ()


class SheetBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``sheet``: one expert's signed sheet on one application."""

    schema: Schema = 1
    application: Id
    application_version: Digest
    letter: Digest
    phase: Phase
    state: SheetState
    percents: dict[Code, Percent] = field(default_factory=dict)
    not_applicable: dict[Code, Prose] = field(default_factory=dict)
    comments: dict[Code, Prose] = field(default_factory=dict)
    floor_reasons: dict[Code, Prose] = field(default_factory=dict)
    overall: Prose = ""
    pages: tuple[CitedPage, ...] = ()
    claims: tuple[VetoClaim, ...] = ()
    total: Points | None = None
    recommendation: Recommendation | None = None
    recusal: SheetRecusal
    integrity: bool | None = None  # true: dishonesty was found (rules §6.6); null only when recused
    budget: BudgetOpinion | None = None
    reason: Prose = ""  # of a reopened or revised sheet


class ListedSheet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A sheet that stands in the same message."""

    sheet: Digest
    code: Code
    application: Id
    phase: Phase
    file: Entry


class ScoresBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``scores``: the newest sheet of each application and phase."""

    schema: Schema = 1
    letter: Digest
    sheets: tuple[ListedSheet, ...]


class RecusalLine(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who stands aside where, by rule and decision only (rules §4.1)."""

    application: Id
    code: Code
    rule: RuleId
    decision: Literal["recused", "open", "disclosed"]


class ApplicationMembers(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who judges one application where experts are assigned one by one; codes ascending, each once."""

    application: Id
    members: tuple[Code, ...]


class PanelBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``panel``: sheets of a group without the applications the reader is recused from.

    ``panels``, only with single assignment: the members of each application in the file.
    """

    schema: Schema = 1
    group: Code
    reader: Code
    sheets: tuple[ListedSheet, ...]
    consents: tuple[Entry, ...]
    recusals: tuple[RecusalLine, ...]
    panels: tuple[ApplicationMembers, ...] | UnsetType = UNSET


class ReceivedFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file that arrived. Under score escrow only its digest is known: message and seq are null."""

    message: Digest | None
    seq: Positive | None
    file_sha256: Digest


class LogHead(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Size and RFC 6962 root of the event log."""

    size: Count
    root: Digest


class CountedSheet(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What became of one sheet, with the event that says so and its inclusion proof (RFC 6962)."""

    sheet: Digest
    application: Id
    phase: Phase
    counted: bool
    trimmed: Literal["", "high", "low"]
    void: bool
    revised: bool
    index: Count
    leaf: Annotated[str, Meta(max_length=100_000)]  # the event's canonical bytes as text
    proof: Annotated[tuple[Digest, ...], Meta(max_length=64)]


class AckBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``ack``: received or counted."""

    schema: Schema = 1
    answer: Literal["received", "counted"]
    received: tuple[ReceivedFile, ...] = ()
    counted: tuple[CountedSheet, ...] = ()
    log: LogHead


PartRole = Literal[
    "round",
    "consent",
    "sheet",
    "catalogue",
    "applications",
    "recusals",
    "aggregate",
    "log",
    "form",
    "table",
]


class ResultPart(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One data entry of a result and what it is."""

    file: Entry
    role: PartRole
    title: Line


class ResultBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``result``."""

    schema: Schema = 1
    parts: tuple[ResultPart, ...]
    log: LogHead


class NamedPerson(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The key between a code and a person."""

    code: Code
    roster: Id | None  # null for secretary and observer
    name: Line
    organisation: Line
    card: Digest


class NamesBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``names``; the salt lets the holder redo the codes of the draw (rules §3.2)."""

    schema: Schema = 1
    salt: Digest
    people: tuple[NamedPerson, ...]


class ShareBody(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Kind ``share``: one share of an escrow key (SLIP-39 words)."""

    schema: Schema = 1
    key: Literal["escrow_scores", "escrow_result"]
    recipient: AgeRecipient
    k: Annotated[int, Meta(ge=2, le=16)]
    n: Annotated[int, Meta(ge=2, le=16)]
    words: Annotated[str, Meta(max_length=1_000)]


#: Struct of every kind but ``round``, whose struct depends on its version.
STRUCTS: dict[str, type[Struct]] = {
    "card": CardBody,
    "chain": ChainBody,
    "consent": ConsentBody,
    "assignment": LetterBody,
    "declaration": DeclarationBody,
    "sheet": SheetBody,
    "scores": ScoresBody,
    "panel": PanelBody,
    "ack": AckBody,
    "result": ResultBody,
    "names": NamesBody,
    "share": ShareBody,
}


def body_of(kind: str, body: dict[str, Any]) -> Any:
    """Return the typed body of a message of ``kind``.

    Raises:
        ValueError: unknown kind, or a body that does not fit its struct (the text names the place).
    """
    if kind == "round":
        struct: type[Struct] = RoundBody if body.get("version") == 1 else AmendmentBody
    elif kind in STRUCTS:
        struct = STRUCTS[kind]
    else:
        raise ValueError(f"unknown kind {kind}")
    try:
        return msgspec.convert(body, struct)
    except msgspec.ValidationError as fault:
        raise ValueError(str(fault)) from fault


def plain(body: Struct) -> dict[str, Any]:
    """Return ``body`` as JSON values, ready for :func:`zgc_review.domain.canonical.canonical_bytes`."""
    value = msgspec.to_builtins(body)
    assert isinstance(value, dict)  # noqa: S101 - a struct always becomes a mapping
    return value

"""What a consent may say beside its answer, act by act: the independent verifier asks the same."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from zgc_review.domain.bodies import (
    ConsentBody,
    RuleId,
)
from zgc_review.domain.shapes import Code, Digest, Fen, Id, Line, Page


class _Code(Struct, frozen=True, forbid_unknown_fields=True):
    code: Code


class _Ruling(Struct, frozen=True, forbid_unknown_fields=True):
    code: Code
    rule: RuleId


class _Gate(Struct, frozen=True, forbid_unknown_fields=True):
    gate: Code


class _Claim(Struct, frozen=True, forbid_unknown_fields=True):
    item: Code
    document: Digest | None
    page: Page | None


class _Amount(Struct, frozen=True, forbid_unknown_fields=True):
    amount_fen: Fen | None


class _Order(Struct, frozen=True, forbid_unknown_fields=True):
    pool: Code
    order: Annotated[list[Id], Meta(min_length=1, max_length=10_000)]


class _Media(Struct, frozen=True, forbid_unknown_fields=True):
    media: list[Line]


class _Witness(Struct, frozen=True, forbid_unknown_fields=True):
    act: Line
    digest: Digest | None


_SHAPES: dict[str, type[Struct]] = {
    "handback": _Media,
    "ruling": _Ruling,
    "void": _Code,
    "absent": _Code,
    "check": _Gate,
    "acting": _Code,
    "veto_claim": _Claim,
    "decision": _Amount,
    "tie": _Order,
    "witness": _Witness,
}
_NO_ABOUT = frozenset({"absent", "acting", "check", "discuss", "opinion", "decision", "tie"})
_NO_APPLICATION = frozenset({"round", "pledge", "pleas", "handback", "tie", "witness"})
_NO_TEXT = frozenset(
    {"round", "pledge", "handback", "ruling", "void", "acting", "discuss", "veto_vote", "witness"}
)


def surplus_of(body: ConsentBody) -> str | None:
    """Return the field by which a consent says more than its act allows (docs/bodies.md §2), else None."""
    if body.about is not None and body.act in _NO_ABOUT:
        return "about"
    if body.application is not None and body.act in _NO_APPLICATION:
        return "application"
    if body.text and body.act in _NO_TEXT:
        return "text"
    shape = _SHAPES.get(body.act)
    if shape is not None:
        try:
            msgspec.convert(body.values, shape)
        except msgspec.ValidationError:
            return "values"
    return None

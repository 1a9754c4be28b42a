"""Notations: how numbers, times and codes are written on forms."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from msgspec import Struct

from zgc_review.errors import ProgramFault
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
    printed,
)


class Inner(Struct, frozen=True):
    value: Points


class Everything(Struct, frozen=True, kw_only=True):
    points: Points = 8240
    fen: Fen = 222_000_000
    off: SignedPoints = -2540
    more: SignedPoints = 300
    same: SignedPoints = 0
    at: Stamp = "2026-11-22T14:53:37+08:00"
    day: Day = "2026-11-22"
    digest: Digest = "0" * 64
    digits: Digits = "61075 28934 90412 57386 11860 43297"
    size: Bytes = 48_562_176
    word: Annotated[str, Word("phase")] = "initial"
    mark: Literal["", "high"] = "high"
    text: str = "a\tb\x07"
    count: int = 3
    yes: bool = True
    nothing: Points | None = None
    maybe: Points | None = 5
    inner: Inner = Inner(1)
    inners: tuple[Inner, ...] = (Inner(2), Inner(300))
    words: tuple[Annotated[str, Word("phase")], ...] = ("revision",)
    maybe_many: tuple[str, ...] | None = ("x",)


def test_every_notation() -> None:
    assert printed(Everything(), "zh_CN") == {
        "points": "82.40",
        "fen": "222.00",
        "off": "−25.40",
        "more": "+3.00",
        "same": "0.00",
        "at": "2026-11-22 14:53:37",
        "day": "2026-11-22",
        "digest": "0" * 64,
        "digits": "61075 28934 90412 57386 11860 43297",
        "size": "48,562,176",
        "word": "初评",
        "mark": "high",
        "text": "a    b〔U+0007〕",
        "count": "3",
        "yes": True,
        "nothing": None,
        "maybe": "0.05",
        "inner": {"value": "0.01"},
        "inners": [{"value": "0.02"}, {"value": "3.00"}],
        "words": ["合议后修改"],
        "maybe_many": ["x"],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        Everything(at="2026-11-22T14:53:37Z"),
        Everything(at="2026-11-22T14:53:37+08:00\n"),
        Everything(day="22.11.2026"),
        Everything(digest="0" * 63),
        Everything(digest="A" * 64),
        Everything(digits="61075 28934"),
        Everything(word="UNKNOWN"),
    ],
)
def test_what_has_no_notation_is_a_fault_of_ours(wrong: Everything) -> None:
    with pytest.raises(ProgramFault):
        printed(wrong, "zh_CN")

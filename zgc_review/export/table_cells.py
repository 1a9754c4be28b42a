"""Cells and sheets of exported tables: what kind of value each cell holds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zgc_review.domain.money import points, wan_yuan

# Office programs take these for the start of a formula; the wide forms are folded by some of them.
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")
_ENTRY_STARTS = frozenset("\t\r\n")


@dataclass(frozen=True, slots=True)
class Score:
    """Points × 100, shown with two decimals exactly as stored."""

    points: int

    def text(self) -> str:
        """Return the decimal text: 8240 → ``82.40``."""
        return points(self.points)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 分, shown in 万元 with at least two decimals and never rounded."""

    fen: int

    def text(self) -> str:
        """Return the decimal text without separators: 220000000 → ``220.00``."""
        return wan_yuan(self.fen).replace(",", "")

    def is_round(self) -> bool:
        """Say whether two decimals show it whole (a multiple of 100 元)."""
        return self.fen % 10_000 == 0


Cell: TypeAlias = str | int | Score | Amount | None


@dataclass(frozen=True, slots=True)
class Column:
    """Heading and width (in characters) of a column."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; ``rows`` is read once, so it may be a generator."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]

    def with_heading(self) -> Iterable[Sequence[Cell]]:
        """Return the headings, then the rows, as a CSV file wants them."""
        yield tuple(column.title for column in self.columns)
        yield from self.rows


def is_formula_like(text: str) -> bool:
    """Say whether an office program might read ``text`` as a formula or drop its start (U6).

    White space and invisible characters before the sign do not count: some programs drop them.
    """
    if text[:1] in _ENTRY_STARTS:
        return True
    for char in text:
        if char in _FORMULA_STARTS:
            return True
        if unicodedata.category(char)[0] not in "ZC":
            return False
    return False


def whole_characters(text: str) -> str:
    """Return ``text`` with halves of surrogate pairs written as codes: no file format can hold them."""
    return "".join(f"〔U+{ord(char):04X}〕" if "\ud800" <= char <= "\udfff" else char for char in text)

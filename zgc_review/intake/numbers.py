"""Numbers as people type them: full-width digits, thousands commas, units behind them; exact throughout."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from typing import Final

from zgc_review.intake.cells import Cell, Kind
from zgc_review.intake.report import Place, Report

MAX_FEN: Final = 10**15
MAX_COUNT: Final = 10**9
MAX_BP: Final = 10**6
_NUMBER: Final = re.compile(r"[+-]?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]+)?\Z")
_SUFFIX: Final = re.compile(r"(.*?)(万元|元|万|%|[^\W\d_]+)?\Z", re.DOTALL)
_FACTORS: Final = {"万元": 1_000_000, "万": 1_000_000, "元": 100}


def read_integer(cell: Cell, unit: str, place: Place, report: Report) -> int | None:
    """Return a whole number of at least 0, or None with the reason in ``report``."""
    found = _decimal(cell, place, report)
    if found is None:
        return None
    number, suffix = found
    if suffix not in unit:
        report.add(
            "intake.number.character", place, cell.text, position=_place_of(cell.text), character=suffix
        )
        return None
    if number.denominator != 1:
        report.add("intake.number.fraction", place, cell.text)
        return None
    return _bounded(int(number), MAX_COUNT, "intake.number.range", cell, place, report)


def read_money(cell: Cell, unit: str, place: Place, report: Report) -> int | None:
    """Return an amount in 分, or None with the reason in ``report``.

    The unit written in the cell counts, else that of the header; without either the amount is
    refused: taking 元 for 万元 is wrong by a factor of 10,000. At most 2 decimals (rules §16).
    """
    found = _decimal(cell, place, report)
    if found is None:
        return None
    number, suffix = found
    if suffix and suffix not in _FACTORS:
        report.add(
            "intake.number.character", place, cell.text, position=_place_of(cell.text), character=suffix
        )
        return None
    factor = _FACTORS.get(suffix or unit)
    if factor is None:
        report.add("intake.amount.unit", place, cell.text)
        return None
    if number < 0:
        report.add("intake.amount.negative", place, cell.text)
        return None
    if (number * 100).denominator != 1:
        report.add("intake.amount.decimals", place, cell.text)
        return None
    return _bounded(int(number * factor), MAX_FEN, "intake.amount.range", cell, place, report)


def read_percent(cell: Cell, place: Place, report: Report) -> int | None:
    """Return a percentage in 1/10,000, or None with the reason in ``report``."""
    found = _decimal(cell, place, report)
    if found is None:
        return None
    number, suffix = found
    if suffix not in ("", "%"):
        report.add(
            "intake.number.character", place, cell.text, position=_place_of(cell.text), character=suffix
        )
        return None
    if cell.percent:
        number *= 100
    if (number * 100).denominator != 1:
        report.add("intake.percent.decimals", place, cell.text)
        return None
    if 0 < number <= 1 and not cell.percent and not suffix:
        report.add("intake.percent.small", place, cell.text)
    return _bounded(int(number * 100), MAX_BP, "intake.number.range", cell, place, report)


def _decimal(cell: Cell, place: Place, report: Report) -> tuple[Fraction, str] | None:
    """Return the exact number of a cell and the word behind it, or None with the reason in ``report``."""
    if cell.kind is Kind.NUMBER:
        return Fraction(cell.number), ""
    if cell.kind is not Kind.TEXT:
        report.add("intake.number.kind", place, cell.text)
        return None
    text = "".join(unicodedata.normalize("NFKC", cell.text).split()).removeprefix("¥")
    found = _SUFFIX.match(text)
    body, suffix = (found[1], found[2] or "") if found else (text, "")
    if _NUMBER.match(body):
        return Fraction(Decimal(body.replace(",", ""))), suffix
    position = _place_of(cell.text)
    report.add(
        "intake.number.character", place, cell.text, position=position, character=cell.text[position - 1]
    )
    return None


def _place_of(text: str) -> int:
    """Return the place, from 1, of the first character that does not belong to a number."""
    seen_point = False
    for position, char in enumerate(text, start=1):
        plain = unicodedata.normalize("NFKC", char)
        if plain == "." and not seen_point:
            seen_point = True
        elif plain not in "0123456789,+-¥" and not char.isspace():
            return position
    inner = re.search(r"(?<=.)[,，+＋-]", text)
    return inner.end() if inner else 1


def _bounded(number: int, most: int, code: str, cell: Cell, place: Place, report: Report) -> int | None:
    """Return ``number`` when it lies between 0 and ``most``."""
    if 0 <= number <= most:
        return number
    report.add(code, place, cell.text)
    return None

"""Texts as typed: nothing is rewritten but line breaks, outer spaces and characters nobody can see."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Final

from zgc_review.intake.cells import Cell, Kind
from zgc_review.intake.report import Place, Report

_SCIENTIFIC: Final = re.compile(r"[0-9](\.[0-9]+)?E\+[0-9]{2,3}\Z", re.IGNORECASE)
#: Excel keeps 15 digits of a number and turns the rest into zeros.
_EXACT: Final = Decimal(10) ** 15


def read_text(cell: Cell, place: Place, report: Report) -> str | None:
    """Return the text of a cell, or None with the reason in ``report``.

    Names keep their spelling (design §4.1): width, brackets and rare characters stay. A number that
    the spreadsheet program made of a code is refused where it lost digits.
    """
    if cell.kind is Kind.NUMBER:
        return _digits(cell, place, report)
    if cell.kind is Kind.DATE:
        report.add("intake.text.date", place, cell.text)
        return None
    if cell.kind is Kind.TRUTH:
        report.add("intake.text.truth", place, cell.text)
        return None
    text = _visible(cell.text, place, report)
    if text is not None and _SCIENTIFIC.match(text):
        report.add("intake.text.scientific", place, text)
        return None
    return text or None


def _digits(cell: Cell, place: Place, report: Report) -> str | None:
    """Return a number that stands where a text is expected, such as 申报编号 20260001."""
    if abs(cell.number) >= _EXACT:
        report.add("intake.text.digits", place, cell.text)
        return None
    return cell.text


def _visible(text: str, place: Place, report: Report) -> str | None:
    """Return ``text`` without invisible characters, or None when it holds control characters."""
    categories = {unicodedata.category(char) for char in text}
    if "Cc" in categories and any(unicodedata.category(char) == "Cc" for char in text if char not in "\n\t"):
        report.add("intake.cell.control", place, text)
        return None
    if "Cf" in categories:
        report.add("intake.cell.invisible", place, text)
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    if "\ufffd" in text:
        report.add("intake.cell.replaced", place, text)
    if "Co" in categories:
        report.add("intake.cell.private", place, text)
    return text.strip()

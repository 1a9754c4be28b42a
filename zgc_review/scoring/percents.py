"""Reads a percent as a person types or pastes it (acceptance U5)."""

from __future__ import annotations

import re

from zgc_review.errors import ScoringError

_FULL_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_DECIMAL = re.compile(r"[0-9]*\s*[.。．｡,，、·]\s*[0-9]*")
_SIGNED = re.compile(r"[-+−－＋﹣‐–—]\s*[0-9]+")
# Four characters are enough for a unit; a longer tail is text that must not enter an error.
_UNIT = re.compile(r"[0-9]+\s*([^0-9\s]{1,4})")


def parse_percent(text: str) -> int:
    """Return the whole percent 0–100 that ``text`` says; full-width digits are read as digits.

    Raises:
        ScoringError: ``scoring.percent.empty``, ``.decimal`` (85.5, 85。5), ``.sign``, ``.unit`` (85 分,
            85%), ``.character`` (anything else that is no digit), ``.range`` (over 100).
    """
    typed = text.strip().translate(_FULL_WIDTH)
    if not typed:
        raise ScoringError("scoring.percent.empty")
    if not (typed.isascii() and typed.isdigit()):
        raise _fault(typed)
    digits = typed.lstrip("0") or "0"
    if len(digits) > 3 or int(digits) > 100:
        raise ScoringError("scoring.percent.range")
    return int(digits)


def _fault(typed: str) -> ScoringError:
    """Say most precisely why ``typed`` is no whole number."""
    if _DECIMAL.fullmatch(typed):
        return ScoringError("scoring.percent.decimal")
    if _SIGNED.fullmatch(typed):
        return ScoringError("scoring.percent.sign")
    unit = _UNIT.fullmatch(typed)
    if unit and unit[1].isprintable():
        return ScoringError("scoring.percent.unit", unit=unit[1])
    place, character = next(
        (place, one) for place, one in enumerate(typed, start=1) if not (one.isascii() and one.isdigit())
    )
    name = character if character.isprintable() and character != " " else f"U+{ord(character):04X}"
    return ScoringError("scoring.percent.character", character=name, place=place)

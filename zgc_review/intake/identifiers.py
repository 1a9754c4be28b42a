"""Identifier checks of rules §12: check characters where a standard has them, shapes elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_SHAPE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}\Z")
_CREDIT_WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGAN_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PATENT_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


class Verdict(StrEnum):
    """What a check of an identifier came to."""

    OK = "ok"
    WARN = "warn"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of one check.

    Attributes:
        verdict: ok; warn = right shape, wrong check character; invalid = not of the shape.
        value: the identifier in its normal spelling (NFKC, upper case, no spaces).
        normalised: the input was spelt otherwise (已自动规范).
        problem: empty, or one of length, character, check, inner, date, shape.
        expected: the check character that would agree, where the problem is check or inner.
        position: place of the first wrong character, counted from 1; 0 where there is none.
    """

    verdict: Verdict
    value: str
    normalised: bool = False
    problem: str = ""
    expected: str = ""
    position: int = 0


def normal(text: str) -> str:
    """Return an identifier in its normal spelling: NFKC, upper case, without white space (rules §5, §12)."""
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return "".join(folded.split())


def check_credit_code(text: str) -> Checked:
    """Check a unified social credit code (GB 32100-2015; position 17 by GB 11714).

    A failing check character is only a warning: a code that fails is in public use (rules §12).
    """
    value = normal(text)
    changed = value != text
    if len(value) != 18:
        return Checked(Verdict.INVALID, value, changed, "length")
    if not _CREDIT_SHAPE.match(value):
        return Checked(Verdict.INVALID, value, changed, "character", position=_first_wrong(value))
    expected = credit_check(value[:17])
    if value[17] != expected:
        return Checked(Verdict.WARN, value, changed, "check", expected, 18)
    inner = organ_check(value[8:16])
    if value[16] != inner:
        return Checked(Verdict.WARN, value, changed, "inner", inner, 17)
    return Checked(Verdict.OK, value, changed)


def credit_check(first: str) -> str:
    """Return the check character of the first 17 characters of a credit code (GB 32100-2015)."""
    total = sum(_CREDIT_ALPHABET.index(char) * w for char, w in zip(first, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def organ_check(first: str) -> str:
    """Return the check character of an organisation code of eight characters (GB 11714)."""
    total = sum(int(char, 36) * w for char, w in zip(first, _ORGAN_WEIGHTS, strict=True))
    return "0123456789X"[(11 - total % 11) % 11]


def check_resident_id(text: str) -> Checked:
    """Check a resident identity number (GB 11643) and the day of birth in it."""
    value = normal(text)
    changed = value != text
    if len(value) != 18:
        return Checked(Verdict.INVALID, value, changed, "length")
    if not re.match(r"[0-9]{17}[0-9X]\Z", value):
        return Checked(Verdict.INVALID, value, changed, "character")
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return Checked(Verdict.INVALID, value, changed, "date")
    total = sum(int(char) * w for char, w in zip(value[:17], _RESIDENT_WEIGHTS, strict=True))
    return _by_check(value, changed, "10X98765432"[total % 11])


def check_issn(text: str) -> Checked:
    """Check an ISSN; the hyphen and a leading ``ISSN`` may be missing or present."""
    value = normal(text).removeprefix("ISSN").lstrip(":")
    if re.match(r"[0-9]{7}[0-9X]\Z", value):
        value = f"{value[:4]}-{value[4:]}"
    changed = value != text
    if not re.match(r"[0-9]{4}-[0-9]{3}[0-9X]\Z", value):
        return Checked(Verdict.INVALID, value, changed, "shape")
    digits = value[:4] + value[5:8]
    total = sum(int(char) * weight for char, weight in zip(digits, range(8, 1, -1), strict=True))
    return _by_check(value, changed, "0123456789X"[(11 - total % 11) % 11])


def check_patent_no(text: str) -> Checked:
    """Check a patent application number of 12 digits; ``ZL`` or ``CN`` before it and the point may vary."""
    value = re.sub(r"\A(ZL|CN)", "", normal(text))
    if re.match(r"[0-9]{12}[0-9X]\Z", value):
        value = f"{value[:12]}.{value[12]}"
    changed = value != text
    if not re.match(r"[0-9]{12}\.[0-9X]\Z", value):
        return Checked(Verdict.INVALID, value, changed, "shape")
    total = sum(int(char) * w for char, w in zip(value[:12], _PATENT_WEIGHTS, strict=True))
    return _by_check(value, changed, "0123456789X"[total % 11])


def check_shape(name: str, text: str) -> Checked:
    """Check an identifier that has a shape but no check character (rules §12: hints only).

    Args:
        name: hightech_certificate, fund_manager, fund_filing, securities_code or cn_number.
        text: the identifier as typed.
    """
    value = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()
    if name != "cn_number":
        value = "".join(value.split())
    verdict = Verdict.OK if _SHAPES[name].match(value) else Verdict.INVALID
    return Checked(verdict, value, value != text, "" if verdict is Verdict.OK else "shape")


_SHAPES: Final[Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        "hightech_certificate": re.compile(r"(GR|GF)20[0-9]{2}[0-9]{8}\Z"),
        "fund_manager": re.compile(r"P[0-9]{7}\Z"),
        "fund_filing": re.compile(r"S[A-Z0-9]{5}\Z"),
        "securities_code": re.compile(r"[489][0-9]{5}\Z"),
        "cn_number": re.compile(r"CN ?[0-9]{2}-[0-9]{4}"),
    }
)


def _by_check(value: str, changed: bool, expected: str) -> Checked:
    """Return ok or invalid, by the last character."""
    if value[-1] == expected:
        return Checked(Verdict.OK, value, changed)
    return Checked(Verdict.INVALID, value, changed, "check", expected, len(value))


def _first_wrong(value: str) -> int:
    """Return the place, from 1, of the first character that a credit code cannot have there; there is one."""
    return next(
        place
        for place, char in enumerate(value, start=1)
        if char not in ("0123456789" if 3 <= place <= 8 else _CREDIT_ALPHABET)
    )


def _is_ok(check: Callable[[str], Checked]) -> Callable[[str], bool]:
    """Return ``check`` as a yes or no question."""
    return lambda text: check(text).verdict is Verdict.OK


def _has_shape(name: str) -> Callable[[str], bool]:
    """Return the shape check ``name`` as a yes or no question."""
    return lambda text: check_shape(name, text).verdict is Verdict.OK


#: The names that a catalogue may give as value of its operator ``valid`` (catalogue head, item 6).
CHECKS: Final[Mapping[str, Callable[[str], bool]]] = MappingProxyType(
    {
        "credit_code": _is_ok(check_credit_code),
        "resident_id": _is_ok(check_resident_id),
        "issn": _is_ok(check_issn),
        "patent_no": _is_ok(check_patent_no),
        **{name: _has_shape(name) for name in _SHAPES},
    }
)

"""How the fields of form values are written on paper: one notation per kind of field.

Form values hold plain numbers and codes (points × 100, 分, ISO times). :func:`printed` turns them into
the strings a template shows; nothing else formats a number for a form.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin, get_type_hints

from msgspec import Struct

from resources import reader
from zgc_review.domain.money import points, wan_yuan
from zgc_review.errors import ProgramFault
from zgc_review.export.fonts import safe_text

Shown: TypeAlias = "bool | str | list[Shown] | dict[str, Shown] | None"


class Notation(StrEnum):
    """How a field is written."""

    POINTS = "points"
    SIGNED_POINTS = "signed_points"
    FEN = "fen"
    STAMP = "stamp"
    DAY = "day"
    DIGEST = "digest"
    DIGITS = "digits"
    BYTES = "bytes"


class Word(Struct, frozen=True):
    """A code that is written as a word of ``form.word.<group>.<code>``."""

    group: str


Points: TypeAlias = Annotated[int, Notation.POINTS]
"""Points × 100: 8240 is written 82.40."""
SignedPoints: TypeAlias = Annotated[int, Notation.SIGNED_POINTS]
"""A difference × 100: -2540 is written −25.40, 300 is written +3.00."""
Fen: TypeAlias = Annotated[int, Notation.FEN]
"""Amount in 分, written in 万元."""
Stamp: TypeAlias = Annotated[str, Notation.STAMP]
"""Claimed time ``YYYY-MM-DDThh:mm:ss+08:00``, written without T and zone."""
Day: TypeAlias = Annotated[str, Notation.DAY]
"""Date ``YYYY-MM-DD``."""
Digest: TypeAlias = Annotated[str, Notation.DIGEST]
"""64 lower-case hex characters."""
Digits: TypeAlias = Annotated[str, Notation.DIGITS]
"""Six groups of five digits (design §4.1), as people compare them."""
Bytes: TypeAlias = Annotated[int, Notation.BYTES]
"""Number of bytes, written with thousands commas."""

_STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})\+08:00\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_DIGITS = re.compile(r"\d{5}( \d{5}){5}\Z")
_MINUS = "−"


def printed(value: Struct, language: str) -> dict[str, Shown]:
    """Return ``value`` as JSON of strings, lists and mappings, every text safe to draw.

    Args:
        value: a form value.
        language: ``zh_CN`` or ``en``, for words.

    Raises:
        ProgramFault: a code without a word, or a digest, time or fingerprint that is none.
        ReviewError: ``export.font.missing``.
    """
    return {name: _shown(getattr(value, name), hint, language) for name, hint in _hints(type(value)).items()}


@cache
def _hints(kind: type[Struct]) -> dict[str, Any]:
    """Return the annotations of a form value, notations included."""
    return get_type_hints(kind, include_extras=True)


def _shown(value: Any, hint: Any, language: str) -> Shown:
    """Write one field by its annotation."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Struct):
        return printed(value, language)
    if isinstance(value, tuple):
        item_hint = next(part for part in _parts(hint) if get_origin(part) is tuple)
        return [_shown(item, get_args(item_hint)[0], language) for item in value]
    marks = [mark for part in _parts(hint) for mark in getattr(part, "__metadata__", ())]
    for mark in marks:
        if isinstance(mark, Word):
            return _word(mark.group, value, language)
        if isinstance(mark, Notation):
            return _written(value, mark)
    return safe_text(str(value))


def _parts(hint: Any) -> tuple[Any, ...]:
    """Return the members of a union, or the annotation itself."""
    return (hint,) if get_origin(hint) in {Annotated, tuple} or not get_args(hint) else get_args(hint)


def _word(group: str, code: str, language: str) -> str:
    """Return the word for ``code``; a form with a bare code on it is a fault of ours."""
    key = f"form.word.{group}.{code}"
    try:
        return reader.load(language)[key]
    except KeyError as fault:
        raise ProgramFault(f"no text {key}") from fault


def _written(value: Any, notation: Notation) -> str:
    """Write one number, time or digest."""
    match notation:
        case Notation.POINTS:
            return points(value)
        case Notation.SIGNED_POINTS:
            return ("+" if value > 0 else "") + points(value).replace("-", _MINUS)
        case Notation.FEN:
            return wan_yuan(value)
        case Notation.BYTES:
            return f"{value:,}"
        case Notation.STAMP:
            return " ".join(_matched(_STAMP, value).groups())
        case Notation.DAY:
            return _matched(_DAY, value)[0]
        case Notation.DIGEST:
            return _matched(_DIGEST, value)[0]
        case Notation.DIGITS:
            return _matched(_DIGITS, value)[0]


def _matched(pattern: re.Pattern[str], value: str) -> re.Match[str]:
    """Refuse a value that is not of its form: callers get them from checked files only."""
    found = pattern.match(value)
    if found is None:
        raise ProgramFault(f"not of the form {pattern.pattern}")
    return found

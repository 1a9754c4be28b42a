"""Chinese names against names in Latin letters: all readings, both orders, initials (rules §5).

A match here is only ever a candidate: many Chinese names share one spelling.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache

from zgc_review.conflicts.names import PersonName
from zgc_review.conflicts.words import MORE_READINGS

_MAX_SURNAME_LETTERS = 6


class Spelling(StrEnum):
    """How a name in Latin letters fits another name."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"


@lru_cache(maxsize=16_384)
def readings(char: str) -> frozenset[str]:
    """Return every reading of a character without tones, with v, u and yu for ü; empty if unknown."""
    import pypinyin  # noqa: PLC0415 - slow import

    found: set[str] = set(MORE_READINGS.get(char, ()))
    entries = pypinyin.pinyin(char, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    for reading in entries[0] if entries else ():
        found |= {reading, reading.replace("v", "u"), reading.replace("v", "yu")}
    return frozenset(entry for entry in found if entry)


def spelling(left: PersonName, right: PersonName) -> Spelling:
    """Say how two names fit of which at least one is in Latin letters.

    Order of surname and given name, hyphens and case do not matter; ``ZHANG W.`` fits 张伟 by initials.
    """
    if left.tokens and right.tokens:
        return _latin_pair(left.tokens, right.tokens)
    han, tokens = (left.han, right.tokens) if left.han else (right.han, left.tokens)
    if not tokens or len(han) < 2:
        return Spelling.NONE
    return _han_pair(han, tokens)


def _han_pair(han: str, tokens: tuple[str, ...]) -> Spelling:
    parts = [readings(char) for char in han]
    compact = "".join(tokens)
    for surname in (1, 2) if len(han) > 2 else (1,):
        turned = parts[surname:] + parts[:surname]
        if _spells(compact, parts) or _spells(compact, turned):
            return Spelling.FULL
    for surname in (1, 2) if len(han) > 2 else (1,):
        for place, token in enumerate(tokens):
            rest = "".join(tokens[:place] + tokens[place + 1 :])
            if _spells(token, parts[:surname]) and _initials_fit(rest, parts[surname:]):
                return Spelling.INITIALS
    return Spelling.NONE


def _spells(letters: str, parts: Sequence[frozenset[str]]) -> bool:
    """Say whether ``letters`` is one reading of each part, one after the other."""
    ends = {0}
    for part in parts:
        ends = {end + len(entry) for end in ends for entry in part if letters.startswith(entry, end)}
    return len(letters) in ends


def _initials_fit(letters: str, parts: Sequence[frozenset[str]]) -> bool:
    """Say whether ``letters`` are the initials of all given characters, or of the first alone."""
    if not letters or len(letters) > len(parts) or 1 < len(letters) < len(parts):
        return False
    return all(
        any(entry.startswith(letter) for entry in part) for letter, part in zip(letters, parts, strict=False)
    )


def _latin_pair(left: tuple[str, ...], right: tuple[str, ...]) -> Spelling:
    if sorted(left) == sorted(right) or not _turns(left).isdisjoint(_turns(right)):
        return Spelling.FULL
    for short, full in ((left, right), (right, left)):
        for place, token in enumerate(short):
            initials = "".join(short[:place] + short[place + 1 :])
            others = [entry for entry in full if entry != token]
            if len(token) > 1 and len(others) == len(full) - 1 and _latin_initials(initials, others):
                return Spelling.INITIALS
    return Spelling.NONE


def _latin_initials(letters: str, words: Sequence[str]) -> bool:
    if not letters or not words or len(letters) > len(words):
        return False
    return all(word.startswith(letter) for letter, word in zip(letters, words, strict=False))


def _turns(tokens: tuple[str, ...]) -> set[str]:
    """Return the names written in one word, from each token on: surname first or last."""
    return {"".join(tokens[place:] + tokens[:place]) for place in range(len(tokens))}


def blocking_keys(name: PersonName) -> frozenset[tuple[str, str]]:
    """Return keys of which two names share at least one whenever ``spelling`` lets them fit.

    A key is a possible surname with the first letter of what is left.
    """
    return frozenset(_han_keys(name.han) if name.han else _latin_keys(name.tokens))


def _han_keys(han: str) -> Iterator[tuple[str, str]]:
    for surname in (1, 2):
        if len(han) <= surname:
            return
        firsts = {entry[0] for entry in readings(han[surname])}
        for family in _joined([readings(char) for char in han[:surname]]):
            for first in firsts:
                yield family, first


def _joined(parts: Sequence[frozenset[str]]) -> list[str]:
    found = [""]
    for part in parts:
        found = [start + entry for start in found for entry in sorted(part)]
    return found


def _latin_keys(tokens: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for place, token in enumerate(tokens):
        rest = tokens[:place] + tokens[place + 1 :]
        for other in rest:
            yield token, other[0]
    yield "".join(sorted(tokens)), ""
    for compact in _turns(tokens):
        yield compact, ""
        for cut in range(2, min(2 * _MAX_SURNAME_LETTERS, len(compact) - 1) + 1):
            yield compact[:cut], compact[cut]
            yield compact[-cut:], compact[0]

"""Regular expressions of the catalogue: a small dialect whose matching time stays bounded."""

from __future__ import annotations

import re

MAX_PATTERN = 100
MAX_SUBJECT = 200
_MAX_REPEATS = 2
_MAX_CHOICES = 8
_ATOMS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_EXACT = re.compile(r"\{\d{1,3}\}")
_REPEAT = re.compile(r"[*+]|\{\d*,\d*\}")


def fault_of(pattern: str) -> bool:
    """Say whether ``pattern`` is refused: it does not compile, or could run away on a long text.

    A committee writes patterns to check a form (head, item 6: 仅查形式). Repeated groups, look-around,
    back references and more than a few variable repeats are what makes matching take exponential time.
    """
    if len(pattern) > MAX_PATTERN:
        return True
    try:
        re.compile(pattern, re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return True
    if re.search(r"\\[1-9]", pattern):
        return True
    # Escapes and classes count as one character each, exact repeats of them as none.
    bare = _ATOMS.sub("x", pattern)
    if re.search(r"\)[*+?{]", bare) or "(?" in bare:
        return True
    bare = _EXACT.sub("", bare)
    repeats = len(_REPEAT.findall(bare))
    return repeats > _MAX_REPEATS or repeats + bare.count("?") + bare.count("|") > _MAX_CHOICES


def matches(pattern: str, subject: str) -> bool:
    """Say whether ``subject``, without white space at its ends, has the form ``pattern``.

    Digits are ASCII digits. A text longer than any number with a form does not match.
    """
    trimmed = subject.strip()
    return len(trimmed) <= MAX_SUBJECT and re.search(pattern, trimmed, re.ASCII) is not None

"""Texts folded for searching: width, case, compatibility forms and white space make no difference."""

from __future__ import annotations

import unicodedata
from typing import Final

#: Hyphens at the end of a line as PDFium tells them, soft hyphens, marks without width.
_DROPPED: Final = dict.fromkeys(map(ord, "\ufffe\uffff\u0002\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)
_SNIPPET_BEFORE: Final = 18
_SNIPPET_AFTER: Final = 36


def fold(text: str) -> str:
    """Return ``text`` as it is compared: NFKC-equal, case-folded, without white space.

    Lines of Chinese break anywhere and PDF puts blanks between characters, so white space does not count.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(plain.split()).translate(_DROPPED)


class _Folds(dict[str, str]):
    """Folded form of single characters, filled as they are met."""

    def __missing__(self, char: str) -> str:
        folded = self[char] = fold(char)
        return folded


_folds: Final = _Folds()


def find(text: str, folded_query: str, most: int) -> list[tuple[int, int]]:
    """Return start and length, in ``text``, of up to ``most`` places that fold to ``folded_query``."""
    if not folded_query or folded_query not in fold(text):
        return []
    parts = [_folds[char] for char in text]
    whole = "".join(parts)
    origin = [place for place, part in enumerate(parts) for _ in part]
    found: list[tuple[int, int]] = []
    at = whole.find(folded_query)
    while at >= 0 and len(found) < most:
        start, last = origin[at], origin[at + len(folded_query) - 1]
        found.append((start, last + 1 - start))
        at = whole.find(folded_query, at + len(folded_query))
    return found


def snippet(text: str, start: int, length: int) -> tuple[str, int, int]:
    """Return a line of ``text`` around a hit, and start and length of the hit in it."""
    before = _line(text[max(0, start - _SNIPPET_BEFORE) : start]).lstrip()
    hit = _line(text[start : start + length]).strip()
    after = _line(text[start + length : start + length + _SNIPPET_AFTER]).rstrip()
    return before + hit + after, len(before), len(hit)


def _line(text: str) -> str:
    """Return ``text`` on one line."""
    shown = text.translate(_DROPPED).replace("\r\n", "\n")
    return "".join(" " if char.isspace() else char for char in shown)

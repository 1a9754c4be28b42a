"""Words of the other language that are still on the screen after a switch."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from resources.reader import load

_PLACE = re.compile(r"\{[^}]*\}")
#: Letters a text begins with before its first gap; shorter ones tell nothing.
_BEGIN = 3


def words_left(language: str, shown: Iterable[str]) -> list[str]:
    """Return what is shown and can only be a text of the other language than ``language``."""
    other = "en" if language == "zh_CN" else "zh_CN"
    return sorted({one for one in shown if _is_text(other, one) and not _is_text(language, one)})


def _is_text(language: str, words: str) -> bool:
    return any(one.fullmatch(words) for one in _patterns(language).get(words[:_BEGIN], ()))


@cache
def _patterns(language: str) -> dict[str, list[re.Pattern[str]]]:
    """Return every caption of the windows as what it may look like when filled, by how it begins."""
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    for key, text in load(language).items():
        begin = _PLACE.split(text)[0]
        if key.startswith("ui.") and len(begin) >= _BEGIN:
            pattern = ".+".join(re.escape(part) for part in _PLACE.split(text))
            found[begin[:_BEGIN]].append(re.compile(pattern, re.DOTALL))
    return found

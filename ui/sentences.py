"""Sentences and lists put together: nothing stands after a Chinese full stop, no line begins with a dot."""

from __future__ import annotations

_ENDS = ("。", "；", "：")


def joined(*sentences: str) -> str:
    """Return sentences after each other; a Chinese stop brings its own gap, any other gets a space."""
    words = ""
    for one in sentences:
        gap = " " if words and not words.endswith(_ENDS) else ""
        words += f"{gap}{one}" if one else ""
    return words


def unbroken(text: str) -> str:
    """Return a text in which a list breaks after its dots: a line that begins with one says nothing."""
    return text.replace(" · ", "\u00a0· ")

"""What a failed writing left on the medium, in words: windows and commands say the same (S7)."""

from __future__ import annotations

from collections.abc import Sequence

from resources.reader import Texts
from zgc_review.errors import Left, ReviewError, StorageError

_SHOWN = 4


def left_words(texts: Texts, fault: ReviewError) -> str:
    """Return which files are old and which are new; empty where the error wrote no files."""
    left = fault.left if isinstance(fault, StorageError) else None
    if left is None:
        return ""
    said = _standing(texts, left)
    # An error of the vault itself says what it is; there is no comfort to add.
    if fault.code.startswith("seal.file."):
        said.append(texts.get("left.again"))
    return (" " if texts.language == "en" else "").join(said)


def _standing(texts: Texts, left: Left) -> list[str]:
    if left.gone:
        return [texts.get("left.gone")]
    said = [
        texts.get(f"left.{kind}", files=_names(texts, names))
        for kind, names in (("new", left.new), ("old", left.old))
        if names
    ]
    return said if left.new else [texts.get("left.none"), *said]


def _names(texts: Texts, names: Sequence[str]) -> str:
    shown = texts.get("left.comma").join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else texts.get("left.more", files=shown, count=len(names))

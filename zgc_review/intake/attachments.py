"""Which attachment of the catalogue a document is, guessed from its name; what is still missing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import PurePath
from typing import Any, Final

from zgc_review.catalogue import Attachment, Leaf, RoundValues, Test, derive, evaluate
from zgc_review.catalogue import Field as CatalogueField

#: Shortest run of characters that a file name and a title must share.
_SHARED: Final = 3
#: Characters of a name that are compared.
_COMPARED: Final = 100
_TITLE_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "CA01": ("申报书", "申报表", "申请书", "申请表"),
    "CA02": ("营业执照", "法人证书", "登记证书"),
    "CA03": ("承诺书",),
    "CA04": ("审计报告", "加计扣除"),
    "CA05": ("信用报告", "信用查询", "信用中国"),
    "CA06": ("利害关系",),
    "CA07": ("材料清单", "文件清单", "校验值"),
    "CA08": ("伦理",),
}


def guess_attachment(label: str, attachments: Iterable[Attachment]) -> str | None:
    """Return the id of the attachment that a file names, or None when none or several fit.

    An id in the name (``CA01``, ``M01-A1``, also without hyphen) decides; else the longest run of
    characters shared with a title, or a usual short name of it, if it belongs to one title only. Where
    the name says nothing, the folders the file lies in are asked, the nearest first.

    Args:
        label: path of the file within the application's folder.
        attachments: those of its sub-direction.
    """
    known = tuple(attachments)
    path = PurePath(label)
    for part in (path.stem, *(folder.name for folder in path.parents if folder.name)):
        if found := _guess(_plain(part), known):
            return found
    return None


def _guess(stem: str, known: tuple[Attachment, ...]) -> str | None:
    """Return the attachment that one name names."""
    for attachment in known:
        if re.search(_id_pattern(attachment.id), stem):
            return attachment.id
    scores = {attachment.id: _score(stem, attachment) for attachment in known}
    best = max(scores.values(), default=0)
    fitting = [name for name, score in scores.items() if score == best]
    return fitting[0] if best >= _SHARED and len(fitting) == 1 else None


def missing_attachments(
    attachments: Iterable[Attachment],
    present: Iterable[str],
    record: Mapping[str, Any],
    fields: Iterable[CatalogueField],
    values: RoundValues | None,
) -> tuple[Attachment, ...]:
    """Return the attachments that are due and not among ``present`` (catalogue head, item 8).

    A condition that names a value of the round counts only when ``values`` are given.
    """
    there = set(present)
    complete = derive(record, fields)
    return tuple(
        attachment
        for attachment in attachments
        if attachment.id not in there and _is_due(attachment, complete, values)
    )


def _is_due(attachment: Attachment, record: Mapping[str, Any], values: RoundValues | None) -> bool:
    """Say whether an attachment must be given."""
    test = attachment.required_when
    if attachment.required or test is None:
        return attachment.required
    if values is None:
        if _names_round(test):
            return False
        values = _NoRound()
    return evaluate(test, record, values=values) == "yes"


class _NoRound:
    """Stands for the round in tests that do not ask it."""

    t0 = ""
    call_year = 0
    support_from = None
    support_to = None


def _names_round(test: Test) -> bool:
    """Say whether a test compares with a value of the round (``@t0`` …)."""
    if isinstance(test, Leaf):
        return isinstance(test.value, str) and test.value.startswith("@")
    return any(_names_round(inner) for inner in test.tests)


def _plain(text: str) -> str:
    """Return a name reduced to what two spellings share."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())[:_COMPARED]


@lru_cache(maxsize=512)
def _id_pattern(identifier: str) -> str:
    """Return the pattern of an id in a file name: M01-A1, m01a1, M01_A1, not M01-A12."""
    parts = [re.escape(part) for part in identifier.casefold().split("-")]
    return r"(?<![a-z0-9])" + "[-_]?".join(parts) + r"(?![0-9])"


def _score(stem: str, attachment: Attachment) -> int:
    """Return how long a run of characters a file name shares with what an attachment is called."""
    words = _TITLE_WORDS.get(attachment.id, ())
    usual = max((len(word) + 1 for word in words if word in stem), default=0)
    return max(usual, _longest_shared(stem, _plain(attachment.zh)))


def _longest_shared(stem: str, title: str) -> int:
    """Return the length of the longest run of characters that two texts share, 0 below the shortest."""
    runs = _runs(title)
    for length in range(len(stem), _SHARED - 1, -1):
        if any(stem[start : start + length] in runs for start in range(len(stem) - length + 1)):
            return length
    return 0


@lru_cache(maxsize=512)
def _runs(title: str) -> frozenset[str]:
    """Return every run of characters of a title that is long enough to count."""
    return frozenset(
        title[start:end] for start in range(len(title)) for end in range(start + _SHARED, len(title) + 1)
    )

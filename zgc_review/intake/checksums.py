"""The list of checksums that an applicant hands in with the documents, compared with what lies there.

A file ``SHA256SUMS`` (or ``校验值清单.txt``) at the top of an application's folder, in the form that
``sha256sum`` writes. It is no document itself: it feeds the field ``digest_mismatches`` of gate CG09.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from zgc_review.intake.folders import FoundFile
from zgc_review.intake.report import Report

_NAMES: Final = frozenset(("sha256sums", "sha256sums.txt", "校验值清单.txt"))
_LINE: Final = re.compile(r"\\?([0-9A-Fa-f]{64}) [ *](.+)\Z")
_LIMIT: Final = 1 << 20


def is_checksum_list(file: FoundFile) -> bool:
    """Say whether a file is the list: by its name, at the top of the folder."""
    return file.label.casefold() in _NAMES


def count_mismatches(listed: FoundFile, documents: Iterable[FoundFile], report: Report) -> int | None:
    """Return how many documents differ from the list: altered, missing or not listed.

    None where the list cannot be read: nothing was compared, and the gate stays with a person.
    """
    digests = _read(listed.path)
    if digests is None:
        report.add("intake.digest.list", listed.place)
        return None
    count = 0
    for document in documents:
        wanted = digests.pop(document.label, None)
        if wanted is None:
            report.add("intake.digest.unlisted", document.place)
        elif wanted != _digest_of(document.path):
            report.add("intake.digest.differs", document.place)
        else:
            continue
        count += 1
    for name in digests:
        report.add("intake.digest.absent", listed.place, name)
    return count + len(digests)


def _read(path: Path) -> dict[str, str] | None:
    """Return digest by path within the folder, None where the file is no such list."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LIMIT else b""
    except OSError:
        return None
    found: dict[str, str] = {}
    for line in _text(data).splitlines():
        entry = _LINE.match(line.strip())
        if entry is None:
            if line.strip():
                return None
            continue
        name = unicodedata.normalize("NFC", entry[2].replace("\\", "/")).removeprefix("./")
        found[name] = entry[1].lower()
    return found or None


def _text(data: bytes) -> str:
    """Return a text in UTF-8 or, as Chinese systems write it, GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def _digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; one that cannot be read equals nothing."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""

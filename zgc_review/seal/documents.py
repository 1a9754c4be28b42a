"""Documents: encrypted once to the identity of their application (formats F-DOC-01, F-DOC-02)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from zgc_review.errors import PackageError, ReviewError, SealError
from zgc_review.seal.refusals import place
from zgc_review.seal.safe_files import Hashing
from zgc_review.seal.streams import Progress, Readable, Writable, no_progress
from zgc_review.seal.suite import Suite
from zgc_review.seal.tar import MAX_DATA


@dataclass(frozen=True, slots=True)
class SealedDocument:
    """What a letter says about a document.

    Attributes:
        object_digest: SHA-256 of the ciphertext, the object's name.
        object_size: bytes of the ciphertext.
        digest: SHA-256 of the document.
        size: bytes of the document.
    """

    object_digest: str
    object_size: int
    digest: str
    size: int


def seal_document(
    source: Readable,
    target: Writable,
    suite: Suite,
    recipient: str,
    *,
    size: int = 0,
    progress: Progress = no_progress,
) -> SealedDocument:
    """Encrypt ``source`` into ``target`` and digest both sides on the way.

    Args:
        source: the document.
        target: takes the object's bytes.
        suite: the round's suite.
        recipient: of the application's identity.
        size: expected size, for ``progress`` alone.
        progress: told the bytes read; may raise ``Cancelled``.

    Raises:
        SealError: ``seal.document.limit`` over 1 GiB; ``seal.key.recipient``.
    """
    plain, cipher = _Plain(source, size, progress), Hashing(target)
    suite.seal_stream(plain, cipher, (recipient,))
    return SealedDocument(cipher.hexdigest(), cipher.size, plain.digest.hexdigest(), plain.size)


def open_document(
    source: Readable, suite: Suite, identity: str, *, digest: str, size: int, part: str
) -> bytes:
    """Return a document whose ciphertext is ``source``, in memory alone.

    Args:
        source: the object's bytes.
        suite: the round's suite.
        identity: of the application.
        digest: of the document, from the letter.
        size: of the document, from the letter.
        part: the object's name, for refusals.

    Raises:
        PackageError: ``seal.age.*``, ``seal.document.digest``.
        SealError: ``seal.age.not_for_me``, ``seal.document.limit``.
    """
    if size > MAX_DATA:
        raise SealError("seal.document.limit")
    kept = _Kept(size, part)
    try:
        suite.open_stream(source, kept, (identity,))
    except ReviewError as fault:
        place(fault, part)
        raise
    if len(kept.data) != size or hashlib.sha256(kept.data).hexdigest() != digest:
        raise PackageError("seal.document.digest", part=part)
    return bytes(kept.data)


class _Plain:
    """Reads a document, digesting and counting."""

    def __init__(self, source: Readable, expected: int, progress: Progress) -> None:
        self._source = source
        self._expected = expected
        self._progress = progress
        self.digest = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        data = self._source.read(size)
        self.digest.update(data)
        self.size += len(data)
        if self.size > MAX_DATA:
            raise SealError("seal.document.limit")
        self._progress(self.size, self._expected)
        return data


class _Kept:
    """Keeps a document in memory, never more than was announced."""

    def __init__(self, size: int, part: str) -> None:
        self._size = size
        self._part = part
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        """Append ``data``."""
        if len(self.data) + len(data) > self._size:
            raise PackageError("seal.document.digest", part=self._part)
        self.data += data

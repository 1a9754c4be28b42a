"""Writes sealed messages: manifest, digests, signature, encryption (formats sections 3 to 10)."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from zgc_review.errors import PackageError, SealError
from zgc_review.seal.manifest import BodyCheck, FileEntry, Manifest, manifest_bytes
from zgc_review.seal.streams import CHUNK, ChunkReader, Progress, Writable, no_progress
from zgc_review.seal.suite import Suite
from zgc_review.seal.sums import (
    CARRIED,
    EXTENSIONS,
    MANIFEST,
    MAX_LINES,
    MAX_SUMS,
    SumLine,
    data_name,
    write_sums,
)
from zgc_review.seal.tar import (
    END_BLOCKS,
    FILL,
    MAX_DATA,
    PAD,
    entry,
    entry_length,
    filling,
    header,
    pad_size,
    sealed_length,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """One data entry to be.

    Attributes:
        extension: one of ``EXTENSIONS``.
        content: the bytes, or a file that stays as it is until the message is written.
        label: free text, such as the file's original name.
    """

    extension: str
    content: bytes | Path
    label: str = ""

    @property
    def size(self) -> int:
        """Bytes of the content."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    def chunks(self) -> Iterator[bytes]:
        """Yield the content in pieces."""
        if isinstance(self.content, bytes):
            yield self.content
            return
        with self.content.open("rb") as stream:
            yield from iter(lambda: stream.read(CHUNK), b"")


@dataclass(frozen=True, slots=True)
class Message:
    """A signed message, ready to be carried or sealed.

    Attributes:
        id: message id, 64 hex (F-SUM-04).
        manifest: with the list of files filled in.
        head: the first three entries, headers and fillings included.
        data: each data entry's line of the digest list, with its content.
        suite: the suite it was made with.
    """

    id: str
    manifest: Manifest
    head: bytes
    data: tuple[tuple[SumLine, Attachment], ...]
    suite: Suite

    @property
    def length(self) -> int:
        """Bytes of all entries, without what ends the stream."""
        return len(self.head) + sum(entry_length(file.size) for file in self.manifest.files)

    def entries(self) -> Iterator[bytes]:
        """Yield the bytes of all entries.

        Raises:
            SealError: ``seal.build.changed`` when a file is no longer what was signed.
        """
        yield self.head
        for (line, attachment), file in zip(self.data, self.manifest.files, strict=True):
            yield header(line.name, file.size)
            digest = self.suite.digest()
            for chunk in attachment.chunks():
                digest.update(chunk)
                yield chunk
            if digest.hexdigest() != line.digest:
                raise SealError("seal.build.changed", part=line.name)
            yield bytes(filling(file.size))

    def carried(self) -> bytes:
        """Return the carried form (F-TAR-05): what other messages hold and vaults keep."""
        return b"".join(self.entries()) + bytes(END_BLOCKS)


def build(
    manifest: Manifest,
    attachments: Sequence[Attachment],
    suite: Suite,
    signing_key: bytes,
    check_body: BodyCheck | None = None,
) -> Message:
    """Return the signed message of ``manifest`` and ``attachments``.

    Files are read once for their digests and once more when the message is written. The same input
    gives the same bytes.

    Args:
        manifest: its ``files`` are filled in here.
        attachments: data entries in order.
        suite: the suite named in the manifest.
        signing_key: the sender's.
        check_body: judges the body as a reader would.

    Raises:
        PackageError: ``seal.manifest.*`` for fields no reader would accept.
        SealError: ``seal.build.extension``, ``seal.build.size``, ``seal.build.count``.
    """
    files = tuple(_listed(number, item) for number, item in enumerate(attachments, 1))
    complete = replace(manifest, files=files)
    if complete.suite != suite.name:
        raise PackageError("seal.manifest.suite", part=MANIFEST)
    encoded = manifest_bytes(complete)
    if check_body is not None:
        check_body(complete.kind, complete.schema, complete.body)
    lines = _lines(suite, encoded, zip(files, attachments, strict=True))
    sums = write_sums(lines)
    if len(lines) > MAX_LINES or len(sums) > MAX_SUMS:
        raise SealError("seal.build.count", count=len(attachments))
    signature = suite.sign(signing_key, sums)
    head = (
        entry(suite.sums_name, sums) + entry(f"{suite.sums_name}.sig", signature) + entry(MANIFEST, encoded)
    )
    data = tuple(zip(lines[1:], attachments, strict=True))
    return Message(_digest(suite, (sums,)), complete, head, data, suite)


def carry(message: Message, label: str = "") -> Attachment:
    """Return ``message`` as a data entry of another one (F-CAR-01)."""
    return Attachment(CARRIED, message.carried(), label)


def payload_length(message: Message | bytes) -> int:
    """Return the length of the sealed form without ``pad``; the largest of a package pads the others."""
    return sealed_length(_parts(message)[0])


def wrap(
    message: Message | bytes,
    target: Writable,
    suite: Suite,
    recipients: Sequence[str],
    *,
    pad_to: int | None = None,
    progress: Progress = no_progress,
) -> None:
    """Encrypt ``message`` for ``recipients`` into ``target`` (F-AGE-01, F-TAR-06, F-TAR-07).

    Args:
        message: a built message, or the carried form of one.
        target: takes the file's bytes.
        suite: the round's suite.
        recipients: public recipients of the readers' cards, or an escrow recipient.
        pad_to: length of the sealed form to reach, from :func:`payload_length` of the longest letter.
        progress: told the bytes of the sealed form; may raise ``Cancelled``.

    Raises:
        SealError: ``seal.build.pad`` when the message is longer than ``pad_to`` or that is no multiple
            of 65,536; ``seal.age.recipients``, ``seal.key.recipient``; ``seal.build.changed``.
    """
    length, entries = _parts(message)
    total = sealed_length(length) if pad_to is None else pad_to
    if total < sealed_length(length) or total % FILL:
        raise SealError("seal.build.pad", length=sealed_length(length))
    stream = ChunkReader(_counted(_sealed(entries(), length, total), total, progress))
    suite.seal_stream(stream, target, recipients)


def sealed_bytes(
    message: Message | bytes, suite: Suite, recipients: Sequence[str], *, pad_to: int | None = None
) -> bytes:
    """Return what :func:`wrap` writes, for messages that fit in memory."""
    target = io.BytesIO()
    wrap(message, target, suite, recipients, pad_to=pad_to)
    return target.getvalue()


def _listed(number: int, item: Attachment) -> FileEntry:
    """Return the manifest's entry for an attachment."""
    if item.extension not in EXTENSIONS:
        raise SealError("seal.build.extension", part=data_name(number, item.extension))
    if item.size > MAX_DATA:
        raise SealError("seal.build.size", part=data_name(number, item.extension))
    return FileEntry(data_name(number, item.extension), item.size, item.label)


def _lines(suite: Suite, encoded: bytes, data: Iterable[tuple[FileEntry, Attachment]]) -> list[SumLine]:
    """Return the digest list of a manifest and its data entries."""
    lines = [SumLine(_digest(suite, (encoded,)), MANIFEST)]
    lines += [SumLine(_digest(suite, item.chunks()), file.name) for file, item in data]
    return lines


def _digest(suite: Suite, chunks: Iterable[bytes]) -> str:
    """Return the digest of ``chunks``."""
    digest = suite.digest()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _parts(message: Message | bytes) -> tuple[int, Callable[[], Iterator[bytes]]]:
    """Return length and bytes of a message's entries."""
    if isinstance(message, Message):
        return message.length, message.entries
    length = len(message) - END_BLOCKS
    return length, lambda: iter((message[:length],))


def _sealed(entries: Iterator[bytes], length: int, total: int) -> Iterator[bytes]:
    """Yield the sealed form of ``total`` bytes."""
    yield from entries
    pad = pad_size(length, total)
    if pad:
        yield header(PAD, pad)
        length += entry_length(0)
    left = total - length
    while left:
        yield bytes(min(left, CHUNK))
        left -= min(left, CHUNK)


def _counted(chunks: Iterator[bytes], total: int, progress: Progress) -> Iterator[bytes]:
    """Yield ``chunks`` and report them."""
    done = 0
    for chunk in chunks:
        yield chunk
        done += len(chunk)
        progress(done, total)

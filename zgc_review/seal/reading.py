"""Reads messages strictly, as a stream, in bounded memory (formats sections 3 to 10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zgc_review.errors import PackageError, ReviewError
from zgc_review.seal.feed import Feed, Parser, Want
from zgc_review.seal.kinds import CARD
from zgc_review.seal.manifest import MAX_MANIFEST, BodyCheck, FileEntry, Manifest, parse_manifest
from zgc_review.seal.opened import KeyOf, OpenedEntry, OpenedMessage, check_signers
from zgc_review.seal.refusals import place
from zgc_review.seal.streams import CHUNK, Readable, Writable
from zgc_review.seal.suite import Suite
from zgc_review.seal.sums import CARRIED, MANIFEST, MAX_SUMS, SumLine, extension_of, parse_sums
from zgc_review.seal.tar import (
    BLOCK,
    FILL,
    MAX_DATA,
    PAD,
    filling,
    is_zero,
    is_zero_block,
    parse_header,
    sealed_length,
)

MAX_SIGNATURE = 1 << 10
MAX_NESTING = 4
MEMORY = 256 << 20
END = "end"

SinkFor: TypeAlias = Callable[[Manifest, FileEntry], Writable | None]
"""Where a data entry of the outermost message goes; None keeps it in memory.

What a sink got counts only when the whole message was accepted: until then whoever owns it can undo it.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read.

    Attributes:
        check_body: judges bodies, of carried messages as well.
        sink_for: where large data entries go.
        key_of: knows the signing keys of senders; without it the caller judges ``signer`` itself.
        memory: bytes kept of one outermost message, sinks not counted.
    """

    check_body: BodyCheck | None = None
    sink_for: SinkFor | None = None
    key_of: KeyOf | None = None
    memory: int = MEMORY


PLAIN = Reading()


def read_carried(source: Readable, suite: Suite, reading: Reading = PLAIN) -> OpenedMessage:
    """Read a message in carried form to the end of ``source``.

    Raises:
        PackageError: ``seal.*`` naming the part (F-GEN-01 to F-CAR-03).
    """
    feed = Feed(_parser(suite, reading, sealed=False).parse())
    return _finished(feed, source, reading)


def read_payload(source: Readable, suite: Suite, reading: Reading = PLAIN) -> OpenedMessage:
    """Read a message in sealed form, already decrypted, to the end of ``source``.

    Raises:
        PackageError: ``seal.*`` naming the part.
    """
    feed = Feed(_parser(suite, reading, sealed=True).parse())
    return _finished(feed, source, reading)


def open_message(
    source: Readable, suite: Suite, identities: Sequence[str], reading: Reading = PLAIN
) -> OpenedMessage:
    """Decrypt and read a sealed file to the end of ``source``.

    Raises:
        PackageError: ``seal.*`` naming the part.
        SealError: ``seal.age.not_for_me``.
    """
    parser = _parser(suite, reading, sealed=True)
    feed = Feed(parser.parse())
    try:
        suite.open_stream(source, feed, identities)
    except ReviewError as fault:
        place(fault, parser.part)
        raise
    return _judged(feed.finish(), reading)


def _parser(suite: Suite, reading: Reading, *, sealed: bool) -> _MessageParser:
    """Return a parser for an outermost message."""
    return _MessageParser(suite, reading, _Place(_Budget(reading.memory)), sealed=sealed)


def _finished(feed: Feed[OpenedMessage], source: Readable, reading: Reading) -> OpenedMessage:
    """Feed all of ``source`` and return the message."""
    while chunk := source.read(CHUNK):
        feed.write(chunk)
    return _judged(feed.finish(), reading)


def _judged(opened: OpenedMessage, reading: Reading) -> OpenedMessage:
    """Return ``opened`` once its signers are known ones, where the reader knows any."""
    if reading.key_of is not None:
        check_signers(opened, reading.key_of)
    return opened


class _Budget:
    """Counts what one outermost message may keep in memory."""

    def __init__(self, left: int) -> None:
        self._left = left

    def take(self, size: int, part: str) -> None:
        """Refuse ``size`` more bytes than are left."""
        self._left -= size
        if self._left < 0:
            raise PackageError("seal.entry.memory", part=part)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message stands.

    Attributes:
        budget: shared by the outermost message and all inside it.
        prefix: what stands before its parts in refusals.
        depth: 1 for the outermost.
        round: round of the message around it, None for the outermost.
    """

    budget: _Budget
    prefix: str = ""
    depth: int = 1
    round: str | None = None


class _MessageParser:
    """Parses one message; a carried message has a parser of its own inside its entry.

    Attributes:
        part: where reading stands, for refusals.
    """

    def __init__(self, suite: Suite, reading: Reading, place: _Place, *, sealed: bool) -> None:
        self._suite = suite
        self._reading = reading
        self._place = place
        self._sealed = sealed
        self._round = place.round
        self._taken = 0
        self.part = place.prefix + suite.sums_name

    def parse(self) -> Parser[OpenedMessage]:
        """Take the whole stream and return the message."""
        sums_name = self._suite.sums_name
        sums = yield from self._small(sums_name, MAX_SUMS)
        signature = yield from self._small(f"{sums_name}.sig", MAX_SIGNATURE)
        signer = self._suite.signer_of(sums, signature, part=self.part)
        lines = parse_sums(sums, part=self._place.prefix + sums_name)
        encoded = yield from self._small(MANIFEST, MAX_MANIFEST)
        if self._suite.digest(encoded).hexdigest() != lines[0].digest:
            raise PackageError("seal.entry.digest", part=self.part)
        manifest = self._manifest(encoded, lines)
        entries = []
        for line, file in zip(lines[1:], manifest.files, strict=True):
            entries.append((yield from self._data(manifest, line, file)))
        yield from self._end()
        head = ((sums_name, sums), (f"{sums_name}.sig", signature), (MANIFEST, encoded))
        return OpenedMessage(self._suite.digest(sums).hexdigest(), manifest, signer, head, tuple(entries))

    def _manifest(self, encoded: bytes, lines: Sequence[SumLine]) -> Manifest:
        """Return the manifest, judged with what stands around it."""
        manifest = parse_manifest(encoded, suite=self._suite.name, part=self.part)
        if [file.name for file in manifest.files] != [line.name for line in lines[1:]]:
            raise PackageError("seal.manifest.files", part=self.part)
        if self._place.depth > 1 and manifest.kind != CARD and manifest.round != self._round:
            raise PackageError("seal.carried.round", part=self.part)
        self._round = manifest.round
        if self._reading.check_body is not None:
            self._reading.check_body(manifest.kind, manifest.schema, manifest.body)
        return manifest

    def _exactly(self, size: int) -> Parser[bytes]:
        """Take exactly ``size`` bytes."""
        if not size:
            return b""
        data = yield Want(size, whole=True)
        if len(data) != size:
            raise PackageError("seal.tar.truncated", part=self.part)
        self._taken += size
        return data

    def _header(self, expected: str) -> Parser[int]:
        """Take the header of ``expected`` and return its size."""
        self.part = self._place.prefix + expected
        block = yield from self._exactly(BLOCK)
        if is_zero_block(block):
            raise PackageError("seal.entry.missing", part=self.part)
        name, size = parse_header(block, expected=self.part)
        if name != expected:
            raise PackageError("seal.entry.order", part=self.part)
        return size

    def _filling(self, size: int) -> Parser[None]:
        """Take the NUL behind a content of ``size`` bytes."""
        if not is_zero((yield from self._exactly(filling(size)))):
            raise PackageError("seal.tar.filling", part=self.part)

    def _small(self, name: str, limit: int) -> Parser[bytes]:
        """Take an entry of at most ``limit`` bytes into memory."""
        size = yield from self._header(name)
        if size > limit:
            raise PackageError("seal.entry.limit", part=self.part)
        self._place.budget.take(size, self.part)
        content = yield from self._exactly(size)
        yield from self._filling(size)
        return content

    def _data(self, manifest: Manifest, line: SumLine, file: FileEntry) -> Parser[OpenedEntry]:
        """Take one data entry, hashing it on its way to wherever it goes."""
        size = yield from self._header(line.name)
        if size != file.size:
            raise PackageError("seal.entry.length", part=self.part)
        if extension_of(line.name) == CARRIED:
            inner = self._inner()
            yield from self._poured(size, line, inner)
            return OpenedEntry(line.name, size, line.digest, file.label, None, inner.finish())
        sink = None
        if self._reading.sink_for is not None:
            sink = self._reading.sink_for(manifest, file)
        if sink is not None:
            yield from self._poured(size, line, sink)
            return OpenedEntry(line.name, size, line.digest, file.label, None, None)
        self._place.budget.take(size, self.part)
        kept = _Kept()
        yield from self._poured(size, line, kept)
        return OpenedEntry(line.name, size, line.digest, file.label, bytes(kept.data), None)

    def _inner(self) -> Feed[OpenedMessage]:
        """Return a parser for the message carried in the entry that begins here (F-CAR-01, F-CAR-03)."""
        if self._place.depth == MAX_NESTING:
            raise PackageError("seal.carried.depth", part=self.part)
        place = _Place(self._place.budget, f"{self.part}/", self._place.depth + 1, self._round)
        inside = Reading(check_body=self._reading.check_body)
        return Feed(_MessageParser(self._suite, inside, place, sealed=False).parse())

    def _poured(self, size: int, line: SumLine, sink: Writable) -> Parser[None]:
        """Take ``size`` bytes into ``sink`` and compare their digest."""
        digest = self._suite.digest()
        left = size
        while left:
            chunk = yield Want(min(left, FILL), whole=False)
            if not chunk:
                raise PackageError("seal.tar.truncated", part=self.part)
            digest.update(chunk)
            sink.write(chunk)
            left -= len(chunk)
        self._taken += size
        if digest.hexdigest() != line.digest:
            raise PackageError("seal.entry.digest", part=self.part)
        yield from self._filling(size)

    def _end(self) -> Parser[None]:
        """Take what ends the stream: perhaps ``pad``, then NUL (F-TAR-04 to F-TAR-07)."""
        self.part = self._place.prefix + END
        block = yield from self._exactly(BLOCK)
        if not is_zero_block(block):
            name, size = parse_header(block, expected=self.part)
            if name != PAD:
                raise PackageError("seal.entry.extra", part=self.part)
            self.part = self._place.prefix + PAD
            if not self._sealed or not 0 < size <= MAX_DATA:
                raise PackageError("seal.tar.pad", part=self.part)
            yield from self._zeros(size + filling(size), "seal.tar.pad", "seal.tar.truncated")
            self.part = self._place.prefix + END
            block = yield from self._exactly(BLOCK)
        if not is_zero_block(block) or not is_zero((yield from self._exactly(BLOCK))):
            raise PackageError("seal.tar.filling", part=self.part)
        if self._sealed:
            length = sealed_length(self._taken - 2 * BLOCK)
            yield from self._zeros(length - self._taken, "seal.tar.filling", "seal.tar.length")
        if (yield Want(1, whole=False)):
            raise PackageError("seal.tar.length" if self._sealed else "seal.tar.trailing", part=self.part)

    def _zeros(self, size: int, otherwise: str, short: str) -> Parser[None]:
        """Take ``size`` NUL."""
        self._taken += size
        while size:
            chunk = yield Want(min(size, FILL), whole=False)
            if not chunk:
                raise PackageError(short, part=self.part)
            if not is_zero(chunk):
                raise PackageError(otherwise, part=self.part)
            size -= len(chunk)


class _Kept:
    """Keeps an entry in memory."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        """Append ``data``."""
        self.data += data

"""What the room asks of byte streams, and small streams of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

CHUNK = 1 << 20

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (bytes done, bytes in all) between chunks; may raise ``Cancelled`` to stop the work."""


class Readable(Protocol):
    """Something bytes are taken from; an empty answer is the end."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes."""


class Writable(Protocol):
    """Something bytes are given to; it takes all of them or raises."""

    def write(self, data: bytes, /) -> object:
        """Take ``data``."""


class ChunkReader:
    """Makes a readable stream of an iterator of byte strings."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, empty at the end; all that is left when ``size`` is negative."""
        if size < 0:
            whole = bytes(self._rest) + b"".join(self._chunks)
            self._rest = memoryview(b"")
            return whole
        while not self._rest:
            following = next(self._chunks, None)
            if following is None:
                return b""
            self._rest = memoryview(following)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class Discard:
    """A sink that keeps nothing, for verifying alone."""

    def write(self, data: bytes, /) -> int:
        """Take and forget ``data``."""
        return len(data)


def no_progress(_done: int, _total: int) -> None:
    """Report to nobody."""

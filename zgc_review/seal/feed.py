"""Lets a parser that pulls its bytes be fed by a decryption that pushes them.

age hands decrypted bytes to a writer; a parser reads more clearly when it asks for what it needs.
The parser is a generator that yields :class:`Want` and receives bytes; no thread stands between.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from zgc_review.errors import ProgramFault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Want:
    """What the parser asks for.

    Attributes:
        size: how many bytes, at least 1.
        whole: all of them together; else as many as there are, at least one.
    """

    size: int
    whole: bool


Parser: TypeAlias = Generator[Want, bytes, T]
"""Receives what it wanted, or less (a short or empty answer) when the stream has ended."""


class Feed(Generic[T]):
    """A writer that drives a parser.

    An error of the parser comes out of ``write`` or ``finish``; after it the feed takes nothing more.
    """

    def __init__(self, parser: Parser[T]) -> None:
        self._parser = parser
        self._buffer = bytearray()
        self._want = next(parser)

    def write(self, data: bytes, /) -> int:
        """Hand ``data`` to the parser as it asks for it."""
        view = memoryview(data)
        while view:
            missing = self._want.size - len(self._buffer)
            taken, view = view[:missing], view[missing:]
            self._buffer += taken
            if len(taken) == missing or not self._want.whole:
                answer = bytes(self._buffer)
                self._buffer.clear()
                self._want = self._parser.send(answer)
        return len(data)

    def flush(self) -> None:
        """Do nothing: every byte is handed over at once."""

    def finish(self) -> T:
        """Tell the parser that the stream has ended and return its result.

        Raises:
            ProgramFault: the parser asks for more after the end.
        """
        rest = bytes(self._buffer)
        self._buffer.clear()
        try:
            self._parser.send(rest)
        except StopIteration as done:
            result: T = done.value
            return result
        raise ProgramFault("parser wants more after the end")

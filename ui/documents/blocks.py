"""Documents of text and tables: blocks in parts, told and searched piece by piece; runs in the child only."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ui.documents import limits
from ui.documents.folding import find, fold, snippet
from ui.documents.protocol import (
    Block,
    BlockList,
    Blocks,
    Found,
    Hit,
    Opened,
    Paragraph,
    Part,
    Reply,
    Request,
    Search,
    Table,
)
from zgc_review.errors import DocumentError, ProgramFault


@dataclass(slots=True)
class Section:
    """One part while it is read: its blocks and what :class:`Part` tells of it."""

    title: str = ""
    blocks: list[Block] = field(default_factory=list)
    columns: int = 0
    hidden: bool = False
    cut: bool = False
    formulas: int = 0

    def part(self) -> Part:
        """Return what is told of it."""
        return Part(self.title, len(self.blocks), self.columns, self.hidden, self.cut, self.formulas)


class BlockContent:
    """An opened document of blocks.

    Args:
        sections: its parts.
        left_out: what is there and not shown, by name.
    """

    def __init__(self, sections: Sequence[Section], left_out: Mapping[str, int]) -> None:
        self._sections = sections
        self.opened = Opened(
            "blocks",
            parts=[section.part() for section in sections],
            left_out={name: count for name, count in left_out.items() if count > 0},
        )

    def answer(self, request: Request) -> tuple[Reply, bytes]:
        """Answer a request with a reply; there are no loads.

        Raises:
            DocumentError: ``documents.part``.
            ProgramFault: not a request for blocks.
        """
        match request:
            case Blocks():
                return BlockList(self._told(request)), b""
            case Search():
                return self._search(request), b""
        raise ProgramFault(type(request).__name__)

    def _told(self, request: Blocks) -> list[Block]:
        """Return the wanted blocks, fewer where they are long, one at least."""
        if not 0 <= request.part < len(self._sections):
            raise DocumentError("documents.part", part=request.part + 1, parts=len(self._sections))
        first = max(request.first, 0)
        told: list[Block] = []
        left = limits.TEXT_TOLD
        wanted = min(max(request.count, 0), limits.BLOCKS_TOLD)
        for block in self._sections[request.part].blocks[first : first + wanted]:
            left -= sum(len(text) for _, _, text in _texts(block))
            if told and left < 0:
                break
            told.append(block)
        return told

    def _search(self, request: Search) -> Found:
        """Look through blocks until the slice of time is over."""
        query = fold(request.query)
        end = time.monotonic() + limits.SLICE
        hits: list[Hit] = []
        cut = False
        first = max(request.first, 0)
        for number in range(max(request.part, 0), len(self._sections)):
            blocks = self._sections[number].blocks
            for place in range(first, len(blocks)):
                if time.monotonic() > end:
                    return Found(hits, number, place, cut)
                found = _hits(blocks[place], query, number, place)
                cut = cut or len(found) >= limits.HITS
                hits += found[: limits.HITS]
            first = 0
        return Found(hits, -1, 0, cut)


def _texts(block: Block) -> Iterator[tuple[int, int, str]]:
    """Yield row, column and text of what a block shows."""
    if isinstance(block, Paragraph):
        yield 0, 0, block.text
        return
    rows = block.rows if isinstance(block, Table) else [block.cells]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            yield row, column, text


def _hits(block: Block, query: str, part: int, place: int) -> list[Hit]:
    """Return the hits in one block."""
    return [
        Hit(part, place, row, column, start, length, [], *snippet(text, start, length))
        for row, column, text in _texts(block)
        for start, length in find(text, query, limits.HITS)
    ]

"""How a ranking is listed for readers: equals by number, the same in every window and on every form (S10).

The sealed table lists equals by id, which nobody sees. What is shown of it goes through here, so that two
lists of one ranking never differ; rank, place and amount stay the table's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import msgspec

from zgc_review.domain.results import Aggregate, PoolTable, RankLine


def rank_words(rank: int | None, *, tied: bool) -> str:
    """Return a rank as tables and pictures write it: equals by a sign of their own, never by colour alone."""
    return "—" if rank is None else f"{'=' if tied else ''}{rank:,}"


def rank_of(place: RankLine | None) -> str:
    """Return the rank of a place in those words."""
    return "—" if place is None else rank_words(place.rank, tied=place.tied)


def listed(aggregate: Aggregate, numbers: Mapping[str, str]) -> Aggregate:
    """Return an aggregate whose pools are listed as readers find them; see :func:`listed_pool`."""
    pools = tuple(listed_pool(one, numbers) for one in aggregate.pools)
    return msgspec.structs.replace(aggregate, pools=pools)


def listed_pool(table: PoolTable, numbers: Mapping[str, str]) -> PoolTable:
    """Return a ranking with equals by number, and what has no rank by number as well.

    Args:
        table: as it was drawn, best first.
        numbers: of its applications, by id.
    """
    unranked = tuple(sorted(table.unranked, key=lambda one: numbers[one]))
    return msgspec.structs.replace(table, lines=tuple(_lines(table, numbers)), unranked=unranked)


def _lines(table: PoolTable, numbers: Mapping[str, str]) -> Iterator[RankLine]:
    """Yield the places; sums (分) run on in the order that is shown."""
    running = 0
    for _, equals in groupby(table.lines, key=lambda one: one.rank):
        for line in sorted(equals, key=lambda one: numbers[one.application]):
            running += (line.amount_fen or 0) if line.line == "within" else 0
            yield msgspec.structs.replace(line, running_fen=running)

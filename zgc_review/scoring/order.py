"""Own sheets against each other before locking: where totals, recommendations and bands disagree.

Only sheets of one sub-direction are compared: they share criteria and weights. Nothing here blocks (rules
§6.5 asks for warnings only); each sentence names two sheets that one glance should settle.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.money import points

_RANKS: Final = {"SUPPORT": 0, "SUPPORT_IF_REVISED": 1, "NOT_SUPPORT": 2}
_PAIRS: Final = {
    (0, 1): "scoring.order.support_revise",
    (0, 2): "scoring.order.support_not",
    (1, 2): "scoring.order.revise_not",
}
_SKIPPED: Final = "–"


@dataclass(frozen=True, slots=True)
class Standing:
    """A complete own sheet.

    Attributes:
        total: points × 100, as it will be signed.
        recommendation: ``SUPPORT``, ``SUPPORT_IF_REVISED``, ``NOT_SUPPORT``, or empty while none is chosen.
        letters: the band of each criterion, ``–`` where it does not apply.
        stage: of the rubric; in a midterm check and an acceptance nothing is supported (rules §2.4).
    """

    application: str
    number: str
    direction: str
    total: int
    recommendation: str
    letters: tuple[str, ...]
    stage: str = "proposal"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two sheets that do not agree: the one that seems to stand too low, the one it is measured by."""

    first: str
    second: str
    finding: Finding


def contradictions(standings: Iterable[Standing]) -> tuple[Contradiction, ...]:
    """Return the disagreements among own sheets, by sub-direction and number.

    A sheet is named first at most once for each kind: with the sheet that contradicts it most.
    """
    by_direction: dict[str, list[Standing]] = defaultdict(list)
    for one in standings:
        by_direction[one.direction].append(one)
    found: list[Contradiction] = []
    for direction in sorted(by_direction):
        members = sorted(by_direction[direction], key=lambda one: one.number)
        found += sorted((*_recommended(members), *_lettered(members)), key=lambda one: one.finding.row)
    return tuple(found)


def _recommended(members: Sequence[Standing]) -> Iterator[Contradiction]:
    """Find sheets recommended more warmly than another one of a higher total."""
    by_rank = {rank: sorted(_of_rank(members, rank), key=_by_total) for rank in _RANKS.values()}
    totals = {rank: [one.total for one in sheets] for rank, sheets in by_rank.items()}
    by_letters: dict[tuple[tuple[str, ...], int], Standing] = {}
    for rank, sheets in by_rank.items():
        for one in sheets:  # by total: the highest stays
            by_letters[one.letters, rank] = one
    for place, one in enumerate(members):
        rank = _RANKS.get(one.recommendation, 2)
        twins = [
            by_letters[one.letters, worse]
            for worse in range(rank + 1, 3)
            if (one.letters, worse) in by_letters
        ]
        twin = max(twins, key=lambda other: (other.total, _RANKS[other.recommendation]), default=None)
        if twin is not None and twin.total > one.total:
            yield _pair("scoring.order.same", place, one, twin, 1)
        for worse in range(2, rank, -1):
            higher = len(by_rank[worse]) - bisect_right(totals[worse], one.total)
            if higher and by_rank[worse][-1].letters != one.letters:  # else it was said of the same bands
                yield _pair(_recommended_code(one, rank, worse), place, one, by_rank[worse][-1], higher)
            if higher:
                break


def _lettered(members: Sequence[Standing]) -> Iterator[Contradiction]:
    """Find sheets at least as good in every band and better in one, but of a lower total."""
    highest: dict[tuple[str, ...], Standing] = {}
    for one in members:
        if one.letters not in highest or highest[one.letters].total < one.total:
            highest[one.letters] = one
    above = {
        letters: max(
            (highest[other] for other in highest if _is_better(letters, other)),
            key=lambda one: one.total,
            default=None,
        )
        for letters in highest
    }
    for place, one in enumerate(members):
        other = above[one.letters]
        if other is not None and other.total > one.total:
            yield _pair("scoring.order.letters", place, one, other, 1)


def _is_better(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether bands are at least as good everywhere and better somewhere; A stands before B."""
    if one == other or len(one) != len(other):
        return False
    return all(
        mine <= theirs and (mine == _SKIPPED) == (theirs == _SKIPPED)
        for mine, theirs in zip(one, other, strict=True)
    )


def _recommended_code(one: Standing, rank: int, worse: int) -> str:
    """Return the code of two recommendations that disagree with the totals, in the words of the stage."""
    return _PAIRS[rank, worse] + ("" if one.stage == "proposal" else "_stage")


def _of_rank(members: Sequence[Standing], rank: int) -> list[Standing]:
    return [one for one in members if _RANKS.get(one.recommendation) == rank]


def _by_total(one: Standing) -> int:
    return one.total


def _pair(code: str, place: int, one: Standing, other: Standing, count: int) -> Contradiction:
    """Return two sheets with the sentence about them; the place sorts it."""
    params: dict[str, str | int] = {
        "number": one.number,
        "total": points(one.total),
        "other": other.number,
        "other_total": points(other.total),
        "gap": points(other.total - one.total),
        "count": count,
    }
    finding = Finding(code, Level.WARN, row=place, params=params)
    return Contradiction(one.application, other.application, finding)

"""Finds, among many organisation names, those that resemble a name, without comparing every pair.

Every reason of ``resemblance`` has a key that both names share, so nothing is lost: equal cores and roots
by dictionary, beginnings by bisection, short names by the characters they hold, similar brands by the
product of two sparse bigram matrices. Pairs found by a key are then judged by ``resemblance`` itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zgc_review.conflicts.names import OrgName, org_name
from zgc_review.conflicts.resemblance import (
    SIMILARITY_BP,
    abridgements,
    beginnings,
    brand_spellings,
    latin_starts,
    resemblance,
)

_BLOCK = 2_000
#: From here on similar brands need not share a bigram (AB, AXB), so nothing can be left out.
_TOO_LOOSE = 0.4
_LAST = "\U0010ffff"


class OrgIndex:
    """An index of normalised organisation names.

    Args:
        names: distinct normalised names; their order does not matter.
        similarity_bp: least edit similarity of a candidate.
    """

    def __init__(self, names: Iterable[str], similarity_bp: int = SIMILARITY_BP) -> None:
        self._names = [org_name(text) for text in sorted(set(names)) if text]
        self._similarity_bp = similarity_bp
        self._by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._by_char: dict[str, set[int]] = defaultdict(set)
        self._starts: list[tuple[str, int]] = []
        self._spelled = False
        self._latin = any(name.latin for name in self._names)
        self._short = any(abridgements(name) for name in self._names)
        for place, name in enumerate(self._names):
            self._add(place, name)
        self._starts.sort()
        self._brands: _Brands | None = None

    def _add(self, place: int, name: OrgName) -> None:
        for key in _held(name):
            self._by_key[key].append(place)
        if name.latin:
            self._starts += [(start, place) for start in latin_starts(name)]
            return
        for whole in {name.core, name.whole}:
            self._starts.append((whole, place))
            for char in set(whole):
                self._by_char[char].add(place)

    def resembling(self, queries: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return the pairs (query, name of the index), ordered within the pair, that resemble each other.

        Equal names are left out. The value is the reason's code.
        """
        asked = [org_name(text) for text in sorted(set(queries)) if text]
        if not self._spelled and any(name.latin for name in asked):
            self._spell()
        found: dict[tuple[str, str], str] = {}
        similar = self._similar(asked)
        for query, close in zip(asked, similar, strict=True):
            for place in sorted(close | self._sharing(query)):
                other = self._names[place]
                pair = _ordered(query.folded, other.folded)
                if query.folded != other.folded and pair not in found:
                    why = resemblance(query, other, self._similarity_bp)
                    if why:
                        found[pair] = why
        return found

    def _spell(self) -> None:
        """Add the pinyin of all brands, once a name in Latin letters is asked for."""
        self._spelled = True
        for place, name in enumerate(self._names):
            for spelt in () if name.latin else brand_spellings(name.brand):
                self._by_key["p", spelt].append(place)

    def _sharing(self, query: OrgName) -> set[int]:
        """Return the names that share a key with ``query``."""
        found: set[int] = set()
        for key in _sought(query):
            found.update(self._by_key.get(key, ()))
        if self._short and not query.latin:
            for key in _short_forms(query):
                found.update(self._by_key.get(key, ()))
        parts = frozenset() if query.latin else beginnings(query)
        if self._latin and not query.latin:
            parts |= brand_spellings(query.brand)
        for part in parts:
            found.update(self._beginning_with(part))
        for part in abridgements(query):
            posted = sorted((self._by_char.get(char, set()) for char in set(part)), key=len)
            found |= set.intersection(*posted)
        return found

    def _beginning_with(self, part: str) -> Iterator[int]:
        first = bisect_left(self._starts, (part, -1))
        last = bisect_left(self._starts, (part + _LAST, -1))
        for place in range(first, last):
            yield self._starts[place][1]

    def _similar(self, asked: Sequence[OrgName]) -> list[set[int]]:
        """Return for each query the names whose brand shares enough bigrams with its brand."""
        if self._brands is None:
            self._brands = _Brands([name.brand for name in self._names], self._similarity_bp)
        return self._brands.close([name.brand for name in asked])


def _held(name: OrgName) -> set[tuple[str, str]]:
    """Return the keys under which a name is found."""
    keys = {("c", name.core)}
    if name.root:
        keys |= {("r", name.root), ("rc", org_name(name.root).core)}
    if not name.latin:
        keys |= {("b", part) for part in beginnings(name)}
        keys |= {("a", part) for part in abridgements(name)}
        keys |= {("o", part[:2]) for part in abridgements(name)}
    return keys


def _sought(name: OrgName) -> set[tuple[str, str]]:
    """Return the keys under which names that resemble ``name`` are found."""
    keys = {("c", name.core), ("rc", name.core)}
    if name.root:
        keys |= {("r", name.root), ("c", org_name(name.root).core)}
    if name.latin:
        return keys | {("p", start[:end]) for start in latin_starts(name) for end in range(1, len(start) + 1)}
    return keys | {
        ("b", whole[:end]) for whole in {name.core, name.whole} for end in range(2, len(whole) + 1)
    }


def _short_forms(name: OrgName) -> set[tuple[str, str]]:
    """Return the keys under which short forms of ``name`` are found: what is in it, how it may begin."""
    keys: set[tuple[str, str]] = set()
    for whole in {name.core, name.whole}:
        keys |= {("o", whole[0] + char) for char in whole[1:]}
        keys |= {
            ("a", whole[start:end])
            for start in range(len(whole) - 2)
            for end in range(start + 3, len(whole) + 1)
        }
    return keys


def _ordered(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left <= right else (right, left)


class _Brands:
    """Brands as a sparse matrix of their character bigrams."""

    def __init__(self, brands: Sequence[str], similarity_bp: int) -> None:
        import numpy as np  # noqa: PLC0415 - slow import
        from scipy import sparse  # noqa: PLC0415 - slow import

        self._np = np
        self._sparse = sparse
        self._places: dict[str, list[int]] = {brand: [] for brand in brands}
        for place, brand in enumerate(brands):
            self._places[brand].append(place)
        self._own = list(self._places)
        self._spare = 2 * (10_000 - similarity_bp) / 10_000
        self._columns: dict[str, int] = {}
        for brand in self._own:
            for gram in _bigrams(brand):
                self._columns.setdefault(gram, len(self._columns))
        self._matrix = self._rows(self._own).T.tocsr()
        self._lengths = np.array([len(brand) for brand in self._own])
        self._grams = np.array([len(_bigrams(brand)) for brand in self._own])

    def _rows(self, brands: Sequence[str]) -> Any:
        """Return one row per brand; bigrams unknown to the index are left out."""
        columns: list[int] = []
        ends = [0]
        for brand in brands:
            columns += sorted(self._columns[gram] for gram in _bigrams(brand) if gram in self._columns)
            ends.append(len(columns))
        shape = (len(brands), len(self._columns))
        ones = self._np.ones(len(columns), dtype=self._np.int32)
        return self._sparse.csr_matrix((ones, columns, ends), shape=shape)

    def close(self, brands: Sequence[str]) -> list[set[int]]:
        """Return for each brand the places in the index whose brand may be similar enough.

        An edit spoils at most two bigrams: of two brands with lengths n and m and similarity s at least
        g − 2(1−s)(n+m) bigrams stay, g being the bigrams of the longer one.
        """
        if self._spare >= _TOO_LOOSE:
            everything = set(range(sum(map(len, self._places.values()))))
            return [everything for _ in brands]
        wanted = list(dict.fromkeys(brands))
        found: dict[str, set[int]] = {}
        for start in range(0, len(wanted), _BLOCK):
            block = wanted[start : start + _BLOCK]
            shared = (self._rows(block) @ self._matrix).tocoo()
            lengths = self._np.array([len(brand) for brand in block])
            grams = self._np.array([len(_bigrams(brand)) for brand in block])
            least = self._np.maximum(grams[shared.row], self._grams[shared.col]) - self._np.floor(
                self._spare * (lengths[shared.row] + self._lengths[shared.col])
            )
            kept = shared.data >= least
            for row, column in zip(shared.row[kept].tolist(), shared.col[kept].tolist(), strict=True):
                found.setdefault(block[row], set()).update(self._places[self._own[column]])
        return [found.get(brand, set()) for brand in brands]


def _bigrams(brand: str) -> frozenset[str]:
    """Return the distinct bigrams of a brand; a single character stands for itself."""
    return frozenset(brand[place : place + 2] for place in range(max(1, len(brand) - 1)))

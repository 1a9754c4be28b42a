"""Which parts of two texts agree, in the texts as typed: for showing a hit, never for deciding one.

What is compared is a normalised form (rules §5.2); here every sign of that form knows where it came from,
so that full-width signs, brackets, Traditional characters and letters beside a name lead back to the typed
ones. Positions count characters, also those outside the basic plane, as one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from zgc_review.conflicts.names import OrgName, fold, fold_all, org_name, person_name
from zgc_review.conflicts.resemblance import brand_spellings

Run: TypeAlias = tuple[int, int]
"""Start and end of a part, end excluded."""

#: Reasons under which both texts mean the same although they may look different: all of both is the match.
_WHOLE = frozenset(
    {"code", "alias", "table", "person_alias", "name_codes_differ", "name"}
    | {"same_sub_direction", "wrote_guide", "recommended"}
)
_PERSON = frozenset(
    {"same_name", "pinyin", "initials", "excluded", "person_employer", "person_mobile", "person_email"}
    | {"person_orcid", "person_birth_year"}
)
_SPELLED = frozenset({"pinyin", "initials"})
_BRANCH = frozenset({"branch", "siblings"})
_LEAST = 2  # signs in a row that mean something where nothing else says what agreed
_MOST = 400  # signs of a text that are looked at


@dataclass(frozen=True, slots=True)
class Traced:
    """A text in its normalised form.

    Attributes:
        folded: the normalised form.
        places: for each sign of it the place in the typed text, and where the typed sign ends.
    """

    folded: str
    places: tuple[Run, ...]

    def runs(self, signs: Iterable[int]) -> tuple[Run, ...]:
        """Return the parts of the typed text behind signs of the normalised form."""
        found: list[Run] = []
        for start, end in sorted({self.places[one] for one in signs}):
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return tuple(found)

    def all(self) -> tuple[Run, ...]:
        """Return the typed text from the first sign that counts to the last."""
        return ((self.places[0][0], self.places[-1][1]),) if self.places else ()


def trace(text: str) -> Traced:
    """Return the normalised form of a text with the way back; of endless texts only the beginning."""
    clusters = _clusters(text[:_MOST])
    folded = fold_all(text[start:end] for start, end in clusters)
    signs = "".join(folded)
    places = tuple(place for place, piece in zip(clusters, folded, strict=True) for _ in piece)
    whole = fold(text[:_MOST])
    # Converting phrase by phrase may choose other characters than sign by sign; their number is the same.
    return Traced(whole if len(whole) == len(signs) else signs, places)


def matched_runs(left: str, right: str, reason: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return what of two typed texts agrees.

    Args:
        left: the expert's side.
        right: the application's side.
        reason: why the two were found (``Hit.reason``).
    """
    one, other = trace(left), trace(right)
    if not one.folded or not other.folded:
        return (), ()
    if reason in _WHOLE or one.folded == other.folded:
        return one.all(), other.all()
    if reason in _PERSON:
        return _person(left, one, reason in _SPELLED), _person(right, other, reason in _SPELLED)
    found = _orgs(one, other, reason)
    return one.runs(found[0]), other.runs(found[1])


def _clusters(text: str) -> list[Run]:
    """Cut a text into signs with the marks that combine with them."""
    found: list[Run] = []
    for place, sign in enumerate(text):
        if found and unicodedata.combining(sign):
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def _person(text: str, traced: Traced, spelled: bool) -> tuple[Run, ...]:
    """Return where the name itself stands: without titles, brackets and letters beside it."""
    name = person_name(text)
    if name.han:
        found = _of(name.han, traced.folded)
        return traced.runs(found) if found else traced.all()
    if spelled and name.tokens:
        signs = [sign for token in name.tokens for sign in _of(token, traced.folded)]
        return traced.runs(signs) if signs else traced.all()
    return traced.all()


def _orgs(one: Traced, other: Traced, reason: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return which signs of two names of organisations agree."""
    left, right = org_name(one.folded), org_name(other.folded)
    if reason == "core" and left.core == right.core:
        return _of(left.core, one.folded), _of(right.core, other.folded)
    if reason in _BRANCH:
        root = left.root or right.root
        found = _of(root, one.folded), _of(root, other.folded)
        if all(found):
            return found
    if reason == "spelled":
        return _spelled(left, right, one.folded), _spelled(right, left, other.folded)
    if reason == "short":
        return _common(one.folded, other.folded, 1)
    # Places, trades and legal forms are shared by strangers: only what decides is looked at.
    parts = (left.core, right.core) if reason == "similar" else (left.brand, right.brand)
    found = _common(*parts, _LEAST)
    return _within(parts[0], found[0], one.folded), _within(parts[1], found[1], other.folded)


def _spelled(name: OrgName, other: OrgName, folded: str) -> Sequence[int]:
    """Return the brand of a Chinese name, or the letters of a foreign one that spell the other's brand."""
    if not name.latin:
        return _of(name.brand, folded)
    for spelling in sorted(brand_spellings(other.brand), key=len, reverse=True):
        start = folded.find(spelling)
        if start >= 0:
            return range(start, start + len(spelling))
    return range(len(folded))


def _within(part: str, signs: Sequence[int], folded: str) -> Sequence[int]:
    """Return where signs of a part of a name stand in the name."""
    places = _of(part, folded)
    return [places[sign] for sign in signs if sign < len(places)]


def _of(part: str, folded: str) -> Sequence[int]:
    """Return where a part of a name stands: in one piece, else sign by sign in order."""
    if not part:
        return ()
    start = folded.find(part)
    if start >= 0:
        return range(start, start + len(part))
    blocks = SequenceMatcher(None, folded, part, autojunk=False).get_matching_blocks()
    return [block.a + step for block in blocks for step in range(block.size)]


def _common(left: str, right: str, least: int) -> tuple[list[int], list[int]]:
    """Return the signs that two texts share in the same order, in pieces of at least some length."""
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    kept = [block for block in blocks if block.size >= least]
    return (
        [block.a + step for block in kept for step in range(block.size)],
        [block.b + step for block in kept for step in range(block.size)],
    )

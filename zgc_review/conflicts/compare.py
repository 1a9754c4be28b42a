"""Two names compared: the same, perhaps the same, different; and why (rules §5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from zgc_review.conflicts.aliases import NO_ALIASES, Aliases, Entity
from zgc_review.conflicts.names import (
    PersonName,
    credit_code,
    fold_all,
    org_name,
    person_names,
)
from zgc_review.conflicts.pinyin import Spelling, spelling
from zgc_review.conflicts.resemblance import SIMILARITY_BP, resemblance
from zgc_review.errors import IntakeError


class Level(StrEnum):
    """How far two names agree. Only ``same`` may block by itself."""

    SAME = "same"
    CANDIDATE = "candidate"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Match:
    """What comparing two names found.

    Attributes:
        level: same, candidate or different.
        rule: the step of rules §5 that decided sameness (``5.1`` credit code, ``5.2`` name, ``5.3`` other
            name), ``R15`` for what a person must confirm, "" for different.
        reason: code; ``conflicts.reason.<code>`` holds the sentence.
        params: named values of the sentence.
    """

    level: Level
    rule: str
    reason: str
    params: dict[str, str | int] = field(default_factory=dict)


DIFFERENT = Match(Level.DIFFERENT, "", "none")


def compare_pair(entity: Entity, left: str, right: str, aliases: Aliases = NO_ALIASES) -> Match:
    """Compare two names of organisations (``org``) or persons (``person``).

    A name alone never makes two persons the same: equal names are a candidate (rules §5, R15).

    Raises:
        IntakeError: ``conflicts.entity`` for another kind.
    """
    return compare_rows([(entity, left, right)], aliases)[0]


def compare_rows(rows: Sequence[tuple[str, str, str]], aliases: Aliases = NO_ALIASES) -> list[Match]:
    """Compare many pairs (entity, left, right); same order.

    Raises:
        IntakeError: ``conflicts.entity`` names the row (header = row 1) with another kind.
    """
    for number, (entity, _, _) in enumerate(rows, start=2):
        if entity not in ("org", "person"):
            raise IntakeError("conflicts.entity", row=number)
    texts = list(dict.fromkeys(text for _, left, right in rows for text in (left, right)))
    folded = dict(zip(texts, fold_all(texts), strict=True))
    persons = person_names(
        text for entity, left, right in rows if entity == "person" for text in (left, right)
    )
    found: list[Match] = []
    for entity, left, right in rows:
        if entity == "org":
            found.append(_compare_orgs((left, folded[left]), (right, folded[right]), aliases))
        else:
            found.append(
                _compare_persons((persons[left], folded[left]), (persons[right], folded[right]), aliases)
            )
    return found


_Typed = tuple[str, str]
_Person = tuple[PersonName, str]


def _compare_orgs(left: _Typed, right: _Typed, aliases: Aliases) -> Match:
    """Compare (as typed, normalised) names of organisations by the steps of rules §5."""
    codes = credit_code(left[0]), credit_code(right[0])
    if all(codes):
        return _SAME_CODE if codes[0] == codes[1] else Match(Level.DIFFERENT, "", "codes_differ")
    if not left[1] or not right[1]:
        return Match(Level.DIFFERENT, "", "empty")
    if left[1] == right[1]:
        return Match(Level.SAME, "5.2", "name")
    found = _by_alias("org", left[1], right[1], aliases)
    if found is not None:
        return found
    why = resemblance(org_name(left[1]), org_name(right[1]), SIMILARITY_BP)
    return Match(Level.CANDIDATE, "R15", why) if why else DIFFERENT


_SAME_CODE = Match(Level.SAME, "5.1", "code")


def _by_alias(entity: Entity, left: str, right: str, aliases: Aliases) -> Match | None:
    """Return what the table of other names says; an alias of two units decides nothing."""
    units = aliases.of(entity, left), aliases.of(entity, right)
    if units[0].isdisjoint(units[1]):
        return None
    if len(units[0]) > 1 or len(units[1]) > 1:
        return Match(Level.CANDIDATE, "R15", "alias_shared")
    return Match(Level.SAME, "5.3", "alias")


def _compare_persons(left: _Person, right: _Person, aliases: Aliases) -> Match:
    """Compare (comparable, normalised) names of persons; never more than a candidate."""
    if not left[1] or not right[1]:
        return Match(Level.DIFFERENT, "", "empty")
    if left[0].han and left[0].han == right[0].han:
        return Match(Level.CANDIDATE, "R15", "same_name")
    if _by_alias("person", left[1], right[1], aliases) is not None:
        return Match(Level.CANDIDATE, "R15", "person_alias")
    fit = spelling(left[0], right[0])
    if fit is Spelling.NONE:
        return DIFFERENT
    return Match(Level.CANDIDATE, "R15", "pinyin" if fit is Spelling.FULL else "initials")

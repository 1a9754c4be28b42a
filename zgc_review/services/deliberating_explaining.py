"""Written explanations of totals that deviate (rules S07): who owes one, who gave it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from zgc_review.domain.results import ApplicationLine, Combination, Mark
from zgc_review.services.deliberating_consents import Spoken

How: TypeAlias = Literal["", "text", "revision"]


@dataclass(frozen=True, slots=True)
class Deviating:
    """One sheet whose total S07 points at.

    Attributes:
        mark: the sheet, as it stands in the combination that pointed at it first.
        combined: that combination, before or after discussion.
        by: how its writer explained it: ``text`` signed for it, the reason of a ``revision``, or not yet.
    """

    mark: Mark
    combined: Combination
    by: How


def deviations(line: ApplicationLine, explained: Collection[str]) -> tuple[Deviating, ...]:
    """Return every flagged sheet of an application, those of ``before`` first; each sheet once.

    Args:
        line: the application as it stands.
        explained: sheets about which their writers signed an explanation.
    """
    revised = {mark.code for mark in line.after.marks if mark.phase == "revision"}
    found: dict[str, Deviating] = {}
    for combined in (line.before, line.after):
        for mark in combined.marks:
            if mark.flags and mark.sheet not in found:
                found[mark.sheet] = Deviating(mark, combined, _how(mark, revised, explained))
    return tuple(found.values())


def _how(mark: Mark, revised: Collection[str], explained: Collection[str]) -> How:
    """Return how a flagged sheet is explained: who revised it gave the reason there."""
    if mark.code in revised:
        return "revision"
    return "text" if mark.sheet in explained else ""


def deviating(line: ApplicationLine) -> frozenset[str]:
    """Return the sheets that may be explained: flagged, counting, not revised."""
    return frozenset(one.mark.sheet for one in deviations(line, ()) if one.by != "revision")


def owing(line: ApplicationLine, words: Iterable[Spoken]) -> tuple[str, ...]:
    """Return the codes that still owe an explanation; ``words``: the ``explain`` acts on the application."""
    explained = explained_sheets(words)
    return tuple(sorted(one.mark.code for one in deviations(line, explained) if not one.by))


def explained_sheets(words: Iterable[Spoken]) -> frozenset[str]:
    """Return the sheets that ``explain`` acts speak of."""
    return frozenset(str(one.body.about) for one in words)

"""The first rows of a form, for the eye: thousands of rows take the typesetter a minute.

An excerpt says on every page that it is one, and counts what the whole form holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from zgc_review.export.form_values import Excerpt, ExpertSheets, ScoreSummary, SummarySection
from zgc_review.export.office_values import InterestDeclaration, Minutes
from zgc_review.export.result_values import OutcomeSection, PoolResult, PublicNotice, ResultList, SealList

Form = TypeVar("Form", bound=Struct)

# Fields with rows, in the order of the paper; a section counts by the rows it holds.
_ROWS: Mapping[type[Struct], tuple[str, ...]] = {
    InterestDeclaration: ("rows",),
    ExpertSheets: ("sheets",),
    ScoreSummary: ("sections",),
    SummarySection: ("rows",),
    Minutes: ("items",),
    ResultList: ("pools", "outcomes", "checked", "ended"),
    PoolResult: ("rows",),
    OutcomeSection: ("rows",),
    PublicNotice: ("rows",),
    SealList: ("files",),
}


def excerpt(value: Form, most: int) -> Form:
    """Return a form with its first ``most`` rows, the very same where it has no more."""
    whole = _count(value)
    if whole <= most:
        return value
    cut, _ = _cut(value, most)
    return as_excerpt(cut, most, whole)


def as_excerpt(value: Form, shown: int, whole: int) -> Form:
    """Return a form that says it holds the first ``shown`` of ``whole`` rows."""
    return _replaced(value, {"head": replace(value.head, excerpt=Excerpt(shown=shown, whole=whole))})  # type: ignore[attr-defined] # every form has one


def excerpt_of(value: Struct) -> Excerpt | None:
    """Return of what a form is an excerpt, None where it is whole."""
    found: Excerpt | None = getattr(value, "head").excerpt  # noqa: B009 - every form has one, no base says so
    return found


def _count(value: Struct) -> int:
    """Return how many rows a form or section has."""
    return sum(_count_in(getattr(value, name)) for name in _ROWS.get(type(value), ()))


def _count_in(members: Sequence[Struct]) -> int:
    return sum(_count(one) if type(one) in _ROWS else 1 for one in members)


def _cut(value: Form, most: int) -> tuple[Form, int]:
    """Return a form or section with at most so many rows, and how many more there may be."""
    kept: dict[str, Any] = {}
    for name in _ROWS[type(value)]:
        members: list[Struct] = []
        for one in getattr(value, name):
            if most == 0:
                break
            if type(one) in _ROWS:
                part, most = _cut(one, most)
                members.append(part)
            else:
                members.append(one)
                most -= 1
        kept[name] = tuple(members)
    return _replaced(value, kept), most


def _replaced(value: Form, fields: Mapping[str, Any]) -> Form:
    """Return a form with other fields."""
    changed: Form = replace(value, **fields)
    return changed

"""Values by path to nested records, and what a person needs to be told apart from a namesake."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from zgc_review.intake.report import Place, Report
from zgc_review.intake.values import Value

_SECOND: Final = ("employer", "employer_code", "mobile_tail", "email", "orcid", "birth_year")


def nest(values: Mapping[tuple[str, ...], Value]) -> dict[str, Any]:
    """Return values by path as a record: parts of a person become one map."""
    record: dict[str, Any] = {}
    for path, value in values.items():
        inner = record
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = value
    return record


def check_person(person: Mapping[str, Any], place: Place, report: Report) -> None:
    """Report a person without a name, or with nothing beside it to tell namesakes apart (rules §5)."""
    if "name" not in person:
        report.add("intake.person.name", place)
    elif not any(part in person for part in _SECOND):
        report.add("intake.person.key", place, str(person["name"]))

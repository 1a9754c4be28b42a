"""What the rules say of the experts of single applications, and why an assignment cannot be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zgc_review.assignment.roles import seat
from zgc_review.assignment.shortage import Bottleneck, Infeasible, Short
from zgc_review.catalogue import Catalogue
from zgc_review.domain.findings import Finding, Level
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.settings import RoundSettings
from zgc_review.services.assigning_bench import Bar, Bench
from zgc_review.services.assigning_problem import legal_persons, need_of, places_of

_SHOWN = 10


def open_roles(
    application: ApplicationRow,
    members: Sequence[str],
    bench: Bench,
    settings: RoundSettings,
    catalogue: Catalogue,
) -> tuple[str, ...]:
    """Return the role places that nobody of ``members`` (roster ids) fills (P05)."""
    _, places = places_of(application.sub_direction, settings, catalogue)
    roles = {one: frozenset(bench.entries[one].roles) for one in members}
    return seat(sorted(members), roles, places).open


def panel_findings(
    application: ApplicationRow,
    members: Sequence[str],
    bench: Bench,
    settings: RoundSettings,
    catalogue: Catalogue,
) -> tuple[Finding, ...]:
    """Return what P01, P03 and P05 say of the experts (roster ids) of one application."""
    number, found = application.number, list[Finding]()
    least = need_of(application, settings, catalogue, bench.plan)
    if len(members) < least or len(members) % 2 == 0:
        params: dict[str, str | int] = {"number": number, "size": len(members), "least": least}
        found.append(Finding("assignment.single.p01", Level.WARN, params=params))
    clash = colleagues(members, bench) if settings.one_per_legal_person else None
    if clash is not None:
        first, second = (bench.number(one) for one in clash)
        params = {"number": number, "first": first, "second": second}
        found.append(Finding("assignment.single.p03", Level.ERROR, params=params))
    missing = open_roles(application, members, bench, settings, catalogue)
    for role in dict.fromkeys(missing):
        label = catalogue.role_labels[role].zh
        params = {"number": number, "role": label, "open": missing.count(role)}
        found.append(Finding("assignment.single.p05", Level.WARN, params=params))
    return tuple(found)


def colleagues(members: Sequence[str], bench: Bench) -> tuple[str, str] | None:
    """Return two of ``members`` who work for one legal person (P03), None where there are none."""
    persons, seen = legal_persons(bench), dict[str, str]()
    for one in members:
        person = persons[one]
        if person and person in seen:
            return seen[person], one
        seen[person] = one
    return None


def shortage_findings(
    answer: Infeasible,
    applications: Sequence[ApplicationRow],
    bench: Bench,
    bars: Mapping[tuple[str, str], Bar],
) -> tuple[Finding, ...]:
    """Return why an assignment cannot be done, by numbers; totals first, then each bottleneck."""
    numbers = {one.application_id: one.number for one in applications}
    found = [
        Finding(f"assignment.single.{name}", Level.ERROR, params={"count": count})
        for name, count in (("shortage", answer.shortage), ("missing", answer.missing))
        if count
    ]
    found += [_short(one, numbers) for one in answer.short]
    found += [_bottleneck(one, numbers, bench) for one in answer.bottlenecks]
    waiting = sum(bar.waits and pair[0] in numbers for pair, bar in bars.items())
    if waiting:
        found.append(Finding("assignment.single.waiting", Level.INFO, params={"count": waiting}))
    return tuple(found)


def _short(one: Short, numbers: Mapping[str, str]) -> Finding:
    """Return one application that conflicts alone leave short."""
    code = {"too_few_experts": "experts", "too_few_institutions": "institutions"}[one.reason]
    params: dict[str, str | int] = {
        "number": numbers[one.application],
        "need": one.need,
        "possible": one.possible,
    }
    return Finding(f"assignment.single.{code}", Level.ERROR, params=params)


def _bottleneck(one: Bottleneck, numbers: Mapping[str, str], bench: Bench) -> Finding:
    """Return applications that are short together, or experts whose least loads cannot be reached."""
    params: dict[str, str | int] = {
        "applications": len(one.applications),
        "numbers": _some([numbers[entry] for entry in one.applications]),
        "experts": len(one.experts),
        "people": _some([bench.number(entry) for entry in one.experts]),
        "needed": one.needed,
        "capacity": one.capacity,
    }
    code = {"capacity": "most", "minimum": "least"}[one.reason]
    return Finding(f"assignment.single.{code}", Level.ERROR, params=params)


def _some(names: Sequence[str]) -> str:
    """Return the first names of a list that may be long."""
    listed = sorted(names)
    return " ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")

"""From a round to the problem of assigning experts: needs, bounds, legal persons, wishes (P01–P05)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from zgc_review.assignment.panel_rules import SizeRules, least_size
from zgc_review.assignment.places import Helper, Seeker, wished_pairs
from zgc_review.assignment.problem import Application, Expert, Problem, build_problem
from zgc_review.assignment.roles import role_places
from zgc_review.catalogue import Catalogue
from zgc_review.domain.rows import ApplicationRow
from zgc_review.domain.settings import GroupPlan, RoundSettings
from zgc_review.services.assigning_bench import Bench

#: What a pair that fills a role place counts (P05); as much as the greatest affinity a file may give.
WISH = 1000


@dataclass(frozen=True)
class Asked:
    """What is to be assigned, by application id and roster id.

    Attributes:
        needs: experts per application.
        bounds: least and greatest load per expert, less what is assigned already.
        closed: pairs that must not be.
        affinity: what a pair counts, of those the committee named.
    """

    needs: Mapping[str, int]
    bounds: Mapping[str, tuple[int, int]]
    closed: frozenset[tuple[str, str]]
    affinity: Mapping[tuple[str, str], int]


def need_of(
    application: ApplicationRow, settings: RoundSettings, catalogue: Catalogue, plan: GroupPlan
) -> int:
    """Return how many experts P01 asks for on one application, at least ``per_application``."""
    requested = application.record.get("requested_amount") if settings.stage == "proposal" else None
    panel = catalogue.panel_for((application.sub_direction,), settings.stage)
    sizes = SizeRules(
        panel_min=settings.panel_min,
        panel_large=settings.panel_large,
        panel_consortium=settings.panel_consortium,
        large_from_fen=settings.panel_large_from_fen,
    )
    least = least_size(
        [requested] if isinstance(requested, int) else [],
        technically_complex=plan.complex,
        consortium=panel.size >= settings.panel_consortium,
        sizes=sizes,
    )
    return max(least, settings.per_application)


def places_of(
    sub_direction: str, settings: RoundSettings, catalogue: Catalogue
) -> tuple[str, tuple[str, ...]]:
    """Return the measure of a sub-direction and the roles of its places (P05)."""
    ((measure, panel),) = catalogue.panel_for((sub_direction,), settings.stage).panels.items()
    return measure, role_places(panel.roles, catalogue.role_order)


def even_bounds(needs: Iterable[int], experts: int) -> tuple[int, int]:
    """Return the mean load, rounded down and up."""
    mean = Fraction(sum(needs), experts) if experts else Fraction(0)
    return floor(mean), ceil(mean)


def legal_persons(bench: Bench) -> dict[str, str]:
    """Return a name of the legal person of each expert, "" where no employer is known (P03).

    Experts joined by common employers, also through a third person, share one.
    """
    joined: list[tuple[set[str], set[str]]] = []  # (employers, experts)
    for one, entry in sorted(bench.entries.items()):
        employers, experts = set(entry.employers), {one}
        apart = []
        for known in joined:
            if known[0] & employers:
                employers |= known[0]
                experts |= known[1]
            else:
                apart.append(known)
        joined = [*apart, (employers, experts)]
    return {one: min(employers, default="") for employers, experts in joined for one in experts}


def problem_of(
    asked: Asked,
    applications: Sequence[ApplicationRow],
    bench: Bench,
    settings: RoundSettings,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """Return the problem as ``assign solve`` reads it, with wishes for pairs that fill role places."""
    persons = legal_persons(bench)
    together = settings.one_per_legal_person
    wished = wished_pairs(
        [
            Seeker(one.application_id, asked.needs[one.application_id], places)
            for one in applications
            for _, places in [places_of(one.sub_direction, settings, catalogue)]
        ],
        [
            Helper(one, persons[one], frozenset(bench.entries[one].roles), most)
            for one, (_, most) in sorted(asked.bounds.items())
        ],
        asked.closed,
        catalogue.role_order,
        affinity=asked.affinity,
        one_per_institution=together,
        seed=bench.seed,
    )
    values = dict(asked.affinity)
    for pair in wished:
        values[pair] = values.get(pair, 0) + WISH
    return {
        "applications": [{"id": one, "need": need} for one, need in sorted(asked.needs.items())],
        "experts": [
            {"id": one, "institution": persons[one], "min": least, "max": most}
            for one, (least, most) in sorted(asked.bounds.items())
        ],
        "affinity": [[*pair, value] for pair, value in sorted(values.items()) if pair not in asked.closed],
        "conflicts": [list(pair) for pair in sorted(asked.closed)],
        "one_per_institution": together,
        "seed": bench.seed,
    }


def read_problem(value: Mapping[str, Any]) -> Problem:
    """Return the problem of such a record."""
    return build_problem(
        [Application(one["id"], one["need"]) for one in value["applications"]],
        [Expert(one["id"], one["institution"], one["min"], one["max"]) for one in value["experts"]],
        [(application, expert, count) for application, expert, count in value["affinity"]],
        [(application, expert) for application, expert in value["conflicts"]],
        one_per_institution=value["one_per_institution"],
        seed=value["seed"],
    )

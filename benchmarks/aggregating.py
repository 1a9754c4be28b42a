"""Aggregation of a large round: totals, dispersion, ranks, line; severity of raters."""

from __future__ import annotations

import hashlib
import random
from fractions import Fraction

from benchmarks.bench import Bench
from benchmarks.measure import Line, clock_both, within
from benchmarks.papers import SUB
from zgc_review.aggregation.aggregate import aggregate, aggregate_bytes
from zgc_review.aggregation.inputs import AggregationInput, SignedSheet
from zgc_review.aggregation.severity import Mark, severity
from zgc_review.catalogue import Catalogue, Rubric, load_shipped
from zgc_review.domain.bodies import (
    SheetBody,
    SheetRecusal,
)
from zgc_review.domain.money import half_up
from zgc_review.domain.results import ResultApplication
from zgc_review.domain.round_bodies import (
    GroupSeats,
)
from zgc_review.domain.settings import Fund, Pool, RoundSettings

_PANEL = 5
_FUND: Fund = "F1"  # of the measure that SUB belongs to
_SECRETARY = "秘书01"


def run(bench: Bench) -> list[Line]:
    """Return the lines of aggregation and of severity."""
    catalogue = load_shipped()
    rubric = catalogue.rubric(SUB)
    inputs = _round(bench.sizes.aggregated, catalogue, rubric)
    times = [clock_both(lambda: aggregate_bytes(aggregate(inputs))) for _ in range(bench.repeat)]
    scores = len(inputs.sheets) * len(rubric.criteria)
    work = (
        f"aggregation of {scores:,} scores ({bench.sizes.aggregated:,} applications, {_PANEL} sheets each, "
        f"{len(rubric.criteria)} criteria): totals, dispersion, ranks, line, bytes; without robustness"
    )
    return [within(work, [one for one, _ in times], 2.0, [used for _, used in times]), _severity(bench)]


def _severity(bench: Bench) -> Line:
    """Return the line of the mixed model: each target marked by three raters."""
    targets, raters = bench.sizes.corrected
    draw = random.Random(2026)  # noqa: S311 - the same marks in every run
    hands = [draw.gauss(0, 5) for _ in range(raters)]
    marks = []
    for n in range(targets):
        quality = draw.gauss(70, 8)
        marks += [
            Mark(f"T{n:05d}", f"R{rater:04d}", quality + hands[rater] + draw.gauss(0, 6))
            for rater in draw.sample(range(raters), 3)
        ]
    times = [clock_both(lambda: severity(marks)) for _ in range(bench.repeat)]
    work = (
        f"severity of raters: {len(marks):,} scores, {targets:,} targets, {raters:,} raters; "
        "mixed model and additive correction"
    )
    return within(work, [one for one, _ in times], 5.0, [used for _, used in times])


def _round(count: int, catalogue: Catalogue, rubric: Rubric) -> AggregationInput:
    """Return a round in which everybody has locked every sheet."""
    draw = random.Random(2026)  # noqa: S311 - the same round in every run
    seats = tuple(f"专家{n:02d}" for n in range(1, _PANEL + 1))
    applications = [_application(n) for n in range(count)]
    sheets = [
        _sheet(one, code, rubric, [draw.randint(40, 98) for _ in rubric.criteria])
        for one in applications
        for code in seats
    ]
    return AggregationInput(
        settings=_settings(catalogue),
        groups={"G01": GroupSeats(id="G01", members=seats, chair=seats[0])},
        cards={code: (_digest(code),) for code in (*seats, _SECRETARY)},
        kept={},
        round_chair=seats[0],
        secretary=_SECRETARY,
        rubrics={SUB: rubric},
        funds={SUB: _FUND},
        applications=applications,
        recusals=[],
        sheets=sheets,
        consents=[],
    )


def _settings(catalogue: Catalogue) -> RoundSettings:
    """Return settings with one pool whose budget ends within the list."""
    return RoundSettings(
        title="测量轮次",
        call_year=2026,
        t0="2026-11-22",
        catalogue_digest=catalogue.digest,
        verifier_digest="0" * 64,
        modes={SUB: "open_call"},
        pools=(Pool(id="M01", fund=_FUND, sub_directions=(SUB,), budget_fen=10**11),),
    )


def _application(n: int) -> ResultApplication:
    """Return one application."""
    return ResultApplication(
        application=_digest(f"application {n}")[:32],
        number=f"ZGC-{n:05d}",
        title=f"测量项目第{n}号",
        unit=f"测量单位{n}",
        sub_direction=SUB,
        mode="open_call",
        state="AGGREGATED",
        reason="",
        version=_digest(f"version {n}"),
        group="G01",
        members=None,
        requested_fen=150_000_000,
        ceiling_fen=150_000_000,
        check_result=None,
    )


def _sheet(one: ResultApplication, code: str, rubric: Rubric, marks: list[int]) -> SignedSheet:
    """Return one locked sheet."""
    percents = {criterion.id: mark for criterion, mark in zip(rubric.criteria, marks, strict=True)}
    weighed = sum(criterion.weight * percents[criterion.id] for criterion in rubric.criteria)
    body = SheetBody(
        application=one.application,
        application_version=str(one.version),
        letter="c" * 64,
        phase="initial",
        state="locked",
        percents=percents,
        total=half_up(Fraction(weighed * 100, sum(criterion.weight for criterion in rubric.criteria))),
        recommendation="SUPPORT",
        recusal=SheetRecusal(answer="no"),
        integrity=False,
    )
    return SignedSheet(_digest(f"{one.application} {code}"), _digest(code), 1, body)


def _digest(text: str) -> str:
    """Return an id that looks like one."""
    return hashlib.sha256(text.encode()).hexdigest()

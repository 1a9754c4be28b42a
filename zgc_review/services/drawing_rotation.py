"""Rotation of experts over the rounds that this vault holds (P08)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from zgc_review.assignment.panel_rules import p08
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import RoundRow
from zgc_review.services.chain import RoundState
from zgc_review.services.drawing_record import Draw
from zgc_review.services.rounds import state_of

Judged = Mapping[str, Mapping[str, frozenset[int]]]


def rotation_findings(uow: UnitOfWork, row: RoundRow, state: RoundState, draw: Draw) -> tuple[Finding, ...]:
    """Return whom the draw gives too many rounds in a year, or one applicant too many years running.

    Earlier rounds count that lie in this vault; an expert is known by 名册编号, an applicant by credit code.
    """
    settings = state.settings
    numbers = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
    rounds, judged = _earlier(uow, row, settings.call_year)
    codes = {
        one.application_id: str(one.record.get("unit_credit_code") or "")
        for one in uow.applications.all(row.round_id)
    }
    found: list[Finding] = []
    for plan in draw.groups:
        for expert in draw.seated(plan.id):
            number = numbers[expert]
            years = {
                application: _running(judged[number].get(code, frozenset()), settings.call_year)
                for application in plan.applications
                if (code := codes.get(application, ""))
            }
            found += p08(
                expert,
                rounds[number] + 1,
                years,
                rounds_per_year=settings.rounds_per_year,
                same_applicant_years=settings.same_applicant_years,
            )
    return tuple(found)


def _earlier(uow: UnitOfWork, row: RoundRow, year: int) -> tuple[Counter[str], Judged]:
    """Return, by 名册编号, the other rounds of the year and, by credit code, the years of judging it."""
    rounds: Counter[str] = Counter()
    judged: defaultdict[str, dict[str, frozenset[int]]] = defaultdict(dict)
    for other in uow.rounds.all():
        if other.round_id == row.round_id or other.place != "secretary" or other.rehearsal:
            continue
        before = state_of(uow, other)
        numbers = {one.expert_id: one.number for one in uow.experts.all(other.round_id)}
        for seat in uow.seats.all(other.round_id):
            number = numbers.get(seat.expert_id or "")
            if number is None:
                continue
            rounds[number] += before.settings.call_year == year
            groups = before.groups_of_member(seat.code)
            for one in uow.applications.all(other.round_id):
                code = str(one.record.get("unit_credit_code") or "")
                if code and one.group in groups:
                    known = judged[number].get(code, frozenset())
                    judged[number][code] = known | {before.settings.call_year}
    return rounds, judged


def _running(years: frozenset[int], year: int) -> int:
    """Return how many years running, this one included."""
    count = 1
    while year - count in years:
        count += 1
    return count

"""Rotation of experts over the rounds that this vault holds (P08)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zgc_review.assignment.panel_rules import p08
from zgc_review.domain.findings import Finding
from zgc_review.domain.ports import UnitOfWork
from zgc_review.domain.rows import ApplicationRow, RoundRow
from zgc_review.services.chain import RoundState
from zgc_review.services.drawing_record import Draw
from zgc_review.services.members import members_of
from zgc_review.services.rounds import state_of

Judged = Mapping[str, Mapping[str, frozenset[int]]]


@dataclass(frozen=True)
class Rotation:
    """What experts, by 名册编号, have judged before.

    Attributes:
        year: of this round.
        earlier: other rounds of the year.
        judged: years of judging, by credit code of the applicant.
    """

    year: int
    earlier: Mapping[str, int]
    judged: Judged

    def rounds(self, number: str) -> int:
        """Return the rounds of the year, this one included."""
        return self.earlier.get(number, 0) + 1

    def years(self, number: str, applications: Iterable[ApplicationRow]) -> dict[str, int]:
        """Return by application id how many years running, with this one, its applicant is judged."""
        known = self.judged.get(number, {})
        return {
            one.application_id: _running(known.get(code, frozenset()), self.year)
            for one in applications
            if (code := _credit_code(one))
        }


def rotation_of(uow: UnitOfWork, row: RoundRow, state: RoundState) -> Rotation:
    """Return what the earlier rounds in this vault say; applicants are known by credit code."""
    year = state.settings.call_year
    rounds, judged = _earlier(uow, row, year)
    return Rotation(year, rounds, judged)


def rotation_findings(uow: UnitOfWork, row: RoundRow, state: RoundState, draw: Draw) -> tuple[Finding, ...]:
    """Return whom the draw gives too many rounds in a year, or one applicant too many years running.

    Where experts are assigned one by one, applicants are asked about when that is done.
    """
    settings = state.settings
    numbers = {one.expert_id: one.number for one in uow.experts.all(row.round_id)}
    rotation = rotation_of(uow, row, state)
    rows = {one.application_id: one for one in uow.applications.all(row.round_id)}
    found: list[Finding] = []
    for plan in draw.groups:
        applications = [] if state.is_single else [rows[one] for one in plan.applications if one in rows]
        for expert in draw.seated(plan.id):
            number = numbers[expert]
            found += p08(
                expert,
                rotation.rounds(number),
                rotation.years(number, applications),
                rounds_per_year=settings.rounds_per_year,
                same_applicant_years=settings.same_applicant_years,
            )
    return tuple(found)


def _credit_code(application: ApplicationRow) -> str:
    """Return the applicant's 统一社会信用代码, "" where it is not given."""
    return str(application.record.get("unit_credit_code") or "")


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
            for one in uow.applications.all(other.round_id):
                code = _credit_code(one)
                if code and seat.code in members_of(before, one):
                    known = judged[number].get(code, frozenset())
                    judged[number][code] = known | {before.settings.call_year}
    return rounds, judged


def _running(years: frozenset[int], year: int) -> int:
    """Return how many years running, this one included."""
    count = 1
    while year - count in years:
        count += 1
    return count

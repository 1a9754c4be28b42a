"""Both sides of a finding as handed in, and the days that count (rules §4); screening told and stopped."""

from __future__ import annotations

from datetime import date

import pytest
from desk_harness import CODE, Office

from zgc_review.errors import Cancelled
from zgc_review.services import screening
from zgc_review.services.conflict_desk_findings import DeskFinding
from zgc_review.services.conflict_desk_sources import Evidence, evidence_of
from zgc_review.services.rounds import state_of


def evidence(office: Office, finding: DeskFinding) -> Evidence:
    with office.desk.vault.begin() as uow:
        return evidence_of(uow, office.row, finding, state_of(uow, office.row))


def one(office: Office, rule: str) -> DeskFinding:
    """Screen and return the finding of a rule."""
    return next(found for found in office.found() if found.row.rule == rule)


def facts(side: object) -> dict[str, str]:
    return {fact.name: fact.value for fact in side.facts}  # type: ignore[attr-defined]


def test_r04_a_post_comes_with_its_row_and_three_years(office: Office) -> None:
    office.expert(
        positions=[
            {"name": "别的单位", "post": "监事"},
            {"name": "北京䴉㕵科技有限公司", "credit_code": CODE, "post": "独立董事", "to": "2025-06-30"},
        ]
    )
    office.application(registration_date="2018-06-01")
    seen = evidence(office, one(office, "R04"))
    assert (seen.expert.number, seen.expert.field) == ("E001", "positions")
    assert facts(seen.expert) == {"credit_code": CODE, "post": "独立董事", "to": "2025-06-30"}
    assert facts(seen.application)["registration_date"] == "2018-06-01"
    assert seen.look_back == "years"
    assert seen.since == date(2023, 11, 22)
    assert seen.fields["unit_name"].zh == "申报单位"


def test_r15_what_would_tell_namesakes_apart_is_shown_also_where_it_is_missing(office: Office) -> None:
    office.expert(name="逄䶮甲", email="a@example.cn")
    office.application()
    seen = evidence(office, one(office, "R15"))
    assert facts(seen.expert)["email"] == "a@example.cn"
    assert facts(seen.expert)["orcid"] == ""
    assert facts(seen.application)["employer"] == "北京䴉㕵科技有限公司"
    assert seen.look_back == "now"
    assert seen.since is None


def test_both_sides_are_read_in_the_order_of_their_workbooks(office: Office) -> None:
    office.expert(
        name="逄䶮甲", email="a@example.cn", positions=[{"post": "监事", "name": "别的单位"}], consent=True
    )
    office.application(requested_amount=100_00)
    seen = evidence(office, one(office, "R15"))
    names = [name for name in seen.expert.record if name in {"name", "employer", "email", "consent"}]
    assert names == ["name", "employer", "email", "consent"]
    assert list(seen.expert.record)[-1] == "positions"
    assert list(seen.expert.record["positions"][0]) == ["name", "post"]
    fields = ("application_no", "unit_name", "project_leader", "requested_amount")
    assert [name for name in seen.application.record if name in fields] == list(fields)
    assert list(seen.application.record["project_leader"])[:2] == ["name", "employer"]


def test_r07_a_teacher_has_no_limit_in_time(office: Office) -> None:
    office.expert(
        academic_links=[
            {"name": "逄䶮甲", "employer": "北京䴉㕵科技有限公司", "kind": "supervisor", "year": 1995}
        ]
    )
    office.application()
    seen = evidence(office, one(office, "R07"))
    assert facts(seen.expert) == {
        "employer": "北京䴉㕵科技有限公司", "mobile_tail": "", "email": "", "orcid": "", "birth_year": "",
        "kind": "supervisor", "year": "1995",
    }  # fmt: skip
    assert (seen.look_back, seen.since) == ("none", None)


def test_screening_tells_how_far_it_is_and_keeps_nothing_when_stopped(office: Office) -> None:
    office.expert(employer="北京䴉㕵科技有限公司")
    for n in range(3):
        office.application(f"A-{n}")
    before = office.leaves()

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        screening.screen(office.desk, office.row, stop)
    assert office.leaves() == before
    assert office.all() == ()
    told: list[tuple[int, int]] = []
    screening.screen(office.desk, office.row, lambda done, total: told.append((done, total)))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert office.all()

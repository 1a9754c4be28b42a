"""F05 of what the desk found, F06 of what applicants wish (R14, rules §10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk_harness import Office
from services_harness import World

from zgc_review.domain.rows import ExpertRow
from zgc_review.errors import GateError
from zgc_review.export.office_values import ApplicantRecusal, ExpertRecusal
from zgc_review.services import conflict_desk, recusal_forms, screening
from zgc_review.services.conflict_desk_findings import desk_findings
from zgc_review.services.form_heads import paper_of
from zgc_review.services.rounds import state_of

AT = "2026-11-23T09:00:00+08:00"
WISH = {"name": "亓𠮷子", "employer": "䲜䴉研究院", "reason": "双方有专利诉讼"}


def book(place: Office | World) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the values of F05 and F06 by name."""
    secretary = place.secretary
    with secretary.desk.vault.begin() as uow:
        state = state_of(uow, secretary.round)
        paper = paper_of(uow, secretary.round, state, AT)
        held = recusal_forms.recusal_book(uow, secretary.round, state, paper)
        return dict(recusal_forms.expert_recusals(held)), dict(recusal_forms.applicant_recusals(held))


@pytest.mark.parametrize(
    ("wishes", "accepted"),
    [
        ([WISH], "受理 1 人。"),
        ([WISH] * 3, "受理 3 人。"),
        ([WISH] * 4, "列 4 人，超过 3 人，不予受理。"),
        (
            [WISH, {**WISH, "reason": " "}, {**WISH, "reason": ""}],
            "受理 1 人。第 2、3 人未附理由，不予受理。",
        ),
        ([{"name": "亓𠮷子"}], "第 1 人未附理由，不予受理。"),
    ],
)
def test_r14_f06_lists_the_wishes_and_what_is_accepted(
    office: Office, wishes: list[dict[str, str]], accepted: str
) -> None:
    office.expert()
    office.application(excluded_experts=wishes)
    screening.screen(office.desk, office.row)
    (form,) = book(office)[1].values()
    assert isinstance(form, ApplicantRecusal)
    assert form.acceptance == accepted
    assert [one.name for one in form.experts] == ["亓𠮷子"] * len(wishes)
    assert form.experts[0].reason == wishes[0].get("reason", "")


def test_p12_f06_does_not_say_who_is_in_the_roster(office: Office) -> None:
    office.application(excluded_experts=[WISH])
    without = book(office)[1]
    office.expert()
    screening.screen(office.desk, office.row)
    assert book(office)[1] == without


def test_without_wishes_and_of_ended_applications_there_is_no_f06(office: Office, tmp_path: Path) -> None:
    office.application("A-1", excluded_experts=[])
    office.application("A-2", excluded_experts=None)
    office.application("A-3", state="WITHDRAWN", excluded_experts=[WISH])
    assert book(office) == ({}, {})
    with pytest.raises(GateError) as refusal:
        recusal_forms.print_recusals(office.desk, office.row, tmp_path)
    assert refusal.value.code == "forms.nothing"


def test_numbers_that_look_alike_on_a_disk_get_files_of_their_own(office: Office, tmp_path: Path) -> None:
    for number in ("甲/1", "甲:1"):
        office.application(number, excluded_experts=[WISH] * 4)
    paths = recusal_forms.print_recusals(office.desk, office.row, tmp_path / "forms")
    assert sorted(path.name for path in paths) == ["F06-甲_1-2.pdf", "F06-甲_1.pdf"]


def test_f05_of_what_the_desk_found_names_both_sides_and_the_secretary(at: Callable[[str], World]) -> None:
    world = at("seated")
    desk, row = world.secretary.desk, world.secretary.round
    with desk.vault.begin() as uow:
        one = uow.applications.all(row.round_id)[1]
        seat = next(seat for seat in uow.seats.all(row.round_id) if seat.code == "专家02")
        expert = uow.experts.get(str(seat.expert_id))
        assert expert is not None
        tie = {"employer": one.record["unit_name"], "employer_code": one.record["unit_credit_code"]}
        record = {**expert.record, **tie, "positions": []}
        uow.experts.put(ExpertRow(expert.expert_id, expert.round_id, expert.number, record))
        uow.commit()
    screening.screen(desk, row)
    assert book(world)[0] == {}
    with desk.vault.begin() as uow:
        (finding,) = (found for found in desk_findings(uow, row) if found.is_due)
    conflict_desk.decide(desk, row, finding.row.finding_id, "recuse", "已核对劳动合同")
    ((name, form),) = book(world)[0].items()
    assert isinstance(form, ExpertRecusal)
    assert name == f"{one.number}-专家02-R02"
    assert str(one.record["unit_name"]) in form.grounds
    assert form.grounds.endswith("；已核对劳动合同")
    assert form.registered == "秘书01 登记：秘书核对，回避"

"""The recusal rules a secretary's screening can check, from roster and application records (rules §4)."""

from __future__ import annotations

from typing import Any

import pytest
from services_harness import SUB, roster_record

from zgc_review.intake.templates import layouts
from zgc_review.intake.workbooks import write_workbook
from zgc_review.services import roster

LEADER = {"name": "逄䶮甲", "employer": "北京䴉㕵科技有限公司"}
UNIT = "北京䴉㕵科技有限公司"
CODE = "91110108MAXXXX015B"


def one(office: Any) -> Any:
    """Return the only finding."""
    (found,) = office.found()
    return found


def test_r01_member_of_the_team_by_name_and_employer(office: Any) -> None:
    office.expert(name="逄䶮乙", employer="某大学", employer_code="")
    office.application(team=[{"member": {"name": "逄䶮乙", "employer": "某大学"}, "core": False}])
    assert ("R01", "H") in office.rules()


@pytest.mark.parametrize(
    "own", [{"mobile_tail": "0123"}, {"email": "pang@example.cn"}], ids=["mobile", "e-mail"]
)
def test_c5_r01_applicant_under_a_second_telephone_or_mail(office: Any, own: dict[str, str]) -> None:
    """Roster and application name different employers; the second identifier tells it is one person."""
    office.expert(name="逄䶮甲", employer="某大学", **own)
    contact = {**LEADER, "mobile_tail": "13800000123", "email": "PANG@example.cn"}
    office.application(contact=contact)
    found = office.found()
    assert [(entry.row.rule, entry.row.level) for entry in found if entry.row.rule == "R01"] == [("R01", "H")]
    assert {entry.row.hit["right_field"] for entry in found if entry.row.rule == "R01"} == {"contact"}


def test_r02_employed_by_the_applicant_now(office: Any) -> None:
    office.expert(employer=f" {UNIT.replace('科技', '科 技')} ")
    office.application(unit_credit_code="")
    found = one(office)
    assert (found.row.rule, found.row.level, found.is_sure) == ("R02", "H", True)
    assert found.row.hit["left"].strip() == UNIT.replace("科技", "科 技")
    assert (found.row.hit["right"], found.row.hit["right_field"]) == (UNIT, "unit_name")


@pytest.mark.parametrize(
    ("end", "rules"), [("2023-12-01", [("R03", "H")]), ("2023-11-22", [("R03", "H")]), ("2023-11-21", [])]
)
def test_c3_r03_three_years_before_t0(office: Any, end: str, rules: list[tuple[str, str]]) -> None:
    office.expert(employment=[{"name": UNIT, "from": "2020-01-01", "to": end}])
    office.application()
    assert office.rules() == rules


@pytest.mark.parametrize(("end", "rules"), [("2025-04-30", [("R04", "H")]), ("1995-06-30", [])])
def test_c3_r04_a_post_that_ended_in_1995_does_not_hit(
    office: Any, end: str, rules: list[tuple[str, str]]
) -> None:
    office.expert(positions=[{"name": UNIT, "post": "顾问", "to": end}])
    office.application()
    assert office.rules() == rules


def test_c3_r07_doctoral_supervisor_of_1995(office: Any) -> None:
    office.expert(academic_links=[{**LEADER, "kind": "student", "year": 1995}])
    office.application()
    found = office.found()
    assert {(entry.row.rule, entry.row.level) for entry in found} == {("R07", "H")}


def test_r08_joint_paper_with_a_core_member(office: Any) -> None:
    office.expert(coworks=[{**LEADER, "kind": "paper", "date": "2025-03-18"}])
    office.application()
    assert office.rules() == [("R08", "H"), ("R08", "H")]  # once as leader, once in the team


def test_c4_r08_partner_of_the_leader_in_another_application(office: Any) -> None:
    """P is a partner of S in X; S applies in Y: P is flagged on Y and the reason names X."""
    other = {"name": "逄䶮丙", "employer": "北京㕵㕵技术有限公司"}
    office.expert(name="逄䶮丙", employer="北京㕵㕵技术有限公司")
    office.application("X-1", team=[{"member": LEADER, "core": True}, {"member": other, "core": False}])
    office.application("Y-1", sub="M04-1")
    office.screen()
    on_y = [entry for entry in office.all() if entry.row.application_id == office.applications["Y-1"]]
    assert {(entry.row.rule, entry.row.hit["source"]) for entry in on_y} >= {("R08", "X-1")}
    assert all(entry.row.level == "H" for entry in on_y if entry.row.rule == "R08")


def test_r09_paid_advice(office: Any) -> None:
    office.expert(services=[{"name": UNIT, "credit_code": CODE, "kind": "coaching", "date": "2025-11-05"}])
    office.application()
    assert office.rules() == [("R09", "H")]


def test_r11_own_application_in_the_same_sub_direction(office: Any) -> None:
    own = {"name": "亓𠮷子", "employer": "䲜䴉研究院"}
    office.expert()
    office.application("X-1", unit_name="䲜䴉科技有限公司", unit_credit_code="", project_leader=own, team=[])
    office.application("Y-1")
    office.screen()
    on_y = [entry.row for entry in office.all() if entry.row.application_id == office.applications["Y-1"]]
    assert [(entry.rule, entry.level) for entry in on_y if entry.rule == "R11"] == [("R11", "H")]


@pytest.mark.parametrize("about", ["M01", "举措1", "1"])
@pytest.mark.parametrize("kind", ["guide", "plan"])
def test_r12_wrote_the_guide_or_plan(office: Any, kind: str, about: str) -> None:
    office.expert(prior_roles=[{"kind": kind, "measure": about}])
    office.application()
    assert office.rules() == [("R12", "V")]


def test_r12_recommended_the_application(office: Any) -> None:
    office.expert(prior_roles=[{"kind": "recommendation", "measure": "A-1"}])
    office.application()
    office.application("A-2", unit_name="另一公司", unit_credit_code="", team=[])
    found = one(office)
    assert (found.row.rule, found.row.application_id) == ("R12", office.applications["A-1"])


def test_r12_a_recommendation_in_the_roster_workbook_is_found(office: Any) -> None:
    """From the sheet 参与编制推荐 of a 名册 to the finding: one column holds a measure or a number."""
    _, people, _, _ = layouts(office.world.catalogue, [SUB])
    record = roster_record(1)
    record["prior_roles"] = [{"measure": "A-1", "kind": "recommendation"}]
    path = office.world.folder / "名册.xlsx"
    write_workbook(path, people, [record])
    roster.take_roster(office.desk, office.row, path)
    office.application()
    office.application("A-2", unit_name="另一公司", unit_credit_code="", team=[])
    office.screen()
    found = [entry.row for entry in office.all() if entry.row.rule == "R12"]
    assert [(one.application_id, one.level) for one in found] == [(office.applications["A-1"], "V")]


def test_r13_employer_controls_the_applicant(office: Any) -> None:
    office.expert(employer="北京㕵控股有限公司")
    office.application(controllers=[{"name": "北京㕵控股有限公司", "kind": "控股股东"}])
    assert office.rules() == [("R13", "V")]


def test_r13_same_controller_as_another_applicant(office: Any) -> None:
    above = {"name": "北京㕵控股有限公司", "credit_code": "91110105600000QY80", "kind": "实际控制人"}
    office.expert(employer="北京乙乙制造有限公司")
    office.application(controllers=[above])
    office.application(
        "A-2",
        unit_name="北京乙乙制造有限公司",
        unit_credit_code="12110000MBXXXX0271",
        controllers=[above],
        team=[],
    )
    office.screen()
    on_first = [entry.row for entry in office.all() if entry.row.application_id == office.applications["A-1"]]
    assert {(entry.rule, entry.level) for entry in on_first} == {("R13", "V")}


def test_r14_wish_of_the_applicant_is_granted_by_default(office: Any) -> None:
    office.expert()
    wish = {"name": "亓𠮷子", "employer": "䲜䴉研究院", "reason": "同一细分市场竞争"}
    office.application(excluded_experts=[wish])
    found = one(office)
    assert (found.row.rule, found.row.level, found.status) == ("R14", "V", "recused")


def test_r14_more_than_three_names_do_not_count(office: Any) -> None:
    office.expert()
    wish = {"name": "亓𠮷子", "employer": "䲜䴉研究院", "reason": "竞争"}
    office.application(excluded_experts=[wish, *[{**wish, "name": f"他人{n}"} for n in range(3)]])
    assert office.rules() == []


def test_r14_a_wish_without_a_reason_does_not_count(office: Any) -> None:
    office.expert()
    office.application(excluded_experts=[{"name": "亓𠮷子", "employer": "䲜䴉研究院", "reason": "  "}])
    assert office.rules() == []


def test_r15_namesake_without_second_identifier(office: Any) -> None:
    office.expert(name="逄䶮甲", employer="某大学")
    office.application(team=[])
    found = office.found()
    shown = {(entry.row.rule, entry.row.level, entry.row.hit["basis"]) for entry in found}
    assert shown == {("R15", "V", "R01")}
    assert not any(entry.is_sure for entry in found)


def test_r15_similar_name_of_a_unit_never_recuses_by_itself(office: Any) -> None:
    office.expert(employer="智芯科技（北京）有限公司")
    office.application(unit_name="北京智芯科技有限公司", unit_credit_code="", team=[])
    found = one(office)
    assert (found.row.rule, found.row.hit["basis"]) == ("R15", "R02")


def test_r16_same_superior_other_legal_person(office: Any) -> None:
    above = {"name": "㕵㕵集团总部", "credit_code": "91110105600000QY80", "kind": "上级单位"}
    office.expert(employer="北京乙乙制造有限公司")
    office.application(controllers=[above])
    office.application(
        "A-2",
        unit_name="北京乙乙制造有限公司",
        unit_credit_code="12110000MBXXXX0271",
        controllers=[above],
        team=[],
    )
    office.screen()
    on_first = [entry.row for entry in office.all() if entry.row.application_id == office.applications["A-1"]]
    assert ("R16", "D") in [(entry.rule, entry.level) for entry in on_first]


def test_r18_unit_that_applies_together_with_the_employer_elsewhere(office: Any) -> None:
    office.expert(employer="某某大学")
    partner = {"name": "某某大学", "kind": "university"}
    office.application("X-1", sub="M04-1", partners=[partner])
    office.application("Y-1", team=[])
    office.screen()
    on_y = [entry.row for entry in office.all() if entry.row.application_id == office.applications["Y-1"]]
    assert [(entry.rule, entry.level, entry.hit["source"]) for entry in on_y] == [("R18", "D", "X-1")]


def test_former_name_listed_in_the_application_is_the_same_unit(office: Any) -> None:
    """Rules §5.3: 曾用名 and 简称 listed in the package make the same unit."""
    office.expert(employer="北京旧名技术有限公司")
    office.application(former_names=["北京旧名技术有限公司"])
    found = one(office)
    assert (found.row.rule, found.row.hit["reason"]) == ("R02", "alias")

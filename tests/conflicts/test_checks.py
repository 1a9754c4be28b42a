"""One expert against one application: R01–R18 (rules §4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from resources.reader import LANGUAGES, load
from zgc_review.conflicts.aliases import build_aliases
from zgc_review.conflicts.checks import screen_application
from zgc_review.conflicts.hits import Hit, evidence_digest
from zgc_review.conflicts.orgtable import build_org_table
from zgc_review.conflicts.records import expert_from_record, parties_from_record
from zgc_review.conflicts.rules import Limits

T0 = date(2026, 11, 22)


def hits(expert: dict[str, Any], application: dict[str, Any], **more: Any) -> tuple[Hit, ...]:
    profile = expert_from_record({"id": "e1", "name": "张伟", **expert})
    record = {
        "application_no": "A1",
        "sub_direction": "M01-1",
        "unit_name": "智芯科技有限公司",
        **application,
    }
    return screen_application(profile, parties_from_record(record, "a1"), t0=T0, **more)


def shown(*found: Hit) -> list[tuple[str, str, str, str]]:
    return [(hit.rule, hit.level, hit.basis, hit.reason) for hit in found]


_TEAM = {"team": [{"member": {"name": "张伟", "employer": "清华大学", "mobile_tail": "1234"}}]}


@pytest.mark.parametrize(
    ("expert", "reason"),
    [
        ({"employer": "清華大學"}, "person_employer"),
        ({"mobile_tail": ["9999", "1234"]}, "person_mobile"),
    ],
)
def test_r01_name_and_a_second_identifier(expert: dict[str, Any], reason: str) -> None:
    """Rules §5, C5: a second telephone number is recognised."""
    assert shown(*hits(expert, _TEAM)) == [("R01", "H", "R01", reason)]


@pytest.mark.parametrize(
    ("key", "here", "there", "reason"),
    [
        ("email", ["work@x.cn", "home@y.cn"], "HOME@y.cn", "person_email"),
        ("orcid", "0000-0002-1825-0097", "0000000218250097", "person_orcid"),
        ("birth_year", 1970, 1970, "person_birth_year"),
    ],
)
def test_c5_second_identifiers(key: str, here: Any, there: Any, reason: str) -> None:
    found = hits({key: here}, {"contact": {"name": "張偉", key: there}})
    assert shown(*found) == [("R01", "H", "R01", reason)]


def test_r15_same_name_alone_and_pinyin_are_level_v() -> None:
    assert shown(*hits({"birth_year": 1971}, _TEAM)) == [("R15", "V", "R01", "same_name")]
    assert shown(*hits({}, {"contact": {"name": "ZHANG W."}})) == [("R15", "V", "R01", "initials")]
    same = {"contact": {"name": "李明", "email": "a@x.cn"}}
    assert shown(*hits({"email": "a@x.cn"}, same)) == [("R15", "V", "R01", "same_contact")]
    # Also pinyin with a second identifier stays level V.
    latin = {"contact": {"name": "Zhang Wei", "birth_year": 1970}}
    assert shown(*hits({"birth_year": 1970}, latin)) == [("R15", "V", "R01", "pinyin")]


def test_r01_former_names_count() -> None:
    found = hits({"name": "张为民", "former_names": ["张伟"], "employer": "清华大学"}, _TEAM)
    assert shown(*found) == [("R01", "H", "R01", "person_employer")]


def test_r02_and_r03_employers_day_exact() -> None:
    """C3: ended 2023-12-01 or 2023-11-22 hits, 2023-11-21 does not; unknown end is current."""
    assert shown(*hits({"employer": "智芯科技 有限公司"}, {})) == [("R02", "H", "R02", "name")]
    for end, expected in (
        ("2026-11-22", [("R02", "H", "R02", "name")]),
        ("2023-12-01", [("R03", "H", "R03", "name")]),
        ("2023-11-22", [("R03", "H", "R03", "name")]),
        ("2023-11-21", []),
        ("2023-06-30", []),
    ):
        assert shown(*hits({"employment": [{"name": "智芯科技有限公司", "to": end}]}, {})) == expected


def test_r02_partners_codes_and_similar_names() -> None:
    code = "91110108MAXXXX015B"
    partner = {"partners": [{"name": "别名公司", "credit_code": code}]}
    assert shown(*hits({"employer": "某公司", "employer_code": code}, partner)) == [
        ("R02", "H", "R02", "code")
    ]
    similar = hits({"employer": "北京智芯科技有限责任公司"}, {})
    assert shown(*similar) == [("R15", "V", "R02", "core")]
    assert (similar[0].left, similar[0].right) == ("北京智芯科技有限责任公司", "智芯科技有限公司")
    assert (similar[0].left_field, similar[0].right_field) == ("employment", "unit_name")


def test_r02_equal_names_with_different_codes_are_for_a_person() -> None:
    lead = {"unit_credit_code": "91110108MAXXXX015B"}
    other = {"employer": "智芯科技有限公司", "employer_code": "12110000MBXXXX0271"}
    assert shown(*hits(other, lead)) == [("R15", "V", "R02", "name_codes_differ")]
    other["employer"] = "北京智芯科技有限公司"
    assert hits(other, lead) == ()


def test_r03_former_names_of_the_unit_count() -> None:
    """Rules §5.3: any 曾用名 listed equals → same."""
    found = hits({"employer": "旧芯科技公司"}, {"former_names": ["旧芯科技公司"]})
    assert shown(*found) == [("R02", "H", "R02", "alias")]
    aliases = build_aliases(
        [("org", "智芯科技有限公司", ["智芯"]), ("org", "智芯传感公司", ["智芯", "小芯"])]
    )
    assert shown(*hits({"employer": "智芯"}, {}, aliases=aliases)) == [("R15", "V", "R02", "alias_shared")]
    aliases = build_aliases([("org", "智芯科技有限公司", ["智芯"])])
    assert shown(*hits({"employer": "智芯"}, {}, aliases=aliases)) == [("R02", "H", "R02", "alias")]


def test_5_5_branches_by_the_table_of_units() -> None:
    table = build_org_table(
        [
            {"name": "清华大学计算机系", "legal_person": "清华大学"},
            {"name": "清华大学软件学院", "legal_person": "清华大学"},
        ]
    )
    lead = {"unit_name": "清华大学"}
    assert shown(*hits({"employer": "清华大学计算机系"}, lead, org_table=table)) == [
        ("R02", "H", "R02", "table")
    ]
    assert shown(*hits({"employer": "清华大学计算机系"}, lead)) == [("R15", "V", "R02", "branch")]
    sister = {"unit_name": "清华大学软件学院"}
    assert shown(*hits({"employer": "清华大学计算机系"}, sister, org_table=table)) == [
        ("R02", "H", "R02", "table")
    ]


def test_r04_posts_within_three_years() -> None:
    """C3: paid adviser 1995 → none."""
    assert hits({"positions": [{"name": "智芯科技有限公司", "kind": "顾问", "to": "1995"}]}, {}) == ()
    found = hits({"positions": [{"name": "智芯科技有限公司", "kind": "顾问", "to": "2024-01-31"}]}, {})
    assert shown(*found) == [("R04", "H", "R04", "name")]


@pytest.mark.parametrize(
    ("holding", "level"),
    [
        ({"listed": True, "share_bp": 99}, "D"),
        ({"listed": True, "share_bp": 100}, "H"),
        ({"listed": True}, "H"),
        ({"listed": False, "share_bp": 1}, "H"),
    ],
)
def test_r05_small_holdings_of_listed_companies_are_disclosed(holding: dict[str, Any], level: str) -> None:
    found = hits({"holdings": [{"name": "智芯科技有限公司", **holding}]}, {})
    assert shown(*found) == [("R05", level, "R05", "name")]
    wider = hits(
        {"holdings": [{"name": "智芯科技有限公司", **holding}]}, {}, limits=Limits(listed_holding_bp=0)
    )
    assert wider[0].level == "H"


def test_r06_kin_among_people_or_as_executive() -> None:
    people = {
        "legal_representative": {"name": "李丽"},
        "executives": [{"member": {"name": "赵勇", "birth_year": 1980}}],
        "contact": {"name": "钱芳"},
    }
    spouse = {"kin": [{"name": "李丽", "relation": "配偶", "employer": "智芯科技有限公司"}]}
    assert shown(*hits(spouse, people)) == [("R06", "H", "R06", "person_employer")]
    assert shown(*hits({"kin": [{"name": "赵勇"}]}, people)) == [("R15", "V", "R06", "same_name")]
    assert hits({"kin": [{"name": "钱芳"}]}, people) == ()
    executive = {"kin": [{"name": "孙某", "employer": "智芯科技有限公司", "executive": True}]}
    assert shown(*hits(executive, {})) == [("R06", "H", "R06", "name")]
    nameless = {"kin": [{"employer": "智芯科技有限公司", "executive": True}]}
    assert shown(*hits(nameless, {})) == [("R06", "H", "R06", "name")]


def test_r07_teacher_and_student_without_limit() -> None:
    """C3: doctoral supervisor 1995 → flag."""
    leader = {"project_leader": {"name": "王导", "birth_year": 1950}}
    link = {"academic_links": [{"name": "王导", "kind": "博士导师", "birth_year": 1950, "to": "1995-07-01"}]}
    assert shown(*hits(link, leader)) == [("R07", "H", "R07", "person_birth_year")]
    assert hits(link, leader, lookback={"R07": 3}) == ()


def test_r08_coworkers_among_leader_and_core() -> None:
    team = {"team": [{"member": {"name": "赵六", "birth_year": 1970}, "core": True}]}
    work = {"coworks": [{"name": "赵六", "birth_year": 1970, "date": "2025-05-05", "kind": "论文"}]}
    assert shown(*hits(work, team)) == [("R08", "H", "R08", "person_birth_year")]
    team["team"][0]["core"] = False
    assert hits(work, team) == ()


def test_r09_services_and_the_application_s_own_advisers() -> None:
    work = {"services": [{"name": "智芯科技有限公司", "date": "2024-01-01"}]}
    assert shown(*hits(work, {})) == [("R09", "H", "R09", "name")]
    advisers = {"advisers": [{"name": "张伟", "employer": "慧远咨询公司"}]}
    assert shown(*hits({"employer": "慧远咨询公司"}, advisers)) == [
        ("R09", "H", "R09", "person_employer"),
        ("R18", "V", "R18", "name"),
    ]
    past = {"employment": [{"name": "慧远咨询公司", "to": "2020-01-01"}], "name": "李四"}
    assert hits(past, advisers) == ()


def test_r10_disputes_with_units_and_persons() -> None:
    leader = {"project_leader": {"name": "周一"}}
    assert shown(*hits({"disputes": [{"name": "智芯科技有限公司"}]}, leader)) == [("R10", "H", "R10", "name")]
    assert shown(*hits({"disputes": [{"name": "周一"}]}, leader)) == [("R15", "V", "R10", "same_name")]
    assert hits({"disputes": [{"name": "周一", "date": "2020-01-01"}]}, leader) == ()


def test_r11_own_application_in_the_same_sub_direction() -> None:
    own = {"own_applications": [{"sub_direction": "M01-1", "application_no": "A9"}]}
    found = hits(own, {})
    assert shown(*found) == [("R11", "H", "R11", "same_sub_direction")]
    assert found[0].source == "A9"
    assert hits(own, {"sub_direction": "M01-2"}) == ()
    assert hits(own, {"application_no": "A9"}) == ()


def test_r12_guide_and_recommendation() -> None:
    assert shown(*hits({"prior_roles": [{"kind": "guide", "measure": "M01"}]}, {})) == [
        ("R12", "V", "R12", "wrote_guide")
    ]
    recommended = {"prior_roles": [{"kind": "recommendation", "measure": "A1"}]}
    assert shown(*hits(recommended, {})) == [("R12", "V", "R12", "recommended")]
    assert hits(recommended, {"application_no": "A2"}) == ()
    assert hits({"prior_roles": [{"kind": "guide", "measure": "M02"}]}, {"sub_direction": ""}) == ()


_GROUP = [
    {"name": "智芯科技有限公司", "parent": "芯业集团"},
    {"name": "芯业集团", "controller": "国芯控股"},
    {"name": "芯视科技公司", "parent": "芯业集团"},
    {"name": "远芯公司", "controller": "国芯控股"},
    {"name": "近芯公司", "controller": "智芯科技有限公司"},
]


@pytest.mark.parametrize(
    ("employer", "expected"),
    [
        ("芯业集团", [("R13", "V", "R13", "group")]),
        ("国芯控股", [("R13", "V", "R13", "group")]),
        ("近芯公司", [("R13", "V", "R13", "group")]),
        ("芯视科技公司", [("R16", "D", "R16", "same_parent")]),
        ("远芯公司", []),  # three steps
        ("别家公司", []),
    ],
)
def test_r13_and_r16_by_the_table_of_units(employer: str, expected: list[tuple[str, ...]]) -> None:
    assert shown(*hits({"employer": employer}, {}, org_table=build_org_table(_GROUP))) == expected


def test_r16_same_campus_is_level_v() -> None:
    table = build_org_table(
        [
            {"name": "甲研究所", "parent": "某科学院", "campus": "中关村园区 物理部"},
            {"name": "乙研究所", "parent": "某科学院", "campus": "中关村园区物理部"},
        ]
    )
    found = hits({"employer": "甲研究所"}, {"unit_name": "乙研究所"}, org_table=table)
    assert shown(*found) == [("R16", "V", "R16", "same_campus")]


def test_r13_controllers_that_the_application_names() -> None:
    controlled = {"controllers": [{"name": "国芯控股集团有限公司"}]}
    assert shown(*hits({"employer": "国芯控股集团有限公司"}, controlled)) == [("R13", "V", "R13", "name")]
    assert shown(*hits({"employer": "国芯控股有限责任公司"}, controlled)) == [("R15", "V", "R13", "core")]
    table = build_org_table([{"name": "远芯公司", "controller": "国芯控股集团有限公司"}])
    found = hits({"employer": "远芯公司"}, controlled, org_table=table)
    assert shown(*found) == [("R13", "V", "R13", "same_controller")]
    assert hits({"employment": [{"name": "远芯公司", "to": "2025-01-01"}]}, controlled, org_table=table) == ()


def test_r14_counts_up_to_three_names() -> None:
    wish = {"excluded_experts": [{"name": "張偉"}, {"name": "李四"}, {"name": "王五"}]}
    assert shown(*hits({}, wish)) == [("R14", "V", "R14", "excluded")]
    wish["excluded_experts"].append({"name": "赵六"})
    assert hits({}, wish) == ()
    assert shown(*hits({}, wish, limits=Limits(excluded_experts_max=4))) == [("R14", "V", "R14", "excluded")]


def test_r17_only_for_the_fund_measures() -> None:
    portfolio = {"portfolio": [{"name": "智芯科技有限公司", "date": "2024-06-01"}, {"name": "对手公司"}]}
    application = {"sub_direction": "M05-1", "named_competitors": [{"name": "对手公司"}]}
    assert shown(*hits(portfolio, application)) == [("R17", "V", "R17", "name"), ("R17", "H", "R17", "name")]
    assert hits(portfolio, {**application, "sub_direction": "M03-1"}) == ()
    portfolio["portfolio"][0]["date"] = "2020-01-01"
    assert shown(*hits(portfolio, application)) == [("R17", "V", "R17", "name")]


def test_c6_a_dismissal_holds_until_the_evidence_changes() -> None:
    """C6: another telephone number changes nothing; a new employer brings the hit back with its text."""
    before = hits({"employer": "甲大学", "mobile_tail": "1111"}, _TEAM)[0]
    telephone = hits({"employer": "甲大学", "mobile_tail": "2222"}, _TEAM)[0]
    spaced = hits({"employer": "甲 大学", "mobile_tail": "1111"}, _TEAM)[0]
    assert evidence_digest(before) == evidence_digest(telephone) == evidence_digest(spaced)
    employer = hits({"employer": "乙大学", "employment": [{"name": "甲大学"}]}, _TEAM)[0]
    assert evidence_digest(employer) != evidence_digest(before)
    assert (before.employers, employer.employers) == (("甲大学",), ("乙大学", "甲大学"))


_REASONS = (
    *("none", "empty", "code", "codes_differ", "name", "name_codes_differ", "alias", "alias_shared", "table"),
    *("core", "similar", "short", "spelled", "branch", "siblings", "same_name", "person_alias", "pinyin"),
    *("initials", "same_contact", "person_employer", "person_mobile", "person_email", "person_orcid"),
    *("person_birth_year", "same_sub_direction", "wrote_guide", "recommended", "excluded", "group"),
    *("same_controller", "same_parent", "same_campus"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_and_sentences_are_the_same_set(language: str) -> None:
    prefix = "conflicts.reason."
    listed = {key.removeprefix(prefix) for key in load(language) if key.startswith(prefix)}
    assert listed == set(_REASONS)

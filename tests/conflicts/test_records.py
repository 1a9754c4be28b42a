"""Plain records into profiles and parties (rules §4)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zgc_review.conflicts.checks import not_provided
from zgc_review.conflicts.records import expert_from_record, parties_from_record
from zgc_review.conflicts.values import (
    Holding,
    Kin,
    NamedOrg,
    OrgRef,
    OrgTie,
    OwnApplication,
    PersonRef,
    PersonTie,
    PriorRole,
)

_EXPERT: dict[str, Any] = {
    "id": "e1",
    "name": "张伟",
    "former_names": ["张为民"],
    "employer": "清华大学",
    "employer_code": "12100000400000624d",
    "mobile_tail": "13800001234",
    "email": ["A@x.cn", "b@y.cn", "not an address"],
    "orcid": "https://orcid.org/0000-0002-1825-0097",
    "birth_year": 1970,
    "employment": [{"name": "智芯科技", "to": "2024-05"}],
    "positions": [{"name": "甲公司", "post": "独立董事", "to": "1995"}],
    "holdings": [{"name": "乙公司", "credit_code": "", "listed": True, "share_bp": 99}, {"share_bp": 1}],
    "kin": [
        {"name": "李丽", "relation": "配偶", "employer": "丙公司", "executive": True},
        {"name": "张小", "employer": "丁公司"},
        {"relation": "父"},
    ],
    "academic_links": [{"name": "王导", "kind": "导师"}, {"kind": "?"}],
    "coworks": [{"name": "赵六", "date": "2025-02-30"}],
    "services": [{"name": "戊公司", "date": "2025-12"}],
    "disputes": [{"name": "己公司", "with": "org"}, {"name": "钱七", "with": "person"}, {"name": "庚"}, {}],
    "own_applications": [{"sub_direction": "M01-1", "application_no": "A1"}, {}],
    "prior_roles": [
        {"kind": "guide", "measure": "M01"},
        {"kind": "plan", "measure": " 举措 2 "},
        {"kind": "recommendation", "measure": "A2"},
        {"kind": "guide"},
        {"measure": "M03"},
    ],
    "portfolio": [{"name": "辛公司", "date": "2025-01-31"}],
}


def test_every_list_of_an_expert_is_read() -> None:
    expert = expert_from_record(_EXPERT)
    own, past = OrgRef("清华大学", "12100000400000624D"), OrgRef("智芯科技")
    assert expert.employment == (OrgTie(own), OrgTie(past, date(2024, 5, 31)))
    assert expert.person == PersonRef(
        "张伟", ("张为民",), (own, past), ("1234",), ("a@x.cn", "b@y.cn"), "0000000218250097", 1970
    )
    assert expert.positions == (OrgTie(OrgRef("甲公司"), date(1995, 12, 31), "独立董事"),)
    assert expert.holdings == (Holding(OrgRef("乙公司"), True, 99),)
    third, fourth = OrgRef("丙公司"), OrgRef("丁公司")
    assert expert.kin == (
        Kin(PersonRef("李丽", employers=(third,)), "配偶", (third,)),
        Kin(PersonRef("张小", employers=(fourth,))),
    )
    assert expert.academic_links == (PersonTie(PersonRef("王导"), kind="导师"),)
    assert expert.coworks == (PersonTie(PersonRef("赵六")),)
    assert expert.services == (OrgTie(OrgRef("戊公司"), date(2025, 12, 31)),)
    assert expert.disputes == (
        *(OrgTie(OrgRef("己公司")), OrgTie(OrgRef("庚"))),
        *(PersonTie(PersonRef("钱七")), PersonTie(PersonRef("庚"))),
    )
    assert expert.own_applications == (OwnApplication("M01-1", "A1"),)
    assert expert.prior_roles == (
        *(PriorRole("guide", "M01"), PriorRole("guide", "M02"), PriorRole("recommend", "A2")),
    )
    assert expert.portfolio == (OrgTie(OrgRef("辛公司"), date(2025, 1, 31)),)


_APPLICATION: dict[str, Any] = {
    "application_no": "A1",
    "sub_direction": "M04-2",
    "unit_name": "智芯科技",
    "unit_credit_code": "91110108MAXXXX015B",
    "former_names": "旧芯科技",
    "project_leader": {"name": "周一", "employer": "智芯科技"},
    "contact": "吴二",
    "legal_representative": {"name": "郑三"},
    "team": [{"member": {"name": "王四", "employer": "清华大学"}, "core": True}, {"member": None}, "x"],
    "executives": [{"member": {"name": "冯五"}, "post": "董事"}],
    "shareholders": [
        {"name": "大股东", "share_bp": 5000},
        {"name": "小股东", "share_bp": 4999},
        {"name": "?"},
    ],
    "controllers": [{"name": "控制人", "kind": "控股股东"}],
    "partners": [{"name": "清华大学"}],
    "advisers": [{"name": "陈六", "employer": "咨询公司"}],
    "named_competitors": [{"name": "对手公司"}],
    "excluded_experts": [{"name": "褚七", "reason": "有纠纷"}],
}


def test_every_party_of_an_application_is_read() -> None:
    parties = parties_from_record(_APPLICATION, "a1")
    lead = OrgRef("智芯科技", "91110108MAXXXX015B", ("旧芯科技",))
    assert (parties.id, parties.number, parties.measure) == ("a1", "A1", "M04")
    assert parties.orgs == (NamedOrg(lead, "unit_name"), NamedOrg(OrgRef("清华大学"), "partners"))
    shown = [(party.person.name, party.field, party.core) for party in parties.people]
    assert shown == [
        *(
            ("周一", "project_leader", True),
            ("吴二", "contact", False),
            ("郑三", "legal_representative", False),
        ),
        *(("王四", "team", True), ("冯五", "executives", False)),
    ]
    # Who represents or leads the unit belongs to it, also where no employer is written.
    assert parties.people[2].person.employers == (lead,)
    assert parties.people[4].person.employers == (lead,)
    assert parties.controllers == (
        NamedOrg(OrgRef("控制人"), "controllers"),
        NamedOrg(OrgRef("大股东"), "shareholders"),
    )
    assert [party.person.employers for party in parties.advisers or ()] == [(OrgRef("咨询公司"),)]
    assert parties.competitors == (NamedOrg(OrgRef("对手公司"), "named_competitors"),)
    assert [person.name for person in parties.excluded or ()] == ["褚七"]
    assert not_provided(expert_from_record(_EXPERT), parties) == ()


def test_missing_lists_are_not_provided_and_never_empty() -> None:
    """Rules §4: missing data shows as 未提供, never as “no conflict”."""
    expert = expert_from_record({"id": "e1", "name": "张伟", "kin": []})
    parties = parties_from_record({"unit_name": "智芯科技"}, "a1")
    assert expert.kin == ()
    missing = not_provided(expert, parties)
    assert "kin" not in missing
    assert {"employment", "holdings", "portfolio", "controllers", "excluded"} <= set(missing)


@pytest.mark.parametrize("junk", [None, 7, "x", {"a": 1}, [None, 3, "y", {}, {"name": 5}], True, ["", " "]])
def test_cells_of_any_kind_are_taken_without_fault(junk: Any) -> None:
    for key in _EXPERT:
        expert_from_record({**_EXPERT, key: junk})
    for key in _APPLICATION:
        parties_from_record({**_APPLICATION, key: junk}, "a1")


@pytest.mark.parametrize(
    ("cell", "end"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("2024-13", None),
        ("2024-12", date(2024, 12, 31)),
        ("9999", None),
        ("至今", None),
        (20240101, None),
    ],
)
def test_an_end_that_cannot_be_read_counts_as_current(cell: Any, end: date | None) -> None:
    expert = expert_from_record({"positions": [{"name": "甲公司", "to": cell}]})
    assert [tie.end for tie in expert.positions or ()] == [end]


def test_an_application_without_a_unit_has_no_lead() -> None:
    assert parties_from_record({}, "a1").orgs == ()

"""Many against many gives what every pair by itself gives (algorithms §4)."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zgc_review.conflicts.aliases import build_aliases
from zgc_review.conflicts.checks import screen_application
from zgc_review.conflicts.derived import EVERYWHERE
from zgc_review.conflicts.hits import Hit, ordered
from zgc_review.conflicts.names import fold, org_name
from zgc_review.conflicts.orgindex import OrgIndex
from zgc_review.conflicts.orgtable import build_org_table
from zgc_review.conflicts.records import expert_from_record, parties_from_record
from zgc_review.conflicts.resemblance import resemblance
from zgc_review.conflicts.screen import Screening, hits_by_expert, screen_round

T0 = date(2026, 11, 22)

_ORGS = [
    *(
        "北京智芯科技有限公司",
        "智芯科技（北京）有限公司",
        "智芯",
        "智芯微电子",
        "清华大学",
        "清华大学计算机学院",
    ),
    *(
        "清华大学附属医院",
        "新疆交通建设集团股份有限公司",
        "新疆交建",
        "深康佳",
        "康佳集团股份有限公司",
        "Konka Group",
    ),
    *("Beijing Zhixinwei Inc", "智信科技有限公司", "甲研究所", "乙研究所", "91110108MAXXXX015B", "", "北京"),
    *(
        "紫光国芯微电子股份有限公司",
        "紫光国芯微电子公司",
        "智芯微电子技术",
        "亿阳信通股份有限公司",
        "信通",
        "阳信通",
    ),
]
_NAMES = ["张伟", "張偉", "Zhang Wei", "W. Zhang", "李明", "Li Ming", "欧阳修", "Ouyang X", "", "王"]
_CODES = ["", "91110108MAXXXX015B", "12110000MBXXXX0271"]
_DIRECTIONS = ["M01-1", "M04-2"]

_TABLE = build_org_table(
    [
        {"name": "甲研究所", "parent": "某科学院", "other_names": ["信通"]},
        {"name": "乙研究所", "parent": "某科学院", "controller": "智芯微电子"},
        {"name": "清华大学计算机学院", "legal_person": "清华大学", "credit_code": _CODES[2]},
    ]
)
_ALIASES = build_aliases(
    [("org", "北京智芯科技有限公司", ["智芯", "信通"]), ("org", "智信科技有限公司", ["智芯"])]
)

_ORG = st.fixed_dictionaries({"name": st.sampled_from(_ORGS), "credit_code": st.sampled_from(_CODES)})
_PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(_NAMES),
        "employer": st.sampled_from(_ORGS),
        "email": st.sampled_from(["", "a@x.cn", "b@y.cn"]),
        "orcid": st.sampled_from(["", "", "0000000218250097"]),
        "birth_year": st.sampled_from([None, 1970, 1971]),
    }
)


def _some(rows: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[list[Any]]:
    return st.lists(rows, max_size=most)


@st.composite
def _experts(draw: st.DrawFn) -> dict[str, Any]:
    shown = draw(_PERSON)
    for key in ("employment", "positions", "holdings", "services", "portfolio"):
        shown[key] = draw(_some(_ORG))
    for key in ("kin", "academic_links", "coworks", "disputes"):
        shown[key] = [{**row, "executive": True} for row in draw(_some(_PERSON, 1))]
    shown["own_applications"] = [
        {"sub_direction": draw(st.sampled_from(_DIRECTIONS)), "application_no": "A0"}
    ]
    shown["prior_roles"] = [{"kind": "recommendation", "measure": draw(st.sampled_from(["A0", "A9"]))}]
    return shown


@st.composite
def _applications(draw: st.DrawFn) -> dict[str, Any]:
    lead = draw(_ORG)
    return {
        "sub_direction": draw(st.sampled_from(_DIRECTIONS)),
        "unit_name": lead["name"],
        "unit_credit_code": lead["credit_code"],
        "former_names": draw(_some(st.sampled_from(_ORGS), 1)),
        "project_leader": draw(_PERSON),
        "team": [{"member": person, "core": True} for person in draw(_some(_PERSON))],
        "partners": draw(_some(_ORG)),
        "controllers": draw(_some(_ORG, 1)),
        "named_competitors": draw(_some(_ORG, 1)),
        "advisers": draw(_some(_PERSON, 1)),
        "excluded_experts": draw(_some(_PERSON, 1)),
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(_experts(), min_size=1, max_size=4), st.lists(_applications(), min_size=1, max_size=3))
def test_a_batch_finds_what_every_pair_shows(
    experts: list[dict[str, Any]], applications: list[dict[str, Any]]
) -> None:
    profiles = [expert_from_record({**row, "id": f"e{place}"}) for place, row in enumerate(experts)]
    parties = [
        parties_from_record({**row, "application_no": f"A{place}"}, f"a{place}")
        for place, row in enumerate(applications)
    ]
    more: dict[str, Any] = {"t0": T0, "aliases": _ALIASES, "org_table": _TABLE}
    pairs = ordered(
        hit for expert in profiles for one in parties for hit in screen_application(expert, one, **more)
    )
    screening = Screening(profiles, **more)
    assert screening.screen(parties) == pairs
    # One at a time, and once more, the same is found.
    assert ordered(hit for one in reversed(parties) for hit in screening.screen([one])) == pairs


def test_order_of_experts_and_applications_does_not_matter() -> None:
    rnd = random.Random(3)
    experts = [
        expert_from_record({"id": f"e{place:02}", "name": rnd.choice(_NAMES), "employer": rnd.choice(_ORGS)})
        for place in range(12)
    ]
    applications = [
        parties_from_record({"unit_name": rnd.choice(_ORGS), "project_leader": {"name": "张伟"}}, f"a{place}")
        for place in range(8)
    ]
    found = screen_round(experts, applications, t0=T0)
    assert len(found) > 20
    assert list(found) == sorted(found, key=lambda hit: hit.order)
    for _ in range(3):
        rnd.shuffle(experts)
        rnd.shuffle(applications)
        assert screen_round(experts, applications, t0=T0) == found
    assert sum(map(len, hits_by_expert(found).values())) == len(found)


_WORDS = st.lists(
    st.sampled_from(
        [
            "北京",
            "智芯",
            "智",
            "芯",
            "微电子",
            "科技",
            "康佳",
            "深",
            "新疆",
            "交通",
            "大学",
            "学院",
            "tcl",
            "zhixin",
        ]
    ),
    min_size=1,
    max_size=5,
).map("".join)
_FORMS = st.sampled_from(["", "有限公司", "集团股份有限公司", "(北京)有限公司", "inc"])
_TYPED = st.builds(lambda words, form: fold(words + form), _WORDS, _FORMS)


@pytest.mark.parametrize("similarity", [8500, 9500, 7000])
@settings(max_examples=60, deadline=None)
@given(names=st.lists(_TYPED, min_size=1, max_size=8), queries=st.lists(_TYPED, min_size=1, max_size=8))
def test_5_4_the_index_finds_every_name_that_resembles(
    similarity: int, names: list[str], queries: list[str]
) -> None:
    found = OrgIndex(names, similarity).resembling(queries)
    expected = {}
    for query in queries:
        for name in names:
            why = resemblance(org_name(query), org_name(name), similarity)
            if query != name and why:
                expected[min(query, name), max(query, name)] = why
    assert found == expected


def _application(number: str, **more: Any) -> Any:
    leader = more.pop("leader")
    record = {"application_no": number, "sub_direction": more.pop("direction", "M01-1"), **more}
    record["project_leader"] = {"name": leader, "employer": more.get("unit_name", ""), "birth_year": 1966}
    return parties_from_record(record, number.lower())


def _found(hits: tuple[Hit, ...]) -> list[tuple[str, str, str, str]]:
    return [(hit.application, hit.rule, hit.level, hit.source) for hit in hits]


def test_c4_who_stands_in_one_application_with_its_leader_is_flagged_on_the_other() -> None:
    """C4: P is a partner of S in application X, S applies in Y → P flagged on Y, reason names X."""
    expert = expert_from_record({"id": "p", "name": "张伟", "employer": "甲大学"})
    member = [{"member": {"name": "张伟", "employer": "甲大学"}}]
    x = _application("X", leader="孙总", unit_name="孙氏公司", team=member)
    y = _application("Y", leader="孙总", unit_name="孙氏公司", direction="M02")
    found = _found(screen_round([expert], [x, y], t0=T0))
    assert found == [("x", "R01", "H", ""), ("y", "R08", "H", "X"), ("y", "R18", "V", "X")]
    # A unit whose name is only similar makes no tie at second hand.
    similar = _application("Z", leader="李总", unit_name="孙氏有限公司", direction="M02")
    assert screen_round([expert], [x, similar], t0=T0) == screen_round([expert], [x], t0=T0)
    # Y by itself shows nothing.
    assert screen_application(expert, y, t0=T0) == ()


def test_c4_the_employer_as_partner_unit_is_disclosed() -> None:
    expert = expert_from_record({"id": "p", "name": "张伟", "employer": "甲公司"})
    x = _application("X", leader="孙总", unit_name="孙氏公司", partners=[{"name": "甲公司"}])
    y = _application("Y", leader="孙总", unit_name="孙氏公司", direction="M02")
    found = _found(screen_round([expert], [x, y], t0=T0))
    assert found == [("x", "R02", "H", ""), ("y", "R18", "D", "X")]
    # A unit that is everybody's partner says nothing about its staff.
    many = [
        _application(f"X{place}", leader="李", unit_name="李氏公司", partners=[{"name": "甲公司"}])
        for place in range(EVERYWHERE + 1)
    ]
    assert not [hit for hit in screen_round([expert], [*many, y], t0=T0) if hit.application == "y"]


def test_r11_follows_from_standing_in_an_application_of_the_round() -> None:
    expert = expert_from_record({"id": "p", "name": "张伟", "birth_year": 1966})
    own = _application("X", leader="张伟", unit_name="甲公司")
    same, other = (
        _application("Y", leader="李", unit_name="乙公司"),
        _application("Z", leader="赵", unit_name="丙公司", direction="M02"),
    )
    found = _found(screen_round([expert], [own, same, other], t0=T0))
    assert found == [("x", "R01", "H", ""), ("y", "R11", "H", "X")]


def test_a_namesake_in_another_application_makes_no_tie() -> None:
    expert = expert_from_record({"id": "p", "name": "张伟", "birth_year": 1970})
    own = _application("X", leader="张伟", unit_name="甲公司")
    same = _application("Y", leader="李", unit_name="甲公司")
    assert _found(screen_round([expert], [own, same], t0=T0)) == [("x", "R15", "V", "")]


def test_no_experts_or_no_applications() -> None:
    assert screen_round([], [], t0=T0) == ()
    assert Screening([], t0=T0).screen([_application("X", leader="张伟", unit_name="甲公司")]) == ()

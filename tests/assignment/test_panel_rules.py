"""P01–P12 as checks (rules §3.1)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from resources.reader import LANGUAGES, Texts
from zgc_review.assignment import panel_rules as rules
from zgc_review.assignment.draw import Candidate, GroupPlan
from zgc_review.domain.findings import Finding, Level


def _codes(found: list[Finding]) -> list[str]:
    return [finding.code for finding in found]


_APPLICATIONS = frozenset({"p1", "p2", "p3"})
_PLAN = GroupPlan("G01", 5, _APPLICATIONS, {"M01": ("tech", "tech", "finance")})


def _member(name: str, employer: str = "", *, roles: str = "tech", recused: str = "") -> Candidate:
    return Candidate(name, frozenset({employer or name}), frozenset({roles}), frozenset(recused.split()))


@pytest.mark.parametrize(
    ("requests", "more", "least"),
    [
        ([], {}, 5),
        ([999_999_999], {}, 5),
        ([1, 1_000_000_000], {}, 7),
        ([], {"technically_complex": True}, 7),
        ([], {"consortium": True}, 9),
    ],
)
def test_p01_least_size(requests: list[int], more: dict[str, bool], least: int) -> None:
    """P01: 5; 7 from 1000 万元 or complex; 9 for consortium or platform."""
    assert rules.least_size(requests, **more) == least


def test_p01_size_of_a_group_is_the_larger() -> None:
    assert rules.group_size(5, [7, 5]) == 7
    assert rules.group_size(9, [7]) == 9
    assert rules.group_size(5, []) == 5


@pytest.mark.parametrize(
    ("size", "codes"),
    [
        (5, []),
        (7, []),
        (3, ["assignment.p01.small"]),
        (6, ["assignment.p01.even"]),
        (4, ["assignment.p01.small", "assignment.p01.even"]),
    ],
)
def test_p01_odd_and_large_enough(size: int, codes: list[str]) -> None:
    assert _codes(rules.p01("G01", size, 5)) == codes


def test_p02_effective_sheets() -> None:
    assert rules.p02("p1", 3) == []
    assert _codes(rules.p02("p1", 2)) == ["assignment.p02"]
    assert rules.p02("p1", 2, least=2) == []


def test_p03_one_per_legal_person() -> None:
    members = [_member("a", "x"), _member("b"), _member("c", "x")]
    (found,) = rules.p03("G01", members)
    assert (found.level, found.params) == (Level.ERROR, {"group": "G01", "first": "a", "second": "c"})


def test_p04_warns_above_a_third() -> None:
    members = [_member("a", recused="p1 p2"), _member("b", recused="p1 x y")]
    (found,) = rules.p04(_PLAN, members)
    assert (found.level, found.params["expert"], found.params["recused"]) == (Level.WARN, "a", 2)
    assert rules.p04(_PLAN, members, Fraction(2, 3)) == []


def test_p05_names_the_places_left_open() -> None:
    found = rules.p05(_PLAN, [_member("a")])
    assert [(entry.params["role"], entry.params["open"]) for entry in found] == [("tech", 1), ("finance", 1)]
    assert rules.p05(_PLAN, [_member("a"), _member("b"), _member("c", roles="finance")]) == []


def test_p06_and_p10_block_each_person() -> None:
    assert [entry.params for entry in rules.p06(["b", "a"])] == [{"expert": "a"}, {"expert": "b"}]
    assert _codes(rules.p10(["a"])) == ["assignment.p10"]


def test_p07_alternates() -> None:
    """The vector of rules §3.2: one of two alternates, F02 blocked."""
    (found,) = rules.p07("G01", 1)
    assert (found.level, found.params["alternates"], found.params["wanted"]) == (Level.ERROR, 1, 2)
    assert rules.p07("G01", 2) == []


def test_p08_rotation() -> None:
    assert rules.p08("a", 3, {"p1": 2}) == []
    found = rules.p08("a", 4, {"p1": 3, "p2": 1})
    assert _codes(found) == ["assignment.p08.rounds", "assignment.p08.applicant"]
    assert all(entry.level is Level.WARN for entry in found)


def test_p09_one_chair_and_acting_chairs() -> None:
    members = [_member("a", recused="p1"), _member("b"), _member("c", recused="p1")]
    assert rules.p09(_PLAN, members, ["a"], {"p1": "b"}) == []
    assert rules.p09(_PLAN, members, ["b"], {}) == []
    for chairs in ([], ["a", "b"], ["stranger"]):
        assert _codes(rules.p09(_PLAN, members, chairs, {})) == ["assignment.p09.chair"]
    for acting in ({}, {"p1": "a"}, {"p1": "c"}, {"p1": "stranger"}):
        assert _codes(rules.p09(_PLAN, members, ["a"], acting)) == ["assignment.p09.acting"]


def test_p11_one_group_per_sub_direction() -> None:
    (found,) = rules.p11({"G02": ["M01-1", "M01-2"], "G01": ["M01-1"]})
    assert found.params == {"sub_direction": "M01-1", "groups": "G01, G02"}


def test_p12_names_are_counted_and_never_repeated() -> None:
    found = rules.p12({"manifest": "张伟 and 李明", "table": "专家01"}, ["张伟", "李明", ""])
    assert [entry.params for entry in found] == [{"part": "manifest", "count": 2}]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_has_text_and_remedy(language: str) -> None:
    texts = Texts(language)
    members = [_member("a", "x", recused="p1 p2"), _member("b", "x")]
    found = [
        *rules.p01("G01", 4, 5),
        *rules.p02("p1", 1),
        *rules.p03("G01", members),
        *rules.p04(_PLAN, members),
        *rules.p05(_PLAN, members),
        *rules.p06(["a"]),
        *rules.p07("G01", 0),
        *rules.p08("a", 4, {"p1": 3}),
        *rules.p09(_PLAN, members, [], {}),
        *rules.p09(_PLAN, members, ["a"], {}),
        *rules.p10(["a"]),
        *rules.p11({"G01": ["M"], "G02": ["M"]}),
        *rules.p12({"manifest": "张伟"}, ["张伟"]),
    ]
    assert len({entry.code for entry in found}) == 15
    for entry in found:
        shown = texts.get(f"finding.{entry.code}.text", **entry.params)
        assert "{" not in shown
        assert texts.get(f"finding.{entry.code}.remedy", **entry.params)

"""The command's comparison: same, candidate, different (rules §5, algorithms §4)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.reader import LANGUAGES, Texts
from zgc_review.conflicts.aliases import build_aliases, read_aliases
from zgc_review.conflicts.compare import Level, compare_pair, compare_rows
from zgc_review.errors import IntakeError

_ORGS = [
    # 5.1 and 5.2 decide; brackets of either width are one.
    ("91110108MAXXXX015B", "91110108 maxxxx015b", "same", "5.1", "code"),
    ("91110108MAXXXX015B", "12110000MBXXXX0271", "different", "", "codes_differ"),
    ("智芯科技（北京）有限公司", "智芯科技(北京)有限公司", "same", "5.2", "name"),
    ("深圳國華網安科技股份有限公司", "深圳国华网安科技 股份有限公司", "same", "5.2", "name"),
    # 5.4: a candidate, never automatic.
    ("北京智芯科技有限公司", "智芯科技（北京）有限公司", "candidate", "R15", "core"),
    ("康佳集团股份有限公司", "康佳有限责任公司", "candidate", "R15", "core"),
    ("北京智芯微电子科技有限公司", "北京智芯微电子技术有限公司", "candidate", "R15", "similar"),
    ("新疆交通建设集团股份有限公司", "新疆交建", "candidate", "R15", "short"),
    ("深康佳", "康佳集团股份有限公司", "candidate", "R15", "short"),
    ("亿阳信通", "北京亿阳信通科技有限公司", "candidate", "R15", "short"),
    ("Shenzhen Quanxinhao Co.,Ltd", "深圳市全新好股份有限公司", "candidate", "R15", "spelled"),
    ("ZTE Corporation", "zte corp", "candidate", "R15", "core"),
    # Shared place and trade say nothing.
    ("北京智芯科技有限公司", "北京智信科技有限公司", "different", "", "none"),
    ("长城汽车股份有限公司", "长城证券股份有限公司", "different", "", "none"),
    ("北京大学", "北京理工大学", "different", "", "none"),
    ("北京理工大学", "大连理工大学", "different", "", "none"),
    ("北京第一机床厂", "北京第二机床厂", "different", "", "none"),
    ("北京", "北京银行股份有限公司", "different", "", "none"),
    ("Beijing Bank", "北京银行股份有限公司", "different", "", "none"),
    # 5.5: without an entry of the table a person decides.
    ("清华大学", "清华大学计算机学院", "candidate", "R15", "branch"),
    ("清华大学软件学院", "清华大学计算机学院", "candidate", "R15", "siblings"),
    ("某某科技有限公司上海分公司", "某某科技有限公司", "candidate", "R15", "branch"),
    ("清华大学计算机学院", "南京大学", "different", "", "none"),
    ("", "北京大学", "different", "", "empty"),
]


@pytest.mark.parametrize(("left", "right", "level", "rule", "reason"), _ORGS)
def test_5_steps_for_organisations(left: str, right: str, level: str, rule: str, reason: str) -> None:
    for one, two in ((left, right), (right, left)):
        match = compare_pair("org", one, two)
        assert (match.level, match.rule, match.reason) == (level, rule, reason)


_PERSONS = [
    ("张伟", "張偉 教授", "candidate", "same_name"),
    ("张伟", "张玮", "different", "none"),
    ("张伟", "Zhang Wei", "candidate", "pinyin"),
    ("张伟", "ZHANG W.", "candidate", "initials"),
    ("张伟", "Zhao Wei", "different", "none"),
    ("𬭚𠅤", "𬭚𠅤", "candidate", "same_name"),
    ("", "张伟", "different", "empty"),
]


@pytest.mark.parametrize(("left", "right", "level", "reason"), _PERSONS)
def test_r15_a_name_alone_is_never_the_same_person(left: str, right: str, level: str, reason: str) -> None:
    """Rules §5: same name alone is R15; pinyin is always level V."""
    for one, two in ((left, right), (right, left)):
        match = compare_pair("person", one, two)
        assert (match.level, match.reason) == (level, reason)
        assert match.rule == ("R15" if level == "candidate" else "")


def test_5_3_aliases_decide_unless_they_stand_for_two() -> None:
    aliases = build_aliases(
        [
            ("org", "深圳国华网安科技股份有限公司", ["国农科技", "国华"]),
            ("org", "国华人寿保险股份有限公司", ["国华"]),
            ("person", "张伟", ["张为民"]),
        ]
    )
    former = compare_pair("org", "國農科技", "深圳国华网安科技股份有限公司", aliases)
    assert (former.level, former.rule, former.reason) == (Level.SAME, "5.3", "alias")
    doubtful = compare_pair("org", "国华", "国华人寿保险股份有限公司", aliases)
    assert (doubtful.level, doubtful.reason) == (Level.CANDIDATE, "alias_shared")
    person = compare_pair("person", "张为民", "张伟", aliases)
    assert (person.level, person.reason) == (Level.CANDIDATE, "person_alias")


def test_rows_keep_their_order_and_agree_with_single_comparisons() -> None:
    rows = [("org", left, right) for left, right, *_ in _ORGS]
    rows += [("person", left, right) for left, right, *_ in _PERSONS]
    rows.reverse()
    assert compare_rows(rows) == [compare_rows([row])[0] for row in rows]


def test_another_kind_is_refused_by_row() -> None:
    with pytest.raises(IntakeError) as refused:
        compare_rows([("org", "a", "b"), ("firm", "a", "b")])
    assert (refused.value.code, refused.value.params) == ("conflicts.entity", {"row": 3})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence(language: str) -> None:
    texts = Texts(language)
    reasons = (
        {row[-1] for row in _ORGS} | {row[-1] for row in _PERSONS} | {"alias", "alias_shared", "person_alias"}
    )
    for reason in reasons:
        assert texts.get(f"conflicts.reason.{reason}")


@settings(max_examples=80, deadline=None)
@given(
    st.text("北京智芯科技有限公司(学院)大ab1第一·", max_size=14),
    st.text("北京智芯科技有限公司(学院)大ab1第一·", max_size=14),
)
def test_comparison_does_not_depend_on_the_side(left: str, right: str) -> None:
    for entity in ("org", "person"):
        assert compare_rows([(entity, left, right)]) == compare_rows([(entity, right, left)])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_hostile_names_are_compared_without_fault(left: str, right: str) -> None:
    for entity in ("org", "person"):
        assert compare_rows([(entity, left, right)])[0].level in Level


_TABLE = "name,alias,kind\n深圳国华网安科技股份有限公司,国农科技;国华,旧名\n"


@pytest.mark.parametrize(
    "text",
    [
        _TABLE,
        "\ufeff" + _TABLE,
        "id,full_name,short_name,former_short_name\n1,深圳国华网安科技股份有限公司,国华,国农科技\n",
        "entity,单位名称,曾用名\norg,深圳国华网安科技股份有限公司,国农科技|国华\n,空行,\n",
    ],
)
def test_alias_tables_are_read(text: str) -> None:
    aliases = read_aliases(text.encode())
    assert compare_pair("org", "国农科技", "深圳国华网安科技股份有限公司", aliases).rule == "5.3"
    assert compare_pair("org", "国华", "国农科技", aliases).rule == "5.3"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xff\xfe", "conflicts.aliases.encoding"),
        (b"", "conflicts.aliases.columns"),
        (b"a,b\n1,2\n", "conflicts.aliases.columns"),
        (b"name,name,alias\n1,2,3\n", "conflicts.aliases.columns"),
        (b'name,alias\n"1,2\n', "conflicts.aliases.csv"),
        (b"name,alias,entity\nx,y,firm\n", "conflicts.aliases.entity"),
        (b"name,alias\n" + b"x,y\n" * 500_001, "conflicts.aliases.size"),
        (b" " * (64 * 1024 * 1024 + 1), "conflicts.aliases.size"),
    ],
)
def test_hostile_alias_tables_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(IntakeError) as refused:
        read_aliases(data)
    assert refused.value.code == code


def test_a_person_in_an_alias_table() -> None:
    aliases = read_aliases("entity,name,alias\nperson,张伟,张为民\n,短行\n".encode())
    assert compare_pair("person", "张为民", "张伟", aliases).reason == "person_alias"
